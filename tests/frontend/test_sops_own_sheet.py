"""The sheet of an SOP that the office wrote itself: it speaks of no source, and says under which conditions it runs."""

from bs4.element import Tag
from django.utils import timezone

from sop_library.definition import parse
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.sop_library.sheets import sheet, step

GATE = {"when": {"fact": "consent.service", "is": True}, "words": "Tunggu korban."}


def test_no_source_is_spoken_of_and_conditions_are_said_with_notes_and_without(salatiga):
    document = sheet(
        step("a"), step("b", gate=GATE), step("c", optional=True), source={"document": "Ditulis kantor"},
        narrative=[{"text": "Uraian", "steps": ["a"]}], preamble=[{"heading": "PENGANTAR"}],
    )  # fmt: skip
    with in_office(salatiga):
        version = adopt(definition=parse(document), at=timezone.now())
    where = f"/sop/{version.sop.slug}/versi/{version.number}/"
    client = enter(salatiga, employ(salatiga, "petugas"))
    for page in (client.get(where), client.get(where, {"catatan": "tanpa"})):
        assert faults_of(page) == []
        for ours in ("tidak tercetak pada sumber", "pembacaan kami", "Sumber tidak mencetak"):
            assert ours not in read(page).select("table.rk-sop")[0].get_text(" "), ours
        row = read(page).find(id="langkah-b")
        assert isinstance(row, Tag)
        assert "Baru dimulai bila Persetujuan mengikuti layanan: Ya (Tunggu korban)." in row.get_text(" ")
        assert "Boleh dilewati dengan alasan." in words(page)
    noted = words(client.get(where))
    assert "Tidak ada batas waktu di luar kolom Waktu." in noted
    assert "pembacaan kami" not in noted
    for page in (noted, words(client.get(where, {"catatan": "tanpa"}))):
        assert "sumber" not in page.casefold()
    assert "Asal lembar ini" in noted
    assert not read(client.get(where)).select(".rk-sop .rk-read")
