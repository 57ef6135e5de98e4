"""Fields under one heading, and the fields that stand in the forms of more than one kind of part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.fields import Words
from frontend.sops.editor.shapes import Option, Options, Shape, Text


@dataclass(frozen=True)
class Section:
    """Some fields of a part under one heading; folded: behind it."""

    label: Text
    shapes: tuple[Shape, ...]
    folded: bool = True


def options_of(words: Mapping[str, Any]) -> Options:
    """Codes and their words as options, whatever is near."""
    return lambda _near: [Option(code, str(label)) for code, label in words.items()]


GATE = (
    When("when", gettext_lazy("Terbuka bila")),
    Words("words", gettext_lazy("Kata-kata selama tertutup"), lines=2),
)
NUMBERED = (
    Words("number", gettext_lazy("Nomor")),
    Words("text", gettext_lazy("Bunyi"), lines=2, always=True),
)
