"""A person of the case: their parts and everything the office may know of them, and why a record is corrected."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Person, Role
from cases.operations.reasons import in_the_record
from cases.people import PersonData
from frontend.casework.near import put_near_first
from frontend.formbuild import (
    DateParts,
    HeardPhone,
    ManyChoices,
    NikField,
    Notice,
    RegionField,
    SafeText,
    Section,
    SheetForm,
    SingleChoice,
)
from sop_library.codes import ListName, labels, phone


def listed(name: ListName, *, without: tuple[str, ...] = ("NA",)) -> list[tuple[str, Promise]]:
    """A code list as choices, without "not known": leaving a question open says that."""
    return [(code, gettext_lazy(words)) for code, words in labels(name).items() if code not in without]


LONGEST_WAYS = 300


class PersonForm(SheetForm):
    """One person. Everything but the part may stay unknown."""

    roles = ManyChoices(label=gettext_lazy("Perannya dalam kasus ini"), choices=Role.Kind.choices)
    relation = SingleChoice(
        label=gettext_lazy("Hubungan terlapor dengan korban"), required=False, radios=False,
        choices=listed("perpetrator_relation"), help_text=gettext_lazy("Hanya untuk terlapor."),
    )  # fmt: skip
    name = SafeText(label=gettext_lazy("Nama"), required=False, longest=120)
    nik = NikField(
        label=gettext_lazy("NIK"), required=False, help_text=gettext_lazy("16 angka seperti di KTP atau KK.")
    )
    phone = HeardPhone(label=gettext_lazy("Telepon atau WhatsApp"), required=False)
    sex = SingleChoice(label=gettext_lazy("Jenis kelamin"), required=False, inline=True, choices=listed("sex"))
    birth_date = DateParts(label=gettext_lazy("Tanggal lahir"), required=False, not_after_today=True)
    age_band = SingleChoice(
        label=gettext_lazy("Kelompok usia"), required=False, radios=False, choices=listed("age_band"),
        help_text=gettext_lazy("Dihitung dari tanggal lahir bila diisi."),
    )  # fmt: skip
    education = SingleChoice(
        label=gettext_lazy("Pendidikan terakhir"), required=False, radios=False, choices=listed("education")
    )
    occupation = SingleChoice(
        label=gettext_lazy("Pekerjaan"), required=False, radios=False, choices=listed("occupation")
    )
    marital = SingleChoice(
        label=gettext_lazy("Status perkawinan"), required=False, radios=False, choices=listed("marital_status")
    )
    disabilities = ManyChoices(label=gettext_lazy("Ragam disabilitas"), required=False, choices=listed("disability"))
    residence = RegionField(label=gettext_lazy("Wilayah menurut KTP atau KK"), required=False)
    domicile = RegionField(label=gettext_lazy("Tinggal sehari-hari di (domisili)"), required=False)
    presence = RegionField(label=gettext_lazy("Berada sekarang di"), required=False)
    address = SafeText(label=gettext_lazy("Alamat"), required=False, longest=300)
    safe_contact = SafeText(
        label=gettext_lazy("Cara dan waktu menghubungi yang aman"), required=False, longest=LONGEST_WAYS
    )
    reason = SafeText(
        label=gettext_lazy("Mengapa diperbaiki?"), required=False, longest=300,
        help_text=gettext_lazy(
            "Wajib bila mengubah isian yang sudah ada. Boleh kosong bila hanya menambah yang belum diisi. "
            "Isi sebelumnya tetap tersimpan sebagai jejak."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, correcting: bool, back: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.half_heard = False
        put_near_first(self)
        if not correcting:
            del self.fields["reason"]
        elif back:
            reason = self.fields["reason"]
            reason.required, reason.label = True, _("Mengapa dikembalikan sebagai pihak?")
            reason.help_text = _("Isi sebelumnya tetap tersimpan sebagai jejak.")

    def clean(self) -> dict[str, Any]:
        """Half a telephone number is kept with the ways to reach whose it is, as in a report."""
        data = super().clean() or self.cleaned_data
        heard = data.get("phone", "")
        if not heard or phone.read(heard).number or "safe_contact" not in data:
            return data
        with in_the_record():
            line = _("Telepon belum lengkap: %(heard)s") % {"heard": heard}
        ways = "; ".join(part for part in (data["safe_contact"], line) if part)
        if line in data["safe_contact"]:
            ways = data["safe_contact"]
        if len(ways) > LONGEST_WAYS:
            label = {"label": self.fields["safe_contact"].label}
            said = _("Nomor ini belum lengkap, dan “%(label)s” sudah penuh: lengkapi nomornya, atau kosongkan")
            self.add_error("phone", said % label)
            return data
        data["phone"], data["safe_contact"], self.half_heard = "", ways, True
        return data

    def find_warnings(self) -> list[Notice]:
        """What is unusual, and that the telephone number was heard only in part."""
        said = _("Nomor ini belum lengkap. Tersimpan seperti ditulis pada “Cara dan waktu menghubungi yang aman”.")
        half = [Notice(bound.name, bound.anchor, said) for bound in self.questions() if bound.name == "phone"]
        return [*super().find_warnings(), *(half if self.half_heard else ())]

    def sections(self) -> list[Section]:
        def of(*names: str) -> tuple[Any, ...]:
            return tuple(self[name] for name in names if name in self.fields)

        found = [
            Section(str(_("Peran")), "", of("roles", "relation")),
            Section(str(_("Identitas")), "", of("name", "nik", "phone", "sex", "birth_date", "age_band")),
            Section(str(_("Wilayah")), "", of("residence", "domicile", "presence", "address")),
            Section(str(_("Lainnya")), "", of("education", "occupation", "marital", "disabilities", "safe_contact")),
        ]  # fmt: skip
        reason = of("reason")
        return [*found, Section(str(_("Alasan perbaikan")), "", reason)] if reason else found

    def person(self) -> PersonData:
        """What was typed of the person."""
        data = self.cleaned_data
        named = {
            name: data[name] for name in self.fields if name not in ("roles", "relation", "reason", "disabilities")
        }
        return PersonData(**named, disabilities=tuple(data["disabilities"]))

    def roles_given(self, *, standing: dict[str, str]) -> dict[str, str]:
        """Part -> relation. A relation kept elsewhere (of a reporter) stands as it was."""
        return {
            kind: self.cleaned_data["relation"] if kind == Role.Kind.RESPONDENT else standing.get(kind, "")
            for kind in self.cleaned_data["roles"]
        }


def standing_roles(person: Person) -> dict[str, str]:
    """The parts somebody has now."""
    return {role.kind: role.relation for role in person.roles.filter(ended_at=None)}


def initial_of(data: PersonData, roles: dict[str, str]) -> dict[str, Any]:
    """What is known, as the form's initial. The age band stands only where no birth date makes it."""
    known = {name: getattr(data, name) for name in PersonForm.base_fields if hasattr(data, name)}
    return {
        **known, "disabilities": list(data.disabilities), "roles": list(roles),
        "relation": roles.get(Role.Kind.RESPONDENT, ""),
    }  # fmt: skip
