"""The forms of the SOP: filled for a step, every fault at once, replaced with a reason, read in an open window."""

import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.models import FilledForm
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import NAME, NIK, fill_paper, new_case, open_pass, typed_again


@pytest.fixture
def where(salatiga, case) -> str:
    return f"/kasus/{case.pk}/formulir/buku-tamu/?langkah={open_pass(salatiga, case).pk}"


GUEST = {
    "visit_date-day": "20", "visit_date-month": "11", "visit_date-year": "2025", "purpose": "PENGADUAN",
    "guest_name": "Tamu Rekaan",
}  # fmt: skip


def test_the_form_of_a_step_is_filled_and_leads_back(salatiga, client, case, where):
    page = client.get(where)
    assert page.status_code == 200
    assert faults_of(page) == []
    answer = client.post(where, GUEST)
    assert answer.status_code == 303, words(answer)
    assert answer["Location"] == f"/kasus/{case.pk}/#sekarang"
    with in_office(salatiga):
        assert FilledForm.objects.get().form.key == "buku-tamu"
    assert "diisi Sari" in words(client.get(f"/kasus/{case.pk}/"))


def test_all_faults_are_said_at_once_and_what_was_typed_stays(salatiga, client, where):
    wrong = {"visit_date-day": "31", "visit_date-month": "02", "visit_date-year": "2026", "visit_time": "25.99"}
    answer = client.post(where, wrong | {"guest_name": "Tamu Rekaan", "from_where": "nol\x00nol"})
    assert answer.status_code == 422
    faults = {link["href"] for link in read(answer).select(".govuk-error-summary a")}
    assert faults == {"#id_visit_date-day", "#id_visit_time", "#id_from_where", "#id_purpose_0"}
    assert faults_of(answer) == []
    typed_again(answer, wrong | {"guest_name": "Tamu Rekaan"})
    with in_office(salatiga):
        assert not FilledForm.objects.exists()


def test_a_second_filling_replaces_the_first_with_a_reason(salatiga, client, case, where):
    client.post(where, GUEST)
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    page = client.get(where)
    assert "Formulir ini sudah diisi Sari" in words(page)
    assert faults_of(page) == []
    named = read(page).find("input", {"name": "menggantikan"})["value"]
    unsaid = client.post(where, GUEST | {"menggantikan": named})
    assert unsaid.status_code == 422
    assert "Isi “Mengapa isian diganti?”" in words(unsaid)
    assert client.post(where, GUEST | {"reason": "Nama tamu keliru", "menggantikan": named}).status_code == 303
    with in_office(salatiga):
        first, second = FilledForm.objects.order_by("at")
    assert second.replaces_id == first.pk
    assert "Lihat isian sebelumnya" in words(client.get(f"/kasus/{case.pk}/isian/{second.pk}/"))
    assert "Sudah diganti Sari" in words(client.get(f"/kasus/{case.pk}/isian/{first.pk}/"))


def test_who_has_not_seen_what_stands_replaces_nothing(salatiga, client, case, where):
    """An empty page sent over answers unread would wipe them out, and take back the consents they stated."""
    client.post(where, GUEST)
    page = client.get(where)
    assert "Isinya tertutup." in words(page)
    assert not read(page).select("[name=guest_name]"), "nothing to type into yet"
    assert read(page).find("input", {"name": "kembali"})["value"] == where
    assert faults_of(page) == []
    typed = GUEST | {"guest_name": "Tamu Lain", "reason": "Nama tamu keliru"}
    refused = client.post(where, typed)
    assert refused.status_code == 422
    kept = read(refused).select_one("[aria-labelledby=h-kept]").get_text()
    assert all(said in kept for said in ("Tamu Lain", "Nama tamu keliru", "20 11 2025", "Menyampaikan pengaduan")), kept
    assert faults_of(refused) == []
    with in_office(salatiga):
        assert FilledForm.objects.count() == 1
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    named = read(client.get(where)).find("input", {"name": "menggantikan"})["value"]
    assert client.post(where, typed | {"menggantikan": named}).status_code == 303


@pytest.mark.parametrize("begun_empty", [True, False])
def test_what_somebody_saved_meanwhile_is_not_replaced_unread(salatiga, client, case, where, begun_empty):
    if not begun_empty:
        client.post(where, GUEST)
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    begun = read(client.get(where)).find("input", {"name": "menggantikan"})["value"]
    other = enter(salatiga, employ(salatiga, "wayan", "resepsionis"))
    other.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    theirs = GUEST | {"guest_name": "Tamu Kedua", "reason": "Nama tamu keliru", "menggantikan": begun}
    assert other.post(where, theirs).status_code == 303
    for said in ("", "Nama tamu keliru"):
        mine = GUEST | {"guest_name": "Tamu Ketiga", "reason": said, "menggantikan": begun}
        refused = client.post(where, mine)
        assert refused.status_code == 409
        assert "disimpan lagi sejak halaman Anda dibuka" in words(refused)
        theirs_to_read = read(refused).find("a", href=re.compile(rf"/kasus/{case.pk}/isian/"), target="_blank")
        assert "Baca isian itu" in theirs_to_read.get_text(), "in another tab, so that what is typed here stays"
        assert "Menyimpan sekarang menggantikannya" not in words(refused)
        typed_again(refused, {"guest_name": "Tamu Ketiga", "menggantikan": begun})
        assert faults_of(refused) == []
    with in_office(salatiga):
        assert [one.answers["guest_name"] for one in FilledForm.objects.filter(replaced_at=None)] == ["Tamu Kedua"]
    assert client.post(where, GUEST | {"menggantikan": "bukan-kunci"}).status_code == 404


def test_a_wrong_reason_to_open_keeps_what_was_typed_over_what_somebody_saved(client, case, where):
    client.post(where, GUEST)
    typed = GUEST | {"guest_name": "Tamu Lain", "tampilkan": "1", "buka-reason": ""}
    refused = client.post(where, typed)
    assert refused.status_code == 422
    assert "Tamu Lain" in read(refused).select_one("[aria-labelledby=h-kept]").get_text()


def test_a_filled_form_is_read_in_an_open_window_only(salatiga, client, case, where):
    client.post(where, GUEST)
    with in_office(salatiga):
        filled = FilledForm.objects.get()
    where = f"/kasus/{case.pk}/isian/{filled.pk}/"
    closed = client.get(where)
    assert "Tamu Rekaan" not in closed.content.decode()
    assert "Isinya tertutup." in words(closed)
    assert faults_of(closed) == []
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    opened = client.get(where)
    assert "Tamu Rekaan" in words(opened)
    assert faults_of(opened) == []


def test_a_filled_form_can_be_seen_corrected_and_printed_and_seen_from_a_later_step(salatiga, client, case, where):
    client.post(where, GUEST)
    with in_office(salatiga):
        filled = FilledForm.objects.get()
    there = f"/kasus/{case.pk}/isian/{filled.pk}/"
    closed = read(client.get(there))
    assert closed.find("a", href=where, string="Ubah")
    assert not closed.find(attrs={"data-rk-print": True}), "there is nothing to print yet"
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    assert read(client.get(there)).find(attrs={"data-rk-print": True})
    shown = [link["href"] for link in read(client.get(f"/kasus/{case.pk}/")).select(".rk-papers a")]
    assert shown == [there, where], "seen and corrected"
    other = enter(salatiga, employ(salatiga, "ratna", "analis"))
    assert not read(other.get(there)).find("a", string="Ubah"), "of another lane"


def test_answers_come_back_for_correction_only_in_an_open_window(client, case, where):
    client.post(where, GUEST)
    assert "Tamu Rekaan" not in client.get(where).content.decode()
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    typed_again(client.get(where), {"guest_name": "Tamu Rekaan", "visit_date-day": "20"})


def test_htmx_gets_the_form_again_or_is_sent_on(client, where):
    wrong = client.post(where, {}, headers={"hx-request": "true"})
    assert (wrong.status_code, read(wrong).html) == (422, None)
    assert client.post(where, GUEST, headers={"hx-request": "true"})["HX-Redirect"].endswith("#sekarang")


@pytest.mark.parametrize("key", ["tidak-ada", "nunukan-form-1", "x" * 90])
def test_a_form_the_sop_does_not_name_is_not_found(client, case, key):
    assert client.get(f"/kasus/{case.pk}/formulir/{key}/").status_code == 404


@pytest.mark.parametrize("step", ["bukan-uuid", "7f3c9d52-4b1e-4c7a-9a55-0d6a2e8f1b34"])
def test_a_step_of_no_such_case_is_not_found(client, case, step):
    assert client.get(f"/kasus/{case.pk}/formulir/buku-tamu/", {"langkah": step}).status_code == 404


def test_others_do_not_find_it(salatiga, banyuwangi, case, where):
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    take(banyuwangi, "banyuwangi/p2tp2a")
    with in_office(salatiga):
        filled = FilledForm.objects.get()
    strangers = [enter(salatiga, employ(salatiga, "asing")), enter(banyuwangi, employ(banyuwangi, "wayan", "*"))]
    for stranger in strangers:
        assert stranger.get(where).status_code == 404
        assert stranger.post(where, {}).status_code == 404
        assert stranger.get(f"/kasus/{case.pk}/isian/{filled.pk}/").status_code == 404
    assert enter(salatiga).get(where)["Location"].startswith("/masuk/")


def test_what_is_not_there_is_not_found_and_other_methods_are_refused(salatiga, client, case, where, version, sari):
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    other = new_case(salatiga, version, sari)
    with in_office(salatiga):
        filled = FilledForm.objects.get()
    assert client.get(f"/kasus/{other.pk}/isian/{filled.pk}/").status_code == 404
    assert client.get(f"/kasus/{case.pk}/isian/{uuid.uuid4()}/").status_code == 404
    assert client.put(where).status_code == 405
    assert client.post(f"/kasus/{case.pk}/isian/{filled.pk}/").status_code == 405


def test_who_may_not_fill_the_form_reads_whose_turn_it_is_and_is_offered_no_link(salatiga, client, case, where):
    analis = enter(salatiga, employ(salatiga, "ratna", "analis"))
    for answer in (analis.get(where), analis.post(where, GUEST)):
        assert answer.status_code == 403
        assert "Langkah ini giliran Resepsionis" in words(answer)
    assert where not in analis.get(f"/kasus/{case.pk}/").content.decode()
    assert where in client.get(f"/kasus/{case.pk}/").content.decode()
    with in_office(salatiga):
        assert not FilledForm.objects.exists()


@pytest.fixture
def complaint(case) -> str:
    return f"/kasus/{case.pk}/formulir/formulir-pengaduan/"


def test_what_the_case_knows_stands_in_the_form_names_only_in_an_open_window(client, case, complaint):
    page = client.get(complaint)
    assert NAME not in page.content.decode()
    chosen = {tag["name"]: tag["value"] for tag in read(page).find_all("input", checked=True)}
    assert chosen["victim_sex"] == "P"
    selected = {tag["name"]: tag.find("option", selected=True) for tag in read(page).find_all("select")}
    assert selected["papers_region"]["value"] == "33.22"
    assert not [name for name in chosen if "consent" in name or "persetujuan" in name]
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    opened = client.get(complaint)
    typed_again(opened, {"victim_name": NAME, "victim_nik": NIK})
    assert faults_of(opened) == []


def test_every_form_takes_over_only_answers_it_offers(salatiga, case):
    from cases.case_facts import facts_of
    from frontend.casework.prefill import known_answers
    from sop_library.forms import library, validate

    with in_office(salatiga):
        facts = {
            **facts_of(case),
            "risk": "high",
            "legal.process_open": True,
            "needs.shelter": False,
            "victim.count": 1,
        }
        for definition in library().values():
            taken = known_answers(definition, facts)
            wrong = {error.field for error in validate(definition, taken) if error.field in taken}
            assert not wrong, (definition.key, wrong)


def test_day_hour_and_writer_need_not_be_typed(client, case, where, complaint):
    came = timezone.localtime(case.reported_at, ZoneInfo("Asia/Jakarta"))
    typed_again(client.get(where), {"visit_date-day": str(came.day), "visit_date-year": str(came.year)})
    typed_again(client.get(complaint), {"report_date-month": str(came.month)})
    regions = read(client.get(complaint)).find("select", {"name": "papers_region"})
    assert next(group["label"] for group in regions.find_all("optgroup")) == "Wilayah ini dan sekitarnya"


def test_a_letter_is_signed_by_the_head_of_the_office_and_dated_today(salatiga, sari):
    from accounts.queries import profile
    from frontend.casework.prefill import known_now
    from sop_library.forms import library, validate

    with in_office(salatiga):
        head = profile()
        head.head_name, head.head_post = "Yuni Rekaan", "Kepala Dinas"
        at = timezone.now()
        for definition in library().values():
            known = known_now(definition, by=sari, head=head, received=at, at=at)
            wrong = {error.field for error in validate(definition, known) if error.field in known}
            assert not wrong, (definition.key, wrong)
        letter = known_now(library()["surat-rujukan"], by=sari, head=head, received=at, at=at)
    assert (letter["signed_by"], letter["signed_post"]) == ("Yuni Rekaan", "Kepala Dinas")
    assert letter["letter_date"] == timezone.localdate(at).isoformat()


def test_while_a_form_is_missing_filling_it_is_the_strong_button(salatiga, client, case):
    def strong() -> tuple[bool, bool]:
        page = read(client.get(f"/kasus/{case.pk}/"))
        fill, done = page.select(".rk-papers a.rk-btn")[-1], page.select_one(".rk-stepform button[type=submit]")
        return "rk-btn--quiet" not in fill["class"], "govuk-button--secondary" not in done["class"]

    assert strong() == (True, False)
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    assert strong() == (False, True)
