"""The offices (tenants), the hosts that lead to them, and the public keys others seal to."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import CompositePrimaryKey, F, Q, Value
from django.db.models.functions import Concat
from django_tenants.models import DomainMixin, TenantMixin

from tenants.models.registry import Kind


class Office(TenantMixin):
    """One office: its schema, its role, its address.

    `id` is bound into everything the office seals and never changes; neither do schema and role (a trigger refuses it).
    The Kemendagri code may change. What the office says of itself is in its own schema.
    """

    auto_create_schema: ClassVar[bool] = False
    auto_drop_schema: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schema_name = models.CharField(max_length=63, unique=True, editable=False)
    role_name = models.CharField(max_length=63, unique=True, editable=False)
    kind = models.CharField(max_length=9, choices=Kind)
    code = models.CharField(max_length=5, unique=True)
    slug = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(schema_name__regex=r"^(r\d{4}|p\d{2})[a-z]?$"), name="office_schema_pattern"
            ),
            models.CheckConstraint(
                condition=Q(role_name=Concat(Value("office_"), F("schema_name"))), name="office_role_of_its_schema"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="office_kind_known"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{2}(\.\d{2})?$"), name="office_code_pattern"),
            models.CheckConstraint(
                condition=Q(kind=Kind.PROVINSI, code__regex=r"^\d{2}$")
                | (~Q(kind=Kind.PROVINSI) & Q(code__regex=r"^\d{2}\.\d{2}$")),
                name="office_code_fits_kind",
            ),
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="office_slug_pattern"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The name without its kind: "Salatiga"."""
        return self.name.split(" ", 1)[1].removeprefix("Administrasi ")


class Domain(DomainMixin):
    """A host name and the office it leads to."""

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(is_primary=True), name="office_has_one_primary_domain"
            ),
            models.CheckConstraint(condition=Q(domain__regex=r"^[a-z0-9.-]+$"), name="domain_in_lower_case"),
        ]


class OfficeKey(models.Model):
    """The public half of an office's exchange key: what another office seals a referral to. Nothing secret is here.

    The one of the highest number is sealed to; `ended_at`: its private half was destroyed, nothing is sealed to it.
    """

    pk = CompositePrimaryKey("office_id", "number")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="public_keys")
    number = models.PositiveSmallIntegerField()
    public_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="public_key_number_from_one")]
