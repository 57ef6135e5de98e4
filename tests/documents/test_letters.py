"""What a letter says and what it never says; read back from its pages."""

from collections.abc import Callable

import pytest

from accounts.models import Staff
from referrals.models import Referral
from referrals.operations import lettering as at_the_counter
from tests.cases.conftest import MONDAY
from tests.documents.conftest import PROFILE, text_of
from tests.referrals.conftest import RINI, STORY

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]


def test_an_official_letter_has_all_its_parts(outside: Referral, everyone: Staff) -> None:
    text = text_of(at_the_counter.print_(referral=outside, by=everyone, at=MONDAY))
    head = ("PEMERINTAH KOTA SALATIGA", "BAGIAN PENGADUAN MASYARAKAT", PROFILE["address"], PROFILE["phone"])
    about = (outside.number, "Rahasia", "Surat pelimpahan penanganan kasus", "Salatiga, 23 November 2026")
    to = ("Kepala UPTD PPA atau Dinas", "Kabupaten Semarang")
    told = ("R. A.", "tahun, perempuan", "Sedang", "korban berdomisili di daerah Saudara", "Pasal 39")
    end = (PROFILE["head_name"], PROFILE["head_rank"], PROFILE["head_nip"], "Provinsi Jawa Tengah", "Arsip")
    for words in (*head, *about, *to, *told, *end, "Selasa, 24 November 2026 pukul 09.00 WIB", "Halaman 1 dari"):
        assert words in text, words
    assert "KOTA SALATIGA DINAS" in text.replace("  ", " "), "the region stands once, above the office"


def test_it_names_nobody_and_tells_no_story(outside: Referral, everyone: Staff) -> None:
    text = text_of(at_the_counter.print_(referral=outside, by=everyone, at=MONDAY))
    for secret in ("Rini", "Astuti", RINI.nik, RINI.phone, "Jalan Contoh 4", STORY, "Mohon didampingi"):
        assert str(secret) not in text
