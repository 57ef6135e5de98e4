"""Salatiga with a case for Banyuwangi, as the tests of referrals have it; and what reads a letter back."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts import operations
from accounts.models import OfficeProfile
from referrals.models import Referral
from tests.accounts.pictures import picture
from tests.cases.conftest import staff
from tests.referrals.conftest import *  # noqa: F403

PROFILE = {
    "name": "Dinas Pemberdayaan Perempuan, Pelindungan Anak, Pengendalian Penduduk dan Keluarga Berencana "
    "Kota Salatiga",
    "short_name": "DP3APPKB Kota Salatiga", "unit": "Bagian Pengaduan Masyarakat",
    "address": "Jalan Contoh No. 110 B, Kelurahan Mangunsari, Kecamatan Sidomukti, Kota Salatiga",
    "phone": "(0298) 555010", "hotline": "0812 0000 0110", "email": "kantor@contoh.go.id", "head_post": "Kepala Dinas",
    "head_name": "Sri Contohwati, S.Sos., M.Si.", "head_rank": "Pembina Utama Muda",
    "head_nip": "19700101 199503 2 001",
}  # fmt: skip
OUTSIDE = "33.22"
"""Kabupaten Semarang: not on the platform."""


@pytest.fixture
def profile(in_salatiga: object) -> OfficeProfile:
    """Salatiga's letterhead, whole."""
    OfficeProfile.objects.update(**PROFILE)
    return OfficeProfile.objects.get()


@pytest.fixture
def outside(case: object, send: Callable[..., Referral], profile: OfficeProfile) -> Referral:
    """A pelimpahan to an office outside the platform."""
    return send(
        case, to_code=OUTSIDE, reasons=["domicile", "service"], words="Mohon didampingi ke dokter.",
        override_reason="Korban memilih tinggal di sana.",
    )  # fmt: skip


def text_of(pdf: bytes, *, passphrase: str = "") -> str:
    """Everything a reader sees, page after page, with single spaces."""
    reader = PdfReader(BytesIO(pdf), password=passphrase or None)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def emblem(profile: OfficeProfile) -> bytes:
    """An emblem on Salatiga's letterhead."""
    wulan = staff("wulan")
    wulan.is_office_admin = True
    wulan.save(update_fields=["is_office_admin"])
    return bytes(operations.set_emblem(file=picture(), by=wulan).body)
