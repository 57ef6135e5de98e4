"""An SOP sheet on paper: what the layout says stands there, tagged, in its own fonts, and no letter is an empty box."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.sop_sheets import as_page, as_pdf, draft_pdf
from documents.standard_page import as_page as standard_as_page
from documents.typesetting import set_in_type
from sop_library.definition import parse
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.sheet import build
from sop_library.sheet.laid import Laid
from sop_library.sheet.layout import lay_out
from tests.sop_library.sheets import sheet, step


def laid(name: str) -> Laid:
    return lay_out(build(load(catalogue()[name], name=name)), notes=False)


def fonts(reader: PdfReader) -> set[str]:
    found = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return found


def plain(words: str) -> str:
    return "".join(words.split())


@pytest.fixture(scope="module")
def nunukan() -> tuple[Laid, PdfReader]:
    made = laid("nunukan/intervensi-krisis")
    return made, PdfReader(BytesIO(as_pdf(made)))


def test_every_page_is_a4_on_its_long_side(nunukan: tuple[Laid, PdfReader]) -> None:
    made, reader = nunukan
    assert len(reader.pages) == len(made.pages)
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_the_words_of_every_step_can_be_read_back(nunukan: tuple[Laid, PdfReader]) -> None:
    made, reader = nunukan
    for page, printed in zip(made.pages, reader.pages, strict=True):
        said = plain(printed.extract_text())
        for row in page.table.rows if page.table else ():
            if row.key:
                assert plain("".join(row.cells[1].lines)) in said, row.key


def test_the_form_names_its_parts_on_paper(nunukan: tuple[Laid, PdfReader]) -> None:
    _, reader = nunukan
    first, *flow = (page.extract_text() for page in reader.pages)
    fields = ["Nomor SOP", "Tanggal Pembuatan 2022", "Tanggal Revisi", "Tanggal Efektif",
              "Disahkan oleh Kepala Dinas,", "Nama SOP Pelayanan Penanganan Pengaduan"]  # fmt: skip
    lines = first.splitlines()
    assert all(any(line.startswith(field) for line in lines) for field in fields)
    for page in flow:
        heads = plain(page.partition("No Kegiatan")[2])
        assert heads.startswith(plain("Pelaksana Mutu Baku Keterangan Cabang alur Kelengkapan Waktu Biaya Output"))


def test_it_is_tagged_as_a_table_with_its_own_fonts(nunukan: tuple[Laid, PdfReader]) -> None:
    _, reader = nunukan
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert fonts(reader) == {"Surat", "Surat-Bold"}
    assert "Table" in _kinds(reader)
    assert {"TH", "TD", "H1", "Figure"} <= _kinds(reader)


def _kinds(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    edge = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while edge:
        node = edge.pop().get_object()
        for one in node if isinstance(node, list) else [node]:
            if isinstance(one, dict):
                found.add(str(one.get("/S", ""))[1:])
                if "/K" in one:
                    edge.append(one["/K"])
            elif hasattr(one, "get_object") and not isinstance(one, int):
                edge.append(one)
    return found


def test_every_row_stands_where_the_layout_has_it() -> None:
    """The words are set over the drawing: a row that moved would leave its symbols behind."""
    from weasyprint import CSS, HTML

    from documents.sop_sheets import STYLE
    from documents.typesetting import BASE, OnlyLetterFonts

    made = laid("salatiga/pengaduan-langsung")
    fetcher = OnlyLetterFonts(
        None, {str(page.number): "<svg xmlns='http://www.w3.org/2000/svg'/>" for page in made.pages}
    )
    style = CSS(string=STYLE.read_text(encoding="utf-8"), base_url=BASE, url_fetcher=fetcher)
    printed = HTML(string=as_page(made), base_url=BASE, url_fetcher=fetcher).render(stylesheets=[style])
    for page, set_ in zip(made.pages, printed.pages, strict=True):
        for row in page.table.rows if page.table else ():
            if row.key and not row.part:
                _, y = set_.anchors[f"langkah-{row.key}"][:2]
                assert y * 25.4 / 96 == pytest.approx(row.y, abs=0.15), row.key


def test_words_in_another_script_are_printed_with_a_font_that_has_them() -> None:
    made = lay_out(build(parse(sheet(step("a", text="Mencatat laporan 乙女 رسالة ꦲꦏ꧀ꦱꦫ")))), notes=False)
    assert "乙" in made.other_letters
    reader = PdfReader(BytesIO(as_pdf(made)))
    assert any(name.startswith("Huruf-Lain") for name in fonts(reader))
    assert "乙女" in "".join(page.extract_text() for page in reader.pages)


def test_a_half_built_draft_says_so_on_every_page() -> None:
    reader = PdfReader(BytesIO(draft_pdf({"title": "Baru", "steps": [{"text": "Menerima <b>laporan</b>"}]})))
    for page in reader.pages:
        assert "DRAF" in page.extract_text()
    assert "<b>laporan</b>" in reader.pages[1].extract_text()


def test_the_service_standard_has_its_six_parts_in_order() -> None:
    definition = load(catalogue()["banyuwangi/p2tp2a"], name="p2tp2a")
    said = PdfReader(BytesIO(set_in_type(standard_as_page(definition)).pdf)).pages[0].extract_text()
    parts = ["1. Persyaratan", "2. Sistem", "3. Jangka waktu", "4. Biaya", "5. Produk"]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
