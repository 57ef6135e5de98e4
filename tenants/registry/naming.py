"""The slug of an office: what stands before the domain in its address."""

from collections import Counter
from functools import lru_cache

from django.utils.text import slugify

from tenants.registry.source import provinces, regencies


@lru_cache(maxsize=1)
def names_in_use_twice() -> frozenset[str]:
    """Return the bare names that a kabupaten and a kota share (26: Bandung, Semarang …)."""
    count = Counter(regency.bare_name for regency in regencies().values())
    return frozenset(name for name, times in count.items() if times > 1)


def slug_of_regency(code: str) -> str:
    """Return the slug of a regency: `salatiga`, but `kota-semarang`. Raises KeyError where there is no such code."""
    regency = regencies()[code]
    name = regency.bare_name
    return slugify(f"{regency.kind} {name}" if name in names_in_use_twice() else name)


def slug_of_province(code: str) -> str:
    """Return the slug of a province's office: `provinsi-jawa-tengah`. Raises KeyError if unknown."""
    return slugify(f"provinsi {provinces()[code].name}")
