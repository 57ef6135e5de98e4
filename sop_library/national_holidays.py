"""Indonesia's public holidays and cuti bersama, with the years for which the government has decreed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count
from types import MappingProxyType

import holidays

FIRST_YEAR = 2025


@dataclass(frozen=True)
class NationalHolidays:
    """Date -> name in Indonesian. In a year outside `certain_years` the joint leave days are not decreed yet."""

    names: Mapping[date, str]
    certain_years: frozenset[int]

    @property
    def dates(self) -> frozenset[date]:
        """All closed days."""
        return frozenset(self.names)


def years_around(today: date) -> tuple[int, ...]:
    """The years a calendar needs on `today`: from 2025 to two years ahead."""
    return tuple(range(FIRST_YEAR, max(today.year, FIRST_YEAR) + 3))


def last_certain_year(today: date) -> int:
    """Up to and with which year both public holidays and cuti bersama are known; FIRST_YEAR - 1 where none is."""
    certain = holidays_for(years_around(today)).certain_years
    return next(year for year in count(FIRST_YEAR - 1) if year + 1 not in certain)


def unknown_leave(day: date) -> int | None:
    """The year of `day` where its cuti bersama is not known, so that no count of working days could leave it out."""
    return day.year if day.year > last_certain_year(day) else None


@lru_cache(maxsize=16)
def holidays_for(years: tuple[int, ...]) -> NationalHolidays:
    """Public holidays and cuti bersama of these years. A year is certain once its cuti bersama stands (the SKB of three
    ministers names both in one decree); for any other year the public holidays alone are given, Eid by calculation."""
    public = holidays.country_holidays("ID", years=years, categories=("public",), language="id")
    joint_leave = holidays.country_holidays("ID", years=years, categories=("government",), language="id")
    names = {**joint_leave, **public}
    return NationalHolidays(
        names=MappingProxyType(dict(sorted(names.items()))),
        certain_years=frozenset(day.year for day in joint_leave),
    )
