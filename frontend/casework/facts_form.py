"""Facts that a step must record: a question for each kind of fact, and the answer as the fact keeps it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.progress import Panel
from frontend.casework.near import near_first
from frontend.formbuild import ManyChoices, RegionField, SafeText, SheetForm, SingleChoice, WholeNumber
from sop_library.facts import FactKind, FactValue
from tenants.current import current_office

YES, NO = "true", "false"


def fact_field(kind: FactKind) -> forms.Field:
    """The question that asks for a fact. Never required here: the operation says what is missing, all at once."""
    label = _(kind.label)
    match kind.type:
        case "yes_no":
            return SingleChoice(label=label, choices=[(YES, _("Ya")), (NO, _("Tidak"))], required=False, inline=True)
        case "choice":
            return SingleChoice(
                label=label, choices=[(code, _(words)) for code, words in kind.values.items()], required=False
            )
        case "choices":
            return ManyChoices(
                label=label, choices=[(code, _(words)) for code, words in kind.values.items()], required=False
            )
        case "number":
            return WholeNumber(label=label, required=False)
        case "region":
            field = RegionField(label=label, required=False)
            field.choices = near_first(current_office().code)
            return field
    return SafeText(label=label, required=False, longest=60)


def fact_value(kind: FactKind, answered: Any) -> Any:
    """What was answered, as the fact keeps it; None where nothing was."""
    if answered in (None, "", []):
        return None
    if kind.type == "yes_no":
        return answered == YES
    return tuple(answered) if kind.type == "choices" else answered


class FactsForm(SheetForm):
    """The questions of a waiting step that nothing but a statement can settle."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, panel: Panel) -> None:
        super().__init__(data, auto_id=f"k{panel.row.pk.hex[:8]}_%s")
        self.kinds = panel.facts_to_state
        for kind in self.kinds:
            self.fields[f"fact-{kind.name}"] = fact_field(kind)

    def stated(self) -> dict[str, FactValue]:
        """What was answered; a question left open is not in it."""
        said = {kind.name: fact_value(kind, self.cleaned_data.get(f"fact-{kind.name}")) for kind in self.kinds}
        return {name: value for name, value in said.items() if value is not None}
