"""Parties, incidents, consents and notes on screen: added, corrected with a trace, closed until opened."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Consent, Correction, Note, Person, Role
from cases.operations import identities, people
from cases.people import PersonData
from frontend.casework.corrections import value_words
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import NAME, NIK, STORY, inputs_of, new_case, typed_again


@pytest.fixture
def victim(salatiga, case) -> Person:
    with in_office(salatiga):
        return Person.objects.get()


def opened(client, case) -> None:
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check"})


def test_somebody_is_added_with_a_part(salatiga, client, case):
    where = f"/kasus/{case.pk}/pihak/"
    page = client.get(where, {"peran": "respondent"})
    assert faults_of(page) == []
    chosen = [tag["value"] for tag in read(page).find_all("input", {"name": "roles"}) if tag.has_attr("checked")]
    assert chosen == ["respondent"]
    nameless = client.post(where, {"name": "Pak Rekaan"})
    assert nameless.status_code == 422
    typed_again(nameless, {"name": "Pak Rekaan"})
    sent = {"roles": ["respondent"], "relation": "SUAMI_ISTRI", "name": "Pak Rekaan", "sex": "L", "age_band": "A25_44"}
    assert client.post(where, sent).status_code == 303
    page = words(client.get(f"/kasus/{case.pk}/"))
    assert "Terlapor Laki-laki, 25\N{EN DASH}44 tahun, Suami/istri" in page
    assert "Pak Rekaan" not in page
    with in_office(salatiga):
        role = Role.objects.get(kind=Role.Kind.RESPONDENT)
        assert (role.relation, role.person.name) == ("SUAMI_ISTRI", "Pak Rekaan")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"nik": "12"}, "Tulis 16 angka NIK"),
        ({"birth_date-day": "31", "birth_date-month": "02", "birth_date-year": "1990"}, "Bulan itu hanya sampai"),
        ({"birth_date-day": "05/13/1990"}, "Tulis bulan dengan angka 1 sampai 12"),
        (
            {"birth_date-day": "2", "birth_date-month": "3", "birth_date-year": "2126"},
            "“Tanggal lahir” belum terjadi. Tulis tanggal hari ini atau sebelumnya",
        ),
        ({"name": "nol\x00nol"}, "karakter yang tidak dapat disimpan"),
        ({"address": "x" * 5_000_000}, "terlalu panjang"),
        ({"roles": ["pelaku"]}, "Pilih salah satu jawaban yang tersedia"),
    ],
)
def test_bad_input_is_a_fault_at_its_question(salatiga, client, case, typed, said):
    answer = client.post(f"/kasus/{case.pk}/pihak/", {"roles": ["victim"]} | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    with in_office(salatiga):
        assert Person.objects.count() == 1


def test_what_is_recorded_of_somebody_is_read_only_in_an_open_window(client, case, victim):
    where = f"/kasus/{case.pk}/pihak/{victim.pk}/"
    closed = client.get(where)
    assert NAME not in closed.content.decode()
    assert "Isinya tertutup." in words(closed)
    assert faults_of(closed) == []
    back = client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check", "kembali": where})
    assert back["Location"] == where
    answer = client.get(where)
    said = words(answer)
    for told in (NAME, "3373 0157 0895 0003", "Kabupaten Semarang", "Korban, Pelapor", "Belum diisi:"):
        assert told in said, told
    assert not read(answer).select("main form[method=post]"), "to be read, and nothing to send"
    assert read(answer).find(attrs={"data-rk-print": True})
    assert faults_of(answer) == []
    form = client.get(read(answer).find("a", string="Ubah")["href"])
    typed_again(form, {"name": NAME, "nik": NIK})
    assert faults_of(form) == []


def test_a_correction_takes_a_reason_and_leaves_a_trace(salatiga, client, case, victim):
    where = f"/kasus/{case.pk}/pihak/{victim.pk}/"
    opened(client, case)
    sent = form_of(client.get(f"{where}?ubah=1")) | {"name": "Rukmini Astuti Dewi"}
    unsaid = client.post(where, sent)
    assert unsaid.status_code == 422
    assert "Tulis alasan perbaikan" in words(unsaid)
    typed_again(unsaid, {"name": "Rukmini Astuti Dewi", "nik": NIK})
    assert client.post(where, sent | {"reason": "Salah tulis di kartu"}).status_code == 303
    with in_office(salatiga):
        assert Person.objects.get().name == "Rukmini Astuti Dewi"
        assert Correction.objects.get().before == NAME
    trace = words(client.get(where))
    assert "Nama: Salah tulis di kartu" in trace
    assert f"sebelumnya: {NAME} menjadi: Rukmini Astuti Dewi" in trace
    client.post(f"/kasus/{case.pk}/identitas/tutup/")
    closed = client.get(where)
    assert "Nama alasannya terbuka bersama identitas" in words(closed)
    assert "Salah tulis" not in closed.content.decode()
    assert NAME not in closed.content.decode()


def form_of(answer, has: str = "nik") -> dict:
    """What the page's own form, the one with the question `has`, would send."""
    form = next(tag for tag in read(answer).find_all("form") if tag.find(attrs={"name": has}))
    return inputs_of(form)


def test_the_same_numbers_in_another_case_are_named_while_the_form_is_open(salatiga, client, case, version, sari):
    other = new_case(salatiga, version, sari, victims=[])
    answer = client.post(f"/kasus/{other.pk}/pihak/", {"nik": NIK})
    assert answer.status_code == 422
    assert case.number in words(answer)


def test_an_incident_is_added_and_corrected_with_a_trace(salatiga, client, case):
    where = f"/kasus/{case.pk}/kejadian/"
    assert faults_of(client.get(where)) == []
    assert client.post(where, {"kinds": ["NGAWUR"]}).status_code == 422
    assert client.post(where, {"kinds": ["SEKSUAL"], "domestic": "TIDAK", "place": "33.22"}).status_code == 303
    with in_office(salatiga):
        incident = case.incidents.order_by("added_at").first()
    one = f"/kasus/{case.pk}/kejadian/{incident.pk}/"
    assert STORY not in client.get(one).content.decode()
    opened(client, case)
    assert STORY in words(client.get(one))
    page = client.get(f"{one}?ubah=1")
    typed_again(page, {"story": STORY})
    sent = form_of(page, "story") | {"place": "33.74"}
    assert client.post(one, sent).status_code == 422
    assert client.post(one, sent | {"reason": "Salah pilih"}).status_code == 303
    assert "Wilayah tempat kejadian: Salah pilih" in words(client.get(one))


def test_a_consent_is_recorded_either_way_and_withdrawn(salatiga, client, case, victim):
    where = f"/kasus/{case.pk}/persetujuan/"
    assert faults_of(client.get(where)) == []
    empty = client.post(where, {})
    assert empty.status_code == 422
    assert len(read(empty).select(".govuk-error-summary a")) == 4
    sent = {"person": str(victim.pk), "kind": "service", "given": "setuju", "way": "signed"}
    assert client.post(where, sent | {"person": str(uuid.uuid4())}).status_code == 422
    assert client.post(where, sent).status_code == 303
    assert client.post(where, sent | {"kind": "mediation", "given": "tidak"}).status_code == 303
    page = client.get(f"/kasus/{case.pk}/")
    assert "setuju, tertulis" in words(page)
    assert "tidak setuju" in words(page)
    away = read(client.get(where)).select_one("a[href*=penarikan]")["href"]
    asks = client.get(away)
    assert "catat lagi lewat “Catat jawaban”" in words(asks)
    assert faults_of(asks) == []
    assert not read(client.get(where)).select(".rk-tag--wait"), "to look changes nothing"
    assert client.post(away).status_code == 303
    assert "ditarik" in words(client.get(where))
    assert "sudah ditarik" in words(client.get(away, follow=True))
    again = client.post(away)
    assert again.status_code == 422
    assert "sudah ditarik" in words(again)
    with in_office(salatiga):
        assert Consent.objects.filter(withdrawn_at=None).get().kind == "mediation"


def test_one_answer_may_be_about_several_things(salatiga, client, case, victim):
    where = f"/kasus/{case.pk}/persetujuan/"
    assert read(client.get(where)).select_one(f"#persetujuan .rk-actions a[href='/kasus/{case.pk}/']")
    sent = {"person": str(victim.pk), "kind": ["record", "referral"], "given": "setuju", "way": "spoken"}
    assert client.post(where, sent).status_code == 303
    with in_office(salatiga):
        assert set(Consent.objects.values_list("kind", flat=True)) == {"record", "referral"}


def test_who_is_reported_is_not_asked_and_who_speaks_for_nobody_is_told(salatiga, client, case, sari):
    where, now = f"/kasus/{case.pk}/persetujuan/", timezone.now()
    with in_office(salatiga):
        reported, friend = (
            people.add(case=case, data=PersonData(sex="L"), roles={part: "TEMAN"}, by=sari, at=now)
            for part in ("respondent", "reporter")
        )
    asked = [one["value"] for one in read(client.get(where)).select("input[name=person]")]
    assert str(reported.pk) not in asked
    assert str(friend.pk) in asked
    sent = {"kind": "service", "given": "setuju", "way": "signed"}
    assert client.post(where, sent | {"person": str(reported.pk)}).status_code == 422
    page = client.post(where, sent | {"person": str(friend.pk)}, follow=True)
    assert "hanya terbuka oleh jawaban korban" in words(page)
    unsaid = client.post(where, sent | {"person": str(friend.pk), "way": "guardian"})
    assert unsaid.status_code == 422
    assert "Korban dewasa menyatakan sendiri" in words(unsaid)
    assert read(unsaid).select_one(".govuk-error-summary a[href='#id_note']")
    page = client.post(where, sent | {"person": str(friend.pk), "way": "guardian", "note": "Pengampu."}, follow=True)
    assert "hanya terbuka oleh jawaban korban" not in words(page)


def test_a_name_that_is_recorded_is_not_called_unknown_and_stands_in_the_head_while_open(client, case, victim):
    head = "#nama-korban"
    page = read(client.get(f"/kasus/{case.pk}/"))
    assert NAME not in page.get_text()
    assert page.select_one(head).find("svg")
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    page = read(client.get(f"/kasus/{case.pk}/"))
    assert page.select_one(head).get_text(strip=True) == NAME
    assert head in page.select_one("#identitas-terbuka")["hx-select-oob"], "it closes with the rest"


def test_a_case_without_people_asks_for_one_before_consents(salatiga, client, version, sari):
    empty = new_case(salatiga, version, sari, victims=[])
    assert "Tambahkan dulu pihak" in words(client.get(f"/kasus/{empty.pk}/persetujuan/"))


def test_notes_are_sealed_and_read_in_an_open_window(salatiga, client, case):
    where = f"/kasus/{case.pk}/catatan/"
    assert faults_of(client.get(where)) == []
    assert client.post(where, {"body": ""}).status_code == 422
    long = client.post(where, {"body": "x" * 5_000_000})
    assert long.status_code == 422
    assert client.post(where, {"body": "Sudah ditelepon kakaknya."})["Location"] == where
    assert "Sudah ditelepon" not in client.get(where).content.decode()
    assert "1 catatan" in words(client.get(f"/kasus/{case.pk}/"))
    opened(client, case)
    assert "Sudah ditelepon kakaknya." in words(client.get(where))
    with in_office(salatiga):
        assert Note.objects.count() == 1


ADDRESSES = ("pihak/", "pihak/{person}/", "kejadian/", "kejadian/{incident}/", "persetujuan/", "catatan/")


def test_others_do_not_find_any_of_it(salatiga, banyuwangi, client, case, victim):
    take(banyuwangi, "banyuwangi/p2tp2a")
    with in_office(salatiga):
        incident = case.incidents.get()
    strangers = [
        enter(salatiga, employ(salatiga, "asing")),
        enter(banyuwangi, employ(banyuwangi, "wayan", "*")),
    ]
    for pattern in ADDRESSES:
        where = f"/kasus/{case.pk}/{pattern.format(person=victim.pk, incident=incident.pk)}"
        for stranger in strangers:
            assert stranger.get(where).status_code == 404
            assert stranger.post(where, {"body": "x", "roles": ["victim"]}).status_code == 404
        assert enter(salatiga).get(where)["Location"].startswith("/masuk/")
        assert client.put(where).status_code == 405


def test_what_belongs_to_another_case_is_not_found(salatiga, client, case, victim, version, sari):
    other = new_case(salatiga, version, sari)
    assert client.get(f"/kasus/{other.pk}/pihak/{victim.pk}/").status_code == 404
    assert client.get(f"/kasus/{other.pk}/pihak/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/kasus/{other.pk}/kejadian/{uuid.uuid4()}/").status_code == 404
    assert client.post(f"/kasus/{other.pk}/persetujuan/{uuid.uuid4()}/penarikan/").status_code == 404


def test_who_has_not_seen_what_is_recorded_corrects_nothing(salatiga, client, case, victim):
    with in_office(salatiga):
        incident = case.incidents.get()
    sent = {"roles": ["victim"], "name": "Nama Lain", "reason": "Salah tulis", "kinds": ["PSIKIS"], "story": "Lain"}
    for where in (f"/kasus/{case.pk}/pihak/{victim.pk}/", f"/kasus/{case.pk}/kejadian/{incident.pk}/"):
        answer = client.post(where, sent)
        assert answer.status_code == 422
        assert "Isinya tertutup." in words(answer)
        assert "Salah tulis" in read(answer).select_one("[aria-labelledby=h-kept]").get_text()
        assert faults_of(answer) == []
        assert NAME not in answer.content.decode()
    with in_office(salatiga):
        assert Person.objects.get().name == NAME
        assert case.incidents.get().story == STORY
        assert not Correction.objects.exists()


@pytest.mark.parametrize(("minutes", "stored"), [(59, 303), (75, 422)])
def test_a_correction_begun_in_an_open_window_may_be_sent_within_the_hour(
    salatiga, client, case, victim, sari, minutes, stored
):
    with in_office(salatiga):
        identities.show(case=case, reason="check", by=sari, at=timezone.now() - timedelta(minutes=minutes))
    sent = {"roles": ["victim"], "name": "Nama Lain", "reason": "Salah tulis"}
    assert client.post(f"/kasus/{case.pk}/pihak/{victim.pk}/", sent).status_code == stored


def test_what_is_open_leaves_the_screen_when_its_time_is_over(salatiga, client, case):
    with in_office(salatiga):
        report = case.reports.get()
    client.post(f"/laporan/{report.pk}/identitas/", {"buka-reason": "check"})
    opened(client, case)
    for where, part in ((f"/kasus/{case.pk}/", "h-terbuka"), (f"/laporan/{report.pk}/", "h-isi")):
        page = client.get(where)
        section = read(page).select_one(f"[aria-labelledby={part}]")
        seconds = int(section["hx-trigger"].removeprefix("load delay:").removesuffix("s"))
        assert 500 < seconds <= 601
        assert (section["hx-get"], section["hx-select"]) == (where, "#tampilkan-identitas")
        assert section["hx-disinherit"] == "*", "the form inside would swap the part away"
        assert abs(int(read(page).select_one("head noscript meta")["content"]) - seconds) <= 1
        assert read(page).find(id="tampilkan-identitas") is None
    client.post(f"/kasus/{case.pk}/identitas/tutup/")
    closed = client.get(f"/kasus/{case.pk}/", headers={"hx-request": "true"})
    assert read(closed).find(id="tampilkan-identitas")


def test_corrections_are_told_in_words_and_not_in_codes(salatiga, client, case, victim):
    where = f"/kasus/{case.pk}/pihak/{victim.pk}/"
    opened(client, case)
    sent = form_of(client.get(f"{where}?ubah=1"))
    for domicile in ("33.22", "33.73"):
        assert client.post(where, sent | {"domicile": domicile, "sex": "P", "reason": "Pindah"}).status_code == 303
    trace = words(client.get(where))
    assert "sebelumnya: Kabupaten Semarang menjadi: Kota Salatiga" in trace
    assert "sebelumnya: Kota Salatiga menjadi: Kabupaten Semarang" in trace
    assert "33.22" not in read(client.get(where)).select_one("ol.rk-log").get_text()


@pytest.mark.parametrize(
    ("field", "kept", "said"),
    [
        ("sex", "P", "Perempuan"), ("domestic", "True", "Ya"), ("domestic", "None", ""),
        ("birth_date", "2009-01-31", "31 Januari 2009"), ("residence", "", ""), ("story", "Cerita", "Cerita"),
    ],
)  # fmt: skip
def test_what_stood_in_a_field_reads_as_on_screen(field, kept, said):
    assert value_words(field, kept) == said


def test_half_a_telephone_number_is_kept_as_a_report_keeps_it(salatiga, client, case):
    where = f"/kasus/{case.pk}/pihak/"
    sent = {"roles": ["reporter"], "name": "Bu Rekaan", "phone": "0812 55", "safe_contact": "Sore hari"}
    page = client.post(where, sent, follow=True)
    assert "Nomor ini belum lengkap. Tersimpan seperti ditulis" in words(page)
    with in_office(salatiga):
        added = case.people.order_by("added_at").last()
        assert (added.phone, added.phone_index) == (None, None)
        assert added.safe_contact == "Sore hari; Telepon belum lengkap: 0812 55"
    full = client.post(where, sent | {"safe_contact": "x" * 290})
    assert full.status_code == 422
    assert "lengkapi nomornya, atau kosongkan" in words(full)
