"""Turns a `pg_dump` of the template schema into statements that make an office's schema, and renames them.

The dump is made with all identifiers quoted. Nothing here interprets more SQL than where a statement, a literal and a
comment end.
"""

import re
from collections.abc import Iterator, Sequence

from tenants.roles import TEMPLATE_SCHEMA

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
IDENTITY = re.compile(
    r'ALTER TABLE (?P<table>"[^"]+"\."[^"]+") ALTER COLUMN (?P<column>"[^"]+") ADD (?P<identity>GENERATED .*)',
    re.DOTALL,
)
CREATE_TABLE = re.compile(r'CREATE TABLE (?P<table>"[^"]+"\."[^"]+") \(')
NAME = re.compile(rf"\b{TEMPLATE_SCHEMA}\b")


def statements_of(dump: str) -> list[str]:
    """Return the dump's statements in order, each fit to be sent alone: no comments, settings or psql lines.

    Identity columns stand in their CREATE TABLE, since a sharded server refuses them as ALTER TABLE.
    """
    found = [statement for statement in split(dump) if not NOT_REPLAYED.match(statement)]
    return _with_identities_inline(found)


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


def _with_identities_inline(statements: Sequence[str]) -> list[str]:
    identities: dict[str, dict[str, str]] = {}
    rest: list[str] = []
    for statement in statements:
        match = IDENTITY.fullmatch(statement)
        if match is None:
            rest.append(statement)
        else:
            definition = re.sub(r"\s+", " ", match["identity"])
            identities.setdefault(match["table"], {})[match["column"]] = definition
    return [_inlined(statement, identities) for statement in rest]


def _inlined(statement: str, identities: dict[str, dict[str, str]]) -> str:
    match = CREATE_TABLE.match(statement)
    if match is None:
        return statement
    for column, definition in identities.get(match["table"], {}).items():
        line = re.search(rf"^\s+{re.escape(column)} [^\n]*?(?=,?$)", statement, re.MULTILINE)
        if line is None:
            raise ValueError(f"no column {column} in {match['table']}")
        statement = f"{statement[: line.end()]} {definition}{statement[line.end() :]}"
    return statement


def renamed(statement: str, schema_name: str) -> str:
    """Return the statement for another schema. In rows of data only identifiers change, never what a literal says."""
    if not statement.startswith("INSERT "):
        return NAME.sub(schema_name, statement)
    return "".join(
        match.group() if match.lastgroup in {"literal", "escaped"} else NAME.sub(schema_name, match.group())
        for match in PIECE.finditer(statement)
    )
