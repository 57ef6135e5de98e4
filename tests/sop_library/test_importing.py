"""Pasted service standards become drafts: every step in its own words, nothing lost, what is open said."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_library.importing.cleaning import cleaned
from sop_library.importing.deciding import doubts_of
from sop_library.importing.doubts import NotImported
from sop_library.importing.drafting import Imported, imported
from sop_library.importing.headings import heading_of
from sop_library.importing.known_lanes import with_known_lanes
from sop_library.loading import check_document
from tests.sop_library.pasted import PASTED
from tests.sop_library.sources import SEEDS

PENJANGKAUAN, KRISIS = "000_b1a790d460d5be7d.txt", "003_bf2eb908f913c3f3.txt"
LABEL = re.compile(r"^(Nomor SOP|Tanggal (?:Pembuatan|Revisi|Efektif)|Disahkan oleh)\b")
VERBS = ("Menerima", "Mencatat", "Meneruskan", "Mendampingi", "Menyusun", "Menghubungi", "Mengarsipkan")
THINGS = ("pengaduan", "berkas kasus", "data korban", "surat tugas", "Form 3", "layanan 24 jam", "catatan Pasal 5")


def seed(name: str) -> str:
    return (SEEDS / name).read_text(encoding="utf-8")


def codes(draft: Imported) -> Counter[str]:
    return Counter(doubt.code for doubt in draft.doubts)


def strings(part: Any) -> Iterator[str]:
    """Every string in a document, however deep."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from strings(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from strings(inner)


def tokens(words: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", words))


def lost(text: str) -> Counter[str]:
    """The words of a text that neither the draft nor a doubt holds; headings and labels say where the others belong."""
    draft = imported(text)
    told = tokens("\n".join([*strings(draft.document), *(doubt.quote for doubt in draft.doubts)]))
    there: Counter[str] = Counter()
    for line in cleaned(text).lines:
        heading = heading_of(line.words)
        there += tokens(LABEL.sub("", line.words) if heading is None else heading.rest)
    return there - told


@pytest.mark.parametrize(("name", "count"), [(PENJANGKAUAN, 15), (KRISIS, 14)])
def test_the_two_pages_of_barito_utara_written_in_one_line_have_each_step_in_its_words(name, count):
    text = seed(name)
    draft = imported(text)
    assert [step["step"] for step in draft.steps] == [str(number) for number in range(1, count + 1)]
    line = next(line for line in text.splitlines() if f" {count} " in line)
    told = "".join(step["step"] + step["text"] for step in draft.steps)
    outer = next(doubt.quote for doubt in draft.doubts if doubt.code == "outer_number")
    assert re.sub(r"\s", "", outer + told) == re.sub(r"\s", "", line)
    assert check_document(draft.document) == ()
    assert all(step["lanes"] == "unsaid" for step in draft.steps)


def test_the_six_components_of_a_page_land_in_their_places():
    standard = imported(seed(PENJANGKAUAN)).document["standard"]
    assert standard["requirements"] == [{"number": "1.", "text": "Membawa Berkas Pengaduan kasus"}]
    assert standard["total_time"]["amount"] == "PT120M"
    assert standard["fee"] == {"printed": "Tidak dipungut biaya", "amount_idr": 0}
    assert standard["products"][0]["text"].startswith("Pelayanan Penanganan Pengaduan")
    assert standard["complaints"]["heading"] == "Pengaduan Layanan"


def test_a_page_that_lost_its_headings_is_placed_by_guess_and_says_so():
    draft = imported(seed(KRISIS))
    assert codes(draft)["guessed"] == 5
    assert "LAPOR!" in draft.document["standard"]["complaints"]["content"]
    assert draft.document["standard"]["requirements"][0]["text"] == "Perempuan dan Anak Korban kekerasan"
    assert draft.document["standard"]["products"][0]["text"].endswith("Intervensi di P2TP2A")


def test_a_table_brings_lanes_times_and_the_list_that_says_it_again():
    document = imported(seed("004_d17a620eb9fb46b7.txt")).document
    assert [lane["label"] for lane in document["lanes"].values()] == [
        "Sekretariat",
        "Lintas Sektor Terkait",
        "Kepala SKPD",
    ]
    assert document["steps"][0]["lanes"] == {"any_of": ["sekretariat", "kepala-skpd"]}
    assert document["steps"][0]["time"]["clock"] == "unsaid"
    assert len(document["steps"]) == 8
    assert [entry["steps"] for entry in document["narrative"][:8]] == [[step["key"]] for step in document["steps"]]


def test_a_scanned_table_out_of_line_keeps_its_nineteen_rows():
    draft = imported(seed("001_4e5787b8070fe8cb.txt"))
    assert len(draft.steps) == 19
    assert codes(draft)["row_out_of_line"] >= 15


@pytest.mark.parametrize("name", PASTED)
def test_each_habit_of_writing_gives_its_steps_and_loses_no_word(name):
    text, count = PASTED[name]
    draft = imported(text)
    assert len(draft.steps) == count
    assert check_document(draft.document) == ()
    assert lost(text) == Counter()


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.iterdir()))
def test_no_word_of_a_collected_page_is_lost(name):
    """A head that every page repeats is told once."""
    assert {word for word, left in lost(seed(name)).items() if left == tokens(seed(name))[word]} == set()


def test_what_may_be_more_than_a_plain_step_is_marked_with_its_place_and_words():
    draft = imported(
        "SOP Rujukan\n1. Petugas memeriksa berkas, apabila lengkap dilanjutkan\n"
        "2. Bila diperlukan meminta bantuan kepolisian\n3. Berkas dikembalikan ke langkah 1\n4. Menandatangani surat"
    )
    found = {(doubt.code, doubt.step, doubt.quote) for doubt in draft.doubts}
    first, second, third, _fourth = (step["key"] for step in draft.steps)
    assert ("maybe_branch", first, "apabila lengkap dilanjutkan") in found
    assert ("maybe_lane", first, "Petugas") in found
    assert ("maybe_optional", second, "Bila diperlukan meminta bantuan kepolisian") in found
    assert ("maybe_back", third, "dikembalikan ke langkah 1") in found
    assert draft.steps[3]["kind"] == "signature"
    kept = [(note.get("step"), note["quote"], note["note"]) for note in draft.document["anomalies"]]
    assert kept == [(doubt.step, doubt.quote or None, doubt.sentence) for doubt in draft.doubts]
    assert (first, "apabila lengkap dilanjutkan") in {(step, quote) for step, quote, _note in kept}


def test_sections_and_numbers_that_begin_again_are_kept():
    draft = imported(PASTED["parts with numbers that begin again"][0])
    assert [step["section"][:2] for step in draft.steps] == ["A.", "A.", "B.", "B.", "B."]
    assert [step["step"] for step in draft.steps] == ["1.", "2.", "1.", "2.", "3."]


LINES = st.lists(
    st.builds(lambda verb, thing: f"{verb} {thing}", st.sampled_from(VERBS), st.sampled_from(THINGS)),
    min_size=3,
    max_size=30,
)
STYLES = st.sampled_from(["{n}. ", "{n}) ", "({n}) ", "Langkah {n}: ", "{n} ", "- ", "\N{BULLET} "])


@given(LINES, STYLES, st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
@settings(max_examples=60, deadline=None)
def test_a_list_in_any_style_gives_back_exactly_its_items(items, style, end):
    text = "Prosedur\n" + end.join(style.format(n=place) + item for place, item in enumerate(items, start=1))
    assert [step["text"] for step in imported(text).steps] == items


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_a_run_on_line_gives_back_exactly_its_items(items):
    text = "1. " + " ".join(f"{place} {item}." for place, item in enumerate(items, start=1))
    assert [step["text"] for step in imported(text).steps] == [f"{item}." for item in items]


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_makes_a_draft_that_parses_or_is_refused_in_a_sentence(text):
    try:
        draft = imported(text)
    except NotImported as refused:
        said = refused.template % refused.params
    else:
        said = "".join(doubt.sentence for doubt in draft.doubts)
        assert not draft.steps or check_document(draft.document) == ()
        assert lost(text) == Counter()
    assert said


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Korban diijinkan untuk kembali ke rumah Korban", {"maybe_lane"}),
        ("Mengembalikan korban kepada keluarga", set()),
        ("Berkas dikembalikan kepada petugas untuk dilengkapi", {"maybe_back"}),
        ("Mempertimbangkan beberapa kriteria perempuan yang dapat menerima layanan rumah aman", {"maybe_branch"}),
        ("Jika butuh tempat aman lanjut ke langkah 6, jika tidak lanjut ke langkah 7", {"ways_told"}),
        ("Jika butuh tempat aman menghubungi rumah singgah", {"maybe_optional"}),
        ("Memulai SOP Pendampingan dan menunggu sampai selesai", {"maybe_sub"}),
        ("Memeriksa apakah berkas lengkap", set()),
        ("Mempertimbangkan saran tindak lanjut", set()),
    ],
)
def test_going_home_is_no_way_back_and_choosing_who_may_come_in_is_a_branch(words, codes):
    assert {doubt.code for doubt in doubts_of(words)} == codes


@pytest.mark.parametrize(
    ("who", "lanes", "outside"),
    [
        ("Staf Analis Pemberdayaan Perempuan dan Anak", ["Staf Analis Pemberdayaan Perempuan dan Anak"], []),
        ("Staf Analis Pengaduan Masyarakat", ["Staf Analis Pengaduan Masyarakat"], []),
        ("Kepala UPTD dan Petugas Penerima", ["Kepala UPTD", "Petugas Penerima"], []),
        ("Pelapor dan korban", ["Pelapor", "korban"], ["Pelapor", "korban"]),
        ("Pendamping Korban", ["Pendamping Korban"], []),
        ("Masyarakat", ["Masyarakat"], ["Masyarakat"]),
    ],
)
def test_who_does_it_is_read_whole_and_nobody_of_the_office_is_put_outside(who, lanes, outside):
    draft = imported(f"No\tKegiatan\tPelaksana\tWaktu\n1\tMenerima berkas\t{who}\t1 jam\n2\tMencatat\tArsiparis\t1 jam")
    named = [one["label"] for one in draft.document["lanes"].values()]
    assert named == [*lanes, "Arsiparis"]
    assert [one["label"] for one in draft.document["lanes"].values() if one.get("outside")] == outside
    assert [one.quote for one in draft.doubts if one.code == "lane_outside"] == outside


def test_lanes_of_a_text_go_by_the_keys_of_the_office():
    text = "No\tKegiatan\tPelaksana\n1\tMenerima\tAnalis  pengaduan\n2\tMenilai\tTim\n3\tMencatat\tTim, Bendahara"
    known = {"staf": {"Staf Analis", "Analis Pengaduan"}, "tim-a": {"Tim"}, "tim-b": {"Tim"}}
    document = with_known_lanes(imported(text).document, known)
    assert check_document(document) == ()
    assert list(document["lanes"]) == ["staf", "tim", "bendahara"], "a name that two have is nobody's"
    assert [one["lanes"] for one in document["steps"]] == [
        {"any_of": ["staf"]}, {"any_of": ["tim"]}, {"any_of": ["tim", "bendahara"]},
    ]  # fmt: skip
    assert with_known_lanes(document, {}) is document


@pytest.mark.parametrize(
    ("first", "code", "quote"),
    [
        ("Masyarakat mengadu langsung/tidak langsung/rujukan", "door_named", "langsung/tidak langsung/rujukan"),
        ("Petugas menerima berkas", "door_guessed", ""),
    ],
)
def test_a_first_step_that_names_ways_in_is_not_said_to_name_none(first, code, quote):
    draft = imported(f"SOP Pengaduan\n1. {first}\n2. Mencatat identitas")
    [door] = [doubt for doubt in draft.doubts if doubt.code.startswith("door_")]
    assert (door.code, door.quote) == (code, quote)
    assert door.step == (draft.steps[0]["key"] if quote else None)
