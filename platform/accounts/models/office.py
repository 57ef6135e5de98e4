"""What the office says of itself: its name on paper, its hours, its own closed days, how it reads a bare "hari"."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OfficeProfile(models.Model):
    """One row. The letterhead, the register's prefix and the settings a regency decides for itself."""

    class UnsaidDay(models.TextChoices):
        WORKING = "working", _("hari kerja")
        CLOCK = "clock", _("hari kalender (24 jam)")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("nama kantor"), max_length=200)
    short_name = models.CharField(_("nama pendek"), max_length=60)
    unit = models.CharField(_("unit layanan"), max_length=120, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=60, blank=True)
    hotline = models.CharField(_("hotline"), max_length=60, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    head_post = models.CharField(_("jabatan kepala"), max_length=200, blank=True)
    head_name = models.CharField(_("nama kepala"), max_length=120, blank=True)
    head_rank = models.CharField(_("pangkat kepala"), max_length=80, blank=True)
    head_nip = models.CharField(_("NIP kepala"), max_length=30, blank=True)
    register_prefix = models.CharField(_("awalan nomor register"), max_length=6)
    unsaid_day = models.CharField(
        _("“hari” tanpa keterangan dihitung sebagai"), max_length=7, choices=UnsaidDay, default=UnsaidDay.WORKING
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_office_profile"),
            models.CheckConstraint(condition=Q(register_prefix__regex=r"^[A-Z]{2,6}$"), name="register_prefix_letters"),
        ]

    def __str__(self) -> str:
        return self.name


class Emblem(models.Model):
    """The emblem on the office's letters, in one row: a PNG that `accounts.png` has cleaned. None: no row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    body = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    sha256 = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_emblem")]


class OpeningHours(models.Model):
    """An interval in which the office is open, on a weekday (Monday is 0). A day may have two, around a break."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    weekday = models.PositiveSmallIntegerField(_("hari"))
    opens = models.TimeField(_("buka"))
    closes = models.TimeField(_("tutup"))

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_of_a_week"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="closes_after_it_opens"),
            models.UniqueConstraint(fields=["weekday", "opens"], name="one_interval_from_a_time"),
        ]


class Closure(models.Model):
    """A day on which this office is closed beyond the national holidays (Pilkada, Galungan, a local decree)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    date = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("keterangan"), max_length=120)

    class Meta:
        ordering = ["date"]
