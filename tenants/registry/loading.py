"""Copies the registry's files into the shared schema. May run again at any time."""

from typing import Any

from django.db import transaction

from tenants.registry.source import provinces, regencies


@transaction.atomic
def load_registry(*, province_model: Any, regency_model: Any) -> tuple[int, int]:
    """Insert or update every province and regency; return how many of each there are.

    Takes the models so that a migration can pass its historical ones. Codes that left the files stay: an office may
    have been opened under them.
    """
    province_model.objects.bulk_create(
        [
            province_model(code=row.code, name=row.name, zone=row.zone, zone_label=row.zone_label)
            for row in provinces().values()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "zone", "zone_label"],
    )
    regency_model.objects.bulk_create(
        [
            regency_model(code=row.code, province_id=row.province_code, name=row.name, kind=row.kind)
            for row in regencies().values()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["province_id", "name", "kind"],
    )
    return province_model.objects.count(), regency_model.objects.count()
