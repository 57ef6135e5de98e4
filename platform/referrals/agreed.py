"""What was agreed with a person is kept by one office: by whoever took it up last, as the chain of the matter says.

Whoever takes appointments up from a file says so by their keys, in the transaction in which they become its own. Who
told of them keeps them until it reads that: a supplement that was destroyed unread leaves them where they were. While
messages are under way two offices may expect her; never none, and once everything was carried exactly one.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from cases.models import Appointment, Case
from cases.operations import appointments
from custody import chain, holding
from custody.models import Envelope, Link, Part
from referrals import waking
from referrals.models import Referral
from tenants.current import current_office

TAKEN_UP = "appointments_taken"
"""Kind of a link that says which appointments its office keeps from now on, by their keys."""
TELLS: dict[str, Any] = {"tells": TAKEN_UP}
"""What an acceptance says of itself: what it took up is told by links. One of an edition before took all at once."""


def as_told(file: Mapping[str, Any], *, envelope: Envelope) -> dict[str, Any]:
    """A file without the appointments that went from here and that its sender does not keep, as the chain says.

    It was packed before they read that somebody else had taken them up.
    """
    told = file.get("appointments", [])
    gone = Appointment.objects.filter(case__matter=envelope.matter, state=Appointment.State.HANDED_OVER)
    went = set(gone.values_list("pk", flat=True)) if told else set()
    last = _last(envelope.matter) if went else {}
    stale = {key for key, office in last.items() if office != envelope.sender_id and _either(envelope, key) & went}
    return {**file, "appointments": [one for one in told if str(UUID(one["id"])) not in stale]}


def take_up(file: Mapping[str, Any], *, case: Case, envelope: Envelope, at: datetime) -> None:
    """Say that this office keeps the appointments of a file that it has just taken in; nothing where it has none new.

    `file`: as `as_told` left it. Where custody does not move both keep them, and nothing is said.
    """
    told = {str(UUID(one["id"])) for one in file.get("appointments", [])} if envelope.moves else set()
    if told:
        last, me = _last(envelope.matter), current_office().id
        here = set(_here(case, told))
        _say({key for key in told & here if last.get(key) != me}, envelope=envelope, at=at)


def heard(row: Referral, link: Link, *, at: datetime) -> None:
    """Let go of what the other office of a locked referral has taken up; whoever has the person keeps it, and says so.

    Not of what this office took up again later: that office reads it where it told us. In joint handling both keep it.
    """
    if row.case is None or row.kind != Envelope.Kind.PELIMPAHAN:
        return
    keys = set(_keys(link.data))
    planned = Appointment.objects.filter(case=row.case, state=Appointment.State.PLANNED)
    rows, last, me = set(planned.values_list("pk", flat=True)), _last(row.matter), current_office().id
    here = {key: pk for key, pk in _here(row.case, keys).items() if pk in rows and last.get(key) != me}
    if here and holding.part_in(row.matter) == Part.Kind.HOLDER:
        _say(here, envelope=Envelope.objects.get(pk=row.pk), at=at)
    elif here:
        appointments.hand_over(case=row.case, at=at, only=here.values())


def _either(of: Envelope | Case, key: str) -> set[UUID]:
    """The key of a row as it was told, and what it is here where another case has that (`appointments.take_over`)."""
    return {UUID(key), uuid5(of.matter, key)}


def _here(case: Case, keys: Iterable[str]) -> dict[str, UUID]:
    """Key as it was told -> that of this case's own row."""
    either = {pk: key for key in keys for pk in _either(case, key)}
    rows = Appointment.objects.filter(case=case, pk__in=either).values_list("pk", flat=True)
    return {either[pk]: pk for pk in rows}


def _last(matter: UUID) -> dict[str, UUID | None]:
    """Key of an appointment -> the office that took it up last, of what this office reads."""
    links = Link.objects.filter(matter=matter, kind=TAKEN_UP).order_by("number").values_list("office", "data")
    return {key: office for office, data in links for key in _keys(data)}


def _keys(data: Mapping[str, Any]) -> Iterator[str]:
    """The appointments that a link names, each key written in one way, whatever its office writes."""
    for key in data.get("appointments", ()):
        try:
            yield str(UUID(str(key)))
        except ValueError:
            continue


def _say(keys: Iterable[str], *, envelope: Envelope, at: datetime) -> None:
    keys = sorted(keys)
    if not keys:
        return
    chain.append(matter=envelope.matter, kind=TAKEN_UP, at=at, envelope=envelope.pk, appointments=keys)
    mine = envelope.sender_id == current_office().id
    waking.wake_after_commit(office=envelope.receiver_id if mine else envelope.sender_id, matter=envelope.matter)
