"""What can be wrong with a translation: missing, left over, unsure, or promising other values than its source."""

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

Key = tuple[str | None, str | tuple[str, ...] | list[str]]
Entries = dict[Key, Message]

VALUES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z]+\b")
"""Values put in at run time, and tags: neither may differ between a source and its translation."""


def faults(source: Entries, catalogue: Catalog) -> Iterator[str]:
    """Yield each fault of `catalogue` against the `source` messages, in a sentence that names the message."""
    there: Entries = {(message.context, message.id): message for message in catalogue if message.id}
    for key in source:
        if key not in there:
            yield f"belum ada: {_name(key)}"
    for key, message in there.items():
        if key not in source:
            yield f"tidak dipakai lagi: {_name(key)}"
        elif message.fuzzy:
            yield f"masih ragu (fuzzy): {_name(key)}"
        elif not all(_forms(message.string)):
            yield f"belum diterjemahkan: {_name(key)}"
        elif difference := _difference(message):
            yield f"nilai sisipan berbeda ({difference}): {_name(key)}"
    for message in catalogue.obsolete.values():
        yield f"tidak dipakai lagi: {_name((message.context, message.id))}"


def _difference(message: Message) -> str:
    """Return the values that source and translation do not share. A singular may leave one out ("satu kasus")."""
    sources, translations = _forms(message.id), _forms(message.string)
    for number, translation in enumerate(translations):
        wanted = set(VALUES.findall(sources[min(number, len(sources) - 1)]))
        has = set(VALUES.findall(translation))
        singular = len(sources) > 1 and number == 0
        different = has - wanted if singular else has ^ wanted
        if different:
            return ", ".join(sorted(different))
    return ""


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _name(key: Key) -> str:
    context, text = key
    shown = repr(_forms(text)[0])
    return f"{shown} [{context}]" if context else shown
