"""Colleagues who do the same thing at the same moment, over HTTP."""

from functools import partial

import pytest

from tests.journeys.server import WebServer
from tests.weather.working import NUMBER, Crew, at_once, completing, new_case, number_on

pytestmark = pytest.mark.slow

TOGETHER = 20
ROUNDS = 4
DOOR, CHANNEL = "layanan-konsultasi/datang", "datang"


def test_one_of_two_completes_a_step_and_the_other_keeps_what_was_typed(weather_web: WebServer, crew: Crew) -> None:
    people = {name: crew.log_in(weather_web.port, name) for name in ("ratna", "dimas")}
    names = {"ratna": "Ratna Wulandari", "dimas": "Dimas Prasetyo"}
    for round_ in range(ROUNDS):
        case = people["ratna"].send(*new_case(people["ratna"], door=DOOR, channel=CHANNEL))
        notes = {name: f"Catatan {name} pada putaran {round_}." for name in people}
        handed_in = {name: completing(people[name], case.path, note=notes[name]) for name in people}
        answers = dict(
            zip(people, at_once([partial(people[name].send, *handed_in[name]) for name in people]), strict=True)
        )
        assert sorted(answer.status for answer in answers.values()) == [200, 409]
        first = next(name for name, answer in answers.items() if answer.status == 200)
        late = next(name for name, answer in answers.items() if answer.status == 409)
        refused = answers[late]
        assert "Langkah 1 selesai" in answers[first].words
        assert refused.says("Belum tersimpan")
        assert refused.says(names[first])
        assert refused.says(notes[late])
        again = people[late].get(case.path)
        assert "Langkah 2 dari" in again.words
        assert notes[late] not in again.html


def test_twenty_cases_at_once_get_twenty_numbers_without_a_gap(weather_web: WebServer, crew: Crew) -> None:
    first = crew.log_in(weather_web.port, "ratna")
    before = number_on(first.send(*new_case(first, door=DOOR, channel=CHANNEL)))
    browsers = [crew.beside(first, weather_web.port) for _one in range(TOGETHER)]
    sent = [new_case(browser, door=DOOR, channel=CHANNEL) for browser in browsers]
    pages = at_once([partial(browser.send, *what) for browser, what in zip(browsers, sent, strict=True)])
    prefix, _dash, last = before.rpartition("-")
    expected = [f"{prefix}-{number:04}" for number in range(int(last) + 1, int(last) + 1 + TOGETHER)]
    assert sorted(number_on(page) for page in pages) == expected
    assert NUMBER.fullmatch(expected[-1])


def test_a_form_sent_twice_at_once_is_one_report(weather_web: WebServer, crew: Crew) -> None:
    browser = crew.log_in(weather_web.port, "ratna")
    sent = new_case(browser, door=DOOR, channel=CHANNEL)
    twins = [crew.beside(browser, weather_web.port) for _one in range(2)]
    pages = at_once([partial(twin.send, *sent) for twin in twins])
    assert len({number_on(page) for page in pages}) == 1
