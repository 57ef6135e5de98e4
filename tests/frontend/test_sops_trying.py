"""Trying a draft on screen: a made-up case from its door to its end, the clock moved, every branch at once."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case
from sop_library.drafting.changes import SetField
from sop_library.models import Draft, Trial
from sop_library.operations import drafts
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.sop_library.sheets import outcome, sheet, step

GATE = {"when": {"fact": "consent.interview", "is": True}, "words": "Tunggu persetujuan."}


@pytest.fixture
def sari(salatiga) -> Staff:
    return employ(salatiga, "sari", may_write_sops=True)


@pytest.fixture
def draft(salatiga, sari) -> Draft:
    document = sheet(
        step("terima", kind="decision", outcomes=[outcome("ya", "wawancara"), outcome("tidak", "end")],
             time={"kind": "max", "amount": "PT30M", "printed": "30'"}),
        step("wawancara", gate=GATE), step("catat", optional=True),
    )  # fmt: skip
    with in_office(salatiga):
        return drafts.begin(document=document, slug="coba", name="Coba", service="coba", by=sari, at=timezone.now())


@pytest.fixture
def client(salatiga, sari) -> Client:
    return enter(salatiga, sari)


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def do(client: Client, where: str, **typed: str):
    answer = client.post(where, typed)
    assert answer.status_code == 303, words(answer)
    return client.get(where)


def test_a_made_up_case_is_played_from_its_door_to_its_end(salatiga, draft, client):
    page = client.get(at("draft_try", draft.pk))
    assert faults_of(page) == []
    assert "0 dari 3 sudah dicoba" in words(page)
    where = client.post(at("draft_try", draft.pk), {"door": "datang"}).headers["Location"]
    assert faults_of(client.get(where)) == []
    assert "lewat waktu" not in words(client.get(where))
    assert "lewat waktu" in words(do(client, where, do="due"))
    page = do(client, where, do="work", **{"pass": "terima#1", "outcome": "ya"})
    assert "Tertahan: Wawancara" in words(page)
    assert faults_of(page) == []
    page = do(client, where, do="facts", **{"f-consent.interview": "true"})
    assert "Persetujuan wawancara dan asesmen: Ya" in words(page)
    do(client, where, do="work", **{"pass": "wawancara#1"})
    page = do(client, where, do="skip", **{"pass": "catat#1"})
    assert "Kasus rekaan ini sudah selesai." in words(page)
    assert "Langkah sekarang" in words(do(client, where, do="undo"))
    assert "2 dari 3 sudah dicoba" in words(client.get(at("draft_try", draft.pk)))
    with in_office(salatiga):
        assert not Case.objects.exists()


def test_a_made_up_case_comes_in_when_the_office_is_open(salatiga, draft, client):
    with time_machine.travel(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), tick=False):  # a Sunday night
        where = client.post(at("draft_try", draft.pk), {"door": "datang"}).headers["Location"]
    assert "Senin, 23 November 2026 07.30" in words(client.get(where))


def test_what_can_not_be_done_is_said_and_the_trial_stands_where_it_stood(salatiga, draft, client):
    where = client.post(at("draft_try", draft.pk), {"door": "datang"}).headers["Location"]
    answer = client.post(where, {"do": "work", "pass": "wawancara#1"})
    assert answer.status_code == 422
    assert faults_of(answer) == []
    assert client.post(where, {"do": "facts", "f-consent.interview": "entah"}).status_code == 422
    assert client.post(at("draft_try", draft.pk), {"door": "jendela"}).status_code == 422
    with in_office(salatiga):
        assert Trial.objects.get().acts == []


def test_every_branch_is_run_at_once_and_one_that_is_stuck_is_named(salatiga, draft, client, sari):
    answer = client.post(at("draft_try_all", draft.pk))
    assert faults_of(answer) == []
    assert "semua sampai akhir" in words(answer)
    assert "Semua cabang sudah dicoba" in words(answer)
    never = {"when": {"all": [{"fact": "risk", "is": "high"}, {"fact": "risk", "is": "low"}]}, "words": "Tidak."}
    with in_office(salatiga):
        change = SetField("step:wawancara", "applies_when", {"fact": "risk", "is": "high"})
        drafts.edit(draft=draft, change=change, seen=0, by=sari, at=timezone.now())
    assert "0 dari 3 sudah dicoba" in words(client.get(at("draft_try", draft.pk)))
    with in_office(salatiga):
        drafts.edit(draft=draft, change=SetField("step:wawancara", "gate", never), seen=1, by=sari, at=timezone.now())
    assert "masih memuat kesalahan" in words(client.get(at("draft_try", draft.pk)))
    assert client.post(at("draft_try_all", draft.pk)).status_code == 422


def test_a_branch_that_stops_at_a_gate_says_why_and_one_only_some_come_through_says_for_whom(
    salatiga, draft, client, sari
):
    child = {"fact": "victim.child", "is": True}
    with in_office(salatiga):
        gates = {"terima": ({"not": child}, "Hanya dewasa."), "wawancara": (child, "Hanya anak.")}
        for seen, (key, (when, said)) in enumerate(gates.items()):
            change = SetField(f"step:{key}", "gate", {"when": when, "words": said})
            drafts.edit(draft=draft, change=change, seen=seen, by=sari, at=timezone.now())
    answer = client.post(at("draft_try_all", draft.pk))
    assert faults_of(answer) == []
    assert "berhenti di Terima: Hanya dewasa." in words(answer)
    with in_office(salatiga):
        change = SetField("step:terima", "gate", None)
        drafts.edit(draft=draft, change=change, seen=2, by=sari, at=timezone.now())
        change = SetField("step:terima", "applies_when", {"not": child})
        drafts.edit(draft=draft, change=change, seen=3, by=sari, at=timezone.now())
    answer = client.post(at("draft_try_all", draft.pk))
    assert "hanya kasus dengan Korban anak: Ya" in words(answer)


def test_a_trial_of_what_has_been_changed_since_is_begun_anew(salatiga, draft, client, sari):
    where = client.post(at("draft_try", draft.pk), {"door": "datang"}).headers["Location"]
    with in_office(salatiga):
        change = SetField("step:catat", "optional", False)
        drafts.edit(draft=draft, change=change, seen=0, by=sari, at=timezone.now())
    answer = client.get(where)
    assert answer.status_code == 409
    assert "sudah diubah sejak uji coba ini" in words(answer)


def test_who_neither_writes_nor_approves_tries_nothing(salatiga, draft):
    browser = enter(salatiga, employ(salatiga, "tono"))
    for name in ("draft_try", "draft_try_all"):
        assert browser.post(at(name, draft.pk)).status_code == 403


def test_a_step_that_does_not_apply_is_said_to_be_passed_over_and_why(salatiga, client, sari):
    document = sheet(
        step("pilih", kind="decision", outcomes=[outcome("datangi", "datangi"), outcome("lain", "catat")]),
        step("datangi", applies_when={"fact": "incident.place", "within": "regency"}), step("catat"),
    )  # fmt: skip
    with in_office(salatiga):
        made = drafts.begin(document=document, slug="lewat", name="Lewat", service="coba", by=sari, at=timezone.now())
    where = client.post(at("draft_try", made.pk), {"door": "datang"}).headers["Location"]
    said = words(do(client, where, **{"do": "facts", "f-incident.place": "99.99"}))
    assert "99.99" not in said.replace('value="99.99"', "")
    assert "di wilayah lain" in said
    page = do(client, where, do="work", **{"pass": "pilih#1", "outcome": "datangi"})
    assert "Dilewati: Datangi. Tidak berlaku: Wilayah tempat kejadian" in words(page)
    assert faults_of(page) == []


@pytest.fixture
def asking(salatiga, sari) -> Draft:
    """A step that wants a consent and a fact known, then one that only high risk goes through."""
    document = sheet(
        step("sambut", records=["consent.service", "risk"], needs=[{"fact": "victim.child"}]),
        step("kunjungi", applies_when={"fact": "risk", "is": "high"}), step("catat", optional=True),
    )  # fmt: skip
    with in_office(salatiga):
        return drafts.begin(document=document, slug="tanya", name="Tanya", service="coba", by=sari, at=timezone.now())


def asked(page) -> dict[str, str]:
    """What the open step asks, with what is chosen."""
    return {
        one["name"]: (one.find("option", selected=True) or one.find("option"))["value"]
        for one in read(page).select("main select[name^='w-']")
    }  # fmt: skip


def test_a_step_asks_what_it_asks_of_a_case_and_fills_nothing_in_by_itself(asking, client):
    where = client.post(at("draft_try", asking.pk), {"door": "datang"}).headers["Location"]
    page = client.get(where)
    assert faults_of(page) == []
    assert asked(page) == {"w-risk": "", "w-victim.child": "", "w-consent.service": ""}
    assert "dicatat lebih dulu di halaman Persetujuan" in words(page)
    answer = client.post(where, {"do": "work", "pass": "sambut#1", "w-risk": "low"})
    assert answer.status_code == 422
    assert "belum lengkap" in words(answer)
    assert asked(answer)["w-risk"] == "low", "what was answered stands there still"
    given = {"w-risk": "low", "w-victim.child": "false", "w-consent.service": "false"}
    page = do(client, where, do="work", **{"pass": "sambut#1"}, **given)
    assert "Dilewati: Kunjungi" in words(page)
    odd = client.post(where, {"do": "undo"})
    assert odd.status_code == 303
    assert client.post(where, {"do": "work", "pass": "sambut#1", **given, "w-risk": "entah"}).status_code == 422
    assert client.post(where, {"do": "work", "pass": "tidak-ada#1"}).status_code == 422


def test_the_steps_that_may_be_passed_over_are_told_with_their_conditions(asking, client):
    page = client.get(at("draft_try", asking.pk))
    told = " ".join(read(page).find("section", {"aria-labelledby": "h-syarat"}).get_text(" ").split())
    assert "Kunjungi Berlaku bila Tingkat risiko: Risiko tinggi. Bila tidak, dilewati." in told
    assert "Catat Boleh dilewati pelaksananya, dengan alasan." in told
    assert "Sambut" not in told
    where = client.post(at("draft_try", asking.pk), {"door": "datang"}).headers["Location"]
    said = words(do(client, where, **{"do": "facts", "f-risk": "medium"}))
    assert "akan dilewati" in said
    said = words(do(client, where, **{"do": "facts", "f-risk": "high"}))
    assert "akan dilewati" not in said
