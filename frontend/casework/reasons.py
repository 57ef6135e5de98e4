"""The form of a reason, as every departure from the plain course of an SOP needs one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from cases.models import StepPass
from frontend.formbuild import SafeText, SheetForm


class ReasonForm(SheetForm):
    """Why."""

    reason = SafeText(label=gettext_lazy("Alasannya"), longest=300, lines=True, rows=2)


def reason_form(name: str, step_pass: StepPass, data: Mapping[str, Any] | None = None) -> ReasonForm:
    """The form of a reason for one pass; its ids say which."""
    return ReasonForm(data, auto_id=f"{name}_{step_pass.pk.hex[:8]}_%s")
