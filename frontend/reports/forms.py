"""A new report on one page, with what to do now; and opening a case from a report that waits."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from frontend.casework.cards import RadioCards
from frontend.formbuild import SheetForm, SingleChoice
from frontend.reports.doors import KEEP, Way, in_order, suggested
from frontend.reports.questions import ReportForm

NEW_CASE = "baru"


class IntakeForm(ReportForm):
    """The whole page of a new report: what it says and what to do now."""

    next = SingleChoice(label=gettext_lazy("Apa yang dilakukan sekarang?"), choices=[], radios=True)
    same = SingleChoice(label=gettext_lazy("Kasus lama atau kasus baru?"), choices=[], radios=True, required=False)

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        self.candidates: list[Case] = []
        channel = str((self.data if self.is_bound else self.initial).get("channel", ""))
        offer_doors(self.fields["next"], ways, channel=channel)
        del self.fields["same"]

    def ask_same(self, candidates: list[Case]) -> None:
        """Ask whether this is one of these earlier cases, and refuse to go on until it is answered."""
        self.candidates = candidates
        self.fields["same"] = same_case_field(candidates)
        answer = str(self.data.get("same", ""))
        if answer not in {NEW_CASE, *(str(case.pk) for case in candidates)}:
            self.add_error("same", _("Nomor ini sudah pernah tercatat. Pilih: kasus lama atau kasus baru"))
        else:
            self.cleaned_data["same"] = answer

    @property
    def opens_case(self) -> bool:
        """Whether what is chosen opens or joins a case: then the button says so."""
        return self["next"].value() not in (None, "", KEEP)

    @property
    def doors(self) -> Any:
        """The question what to do now: the part that follows the channel."""
        return self["next"]


class DoorCards(RadioCards):
    """The doors that fit the channel as cards, then keeping the report; every other door by SOP, folded away."""

    template_name = "reports/widgets/doors.html"

    def __init__(self, *, ways: list[Way], channel: str) -> None:
        hints = {way.value: way.words for way in ways}
        hints[KEEP] = _("Laporan menunggu di daftar Laporan sampai ada yang membuka kasus.")
        super().__init__(hints=hints, suggested=suggested(ways, channel))
        self.sops = {way.value: way.version.sop.name for way in ways}
        self.doors = {way.value: way.label for way in ways}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, found, _index in context["widget"]["optgroups"] for option in found]
        others: dict[str, list[dict[str, Any]]] = {}
        for option in options:
            if str(option["value"]) in self.sops and not option["suggested"]:
                option["label"], option["hint"] = self.doors[str(option["value"])], ""
                others.setdefault(self.sops[str(option["value"])], []).append(option)
        context["widget"] |= {
            "fitting": [option for option in options if option["suggested"] or str(option["value"]) not in self.sops],
            "others": list(others.items()),
            "others_open": any(option["selected"] for found in others.values() for option in found),
            "fits_channel": bool(self.suggested),
        }
        return context


def offer_doors(field: Any, ways: list[Way], *, channel: str, keeping: bool = True) -> None:
    """Fill "what now" with the office's doors, those of the channel first, and keeping the report last."""
    choices: list[tuple[str, str]] = [
        (way.value, _("Buka kasus: %(sop)s") % {"sop": way.version.sop.name}) for way in in_order(ways, channel)
    ]
    if keeping:
        choices.append((KEEP, _("Simpan sebagai laporan dulu")))
    field.widget = DoorCards(ways=ways, channel=channel)
    field.choices = choices
    field.widget.choices = field.choices


def state_if_joined(case: Case) -> str:
    """The state of an earlier case, and what joining a report to it brings about."""
    return _("selesai; akan dibuka lagi") if case.state == Case.State.ENDED else case.get_state_display()


def same_case_field(candidates: list[Case]) -> SingleChoice:
    """The question that a NIK or telephone number already on record raises."""
    choices = [(str(case.pk), _("Lampirkan ke kasus lama %(number)s") % {"number": case.number}) for case in candidates]
    hints = {
        str(case.pk): _("%(state)s, %(sop)s") % {"state": state_if_joined(case), "sop": case.version.sop.name}
        for case in candidates
    }
    hints[NEW_CASE] = _("Kejadian yang lain, atau orang lain dengan nomor yang sama.")
    return SingleChoice(
        label=_("Nomor ini sudah pernah tercatat. Kasus lama atau kasus baru?"),
        choices=[*choices, (NEW_CASE, _("Tetap kasus baru"))],
        widget=RadioCards(hints=hints),
    )


class OpenForm(SheetForm):
    """Opening a case from a waiting report: which SOP, and whether it belongs to an earlier case."""

    next = SingleChoice(label=gettext_lazy("Buka kasus menurut SOP"), choices=[], radios=True)

    def __init__(self, *args: Any, ways: list[Way], channel: str, candidates: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_doors(self.fields["next"], ways, channel=channel, keeping=False)
        if candidates:
            self.fields = {"same": same_case_field(candidates), **self.fields}
            self.fields["next"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("same", NEW_CASE) == NEW_CASE and not data.get("next") and "next" not in self.errors:
            self.add_error("next", ValidationError(_("Pilih SOP untuk membuka kasus"), code="required"))
        return data
