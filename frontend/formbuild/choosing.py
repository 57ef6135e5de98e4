"""Fields with closed answers: one choice, several, a kabupaten or kota."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.formbuild.speaking import Speaking
from frontend.formbuild.widgets import CheckboxChoices, RadioChoice, SelectChoice
from sop_library.forms.kinds import Kind
from tenants.registry.source import provinces, regencies

MOST_RADIOS = 7
Choices = Sequence[tuple[str, Any]]


class SingleChoice(Speaking, forms.ChoiceField):
    """One of the choices: radios when they are few, a list otherwise. The value is the code, "" for none."""

    kind: Kind = "choice"
    nothing: Any = _("Pilih")

    def __init__(self, *, choices: Choices, radios: bool | None = None, inline: bool = False, **kwargs: Any) -> None:
        as_radios = len(choices) <= MOST_RADIOS if radios is None else radios
        kwargs.setdefault("widget", RadioChoice(inline=inline) if as_radios else SelectChoice())
        super().__init__(choices=choices if as_radios else [("", self.nothing), *choices], **kwargs)

    def validate(self, value: Any) -> None:
        Speaking.validate(self, value)
        if value and not self.valid_value(value):
            self.refuse("region" if self.kind == "region" else "choice")


class ManyChoices(Speaking, forms.MultipleChoiceField):
    """Any of the choices. The value is a list of codes."""

    kind: Kind = "choices"

    def __init__(self, *, choices: Choices, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CheckboxChoices())
        super().__init__(choices=choices, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        if not isinstance(value, list | tuple):
            return [str(value)] if value else []
        return [str(item) for item in value]

    def validate(self, value: Any) -> None:
        Speaking.validate(self, value)
        if not all(self.valid_value(item) for item in value):
            self.refuse("choice")


@cache
def region_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """All kabupaten and kota with their Kemendagri codes, grouped by province."""
    groups: dict[str, list[tuple[str, str]]] = {code: [] for code in provinces()}
    for code, row in regencies().items():
        groups[row.province_code].append((code, row.name))
    return tuple((provinces()[code].name, tuple(rows)) for code, rows in groups.items())


class RegionField(SingleChoice):
    """A kabupaten or kota; the value is its Kemendagri code ("33.73"), "" while it is not known. Default: all 514."""

    kind: Kind = "region"
    nothing = _("Belum diketahui")

    def __init__(self, *, choices: Choices | None = None, **kwargs: Any) -> None:
        super().__init__(choices=region_choices() if choices is None else choices, radios=False, **kwargs)


def coded(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """A code list as Django choices."""
    return list(labels.items())
