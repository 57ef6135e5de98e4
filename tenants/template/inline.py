"""Moves identities, keys and foreign keys into the CREATE TABLE they belong to.

PostgreSQL then checks no empty table for foreign keys that can't be broken yet, and a sharded server takes the script:
it refuses identities and some constraints as ALTER TABLE. Tables are made in the order in which they refer to each
other; a foreign key that goes round in a circle, or leaves a table that gets rows, stays where the dump has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

TABLE = r'(?P<table>"[^"]+"\."[^"]+")'
CREATE_TABLE = re.compile(rf"CREATE TABLE {TABLE} \((?P<body>.*)\n\)", re.DOTALL)
IDENTITY = re.compile(rf'ALTER TABLE {TABLE} ALTER COLUMN (?P<column>"[^"]+") ADD (?P<rest>GENERATED .*)', re.DOTALL)
KEY = re.compile(
    rf'ALTER TABLE ONLY {TABLE}\s+ADD (?P<rest>CONSTRAINT "[^"]+" (?:PRIMARY KEY|UNIQUE|FOREIGN KEY) .*)', re.DOTALL
)
REFERS = re.compile(rf"\bREFERENCES {TABLE}")
ROWS = re.compile(rf"INSERT INTO {TABLE} ")


@dataclass
class Table:
    """A table as it will be made."""

    body: str
    keys: list[str] = field(default_factory=list)
    refers_to: set[str] = field(default_factory=set)

    def statement(self, name: str) -> str:
        """Return its CREATE TABLE."""
        lines = ",\n    ".join([self.body, *self.keys])
        return f"CREATE TABLE {name} ({lines}\n)"


def inlined(statements: Sequence[str]) -> list[str]:
    """Return the statements with what can be moved moved, in an order in which they run."""
    tables = {match["table"]: Table(match["body"]) for match in map(CREATE_TABLE.fullmatch, statements) if match}
    with_rows = {match["table"] for match in map(ROWS.match, statements) if match}
    order = _in_order_of_reference(statements, tables, with_rows)
    rest: list[str] = []
    place_of_tables = 0
    for statement in statements:
        if CREATE_TABLE.fullmatch(statement):
            place_of_tables = place_of_tables or len(rest)
        elif not _moved(statement, tables, with_rows, order):
            rest.append(statement)
    made = [tables[name].statement(name) for name in order]
    return rest[:place_of_tables] + made + rest[place_of_tables:]


def _in_order_of_reference(statements: Sequence[str], tables: dict[str, Table], with_rows: set[str]) -> list[str]:
    """Names of tables so that each comes after those it refers to; in a circle, by the dump's order."""
    for match in filter(None, map(KEY.fullmatch, statements)):
        target = REFERS.search(match["rest"])
        if target and match["table"] in tables and match["table"] not in with_rows:
            tables[match["table"]].refers_to.add(target["table"])
    order: list[str] = []
    waiting = list(tables)
    while waiting:
        free = [name for name in waiting if tables[name].refers_to <= {*order, name}]
        chosen = free or waiting[:1]
        order += chosen
        waiting = [name for name in waiting if name not in chosen]
    return order


def _moved(statement: str, tables: dict[str, Table], with_rows: set[str], order: Sequence[str]) -> bool:
    """Move an identity or a key into its table; return whether that could be done."""
    if match := IDENTITY.fullmatch(statement):
        table = tables.get(match["table"])
        if table is not None:
            table.body = _with_identity(table.body, match["column"], re.sub(r"\s+", " ", match["rest"]))
        return table is not None
    match = KEY.fullmatch(statement)
    if match is None or match["table"] not in tables:
        return False
    name, target = match["table"], REFERS.search(match["rest"])
    if target is not None:
        made_before = target["table"] in order and order.index(target["table"]) <= order.index(name)
        if name in with_rows or not made_before:
            return False
    tables[name].keys.append(match["rest"])
    return True


def _with_identity(body: str, column: str, definition: str) -> str:
    line = re.search(rf"^\s+{re.escape(column)} [^\n]*?(?=,?$)", body, re.MULTILINE)
    if line is None:
        raise ValueError(f"no column {column} for an identity")
    return f"{body[: line.end()]} {definition}{body[line.end() :]}"
