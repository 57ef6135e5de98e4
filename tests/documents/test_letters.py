"""What a letter says and what it never says; read back from its pages."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import OfficeProfile, Staff
from cases.models import Case
from documents.letter import LARGEST, LetterTooLong, NotALetter, Part, from_data
from documents.letters import Addressee, Terms, referral_letter, with_annex
from referrals import lettering
from referrals.models import Referral
from referrals.operations import lettering as at_the_counter
from tests.cases.conftest import MONDAY
from tests.documents.conftest import PROFILE, text_of
from tests.referrals.conftest import RINI, STORY

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]
SECRET = ("Rini", "Astuti", RINI.nik, RINI.phone, RINI.address, STORY)
CHILD = {
    "initials": "D. C.", "age_band": "A06_12", "sex": "L", "others": [{"age_band": "A13_17", "sex": "P"}],
    "kinds": ["SEKSUAL", "PSIKIS"], "domestic": None, "relation": "LAMA", "safe_tonight": False,
    "needs": ["KESEHATAN", "LAMA", "needs.shelter"], "place": "33.22", "domicile": "", "police_report": True,
}  # fmt: skip


def printed(referral: Referral, by: Staff) -> str:
    return text_of(at_the_counter.print_(referral=referral, by=by, at=MONDAY))


def words_of(profile: OfficeProfile, *, unit: str = "", code: str = "33.22", **terms: Any) -> str:
    """A letter's words about two children."""
    asked = {
        "kind": "rujukan", "moves": False, "reasons": ["safety", "unknown"], "scope": [], "risk": "high",
        "answer_by": MONDAY + timedelta(hours=3),
    } | terms  # fmt: skip
    to = Addressee(region="Kabupaten Semarang" if "." in code else "Provinsi Bali", code=code, unit=unit)
    made = referral_letter(number="RJK-1", at=MONDAY, to=to, terms=Terms(**asked), minimum=CHILD, profile=profile)
    return json.dumps(made.as_data(), ensure_ascii=False)


def test_an_official_letter_has_all_its_parts(outside: Referral, everyone: Staff) -> None:
    text = printed(outside, everyone)
    head = ("PEMERINTAH KOTA SALATIGA", "BAGIAN PENGADUAN MASYARAKAT", PROFILE["address"], PROFILE["phone"])
    about = (outside.number, "Rahasia", "Surat pelimpahan penanganan kasus", "Salatiga, 23 November 2026")
    to = ("Yth. Kepala UPTD PPA atau Dinas", "Kabupaten Semarang", "di Semarang")
    told = ("R. A.", "tahun, perempuan", "Sedang", "korban berdomisili di daerah Saudara", "Pasal 39")
    end = (PROFILE["head_name"], PROFILE["head_rank"], PROFILE["head_nip"], "Provinsi Jawa Tengah", "Arsip")
    for words in (*head, *about, *to, *told, *end, "Selasa, 24 November 2026 pukul 09.00 WIB", "Halaman 1 dari"):
        assert words in text, words
    assert "BERENCANA KOTA SALATIGA" not in text, "the region stands once, above the office"


def test_it_names_nobody_and_tells_no_story(outside: Referral, everyone: Staff) -> None:
    text = printed(outside, everyone)
    assert [secret for secret in (*SECRET, "Mohon didampingi") if str(secret) in text] == []


def test_what_the_profile_does_not_say_is_a_blank_or_left_out(case: Case, send: Send, everyone: Staff) -> None:
    OfficeProfile.objects.update(
        unit="", address="", phone="", hotline="", email="", head_post="", head_name="", head_rank="", head_nip=""
    )
    text = printed(send(case), everyone)
    assert "Kepala, ……" in text
    assert "NIP ……" in text
    assert [word for word in ("Telepon", "melalui telepon", "Surel", "None") if word in text] == []


def test_children_danger_and_a_sexual_offence_are_said_with_their_law(profile: OfficeProfile) -> None:
    words = words_of(profile)
    for said in (
        "2 (dua) orang anak korban kekerasan", "Nomor 23 Tahun 2002 tentang Perlindungan Anak", "Tinggi",
        "Seksual, psikis", "13–17 tahun, perempuan",  # noqa: RUF001 - the ministry's own dash
        "tempat terjadinya tindak pidana;", "pukul 12.00 WIB",
        '["Tempat aman untuk malam ini", "Tidak"]', '["Laporan kepada kepolisian", "Ya"]',
    ):  # fmt: skip
        assert said in words, said
    assert "LAMA" not in words, "a code that nobody can read is left out"
    assert "Rumah Tangga" not in words, "nobody said that it was at home"
    assert "yang kami pedomani" not in words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "rujukan"}, "Tanggung jawab penanganan kasus tetap pada kami"),
        ({"kind": "pelimpahan", "moves": True}, "beralih kepada Saudara sejak Saudara menyatakan menerima"),
        ({"kind": "bersama"}, "menangani kasus 2 (dua) orang anak korban kekerasan bersama kami"),
        ({"unit": "UPTD PPA"}, "Kepala UPTD PPA Kabupaten Semarang"),
        ({"unit": "Kepala Dinas Sosial Kabupaten Semarang"}, '["Kepala Dinas Sosial Kabupaten Semarang"]'),
        ({"code": "51"}, "Pelindungan Anak Provinsi Bali"),
        ({"scope": ["identity", "story"]}, "Dengan persetujuan korban atau walinya"),
        ({"scope": ["identity"], "by_duty": True}, "Demi keselamatan korban"),
    ],
)
def test_each_kind_of_referral_says_what_it_asks(profile: OfficeProfile, given: dict[str, Any], said: str) -> None:
    assert said in words_of(profile, **given)


def test_two_copies_with_one_code_say_the_same(outside: Referral) -> None:
    letter = lettering.written(outside)
    again = from_data(json.loads(json.dumps(letter.as_data())))
    assert (again, again.code) == (letter, letter.code)
    other = with_annex(letter, [Part("Satu kata lain.")])
    assert other.code != letter.code


@pytest.mark.parametrize(
    "data",
    [{}, {"format": "rangkul-letter/2"}, {"format": "rangkul-letter/1"}, {"format": "rangkul-letter/1", "head": 1}],
)
def test_what_is_no_letter_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(NotALetter):
        from_data(data)


def test_a_letter_has_its_bounds(outside: Referral) -> None:
    letter = with_annex(lettering.written(outside), [Part("a" * LARGEST)])
    with pytest.raises(LetterTooLong):
        letter.as_data()
