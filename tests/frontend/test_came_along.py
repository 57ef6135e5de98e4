"""What another office asked is read here with its questions, begins other forms with where it comes from, and a
deadline of theirs stands beside ours.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from cases.asked import as_told, groups_there
from cases.models import CarriedAnswers, CarriedLimit, Case, FilledForm, LimitClock
from cases.operations import filling, identities, people
from cases.people import read as read_person
from safeguards.models import AccessEvent
from sop_library.forms import get
from tenants.current import in_office
from tenants.models import Office
from tests.cases.driving import answers
from tests.frontend.between import Between, between
from tests.frontend.screens import employ, enter, read, take, words
from tests.frontend.test_after_acceptance import taken, worked
from tests.frontend.working import VICTIM, fields_of, new_case

pytestmark = pytest.mark.django_db
COMPLAINT = {
    "report_date": "2026-11-12", "education": "PT", "condition_body": "Lebam di lengan.", "home_region": "33.73",
    "violence_types": ["FISIK", "PSIKIS"], "respondent_relation": "SUAMI_ISTRI", "victim_birth_place": "Ambarawa",
    "chronology": "Diceritakan sekali saja.", "domestic": "YA",
}  # fmt: skip
ASKED = datetime(2026, 11, 12, 3, tzinfo=UTC)
NUNUKAN = "nunukan/intervensi-krisis"
FIRST, SECOND = "nunukan-form-1", "nunukan-form-2"


class Desk:
    """An office that works by Nunukan's SOP, with a case that came from Salatiga."""

    def __init__(self, office: Office) -> None:
        self.office = office
        version = take(office, NUNUKAN)
        self.by: Staff = employ(office, "yohana", "*")
        door = next(iter(version.definition["doors"]))
        self.case: Case = new_case(office, version, self.by, door=door, victims=[VICTIM])
        self.client: Client = enter(office, self.by)

    def carry(self, form: str = "formulir-pengaduan", *, days: int = 0, **given: Any) -> None:
        """Answers to a form that Salatiga asked, so many days after 12 November."""
        with in_office(self.office):
            title = get(form).title if form != "formulir-lain" else "Formulir Lain"
            row = CarriedAnswers(
                case=self.case,
                form=form,
                title=title,
                office_name="Kota Salatiga",
                asked_at=ASKED + timedelta(days=days),
            )
            row.answers = given
            if form != "formulir-lain":
                row.asked = as_told(get(form), answered=given)
            row.save(force_insert=True)

    def open_window(self) -> None:
        with in_office(self.office):
            identities.show(case=self.case, reason="form", by=self.by, at=timezone.now())

    def asked(self) -> str:
        return words(self.client.get(f"/kasus/{self.case.pk}/sudah-ditanyakan/"))

    def form(self, key: str) -> tuple[dict[str, Any], dict[str, str]]:
        """What a form begins with, and under which question it says where that comes from."""
        address = f"/kasus/{self.case.pk}/formulir/{key}/"
        page = self.client.get(address)
        assert page.status_code == 200
        said = {
            one["id"].removeprefix("id_").removesuffix("_from"): " ".join(one.get_text().split())
            for one in read(page).select("p[id$=_from]")
        }
        return fields_of(page, address), said


@pytest.fixture
def desk(nunukan: Office) -> Desk:
    return Desk(nunukan)


# the screen ----------------------------------------------------------------------------------------------------


def test_closed_it_names_office_title_and_time_and_opened_the_questions_with_their_answers(desk: Desk) -> None:
    desk.carry(**COMPLAINT)
    shut = desk.asked()
    assert "Formulir Pengaduan Masyarakat" in shut
    assert "Ditanyakan di Kota Salatiga, 12 November 2026" in shut
    assert "Isinya tertutup" in shut
    assert not {"Lebam", "Ambarawa", "Perguruan tinggi", "Pendidikan terakhir korban"} & {
        one for one in ("Lebam", "Ambarawa", "Perguruan tinggi", "Pendidikan terakhir korban") if one in shut
    }
    desk.open_window()
    with in_office(desk.office):
        assert AccessEvent.objects.filter(case_id=desk.case.pk, what="identity").count() == 1
    shown = desk.asked()
    for said in (
        "Pendidikan terakhir korban Perguruan tinggi", "Kondisi fisik dan kesehatan Lebam di lengan.",
        "Bentuk kekerasan Fisik, Psikis", "Kabupaten/kota domisili Kota Salatiga", "Tempat lahir korban Ambarawa",
    ):  # fmt: skip
        assert said in shown
    assert "Belum diisi" not in shown, "what was not asked is not told as left open"
    assert "PT" not in shown.split()


def test_a_form_unknown_here_is_read_in_the_words_that_came_with_it(desk: Desk) -> None:
    desk.carry("formulir-lain", warna="MERAH", sejak="2026-11-02", lama=3)
    with in_office(desk.office):
        row = CarriedAnswers.objects.get()
        assert [item.label for group in groups_there(row) for item in group.fields] == ["lama", "sejak", "warna"]
        row.delete()
        row.asked = {"version": 9, "digest": "x", "groups": [{"heading": "Keadaan", "questions": [
            {"name": "warna", "kind": "choice", "label": "Warna rumah", "choices": [["MERAH", "Merah bata"]]},
            {"name": "sejak", "kind": "date", "label": "Sejak kapan"},
        ]}]}  # fmt: skip
        row.save(force_insert=True)
    desk.open_window()
    shown = desk.asked()
    for said in ("Keadaan", "Warna rumah Merah bata", "Sejak kapan 2 November 2026", "lama 3"):
        assert said in shown


@pytest.mark.parametrize("asked", [None, 7, {}, {"groups": 7}, {"groups": [7, {"questions": [7, {"name": 7}]}]}])
def test_whatever_came_with_it_the_answers_are_shown(desk: Desk, asked: Any) -> None:
    with in_office(desk.office):
        row = CarriedAnswers(case=desk.case, form="formulir-lain", title="Lain", office_name="Kota Salatiga")
        row.answers, row.asked = {"a": ["x", 1], "b": {"c": "y"}, "d": None, "e": "kalimat"}, asked
        row.save(force_insert=True)
    desk.open_window()
    assert "kalimat" in desk.asked()


# another form begins with it -------------------------------------------------------------------------------------


def test_the_same_question_of_another_form_begins_with_the_answer_and_says_where_it_comes_from(desk: Desk) -> None:
    desk.carry(**COMPLAINT)
    begun, said = desk.form(FIRST)
    assert (begun.get("education"), said) == (None, {})
    assert "Sebagian mungkin sudah ditanyakan di Kota Salatiga" in words(
        desk.client.get(f"/kasus/{desk.case.pk}/formulir/{FIRST}/")
    )
    desk.open_window()
    begun, said = desk.form(FIRST)
    assert (begun["education"], begun["victim_birth_place"]) == (["PT"], "Ambarawa")
    where = "Dari Kota Salatiga, 12 November 2026, formulir Pengaduan Masyarakat"
    assert {"education", "victim_birth_place", "home_region"} == said.keys()
    assert set(said.values()) == {where}
    other, said = desk.form(SECOND)
    assert (other["condition_body"], other["respondent_relation"]) == ("Lebam di lengan.", "SUAMI_ISTRI")
    assert "told" not in said, "another question, whatever it is about"
    address = f"/kasus/{desk.case.pk}/formulir/{FIRST}/"
    assert desk.client.post(address, begun).status_code == 303
    with in_office(desk.office):
        assert FilledForm.objects.get(case=desk.case).answers["education"] == "PT"


def test_the_newest_answer_wins_also_one_that_was_given_here(desk: Desk) -> None:
    desk.carry(days=3, education="SMA_SEDERAJAT", victim_birth_place="Semarang")
    desk.carry(**COMPLAINT)
    desk.open_window()
    begun, said = desk.form(FIRST)
    assert begun["victim_birth_place"] == "Semarang"
    assert begun["education"] == ["PT"], "what no question here takes is no answer"
    assert "15 November" in said["victim_birth_place"]
    with in_office(desk.office):
        told = answers(get(SECOND)) | {"identified_date": f"{timezone.localdate()}", "condition_body": "Sudah membaik."}
        filling.fill(case=desk.case, step_pass=None, form_key=SECOND, answers=told, by=desk.by, at=timezone.now())
    begun, said = desk.form("nunukan-form-5")
    assert begun["condition_body"] == "Sudah membaik."
    assert said["condition_body"].startswith("Dari kantor ini, ")


def test_what_the_case_says_now_stands_and_a_consent_is_asked_each_time(desk: Desk) -> None:
    desk.carry(victim_name="Nama Lain", victim_phone="+628111111111", education="PT")
    desk.carry("instrumen-wawancara", consent="YA", told="Sekali.")
    desk.open_window()
    begun, said = desk.form(FIRST)
    assert begun["victim_name"] == VICTIM.name
    assert said.keys() == {"education"}
    assert "told" in desk.form(SECOND)[1]


def test_of_several_people_nobody_s_answer_is_taken_for_another_s(desk: Desk) -> None:
    desk.carry(**COMPLAINT)
    with in_office(desk.office):
        people.add(
            case=desk.case, data=read_person(desk.case.people.get()), roles={"victim": ""}, by=desk.by,
            at=timezone.now(),
        )  # fmt: skip
    desk.open_window()
    assert desk.form(FIRST)[1] == {}
    said = desk.form(SECOND)[1]
    assert "condition_body" not in said, "whose arm it was"
    assert "respondent_relation" in said


def test_a_fault_keeps_the_line_beside_what_was_left_as_it_was(desk: Desk) -> None:
    desk.carry(**COMPLAINT)
    desk.open_window()
    address = f"/kasus/{desk.case.pk}/formulir/{FIRST}/"
    begun, _said = desk.form(FIRST)
    wrong = desk.client.post(address, begun | {"victim_age": "seribu", "victim_birth_place": "Ungaran"})
    assert wrong.status_code == 422
    lines = {one["id"] for one in read(wrong).select("p[id$=_from]")}
    assert "id_education_from" in lines
    assert "id_victim_birth_place_from" not in lines


# from end to end, and the deadline ---------------------------------------------------------------------------------


def test_handed_over_the_answers_are_read_and_the_deadline_holds_there(salatiga: Office, banyuwangi: Office) -> None:
    two: Between = between(salatiga, banyuwangi)
    worked(two, 1)
    with in_office(two.here):
        due = LimitClock.objects.get(case=two.case).due_at
    case = taken(two, two.send())
    with in_office(two.there):
        owed = CarriedLimit.objects.get(case=case)
        assert (owed.key, owed.due_at, owed.office_name) == ("rtl", due, "Kota Salatiga")
        assert CarriedAnswers.objects.get(case=case).asked["groups"]
    page = words(two.receiver.get(f"/kasus/{case.pk}/"))
    assert "Tenggat dari kantor sebelumnya" in page
    assert "tenggat dari Kota Salatiga" in page
    assert "Baca jawabannya" in page
    address = f"/kasus/{case.pk}/tenggat/{owed.pk}/terpenuhi/"
    assert two.receiver.get(address).status_code == 303
    assert two.receiver.post(address).status_code == 303
    assert "dinyatakan terpenuhi" in words(two.receiver.get(f"/kasus/{case.pk}/"))
    assert "sudah dinyatakan terpenuhi" in words(two.receiver.post(address))
    with in_office(two.there):
        assert CarriedLimit.objects.get().met_by == two.endah


def test_help_leaves_the_deadline_where_the_case_is(salatiga: Office, banyuwangi: Office) -> None:
    two = between(salatiga, banyuwangi)
    case = taken(two, two.send(kind="rujukan", reasons=["service"]))
    with in_office(two.there):
        assert not CarriedLimit.objects.filter(case=case).exists()
