"""The form of a proposal: what kind, to whom, why, how soon, what goes along, and the consent that lets it go."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.carrying import SCOPE
from cases.models import Case, Consent, Person, Role
from custody.models import Address, Envelope
from frontend.casework.cards import CheckboxCards, RadioCards
from frontend.casework.parties import parties_of
from frontend.casework.wording import region_name, when_words
from frontend.formbuild import ManyChoices, SafeText, Section, SheetForm, SingleChoice, region_choices
from frontend.referrals.consent_words import asked_again_field
from referrals.models import Referral
from referrals.proposal import Weighing
from referrals.reasons import REASONS
from tenants.registry.source import provinces

LONGEST = 2000
NEW_CONSENT = "baru"
THEY_LEAD, WE_LEAD = "bersama-mereka", "bersama-kami"
KINDS = [
    (Envelope.Kind.PELIMPAHAN.value, gettext_lazy("Limpahkan kasus")),
    (Envelope.Kind.RUJUKAN.value, gettext_lazy("Rujuk untuk bantuan")),
    (WE_LEAD, gettext_lazy("Tangani bersama, kantor kita memimpin")),
    (THEY_LEAD, gettext_lazy("Tangani bersama, mereka memimpin")),
]
HINTS = {
    Envelope.Kind.PELIMPAHAN.value: gettext_lazy("Mereka menjadi pemegang kasus begitu menerima. Sampai itu kita."),
    Envelope.Kind.RUJUKAN.value: gettext_lazy("Mereka membantu. Kantor kita tetap memegang kasus."),
    WE_LEAD: gettext_lazy("Kantor kita tetap pemegang kasus, mereka mendampingi di tempatnya."),
    THEY_LEAD: gettext_lazy("Mereka menjadi pemegang kasus begitu menerima, kantor kita ikut mendampingi."),
}
OF_FACT = {
    "victim.residence": "residence", "victim.domicile": "domicile", "incident.place": "incident_place",
    "victim.place": "present_place",
}  # fmt: skip


def destinations(own: str) -> list[tuple[Any, Any]]:
    """Every region a matter can go to: offices on the platform first, then by province, each with its own office."""
    here = [(row.code, row.name) for row in Address.objects.exclude(code=own).order_by("code")]
    names = {row.name: code for code, row in provinces().items()}
    rest = [
        (name, [(names[name], _("Provinsi %(name)s") % {"name": name}), *(one for one in rows if one[0] != own)])
        for name, rows in region_choices()
    ]  # fmt: skip
    taken = {code for code, _name in here}
    rest = [(name, [one for one in rows if one[0] not in taken]) for name, rows in rest]
    return ([(_("Menerima lewat Rangkul"), here)] if here else []) + rest


def initial_of(weighing: Weighing, case: Case, *, to: str = "", refused: bool = False) -> dict[str, Any]:
    """What the SOP proposes, filled in: it is staff who decide. Where sharing was refused, nothing of it is ticked."""
    place = to or (weighing.proposed_to.code if weighing.proposed_to else "")
    kind = weighing.proposed_kind or Envelope.Kind.RUJUKAN.value
    against = [OF_FACT[one.fact] for one in weighing.speaks_against if place and one.region.startswith(place)]
    urgency = Referral.Urgency.NOW if case.risk == Case.Risk.HIGH else Referral.Urgency.DAY
    shared = {"scope": ["identity", "contact", "story", "assessment", "appointments"], "consent": NEW_CONSENT}
    return {
        "to": place, "kind": kind, "reasons": list(dict.fromkeys(against)), "urgency": urgency.value,
    } | ({} if refused else shared)  # fmt: skip


class ProposalForm(SheetForm):
    """A referral before it is sent."""

    def __init__(
        self, *args: Any, case: Case, own: str, weighing: Weighing, people: Sequence[Person],
        standing: Iterable[Consent], refused: bool, now: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        people = [one for one in people if {role.kind for role in one.roles.all()} != {Role.Kind.RESPONDENT}]
        ways = [(way, capfirst(str(words))) for way, words in Consent.Way.choices]
        self.people = {str(one.pk): one for one in people}
        self.standing = {str(one.pk): one for one in standing}
        proposed = frozenset(filter(None, [weighing.proposed_kind]))
        high = case.risk == Case.Risk.HIGH
        urgent = [one for one in Referral.Urgency.choices if not high or one[0] != Referral.Urgency.DAYS]
        self.fields["to"] = SingleChoice(
            label=_("Ke mana?"), choices=destinations(own), radios=False,
            help_text=_("Daerah yang belum memakai Rangkul menerima surat cetak; jawabannya Anda catat."),
        )  # fmt: skip
        self.fields["kind"] = SingleChoice(
            label=_("Apa yang diminta?"), choices=KINDS, widget=RadioCards(hints=HINTS, suggested=proposed)
        )
        self.fields["reasons"] = ManyChoices(
            label=_("Mengapa?"), choices=[one for one in REASONS.items() if one[0] != "returned"]
        )
        self.fields["urgency"] = SingleChoice(label=_("Kapan jawaban diperlukan?"), choices=urgent, radios=True)
        self.fields["scope"] = ManyChoices(
            label=_("Apa yang ikut dikirim setelah diterima?"), choices=list(SCOPE.items()), required=False,
            widget=CheckboxCards(),
            help_text=_("Sebelum diterima hanya data minimum tanpa nama. Yang ikut tidak ditanyakan lagi."),
        )  # fmt: skip
        self.fields["consent"] = SingleChoice(
            label=_("Persetujuan"), radios=True,
            choices=[*((key, _consent_words(one, now)) for key, one in self.standing.items()),
                     (NEW_CONSENT, _("Catat persetujuan sekarang, untuk tujuan dan data di atas"))],
        )  # fmt: skip
        who = [
            (str(party.person.pk), _("%(parts)s: %(who)s") % {"parts": party.parts, "who": party.who})
            for party in parties_of(people)
        ]
        self.fields["person"] = SingleChoice(
            label=_("Siapa yang menyetujui?"), choices=who, radios=True, required=False
        )
        self.fields["way"] = SingleChoice(label=_("Cara menyatakan"), choices=ways, radios=True, required=False)
        if refused:
            self.fields["asked_again"] = asked_again_field()
        self.fields["note"] = SafeText(
            label=_("Keterangan persetujuan"), required=False, longest=500, lines=True, rows=2,
            help_text=_(
                "Wajib bila tanpa persetujuan: mengapa keselamatan korban memerlukannya. Wajib juga bila orang lain "
                "berbicara untuk korban dewasa: mengapa, misalnya pengampu."
            ),
        )  # fmt: skip
        self.fields["words"] = SafeText(
            label=_("Keterangan untuk penerima"), required=False, longest=LONGEST, lines=True, rows=3,
            help_text=_("Terbaca sebelum diterima. Jangan tulis nama atau alamat."),
        )  # fmt: skip
        self.fields["override_reason"] = SafeText(
            label=_("Mengapa lain dari usulan SOP?"), required=False, longest=LONGEST, lines=True, rows=2,
            help_text=_("Hanya bila keputusan Anda berbeda dari usulan."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A consent recorded here says who gave it and how."""
        data = super().clean() or self.cleaned_data
        if data.get("consent") == NEW_CONSENT:
            if not data.get("way") and "way" not in self.errors:
                self.add_error("way", _("Pilih cara menyatakan persetujuan."))
            if not data.get("person") and data.get("way") != Consent.Way.DUTY and "person" not in self.errors:
                self.add_error("person", _("Pilih siapa yang menyetujui."))
        return data

    def sections(self) -> Sequence[Section]:
        """By what is decided: where to, what goes, the consent, the words."""

        def of(*names: str) -> tuple[Any, ...]:
            return tuple(self[name] for name in names if name in self.fields)

        return [
            Section(_("Tujuan"), "", of("to", "kind", "reasons", "urgency")),
            Section(_("Data dan persetujuan"), "", of("scope", "consent", "person", "way", "asked_again", "note")),
            Section(_("Keterangan"), "", of("words", "override_reason")),
        ]


def _consent_words(consent: Consent, now: Any) -> str:
    said = {
        "place": region_name(consent.receiver), "way": consent.get_way_display(),
        "when": when_words(consent.at, now=now),
        "what": ", ".join(str(SCOPE[one]) for one in consent.scope if one in SCOPE),
    }  # fmt: skip
    return _("Untuk %(place)s, %(way)s, %(when)s: %(what)s") % said
