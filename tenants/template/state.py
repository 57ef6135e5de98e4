"""Which state of the migrations a template was made from."""

import hashlib
import sys
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

SCRIPT_FORMAT = "1"


@lru_cache(maxsize=4)
def template_key(*, server_version: int) -> str:
    """Return the name of the present state: a hash over every migration of an office, and what builds the template.

    Read once a process: its migrations do not change under it.

    Args:
        server_version: libpq's number (180006); the major version is part of the state.
    """
    loader = MigrationLoader(None, ignore_no_migrations=True)
    digest = hashlib.sha256(f"{SCRIPT_FORMAT}|{server_version // 10_000}".encode())
    labels = office_app_labels()
    for app_label, name in sorted(loader.disk_migrations):
        if app_label in labels:
            digest.update(f"|{app_label}.{name}|".encode())
            digest.update(_source(loader.disk_migrations[app_label, name].__module__))
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def office_app_labels() -> set[str]:
    """Return the labels of the apps whose tables stand in every office's schema."""
    return {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}


def _source(module_name: str) -> bytes:
    file = sys.modules[module_name].__file__
    return Path(file).read_bytes() if file else b""
