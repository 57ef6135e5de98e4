"""A finding: a fault (the SOP can't run) or advice (it can, but look at it)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from sop_library.faults import SENTENCES

Severity: TypeAlias = Literal["fault", "advice"]
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `path` leads into the document, `step` is the key of the step it concerns, if any."""

    severity: Severity
    code: str
    path: Path
    step: str | None = None
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def template(self) -> str:
        """The sentence as a msgid with named parameters."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The sentence in Indonesian."""
        return self.template % self.params


def fault(code: str, path: Path, step: str | None = None, /, **params: str) -> Finding:
    """A fault."""
    return Finding("fault", code, path, step, params)


def advice(code: str, path: Path, step: str | None = None, /, **params: str) -> Finding:
    """Advice."""
    return Finding("advice", code, path, step, params)
