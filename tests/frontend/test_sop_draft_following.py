"""Under the sheet of a draft stands what it changes, after each edit; taking one back redraws what is on the page."""

from django.test import Client
from django.utils import timezone

from sop_library.models import Draft
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import read, words
from tests.frontend.test_sop_draft import HTMX, admin, at, document_of, saved, wati

__all__ = ["admin", "at", "wati"]


def changed(page) -> str:
    return " ".join(read(page).find(id="beda").get_text(" ").split())


def test_what_changes_against_the_version_before_follows_each_edit(wati: Client, at: str) -> None:
    assert "Yang berubah dari versi 1 Belum ada yang berubah." in changed(wati.get(at))
    answer = saved(wati, f"{at}langkah/wilayah/", text="Memeriksa wilayah sekali lagi")
    part = read(answer).find(id="beda")
    assert part["hx-swap-oob"] == "true"
    assert "sekali lagi" in " ".join(one.get_text(" ") for one in part.find_all("ins"))
    assert "1 langkah" in changed(wati.get(at))
    wati.post(f"{at}urung/")
    assert "Belum ada yang berubah." in changed(wati.get(at))


def test_of_many_changes_the_first_stand_here_and_the_rest_is_a_link(wati: Client, at: str, salatiga: Office) -> None:
    for step in document_of(salatiga)["steps"]:
        saved(wati, f"{at}langkah/{step['key']}/", remarks=f"Catatan {step['key']}")
    part = read(wati.get(at)).find(id="beda")
    assert len(part.select("tbody tr")) == 12
    assert part.find("a", href=f"{at}beda/").get_text() == "Lihat 1 perubahan lagi"


def test_of_a_new_sop_everything_is_new(wati: Client) -> None:
    made = wati.post("/sop/draf/kosong/", {"name": "Uji baru", "service": "mediasi"})
    assert "semua isinya baru" in changed(wati.get(made["Location"]))


def test_undo_redraws_the_panel_and_stays_where_it_is(wati: Client, at: str, salatiga: Office) -> None:
    saved(wati, f"{at}langkah/wilayah/", name="Cek wilayah")
    back = wati.post(f"{at}urung/", {"bagian": "langkah/wilayah"}, headers=HTMX)
    assert back.status_code == 200
    page = read(back)
    assert page.find(id="panel")["hx-swap-oob"] == "true"
    assert page.find(id="f-name")["value"].startswith("Periksa wilayah")
    assert page.find(id="urung"), "the button that was pressed stands there again, by the same id"
    assert "diurungkan" in words(back)
    again = wati.post(f"{at}ulang/", {"bagian": "langkah/wilayah"}, headers=HTMX)
    assert read(again).find(id="f-name")["value"] == "Cek wilayah"
    bare = read(wati.post(f"{at}urung/", {"bagian": ""}, headers=HTMX))
    assert bare.find(id="temuan")["hx-swap-oob"] == "true"
    assert bare.find(id="panel") is None


def test_an_open_part_that_undo_takes_away_leads_back_to_the_sheet(wati: Client, at: str, salatiga: Office) -> None:
    wati.post(f"{at}pelaksana/tambah/", {"words": "Psikolog", "seen": "0"})
    gone = wati.post(f"{at}urung/", {"bagian": "pelaksana/psikolog"}, headers=HTMX)
    assert gone.headers["HX-Redirect"] == at
    nothing = wati.post(f"{at}urung/", {"bagian": ""}, headers=HTMX)
    assert nothing.status_code == 422
    assert "Tidak ada perubahan Anda" in words(nothing)


def test_a_draft_of_the_library_is_held_against_what_was_adopted(wati: Client, at: str, salatiga: Office) -> None:
    with in_office(salatiga):
        draft = Draft.objects.get()
        Draft.objects.filter(pk=draft.pk).update(base=None, sop=None, changed_at=timezone.now())
        assert draft.origin
    said = changed(wati.get(at))
    assert "Yang berubah dari pustaka" in said
