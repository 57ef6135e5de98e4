"""The six components of an SOP's service standard: as printed, else read from its steps and said so."""

from collections.abc import Mapping
from typing import Any

import pytest

from sop_library.definition import parse
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.service_standard import ORDER, Component, Entry, service_standard
from tests.sop_library.sheets import sheet, step


def of(name: str) -> dict[str, Component]:
    return {one.key: one for one in service_standard(load(catalogue()[name], name=name))}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_six_stand_in_their_official_order(name: str) -> None:
    assert tuple(of(name)) == ORDER


def test_what_is_printed_stands_as_printed() -> None:
    found = of("banyuwangi/p2tp2a")
    first = found["requirements"].entries[0]
    assert (first.number, first.text) == ("1.", "KTP")
    assert found["time"].entries[0].text == "2 Minggu"
    assert found["fee"].entries[0].text == "Tidak dipungut biaya"
    assert "0333415220" in " ".join(one.text for one in found["complaints"].entries)
    assert not any(one.from_steps for one in found.values())


def test_what_only_the_steps_say_is_read_from_them_and_marked() -> None:
    found = of("nunukan/intervensi-krisis")
    assert found["time"].from_steps
    assert found["time"].entries[0].text.startswith("Langkah 1: 5 menit; langkah 2: 15-30 menit; ")
    assert found["fee"].entries[0].text == "Tidak dipungut biaya", "its column prints a dash"
    assert len(found["procedure"].entries) == 19


def test_an_sop_that_says_nothing_leaves_them_empty() -> None:
    found = {one.key: one for one in service_standard(parse(sheet(step("a"))))}
    assert [one.text for one in found["procedure"].entries] == ["Kerjakan a"]
    assert all(not found[key].entries and not found[key].from_steps for key in ORDER if key != "procedure")


def asked(*steps: Mapping[str, Any], **fields: Any) -> Component:
    return next(one for one in service_standard(parse(sheet(*steps, **fields))) if one.key == "requirements")


def test_only_what_whoever_comes_is_asked_for_is_required() -> None:
    found = asked(
        step("terima", stage="intake", needs=[{"document": "Kartu keluarga"}, {"document": "sistem"}],
             outputs=[{"key": "catatan", "label": "Catatan pertama"}]),
        step("olah", needs=[{"document": "Catatan pertama"}, {"document": "Arsip lama"}, {"document": "Form 5"}]),
        step("jawab", lanes={"any_of": ["pelapor"]},
             needs=[{"document": "Surat nikah"}, {"document": "catatan PERTAMA"}]),
        step("akhir", needs=[{"document": "KTP anak", "type": "identity"}, {"document": "Laporan polisi"}]),
    )  # fmt: skip
    assert [one.text for one in found.entries] == ["Kartu keluarga", "Surat nikah", "KTP anak"]
    assert (found.from_steps, found.promise) == (True, "")


def test_papers_of_the_office_are_no_requirement_of_the_nine() -> None:
    of_nunukan = of("nunukan/intervensi-krisis")["requirements"]
    assert [one.line for one in of_nunukan.entries] == ["Identitas diri korban (dapat menyusul)"]
    assert of_nunukan.promise.startswith("Tidak seorang pun ditolak")
    said = " ".join(one.text for one in of("nunukan/intervensi-krisis")["products"].entries)
    assert "orm" not in said, "forms are the office's papers"


def test_what_may_follow_says_so_and_only_that_is_promised() -> None:
    both = [{"document": "KK", "may_follow": True}, {"document": "Laporan polisi"}]
    some = asked(step("terima", needs=both))
    assert [one.line for one in some.entries] == ["KK (dapat menyusul)", "Laporan polisi"]
    assert some.promise.startswith("Yang dapat menyusul")
    assert asked(step("terima", needs=both[1:])).promise == ""


def test_the_office_s_own_words_stand_unchanged_with_the_promise_below() -> None:
    written = {"requirements": [{"number": "1.", "text": "Form 5 dan KTP"}]}
    found = asked(step("terima", needs=[{"document": "KTP", "may_follow": True}]), standard=written)
    assert [(one.number, one.line) for one in found.entries] == [("1.", "Form 5 dan KTP")]
    assert (found.from_steps, found.may_follow) == (False, "named")
    assert found.promise == "Dapat menyusul: KTP. Tidak seorang pun ditolak karena itu.", "no word on what it prints"
    strict = asked(step("terima", needs=[{"document": "KTP"}]), standard=written)
    assert strict.promise == ""


@pytest.mark.parametrize("words", ["Tanda bukti laporan dari polisi", "Laporan polisi", "Surat laporan ke Polres"])
def test_a_police_report_is_no_paper_of_the_office(words: str) -> None:
    assert [one.text for one in asked(step("terima", needs=[{"document": words}])).entries] == [words]


def test_a_choice_a_case_and_a_door_are_asked_in_words() -> None:
    choice = {"any_of": [{"document": "KTP"}, {"document": "KK"}, {"form": "satu"}]}
    child = {"document": "Akta kelahiran", "when": {"fact": "victim.age", "at_most": 17}}
    shut = {"when": {"fact": "consent.service", "is": True}, "words": "Dengan surat rujukan"}
    doors = {"datang": {"label": "Rujukan", "starts": "terima", "requires": shut}}
    found = asked(
        step("terima", needs=[choice, child]), doors=doors, forms={"satu": {"label": "Form 1", "form": "satu"}}
    )
    first, second, third = [one.text for one in found.entries]
    assert (first, second) == ("Dengan surat rujukan", "KTP atau KK")
    assert third.startswith("Akta kelahiran (bila ")


def test_when_a_paper_is_asked_is_said_by_what_things_are_called_and_what_the_office_judges_is_not() -> None:
    def need(document: str, **when: object) -> dict[str, object]:
        return {"document": document, "when": when}

    ways = [{"key": "tolak-rujuk", "label": "Menolak dirujuk", "then": "next"}]
    found = asked(
        step("terima", outcomes=ways, needs=[
            need("Surat kuasa", outcome="tolak-rujuk"), need("KTP", fact="door", **{"is": "datang"}),
            need("Surat aman", fact="risk", **{"is": "high"}),
        ]),
        doors={"datang": {"label": "Datang sendiri", "starts": "terima"}},
    )  # fmt: skip
    assert [one.text for one in found.entries] == [
        "Surat kuasa (bila hasil langkah ini “Menolak dirujuk”)", "KTP (bila Pintu masuk kasus: Datang sendiri)",
        "Surat aman (bila diperlukan)",
    ]  # fmt: skip


def test_only_what_an_earlier_step_has_made_is_not_asked() -> None:
    made = [{"key": "surat", "label": "Surat pengantar", "kind": "document"}]
    asks = {"document": "Surat pengantar"}
    doors = {"datang": {"label": "Datang", "starts": "terima"}, "dua": {"label": "Lagi", "starts": "lalu"}}
    before = asked(step("terima", needs=[asks]), step("lalu", outputs=made), doors=doors)
    assert [one.text for one in before.entries] == ["Surat pengantar"]
    after = asked(
        step("terima", outputs=made), step("lalu", needs=[{**asks, "when": {"fact": "victim.child", "is": True}}]),
        doors=doors,
    )  # fmt: skip
    assert after.entries == ()


@pytest.mark.parametrize(("kind", "text", "dialled"), [
    ("phone", "(0298) 326063", "0298326063"), ("hotline", " +62 812-1216", "+628121216"), ("hotline", "129", "129"),
    ("phone", "326063 atau 326064", ""), ("fax", "326063", ""), ("", "326063", ""), ("phone", "\u0661\u0662\u0663", ""),
])  # fmt: skip
def test_only_what_is_one_telephone_number_can_be_called(kind: str, text: str, dialled: str) -> None:
    assert Entry("", text, kind).dialled == dialled
