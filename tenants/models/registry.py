"""Provinces and regencies with their Kemendagri codes. Everybody may read them, nobody but the owner may write."""

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What sort of government an office belongs to."""

    KABUPATEN = "kabupaten", "kabupaten"
    KOTA = "kota", "kota"
    PROVINSI = "provinsi", "provinsi"


class Province(models.Model):
    """One of the 38 provinces. `zone` is an IANA name."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    zone = models.CharField(max_length=40)
    zone_label = models.CharField(max_length=4)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{2}$"), name="province_code_two_digits"),
            models.CheckConstraint(
                condition=Q(zone_label__in=["WIB", "WITA", "WIT"]), name="province_zone_label_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Regency(models.Model):
    """One of the 514 kabupaten and kota. `name` carries the kind, as officially written ("Kota Salatiga")."""

    code = models.CharField(max_length=5, primary_key=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="regencies")
    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=9, choices=[choice for choice in Kind.choices if choice[0] != Kind.PROVINSI])

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "regencies"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{2}\.\d{2}$"), name="regency_code_dotted"),
            models.CheckConstraint(condition=Q(kind__in=[Kind.KABUPATEN, Kind.KOTA]), name="regency_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name
