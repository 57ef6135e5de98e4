"""What all our fields have in common: they name their question when they refuse, and may warn without refusing."""

from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError

from sop_library.forms.errors import missing, sentence, thousands
from sop_library.forms.kinds import Kind
from sop_library.forms.text import storable, tidy


class Speaking(forms.Field):
    """A field whose errors name its question. `kind` decides the words; `warnings_for` never blocks."""

    kind: Kind = "text"

    def refuse(self, code: str, **values: Any) -> NoReturn:
        """Raise the sentence for `code`."""
        raise ValidationError(sentence(code, str(self.label or ""), **values), code=code)

    def validate(self, value: Any) -> None:
        if self.required and value in self.empty_values:
            raise ValidationError(missing(self.kind, str(self.label or "")), code="required")

    def warnings_for(self, value: Any) -> list[str]:
        """Sentences about a valid but unusual value."""
        return []

    def readable(self, value: Any, *, longest: int) -> str:
        """The typed text without blanks around it. Refuses what cannot be stored or is longer than `longest`."""
        text = tidy(str(value or ""))
        if len(text) > longest:
            self.refuse("too_long", length=thousands(len(text)), limit=thousands(longest))
        if not storable(text):
            self.refuse("characters")
        return text
