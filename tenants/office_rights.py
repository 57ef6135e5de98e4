"""Reads from PostgreSQL's own catalogue which offices' roles have other rights than they should on their own schema."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenants.roles import EVERYTHING, limited_tables, office_role

ON_SEQUENCES = ("USAGE", "SELECT")
RIGHTS_NOW = """
    WITH office AS (
        SELECT n.oid, n.nspname, n.nspacl, r.oid AS role
        FROM unnest(%(schemas)s::name[], %(roles)s::name[]) AS asked (schema, role)
        JOIN pg_catalog.pg_namespace n ON n.nspname = asked.schema
        LEFT JOIN pg_catalog.pg_roles r ON r.rolname = asked.role
    ), thing AS (
        SELECT o.nspname, o.role, 'schema' AS kind, '' AS name, o.nspacl AS acl FROM office o
        UNION ALL
        SELECT o.nspname, o.role, CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, c.relname, c.relacl
        FROM office o JOIN pg_catalog.pg_class c ON c.relnamespace = o.oid AND c.relkind = ANY ('{r,p,v,m,f,S}')
        UNION ALL
        SELECT o.nspname, o.role, 'column', c.relname, a.attacl
        FROM office o
        JOIN pg_catalog.pg_class c ON c.relnamespace = o.oid
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL
        UNION ALL
        SELECT o.nspname, o.role, 'to come', d.defaclobjtype::text, d.defaclacl
        FROM office o
        JOIN pg_catalog.pg_default_acl d ON d.defaclnamespace = o.oid
        JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole AND r.rolname = current_user
    )
    SELECT nspname, kind, name, ARRAY(
        SELECT a.privilege_type || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END
        FROM pg_catalog.aclexplode(acl) a WHERE a.grantee = thing.role
    )
    FROM thing
"""
Thing = tuple[str, str]
"""What a right is on: `schema`, `table`, `sequence`, `column` or `to come`, and its name."""


def differing(cursor: Any, *, schemas: Sequence[str]) -> set[str]:
    """Return those of these schemas whose office's role has a right too few or too many, by one query for all.

    The connection must act as the owner, whose default rights for tables to come are compared too.
    """
    found: dict[str, dict[Thing, frozenset[str]]] = {schema: {} for schema in schemas}
    cursor.execute(RIGHTS_NOW, {"schemas": list(schemas), "roles": [office_role(schema) for schema in schemas]})
    for schema, kind, name, rights in cursor.fetchall():
        found[schema][kind, name] = found[schema].get((kind, name), frozenset()) | frozenset(rights)
    limited = limited_tables()
    return {schema for schema, there in found.items() if there != _due(there, limited)}


def _due(things: Mapping[Thing, object], limited: Mapping[str, Sequence[str]]) -> dict[Thing, frozenset[str]]:
    """The rights that an office's role should have where these are the things of its schema."""
    due = {("schema", ""): frozenset({"USAGE"}), ("to come", "r"): frozenset(EVERYTHING)}
    due["to come", "S"] = frozenset(ON_SEQUENCES)
    for kind, name in things:
        if kind == "table":
            due[kind, name] = frozenset(limited.get(name, EVERYTHING))
        elif kind == "sequence":
            due[kind, name] = frozenset(ON_SEQUENCES)
        elif kind == "column":
            due[kind, name] = frozenset()
    return due
