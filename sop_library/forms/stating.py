"""What a filled form states about the case: the facts the SOP's conditions ask about."""

from collections.abc import Mapping
from typing import Any

from sop_library.facts import FactValue, FactValueWrong, checked_value
from sop_library.forms.definition import Field, FormDefinition

_TRUTH = {"true": True, "false": False}


def stated_facts(definition: FormDefinition, data: Mapping[str, Any]) -> dict[str, FactValue]:
    """Fact -> value for every valid answer that states one. "Belum diketahui" states nothing: it stays unknown."""
    stated: dict[str, FactValue] = {}
    for item in definition.fields:
        if item.fact and item.name in data:
            try:
                stated[item.fact] = checked_value(item.fact, _value(item, data[item.name]))
            except FactValueWrong:
                continue
    return stated


def _value(item: Field, answer: Any) -> Any:
    if not isinstance(answer, str):
        return answer
    value = item.fact_values.get(answer, answer)
    return _TRUTH.get(value, value)
