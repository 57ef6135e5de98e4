"""Fills the registry: 38 provinces, 514 regencies."""

from typing import Any

from django.db import migrations

from tenants.registry.loading import load_registry


def load(apps: Any, schema_editor: Any) -> None:
    load_registry(
        province_model=apps.get_model("tenants", "Province"), regency_model=apps.get_model("tenants", "Regency")
    )


def empty(apps: Any, schema_editor: Any) -> None:
    apps.get_model("tenants", "Regency").objects.all().delete()
    apps.get_model("tenants", "Province").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_walls")]

    operations = [migrations.RunPython(load, empty)]
