"""What must hold in a definition beyond its JSON Schema: every fault at once, each with its place."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from sop_library import codes
from sop_library.facts import FACTS
from sop_library.forms.expand import expand_field, merged
from sop_library.forms.kinds import CHOICE_KINDS, Kind
from sop_library.yaml_lines import Path

Finding = tuple[Path, str]
_DATE_RULES = frozenset({"not_future", "not_before"})


@cache
def _schema() -> jsonschema_rs.Draft202012Validator:
    text = files("sop_library").joinpath("schema/form.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.Draft202012Validator(text)


def findings(document: Any) -> list[Finding]:
    """Everything wrong with an authored document. The finer checks wait until the document has the right shape."""
    shape = [(tuple(error.instance_path), _sentence(error)) for error in _schema().iter_errors(document)]
    if shape or "questions_of" in document:
        return shape
    return [*_questions(document), *_places(document), *_rules(document)]


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=name):
            return f"“{name}” belum ditulis"
        case jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=names):
            return f"tidak dikenal: {', '.join(names)}"
        case jsonschema_rs.ValidationErrorKind.Enum(options=options):
            return f"harus salah satu dari: {', '.join(str(option) for option in options)}"
        case jsonschema_rs.ValidationErrorKind.AnyOf():
            return "tulis “schema” dan “ui”, atau hanya “questions_of”"
        case jsonschema_rs.ValidationErrorKind.OneOfNotValid():
            return "aturan ini tidak dikenal atau belum lengkap"
    return f"tidak sesuai bentuknya ({error.kind.name})"


def _questions(document: Mapping[str, Any]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, item in document["schema"]["properties"].items():
        here: Path = ("schema", "properties", name)
        if "x-use" in item and not _known(item):
            yield (*here, "x-use"), f"pertanyaan bersama “{item['x-use']}” tidak ada di fields.yaml"
            continue
        written = merged(item)
        for needed in ("x-kind", "title"):
            if needed not in written:
                yield here, f"“{needed}” belum ditulis"
        if "x-kind" not in written or "title" not in written:
            continue
        if written["title"] in seen:
            yield (*here, "title"), f"label ini sudah dipakai “{seen[written['title']]}”"
        seen[written["title"]] = name
        yield from _choices(written, here)
        yield from _fact(written, here)
        for other in written.get("x-compare", {}).values():
            if other not in document["schema"]["properties"]:
                yield (*here, "x-compare"), f"isian “{other}” tidak ada"


def _known(item: Mapping[str, Any]) -> bool:
    try:
        merged(item)
    except KeyError:
        return False
    return True


def _choices(written: Mapping[str, Any], here: Path) -> Iterator[Finding]:
    kind: Kind = written["x-kind"]
    sources = [name for name in ("x-codes", "x-choices", "enum", "items") if name in written]
    if kind in CHOICE_KINDS and len(sources) != 1:
        yield here, "pilihan harus berasal dari tepat satu: x-codes atau x-choices"
    elif kind not in CHOICE_KINDS and sources:
        yield here, f"isian berjenis “{kind}” tidak memakai pilihan"
    elif kind in CHOICE_KINDS:
        try:
            expand_field(written)
        except codes.UnknownCode:
            yield (*here, "x-codes"), f"daftar kode “{written['x-codes']}” tidak ada"


def _fact(written: Mapping[str, Any], here: Path) -> Iterator[Finding]:
    if "x-fact" in written and written["x-fact"] not in FACTS:
        yield (*here, "x-fact"), f"fakta “{written['x-fact']}” tidak ada"
    elif "x-fact" in written:
        values = FACTS[written["x-fact"]].values
        for value in written.get("x-fact-values", {}).values():
            if value not in values:
                yield (*here, "x-fact-values"), f"“{value}” bukan nilai fakta “{written['x-fact']}”"


def _places(document: Mapping[str, Any]) -> Iterator[Finding]:
    names = document["schema"]["properties"]
    placed: set[str] = set()
    for number, group in enumerate(document["ui"]["groups"]):
        for position, name in enumerate(group["fields"]):
            here: Path = ("ui", "groups", number, "fields", position)
            if name not in names:
                yield here, f"isian “{name}” tidak ada"
            elif name in placed:
                yield here, f"isian “{name}” sudah ditempatkan"
            placed.add(name)
    for name in names:
        if name not in placed:
            yield ("schema", "properties", name), "isian ini tidak ditempatkan dalam kelompok mana pun"
    for name in document["schema"].get("required", ()):
        if name not in names:
            yield ("schema", "required"), f"isian “{name}” tidak ada"
    for name in document["ui"].get("widgets", {}):
        if name not in names:
            yield ("ui", "widgets", name), f"isian “{name}” tidak ada"


def _rules(document: Mapping[str, Any]) -> Iterator[Finding]:
    items = {name: merged(item) for name, item in document["schema"]["properties"].items() if _known(item)}
    for number, rule in enumerate(document.get("rules", ())):
        here: Path = ("rules", number)
        concerned = [rule[name] for name in ("field", "than") if name in rule] + rule.get("fields", [])
        when = rule.get("when")
        for name in [*concerned, *([when["field"]] if when else [])]:
            if name not in items:
                yield here, f"isian “{name}” tidak ada"
            elif rule["rule"] in _DATE_RULES and items[name].get("x-kind", "date") != "date":
                yield here, f"isian “{name}” bukan tanggal"
        if when and items.get(when["field"], {}).get("x-kind") in CHOICE_KINDS:
            known = expand_field(items[when["field"]])["x-labels"]
            for code in when["is"]:
                if code not in known:
                    yield (*here, "when"), f"“{code}” bukan pilihan “{when['field']}”"
