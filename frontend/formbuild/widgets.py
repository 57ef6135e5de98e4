"""Inputs in govuk-frontend's markup with our classes. They work without JavaScript and remember what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.datastructures import MultiValueDict

from sop_library.forms import dates


def _marked(attrs: dict[str, Any], base: str) -> dict[str, Any]:
    """The attributes with the class of the input, and of its error where Django marked it invalid."""
    names = [base, attrs.get("class", ""), f"{base}--error" if attrs.get("aria-invalid") else ""]
    return {**attrs, "class": " ".join(name for name in names if name)}


class LineInput(forms.TextInput):
    """One line. `width` is a govuk width in characters (2, 3, 4, 5, 10, 20, 30); none: as wide as the column."""

    template_name = "formbuild/widgets/line.html"

    def __init__(
        self, attrs: Mapping[str, Any] | None = None, *, width: int | None = None, input_type: str = "text"
    ) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.input_type = input_type
        self.width = width

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        base = "govuk-input" + (f" govuk-input--width-{self.width}" if self.width else "")
        marked = _marked(context["widget"]["attrs"], "govuk-input")
        context["widget"]["attrs"] = {**marked, "class": marked["class"].replace("govuk-input", base, 1)}
        return context


class NoteArea(forms.Textarea):
    """Several lines."""

    template_name = "formbuild/widgets/note.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, rows: int = 5) -> None:
        super().__init__({"autocomplete": "off", "rows": rows, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] = _marked(context["widget"]["attrs"], "govuk-textarea")
        return context


class SelectChoice(forms.Select):
    """A list that unfolds, with groups where the choices have them."""

    template_name = "formbuild/widgets/select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] = _marked({**context["widget"]["attrs"], "autocomplete": "off"}, "govuk-select")
        return context


class _Options(ChoiceWidget):
    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["attrs"].pop("aria-invalid", None)
        return option


class RadioChoice(_Options, forms.RadioSelect):
    """One of a few, each on its own line; `inline` puts short ones beside each other."""

    template_name = "formbuild/widgets/radios.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, inline: bool = False) -> None:
        super().__init__(dict(attrs or {}))
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context


class CheckboxChoices(_Options, forms.CheckboxSelectMultiple):
    """Any of a few."""

    template_name = "formbuild/widgets/checkboxes.html"


class DateBoxes(forms.Widget):
    """Day, month and year in three boxes: NAME-day, NAME-month, NAME-year. A whole date posted as NAME is read too."""

    template_name = "formbuild/widgets/date.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[str]:
        whole = data.get(name)
        if whole is not None and f"{name}-day" not in data:
            return [str(whole), "", ""]
        return [str(data.get(f"{name}-{part}", "")) for part in ("day", "month", "year")]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return all(key not in data for key in (name, f"{name}-day", f"{name}-month", f"{name}-year"))

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = _boxes(value)
        id_ = context["widget"]["attrs"].get("id", name)
        invalid = bool(context["widget"]["attrs"].get("aria-invalid"))
        wrong = wrong_part(typed)
        context["widget"]["parts"] = [
            {
                "name": f"{name}-{part}",
                "id": f"{id_}-{part}",
                "part": part,
                "value": text,
                "invalid": invalid and wrong in {None, part},
            }
            for part, text in zip(("day", "month", "year"), typed, strict=True)
        ]
        return context


def _boxes(value: Any) -> list[str]:
    """What the three boxes show for a stored date, an ISO text of one, or what was typed."""
    if isinstance(value, str) and value:
        value = dates.from_iso(value).value or [value, "", ""]
    if isinstance(value, date):
        return [str(value.day), str(value.month), str(value.year)]
    return list(value) if value else ["", "", ""]


def wrong_part(typed: list[str]) -> str | None:
    """The box to correct in what was typed, or None when the date itself can be read."""
    if not any(text.strip() for text in typed):
        return None
    read = dates.from_parts(*typed)
    return read.part if read.fault else None
