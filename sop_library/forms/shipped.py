"""The forms Rangkul ships: definitions/<key>.yaml, checked when first asked for, and the digests once published."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from sop_library.forms.checks import findings
from sop_library.forms.definition import FormDefinition, from_document
from sop_library.forms.expand import expand, with_questions_of
from sop_library.forms.source import DefinitionFaults, DefinitionSource, Fault


class NoSuchForm(LookupError):
    """No form of this key is shipped."""


def _definition_text(key: str) -> str | None:
    entry = files(__package__).joinpath("definitions", f"{key}.yaml")
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


def load(text: str, file: str, *, text_of: Callable[[str], str | None] = _definition_text) -> FormDefinition:
    """One definition from its YAML. `text_of` finds the form a `questions_of` names. Raises DefinitionFaults with every
    fault and its line.
    """
    source = DefinitionSource(text, file)
    faults = list(source.faults)
    if not faults:
        faults = [source.fault(path, message) for path, message in findings(source.value)]
    if faults:
        raise DefinitionFaults(faults)
    document = source.value
    if "questions_of" in document:
        base = DefinitionSource(text_of(document["questions_of"]) or "", f"{document['questions_of']}.yaml")
        if base.faults or findings(base.value) or "questions_of" in base.value:
            raise DefinitionFaults(
                [source.fault(("questions_of",), "formulir itu tidak ada, salah, atau tidak punya pertanyaan sendiri")]
            )
        document = with_questions_of(document, base.value)
    return from_document(expand(document))


@cache
def published() -> Mapping[str, Mapping[str, str]]:
    """Key -> version -> digest of every version ever published; a line of it never changes."""
    text = files(__package__).joinpath("published.json").read_text(encoding="utf-8")
    digests: Mapping[str, Mapping[str, str]] = json.loads(text)
    return digests


def _published_fault(form: FormDefinition, file: str) -> list[Fault]:
    known = published().get(form.key, {}).get(str(form.version))
    if known in {None, form.digest}:
        return []
    return [Fault(file, 1, "version", f"versi {form.version} sudah terbit dengan isi lain: naikkan “version”")]


@cache
def library() -> Mapping[str, FormDefinition]:
    """Every shipped form by key. Raises DefinitionFaults with the faults of all files together."""
    found: dict[str, FormDefinition] = {}
    faults: list[Fault] = []
    folder = files(__package__).joinpath("definitions")
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".yaml"):
            continue
        try:
            form = load(entry.read_text(encoding="utf-8"), entry.name)
        except DefinitionFaults as error:
            faults.extend(error.faults)
            continue
        if entry.name != f"{form.key}.yaml":
            faults.append(Fault(entry.name, 1, "key", "nama berkas harus sama dengan “key”"))
        faults.extend(_published_fault(form, entry.name))
        found[form.key] = form
    if faults:
        raise DefinitionFaults(faults)
    return MappingProxyType(found)


def get(key: str) -> FormDefinition:
    """The shipped form `key` in its newest version. Raises NoSuchForm."""
    try:
        return library()[key]
    except KeyError:
        raise NoSuchForm(f"no form {key!r}") from None
