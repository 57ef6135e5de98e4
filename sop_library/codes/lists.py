"""The code lists: what a coded answer may be, and how it reads on screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

import yaml

ListName = Literal[
    "violence_type",
    "place_of_occurrence",
    "service_given",
    "age_band",
    "education",
    "occupation",
    "perpetrator_relation",
    "marital_status",
    "disability",
    "sex",
    "channel",
    "client_category",
    "risk_level",
    "yes_no_unknown",
    "reporter_relation",
    "institution_kind",
    "legal_state",
]
Confidence = Literal["high", "medium", "low", "ours"]
NAMES: tuple[ListName, ...] = get_args(ListName)
UNKNOWN = "NA"
UNKNOWN_LABEL = "Belum diketahui"


class UnknownCode(LookupError):
    """A list or a code that does not exist; `str(error)` names it."""


@dataclass(frozen=True)
class CodeList:
    """One list. `labels`: stored code -> words on screen; `ministry`: code -> the ministry's own words or None."""

    name: str
    title: str
    labels: Mapping[str, str]
    ministry: Mapping[str, str | None]
    confidence: Confidence
    multi_valued: bool
    sources: tuple[str, ...] = ()
    note: str = ""
    codes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(self.labels))


def _read(name: str, document: Mapping[str, Any]) -> CodeList:
    words: dict[str, str] = {}
    ministry: dict[str, str | None] = {}
    for code, value in document["values"].items():
        row = {"label": value, "ministry": value} if isinstance(value, str) else value
        words[code], ministry[code] = row["label"], row["ministry"]
    return CodeList(
        name=name,
        title=document["title"],
        labels=MappingProxyType(words),
        ministry=MappingProxyType(ministry),
        confidence=document["confidence"],
        multi_valued=document.get("multi_valued", False),
        sources=tuple(document.get("sources", ())),
        note=document.get("note", ""),
    )


@cache
def _all() -> Mapping[str, CodeList]:
    text = files(__package__).joinpath("lists.yaml").read_text(encoding="utf-8")
    return {name: _read(name, document) for name, document in yaml.safe_load(text).items()}


def code_list(name: str) -> CodeList:
    """The list `name`, with its confidence and sources. Raises UnknownCode."""
    try:
        return _all()[name]
    except KeyError:
        raise UnknownCode(f"no code list {name!r}") from None


def labels(name: ListName) -> Mapping[str, str]:
    """Code -> words on screen, in the ministry's order."""
    return code_list(name).labels


def label(name: ListName, code: str) -> str:
    """The words for one code. Raises UnknownCode: a code that was never in the list is a defect, not a label."""
    try:
        return code_list(name).labels[code]
    except KeyError:
        raise UnknownCode(f"no code {code!r} in {name}") from None
