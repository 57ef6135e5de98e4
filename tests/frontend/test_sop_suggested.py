"""What the doubts of a pasted SOP suggest is taken with one press: a lane, outcomes with their targets; and undone."""

import copy

import pytest
from django.test import Client

from frontend.sops import suggesting
from frontend.sops.suggesting import suggested
from sop_library.loading import check_document
from sop_library.models import Draft
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, words

NEW = "/sop/draf/baru/"
PASTED = (
    "SOP Pengaduan\n1. Petugas pendaftaran mencatat identitas\n2. Kepala memeriksa:\na. Lengkap, lanjut ke nomor 4\n"
    "b. Tidak lengkap, ditolak\n3. Petugas pendaftaran mengarsipkan berkas\n4. Pelapor menerima surat"
)


@pytest.fixture
def wati(salatiga: Office) -> Client:
    return enter(salatiga, employ(salatiga, "wati", admin=True))


def begun(client: Client, pasted: str = PASTED) -> str:
    """The address of the draft that a pasted text became."""
    sent = {"cara": "mulai", "jenis": "teks", "isi": pasted, "name": "Pengaduan kami", "service": "pendampingan"}
    return client.post(NEW, sent)["Location"]


def draft_of(office: Office) -> Draft:
    with in_office(office):
        return Draft.objects.get()


def presses(client: Client, address: str) -> list[tuple[str, str, dict[str, str]]]:
    """What the buttons that take a suggestion say, where they send, and what."""
    found = []
    for form in read(client.get(address)).select("#ragu form"):
        if (button := form.select_one("button[name=ambil]")) is not None:
            hidden = {field["name"]: field["value"] for field in form.select("input[name]")}
            found.append((" ".join(button.get_text().split()), form["action"], {**hidden, "ambil": "1"}))
    return found


def press(client: Client, address: str, said: str):
    """Press the first button that says so."""
    action, sent = next((action, sent) for ask, action, sent in presses(client, address) if said in ask)
    return client.post(action, sent)


def test_one_press_sets_the_lane_that_the_words_name_and_undo_takes_it_back(wati, salatiga):
    address = begun(wati)
    assert faults_of(wati.get(address)) == []
    before = copy.deepcopy(draft_of(salatiga).document)
    assert press(wati, address, "“Petugas pendaftaran”").status_code == 303
    document = draft_of(salatiga).document
    assert document["steps"][0]["lanes"] == {"any_of": ["petugas-pendaftaran"]}
    assert document["lanes"]["petugas-pendaftaran"]["label"] == "Petugas pendaftaran"
    assert len(document["anomalies"]) == len(before["anomalies"]) - 1
    assert check_document(document) == ()
    assert wati.post(f"{address}urung/").status_code == 303
    assert draft_of(salatiga).document == before


def test_a_lane_that_is_there_is_taken_and_who_comes_from_outside_is_outside(wati, salatiga):
    address = begun(wati)
    for _time in range(2):
        press(wati, address, "“Petugas pendaftaran”")
    press(wati, address, "“Pelapor”")
    document = draft_of(salatiga).document
    assert document["steps"][2]["lanes"] == document["steps"][0]["lanes"]
    assert {lane["label"]: lane.get("outside", False) for lane in document["lanes"].values()} == {
        "Petugas pendaftaran": False, "Pelapor": True,
    }  # fmt: skip


def test_one_press_takes_the_outcomes_and_one_without_a_target_stays_doubtful(wati, salatiga):
    address = begun(wati)
    assert "ke langkah “Pelapor menerima surat”" in words(wati.get(address))
    before = copy.deepcopy(draft_of(salatiga).document)
    assert press(wati, address, "Pakai hasil yang disebut").status_code == 303
    document = draft_of(salatiga).document
    step, last = document["steps"][1], document["steps"][3]
    assert [(one["label"], one.get("then")) for one in step["outcomes"]] == [
        ("Lengkap", last["key"]), ("Tidak lengkap, ditolak", None),
    ]  # fmt: skip
    assert step["text"] == before["steps"][1]["text"]
    assert [fault.code for fault in check_document(document)] == ["branch_without_target"]
    said = words(wati.get(address))
    assert "Teks tidak menyebut ke mana alurnya sesudah hasil “Tidak lengkap, ditolak”." in said
    assert not any("Pakai hasil" in ask for ask, _action, _sent in presses(wati, address))
    assert wati.post(f"{address}urung/").status_code == 303
    assert draft_of(salatiga).document == before


@pytest.mark.parametrize("text", [
    "1. Memeriksa a. Lengkap, lanjut ke nomor 9 b. Tidak lengkap, ditolak\n2. Mencatat",
    "1. Memeriksa a. Lengkap, lanjut ke nomor 1 b. Tidak lengkap, ditolak\n2. Mencatat",
    "A. Satu\n1. Memeriksa a. Sah, lanjut ke nomor 2 b. Tidak sah, ditolak\n2. Mencatat\nB. Dua\n1. Menulis\n2. Tutup",
    "1. Kepala memerintahkan untuk: a. menempatkan pelapor; b. menolak pelapor\n2. Mencatat",
])  # fmt: skip
def test_where_the_target_is_not_plain_nothing_is_offered(wati, text):
    address = begun(wati, text)
    assert "menyebut beberapa hasil" in words(wati.get(address))
    assert not any("Pakai hasil" in ask for ask, _action, _sent in presses(wati, address))


def test_a_suggestion_whose_step_has_changed_is_refused_and_a_doubt_that_is_gone_leads_back(wati, salatiga):
    address = begun(wati)
    [(_ask, action, sent)] = [one for one in presses(wati, address) if "“Pelapor”" in one[0]]
    assert wati.post(action, sent).status_code == 303
    assert wati.post(action, sent).status_code == 303
    other = {**sent, "doubt": draft_of(salatiga).document["anomalies"][0]["id"]}
    assert wati.post(action, other).status_code == 409


def test_nobody_else_takes_what_is_suggested(wati, salatiga, banyuwangi):
    address = begun(wati)
    _ask, action, sent = presses(wati, address)[0]
    before = draft_of(salatiga).document
    refused = enter(salatiga, employ(salatiga, "sari")).post(action, sent)
    assert refused.status_code == 403
    assert "SOP ditulis oleh admin kantor" in words(refused)
    assert enter(banyuwangi, employ(banyuwangi, "tono", admin=True)).post(action, sent).status_code == 404
    assert draft_of(salatiga).document == before


def test_a_page_goes_through_its_steps_once_for_all_its_doubts(wati, salatiga, monkeypatch):
    address, looked, real = begun(wati), [], suggesting.steps_of
    monkeypatch.setattr(suggesting, "steps_of", lambda document: looked.append(1) or real(document))
    assert len(presses(wati, address)) > 1
    assert len(looked) == 1


@pytest.mark.parametrize("document", [{}, {"steps": None}, {"steps": [1, {"key": 3}], "lanes": []}])
def test_a_misshapen_draft_suggests_nothing(document):
    note = "Kalimat ini diawali pelakunya. Mungkin “Petugas” pelaksananya."
    assert suggested(document, {"id": "K1", "note": note, "step": "a"}) is None
