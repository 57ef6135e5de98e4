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
"""Code -> its words, as the sender says them. "other" wants words beside it."""
TO_THE_RECEIVER: Mapping[str, Any] = MappingProxyType(
    {
        **REASONS,
        "residence": _("Data kependudukan korban di daerah Anda"),
        "domicile": _("Korban berdomisili di daerah Anda"),
        "incident_place": _("Tempat kejadian di daerah Anda"),
        "present_place": _("Korban sedang berada di daerah Anda"),
        "service": _("Layanan yang diperlukan tersedia di daerah Anda"),
        "legal": _("Proses hukum berjalan di daerah Anda"),
        "returned": _("Dikembalikan kepada kantor Anda"),
    }
)
"""The same, as the receiver reads them: what is there for the sender is here."""
