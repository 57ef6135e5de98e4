"""A letter of the SOP, beside its step and to read: number, signer and day, also while all else is shut."""

import pytest
from django.utils import timezone

from cases.letters import letter_marks
from cases.models import FilledForm
from cases.operations import filling
from frontend.casework.letter_words import REFERRAL_LETTERS
from sop_library.forms import library
from sop_library.queries import form_version
from tenants.current import in_office
from tests.cases.driving import answers
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.test_casework_rows import work_to
from tests.frontend.working import new_case, open_pass

NUMBER, SIGNER, POST = "463/77/DSP3A/2026", "Yuni Rekaan", "Kepala Dinas"
SECRET = "Rumah rekaan di ujung jalan"


@pytest.fixture
def signing(nunukan):
    """A Nunukan case at the step that signs the letter of introduction, and who works there."""
    version = take(nunukan, "nunukan/intervensi-krisis")
    by = employ(nunukan, "semua", "*")
    case = new_case(nunukan, version, by)
    work_to(nunukan, case, by, "surat-pengantar", prioritas="krisis")
    return case, by


def fill(office, signing, **given: str) -> FilledForm:
    """Fill the letter of the step with the least it accepts, and what is given."""
    case, by = signing
    row = open_pass(office, case, "surat-pengantar")
    with in_office(office):
        version = form_version(key=LETTER)
        assert version is not None
        least = answers(filling.form_of(version))
        return filling.fill(case=case, step_pass=row, form_key=LETTER, answers=least | given, by=by, at=timezone.now())


LETTER = "surat-pengantar-rujukan"


def papers(answer) -> str:
    return " ".join(read(answer).select_one(".rk-papers").get_text(" ").split())


def test_a_signed_letter_shows_number_signer_and_day_beside_its_name(nunukan, signing):
    case, by = signing
    client = enter(nunukan, by)
    fill(
        nunukan, signing, letter_number=NUMBER, signed_by=SIGNER, signed_post=POST, letter_date="2026-11-20",
        institution_name=SECRET,
    )  # fmt: skip
    answer = client.get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    assert f"Nomor {NUMBER} Ditandatangani {SIGNER}, {POST} Tertanggal 20 November 2026" in papers(answer)
    assert SECRET not in answer.content.decode()


def test_a_letter_without_number_or_signer_says_what_is_missing(nunukan, signing):
    case, by = signing
    assert "belum diisi" in papers(enter(nunukan, by).get(f"/kasus/{case.pk}/"))
    fill(nunukan, signing, letter_date="2026-11-20")
    said = papers(enter(nunukan, by).get(f"/kasus/{case.pk}/"))
    assert "Nomor belum diisi Penanda tangan belum diisi Tertanggal 20 November 2026" in said


def test_a_post_without_a_name_has_signed_nothing(nunukan, signing):
    case, by = signing
    fill(nunukan, signing, letter_number=NUMBER, signed_post=POST, letter_date="2026-11-20")
    said = papers(enter(nunukan, by).get(f"/kasus/{case.pk}/"))
    assert f"Belum ditandatangani {POST}" in said
    assert "Ditandatangani" not in said


def test_the_reading_page_says_it_before_the_identity_is_open_and_signs_below_once_it_is(nunukan, signing):
    case, by = signing
    client = enter(nunukan, by)
    filled = fill(nunukan, signing, letter_number=NUMBER, signed_by=SIGNER, signed_post=POST, institution_name=SECRET)
    closed = client.get(f"/kasus/{case.pk}/isian/{filled.pk}/")
    assert f"Nomor {NUMBER}" in words(closed)
    assert SECRET not in closed.content.decode()
    assert read(closed).select_one(".rk-signature") is None
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    opened = client.get(f"/kasus/{case.pk}/isian/{filled.pk}/")
    assert SECRET in words(opened)
    assert SIGNER in read(opened).select_one(".rk-signature").get_text()
    assert faults_of(opened) == []


def test_nothing_but_the_four_answers_is_let_out(nunukan, signing):
    with in_office(nunukan):
        for definition in library().values():
            sealed = {question.name for question in definition.fields if question.sealed}
            assert not sealed & {"letter_number", "signed_by", "signed_post"}, definition.key
    filled = fill(nunukan, signing, letter_number=NUMBER, institution_name=SECRET)
    with in_office(nunukan):
        assert SECRET not in str(letter_marks([filled]))
        others = FilledForm.objects.exclude(pk=filled.pk)
        assert {marks.signed_by for marks in letter_marks(others).values()} <= {""}


def test_beside_the_sop_s_own_referral_letter_it_says_which_letter_goes_out(nunukan, signing):
    case, by = signing
    with in_office(nunukan):
        asking = {form.key for form in library().values() if "referral_kind" in {one.name for one in form.fields}}
        assert asking == REFERRAL_LETTERS
        version = form_version(key="nunukan-form-10")
        given = answers(filling.form_of(version))
        row = open_pass(nunukan, case, "surat-pengantar")
        own = FilledForm.objects.exclude(form__key__in=REFERRAL_LETTERS).first() or fill(nunukan, signing)
        letter = FilledForm.objects.create(
            case=case, step_pass=row, form=version, answers=given, by=by, at=timezone.now()
        )
    client = enter(nunukan, by)
    told = "Ke kantor lain, surat yang dikirim dibuat Rangkul saat rujukan dikirim."
    page = client.get(f"/kasus/{case.pk}/isian/{letter.pk}/")
    assert told in words(page)
    assert told in read(page).select_one(".rk-print").get_text()
    assert told not in words(client.get(f"/kasus/{case.pk}/isian/{own.pk}/"))
    beside = read(client.get(f"/kasus/{case.pk}/")).select_one(".rk-docs").get_text(" ")
    assert beside.count(told) == 1
