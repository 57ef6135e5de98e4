"""Django system checks of the wall between offices: `rangkul check --database default` runs them all."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.utils import OperationalError

from tenants import row_security


@register(Tags.security)
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The settings on which isolation rests are as they must be."""
    errors: list[CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        if database["ENGINE"] != "tenants.backend":
            errors.append(Error(f"The connection {alias!r} does not switch roles.", id="tenants.E001"))
    for alias, cache in settings.CACHES.items():
        if cache.get("KEY_FUNCTION") != "django_tenants.cache.make_key":
            errors.append(Error(f"The cache {alias!r} mixes the offices' keys.", id="tenants.E002"))
    if any("django_tenants" in storage["BACKEND"] for storage in settings.STORAGES.values()):
        errors.append(Error("Static files and uploads must not use django-tenants' storages.", id="tenants.E003"))
    errors += [
        Error(f"{app} must be in TENANT_APPS: staff belong to their office.", id="tenants.E004")
        for app in ("django.contrib.auth", "django.contrib.sessions")
        if app not in settings.TENANT_APPS
    ]
    return errors


@register(Tags.database)
def check_walls(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """No pooler shares sessions, and every shared table is as declared (once the migrations have made them)."""
    errors: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT to_regclass('public.tenants_officekey') IS NOT NULL")
                if not cursor.fetchone()[0]:
                    continue
                errors += [Error(str(fault), id="tenants.E006") for fault in row_security.faults(cursor)]
        except ImproperlyConfigured as error:
            errors.append(Error(str(error), id="tenants.E005"))
        except OperationalError:
            errors.append(Error("PostgreSQL does not answer.", id="tenants.E007"))
    return errors
