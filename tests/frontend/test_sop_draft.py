"""The editor of a draft, over the wire: begun, each part opened and saved, refused with what was typed, undone."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from frontend.sops.editor.findings import findings_of
from sop_library.models import Draft
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, take, words

HTMX = {"HX-Request": "true"}


def sent_of(page: BeautifulSoup, form_id: str = "isian") -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    form, data = page.find(id=form_id), {}
    for field in form.select("input[name], select[name], textarea[name]"):
        kind, name = field.get("type", field.name), field["name"]
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = chosen["value"] if chosen else ""
        else:
            value = field.text.removeprefix("\n") if field.name == "textarea" else field.get("value", "1")
        data.setdefault(name, []).append(value)
    return data


@pytest.fixture
def admin(salatiga: Office, version: object) -> Staff:
    return employ(salatiga, "wati", admin=True)


@pytest.fixture
def wati(salatiga: Office, admin: Staff) -> Client:
    return enter(salatiga, admin)


@pytest.fixture
def at(wati: Client, salatiga: Office) -> str:
    """A draft of the SOP in force."""
    answer = wati.post("/sop/pengaduan-langsung/ubah/")
    assert answer.status_code == 303
    return answer["Location"]


def document_of(office: Office) -> dict:
    with in_office(office):
        return Draft.objects.get().document


def step_of(office: Office, key: str) -> dict:
    return next(step for step in document_of(office)["steps"] if step["key"] == key)


def saved(client: Client, where: str, *, htmx: bool = True, without: tuple[str, ...] = (), **changed: object):
    """Open a part, change some fields as a person would, send the form."""
    data = sent_of(read(client.get(where)))
    for name in without:
        data.pop(name, None)
    data |= {name.replace("__", "-"): value if isinstance(value, list) else [value] for name, value in changed.items()}
    return client.post(where, data, headers=HTMX if htmx else {})


def test_a_draft_is_begun_from_the_sop_in_force_once(wati: Client, at: str) -> None:
    assert wati.post("/sop/pengaduan-langsung/ubah/")["Location"] == at
    page = wati.get(at)
    assert page.status_code == 200
    assert faults_of(page) == []
    assert "13 langkah" in words(page)
    assert len(read(page).select("table.rk-sop tbody tr[id]")) == 13


def test_every_part_opens_beside_the_sheet_and_sends_nothing_that_was_not_touched(
    wati: Client, at: str, salatiga: Office
) -> None:
    before = document_of(salatiga)
    places = [f"langkah/{step['key']}/" for step in before["steps"][3:6]]
    places += ["pelaksana/petugas/", "pintu/telepon/", "formulir/asesmen/"]
    places += [f"batas/{row['key']}/" for row in before["limits"]]
    places += ["lembar/identitas/", "lembar/kepala/", "lembar/standar/"]
    for place in places:
        page = wati.get(f"{at}{place}")
        assert page.status_code == 200, place
        assert faults_of(page) == [], place
        assert wati.post(f"{at}{place}", sent_of(read(page)), headers=HTMX).status_code == 200
    assert document_of(salatiga) == before
    with in_office(salatiga):
        assert Draft.objects.get().revision == 0


def test_one_field_is_saved_and_the_sheet_follows(wati: Client, at: str, salatiga: Office) -> None:
    answer = saved(wati, f"{at}langkah/wilayah/", text="Memeriksa wilayah domisili <b>korban</b>.")
    assert answer.status_code == 200
    assert "Memeriksa wilayah domisili &lt;b&gt;korban&lt;/b&gt;." in answer.content.decode()
    assert "disimpan otomatis" in words(answer)
    assert step_of(salatiga, "wilayah")["text"] == "Memeriksa wilayah domisili <b>korban</b>."
    assert step_of(salatiga, "wilayah")["name"].startswith("Periksa wilayah")


def test_a_heading_that_is_the_first_words_of_its_sentence_follows_it(wati: Client, at: str, salatiga: Office) -> None:
    assert saved(wati, f"{at}langkah/wilayah/", name="Memeriksa …").status_code == 200
    assert saved(wati, f"{at}langkah/wilayah/", text="Memeriksa wilayah.").status_code == 200
    assert step_of(salatiga, "wilayah")["name"] == "Memeriksa …", "nobody shortened the sentence of before to that"
    assert saved(wati, f"{at}langkah/wilayah/", text="Mencatat domisili.").status_code == 200
    assert step_of(salatiga, "wilayah")["name"] == "Mencatat domisili."
    both = saved(wati, f"{at}langkah/wilayah/", text="Menanyakan domisili.", name="Domisili")
    assert both.status_code == 200
    assert step_of(salatiga, "wilayah")["name"] == "Domisili"
    assert saved(wati, f"{at}langkah/wilayah/", text="Mengecek domisili.").status_code == 200
    assert step_of(salatiga, "wilayah")["name"] == "Domisili"
    halves = {"first": "Mengecek domisili.", "second": "Mencatat domisili pelapor."}
    assert saved(wati, f"{at}langkah/wilayah/", name="Mengecek …").status_code == 200
    token = sent_of(read(wati.get(f"{at}langkah/wilayah/")), "panel")
    assert wati.post(f"{at}langkah/wilayah/pecah/", {**token, **halves}).status_code == 303
    assert step_of(salatiga, "wilayah")["name"] == "Mengecek domisili."


def test_without_htmx_the_same_form_posts_and_comes_back_to_the_panel(wati: Client, at: str, salatiga: Office) -> None:
    answer = saved(wati, f"{at}langkah/wilayah/", htmx=False, name="Periksa wilayah")
    assert (answer.status_code, answer["Location"]) == (303, f"{at}langkah/wilayah/#panel")
    assert step_of(salatiga, "wilayah")["name"] == "Periksa wilayah"


def test_what_cannot_be_read_is_said_at_its_field_and_kept_as_typed(wati: Client, at: str, salatiga: Office) -> None:
    before = step_of(salatiga, "wilayah")
    answer = saved(wati, f"{at}langkah/wilayah/", htmx=False, time__amount="setengah", name="Cek wilayah")
    assert answer.status_code == 422
    assert "Tulis lamanya dengan angka bulat" in words(answer)
    assert read(answer).find(id="f-time-amount")["value"] == "setengah"
    assert step_of(salatiga, "wilayah")["time"] == before["time"]
    assert step_of(salatiga, "wilayah")["name"] == "Cek wilayah", "the rest is saved"


@pytest.mark.parametrize(("number", "unit"), [("101", "Y"), ("9999999", "D"), ("9" * 5_000, "M")])
def test_a_time_past_the_bound_is_said_at_its_field(
    wati: Client, at: str, salatiga: Office, number: str, unit: str
) -> None:
    before = step_of(salatiga, "wilayah")["time"]
    answer = saved(wati, f"{at}langkah/wilayah/", htmx=False, **{"time__amount": number, "time__amount-unit": unit})
    assert answer.status_code == 422
    assert "Terlalu lama; paling lama 100 tahun." in words(answer)
    assert step_of(salatiga, "wilayah")["time"] == before
    assert saved(wati, f"{at}langkah/wilayah/", **{"time__amount": "100", "time__amount-unit": "Y"}).status_code == 200
    assert step_of(salatiga, "wilayah")["time"]["amount"] == "P100Y"


def test_a_time_is_read_with_unit_and_clock(wati: Client, at: str, salatiga: Office) -> None:
    fields = {"time__kind": "range", "time__from": "2", "time__from-unit": "H", "time__to": "3", "time__to-unit": "D",
              "time__clock": "working", "time__amount": ""}  # fmt: skip
    assert saved(wati, f"{at}langkah/wilayah/", **fields).status_code == 200
    time = step_of(salatiga, "wilayah")["time"]
    assert {key: time.get(key) for key in ("kind", "from", "to", "clock", "amount", "printed")} == {
        "kind": "range", "from": "PT2H", "to": "P3D", "clock": "working", "amount": None, "printed": "10'",
    }  # fmt: skip


def test_an_outcome_is_added_led_somewhere_and_taken_out(wati: Client, at: str, salatiga: Office) -> None:
    where = f"{at}langkah/wilayah/"
    data = sent_of(read(wati.get(where)))
    opened = wati.post(where, {**data, "do": ["add:outcomes"]}, headers=HTMX)
    row = sent_of(read(opened), "g-outcomes")
    assert row["outcomes-n"] == ["3"]
    assert not row["outcomes-2-key"][0].startswith("luar")
    sent = {**row, "outcomes-2-label": ["Belum jelas"], "outcomes-2-then": ["hubungi-analis"]}
    assert wati.post(where, sent, headers=HTMX).status_code == 200
    added = step_of(salatiga, "wilayah")["outcomes"][2]
    assert (added["label"], added["then"]) == ("Belum jelas", "hubungi-analis")
    assert step_of(salatiga, "wilayah")["outcomes"][0]["refer"]["words"], "what the form does not show stays"
    gone = wati.post(where, {**sent_of(read(wati.get(where))), "do": ["drop:outcomes-2"]}, headers=HTMX)
    assert gone.status_code == 200
    assert [row["key"] for row in step_of(salatiga, "wilayah")["outcomes"]] == ["luar", "dalam"]


def test_a_condition_is_picked_and_an_unfinished_row_waits(wati: Client, at: str, salatiga: Office) -> None:
    where = f"{at}langkah/cerita/"
    row = sent_of(read(wati.post(where, {**sent_of(read(wati.get(where))), "do": ["add:applies_when"]}, headers=HTMX)),
                  "g-applies_when")  # fmt: skip
    half = wati.post(where, {**row, "applies_when-0-subject": ["risk"]}, headers=HTMX)
    assert half.status_code == 422
    assert "belum lengkap" not in words(half), "nobody could choose a value yet"
    still = wati.post(where, sent_of(read(half), "g-applies_when"), headers=HTMX)
    assert "belum lengkap" in words(still)
    assert "applies_when" not in step_of(salatiga, "cerita")
    chosen = {**sent_of(read(half), "g-applies_when"), "applies_when-0-value": ["high"]}
    assert wati.post(where, chosen, headers=HTMX).status_code == 200
    assert step_of(salatiga, "cerita")["applies_when"] == {"fact": "risk", "is": "high"}
    assert "Tingkat risiko" in words(wati.get(where))


def test_steps_are_added_moved_split_and_removed_and_their_numbers_run_on(
    wati: Client, at: str, salatiga: Office
) -> None:
    new = wati.post(f"{at}langkah/tambah/", {"words": "Menenangkan korban", "after": "wilayah", "seen": "0"})
    assert new["Location"] == f"{at}langkah/menenangkan-korban/#panel"
    keys = [step["key"] for step in document_of(salatiga)["steps"]]
    assert keys[3:6] == ["wilayah", "menenangkan-korban", "asal"]
    assert step_of(salatiga, "menenangkan-korban")["section"] == step_of(salatiga, "wilayah")["section"]
    assert [step["step"] for step in document_of(salatiga)["steps"]] == [f"{place}." for place in range(1, 15)]
    seen = {"seen": "1"}
    assert wati.post(f"{at}langkah/asal/pindah/", {**seen, "after": "·up"}).status_code == 303
    assert [step["key"] for step in document_of(salatiga)["steps"]][4:6] == ["asal", "menenangkan-korban"]
    halves = {"seen": "2", "first": "Bertanya asal", "second": "Mencatat asal"}
    assert wati.post(f"{at}langkah/asal/pecah/", halves).status_code == 303
    assert [step["key"] for step in document_of(salatiga)["steps"]][4:6] == ["asal", "mencatat-asal"]
    gone = wati.post(f"{at}langkah/mencatat-asal/hapus/", {"seen": "3", "instead": ""})
    assert gone["Location"] == at
    assert wati.get(f"{at}langkah/mencatat-asal/").status_code == 404
    assert wati.get(at).status_code == 200


def test_half_a_split_is_refused_with_what_was_typed(wati: Client, at: str) -> None:
    halves = {"seen": "0", "first": "Bertanya asal korban", "second": ""}
    answer = wati.post(f"{at}langkah/asal/pecah/", halves)
    assert answer.status_code == 422
    assert "Tulis kegiatan kedua langkah" in words(answer)
    assert read(answer).find(id="pecah-1").get_text(strip=True) == "Bertanya asal korban"


def test_undo_and_redo(wati: Client, at: str, salatiga: Office) -> None:
    before = document_of(salatiga)
    saved(wati, f"{at}langkah/wilayah/", name="Lain")
    back = wati.post(f"{at}urung/", {"bagian": "langkah/wilayah"})
    assert back["Location"] == f"{at}langkah/wilayah/"
    assert document_of(salatiga) == before
    wati.post(f"{at}ulang/", {"bagian": ""})
    assert step_of(salatiga, "wilayah")["name"] == "Lain"
    wati.post(f"{at}urung/")
    assert wati.post(f"{at}urung/").status_code == 422


class TestTwo:
    @pytest.fixture
    def rani(self, salatiga: Office, admin: Staff) -> Client:
        return enter(salatiga, employ(salatiga, "rani", admin=True))

    def test_two_fields_of_one_step_merge(self, wati: Client, rani: Client, at: str, salatiga: Office) -> None:
        where = f"{at}langkah/wilayah/"
        mine, theirs = sent_of(read(wati.get(where))), sent_of(read(rani.get(where)))
        rani.post(where, {**theirs, "name": ["Nama dari Rani"]}, headers=HTMX)
        answer = wati.post(where, {**mine, "text": ["Kegiatan dari Wati"]}, headers=HTMX)
        assert answer.status_code == 200
        step = step_of(salatiga, "wilayah")
        assert (step["name"], step["text"]) == ("Nama dari Rani", "Kegiatan dari Wati")

    @pytest.mark.parametrize("headers", [HTMX, {}])
    def test_the_same_field_is_never_overwritten_and_both_values_are_shown(
        self, wati: Client, rani: Client, at: str, salatiga: Office, headers: dict
    ) -> None:
        where = f"{at}langkah/wilayah/"
        mine, theirs = sent_of(read(wati.get(where))), sent_of(read(rani.get(where)))
        rani.post(where, {**theirs, "name": ["Nama dari Rani"]}, headers=HTMX)
        answer = wati.post(where, {**mine, "name": ["Nama dari Wati"]}, headers=headers)
        assert answer.status_code == 409
        assert re.search("Rani .*Di draf sekarang Nama dari Rani Isian Anda Nama dari Wati", words(answer))
        group = read(answer).find(id="g-name")
        assert group.find(id="f-name")["value"] == "Nama dari Wati"
        assert step_of(salatiga, "wilayah")["name"] == "Nama dari Rani"
        again = {"name": ["Nama dari Wati"], "mark-name": [group.find(id="mark-name")["value"]]}
        assert wati.post(where, again, headers=HTMX).status_code == 200
        assert step_of(salatiga, "wilayah")["name"] == "Nama dari Wati", "asked once more, it is what is wanted"

    def test_they_see_each_other_and_what_changed(self, wati: Client, rani: Client, at: str) -> None:
        where = f"{at}langkah/wilayah/"
        page = read(wati.get(where))
        told = {"bagian": "langkah/wilayah", "revision": "0", "mark-name": page.find(id="mark-name")["value"]}
        assert "juga sedang menulis" not in words(wati.post(f"{at}hadir/", told, headers=HTMX))
        rani.post(f"{at}hadir/", {"bagian": "langkah/wilayah", "revision": "0"}, headers=HTMX)
        saved(rani, where, name="Nama dari Rani")
        answer = wati.post(f"{at}hadir/", told, headers=HTMX)
        assert "Rani juga sedang menulis draf ini" in words(answer)
        assert "Rani mengubah isian ini" in words(answer)
        assert "Nama dari Rani" in read(answer).find(id="news-name").get_text()
        assert read(answer).find(id="lembar") is not None


class TestHalfBuilt:
    @pytest.fixture
    def new(self, wati: Client) -> str:
        answer = wati.post("/sop/draf/kosong/", {"name": "Pendampingan sidang", "service": "pendampingan"})
        assert answer.status_code == 303
        return answer["Location"]

    def test_an_empty_sop_draws_and_grows(self, wati: Client, new: str, salatiga: Office) -> None:
        page = wati.get(new)
        assert (page.status_code, faults_of(page)) == (200, [])
        assert "Belum ada langkah" in words(page)
        assert "kesalahan" in words(page)
        lane = wati.post(f"{new}pelaksana/tambah/", {"words": "Pendamping", "seen": "0"})
        assert lane["Location"] == f"{new}pelaksana/pendamping/#panel"
        wati.post(f"{new}langkah/tambah/", {"words": "Menemui korban", "after": "", "seen": "1"})
        saved(wati, f"{new}langkah/menemui-korban/", lanes=["pendamping"])
        page = wati.get(new)
        assert [row["id"] for row in read(page).select("table.rk-sop tbody tr[id]")] == ["langkah-menemui-korban"]
        assert "Pendamping" in read(page).select_one("table.rk-sop thead").get_text()
        wati.post(f"{new}pintu/tambah/", {"words": "Datang sendiri", "seen": "3"})
        saved(wati, f"{new}pintu/datang-sendiri/", starts="menemui-korban")
        with in_office(salatiga):
            told = findings_of(Draft.objects.get().document)
        assert [one for one in told if one.severity == "fault"] == []
        assert "2 kesalahan" in words(wati.get(new)), "the office has no head yet, and nobody holds the lane"

    @pytest.mark.parametrize("kind", ["langkah", "pelaksana", "pintu", "formulir", "batas", "penyela"])
    def test_a_part_without_a_name_is_not_added(self, wati: Client, new: str, kind: str) -> None:
        answer = wati.post(f"{new}{kind}/tambah/", {"words": " ", "seen": "0"})
        assert answer.status_code == 422
        assert "Tulis dulu" in words(answer)
        assert wati.post(f"{new}{kind}/tambah/", {"words": "Sesuatu", "seen": "0"}).status_code == 303
        assert wati.get(new).status_code == 200


class TestBadInput:
    @pytest.mark.parametrize("fields", [
        {"text": "x" * 20_001}, {"text": "nol \x00 byte"}, {"kind": "tidak-ada"}, {"lanes": ["hantu"]},
        {"outcomes__0-then": "hantu"}, {"time__amount": "-5"}, {"time__amount": "9" * 30}, {"stage": ["hantu"]},
    ])  # fmt: skip
    def test_it_is_refused_at_its_field(self, wati: Client, at: str, salatiga: Office, fields: dict) -> None:
        before = document_of(salatiga)
        answer = saved(wati, f"{at}langkah/wilayah/", **fields)
        assert answer.status_code == 422
        assert document_of(salatiga) == before

    @pytest.mark.parametrize("data", [
        {}, {"mark-text": "x"}, {"mark-": "1.2"}, {"mark-key": "0.x", "key": "lain"}, {"outcomes-n": "999999999"},
        {"mark-outcomes": "0.x", "outcomes-n": "99", "outcomes-0-at": "77"}, {"do": "add:"}, {"do": "drop:hantu-1"},
        {"mark-applies_when": "0.x", "applies_when-n": "3", "applies_when-0-kept": "zzz"},
    ])  # fmt: skip
    def test_a_form_nobody_made_breaks_nothing(self, wati: Client, at: str, data: dict) -> None:
        for headers in (HTMX, {}):
            answer = wati.post(f"{at}langkah/wilayah/", data, headers=headers)
            assert answer.status_code in (200, 303, 409, 422)
        assert wati.get(f"{at}langkah/wilayah/").status_code == 200

    def test_other_scripts_and_markup_are_words(self, wati: Client, at: str) -> None:
        typed = "Терапия 面接 ملاحظة <script>alert(1)</script> {{ 7 }}"
        saved(wati, f"{at}langkah/wilayah/", text=typed, name=typed)
        page = wati.get(f"{at}langkah/wilayah/")
        assert faults_of(page) == []
        assert typed in words(page)


class TestWho:
    def test_only_who_writes_sops(self, salatiga: Office, wati: Client, at: str) -> None:
        client = enter(salatiga, employ(salatiga, "budi"))
        for path in (at, f"{at}langkah/wilayah/", "/sop/draf/kosong/"):
            answer = client.get(path)
            assert answer.status_code == 403
            assert "SOP ditulis oleh admin kantor" in words(answer)
        assert client.post("/sop/pengaduan-langsung/ubah/").status_code == 403
        writer = enter(salatiga, employ(salatiga, "tuti", may_write_sops=True))
        assert writer.get(at).status_code == 200

    def test_another_office_finds_nothing(self, two_offices: object, salatiga: Office, wati: Client, at: str) -> None:
        _ours, theirs = two_offices
        take(theirs, "banyuwangi/p2tp2a")
        assert enter(theirs, employ(theirs, "rina", admin=True)).get(at).status_code == 404


def test_what_was_typed_before_a_login_comes_back_and_a_colleagues_change_is_still_seen(
    salatiga: Office, wati: Client, admin: Staff, at: str
) -> None:
    where = f"{at}langkah/wilayah/"
    typed = sent_of(read(wati.get(where))) | {"name": ["Diketik sebelum keluar"]}
    rani = enter(salatiga, employ(salatiga, "rani", admin=True))
    wati.logout()
    back = parse_qs(urlsplit(wati.post(where, typed)["Location"]).query)["next"][0]
    saved(rani, where, name="Nama dari Rani")
    with in_office(salatiga):
        wati.force_login(admin)
    page = wati.get(back)
    assert read(page).find(id="f-name")["value"] == "Diketik sebelum keluar"
    assert "belum tersimpan" in words(page)
    assert wati.post(where, sent_of(read(page)), headers=HTMX).status_code == 409
    assert step_of(salatiga, "wilayah")["name"] == "Nama dari Rani"


def test_a_draft_that_waits_says_so_and_takes_nothing(salatiga: Office, wati: Client, admin: Staff, at: str) -> None:
    with in_office(salatiga):
        Draft.objects.update(state="submitted", submitted_by=admin, submitted_at=timezone.now())
    page = wati.get(at)
    assert "menunggu pengesahan dan belum dapat diubah" in words(page)
    answer = saved(wati, f"{at}langkah/wilayah/", name="Lain")
    assert answer.status_code == 422
    assert "sedang menunggu pengesahan" in words(answer)


def test_a_page_with_an_open_panel_asks_the_database_at_most_forty_times(
    salatiga: Office, wati: Client, at: str, django_assert_max_num_queries: Callable
) -> None:
    with django_assert_max_num_queries(40):
        assert wati.get(f"{at}langkah/wilayah/").status_code == 200
