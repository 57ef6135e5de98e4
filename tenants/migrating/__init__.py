"""Migrations over public, template and all offices: SQL alone through one connection, code by Django's own way."""

from tenants.migrating.everything import migrate_everything

__all__ = ["migrate_everything"]
