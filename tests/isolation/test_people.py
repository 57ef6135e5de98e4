"""Every route, by every visitor of its own office: the right one gets in and reads it, the others are told why not."""

import pytest

from tests.isolation.prints import changed, prints_of
from tests.isolation.probe import VISITORS, In, Kept, Probe
from tests.isolation.probes import POSTS, PROBES
from tests.isolation.things import NIK, PHONE
from tests.isolation.undone import undone
from tests.isolation.visiting import faults, lacks, leaks, oversights, told_in_addresses, unguarded, visit
from tests.isolation.world import World

OWN_TRACES = frozenset({"django_session", "accounts_staff"})
"""A visit itself may touch the visitor's session and, at login, `last_login`."""


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_the_right_person_gets_in_and_nobody_else(world: World, probe: Probe, caplog: pytest.LogCaptureFixture) -> None:
    before, found = prints_of(world.ours.office, without=OWN_TRACES), []

    def look(who: str) -> None:
        answer = visit(world.ours, probe, who)
        kept = probe.kept and who in ("anonymous", "former")
        wrong = faults(answer, probe, world.ours, who) + leaks(answer, world.theirs) + unguarded(answer, kept=kept)
        found.extend(f"{who}: {one}" for one in wrong + told_in_addresses(answer, [NIK, PHONE]))

    kept_out = [who for who in VISITORS if isinstance(probe.access[who], Kept)]
    with undone():
        for who in kept_out:
            look(who)
        tables = changed(before, prints_of(world.ours.office, without=OWN_TRACES))
        found += [f"one of {kept_out}, kept out, changed {tables}"] if tables else []
    for who in VISITORS:
        if who not in kept_out:
            with undone():
                look(who)
    unlogged = [world.ours.person_mark, world.ours.story_mark, NIK, PHONE]
    found += [f"the log says {word}" for word in unlogged if word in caplog.text]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("probe", POSTS, ids=str)
def test_a_post_changes_what_it_is_for_and_only_in_its_own_office(world: World, probe: Probe) -> None:
    ours, theirs = prints_of(world.ours.office), prints_of(world.theirs.office)
    visit(world.ours, probe, probe.first)
    assert set(probe.changes) <= set(changed(ours, prints_of(world.ours.office)))
    assert changed(theirs, prints_of(world.theirs.office)) == []


@pytest.mark.parametrize("probe", [probe for probe in PROBES if probe.part], ids=str)
def test_htmx_gets_the_part_and_as_little_to_read(world: World, probe: Probe) -> None:
    found = []
    for who in VISITORS:
        with undone():
            answer = visit(world.ours, probe, who, htmx=True)
        wrong = leaks(answer, world.theirs) + oversights(answer, world.ours, who)
        if who == probe.first and probe.part:
            wrong += lacks(answer, probe.part(world.ours))
        if isinstance(probe.access[who], In) and (b"<html" in answer.content or not answer.content.strip()):
            wrong.append("got the whole page, or nothing")
        if who == "anonymous" and not answer.get("Rangkul-Login", "").startswith("/masuk/"):
            wrong.append("was not sent to the login")
        found += [f"{who}: {one}" for one in wrong]
    assert not found, "\n".join(found)
