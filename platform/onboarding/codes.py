"""Which place a typed code means. Kemendagri codes are written with a dot; every refusal says what to type instead."""

import difflib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenants.models import Kind
from tenants.registry.naming import slug_of_province, slug_of_regency
from tenants.registry.source import changed_codes, provinces, regencies

SUGGESTIONS = 4


class UnknownPlace(Exception):
    """No province or regency has this code. The message is for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A province or regency that can have an office. `zone` is an IANA name."""

    code: str
    name: str
    kind: Kind
    slug: str
    zone: str

    @property
    def bare_name(self) -> str:
        """The name without its kind."""
        return regencies()[self.code].bare_name if self.code in regencies() else provinces()[self.code].name


def recognise(typed: str) -> Place:
    """Return the place of a code as typed (`33.73`, or `33` for a province). Raises UnknownPlace."""
    code = typed.strip()
    if (regency := regencies().get(code)) is not None:
        zone = provinces()[regency.province_code].zone
        return Place(code, regency.name, Kind(regency.kind), slug_of_regency(code), zone)
    if (province := provinces().get(code)) is not None:
        return Place(code, _("Provinsi %s") % province.name, Kind.PROVINSI, slug_of_province(code), province.zone)
    raise UnknownPlace(_why_unknown(code))


def _why_unknown(code: str) -> str:
    if re.fullmatch(r"\d{4}", code):
        dotted = f"{code[:2]}.{code[2:]}"
        meant = regencies().get(dotted)
        said = _("%(code)s adalah %(name)s menurut Kemendagri.") % {"code": dotted, "name": meant.name} if meant else ""
        return " ".join(
            filter(
                None,
                [
                    _("Kode empat angka (%s) bermakna ganda: daftar yang beredar memakai nomor yang berlainan.") % code,
                    _("Tulis kode Kemendagri dengan titik, misalnya 33.73."),
                    said,
                ],
            )
        )
    if (present := changed_codes().get(code)) is not None:
        return _("Kode %(old)s tidak berlaku lagi sejak 2022; sekarang %(new)s (%(name)s).") % {
            "old": code,
            "new": present,
            "name": regencies()[present].name,
        }
    near = ", ".join(f"{near} {regencies()[near].name}" for near in _near(code))
    refusal = _("“%s” tidak ada dalam daftar 38 provinsi dan 514 kabupaten/kota.") % code
    return f"{refusal} {_('Mungkin maksud Anda: %s.') % near}" if near else refusal


def _near(typed: str) -> list[str]:
    """Codes of regencies whose code or name resembles what was typed."""
    by_name = {regency.bare_name.lower(): code for code, regency in regencies().items()}
    by_name |= {regency.name.lower(): code for code, regency in regencies().items()}
    if not re.search(r"\d", typed):
        names = difflib.get_close_matches(typed.lower(), by_name, n=SUGGESTIONS, cutoff=0.75)
        return list(dict.fromkeys(by_name[name] for name in names))
    same_province = [code for code in regencies() if code[:2] == typed[:2]]
    if not same_province and re.fullmatch(r"\d\d\.?\d*", typed):
        return []  # no such province: whatever resembles it by its digits lies anywhere
    return difflib.get_close_matches(typed, same_province or regencies(), n=SUGGESTIONS, cutoff=0.6)
