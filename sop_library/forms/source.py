"""A definition's file as data, and what is wrong with it: each fault with its file, line and sentence."""

from dataclasses import dataclass
from typing import Any

from sop_library.yaml_lines import Path, read_source


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a definition: the file, the line (from 1), the place in the document, and a sentence."""

    file: str
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where or 'dokumen'}: {self.message}"


class DefinitionFaults(ValueError):
    """A definition, or several, with all their faults; `str(error)` lists one a line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class DefinitionSource:
    """One file: `value` is its data, `faults` what kept it from being read."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._source = read_source(text)
        self.faults = [Fault(file, found.line, found.path, found.sentence) for found in self._source.faults]

    @property
    def value(self) -> Any:
        """The document; None where the file could not be read."""
        return self._source.data

    def fault(self, path: Path, message: str) -> Fault:
        """A fault at a place of the document."""
        return Fault(self.file, self._source.place(path)[0], "/".join(str(part) for part in path), message)
