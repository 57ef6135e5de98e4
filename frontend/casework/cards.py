"""Choices shown as cards: one sentence to choose, one that says what follows, and a mark where one is suggested."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise

from frontend.formbuild.widgets import CheckboxChoices, RadioChoice

Words: TypeAlias = str | Promise


class _Cards(ChoiceWidget):
    """Adds to each option its hint and whether it is suggested."""

    hints: Mapping[str, Words]
    suggested: frozenset[str]

    family = "radios"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["family"] = self.family
        return context

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        value = str(option["value"])
        option["hint"] = self.hints.get(value, "")
        option["suggested"] = value in self.suggested
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-h"
        return option


class RadioCards(_Cards, RadioChoice):
    """One of several cards. `hints`: value -> what follows from it; `suggested`: values the system would choose."""

    template_name = "casework/widgets/cards.html"

    def __init__(self, *, hints: Mapping[str, Words] | None = None, suggested: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.hints, self.suggested = hints or {}, suggested


class CheckboxCards(_Cards, CheckboxChoices):
    """Any of several cards."""

    family = "checkboxes"
    template_name = "casework/widgets/cards.html"

    def __init__(self, *, hints: Mapping[str, Words] | None = None, suggested: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.hints, self.suggested = hints or {}, suggested
