"""On screen: somebody who is no party is taken off the case and put back, a note is struck; reasons stay sealed."""

import pytest
from django.utils import timezone

from cases.models import Consent, Correction, Note, Person, Role
from cases.operations import consents, incidents, notes, people
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import inputs_of

WHY, OTHER = "Korban kasus lain", "Wati Rekaan"


@pytest.fixture
def victim(salatiga, case) -> Person:
    with in_office(salatiga):
        return Person.objects.get(roles__kind="victim")


@pytest.fixture
def other(salatiga, case, victim, sari) -> Person:
    """Another victim, who does not belong here."""
    with in_office(salatiga):
        data = PersonData(name=OTHER, sex="P", age_band="A18_24")
        return people.add(case=case, data=data, roles={"victim": ""}, by=sari, at=timezone.now())


@pytest.fixture
def page(case) -> str:
    return f"/kasus/{case.pk}/"


def opened(client, page) -> None:
    client.post(f"{page}identitas/", {"buka-reason": "check"})


def test_somebody_is_taken_off_with_a_reason_and_stays_struck(salatiga, client, page, other):
    where = f"{page}pihak/{other.pk}/"
    asked = read(client.get(where)).find("a", string="Bukan pihak kasus ini")["href"]
    assert asked == f"{where}bukan-pihak/"
    shown = client.get(asked)
    assert faults_of(shown) == []
    assert "Korban: Perempuan" in words(shown)
    assert OTHER not in shown.content.decode()
    empty = client.post(asked, {"reason": ""})
    assert (empty.status_code, faults_of(empty)) == (422, [])
    assert client.post(asked, {"reason": WHY})["Location"] == page

    case_page = client.get(page)
    assert faults_of(case_page) == []
    assert [one.get_text(" ", strip=True).split(",")[0] for one in read(case_page).select("aside s")] == [
        "Korban Perempuan"
    ]
    assert "bukan pihak, dilepas" in words(case_page)
    assert "Dilepas dari kasus, bukan pihaknya: Korban" in words(client.get(f"{page}jejak/"))
    closed = client.get(where)
    assert faults_of(closed) == []
    assert "Bukan pihak kasus ini: dilepas" in words(closed)
    assert read(closed).find("a", href=asked) is None
    assert WHY not in closed.content.decode() + case_page.content.decode()
    opened(client, page)
    told = client.get(where)
    assert faults_of(told) == []
    assert f"Dilepas dari kasus: {WHY}" in words(told)
    assert OTHER in words(told)
    assert f"Peran dalam kasus: {WHY} sebelumnya: Korban menjadi: kosong" in words(told)
    with in_office(salatiga):
        assert not Role.objects.filter(person=other, ended_at=None).exists()


def test_whoever_is_off_is_put_back_as_what_they_were(salatiga, client, page, other, sari):
    with in_office(salatiga):
        people.take_off(person=other, reason=WHY, by=sari, at=timezone.now())
    opened(client, page)
    where = f"{page}pihak/{other.pk}/"
    form = client.get(read(client.get(where)).find("a", string="Kembalikan sebagai pihak")["href"])
    sent = inputs_of(next(tag for tag in read(form).find_all("form") if tag.find(attrs={"name": "nik"})))
    assert sent["roles"] in ("victim", ["victim"])
    unsaid = client.post(where, sent)
    assert (unsaid.status_code, faults_of(unsaid)) == (422, [])
    assert "Mengapa dikembalikan sebagai pihak?" in words(unsaid)
    again = inputs_of(next(tag for tag in read(unsaid).find_all("form") if tag.find(attrs={"name": "nik"})))
    assert client.post(where, again | {"reason": "Ternyata benar"}).status_code == 303
    assert "Pihak dikembalikan ke kasus" in words(client.get(f"{page}jejak/"))
    assert "Peran dalam kasus: Ternyata benar" in words(client.get(where))
    with in_office(salatiga):
        assert Role.objects.filter(person=other, ended_at=None).get().kind == "victim"


def test_a_page_opened_before_puts_nobody_back(salatiga, client, page, other, sari):
    opened(client, page)
    where = f"{page}pihak/{other.pk}/"
    form = client.get(f"{where}?ubah=1")
    sent = inputs_of(next(tag for tag in read(form).find_all("form") if tag.find(attrs={"name": "nik"})))
    with in_office(salatiga):
        people.take_off(person=other, reason=WHY, by=sari, at=timezone.now())
    late = client.post(where, sent | {"name": "Wati Rekaan S.", "reason": "Salah ketik"})
    assert (late.status_code, faults_of(late)) == (409, [])
    assert "dilepas dari kasus sementara halaman ini terbuka" in words(late)
    assert read(late).find("input", attrs={"name": "back"}) is None, "sent once more it still puts nobody back"
    with in_office(salatiga):
        assert not Role.objects.filter(person=other, ended_at=None).exists()


def test_whoever_reported_comes_back_as_who_they_are_to_the_victim(salatiga, client, page, case, sari):
    with in_office(salatiga):
        data = PersonData(name="Tetangga Rekaan", sex="P")
        told = people.add(case=case, data=data, roles={"reporter": "TETANGGA"}, by=sari, at=timezone.now())
        people.take_off(person=told, reason=WHY, by=sari, at=timezone.now())
    opened(client, page)
    where = f"{page}pihak/{told.pk}/"
    sent = inputs_of(
        next(tag for tag in read(client.get(f"{where}?ubah=1")).find_all("form") if tag.find(attrs={"name": "nik"}))
    )
    assert client.post(where, sent | {"reason": "Ternyata benar"}).status_code == 303
    with in_office(salatiga):
        back = Role.objects.get(person=told, ended_at=None)
        assert (back.kind, back.relation) == ("reporter", "TETANGGA")


def test_a_yes_of_nobody_in_particular_is_told_of_before_and_reads_as_counting_no_more(
    salatiga, client, page, case, other, sari
):
    before = words(client.get(f"{page}pihak/{other.pk}/bukan-pihak/"))
    assert "tidak menyebut siapa pemberinya" not in before
    with in_office(salatiga):
        Consent.objects.create(case=case, kind="service", given=True, way="signed", by=sari, at=timezone.now())
    assert "setuju, tertulis" in words(client.get(page))
    assert "Tarik persetujuan" in words(client.get(f"{page}persetujuan/"))
    assert "tidak menyebut siapa pemberinya" in words(client.get(f"{page}pihak/{other.pk}/bukan-pihak/"))
    with in_office(salatiga):
        people.take_off(person=other, reason=WHY, by=sari, at=timezone.now())
    assert "setuju, tertulis" not in words(client.get(page))
    listed = client.get(f"{page}persetujuan/")
    assert "mungkin dinyatakan oleh yang bukan korban lagi; tanyakan lagi" in words(listed)
    assert "Tarik persetujuan" not in words(listed), "what opens nothing is not turned into a no"


def test_a_word_of_theirs_is_read_as_one_that_counts_no_more(salatiga, client, page, case, other, sari):
    said = {"kind": "service", "given": True, "way": "signed", "by": sari, "at": timezone.now()}
    with in_office(salatiga):
        consents.record(case=case, person=other, **said)
    assert "setuju, tertulis" in words(client.get(page))
    with in_office(salatiga):
        people.take_off(person=other, reason=WHY, by=sari, at=timezone.now())
    assert "setuju, tertulis" not in words(client.get(page))
    listed = client.get(f"{page}persetujuan/")
    assert "tidak berlaku lagi: yang menyatakan dilepas dari kasus" in words(listed)
    assert "Tarik persetujuan" not in words(listed)
    assert str(other.pk) not in [one["value"] for one in read(listed).select("input[name=person]")]


def test_the_only_victim_is_refused_in_words_before_and_after_it_is_asked(client, page, victim):
    where = f"{page}pihak/{victim.pk}/"
    assert client.get(f"{where}bukan-pihak/")["Location"] == where
    assert "satu-satunya korban" in words(client.get(where))
    sent = client.post(f"{where}bukan-pihak/", {"reason": WHY})
    assert sent.status_code == 422
    assert "satu-satunya korban" in words(sent)
    assert WHY in sent.content.decode(), "what was typed stays"


def test_a_part_that_changes_asks_why(salatiga, client, page, other):
    opened(client, page)
    where = f"{page}pihak/{other.pk}/"
    form = client.get(f"{where}?ubah=1")
    sent = inputs_of(next(tag for tag in read(form).find_all("form") if tag.find(attrs={"name": "nik"})))
    unsaid = client.post(where, sent | {"roles": ["reporter"]})
    assert unsaid.status_code == 422
    assert "Tulis alasan perbaikan" in words(unsaid)
    assert client.post(where, sent | {"roles": ["reporter"], "reason": "Ia pelapor"}).status_code == 303
    assert "Peran dalam kasus: Ia pelapor sebelumnya: Korban menjadi: Pelapor" in words(client.get(where))


def test_a_note_is_struck_and_read_in_an_open_window_only(salatiga, client, page, case, sari):
    with in_office(salatiga):
        keep, wrong = (
            notes.add(case=case, body=body, by=sari, at=timezone.now()) for body in ("Ditelepon sore.", "Cerita lain.")
        )
    where = f"{page}catatan/"
    (asked,) = (
        one["href"] for one in read(client.get(where)).select("a[href$='coret/']") if str(wrong.pk) in one["href"]
    )
    shown = client.get(asked)
    assert faults_of(shown) == []
    assert sari.name in words(shown)
    assert client.post(asked, {"reason": " "}).status_code == 422
    assert client.post(asked, {"reason": WHY})["Location"] == where
    assert "1 catatan" in words(client.get(page)), "what is struck is counted no more"
    closed = client.get(where)
    assert faults_of(closed) == []
    assert "Dicoret" in words(closed)
    assert not {WHY, "Cerita lain."} & {word for word in (WHY, "Cerita lain.") if word in closed.content.decode()}
    again = client.post(asked, {"reason": "lagi"})
    assert (again.status_code, "sudah dicoret" in words(again)) == (409, True)

    opened(client, page)
    told = client.get(where)
    assert faults_of(told) == []
    struck = read(told).select("li:has(del)")
    assert [one.select_one("del").get_text(strip=True) for one in struck] == ["Cerita lain."]
    assert "rk-noprint" in struck[0]["class"], "on paper it is left out"
    assert f": {WHY}" in struck[0].get_text(" ", strip=True)
    assert keep.body in words(told)
    with in_office(salatiga):
        assert Note.objects.count() == 2
        assert Correction.objects.get(table="cases_note").row_id == wrong.pk


def test_others_find_neither(salatiga, banyuwangi, client, page, case, other, sari):
    with in_office(salatiga):
        note = notes.add(case=case, body="Rahasia.", by=sari, at=timezone.now())
    strangers = [enter(salatiga, employ(salatiga, "asing")), enter(banyuwangi, employ(banyuwangi, "wayan", "*"))]
    for where in (f"{page}pihak/{other.pk}/bukan-pihak/", f"{page}catatan/{note.pk}/coret/"):
        for stranger in strangers:
            assert stranger.get(where).status_code == stranger.post(where, {"reason": "x"}).status_code == 404
    with in_office(salatiga):
        assert not Correction.objects.exists()


def test_an_incident_recorded_twice_is_taken_off_and_put_back(salatiga, client, page, case, sari):
    with in_office(salatiga):
        only = case.incidents.get()
        data = IncidentData(kinds=("SEKSUAL",), story="Cerita lain.")
        twice = incidents.add(case=case, data=data, by=sari, at=timezone.now())
    where = f"{page}kejadian/{twice.pk}/"
    asked = read(client.get(where)).find("a", string="Bukan kejadian kasus ini")["href"]
    shown = client.get(asked)
    assert faults_of(shown) == []
    assert client.post(asked, {"reason": ""}).status_code == 422
    assert client.post(asked, {"reason": WHY})["Location"] == page
    case_page = client.get(page)
    assert faults_of(case_page) == []
    assert len(read(case_page).select("aside s")) == 1
    closed = client.get(where)
    assert faults_of(closed) == []
    assert "Bukan kejadian kasus ini: dilepas" in words(closed)
    assert WHY not in closed.content.decode() + case_page.content.decode()
    opened(client, page)
    told = client.get(where)
    assert f"Dilepas dari kasus: {WHY}" in words(told)
    assert "Cerita lain." in words(told)

    one = f"{page}kejadian/{only.pk}/"
    assert client.get(f"{one}bukan-kejadian/")["Location"] == one
    assert "satu-satunya kejadian" in words(client.get(one))
    back = read(client.get(where)).find("a", string="Kembalikan ke kasus")["href"]
    assert faults_of(client.get(back)) == []
    unsaid = client.post(back, {"reason": " "})
    assert (unsaid.status_code, faults_of(unsaid)) == (422, [])
    assert client.post(back, {"reason": "Ternyata benar"})["Location"] == page
    assert "Dikembalikan ke kasus: Ternyata benar" in words(client.get(where))
    assert client.get(back)["Location"] == where
    assert "sudah bagian dari kasus" in words(client.get(where))
    assert client.post(back, {"reason": "lagi"}).status_code == 409
    with in_office(salatiga):
        assert case.incidents.count() == 2
