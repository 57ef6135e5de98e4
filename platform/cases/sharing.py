"""Who said no to sharing their data for a referral, and has not said otherwise since (UU 27/2022 art. 20-24, 40)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5

from cases.models import Case, Consent
from cases.voices import Voices, voices_in
from custody.models import Link
from tenants.current import current_office


def refusals_of(case: Case, *, receiver: str | None = None, voices: Voices | None = None) -> list[Consent]:
    """The refusals that stand, newest first: a no, or a yes withdrawn, by a victim or whoever spoke for one.

    `receiver`: a region's code, for a referral there; None: for any. What duty did in place of a consent lifts none.
    `voices`: the case's, where they were read already.
    """
    rows = sorted(
        Consent.objects.filter(case=case, kind=Consent.Kind.REFERRAL)
        .select_related("by", "withdrawn_by")
        .order_by("at"),
        key=lambda one: refused_at(one) if one.refuses else one.at,
    )
    void = told_void(case, rows)
    rows = [one for one in rows if one.pk not in void]
    places = {"", *(one.receiver for one in rows)} if receiver is None else {receiver}
    voices = voices or voices_in(case)
    found: dict[UUID, Consent] = {}
    for place in places:
        concerning = [one for one in rows if one.receiver in ("", place)]
        found |= {one.pk: one for one in _standing(concerning, voices) if one.refuses}
    return sorted(found.values(), key=refused_at, reverse=True)


def told_void(case: Case, rows: Iterable[Consent]) -> frozenset[UUID]:
    """Of consents that carry nothing any more, those that nobody took back: another office took whoever gave them off.

    The last that the chain tells of each counts. No query where none was taken back.
    """
    taken = {str(one.pk) for one in rows if one.given and one.withdrawn_at is not None}
    if not taken:
        return frozenset()
    links = Link.objects.filter(matter=case.matter, kind="consents_told").exclude(office=current_office().id)
    last = {
        told: key in data.get("void", ())
        for data in links.order_by("number").values_list("data", flat=True)
        for key in data.get("consents", ())
        for told in (key, str(uuid5(case.matter, key)))
    }
    return frozenset(UUID(key) for key in taken if last.get(key))


def refused_at(refusal: Consent) -> datetime:
    """When it was said: at once, or later by withdrawing."""
    return refusal.withdrawn_at or refusal.at


def overcome_by(consent: Consent, *, case: Case, voices: Voices | None = None) -> list[Consent]:
    """The refusals that stand against what this consent says or would say yes to.

    Of no office in particular, it says yes to any. `voices`: the case's, where they were read already.
    """
    voices = voices or voices_in(case)
    speaks_for = set(said_for(consent, voices))
    refusals = refusals_of(case, receiver=consent.receiver or None, voices=voices)
    return [one for one in refusals if speaks_for & set(said_for(one, voices))]


def _standing(rows: Iterable[Consent], voices: Voices) -> Iterable[Consent]:
    """Of every victim the newest word. Where none is known yet, the newest that was said at all."""
    newest: dict[UUID | None, Consent] = {}
    for row in rows:
        if row.way == Consent.Way.DUTY:
            continue
        for one in said_for(row, voices):
            before = newest.get(one)
            shared = row.person_id is None and len(voices.victims) > 1
            if shared and before is not None and before.refuses and before.person_id is not None:
                continue
            newest[one] = row
    return newest.values()


def said_for(row: Consent, voices: Voices) -> tuple[UUID | None, ...]:
    """For whom it counts. A no by a parent or guardian is told also where their yes would open nothing."""
    if row.person_id is None and not voices.victims and not voices.is_doubtful(row):
        return (None,)
    if voices.is_gone(row.person_id):
        return ()
    if row.refuses and row.way == Consent.Way.GUARDIAN and row.person_id not in voices.respondents:
        return (row.person_id,) if row.person_id in voices.victims else voices.victims
    return voices.heard_for(row)
