"""The registry's files, read once a process. No database: also what a form or a NIK check may ask."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
KABUPATEN = "kabupaten"
KOTA = "kota"


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """A province. `zone` is an IANA name, `zone_label` what people write: WIB, WITA or WIT."""

    code: str
    name: str
    zone: str
    zone_label: str


@dataclass(frozen=True, slots=True)
class RegencyRow:
    """A kabupaten or kota. `name` carries its kind ("Kota Salatiga"), `bare_name` does not ("Salatiga")."""

    code: str
    province_code: str
    name: str

    @property
    def kind(self) -> str:
        """`kota` or `kabupaten`, as the name says it."""
        return self.name.split(" ", 1)[0].lower()

    @property
    def bare_name(self) -> str:
        """The name without its kind."""
        return self.name.split(" ", 1)[1].removeprefix("Administrasi ")


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@lru_cache(maxsize=1)
def provinces() -> dict[str, ProvinceRow]:
    """Return the 38 provinces by code."""
    zones = {row["code"]: row for row in _rows("province_extra.csv")}
    return {
        row["code"]: ProvinceRow(row["code"], row["name"], zones[row["code"]]["tz_name"], zones[row["code"]]["tz_abbr"])
        for row in _rows("provinces.csv")
    }


@lru_cache(maxsize=1)
def regencies() -> dict[str, RegencyRow]:
    """Return the 514 regencies by Kemendagri code (`33.73`)."""
    return {row["code"]: RegencyRow(row["code"], row["province_code"], row["name"]) for row in _rows("regencies.csv")}


@lru_cache(maxsize=1)
def changed_codes() -> dict[str, str]:
    """Return old code → present code of the 26 regencies renumbered when Papua was divided in 2022."""
    return {row["old_code"]: row["new_code"] for row in _rows("regency_code_changes_papua_2022.csv")}
