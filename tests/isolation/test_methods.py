"""Each route serves what it says and nothing else; a post needs its key; reading changes nothing."""

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from tests.isolation.prints import changed, prints_of
from tests.isolation.probe import Probe
from tests.isolation.probes import POSTS, PROBES, READS
from tests.isolation.routes import ALL_METHODS, routes_of
from tests.isolation.visiting import address, ask, client_of, everything, lacks, leaks, unguarded, visit
from tests.isolation.world import World

SERVED = {route.name: route.methods for route in routes_of()}
ONE_EACH = list({probe.route: probe for probe in PROBES}.values())
LOGGED = frozenset({"safeguards_accessevent"})
"""Reading may be written down in the access log."""


@pytest.mark.parametrize("probe", ONE_EACH, ids=lambda probe: probe.route)
def test_a_method_that_is_not_served_is_refused(world: World, probe: Probe) -> None:
    before, found = prints_of(world.ours.office), []
    for method in sorted(set(ALL_METHODS) - SERVED[probe.route]):
        answer = visit(world.ours, probe, probe.first, method=method)
        found += [] if answer.status_code == 405 else [f"{method}: status {answer.status_code}, not 405"]
        found += [f"{method}: {one}" for one in unguarded(answer)]
    found += [f"changed {table}" for table in changed(before, prints_of(world.ours.office))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("probe", [one for one in ONE_EACH if "OPTIONS" in SERVED[one.route]], ids=str)
def test_what_the_api_says_of_itself_it_says_to_members(world: World, probe: Probe) -> None:
    assert visit(world.ours, probe, "anonymous", method="OPTIONS").status_code == 401
    answer = visit(world.ours, probe, probe.first, method="OPTIONS")
    assert answer.status_code == 200
    assert leaks(answer, world.theirs) == []
    assert world.ours.marker not in everything(answer)


@pytest.mark.parametrize("probe", POSTS, ids=str)
def test_a_post_needs_its_key_and_is_taken_with_it(world: World, probe: Probe) -> None:
    before = prints_of(world.ours.office)
    refused = visit(world.ours, probe, probe.first, strict=True)
    found = [] if refused.status_code == 403 else [f"status {refused.status_code} without the key"]
    found += lacks(refused, ["urn:rangkul:problem:csrf" if probe.api else "Formulir ini sudah kedaluwarsa"])
    found += unguarded(refused) + [f"changed {table}" for table in changed(before, prints_of(world.ours.office))]
    client = client_of(world.ours, probe.first, strict=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = client.defaults["HTTP_X_CSRFTOKEN"] = _get_new_csrf_string()
    taken = ask(client, probe, address(probe, world.ours.things), world.ours.things)
    found += [] if taken.status_code == probe.status else [f"status {taken.status_code} with the key"]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("probe", READS, ids=str)
def test_reading_changes_nothing(world: World, probe: Probe) -> None:
    ours, theirs = prints_of(world.ours.office, without=LOGGED), prints_of(world.theirs.office)
    for who in (probe.first, "reader"):
        visit(world.ours, probe, who)
        visit(world.ours, probe, who, method="HEAD")
    found = changed(ours, prints_of(world.ours.office, without=LOGGED))
    assert found + changed(theirs, prints_of(world.theirs.office)) == []
