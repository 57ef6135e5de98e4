"""Finding an office's SOPs, their versions, and what a version says."""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sop_library.bindings import bound_name, with_bound
from sop_library.definition import Definition, content_hash, parse
from sop_library.models import FormVersion, Sop, SopVersion
from sop_library.pinning import CALLED, sheet_part
from sop_library.weaving import weave

KEPT_DEFINITIONS = 512


class WrongHash(ValueError):
    """A stored definition is not the document its content hash names."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A version's document, parsed: the sheet as people read it, and what a case runs."""

    sheet: Definition
    runs: Definition


class _Definitions:
    """Parsed definitions by content hash: equal documents are parsed once, whichever office holds them. Bounded."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._known: OrderedDict[str, _Read] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, version: SopVersion) -> _Read:
        """What a version says; its document is only fetched and parsed where the hash is not known yet."""
        name = version.content_hash
        with self._lock:
            if name in self._known:
                self._known.move_to_end(name)
                return self._known[name]
        document = version.definition
        if content_hash(document) != name:
            raise WrongHash(f"version {version.pk} is not the document {name}")
        sheet = parse(sheet_part(document))
        found = _Read(sheet, running(document, sheet))
        with self._lock:
            self._known[name] = found
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return found


_definitions = _Definitions(KEPT_DEFINITIONS)


def running(document: Mapping[str, Any], sheet: Definition) -> Definition:
    """What a case of a version runs: its sheet, with the SOPs that are kept with it where its steps start them."""
    return weave(parse(document)) if CALLED in document else sheet


def definition_of(version: SopVersion) -> Definition:
    """What a case of this version runs: also the steps of the SOPs that its steps start, as they are kept with it.

    Steps that the source leaves open are done by the lanes that the office has bound to them. Raises WrongHash where
    the stored document is not the one published.
    """
    return _as_bound(version, _definitions.of(version).runs)


def sheet_definition_of(version: SopVersion) -> Definition:
    """What the sheet of a version says, as people read, print, compare and change it. Raises WrongHash.

    Its document is what was published; its steps know the lanes that the office has bound to them.
    """
    return _as_bound(version, _definitions.of(version).sheet)


def _as_bound(version: SopVersion, definition: Definition) -> Definition:
    """Asks nothing of the database for an SOP that leaves no step open: nearly every one."""
    name = bound_name(definition, version.sop.bound) if definition.left_open else ""
    return _bound(definition, name) if name else definition


@lru_cache(maxsize=KEPT_DEFINITIONS)
def _bound(definition: Definition, name: str) -> Definition:
    """`definition` is the very one that is kept by its hash, so equal ones are one."""
    return with_bound(definition, json.loads(name))


def sops() -> QuerySet[Sop]:
    """The SOPs this office works by, in its own order; retired ones are left out."""
    return Sop.objects.filter(retired_at=None)


def retired_sops(*, at: datetime) -> QuerySet[Sop]:
    """The SOPs this office worked by until it retired them, the last retired first. Their sheets stay readable."""
    published = SopVersion.objects.filter(sop=OuterRef("pk")).exclude(published_at=None)
    return Sop.objects.filter(Exists(published), retired_at__lte=at).order_by("-retired_at", "name")


def last_version(sop: Sop) -> SopVersion | None:
    """The version that a retired SOP was worked by last: the newest in force by then, else the newest there is."""
    versions = published_versions().filter(sop=sop)
    return versions.filter(effective_from__lte=sop.retired_at).first() or versions.first()


def published_versions() -> QuerySet[SopVersion]:
    """Every version that was published, newest first within its SOP, without the documents themselves."""
    return (
        SopVersion.objects.exclude(published_at=None)
        .select_related("sop")
        .defer("definition")
        .order_by("sop__order", "sop__name", "-number")
    )


def _in_force(*, at: datetime) -> QuerySet[SopVersion]:
    """The versions that may be begun at a moment: in force by then and not retired, the newest of an SOP first."""
    standing = Q(retired_at=None) | Q(retired_at__gt=at)
    kept = Q(sop__retired_at=None) | Q(sop__retired_at__gt=at)
    return published_versions().filter(standing, kept, effective_from__lte=at)


def current_version(sop: Sop, *, at: datetime) -> SopVersion | None:
    """The version that cases opened at a moment are pinned to: of those in force by then, and not retired, the newest.

    None where there is none: not yet in force, or not used any more.
    """
    return _in_force(at=at).filter(sop=sop).first()


def current_versions(*, at: datetime) -> list[SopVersion]:
    """The current version of every SOP of this office that has one at that moment, in the office's order."""
    newest: dict[object, SopVersion] = {}
    for version in _in_force(at=at):
        newest.setdefault(version.sop_id, version)
    return list(newest.values())


def announced_versions(*, at: datetime) -> list[SopVersion]:
    """Those current versions whose service standard anybody may read, in the office's order."""
    newest: dict[object, SopVersion] = {}
    for version in _in_force(at=at).filter(sop__announced_at__lte=at):
        newest.setdefault(version.sop_id, version)
    return list(newest.values())


def announced_version(*, slug: str, at: datetime) -> SopVersion | None:
    """The current version of an SOP whose service standard anybody may read; None for every other."""
    return _in_force(at=at).filter(sop__announced_at__lte=at, sop__slug=slug).first()


def announces(*, at: datetime) -> bool:
    """Whether anybody may read a service standard of this office."""
    return _in_force(at=at).filter(sop__announced_at__lte=at).exists()


def coming_versions(*, at: datetime, sop: Sop | None = None) -> list[SopVersion]:
    """The versions that were published and come into force later, the next first; retired ones are left out."""
    standing = published_versions().filter(retired_at=None, sop__retired_at=None, effective_from__gt=at)
    standing = standing.filter(sop=sop) if sop is not None else standing
    return list(standing.order_by("effective_from", "sop__name"))


def is_coming(version: SopVersion, *, at: datetime) -> bool:
    """Whether the version was published and comes into force later: nothing was begun by it."""
    return version.effective_from is not None and version.effective_from > at


def ended_at(version: SopVersion) -> datetime | None:
    """When it, or its SOP as a whole, was retired; None while it stands."""
    return min((one for one in (version.retired_at, version.sop.retired_at) if one is not None), default=None)


def never_begun(version: SopVersion) -> bool:
    """Whether it was retired before it came into force."""
    ended = ended_at(version)
    return ended is not None and is_coming(version, at=ended)


def waiting_sops(*, at: datetime) -> QuerySet[Sop]:
    """SOPs that the office keeps and has no version of that stands: each was withdrawn. They can be approved anew."""
    published = SopVersion.objects.filter(sop=OuterRef("pk")).exclude(published_at=None)
    standing = published.filter(Q(retired_at=None) | Q(retired_at__gt=at))
    return sops().filter(Exists(published), ~Exists(standing)).order_by("order", "name")


def is_in_force(version: SopVersion, *, at: datetime) -> bool:
    """Whether cases may be opened by this version at that moment. A newer one need not be a reason against it."""
    ended = [moment for moment in (version.retired_at, version.sop.retired_at) if moment is not None]
    begun = version.published_at is not None and version.effective_from is not None and version.effective_from <= at
    return begun and all(moment > at for moment in ended)


def standing_of(version: SopVersion, current: SopVersion | None, *, at: datetime) -> str:
    """How a published version stands: current, coming, replaced or retired."""
    if version.retired_at is not None or version.sop.retired_at is not None:
        return "retired"
    if is_coming(version, at=at):
        return "coming"
    return "current" if current is not None and current.pk == version.pk else "replaced"


def form_version(*, key: str, number: int | None = None) -> FormVersion | None:
    """A form of this office by key, the newest one or the one numbered `number`; None where there is none."""
    wanted = Q(key=key) if number is None else Q(key=key, number=number)
    return FormVersion.objects.filter(wanted).order_by("-number").first()
