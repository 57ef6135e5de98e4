"""The form of one open step. Its questions are named as the operation names what is missing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.each_victim import Victim
from cases.models import StepPass
from cases.need_rows import NeedRow
from cases.operations.steps import OWED, SEEN, StepWork
from cases.progress import OutputRow, Panel, Progress
from cases.refusals import Missing
from frontend.casework.cards import CheckboxCards, RadioCards
from frontend.casework.facts_form import fact_field, fact_value
from frontend.casework.half_typed import typed_in
from frontend.casework.outcome_words import hint_of, suggested_keys
from frontend.casework.wording import person_words
from frontend.formbuild import ManyChoices, SafeText, SheetForm, SingleChoice
from frontend.sops.words import outcome_words
from sop_library.facts import FACTS, FactKind, is_consent

NOTE_LONGEST = 10_000
OUTPUT_LONGEST = 2_000


def _whose(victim: Victim | None) -> str:
    """Which of several victims a number means, without a name."""
    if victim is None or victim.of == 1:
        return ""
    return _("Korban %(number)s: %(who)s.") % {"number": victim.number, "who": person_words(victim.person)}


class NoInput(forms.Widget):
    """Nothing to type here."""

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        return SafeString("")


class Paper(forms.Field):
    """A form of the SOP that the step asks for: no input here, but a place for its fault."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=NoInput, template_name="casework/_paper.html", **kwargs)


class ConsentFact(forms.Field):
    """A consent that the step must leave known: a person gives it, so it is taken down on the page of consents."""

    def __init__(self, *, row: StepPass, fact: str, **kwargs: Any) -> None:
        super().__init__(required=False, widget=NoInput, template_name="casework/_consent.html", **kwargs)
        self.row, self.kind = row, fact.removeprefix("consent.")


class StepForm(SheetForm):
    """What a staff member hands in with a step."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, panel: Panel, stands: Progress, office_code: str
    ) -> None:
        super().__init__(data, auto_id=f"l{panel.row.pk.hex[:8]}_%s")
        self.panel = panel
        self.half_typed: dict[str, Any] = {}
        self.facts: dict[str, FactKind] = {}
        for need in panel.needs:
            self._add_need(need)
        for output in panel.outputs:
            self._add_output(output)
        for kind in panel.facts_asked:
            self.ask(kind)
        if panel.step.subs and not panel.row.engine.get("subs"):
            choices = [(sub.key, sub.label) for sub in panel.step.subs]
            self.fields["subs"] = ManyChoices(
                label=_("SOP yang dimulai pada kasus ini"), choices=choices, required=False, widget=CheckboxCards()
            )
        if panel.outcomes:
            self.fields["outcomes"] = self._outcomes(panel, stands, office_code)
        self.fields["note"] = SafeText(
            label=gettext_lazy("Catatan untuk langkah ini (boleh kosong)"), required=False, lines=True, rows=3,
            longest=NOTE_LONGEST,
        )  # fmt: skip

    def _add_need(self, row: NeedRow) -> None:
        if row.applies is False or row.need.kind == "fact":
            return
        if row.need.kind == "form":
            self.fields[f"form-{row.need.key}"] = Paper(label=row.need.label)
            return
        choices: list[tuple[str, Any]] = [(SEEN, gettext_lazy("Ada"))]
        if row.need.may_follow:
            choices.append((OWED, gettext_lazy("Menyusul")))
        initial = SEEN if row.seen else OWED if row.owed else ""
        rule = (
            _("Boleh menyusul: langkah tetap bisa selesai, yang belum ada dicatat menyusul.")
            if row.need.may_follow
            else _("Wajib ada sebelum langkah ini selesai.")
        )
        self.fields[f"need-{row.key}"] = SingleChoice(
            label=row.label, choices=[*choices, ("", gettext_lazy("Belum"))], required=False, inline=True,
            initial=initial, radios=True,
            help_text=f"{_whose(row.victim)} {rule}".strip(),
        )  # fmt: skip

    def _add_output(self, row: OutputRow) -> None:
        if row.applies is False:
            return
        name = f"output-{row.output.key}"
        if row.form_key:
            self.fields[name] = Paper(label=row.output.label)
            return
        self.fields[name] = SafeText(
            label=_("Apa yang dihasilkan, dan di mana disimpan? (%(output)s)") % {"output": row.output.label},
            required=False, longest=OUTPUT_LONGEST, lines=True, rows=2,
            help_text=gettext_lazy("Satu kalimat cukup, misalnya: surat nomor 12, di map kasus."),
        )  # fmt: skip

    @staticmethod
    def _outcomes(panel: Panel, stands: Progress, office_code: str) -> forms.Field:
        choices = [(row.outcome.key, outcome_words(row.outcome.label)) for row in panel.outcomes]
        hints = {
            row.outcome.key: hint_of(row, step=panel.step, stands=stands, office_code=office_code)
            for row in panel.outcomes
        }
        suggested = suggested_keys(panel)
        if panel.step.choose_some:
            label = _("Keputusan Anda, boleh lebih dari satu")
            widget: forms.Widget = CheckboxCards(hints=hints, suggested=suggested)
            return ManyChoices(label=label, choices=choices, required=False, widget=widget)
        return SingleChoice(
            label=_("Keputusan Anda"),
            choices=choices,
            required=False,
            widget=RadioCards(hints=hints, suggested=suggested),
        )

    def ask(self, kind: FactKind) -> None:
        """Ask for a fact, once; for a consent, lead to where it is taken down."""
        name = f"fact-{kind.name}"
        if name in self.fields:
            return
        if is_consent(kind.name):
            self.fields[name] = ConsentFact(label=_(kind.label), row=self.panel.row, fact=kind.name)
            return
        self.facts[kind.name] = kind
        self.fields[name] = fact_field(kind)

    def ask_missing(self, missing: tuple[Missing, ...]) -> None:
        """Ask for the facts that a refusal names and the page did not ask for yet."""
        for one in missing:
            name = one.field.removeprefix("fact-")
            if one.field.startswith("fact-") and name in FACTS and one.field not in self.fields:
                self.ask(FACTS[name])
                self.move_to_end("note")

    def move_to_end(self, name: str) -> None:
        """Let a question stand last."""
        self.fields[name] = self.fields.pop(name)

    def begin_with(self, typed: Mapping[str, Any] | None) -> None:
        """Show again what was typed here and not handed in yet; nothing is checked."""
        said = typed_in(self, typed) if typed is not None else {}
        self.half_typed = {
            name: value for name, value in said.items()
            if value != self.get_initial_for_field(self.fields[name], name)
        }  # fmt: skip
        self.initial = {**self.initial, **self.half_typed}

    def say_only(self, name: str) -> None:
        """Check what was typed, but say the fault of one question only: the others are not handed in yet."""
        for other in [key for key in self.errors if key != name]:
            del self.errors[other]

    @property
    def in_order(self) -> list[tuple[str, BoundField]]:
        """Every question with its name, as they stand on the page."""
        return [(name, self[name]) for name in self.fields]

    def work(self) -> StepWork:
        """What was handed in."""
        data = self.cleaned_data

        def of(kind: str) -> dict[str, Any]:
            start = f"{kind}-"
            return {name.removeprefix(start): value for name, value in data.items() if name.startswith(start)}

        chosen = data.get("outcomes") or ()
        facts = {name: fact_value(kind, data.get(f"fact-{name}")) for name, kind in self.facts.items()}
        return StepWork(
            outcomes=(chosen,) if isinstance(chosen, str) else tuple(chosen),
            outputs={key: words for key, words in of("output").items() if words},
            requirements={key: state for key, state in of("need").items() if state},
            facts={name: value for name, value in facts.items() if value is not None},
            subs=frozenset(data.get("subs") or ()),
            note=data.get("note", ""),
        )
