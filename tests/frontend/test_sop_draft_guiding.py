"""The editor meets whoever types: a time is read, the boxes follow, a finding leads where it is mended."""

import pytest

from frontend.sops.editor.acting import added
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.finding_words import DOORS, HOLDERS
from frontend.sops.editor.findings import findings_of
from frontend.sops.editor.parts import shape_of
from frontend.sops.editor.saving import shown_otherwise
from frontend.sops.editor.shapes import ABSENT, Near, sent
from sop_library.checks import Standing
from sop_library.drafting.settling import blank
from tests.frontend.test_sop_fields import posted_of

NEAR = Near({}, {})


def written(**changed: str):
    """What becomes of a step's time that nobody has filled in, once these boxes are."""
    shape = shape_of("step", "time")
    fields = {**sent(shape.draw("time", ABSENT, NEAR)), **{f"time-{name}": [value] for name, value in changed.items()}}
    posted = posted_of(fields)
    return shape, shape.read("time", posted, ABSENT, NEAR), posted


def boxes(shape, value) -> list[str]:
    return [one.at.removeprefix("time-") for one in shape.draw("time", value, NEAR).inner if one.kind == "length"]


@pytest.mark.parametrize(("typed", "kind", "amount"), [
    ("15 menit", "standard", "PT15M"), ("maksimal 3 (tiga) hari kerja", "max", "P3D"),
])  # fmt: skip
def test_printed_words_are_read_where_no_reading_was_chosen(typed: str, kind: str, amount: str) -> None:
    shape, time, posted = written(printed=typed)
    assert (time["printed"], time["kind"], time["amount"]) == (typed, kind, amount)
    drawn = shape.draw("time", time, NEAR)
    assert "Terbaca dari tulisan di atas" in drawn.inner[1].hint
    assert shown_otherwise(drawn, posted), "the page shows at once what was read"
    assert boxes(shape, time) == ["amount"]


def test_a_kind_that_makes_no_deadline_says_so_where_it_is_chosen() -> None:
    shape, time, _posted = written(printed="kurang lebih 6 jam")
    kind = shape.draw("time", time, NEAR).inner[1]
    assert time["kind"] == "about"
    assert "tidak pernah lewat waktu" in kind.hint
    named = {one.value: one.label for one in kind.options}
    assert named["about"].endswith("tanpa tenggat")
    assert "tenggat" not in named["max"]


def rewritten(time: dict, **changed: str):
    """What becomes of a time that stands, once these boxes are filled in otherwise."""
    shape = shape_of("step", "time")
    fields = {**sent(shape.draw("time", time, NEAR)), **{f"time-{name}": [value] for name, value in changed.items()}}
    return shape.read("time", posted_of(fields), time, NEAR)


def test_other_printed_words_are_read_anew_where_the_reading_was_theirs() -> None:
    _shape, time, _posted = written(printed="15 menit")
    days = rewritten(time, printed="3 hari kerja")
    assert (days["printed"], days["amount"], days["clock"]) == ("3 hari kerja", "P3D", "working")
    minutes = rewritten(days, printed="90 menit")
    assert (minutes["amount"], minutes.get("clock", "clock")) == ("PT90M", "clock")
    span = rewritten(minutes, printed="15 - 30 menit")
    assert (span["kind"], span["from"], span["to"]) == ("range", "PT15M", "PT30M")
    assert "amount" not in span
    free = rewritten(span, printed="sesuai kebutuhan")
    assert free["kind"] == "as_needed"
    assert not {"from", "to", "amount"} & free.keys()


def test_other_printed_words_leave_what_somebody_chose_or_writes_with_them() -> None:
    _shape, time, _posted = written(printed="15 menit")
    chosen = rewritten(time, amount="20")
    assert rewritten(chosen, printed="90 menit")["amount"] == "PT20M"
    both = rewritten(time, printed="90 menit", amount="80")
    assert (both["printed"], both["amount"]) == ("90 menit", "PT80M")
    kept = rewritten({**time, "counts_from": "report", "clock": "working"}, printed="2 jam")
    assert (kept["amount"], kept["counts_from"], kept["clock"]) == ("PT2H", "report", "working")
    assert rewritten(time, printed="lihat catatan")["amount"] == "PT15M", "words that say no time change none"
    none = rewritten(time, printed="-")
    assert (none["kind"], none.get("amount")) == ("none", None), "a dash says that there is none"


def test_the_kind_that_was_chosen_stays_with_the_new_length() -> None:
    _shape, time, _posted = written(printed="3 hari", kind="max")
    assert (time["kind"], time["amount"]) == ("max", "P3D")
    longer = rewritten(time, printed="5 hari")
    assert (longer["kind"], longer["amount"]) == ("max", "P5D")
    until = rewritten(longer, printed="sampai selesai")
    assert until["kind"] == "until"
    assert "amount" not in until


def test_a_reading_that_was_chosen_is_not_touched() -> None:
    _shape, time, _posted = written(printed="15 menit", kind="as_needed")
    assert time["kind"] == "as_needed"
    assert "amount" not in time


def test_the_boxes_follow_the_kind_and_what_was_filled_in_goes_with_it() -> None:
    shape, time, _posted = written(kind="range", **{"from": "2", "to": "3"})
    assert boxes(shape, time) == ["from", "to"]
    fields = {**sent(shape.draw("time", time, NEAR)), "time-kind": ["max"]}
    one = shape.read("time", posted_of(fields), time, NEAR)
    assert (one["amount"], boxes(shape, one)) == ("PT3M", ["amount"])
    assert "Paling lama" in [part.label for part in shape.draw("time", one, NEAR).inner]
    assert boxes(shape, ABSENT) == []


def test_a_yes_or_no_shows_its_comparison_at_once() -> None:
    shape = When("applies_when", "Langkah ini berlaku")
    posted = posted_of({}, **{"applies_when-n": "1", "applies_when-0-subject": "jurisdiction"})
    value = shape.read("applies_when", posted, ABSENT, NEAR)
    assert shown_otherwise(shape.draw("applies_when", value, NEAR), posted)


def test_findings_say_what_the_screen_says_and_lead_where_they_are_mended() -> None:
    document = blank(sop="uji", name="Uji", service="mediasi", regency="33.73", source="Ditulis kantor")
    step = {"key": "temui", "name": "Menemui", "text": "Menemui", "lanes": "unsaid",
            "applies_when": {"jurisdiction": True}}  # fmt: skip
    held = {"key": "catat", "name": "Mencatat", "text": "Mencatat", "lanes": {"any_of": ["psikolog"]}}
    document |= {"lanes": {"psikolog": {"label": "Psikolog"}},
                 "steps": [step, held, {**held, "key": "simpan", "name": "Menyimpan"}]}  # fmt: skip
    told = findings_of(document, Standing(held=frozenset({"lain"})))
    where = next(one for one in told if "wilayah layanan" in one.sentence)
    assert (where.kind, where.field) == ("sop", "jurisdiction")
    assert "jurisdiction" not in where.sentence
    assert [one.field for one in told if "belum punya pintu" in one.sentence] == [DOORS]
    assert [one.field for one in told if "memegang pelaksana Psikolog" in one.sentence] == [HOLDERS]
    unchosen = [one for one in told if one.key == "temui" and one.field == "lanes"]
    assert [one.sentence for one in unchosen] == ["Langkah “Menemui”: pelaksananya belum dipilih."]


def test_a_new_door_starts_at_the_first_step_and_a_lane_of_the_office_is_that_lane() -> None:
    document = {"steps": [{"key": "catat"}], "lanes": {}, "doors": {}}
    _key, door = added(document, "door", posted_of({}, words="Datang sendiri"))
    assert door.fields == {"label": "Datang sendiri", "starts": "catat"}
    lanes = {"resepsionis": ("Petugas Resepsionis", "Resepsionis"), "loket": ("Resepsionis", "")}
    key, _lane = added(document, "lane", posted_of({}, words="petugas  Resepsionis"), lanes)
    assert key == "resepsionis"
    key, lane = added(document, "lane", posted_of({}, words="resepsionis"), {**lanes, "loket": ("Petugas Loket", "")})
    assert (key, lane.fields) == ("resepsionis", {"label": "Petugas Resepsionis", "name": "Resepsionis"})
    key, lane = added(document, "lane", posted_of({}, words="Resepsionis"), lanes)
    assert (key, lane.fields) == ("loket", {"label": "Resepsionis"}), "its full name goes before another's short one"
