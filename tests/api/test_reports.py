"""Reports by the API: everything the screen takes, refused as the screen refuses, corrected and set aside alike."""

import uuid

import pytest

from cases.models import Case, Person, Report, ReportCorrection, Role, SettingAside
from cases.operations import reported
from cases.operations.reported import CODES
from frontend.casework.wording import CHANNELS
from frontend.reports.questions import ReportForm
from sop_library.codes.channels import CHANNELS as CHANNEL_CODES
from tenants.current import in_office
from tests.api.conftest import ask, faults, problem
from tests.frontend.screens import employ, enter, take
from tests.frontend.working import NAME, NIK, PHONE, STORY

pytestmark = pytest.mark.django_db
WHOLE = {
    "channel": "datang",
    "received_at": "2026-01-05T09:30:00+07:00",
    "in_danger": False,
    "reporter": {"who": "other", "name": "Bu Marni Rekaan", "phone": "0812-1216-0212", "relation": "TETANGGA"},
    "victim": {
        "name": NAME, "nik": "3373 0157 0895 0003", "phone": "0813 2222 3333", "sex": "P", "age": 31,
        "residence": "33.22", "domicile": "33.73", "presence": "33.74", "address": "Jalan Rekaan 5",
        "safe_contact": "Siang saja",
    },
    "incident": {
        "kinds": ["FISIK", "PSIKIS"], "domestic": True, "place": "33.73", "place_kind": "RUMAH_TANGGA",
        "happened_on": "2025-11-20", "story": STORY,
    },
}  # fmt: skip
OPEN = {"sop": "pengaduan-langsung", "door": "datang"}


def taken(client, **changed) -> str:
    answer = ask(client, "POST", "reports", WHOLE | changed)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def test_a_case_opened_from_a_report_carries_its_people_and_its_incident(salatiga, client):
    key = taken(client)
    answer = ask(client, "POST", "cases", OPEN | {"report": key})
    assert answer.status_code == 201
    with in_office(salatiga):
        case = Case.objects.get()
        victim = Person.objects.get(roles__kind=Role.Kind.VICTIM)
        reporter = Person.objects.get(roles__kind=Role.Kind.REPORTER)
        assert (victim.name, victim.nik, victim.phone, victim.age_band) == (NAME, NIK, "+6281322223333", "A25_44")
        assert (victim.residence, victim.domicile, victim.presence) == ("33.22", "33.73", "33.74")
        assert (reporter.name, reporter.phone) == ("Bu Marni Rekaan", PHONE)
        assert reporter.roles.get().relation == "TETANGGA"
        incident = case.incidents.get()
        assert (incident.kinds, incident.domestic, incident.story) == (["FISIK", "PSIKIS"], True, STORY)
        assert (incident.place, incident.place_kind, str(incident.happened_on)) == (
            "33.73",
            "RUMAH_TANGGA",
            "2025-11-20",
        )
        assert case.reported_at.isoformat() == "2026-01-05T02:30:00+00:00"


def test_screen_and_api_write_the_same_report(salatiga, client):
    taken(client)
    typed = {
        "channel": "datang", "received_on-day": "5", "received_on-month": "1", "received_on-year": "2026",
        "received_time": "09.30", "in_danger": "TIDAK", "reporter_is": "lain", "reporter_name": "Bu Marni Rekaan",
        "reporter_phone": "0812-1216-0212", "reporter_relation": "TETANGGA", "victim_name": NAME, "victim_nik": NIK,
        "victim_phone": "0813 2222 3333", "victim_sex": "P", "victim_age": "31", "victim_residence": "33.22",
        "victim_domicile": "33.73", "victim_presence": "33.74", "victim_address": "Jalan Rekaan 5",
        "safe_contact": "Siang saja", "kinds": ["FISIK", "PSIKIS"], "domestic": "YA", "place": "33.73",
        "place_kind": "RUMAH_TANGGA", "happened_on-day": "20", "happened_on-month": "11", "happened_on-year": "2025",
        "story": STORY, "next": "simpan",
    }  # fmt: skip
    assert client.post("/laporan/baru/", typed).status_code == 303
    with in_office(salatiga):
        one, other = Report.objects.all()
        plain = ("channel", "received_at", "anonymous", "in_danger", "sex", "age_band", "kinds", "place", "state")
        sealed = ("reporter_name", "reporter_phone", "story", "safe_contact", "details")
        for name in (*plain, *sealed):
            assert getattr(one, name) == getattr(other, name), name
        assert reported.details_of(one).victim.nik == NIK


def test_both_doors_take_the_same_codes():
    form = ReportForm.base_fields
    asked = {
        "channel": "channel", "sex": "victim_sex", "kinds": "kinds", "place_kind": "place_kind",
        "relation": "reporter_relation",
    }  # fmt: skip
    for code, name in asked.items():
        assert [value for value, _label in form[name].choices if value] == list(CODES[code]), code
    assert tuple(CHANNELS) == CHANNEL_CODES


def test_who_reports_for_themselves_is_told_once(salatiga, client):
    key = taken(client, reporter={"who": "victim", "name": NAME, "nik": NIK}, victim={})
    ask(client, "POST", "cases", OPEN | {"report": key})
    with in_office(salatiga):
        person = Person.objects.get()
        assert (person.name, set(person.roles.values_list("kind", flat=True))) == (NAME, {"victim", "reporter"})


def test_all_faults_are_named_at_once_with_the_codes_that_are_allowed(salatiga, client):
    wrong = {
        "channel": "merpati",
        "received_at": "kemarin",
        "in_danger": "mungkin",
        "umur": 3,
        "reporter": {"who": "dia", "relation": "KORBAN", "phone": "abc"},
        "victim": {
            "nik": "12345", "sex": "X", "age": 200, "birth_date": "2026-02-31", "residence": "99.99", "name": "N" * 121,
        },
        "incident": {"kinds": ["FISIK", "NGAWUR"], "happened_on": "2090-01-01", "place": "Salatiga", "story": "a\x00b"},
    }  # fmt: skip
    answer = ask(client, "POST", "reports", wrong)
    found = faults(answer)
    assert problem(answer) == (422, "invalid")
    assert set(found) == {
        "channel", "received_at", "in_danger", "umur", "reporter/who", "reporter/relation", "reporter/phone",
        "victim/nik", "victim/sex", "victim/age", "victim/birth_date", "victim/residence", "victim/name",
        "incident/kinds/1", "incident/happened_on", "incident/place", "incident/story",
    }  # fmt: skip
    assert found["channel"]["allowed"] == list(CHANNEL_CODES)
    assert found["victim/sex"]["allowed"] == ["P", "L"]
    assert found["incident/kinds/1"]["allowed"] == list(CODES["kinds"])
    assert "33.73" in found["victim/residence"]["allowed"]
    assert found["victim/nik"]["message"].startswith("Tulis 16 angka NIK")
    assert "hanya sampai tanggal 28" in found["victim/birth_date"]["message"]
    assert "belum terjadi" in found["incident/happened_on"]["message"]
    assert "karakter yang tidak dapat disimpan" in found["incident/story"]["message"]
    with in_office(salatiga):
        assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "channel"),
        ({"channel": None}, "channel"),
        ({"channel": "datang", "victim": None}, "victim"),
        ({"channel": "datang", "victim": []}, "victim"),
        ({"channel": "datang", "victim": {"name": 7}}, "victim/name"),
        ({"channel": "datang", "victim": {"name": None}}, "victim/name"),
        ({"channel": "datang", "victim": {"name": "a\ud800"}}, "victim/name"),
        ({"channel": "datang", "victim": {"age": True}}, "victim/age"),
        ({"channel": "datang", "victim": {"age": "31"}}, "victim/age"),
        ({"channel": "datang", "victim": {"age": 5, "birth_date": "1990-01-01"}}, "victim/age"),
        ({"channel": "datang", "victim": {"birth_date": "05/13/2026"}}, "victim/birth_date"),
        ({"channel": "datang", "victim": {"residence": ["33.73"]}}, "victim/residence"),
        ({"channel": "datang", "reporter": {"who": "nameless", "nik": NIK}}, "reporter/nik"),
        ({"channel": "datang", "incident": {"kinds": "FISIK"}}, "incident/kinds"),
        ({"channel": "datang", "incident": {"kinds": [{}]}}, "incident/kinds/0"),
        ({"channel": "datang", "incident": {"domestic": "ya"}}, "incident/domestic"),
        ({"channel": "datang", "incident": {"story": "x" * 20_001}}, "incident/story"),
        ({"channel": "datang", "received_at": "0001-01-01T00:00:00+14:00"}, "received_at"),
        ([], ""),
    ],
)
def test_each_fault_stands_at_its_field(salatiga, client, told, field):
    answer = ask(client, "POST", "reports", told)
    assert problem(answer) == (422, "invalid")
    assert list(faults(answer)) == [field]
    with in_office(salatiga):
        assert not Report.objects.exists()


def test_a_time_to_come_is_refused_by_the_operation(client):
    assert problem(ask(client, "POST", "reports", WHOLE | {"received_at": "2990-01-01T00:00:00Z"})) == (
        422, "received_later",
    )  # fmt: skip


def test_no_name_and_no_story_comes_out(client):
    key = taken(client)
    for answer in (ask(client, "GET", f"reports/{key}"), ask(client, "GET", "reports")):
        assert answer.status_code == 200
        for sealed in (NAME, NIK, STORY, "Marni", "Siang saja", "Jalan Rekaan"):
            assert sealed not in answer.content.decode()


def test_a_sop_or_door_that_is_none_is_named_with_those_there_are(client):
    key = taken(client)
    sop = faults(ask(client, "POST", "cases", OPEN | {"report": key, "sop": "krisis"}))
    assert sop["sop"]["allowed"] == ["pengaduan-langsung"]
    door = faults(ask(client, "POST", "cases", OPEN | {"report": key, "door": "jendela"}))
    assert "datang" in door["door"]["allowed"]
    assert problem(ask(client, "POST", "cases", OPEN | {"report": str(uuid.uuid4())})) == (404, "not_found")
    assert ask(client, "POST", "cases", OPEN | {"report": key}).status_code == 201
    assert problem(ask(client, "POST", "cases", OPEN | {"report": key})) == (422, "report_taken")


def test_a_correction_changes_only_what_is_sent_and_keeps_what_stood_there(salatiga, client, sari):
    key = taken(client)
    change = {"victim": {"name": "Rukmini A. Rekaan"}, "reason": "Salah dengar", "seen": 0}
    answer = ask(client, "PATCH", f"reports/{key}", change)
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    with in_office(salatiga):
        row = ReportCorrection.objects.get()
        assert (row.field, row.before, row.reason, row.by) == ("victim.name", NAME, "Salah dengar", sari)
        said = reported.details_of(Report.objects.get())
        assert (said.victim.name, said.victim.nik, said.incident.story) == ("Rukmini A. Rekaan", NIK, STORY)
    assert problem(ask(client, "PATCH", f"reports/{key}", change)) == (409, "stale")
    unsaid = ask(client, "PATCH", f"reports/{key}", {"channel": "telepon"})
    assert problem(unsaid) == (422, "reason_missing")
    assert list(faults(unsaid)) == ["reason"]
    assert list(faults(ask(client, "PATCH", f"reports/{key}", {"channel": "merpati", "nama": "x"}))) == [
        "nama", "channel",
    ]  # fmt: skip


def test_a_reporter_made_nameless_leaves_no_name_and_takes_none(salatiga, client):
    key = taken(client)
    assert (
        ask(client, "PATCH", f"reports/{key}", {"reporter": {"who": "nameless"}, "reason": "Minta"}).status_code == 200
    )
    with in_office(salatiga):
        stored = Report.objects.get()
        assert (stored.anonymous, stored.reporter_name) == (True, None)
        assert reported.details_of(stored).reporter.is_empty()
    named = ask(client, "PATCH", f"reports/{key}", {"reporter": {"name": "Bu Marni"}, "reason": "x"})
    assert list(faults(named)) == ["reporter/name"]


def test_set_aside_found_under_its_state_and_taken_up_again(salatiga, client):
    key = taken(client)
    short = ask(client, "POST", f"reports/{key}/setting-aside", {"reason": "referred"})
    assert (problem(short), list(faults(short))) == ((422, "reason_missing"), ["referred_to"])
    unknown = ask(client, "POST", f"reports/{key}/setting-aside", {"reason": "bosan"})
    assert faults(unknown)["reason"]["allowed"] == list(SettingAside.Reason.values)
    aside = ask(client, "POST", f"reports/{key}/setting-aside", {"reason": "referred", "referred_to": "Dinas Rekaan"})
    assert (aside.status_code, aside.json()["state"], aside.json()["aside"]) == (200, "aside", "referred")
    assert [row["id"] for row in ask(client, "GET", "reports?state=aside").json()["results"]] == [key]
    assert ask(client, "GET", "reports?state=waiting").json()["results"] == []
    assert faults(ask(client, "GET", "reports?state=hilang"))["state"]["allowed"] == ["waiting", "taken", "aside"]
    assert problem(ask(client, "POST", "cases", OPEN | {"report": key})) == (422, "report_aside")
    assert list(faults(ask(client, "POST", f"reports/{key}/taking-up", {"because": ""}))) == ["because"]
    again = ask(client, "POST", f"reports/{key}/taking-up", {"because": "Ternyata tugas kita", "seen": 1})
    assert (again.json()["state"], again.json()["aside"], again.json()["revision"]) == ("waiting", None, 2)
    with in_office(salatiga):
        row = SettingAside.objects.get()
        assert (row.referred_to, row.taken_up_because) == ("Dinas Rekaan", "Ternyata tugas kita")


def test_the_report_of_another_office_is_not_there(salatiga, banyuwangi, client):
    key = taken(client)
    take(banyuwangi, "banyuwangi/p2tp2a")
    theirs = enter(banyuwangi, employ(banyuwangi, "wayan", "*"))
    for method, path, body in (
        ("GET", "", None), ("PATCH", "", {"reason": "x"}), ("POST", "/setting-aside", {"reason": "mistaken"}),
        ("POST", "/taking-up", {"because": "x"}),
    ):  # fmt: skip
        assert problem(ask(theirs, method, f"reports/{key}{path}", body)) == (404, "not_found")
    assert ask(theirs, "GET", "reports").json()["results"] == []
    assert problem(ask(theirs, "POST", "cases", {"report": key, "sop": "p2tp2a", "door": "x"})) == (404, "not_found")


def test_a_case_opens_though_its_victim_was_born_after_the_report_came_in(salatiga, client):
    victim = {"sex": "P", "birth_date": "2026-02-05"}
    key = taken(client, victim=victim)
    answer = ask(client, "POST", "cases", OPEN | {"report": key})
    assert answer.status_code == 201, answer.content
    with in_office(salatiga):
        assert Person.objects.get(roles__kind="victim").age_band == "A00_05"


def test_a_report_sent_twice_under_one_key_is_one_report(salatiga, client):
    key = str(uuid.uuid4())
    first = ask(client, "POST", "reports", WHOLE | {"id": key})
    again = ask(client, "POST", "reports", WHOLE | {"id": key})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert first.json()["id"] == key
    assert ask(client, "POST", "reports", {"channel": "surat", "id": None}).status_code == 201
    with in_office(salatiga):
        assert Report.objects.count() == 2


def test_a_key_is_not_taken_for_another_report_nor_by_somebody_else(salatiga, client):
    key = str(uuid.uuid4())
    told = {"channel": "surat", "id": key}
    assert ask(client, "POST", "reports", told).status_code == 201
    assert ask(client, "POST", "reports", told).status_code == 200, "without a time it came in when it was stored"
    other = enter(salatiga, employ(salatiga, "ratna", "resepsionis"))
    for who, body in ((client, told | {"channel": "telepon"}), (other, told)):
        assert problem(ask(who, "POST", "reports", body)) == (409, "id_taken")
    assert list(faults(ask(client, "POST", "reports", told | {"id": "bukan-kunci"}))) == ["id"]
    assert list(faults(ask(client, "PATCH", f"reports/{key}", {"id": key}))) == ["id"], "a key is not corrected"
