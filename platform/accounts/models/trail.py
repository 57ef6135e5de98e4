"""What was changed in the office's administration: who did it and when. Written once, never changed."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.staff import Staff


class OfficeEvent(models.Model):
    """One change by an admin. Append-only (a trigger refuses change). `data` holds keys and codes: no person."""

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    class Kind(models.TextChoices):
        STAFF_ADDED = "staff_added", _("Akun dibuat")
        STAFF_CHANGED = "staff_changed", _("Data petugas diubah")
        ADMIN_MADE = "admin_made", _("Dijadikan admin kantor")
        ADMIN_ENDED = "admin_ended", _("Tugas admin kantor dicabut")
        WRITER_MADE = "writer_made", _("Diberi tugas menulis SOP")
        WRITER_ENDED = "writer_ended", _("Tugas menulis SOP dicabut")
        STAFF_ENDED = "staff_ended", _("Akun dinonaktifkan")
        STAFF_RETURNED = "staff_returned", _("Akun diaktifkan kembali")
        PASSWORD_RESET = "password_reset", _("Kata sandi sekali pakai dibuat")
        LANES_CHANGED = "lanes_changed", _("Pelaksana diubah")
        HOURS_CHANGED = "hours_changed", _("Jam kerja diubah")
        CLOSURE_ADDED = "closure_added", _("Hari tutup ditambahkan")
        CLOSURE_DROPPED = "closure_dropped", _("Hari tutup dibatalkan")
        SENT_AGAIN = "sent_again", _("Pengiriman dicoba lagi")
        PROFILE_CHANGED = "profile_changed", _("Profil kantor diubah")
        EMBLEM_CHANGED = "emblem_changed", _("Lambang pada surat diganti")
        EMBLEM_DROPPED = "emblem_dropped", _("Lambang pada surat dihapus")

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=40, choices=Kind)
    subject = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
