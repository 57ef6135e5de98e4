"""The pages behind a sheet: how to read it, its doors and limits, the source's oddities, and what we read ourselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from sop_library.sheet.laid import BODY, HEAD, TITLE, Drawn, Font, Line, Page, Paper, Shape, Words
from sop_library.sheet.measured import has_symbol, numbers_of
from sop_library.sheet.measuring import Measure, broken
from sop_library.sheet.parts import Note, Row, Sheet

GAP = 8.0
BETWEEN = 1.2
KEY = 15.0
TITLE_WORDS = "Catatan atas lembar ini"
SYMBOLS: tuple[tuple[Shape, str], ...] = (
    ("terminator", "Mulai atau selesai"),
    ("process", "Kegiatan"),
    ("decision", "Keputusan"),
    ("offpage", "Sambungan ke halaman atau baris lain"),
)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    words: str
    font: Font = BODY


def note_pages(sheet: Sheet, *, paper: Paper, measure: Measure, first: int) -> list[Page]:
    """The pages of notes, in two columns; none where there is nothing to say."""
    paragraphs = list(_paragraphs(sheet))
    if not paragraphs:
        return []
    width = (paper.right - paper.left - GAP) / 2
    top = paper.top + TITLE.leading + 3.0
    words: list[Words] = []
    pages: list[list[Words]] = [words]
    column, y = 0, top + KEY
    for paragraph in paragraphs:
        font = paragraph.font
        lines = broken(paragraph.words, width=width, size=font.size, bold=font.bold, measure=measure)
        needs_next = 2 * font.leading if font.bold else 0.0
        while lines:
            room = int((paper.bottom - y - needs_next) / font.leading)
            if room < min(len(lines), 2):
                column, y = 1 - column, top + (KEY if len(pages) == 1 else 0.0)
                if column == 0:
                    words = []
                    pages.append(words)
                    y = top
                continue
            shown, lines = lines[:room], lines[room:]
            x = paper.left + column * (width + GAP)
            words.append(
                Words(x, y, width, len(shown) * font.leading, shown, font, role="heading" if font.bold else "text")
            )
            y += len(shown) * font.leading + (0.0 if lines else BETWEEN)
    return [_page(place, first, one, paper) for place, one in enumerate(pages)]


def _page(place: int, first: int, words: list[Words], paper: Paper) -> Page:
    head = Words(paper.left, paper.top, paper.right - paper.left, TITLE.leading, (TITLE_WORDS,), TITLE, role="heading")
    if place:
        return Page(first + place, (head, *words))
    shapes, labels = [], []
    x, y = paper.left + 8.0, paper.top + TITLE.leading + 8.0
    for shape, label in SYMBOLS:
        shapes.append(Drawn(shape, x, y, 10.0 if shape != "offpage" else 5.0, 5.2 if shape != "decision" else 7.0))
        labels.append(Words(x + 7.0, y - BODY.leading / 2, 44.0, BODY.leading, (label,), BODY))
        x += 54.0
    labels.append(Words(x + 5.0, y - BODY.leading / 2, 44.0, BODY.leading, ("Arah alur",), BODY))
    arrow = Line(((x - 6.0, y), (x + 3.0, y)), "key", arrow=True)
    return Page(first, (head, *labels, *words), shapes=tuple(shapes), lines=(arrow,))


def _paragraphs(sheet: Sheet) -> Iterator[_Paragraph]:
    definition, document = sheet.definition, sheet.document
    numbers = numbers_of(definition)
    bound = {row.step.key for row in sheet.rows for note in row.notes if note.kind == "office"}
    read = [row for row in sheet.rows if has_symbol(row) and not row.marked and row.step.key not in bound]
    unmarked = [numbers[row.step.key] for row in read]
    if unmarked and sheet.has_source and (document.get("anomalies") or document.get("columns")):
        yield _Paragraph("Simbol", HEAD)
        which = "semua langkah" if len(unmarked) == len(sheet.rows) else f"langkah {', '.join(unmarked)}"
        yield _Paragraph(
            f"Simbol dan pelaksana pada {which} tidak tercetak pada sumber; tempatnya adalah pembacaan. "
            "Garis putus-putus antara dua simbol berarti salah satu pelaksana itu yang mengerjakan."
        )
    if definition.doors:
        yield _Paragraph("Pintu masuk", HEAD)
        for door in definition.doors.values():
            if door.starts in definition.by_key:
                yield _Paragraph(f"{door.label}: mulai di langkah {numbers[door.starts]}.")
    if definition.limits or definition.interrupts:
        yield _Paragraph("Batas waktu dan keadaan mendesak", HEAD)
        for limit in definition.limits:
            until = ", ".join(numbers[key] for key in limit.until if key in numbers)
            printed = f" ({limit.reading.printed})" if limit.reading.printed else ""
            yield _Paragraph(f"{limit.label}{printed}: sampai langkah {until}.")
        for interrupt in definition.interrupts:
            if interrupt.starts in numbers:
                yield _Paragraph(f"{interrupt.label}: langkah {numbers[interrupt.starts]} dimulai dari mana pun.")
    ruled = [(row, note) for row in sheet.rows for note in row.notes if note.kind == "ruling"]
    if ruled and sheet.has_source:
        yield _Paragraph("Syarat langkah saat dijalankan (pembacaan kami)", HEAD)
        for row, note in ruled:
            yield _Paragraph(f"Langkah {_called(row, numbers[row.step.key])}: {note.text}")
    noted = [(row, note) for row in sheet.rows for note in row.notes if note.kind not in ("ruling", "office")]
    if sheet.notes or noted:
        yield _Paragraph("Catatan atas sumber dan pembacaan", HEAD)
    for note in sheet.notes:
        yield _Paragraph(_said(note))
    for row, note in noted:
        if note.see is None:
            yield _Paragraph(f"Langkah {_called(row, numbers[row.step.key])}: {_said(note)}")


def _called(row: Row, number: str) -> str:
    return (
        number
        if number != "\N{EN DASH}"
        else f"\N{LEFT DOUBLE QUOTATION MARK}{row.step.name}\N{RIGHT DOUBLE QUOTATION MARK}"
    )


def _said(note: Note) -> str:
    quote = f"“{note.quote}” " if note.quote else ""
    lead = "pembacaan: " if note.kind == "reading" and note.text else ""
    text = note.text or ("dibaca dari isi langkah." if note.kind == "reading" else "")
    return f"{lead}{quote}{text}"
