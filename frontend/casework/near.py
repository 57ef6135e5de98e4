"""Regions as this office meets them: its own and its province's first, all others after them."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.formbuild import RegionField, region_choices
from tenants.current import current_office
from tenants.registry.source import regencies


@lru_cache(maxsize=600)
def near_first(code: str) -> tuple[tuple[Any, Any], ...]:
    """Every kabupaten and kota, those of the province of `code` in a group of their own at the head."""
    near = [(key, row.name) for key, row in regencies().items() if key[:2] == code[:2]]
    near.sort(key=lambda found: (found[0] != code, found[1]))
    return ("", _("Belum diketahui")), (_("Wilayah ini dan sekitarnya"), tuple(near)), *region_choices()


def put_near_first(form: forms.Form) -> None:
    """Let every question for a region begin with the office's own surroundings."""
    for field in form.fields.values():
        if isinstance(field, RegionField):
            field.choices = near_first(current_office().code)
