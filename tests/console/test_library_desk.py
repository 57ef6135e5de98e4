"""The editor at the console: an SOP that was pasted gets its lanes, its branches and its times by clicking alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from library import queries
from library.models import ShelfDraft
from library.operations import being_here, shelving, writing
from sop_library.drafting.changes import SetField
from sop_library.inspecting import catalogue
from sop_library.loading import read
from sop_library.refusals import Refused, Stale
from tenants.database import connection
from tenants.roles import as_console
from tests.frontend.screens import read as read_page

Visit = Callable[[str], Client]
AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
PASTED = "Prosedur\n1. Terima tamu\n2. Periksa berkas, apabila tidak lengkap kembalikan\n3. Buat laporan\n"


def begun(client: Client) -> str:
    at = client.post("/pustaka/baru/", {"cara": "teks", "pasted": PASTED})["Location"]
    assert "Ubah di layar" in client.get(at).content.decode()
    return str(at).replace("/pustaka/", "/pustaka/susun/")


def text_of(at: str) -> dict[str, Any]:
    connection.set_schema_to_public()
    with as_console(connection, "33"):
        document = read(ShelfDraft.objects.get(pk=at.rstrip("/").rpartition("/")[2]).text).document
    assert document is not None
    return document


def test_lanes_and_steps_are_added_and_the_text_follows(visit: Visit) -> None:
    client = visit("jateng")
    at = begun(client)
    page = client.get(at)
    assert page.status_code == 200
    assert "Ke pemeriksaan dan penerbitan" in page.content.decode()
    answer = client.post(f"{at}pelaksana/tambah/", {"words": "Petugas Loket", "seen": "0"})
    assert answer.status_code == 303
    assert text_of(at)["lanes"]["petugas-loket"]["label"] == "Petugas Loket"
    answer = client.post(f"{at}langkah/tambah/", {"words": "Serahkan hasil", "after": "", "seen": "1"})
    assert answer.status_code == 303
    assert [step["text"] for step in text_of(at)["steps"]].count("Serahkan hasil") == 1
    assert client.post(f"{at}urung/").status_code == 303
    assert "Serahkan hasil" not in str(text_of(at))
    assert client.post(f"{at}ulang/").status_code == 303
    assert "Serahkan hasil" in str(text_of(at))
    sheet = client.get(at.replace("/susun", "")).content.decode()
    assert "Serahkan hasil" in sheet


def test_a_field_is_saved_from_its_panel(visit: Visit) -> None:
    client = visit("jateng")
    at = begun(client)
    step = text_of(at)["steps"][0]["key"]
    page = read_page(client.get(f"{at}langkah/{step}/"))
    mark = page.find(id="mark-text")["value"]
    answer = client.post(f"{at}langkah/{step}/", {"text": "Terima tamu dengan ramah", "mark-text": mark})
    assert answer.status_code in (200, 303)
    assert text_of(at)["steps"][0]["text"] == "Terima tamu dengan ramah"


def test_what_can_not_be_read_or_waits_has_no_editor(visit: Visit) -> None:
    client = visit("jateng")
    at = begun(client)
    assert client.post(f"{at.replace('/susun', '')}naskah/", {"seen": "0", "text": "{"}).status_code == 303
    assert client.get(at).status_code == 404
    assert "Ubah di layar" not in client.get(at.replace("/susun", "")).content.decode()
    assert visit("jatim").get(begun(client)).status_code == 404
    assert visit("pusat").get(begun(client)).status_code == 404


@pytest.fixture
def draft(owner_db: str) -> ShelfDraft:
    text = catalogue()["salatiga/layanan-informasi"].decode()
    return shelving.begin(text=text, console="33", by=Staff().pk, at=AT)


def people() -> tuple[Any, Any]:
    return SimpleNamespace(pk="a", name="Ani"), SimpleNamespace(pk="b", name="Budi")


def test_two_in_two_fields_merge_and_in_one_field_nobody_is_overwritten(draft: ShelfDraft) -> None:
    ani, budi = people()
    writing.edit(draft=draft, change=SetField("sop", "title", "JUDUL"), seen=0, by=ani, at=AT)
    writing.edit(draft=draft, change=SetField("sop", "name", "Nama"), seen=0, by=budi, at=AT)
    with pytest.raises(Stale, match="touched_meanwhile") as stale:
        writing.edit(draft=draft, change=SetField("sop", "title", "LAIN"), seen=0, by=budi, at=AT)
    assert "Ani" in stale.value.message
    draft.refresh_from_db()
    assert (draft.document["title"], draft.document["name"], draft.name, draft.revision) == ("JUDUL", "Nama", "Nama", 2)
    with pytest.raises(Refused, match="nothing_to_redo"):
        writing.redo(draft=draft, by=ani, at=AT)
    writing.undo(draft=draft, by=ani, at=AT)
    draft.refresh_from_db()
    assert draft.document["title"] == "PELAYANAN INFORMASI"
    assert draft.document["name"] == "Nama", "what the other did stays"
    with pytest.raises(Refused, match="nothing_to_undo"):
        writing.undo(draft=draft, by=ani, at=AT)


def test_a_text_written_anew_meanwhile_is_not_overwritten(draft: ShelfDraft) -> None:
    ani, _budi = people()
    shelving.rewrite(draft=draft, text=draft.text + "\n# lagi", seen=0, at=AT)
    with pytest.raises(Stale, match="rewritten"):
        writing.edit(draft=draft, change=SetField("sop", "title", "LAIN"), seen=0, by=ani, at=AT)


def test_a_submitted_draft_is_not_changed_on_screen(draft: ShelfDraft) -> None:
    ani, _budi = people()
    shelving.submit(draft=draft, seen=0, by=draft.begun_by, by_name="Ani", alone=False, at=AT)
    for act in (
        lambda: writing.edit(draft=draft, change=SetField("sop", "title", "x"), seen=0, by=ani, at=AT),
        lambda: writing.undo(draft=draft, by=ani, at=AT),
        lambda: writing.redo(draft=draft, by=ani, at=AT),
    ):
        with pytest.raises(Refused, match="submitted"):
            act()


def test_what_was_edited_is_what_is_published(draft: ShelfDraft) -> None:
    ani, _budi = people()
    writing.edit(draft=draft, change=SetField("sop", "title", "JUDUL BARU"), seen=0, by=ani, at=AT)
    with as_console(connection, "33"):
        made = shelving.submit(draft=draft, seen=1, by=draft.begun_by, by_name="Ani", alone=True, at=AT)
        assert made is not None
        found = queries.entry(made.key)
    assert found is not None
    assert (found.title, found.document["title"]) == ("JUDUL BARU", "JUDUL BARU")


def test_who_has_it_open_is_told_to_the_others_for_a_while(draft: ShelfDraft) -> None:
    ani, budi = people()
    assert being_here.be_here(draft=draft, part="sop", by=ani, at=AT) == ()
    seen = being_here.be_here(draft=draft, part="step:catat", by=budi, at=AT + timedelta(seconds=5))
    assert [(one.staff.name, one.part) for one in seen] == [("Ani", "sop")]
    draft.refresh_from_db()
    assert (draft.revision, draft.changed_at) == (0, AT), "having it open changes nothing of it"
    others = being_here.others_here(draft=draft, by=ani, at=AT + timedelta(seconds=10))
    assert [one.staff.name for one in others] == ["Budi"]
    later = AT + timedelta(minutes=2)
    assert being_here.be_here(draft=draft, part="", by=ani, at=later) == ()
    draft.refresh_from_db()
    assert [one["name"] for one in draft.here] == ["Ani"], "who left is not kept"


def test_the_open_page_of_one_tells_of_the_other_and_of_what_they_changed(visit: Visit) -> None:
    client = visit("jateng")
    at = begun(client)
    step = text_of(at)["steps"][0]["key"]
    page = read_page(client.get(f"{at}langkah/{step}/"))
    shown = {"bagian": f"langkah/{step}", "revision": "0", "mark-text": page.find(id="mark-text")["value"]}
    assert client.post(f"{at}hadir/", shown).status_code == 200
    with as_console(connection, "33"):
        row = ShelfDraft.objects.get(pk=at.rstrip("/").rpartition("/")[2])
        _ani, budi = people()
        being_here.be_here(draft=row, part="", by=budi, at=timezone.now())
        writing.edit(draft=row, change=SetField(f"step:{step}", "text", "Sambut"), seen=0, by=budi, at=timezone.now())
    told = client.post(f"{at}hadir/", shown)
    assert told.status_code == 200
    said = " ".join(read_page(told).get_text(" ").split())
    assert "Budi juga sedang menulis draf ini" in said
    assert "Budi mengubah isian ini" in said
    assert "Sambut" in said
    assert "Budi juga sedang menulis" in client.get(at).content.decode().replace("<b>", "").replace("</b>", "")
