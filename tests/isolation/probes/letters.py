"""The letters of what is between offices: there for the lanes of the case's SOP, not found for everyone else."""

from collections.abc import Callable
from typing import Any

from tests.isolation.probe import IN_THE_SOP, Probe
from tests.isolation.things import Things
from tests.isolation.world import Side


def of(which: str, *, file: bool = False) -> Callable[[Things], dict[str, Any]]:
    """The key of one of the two referrals, and of its locked file."""

    def made(things: Things) -> dict[str, Any]:
        assert things.handoff is not None
        found = {"referral_id": getattr(things.handoff, which)}
        return found | ({"document_id": things.handoff.locked} if file else {})

    return made


def back(which: str) -> Callable[[Side], list[str]]:
    """The page of the letter."""

    def made(side: Side) -> list[str]:
        assert side.things.handoff is not None
        return [f": /rujukan/{getattr(side.things.handoff, which)}/surat/"]

    return made


def download(route: str, which: str, **more: Any) -> Probe:
    """A file, handed out by a post."""
    return Probe(
        route, "POST", IN_THE_SOP, says=lambda side: ["attachment; filename=", "application/pdf"],
        changes=("safeguards_accessevent",), **({"url": of(which)} | more),
    )  # fmt: skip


PROBES = [
    Probe("letter", "GET", IN_THE_SOP, url=of("referral")),
    Probe("letter", "GET", IN_THE_SOP, url=of("outside"), note="to an office outside the platform"),
    Probe("letter_pdf", "GET", IN_THE_SOP, url=of("referral"), status=303, says=back("referral")),
    download("letter_pdf", "referral"),
    Probe("letter_lock", "GET", IN_THE_SOP, url=of("outside"), status=303, says=back("outside")),
    Probe(
        "letter_lock", "POST", IN_THE_SOP, url=of("outside"), says=lambda side: ["rk-once-word", side.marker],
        changes=("documents_document", "cases_event", "safeguards_accessevent"),
    ),
    Probe("letter_locked", "GET", IN_THE_SOP, url=of("outside", file=True), status=303, says=back("outside")),
    download("letter_locked", "outside", url=of("outside", file=True)),
]  # fmt: skip
