"""An office opened with every SOP of the catalogue: each can be published there by the lanes it was opened with."""

from datetime import UTC, datetime, timedelta

from accounts.models import Lane, Staff
from accounts.operations import hold_lanes
from onboarding.operations import open_office
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.models import SopVersion
from sop_library.queries import sheet_definition_of
from sop_library.standing import faults_before_publishing
from tenants.current import in_office

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def told() -> dict[str, set[str]]:
    """SOP -> the codes of what keeps it from being published in the current office."""
    documents = {version.origin: sheet_definition_of(version).document for version in SopVersion.objects.all()}
    return {key: {one.code for one in faults_before_publishing(documents[key], at=AT)} for key in documents}


def each(*codes: str) -> dict[str, set[str]]:
    """The same for every SOP of the catalogue."""
    return {key: set(codes) for key in catalogue()}


def test_every_sop_of_the_catalogue_publishes_once_its_lanes_are_held_and_the_head_is_there(owner_db: str) -> None:
    sops = [load(text, name=key) for key, text in catalogue().items()]
    office = open_office(code="11.06", at=AT, sops=sops, profile={"head_post": "Kepala UPTD PPA"}).office
    with in_office(office):
        assert told() == each("no_head", "lane_unheld"), "nobody is there yet"
        admin = Staff.objects.get()
        head = Staff.objects.create_user("kepala", name="Retno Kepala", post="Kepala UPTD PPA")
        clerk = Staff.objects.create_user("sari", name="Sari Petugas")
        hold_lanes(staff=clerk, lanes=list(Lane.objects.all()), by=admin, at=AT)
        assert told() == each()
        for hours, definition in enumerate(sops, start=1):
            others = list(Lane.objects.exclude(key__in=definition.inside))
            hold_lanes(staff=clerk, lanes=others, by=admin, at=AT + timedelta(hours=hours))
            found = told()
            assert found[definition.sop] == {"lane_unheld"}, definition.sop
            for other in sops:
                assert found[other.sop] == set() or not definition.inside.isdisjoint(other.inside)
        hold_lanes(staff=clerk, lanes=list(Lane.objects.all()), by=admin, at=AT + timedelta(days=1))
        Staff.objects.filter(pk=head.pk).update(is_active=False)
        assert told() == each("no_head")
