"""Turns a `pg_dump` of the template schema into statements that make an office's schema, and renames them.

The dump is made with all identifiers quoted. Nothing here interprets more SQL than where a statement, a literal and a
comment end.
"""

import re
from collections.abc import Iterator

from tenants.roles import TEMPLATE_SCHEMA
from tenants.template.inline import inlined

PIECE = re.compile(
    r"""
      (?P<comment>--[^\n]*\n)
    | (?P<dollar>\$(?P<tag>[A-Za-z_]*)\$.*?\$(?P=tag)\$)
    | (?P<escaped>[eE]'(?:[^'\\]|\\.|'')*')
    | (?P<literal>'(?:[^']|'')*')
    | (?P<identifier>"(?:[^"]|"")*")
    | (?P<end>;)
    | (?P<meta>^\\[^\n]*\n)
    | (?P<other>[^-$eE'";\\]+|.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
NOT_REPLAYED = re.compile(r"(SET|SELECT pg_catalog\.set_config)\b")
NAME = re.compile(rf"\b{TEMPLATE_SCHEMA}\b")


def statements_of(dump: str) -> list[str]:
    """Return the dump's statements in order, each fit to be sent alone: no comments, settings or psql lines."""
    return inlined([statement for statement in split(dump) if not NOT_REPLAYED.match(statement)])


def split(text: str) -> Iterator[str]:
    """Yield the statements of an SQL text, without their semicolons, comments and psql's own lines."""
    pieces: list[str] = []
    for match in PIECE.finditer(text):
        kind = match.lastgroup
        if kind == "end":
            statement = "".join(pieces).strip()
            pieces.clear()
            if statement:
                yield statement
        elif kind not in {"comment", "meta"}:
            pieces.append(match.group())
    rest = "".join(pieces).strip()
    if rest:
        raise ValueError(f"the dump ends inside a statement: {rest[:80]}")


def renamed(statement: str, schema_name: str) -> str:
    """Return the statement for another schema. In rows of data only identifiers change, never what a literal says."""
    if not statement.startswith("INSERT "):
        return NAME.sub(schema_name, statement)
    return "".join(
        match.group() if match.lastgroup in {"literal", "escaped"} else NAME.sub(schema_name, match.group())
        for match in PIECE.finditer(statement)
    )
