"""Names and stories: read in an open window of one's own, on that case alone, and never in a title or an address."""

import pytest
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case
from cases.operations import identities
from tenants.current import in_office
from tests.isolation.probe import Probe
from tests.isolation.probes import PROBES, READS
from tests.isolation.things import NIK, PHONE
from tests.isolation.visiting import address, ask, client_of, everything, leaks, told_in_addresses, visit
from tests.isolation.world import Side, World

OPENED = {
    "GET case": "ORANG",
    "GET person": "ORANG",
    "GET incident": "CERITA",
    "GET notes": "CERITA",
    "GET consents": "CERITA",
    "GET form_filled": "ORANG",
    "GET form_fill": "ORANG",
    "GET report": "CERITA",
}
"""Where an open window shows what was sealed, and a word that is only there then."""


def named(name: str) -> Probe:
    return next(probe for probe in PROBES if str(probe) == name)


def unsaid(side: Side) -> list[str]:
    """What must stand in no title and no address."""
    return [side.person_mark, side.story_mark, NIK, PHONE, PHONE.replace("+62", "0")]


@pytest.mark.parametrize(("name", "word"), OPENED.items(), ids=list(OPENED))
def test_an_open_window_shows_its_owner_and_nobody_else(world: World, name: str, word: str) -> None:
    for side, other in ((world.ours, world.theirs), (world.theirs, world.ours)):
        word_here = f"{side.marker}-{word}"
        for who in ("worker", "colleague"):
            assert word_here not in everything(visit(side, named(name), who))
        opened = visit(side, named(name), "reader")
        assert opened.status_code == 200
        assert word_here in everything(opened)
        assert leaks(opened, other) == []
        assert told_in_addresses(opened, unsaid(side)) == []


@pytest.mark.parametrize("probe", READS, ids=str)
def test_no_other_page_shows_what_a_window_opens(world: World, probe: Probe) -> None:
    answer = visit(world.ours, probe, "reader")
    assert told_in_addresses(answer, unsaid(world.ours)) == []
    assert str(probe) in OPENED or shown(answer, world.ours) == []


def shown(answer, side: Side) -> list[str]:
    text = everything(answer)
    return [word for word in (side.person_mark, side.story_mark) if word in text]


def test_a_window_on_one_case_opens_no_other(world: World) -> None:
    beside = world.ours.things.cases["beside"]
    probe = named("GET case")
    at = address(probe, world.ours.things, case_id=beside.id)
    answer = ask(client_of(world.ours, "reader"), probe, at, world.ours.things)
    assert answer.status_code == 200
    assert beside.number in everything(answer)
    assert shown(answer, world.ours) == []


def test_a_window_in_the_other_office_opens_nothing_here_under_the_same_keys(world: World) -> None:
    with in_office(world.theirs.office):
        identities.show(
            case=Case.objects.get(pk=world.theirs.things.cases["running"].id),
            reason="check",
            by=Staff.objects.get(pk=world.theirs.things.staff["worker"]),
            at=timezone.now(),
        )
    assert shown(visit(world.theirs, named("GET case"), "worker"), world.theirs) != []
    assert shown(visit(world.ours, named("GET case"), "worker"), world.ours) == []
