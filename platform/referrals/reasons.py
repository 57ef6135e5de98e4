"""Why a person is referred: codes that stand on the envelope, which both offices and their provinces read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Any] = MappingProxyType(
    {
        "residence": _("Data kependudukan korban di sana"),
        "domicile": _("Korban berdomisili di sana"),
        "incident_place": _("Tempat kejadian di sana"),
        "present_place": _("Korban sedang berada di sana"),
        "service": _("Layanan yang diperlukan tersedia di sana"),
        "safety": _("Lebih aman bagi korban"),
        "wish": _("Permintaan korban"),
        "legal": _("Proses hukum berjalan di sana"),
        "returned": _("Dikembalikan kepada kantor yang melimpahkan"),
        "other": _("Alasan lain"),
    }
)
"""Code -> its words. "other" wants words beside it."""
