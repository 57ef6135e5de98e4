"""An SOP begun from pasted text or from a file: looked at first, kept only when somebody says so, no word lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sop_library.bpmn import to_bpmn
from sop_library.definition import parse
from sop_library.importing.drafting import imported
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.models import Draft
from sop_library.writing import to_yaml
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.sop_library.sources import SEEDS

NEW = "/sop/draf/baru/"
KRISIS = (SEEDS / "003_bf2eb908f913c3f3.txt").read_text(encoding="utf-8")


@pytest.fixture
def wati(salatiga: Office) -> Client:
    return enter(salatiga, employ(salatiga, "wati", admin=True))


def drafts(office: Office) -> list[Draft]:
    with in_office(office):
        return list(Draft.objects.all())


def sent(page) -> dict[str, str]:
    """What the form that begins the draft sends, with a service chosen."""
    form = page.select_one("aside form")
    kept = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return {**kept, "service": "pendampingan"}


def test_pasted_text_is_shown_as_read_before_anything_is_kept(wati, salatiga):
    answer = wati.post(NEW, {"cara": "teks", "pasted": KRISIS})
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert drafts(salatiga) == []
    said = words(answer)
    assert "14 langkah." in said
    assert "Menyetujui dan menandatangani naskah kesepakatan layanan yang akan diberikan." in said
    assert "Mungkin cabang: tetapkan apa yang terjadi kalau ya dan kalau tidak." in said
    assert len(read(answer).select("table.rk-table tbody tr")) == 14


def test_a_second_post_begins_the_draft_with_its_doubts_beside_the_steps(wati, salatiga):
    page = read(wati.post(NEW, {"cara": "teks", "pasted": KRISIS}))
    answer = wati.post(NEW, {**sent(page), "name": "Intervensi krisis kami"})
    [draft] = drafts(salatiga)
    assert answer.status_code == 303
    assert answer["Location"] == f"/sop/draf/{draft.pk}/"
    assert (draft.slug, draft.name) == ("intervensi-krisis-kami", "Intervensi krisis kami")
    assert len(draft.document["steps"]) == 14
    assert draft.document["sop"] == "salatiga/intervensi-krisis-kami"
    assert draft.document["regency"] == "33.73"
    assert {note["kind"] for note in draft.document["anomalies"]} == {"doubt"}
    assert wati.get(answer["Location"]).status_code == 200


def test_what_was_typed_stays_when_something_is_missing(wati, salatiga):
    page = read(wati.post(NEW, {"cara": "teks", "pasted": KRISIS}))
    answer = wati.post(NEW, {**sent(page), "name": ""})
    assert answer.status_code == 422
    assert read(answer).select_one("input[name=isi]")["value"].split() == KRISIS.split()
    assert drafts(salatiga) == []


def test_a_name_that_is_taken_is_said_at_the_name(wati, salatiga):
    page = read(wati.post(NEW, {"cara": "teks", "pasted": KRISIS}))
    assert wati.post(NEW, {**sent(page), "name": "Satu nama"}).status_code == 303
    answer = wati.post(NEW, {**sent(page), "name": "Satu nama"})
    assert answer.status_code == 422
    assert "Draf SOP ini sudah ada" in words(answer)


@pytest.mark.parametrize(
    ("pasted", "words_said"), [("", "Isi"), ("1. langkah\n" * 20_000, "terlalu panjang"), ("1. a\n" * 9_000, "2.000")]
)
def test_text_that_can_be_no_draft_is_refused_and_stays(wati, pasted, words_said):
    answer = wati.post(NEW, {"cara": "teks", "pasted": pasted})
    assert answer.status_code == 422
    assert faults_of(answer) == []
    assert words_said in words(answer)
    assert read(answer).select_one("textarea[name=pasted]").text.split() == pasted.split()


def test_a_file_of_another_office_is_read_and_begins_a_draft(wati, salatiga):
    file = SimpleUploadedFile("sop.yaml", catalogue()["nunukan/intervensi-krisis"])
    page = read(wati.post(NEW, {"cara": "berkas", "file": file}))
    assert len(page.select("table.rk-table tbody tr")) == 19
    assert wati.post(NEW, {**sent(page), "name": "Krisis Nunukan"}).status_code == 303
    assert len(drafts(salatiga)[0].document["steps"]) == 19


def test_a_bpmn_file_is_the_sop_inside_it_and_one_from_elsewhere_is_refused_in_a_sentence(wati):
    key = "nunukan/intervensi-krisis"
    drawn = to_bpmn(load(catalogue()[key], name=key))
    page = read(wati.post(NEW, {"cara": "berkas", "file": SimpleUploadedFile("sop.bpmn", drawn)}))
    assert "Menerima dan mencatat identitas diri korban" in " ".join(page.get_text().split())
    changed = drawn.replace(b'name="Terima korban', b'name="Tolak korban', 1)
    answer = wati.post(NEW, {"cara": "berkas", "file": SimpleUploadedFile("sop.bpmn", changed)})
    assert answer.status_code == 422
    assert "Gambar BPMN ini sudah diubah di aplikasi lain" in words(answer)


def test_a_file_with_faults_is_read_too_and_each_is_said_with_its_line(wati):
    text = catalogue()["nunukan/intervensi-krisis"].decode().replace("service:", "servis:", 1)
    answer = wati.post(NEW, {"cara": "berkas", "file": SimpleUploadedFile("sop.yaml", text.encode())})
    assert answer.status_code == 200
    assert "“servis” tidak dikenal" in words(answer)
    assert faults_of(answer) == []


@pytest.mark.parametrize(("was", "typed", "said"), [
    ("  office:", "  note: !!bool foo\n  office:", "Isian berjenis tag:yaml.org,2002:bool tidak dapat dipakai."),
    ("  office:", f"  note: {'9' * 5_000}\n  office:", "Angka di sini terlalu besar"),
    (r"amount: PT\w+", "amount: P999999999D", "“P999999999D” terlalu lama; paling lama 100 tahun."),
    (r"amount: PT\w+", "amount: P9999Y", "“P9999Y” terlalu lama; paling lama 100 tahun."),
])  # fmt: skip
def test_a_file_with_hostile_values_is_read_and_begins_a_draft_that_says_them(wati, salatiga, was, typed, said):
    text, there = re.subn(was, typed, catalogue()["nunukan/intervensi-krisis"].decode(), count=1)
    assert there
    file = SimpleUploadedFile("sop.yaml", text.encode())
    answer = wati.post(NEW, {"cara": "berkas", "file": file})
    assert said in words(answer)
    begun = wati.post(NEW, {**sent(read(answer)), "name": "Krisis Nunukan"})
    assert begun.status_code == 303
    assert wati.get(begun["Location"]).status_code == 200


def test_a_pasted_time_of_thousands_of_years_begins_a_draft_that_says_it_is_too_long(wati, salatiga):
    page = read(
        wati.post(NEW, {"cara": "teks", "pasted": "1. Terima korban, paling lama 9999 tahun\n2. Catat, 10 menit"})
    )
    begun = wati.post(NEW, {**sent(page), "name": "Lama sekali"})
    assert begun.status_code == 303
    assert "terlalu lama; paling lama 100 tahun" in words(wati.get(begun["Location"]))


def test_a_long_file_is_read_whole_and_one_too_long_is_refused_never_cut(wati):
    key = "nunukan/intervensi-krisis"
    longer = dict(load(catalogue()[key], name=key).document)
    last = longer["steps"][-1]
    more = [{"key": f"tambahan-{one}", "name": f"Tambahan {one}", "text": "Petugas mencatat " * 60,
             "lanes": last["lanes"]} for one in range(300)]  # fmt: skip
    longer["steps"] = [*more, *longer["steps"]]
    body = to_yaml(longer).encode()
    assert 300_000 < len(body) < 1_000_000
    page = read(wati.post(NEW, {"cara": "berkas", "file": SimpleUploadedFile("sop.yaml", body)}))
    assert len(page.select("table.rk-table tbody tr")) == len(longer["steps"]) == 319
    for size in (1_000_001, 4_000_002):
        long = body + b"#" * (size - len(body))
        answer = wati.post(NEW, {"cara": "berkas", "file": SimpleUploadedFile("sop.yaml", long)})
        assert answer.status_code == 422
        assert "lebih dari 1 MB" in words(answer)


def test_a_drawing_larger_than_a_picture_may_be_is_read_whole(wati):
    key = "nunukan/intervensi-krisis"
    definition = load(catalogue()[key], name=key)
    more = [{**definition.document["steps"][-1], "key": f"tambahan-{one}"} for one in range(100)]
    drawn = to_bpmn(parse({**definition.document, "steps": [*more, *definition.document["steps"]]}))
    assert 256 * 1024 < len(drawn) < 4_000_000
    page = read(wati.post(NEW, {"cara": "berkas", "file": SimpleUploadedFile("sop.bpmn", drawn)}))
    assert len(page.select("table.rk-table tbody tr")) == 119


@pytest.mark.parametrize("body", [b"- daftar", b"%PDF-1.4", b"a: &a [*a]", b"", b"a: b: c"])
def test_a_file_that_is_no_sop_is_refused_in_a_sentence(wati, salatiga, body):
    answer = wati.post(NEW, {"cara": "berkas", "file": SimpleUploadedFile("x.yaml", body)})
    assert answer.status_code == 422
    assert faults_of(answer) == []
    assert read(answer).select_one("#berkas-salah")
    assert drafts(salatiga) == []


def test_markup_in_a_step_is_shown_as_words(wati):
    answer = wati.post(NEW, {"cara": "teks", "pasted": "1. Menerima <script>alert(1)</script>\n2. Mencatat\n"})
    assert b"<script>alert" not in answer.content
    assert "<script>alert(1)</script>" in words(answer)


def test_who_writes_no_sops_is_told_whose_task_it_is(salatiga):
    answer = enter(salatiga, employ(salatiga, "sari")).get(NEW)
    assert answer.status_code == 403
    assert "SOP ditulis oleh admin kantor" in words(answer)


def test_the_page_asks_three_ways(wati):
    answer = wati.get(NEW)
    assert faults_of(answer) == []
    assert {link["href"] for link in read(answer).select("main a")} >= {"/sop/pustaka/", "/sop/draf/kosong/"}


def test_a_doubt_stands_in_the_editor_until_somebody_settles_it_and_can_be_undone(wati, salatiga):
    page = read(wati.post(NEW, {"cara": "teks", "pasted": KRISIS}))
    address = wati.post(NEW, {**sent(page), "name": "Krisis"})["Location"]
    shown = wati.get(address)
    assert "Mungkin cabang: tetapkan apa yang terjadi" in words(shown)
    form = read(shown).select("#ragu form")[0]
    gone = {field["name"]: field["value"] for field in form.select("input[name]")}
    before = len(drafts(salatiga)[0].document["anomalies"])
    assert wati.post(form["action"], gone).status_code == 303
    assert len(drafts(salatiga)[0].document["anomalies"]) == before - 1
    assert wati.post(form["action"], gone).status_code == 303
    assert wati.post(f"{address}urung/").status_code == 303
    assert len(drafts(salatiga)[0].document["anomalies"]) == before


def test_another_name_is_the_title_of_the_sheet_too_and_the_name_read_leaves_the_title_as_printed(wati, salatiga):
    page = read(wati.post(NEW, {"cara": "teks", "pasted": KRISIS}))
    assert "menjadi judul lembar SOP juga" in page.get_text()
    assert wati.post(NEW, sent(page)).status_code == 303
    assert wati.post(NEW, {**sent(page), "name": "Layanan kami"}).status_code == 303
    titles = {draft.name: draft.document["title"] for draft in drafts(salatiga)}
    assert titles.pop("Layanan kami") == "Layanan kami"
    [(_name, title)] = titles.items()
    assert title == imported(KRISIS).document["title"] != "Layanan kami"


def test_every_doubt_that_was_shown_stands_in_the_draft(wati):
    page = read(wati.post(NEW, {"cara": "teks", "pasted": KRISIS}))
    shown = len(page.select("section[aria-labelledby=h-ragu] li"))
    draft = read(wati.get(wati.post(NEW, {**sent(page), "name": "Krisis"})["Location"]))
    assert len(draft.select("#ragu li")) == shown > 2
    assert "Teks ini tidak punya kolom pelaksana" in draft.select_one("#ragu").get_text()
