"""The letters an office writes when it refers somebody: their words, from codes and the minimum. No name gets in here.

Whoever asks for a letter says what it is about; this module knows offices, codes and phrases, and no referral.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from accounts.models import OfficeProfile
from cases.calendars import local_moment
from cases.carrying import SCOPE, need_words
from documents.letter import Letter, Letterhead, Part, Signature, sheets
from sop_library.codes import UNKNOWN, ListName, UnknownCode, child_bands, labels
from tenants.current import current_office
from tenants.models import Kind, Office
from tenants.registry.source import provinces, regencies

SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "rujukan": "Surat rujukan: permohonan bantuan layanan",
        "pelimpahan": "Surat pelimpahan penanganan kasus",
        "bersama": "Surat permohonan penanganan kasus bersama",
    }
)
ASKING: Mapping[str, str] = MappingProxyType(
    {
        "rujukan": "merujuk {who} kepada Saudara untuk memperoleh bantuan layanan",
        "pelimpahan": "melimpahkan penanganan kasus {who} kepada Saudara",
        "bersama": "memohon kesediaan Saudara untuk menangani kasus {who} bersama kami",
    }
)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "residence": "data kependudukan korban tercatat di daerah Saudara",
        "domicile": "korban berdomisili di daerah Saudara",
        "incident_place": "tempat kejadian berada di daerah Saudara",
        "present_place": "korban sedang berada di daerah Saudara",
        "service": "layanan yang diperlukan tersedia di daerah Saudara",
        "safety": "penanganan di daerah Saudara lebih aman bagi korban",
        "wish": "korban memintanya",
        "legal": "proses hukum berjalan di daerah Saudara",
        "returned": "kasus dikembalikan kepada kantor yang melimpahkannya",
    }
)
"""Code of a reason -> how the letter says it; others are not said in a letter."""
RISKS: Mapping[str, str] = MappingProxyType({"high": "Tinggi", "medium": "Sedang", "low": "Rendah"})
CLOSING = "Demikian disampaikan. Atas perhatian dan kerja sama Saudara kami ucapkan terima kasih."


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who the letter goes to. `unit` "" where the office is not on the platform and its name is not known."""

    region: str
    code: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is asked: codes of the referral. `by_duty`: a duty to protect stands for the consent."""

    kind: str
    moves: bool
    reasons: Sequence[str]
    scope: Sequence[str]
    risk: str
    answer_by: datetime
    by_duty: bool = False


def referral_letter(
    *, number: str, at: datetime, to: Addressee, terms: Terms, minimum: Mapping[str, Any], profile: OfficeProfile
) -> Letter:
    """The letter of a referral: what goes openly, by paper too. `minimum` is that of `cases.carrying.minimum_of`.

    The officer's own words stay out of it, since nobody can know what they name.
    """
    office = current_office()
    with translation.override("id"):
        who = _who(minimum)
        parts = [
            Part(f"Dengan hormat, bersama ini kami {ASKING[terms.kind].format(who=who)}, dengan data minimum berikut.",
                 rows=_rows(minimum, terms)),
            *_because(terms),
            Part("Dasar:", lines=_basis(minimum)),
            Part(_custody(terms)),
            *_going_along(terms),
            Part(_answer(terms, profile=profile, office=office)),
        ]  # fmt: skip
        return Letter(
            head=letterhead(profile, office=office),
            number=number,
            nature="Rahasia",
            enclosed=sheets(0),
            subject=SUBJECTS[terms.kind],
            place_and_date=f"{office.short_name}, {day_words(at)}",
            to=(_addressee(to),),
            to_place=_bare(to.region),
            parts=tuple(parts),
            closing=CLOSING,
            signature=signature(profile),
            copies=_copies(office),
            check=_check(profile),
        )


def with_annex(letter: Letter, annex: Sequence[Part]) -> Letter:
    """The same letter with an annex: for what goes sealed."""
    return replace(letter, annex=tuple(annex), enclosed=sheets(1 if annex else 0))


def letterhead(profile: OfficeProfile, *, office: Office) -> Letterhead:
    """The kop surat of an office; what its profile does not say is left out."""
    reach = [("Telepon", profile.phone), ("Hotline", profile.hotline), ("Surel", profile.email)]
    name = profile.name.removesuffix(office.name).strip() or profile.name
    return Letterhead(
        government=f"PEMERINTAH {office.name}".upper(),
        name=name.upper(),
        unit=profile.unit.upper(),
        address=profile.address,
        reach=" · ".join(f"{what} {value}" for what, value in reach if value),
    )


def signature(profile: OfficeProfile) -> Signature:
    """Who signs for the office; blanks where the profile names nobody."""
    return Signature(
        post=profile.head_post or "Kepala", name=profile.head_name, rank=profile.head_rank, nip=profile.head_nip
    )


def day_words(at: datetime) -> str:
    """A day as letters write it: "22 November 2026"."""
    return date_format(local_moment(at), "j F Y")


def moment_words(at: datetime, *, office: Office) -> str:
    """A moment as letters write it: "Senin, 23 November 2026 pukul 10.00 WIB"."""
    local = local_moment(at)
    province = provinces().get(office.code[:2])
    zone = province.zone_label if province is not None else ""
    return f"{date_format(local, 'l, j F Y')} pukul {local:%H.%M} {zone}".strip()


def _who(minimum: Mapping[str, Any]) -> str:
    count = 1 + len(minimum.get("others", ()))
    number = {1: "1 (satu) orang", 2: "2 (dua) orang", 3: "3 (tiga) orang"}.get(count, f"{count} orang")
    if minimum.get("age_band") in child_bands():
        return f"{number} anak korban kekerasan"
    return f"{number} {'perempuan ' if minimum.get('sex') == 'P' and count == 1 else ''}korban kekerasan"


def _rows(minimum: Mapping[str, Any], terms: Terms) -> tuple[tuple[str, str], ...]:
    said = [
        ("Inisial", minimum.get("initials", "")),
        ("Kelompok usia", _person(minimum)),
        ("Korban lain", "; ".join(filter(None, (_person(one) for one in minimum.get("others", ()))))),
        ("Bentuk kekerasan", _labels("violence_type", minimum.get("kinds", ()))),
        ("Terjadi dalam rumah tangga", _yes_no(minimum.get("domestic"))),
        ("Hubungan terlapor dengan korban", _label("perpetrator_relation", minimum.get("relation", ""))),
        ("Tingkat risiko", RISKS.get(terms.risk, "")),
        ("Tempat aman untuk malam ini", _yes_no(minimum.get("safe_tonight"))),
        ("Layanan yang diperlukan", _listed_needs(minimum.get("needs", ()))),
        ("Daerah tempat kejadian", region_words(minimum.get("place", ""))),
        ("Daerah domisili", region_words(minimum.get("domicile", ""))),
        ("Laporan kepada kepolisian", _yes_no(minimum.get("police_report"))),
    ]
    return tuple((name, value[:1].upper() + value[1:]) for name, value in said if value)


def _because(terms: Terms) -> list[Part]:
    said = [REASONS[code] for code in terms.reasons if code in REASONS]
    return [Part(f"Alasannya, {_listed(said)}.")] if said else []


def _basis(minimum: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = set(minimum.get("kinds", ()))
    bands = {minimum.get("age_band")} | {one.get("age_band") for one in minimum.get("others", ())}
    lines = [
        "Undang-Undang Nomor 12 Tahun 2022 tentang Tindak Pidana Kekerasan Seksual, Pasal 39: laporan diterima baik di "
        "tempat korban berada maupun di tempat terjadinya tindak pidana"
        + ("" if "SEKSUAL" in kinds else ", yang kami pedomani bagi setiap korban")
    ]
    if minimum.get("domestic") is True:
        lines.append("Undang-Undang Nomor 23 Tahun 2004 tentang Penghapusan Kekerasan Dalam Rumah Tangga")
    if bands & child_bands():
        lines.append(
            "Undang-Undang Nomor 23 Tahun 2002 tentang Perlindungan Anak sebagaimana telah diubah dengan Undang-Undang "
            "Nomor 35 Tahun 2014"
        )
    lines.append("Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi")
    return (*(f"{line};" for line in lines[:-1]), f"{lines[-1]}.")


def _custody(terms: Terms) -> str:
    if terms.moves:
        return (
            "Tanggung jawab penanganan beralih kepada Saudara sejak Saudara menyatakan menerima. Sampai saat itu "
            "korban tetap kami layani."
        )
    return "Tanggung jawab penanganan kasus tetap pada kami. Korban tetap kami layani sambil menunggu jawaban Saudara."


def _going_along(terms: Terms) -> list[Part]:
    named = [_lower(str(SCOPE[code])) for code in SCOPE if code in terms.scope]
    if not named:
        return []
    leave = "Demi keselamatan korban" if terms.by_duty else "Dengan persetujuan korban atau walinya"
    return [
        Part(
            f"{leave}, setelah Saudara menyatakan menerima kami sampaikan secara tertutup: {'; '.join(named)}. "
            "Rekam tahapan penanganan ikut serta, sehingga korban tidak perlu ditanya ulang."
        )
    ]


def _answer(terms: Terms, *, profile: OfficeProfile, office: Office) -> str:
    by = moment_words(terms.answer_by, office=office)
    reach = _telephone(profile)
    asked = f"Kami mohon jawaban Saudara, menerima atau tidak, paling lambat {by}"
    return f"{asked} melalui telepon {reach}." if reach else f"{asked}."


def _check(profile: OfficeProfile) -> str:
    reach = _telephone(profile)
    asked = "Surat ini dapat diperiksa keasliannya dengan menyebutkan nomor surat dan kode dokumen kepada kami"
    return f"{asked} melalui telepon {reach}." if reach else f"{asked}."


def _telephone(profile: OfficeProfile) -> str:
    numbers = [profile.phone, profile.hotline]
    return " atau ".join(dict.fromkeys(number for number in numbers if number))


def _addressee(to: Addressee) -> str:
    if to.unit:
        named = to.unit if to.unit.lower().startswith("kepala ") else f"Kepala {to.unit}"
        return named if to.region.lower() in named.lower() else f"{named} {to.region}"
    if len(to.code) == 2:
        return f"Kepala Dinas yang membidangi Pemberdayaan Perempuan dan Pelindungan Anak {to.region}"
    return f"Kepala UPTD PPA atau Dinas yang membidangi Pelindungan Perempuan dan Anak {to.region}"


def _copies(office: Office) -> tuple[str, ...]:
    if office.kind == Kind.PROVINSI:
        return ()
    province = provinces().get(office.code[:2])
    if province is None:
        return ()
    unit = "Kepala Dinas yang membidangi Pemberdayaan Perempuan dan Pelindungan Anak"
    return (f"{unit} Provinsi {province.name} (hanya nomor surat dan tenggat jawaban)", "Arsip")


def _person(one: Mapping[str, Any]) -> str:
    told = (_label("age_band", one.get("age_band", "")), _lower(_label("sex", one.get("sex", ""))))
    return ", ".join(filter(None, told))


def _label(name: ListName, code: str) -> str:
    return "" if code in ("", UNKNOWN) else labels(name).get(code, "")


def _listed_needs(needs: Sequence[str]) -> str:
    said = []
    for need in needs:
        try:
            said.append(_lower(str(need_words(need))))
        except UnknownCode:  # a letter leaves a code out that nobody can read; it does not keep somebody from help
            continue
    return ", ".join(said)


def _labels(name: ListName, codes: Sequence[str]) -> str:
    return ", ".join(filter(None, (_lower(_label(name, code)) for code in codes)))


def _listed(said: Sequence[str]) -> str:
    return " dan ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _lower(words: str) -> str:
    return words if words[:3].isupper() else words[:1].lower() + words[1:]


def _yes_no(value: object) -> str:
    return {True: "ya", False: "tidak"}.get(value, "") if isinstance(value, bool) else ""


def _bare(region: str) -> str:
    for kind in ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota ", "Provinsi "):
        if region.startswith(kind):
            return region.removeprefix(kind)
    return region


def region_words(code: str) -> str:
    """What a region is called; "" where the code is none."""
    if code == "abroad":
        return "Luar negeri"
    found = regencies().get(code) or provinces().get(code)
    return found.name if found is not None else ""
