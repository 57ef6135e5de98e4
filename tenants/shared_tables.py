"""What stands in the shared schema, who may do what there, and why. A table that is not declared belongs to nobody.

An app above declares its own on its AppConfig: `shared_tables = [SharedTable(...)]`.
"""

from dataclasses import dataclass
from enum import Enum

from django.apps import AppConfig, apps

from tenants.roles import EVERYTHING, READ


class Wall(Enum):
    """What keeps offices apart in a shared table."""

    ROWS = "row-level security, forced"
    NO_RIGHT = "no office has any right on it"
    OPEN = "every office may read all of it, none may write"


@dataclass(frozen=True, slots=True)
class SharedTable:
    """A table of the shared schema.

    `web`, `offices` and `consoles` are the rights of the web login, of every office, and of province and ministry.
    `office_column` names the column that says whose a row is; it must be in the primary key and in every unique key,
    unless `keys_without_office` says why not.
    """

    name: str
    wall: Wall
    reason: str
    web: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    consoles: tuple[str, ...] = ()
    office_column: str = ""
    keys_without_office: str = ""

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError(f"{self.name}: say why")
        if self.wall is Wall.NO_RIGHT and self.offices:
            raise ValueError(f"{self.name}: offices have rights on it")
        if self.wall is Wall.OPEN and set(self.offices) - {"SELECT"}:
            raise ValueError(f"{self.name}: offices may write it")
        if self.wall is Wall.ROWS and not self.office_column:
            raise ValueError(f"{self.name}: which column says whose a row is?")


DIRECTORY = "the directory: a host or a code leads to one office of all; the owner alone writes it, and checks that"
OWN_TABLES = [
    SharedTable(
        "tenants_office",
        Wall.ROWS,
        "an office sees itself",
        READ,
        READ,
        office_column="id",
        keys_without_office=DIRECTORY,
    ),
    SharedTable(
        "tenants_domain",
        Wall.ROWS,
        "an office sees its own addresses",
        READ,
        READ,
        office_column="tenant_id",
        keys_without_office=DIRECTORY,
    ),
    SharedTable(
        "tenants_officekey",
        Wall.ROWS,
        "public keys: every office seals to every other, the owner alone writes them",
        READ,
        READ,
        office_column="office_id",
    ),
    SharedTable("tenants_province", Wall.OPEN, "the public registry of provinces", READ, READ),
    SharedTable("tenants_regency", Wall.OPEN, "the public registry of regencies", READ, READ),
    SharedTable("tenants_officetemplate", Wall.NO_RIGHT, "a script that the owner runs"),
    SharedTable("django_migrations", Wall.NO_RIGHT, "Django's record of the shared schema", READ),
]
PROVINCE_STAFF = "staff and sessions of province and ministry; every office has tables of its own for these"
PROVINCE_STAFF_APPS = ("contenttypes", "auth", "sessions", "accounts", "account")


def _tables_of(config: AppConfig) -> list[SharedTable]:
    tables = list(getattr(config, "shared_tables", ()))
    if config.label in PROVINCE_STAFF_APPS:
        tables += [
            SharedTable(model._meta.db_table, Wall.NO_RIGHT, PROVINCE_STAFF, EVERYTHING)
            for model in config.get_models(include_auto_created=True)
        ]
    return tables


def declared_tables() -> dict[str, SharedTable]:
    """Return every declared table of the shared schema by name. Raises ValueError when one is declared twice."""
    declared = {table.name: table for table in OWN_TABLES}
    for config in apps.get_app_configs():
        for table in _tables_of(config):
            if table.name in declared:
                raise ValueError(f"{table.name} is declared twice")
            declared[table.name] = table
    return declared
