"""The form on screen: groups, an error summary that links to every fault, warnings, nothing typed ever lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

from frontend.formbuild.restoring import is_restoring
from frontend.formbuild.speaking import Speaking
from frontend.formbuild.widgets import wrong_part


@dataclass(frozen=True)
class Notice:
    """A sentence about one question: a fault or a warning. `anchor` is the id of the input it belongs to."""

    field: str
    anchor: str
    message: str


@dataclass(frozen=True)
class Section:
    """Questions under one heading, as they are shown."""

    heading: str
    hint: str
    fields: tuple[BoundField, ...]


_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")


def naming(label: str, message: str) -> str:
    """The sentence as a list of faults says it: with its question, which the sentence at the input need not name."""
    own = _IN_BRACKETS.search(label)
    said = message.lower()
    if not label or label.partition(",")[0].lower() in said or (own and own[1].lower() in said):
        return message
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"


class SheetBoundField(BoundField):
    """Knows the id a link must jump to and the warnings to be read with the input."""

    form: "SheetForm"

    @property
    def template_name(self) -> str:
        """The template of the whole question: label, hint, error, input."""
        return getattr(self.field, "template_name", None) or "formbuild/field.html"

    @property
    def anchor(self) -> str:
        """The id of the first input, or of the wrong box of a date; "" for a hidden one."""
        if self.is_hidden:
            return ""
        own = str(self.auto_id or self.html_name)
        if getattr(self.field, "kind", "") == "date":
            part = wrong_part(self.value()) if isinstance(self.value(), list) else None
            return f"{own}-{part or 'day'}"
        return f"{own}_0" if self.use_fieldset else own

    @property
    def cautions(self) -> list[str]:
        """Warnings about what was typed here; empty until the form was checked."""
        return [notice.message for notice in self.form.warnings() if notice.field == self.name]

    @property
    def came_from(self) -> str:
        """Where the answer that the question begins with was given before; "" where nobody asked yet."""
        return self.form.came_from.get(self.name, "")

    @property
    def aria_describedby(self) -> str | None:
        """Ids of hint, error, warning, and where the answer comes from."""
        described = super().aria_describedby
        if self.auto_id and (self.cautions or self.came_from):
            more = [
                f"{self.auto_id}_caution" if self.cautions else "",
                f"{self.auto_id}_from" if self.came_from else "",
            ]
            return " ".join(filter(None, [described, *more]))
        return described


class SheetForm(forms.Form):
    """Base of every form: the built ones and those written by hand."""

    default_renderer = TemplatesSetting
    bound_field_class = SheetBoundField
    use_required_attribute = False
    template_name = "formbuild/form.html"
    _noticed: list[Notice] | None = None
    came_from: Mapping[str, str] = MappingProxyType({})
    restored = False

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and is_restoring():
            self.restored = True
            self.add_error(None, _("Isian Anda kembali setelah Anda masuk lagi. Periksa, lalu tekan tombolnya."))

    @property
    def keeps_others(self) -> bool:
        """Whether an answer beside the wrong ones stands on the page, so that it can be said that it does."""
        right = (bound for bound in self.visible_fields() if bound.name not in self.errors)
        return any(bound.data not in (None, "", []) for bound in right)

    def sections(self) -> Sequence[Section]:
        """The questions in order; a hand-written form may override this to group them."""
        return [Section("", "", tuple(self.visible_fields()))]

    def questions(self) -> list[SheetBoundField]:
        """Every question with what a link to it needs."""
        return [cast("SheetBoundField", bound) for bound in self]

    def faults(self) -> list[Notice]:
        """Every error in the order of the questions, those of the form as a whole first."""
        general = [Notice("", "", str(message)) for message in self.non_field_errors()]
        return general + [
            Notice(bound.name, bound.anchor, naming(str(bound.label), str(message)))
            for bound in self.questions()
            for message in bound.errors
        ]

    def warnings(self) -> list[Notice]:
        """Unusual but valid answers of a checked form; they never stop it."""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return []
        if self._noticed is None:
            self._noticed = self.find_warnings()
        return self._noticed

    def find_warnings(self) -> list[Notice]:
        """Ask every field about its value."""
        return [
            Notice(bound.name, bound.anchor, message)
            for bound in self.questions()
            if isinstance(bound.field, Speaking)
            for message in bound.field.warnings_for(self.cleaned_data.get(bound.name))
        ]
