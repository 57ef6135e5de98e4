"""Where our messages come from: gettext calls in Python, translation tags in templates, the words of code lists."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

CODE_LISTS = "sop_library/codes/lists.yaml"
FOLDERS = ("platform", "tenants", "sop_library", "api", "frontend")
TEMPLATE_SUFFIXES = (".html", ".txt")
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)


def collect(root: Path) -> Catalog:
    """Return every message of the project at `root`, with the files it stands in."""
    catalogue = Catalog(project="Rangkul", fuzzy=False)
    for path in _sources(root):
        place = path.relative_to(root).as_posix()
        for _line, message, comments, context in _messages(path):
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    for label in _labels(root / CODE_LISTS):
        catalogue.add(label, locations=[(CODE_LISTS, 0)])
    return catalogue


def _labels(path: Path) -> Iterator[str]:
    """The words of every code of the code lists, as screens say them; none where the project has no lists."""
    if not path.exists():
        return
    for one in yaml.safe_load(path.read_text(encoding="utf-8")).values():
        for label in one["values"].values():
            yield label if isinstance(label, str) else label["label"]


def _sources(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            is_template = path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts
            if path.suffix == ".py" or is_template:
                yield path


def _messages(path: Path) -> list[Any]:
    text = path.read_text(encoding="utf-8")
    keys = _keys(text) if path.suffix == ".py" else frozenset()
    if path.suffix != ".py":
        # templatize blanks all but the messages; what is left is words on lines, whose indentation means nothing
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    found = extract("python", io.BytesIO(text.encode()), KEYWORDS, COMMENT_TAGS, {"encoding": "utf-8"})
    return [row for row in found if (row[0], row[1]) not in keys]


def _keys(text: str) -> frozenset[tuple[int, object]]:
    """The keys in calls such as `_(WORDS["empty"])`, with their lines: the extractor takes them for messages."""
    return frozenset(
        (call.lineno, part.slice.value)
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        for argument in call.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant)
    )
