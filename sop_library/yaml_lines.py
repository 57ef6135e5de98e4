"""YAML of an SOP file as plain data, with the line of every entry. Everything odd is a fault, all of them at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from sop_library.faults import Fault

LARGEST = 1_000_000
_MOST_ALIASES = 20
_MOST_ENTRIES = 200_000
"""Far more than 2,000 steps need; a file of 1 MB could hold half a million."""
DEEPEST = 60
_MOST_DIGITS = 18
"""Of a whole number: more than anything counted here, and what every store and reader of JSON takes."""
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_BOOLEAN_WORDS = frozenset({"no", "yes", "on", "off", "y", "n"})

Path = tuple[str | int, ...]


@dataclass
class Source:
    """What was read: `data`, the (line, column) of each path, counted from 1, and what was wrong with the file."""

    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a path, or of the nearest entry around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_source(text: str | bytes) -> Source:
    """Read YAML safely: plain data only, at most 1 MB, no tabs, no duplicate keys, hardly any aliases."""
    source = Source()
    decoded = _decoded(text, source)
    if decoded is None:
        return source
    try:
        dangers = _dangers(decoded)
        root = None if dangers else yaml.compose(decoded, Loader=_LOADER)
    except yaml.YAMLError as error:
        source.faults.append(_syntax(error, decoded))
        return source
    if dangers:
        source.faults.append(dangers)
    elif root is None:
        source.faults.append(Fault(1, 1, "", "empty"))
    elif not isinstance(root, yaml.MappingNode):
        source.faults.append(Fault(*_at(root), "", "not_a_mapping"))
    else:
        source.data = _Builder(source).build(root, ())
        if any(fault.code == "too_many_entries" for fault in source.faults):
            source.data = None
    return source


def _decoded(text: str | bytes, source: Source) -> str | None:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        source.faults.append(Fault(1, 1, "", "too_large", {"most": "1 MB"}))
        return None
    if isinstance(text, bytes):
        try:
            decoded = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            source.faults.append(Fault(text.count(b"\n", 0, error.start) + 1, 1, "", "not_utf8"))
            return None
    else:
        decoded = text
    source.faults.extend(_tabs(decoded))
    return None if source.faults else decoded


def _tabs(text: str) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            yield Fault(number, indent.index("\t") + 1, "", "tab")


def _dangers(text: str) -> Fault | None:
    # Read as a stream first: composing recurses in C, where a file nested deep enough would end the process.
    depth = aliases = 0
    for entries, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if entries > _MOST_ENTRIES:
            return Fault(*_at(event), "", "too_many_entries", {"most": f"{_MOST_ENTRIES:,}".replace(",", ".")})
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return Fault(*_at(event), "", "too_deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
            if aliases > _MOST_ALIASES:
                return Fault(*_at(event), "", "too_many_aliases", {"most": str(_MOST_ALIASES)})
    return None


def _syntax(error: yaml.YAMLError, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return Fault(mark.line + 1, mark.column + 1, "", "yaml", {"line": str(mark.line + 1)})
    position = getattr(error, "position", None)
    line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
    return Fault(line, 1, "", "character")


def _at(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


class _Builder:
    """Plain data from YAML nodes, noting places and faults on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.loader: Any = yaml.SafeLoader("")
        self.around: set[int] = set()
        self.built = 0

    def build(self, node: yaml.Node, path: Path) -> Any:
        """The value of a node; one that an alias puts inside itself, too deep, or too often, is a fault."""
        self.built += 1
        if self.built > _MOST_ENTRIES:
            if self.built == _MOST_ENTRIES + 1:
                self.fault(node, path, "too_many_entries", most=f"{_MOST_ENTRIES:,}".replace(",", "."))
            return None
        self.source.places.setdefault(path, _at(node))
        if len(path) > DEEPEST or id(node) in self.around:
            self.fault(node, path, "too_deep")
            return None
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, path)
        self.around.add(id(node))
        built: Any
        if isinstance(node, yaml.MappingNode):
            built = self.mapping(node, path)
        else:
            built = [self.build(item, (*path, place)) for place, item in enumerate(node.value)]
        self.around.discard(id(node))
        return built

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        """A mapping with text keys, each once."""
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key_node.tag == "tag:yaml.org,2002:merge":
                self.fault(key_node, path, "strange_key")
                continue
            if key_node.tag == "tag:yaml.org,2002:bool":
                self.fault(key_node, (*path, key), "boolean_key", key=key)
                continue
            if key in built:
                self.fault(key_node, (*path, key), "duplicate_key", key=key)
                continue
            built[key] = self.build(value_node, (*path, key))
            self.source.places[(*path, key)] = _at(key_node)
        return built

    def scalar(self, node: yaml.Node, path: Path) -> Any:
        """Text, whole number, true, false or null; a date stays the text that was written.

        What is tagged as something it does not look like (`!!bool foo`) is a fault.
        """
        kind = node.tag.rpartition(":")[2]
        plain = kind == "str" or self.loader.resolve(yaml.ScalarNode, node.value, (True, False)) == node.tag
        if plain and kind == "bool" and node.value.lower() in _BOOLEAN_WORDS:
            self.fault(node, path, "boolean_value", value=node.value)
            return node.value
        digits = node.value.lstrip("+-")
        if plain and (kind in ("timestamp", "float", "str") or (kind == "int" and not digits.isdecimal())):
            return node.value
        if plain and kind == "int" and len(digits) > _MOST_DIGITS:
            self.fault(node, path, "number_too_large", most=str(_MOST_DIGITS))
            return None
        if plain and kind in ("int", "bool", "null"):
            return self.loader.construct_object(node)
        self.fault(node, path, "strange_value", tag=node.tag)
        return None

    def fault(self, node: yaml.Node, path: Path, code: str, **params: str) -> None:
        """Note a fault at a node."""
        self.source.faults.append(Fault(*_at(node), "/".join(map(str, path)), code, params))
