"""What a screen says of time and lanes: words for every moment, and never a time where there is no deadline."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from frontend import marks

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
NOW = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)  # Tuesday 10.12 WIB


def due(minutes: int, *, opened: int = -30, zone: ZoneInfo = WIB, now: datetime = NOW) -> marks.Due:
    return marks.due(
        due_at=now + timedelta(minutes=minutes), opened_at=now + timedelta(minutes=opened), now=now, zone=zone
    )


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


@pytest.mark.parametrize(
    ("minutes", "kind", "words", "sentence"),
    [
        (8, "soon", "Sebelum 10.20", "Sebelum 10.20, sisa 8 menit"),
        (48, "ok", "Sebelum 11.00", "Sebelum 11.00, sisa 48 menit"),
        (180, "ok", "Sebelum 13.12", "Sebelum 13.12, sisa 3 jam"),
        (-12, "late", "Lewat 12 menit", "Lewat 12 menit"),
        (-59, "late", "Lewat 59 menit", "Lewat 59 menit"),
        (-72, "late", "Lewat 1 jam", "Lewat 1 jam"),
        (-120, "late", "Lewat 2 jam", "Lewat 2 jam"),
        (-60 * 24 * 3, "late", "Lewat 3 hari", "Lewat 3 hari"),
        (60 * 24, "ok", "Besok, 10.12", "Sebelum Rabu 25 November 10.12, sisa 1 hari"),
        (60 * 72 - 4, "ok", "Jumat 27 Nov", "Sebelum Jumat 27 November 10.08, sisa 2 hari 23 jam"),
        (100, "ok", "Sebelum 11.52", "Sebelum 11.52, sisa 1 jam 40 menit"),
        (60 * 24 * 2, "ok", "Kamis 26 Nov", "Sebelum Kamis 26 November 10.12, sisa 2 hari"),
    ],
)
def test_a_deadline_in_words(minutes, kind, words, sentence):
    shown = due(minutes)
    assert (shown.kind, shown.words, shown.sentence) == (kind, words, sentence)


def test_the_very_moment_is_not_late_and_a_second_after_is():
    assert marks.due(due_at=NOW, now=NOW, zone=WIB).kind == "soon"
    late = marks.due(due_at=NOW, now=NOW + timedelta(seconds=1), zone=WIB)
    assert (late.kind, late.words) == ("late", "Baru saja lewat")


def test_where_there_is_no_deadline_there_is_no_time_in_any_word():
    shown = marks.due(due_at=None, now=NOW, zone=WIB, opened_at=NOW - timedelta(days=40))
    assert (shown.kind, shown.words, shown.sentence, shown.share) == ("none", "", "", 0)
    ring = Template("{% load rangkul %}{% ring due %}").render(Context({"due": shown}))
    assert 'class="a"' not in ring


def test_today_is_the_offices_own_day():
    late_evening = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # 21.30 WIB, 23.30 WIT
    assert due(60, now=late_evening, zone=WIB).words == "Sebelum 22.30"
    assert due(60, now=late_evening, zone=WIT).words == "Besok, 00.30"


@pytest.mark.parametrize(("minutes", "share"), [(30, 50), (20, 60), (90, 25), (-1, 100)])
def test_the_ring_shows_how_much_of_the_time_is_used(minutes, share):
    assert due(minutes).share == share


def test_a_deadline_without_a_start_or_before_its_start_does_not_break_the_ring():
    assert marks.share_used(opened_at=None, due_at=NOW + timedelta(1), now=NOW) == 0
    assert marks.share_used(opened_at=NOW, due_at=NOW, now=NOW) == 100
    assert marks.share_used(opened_at=NOW, due_at=NOW - timedelta(1), now=NOW) == 100


@pytest.mark.parametrize("kind", ["late", "soon", "ok", "none"])
def test_lateness_is_never_colour_alone(kind):
    shown = marks.Due(kind, 50, "kata", "kata", today=True)
    assert shown.tag_class or kind == "none"
    assert shown.icon or kind == "none"


def test_the_track_goes_from_lane_to_lane_as_on_the_drawn_screens():
    rows = marks.tracks([(1, "terminator"), (2, "process"), (3, "decision"), (3, "process")], lanes=5)
    assert [row.row_class for row in rows] == ["l1", "l2", "l3", "l3 is-last"]
    assert [row.upper for row in rows] == [
        "",
        "M8.5 0C8.5 9 25.5 3 25.5 11",
        "M25.5 0C25.5 9 42.5 3 42.5 11",
        "M42.5 0C42.5 9 42.5 3 42.5 11",
    ]
    assert [row.lower for row in rows] == ["M8.5 24V36", "M25.5 24V36", "M42.5 24V36", ""]
    assert (rows[0].node_x, rows[1].node_x) == (0.5, 18.0)
    assert rows[2].diamond == "M42.5 9.5l9 8.5-9 8.5-9-8.5z"


def test_the_line_goes_straight_past_a_step_that_was_led_around():
    rows = marks.tracks([(1, "process"), (4, "process"), (2, "process")], lanes=5, around={1})
    assert [(row.lane, row.x) for row in rows] == [(1, 8.5), (1, 59.5), (2, 25.5)]
    assert [row.upper for row in rows] == ["", "", "M8.5 0C8.5 9 25.5 3 25.5 11"]
    assert [row.lower for row in rows] == ["M8.5 24V36", "M8.5 0V36", ""]


def test_no_line_comes_before_the_first_step_of_the_path_or_goes_on_after_its_last():
    rows = marks.tracks([(number, "process") for number in (1, 2, 3, 2)], lanes=5, around={0, 3})
    assert [(row.upper, row.lower) for row in rows] == [
        ("", ""),
        ("", "M25.5 24V36"),
        ("M25.5 0C25.5 9 42.5 3 42.5 11", ""),
        ("", ""),
    ]
    assert [row.row_class for row in rows] == ["l1 is-last", "l2", "l3 is-last", "l3 is-last"]


@pytest.mark.parametrize("lanes", [1, 5, 6, 9, 14, 30])
def test_the_track_keeps_its_width_however_many_lanes_there_are(lanes):
    rows = marks.tracks([(number, "process") for number in range(1, lanes + 1)], lanes=lanes)
    assert max(row.x for row in rows) <= marks.TRACK_WIDTH
    assert (marks.lanes_class(lanes) == "") is (lanes <= 5)


def test_a_step_without_a_lane_stays_in_the_lane_above_it():
    assert [row.lane for row in marks.tracks([(3, "process"), (None, "process")], lanes=4)] == [3, 3]


def test_numbers_in_drawings_are_never_written_the_indonesian_way():
    row = marks.tracks([(1, "process"), (2, "terminator")], lanes=5)[0]
    drawn = Template("{% load rangkul %}{% track row %}").render(Context({"row": row}))
    assert 'x="1.0"' in drawn
    assert "," not in drawn


def test_icons_symbols_and_lanes_are_escaped_and_hidden_from_screen_readers():
    shown = Template("{% load rangkul %}{% icon 'clock' %}{% symbol 'decision' 'key' %}{% lane 12 name %}").render(
        Context({"name": "<b>Analis</b>"})
    )
    assert shown.count('aria-hidden="true"') == 2
    assert "icons.svg#flow-decision" in shown
    assert 'rk-lane--2">&lt;b&gt;Analis' in shown


def test_a_symbol_that_the_sheet_does_not_have_is_refused():
    with pytest.raises(ValueError, match="segitiga"):
        Template("{% load rangkul %}{% symbol 'segitiga' %}").render(Context())
