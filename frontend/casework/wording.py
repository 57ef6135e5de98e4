"""Words for what the rows keep as codes: people without a name, kinds of violence, stages, channels, regions."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from cases.models import Person
from sop_library.codes import ListName, child_bands, labels
from tenants.registry.source import regencies

STAGES = {
    "intake": _("Penerimaan"),
    "identification": _("Identifikasi"),
    "assessment": _("Asesmen"),
    "consent": _("Persetujuan"),
    "planning": _("Perencanaan"),
    "service": _("Layanan"),
    "referral": _("Rujukan"),
    "monitoring": _("Pemantauan"),
    "termination": _("Terminasi"),
    "reporting": _("Pelaporan"),
}
CHANNELS = {
    "datang": _("Datang langsung"),
    "telepon": _("Telepon"),
    "whatsapp": _("WhatsApp"),
    "website": _("Formulir daring"),
    "surat": _("Surat, surel, atau faksimile"),
    "rujukan": _("Rujukan dari lembaga lain"),
    "penjangkauan": _("Penjangkauan"),
    "media": _("Pemberitaan media"),
}
ABROAD = "abroad"


def number_words(number: int) -> str:
    """A count as a sentence says it: in words up to ten, in digits above."""
    words = (
        pgettext("jumlah", "nol"), pgettext("jumlah", "satu"), pgettext("jumlah", "dua"), pgettext("jumlah", "tiga"),
        pgettext("jumlah", "empat"), pgettext("jumlah", "lima"), pgettext("jumlah", "enam"),
        pgettext("jumlah", "tujuh"), pgettext("jumlah", "delapan"), pgettext("jumlah", "sembilan"),
        pgettext("jumlah", "sepuluh"),
    )  # fmt: skip
    return words[number] if 0 <= number < len(words) else str(number)


def opening_number(number: int) -> str:
    """A count at the beginning of a sentence."""
    words = number_words(number)
    return words[:1].upper() + words[1:]


def coded(list_name: ListName, code: str) -> str:
    """The words for one code of a list; the code itself where the list no longer knows it, "" for none."""
    return gettext(labels(list_name).get(code, code)) if code else ""


def group_words(*, sex: str, age_band: str) -> str:
    """Who somebody is without a name: sex and age band; "Belum diketahui" where nothing is known."""
    child = age_band in child_bands()
    named = {
        ("P", True): gettext("Anak perempuan"), ("L", True): gettext("Anak laki-laki"), ("", True): gettext("Anak"),
        ("P", False): gettext("Perempuan"), ("L", False): gettext("Laki-laki"),
    }.get((sex, child))  # fmt: skip
    band = coded("age_band", age_band)
    if named and band:
        return gettext("%(group)s, %(age)s") % {"group": named, "age": band}
    return named or band or gettext("Belum diketahui")


def person_words(person: Person) -> str:
    """Who a person is, from the coarse columns alone."""
    return group_words(sex=person.sex, age_band=person.age_band)


def kinds_words(kinds: Iterable[str], *, domestic: bool | None = None) -> str:
    """Kinds of violence in the order of the ministry's list; "(KDRT)" where it happened in the household."""
    known = labels("violence_type")
    chosen = set(kinds)
    listed = ", ".join(gettext(label) for code, label in known.items() if code in chosen)
    if listed and domestic:
        return gettext("%(kinds)s (KDRT)") % {"kinds": listed}
    return listed or (gettext("KDRT") if domestic else "")


def region_name(code: str) -> str:
    """A kabupaten or kota by its Kemendagri code; "" where it is not known."""
    if code == ABROAD:
        return gettext("Luar negeri")
    row = regencies().get(code)
    return row.name if row else code


def channel_words(channel: str) -> str:
    """How a report came in."""
    return str(CHANNELS.get(channel, channel))


def victims_words(count: int) -> str:
    """How many people the case is about."""
    return ngettext("%(count)s korban", "%(count)s korban", count) % {"count": number_words(count)}


def stage_words(stage: str) -> str:
    """The stage of the common spine in words; "" before the first."""
    return str(STAGES.get(stage, ""))


def when_words(moment: datetime, *, now: datetime, inside: bool = False) -> str:
    """When something was, short: "08.47" today, "Kemarin 15.52", then the day; in the office's own zone.

    `inside`: other words stand before it, so that it begins with no capital.
    """
    here, today = timezone.localtime(moment), timezone.localdate(now)
    clock = formats.time_format(here, "TIME_FORMAT")
    if here.date() == today:
        return clock
    if here.date() == today - timedelta(days=1):
        return (gettext("kemarin %(time)s") if inside else gettext("Kemarin %(time)s")) % {"time": clock}
    day = formats.date_format(here, "j M" if here.year == today.year else "SHORT_DATE_FORMAT")
    return gettext("%(day)s, %(time)s") % {"day": day, "time": clock}


def title_words(title: str) -> str:
    """What an SOP calls itself, with the word SOP once."""
    words = " ".join(title.split())
    return words if words.upper().startswith("SOP ") else f"SOP {words}"
