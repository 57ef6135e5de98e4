"""Every route from across the border: the same keys show each office its own, a session ends at the border, a key that
only the other office holds is not found, wherever it stands: in the address, the query or the body.
"""

from dataclasses import replace
from typing import Any

import pytest

from tests.isolation.prints import changed, prints_of
from tests.isolation.probe import VISITORS, Kept, Probe, hidden_from
from tests.isolation.probes import PROBES
from tests.isolation.things import Things
from tests.isolation.undone import undone
from tests.isolation.visiting import address, ask, client_of, everything, faults, leaks, oversights, visit
from tests.isolation.world import Side, World

BY_SLUG = {"form_key": "nunukan-form-1"}
"""A form that only the other office took in, with the SOP it alone adopted."""


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_the_other_office_under_the_same_keys_sees_its_own(world: World, probe: Probe) -> None:
    before = prints_of(world.ours.office)
    answer = visit(world.theirs, probe, probe.first)
    found = faults(answer, probe, world.theirs, probe.first) + leaks(answer, world.ours)
    found += [f"changed ours: {table}" for table in changed(before, prints_of(world.ours.office))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_a_session_of_one_office_is_nobody_s_in_the_other(world: World, probe: Probe) -> None:
    found, sessions = [], frozenset({"django_session"})
    for here, there, who in ((world.ours, world.theirs, probe.first), (world.theirs, world.ours, "chief")):
        before = prints_of(here.office, without=sessions)
        with undone():
            answer = visit(here, probe, who, cookie_of=there)
            wrong = faults(answer, probe, here, "anonymous") + leaks(answer, there)
            if isinstance(probe.access["anonymous"], Kept):
                tables = changed(before, prints_of(here.office, without=sessions))
                wrong += [f"changed {tables}"] if tables else []
        found += [f"{who} of {there.office.name}: {one}" for one in wrong]
    assert not found, "\n".join(found)


OF_ALL = {"library_entry", "library_adopt"}
"""Their addresses name rows of the shared library, the same for both offices; tests/library asks who reads which."""


def foreign_addresses(probe: Probe, ours: Things, foreign: Things) -> list[str]:
    """The probe's address with each of its keys in turn, and with all of them, from somewhere else."""
    own, theirs = probe.url(ours), {**probe.url(foreign), **{k: v for k, v in BY_SLUG.items() if k in probe.url(ours)}}
    differing = {name: value for name, value in theirs.items() if value != own[name]}
    found = [address(probe, ours, **{name: value}) for name, value in differing.items()]
    if len(differing) > 1:
        found.append(address(probe, ours, **differing))
    if probe.query and probe.query(foreign) != probe.query(ours):
        found.append(address(replace(probe, query=lambda _things: probe.query(foreign)), ours))  # type: ignore[misc]
    return found


def differs(body: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two bodies name different rows; the revision a page was read at is no row."""
    return {**body, "seen": ""} != {**other, "seen": ""}


def refused_throughout(side: Side, probe: Probe, foreign: Things, *, other: Side) -> list[str]:
    """What goes wrong when keys of `foreign` are tried at `side` by whoever may use the route."""
    before, found = prints_of(side.office), []
    client = client_of(side, probe.first)
    for at in foreign_addresses(probe, side.things, foreign):
        with undone():
            answer = ask(client, probe, at, side.things)
            wrong = [] if answer.status_code == 404 else [f"status {answer.status_code}, not 404"]
            wrong += leaks(answer, other) + oversights(answer, side, probe.first)
            wrong += [f"changed {table}" for table in changed(before, prints_of(side.office))]
        found += [f"{at}: {one}" for one in wrong]
    if probe.body and differs(probe.body(side.things), probe.body(foreign)):
        with undone():
            answer = ask(client, probe, address(probe, side.things), foreign)
            wrong = [] if answer.status_code in (404, 409, 422) else [f"status {answer.status_code}, taken"]
            wrong += leaks(answer, other) + [f"changed {table}" for table in changed(before, prints_of(side.office))]
        found += [f"a body with keys from elsewhere: {one}" for one in wrong]
    return found


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_keys_that_only_the_other_office_holds_are_not_found(world: World, probe: Probe) -> None:
    assert world.theirs.only is not None
    found = refused_throughout(world.ours, probe, world.theirs.only, other=world.theirs)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_keys_of_another_case_of_the_same_sop_are_not_found(world: World, probe: Probe) -> None:
    """A pass, person, consent or paper of one case does not open under another's address."""
    things = world.ours.things
    beside = replace(things.cases["beside"], id=things.cases["running"].id)
    mixed = replace(things, cases={**things.cases, "running": beside})
    found = refused_throughout(world.ours, probe, mixed, other=world.theirs)
    assert not found, "\n".join(found)


def test_the_probes_do_try_foreign_keys(world: World) -> None:
    """The two tests above pass vacuously for a route without keys; for these they may not."""
    only = world.theirs.only
    assert only is not None
    tried = {probe.route for probe in PROBES if foreign_addresses(probe, world.ours.things, only)}
    keyed = {probe.route for probe in PROBES if probe.url(world.ours.things)}
    assert tried - {"library_compare"} == keyed - OF_ALL
    bodies = {str(probe) for probe in PROBES if probe.body and differs(probe.body(world.ours.things), probe.body(only))}
    assert bodies >= {"POST staff_new", "POST staff_lanes", "POST case_holder", "POST consents", "POST api-cases"}


def test_the_visitors_cover_every_way_in(world: World) -> None:
    assert set(world.ours.sessions) == set(VISITORS) - {"anonymous"} | {"reader"}
    assert all(hidden_from(world.ours, who) for who in VISITORS)


def test_a_password_of_one_office_opens_no_other(world: World) -> None:
    """The user names are the same in both; ours has its own password."""
    from accounts.models import Staff
    from tenants.current import in_office

    with in_office(world.theirs.office):
        person = Staff.objects.get(pk=world.theirs.things.staff["worker"])
        person.set_password("lain sama sekali 42")
        person.save()
    login = next(probe for probe in PROBES if str(probe) == "POST account_login")
    assert visit(world.ours, login, "anonymous").status_code == 302
    refused = visit(world.theirs, login, "anonymous")
    assert refused.status_code == 422
    assert "rangkul_session" not in everything(refused)
