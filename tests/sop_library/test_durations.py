import pytest

from sop_library.durations import Duration, NotADuration, parse_duration


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("PT30M", {"minutes": 30}),
        ("PT72H", {"hours": 72}),
        ("P3D", {"days": 3}),
        ("P2W", {"weeks": 2}),
        ("P1M", {"months": 1}),
        ("P1Y2M3W4DT5H6M7S", {"years": 1, "months": 2, "weeks": 3, "days": 4, "hours": 5, "minutes": 6, "seconds": 7}),
        ("PT0S", {}),
    ],
)
def test_a_duration_keeps_its_parts(text: str, parts: dict[str, int]) -> None:
    assert parse_duration(text) == Duration(**parts)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "1 hari", "P1.5D", "-P1D", "P1H", "PT3D", "P3D ", "P9999999D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(NotADuration):
        parse_duration(text)


def test_a_month_before_the_t_is_no_minute_after_it() -> None:
    assert parse_duration("P5M").in_months == 5
    assert parse_duration("PT5M").seconds_of_day == 300


def test_a_duration_reads_in_indonesian() -> None:
    assert str(parse_duration("P1DT2H")) == "1 hari 2 jam"
    assert str(Duration()) == "0 menit"
