"""From a document that passed the schema to the parts of a definition."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sop_library.conditions import Condition, parse_condition
from sop_library.durations import Duration, parse_duration
from sop_library.facts import FACTS
from sop_library.parts import (
    AGAIN,
    ENOUGH,
    NEXT,
    NO_TIME,
    Door,
    Extendable,
    FormUse,
    Gate,
    Interrupt,
    Lane,
    Limit,
    Need,
    Outcome,
    Output,
    Refer,
    Repeat,
    Step,
    Sub,
    Then,
    Tier,
    TimeReading,
)

Document = Mapping[str, Any]


def _(msgid: str) -> str:
    return msgid


OUR_OUTCOMES: Mapping[str, str] = MappingProxyType({AGAIN: _("Lakukan lagi"), ENOUGH: _("Selesai")})
"""The ways out of a step that repeats where its sheet names none: msgids, not words of the source."""


def in_order(named: Document) -> list[tuple[str, Document]]:
    """The entries of a mapping by their `order`, else as they stand: stored JSON keeps no order of its own."""
    return sorted(named.items(), key=lambda entry: entry[1].get("order", 0))


def parse_lane(key: str, document: Document) -> Lane:
    """One entry of `lanes`."""
    return Lane(
        key=key,
        label=document["label"],
        name=document.get("name", document["label"]),
        outside=document.get("outside", False),
        made_of=tuple(document.get("made_of", ())),
        quorum=document.get("quorum", 1),
    )


def parse_door(key: str, document: Document) -> Door:
    """One entry of `doors`."""
    return Door(
        key=key,
        label=document["label"],
        starts=document["starts"],
        channel=document.get("channel"),
        called=document.get("called", False),
        hours=document.get("hours"),
        requires=_gate(document.get("requires")),
    )


def parse_form(key: str, document: Document) -> FormUse:
    """One entry of `forms`."""
    return FormUse(key=key, label=document["label"], form=document.get("form"))


def parse_step(document: Document, forms: Mapping[str, FormUse]) -> Step:
    """One entry of `steps`."""
    lanes = document["lanes"]
    unsaid = lanes == "unsaid"
    stage = document.get("stage") or ()
    repeat = document.get("repeat")
    then = parse_then(document["then"]) if "then" in document else NEXT
    if document.get("kind") == "end" and "then" not in document:
        then = Then("end")
    return Step(
        key=document["key"],
        number=document.get("step"),
        name=document["name"],
        text=document["text"],
        section=document.get("section"),
        kind=document.get("kind", "task"),
        lanes=() if unsaid else tuple(lanes.get("all_of") or lanes["any_of"]),
        all_of=not unsaid and "all_of" in lanes,
        unsaid=unsaid,
        decides=document.get("decides"),
        stages=(stage,) if isinstance(stage, str) else tuple(stage),
        office_wide=document.get("scope") == "office",
        needs=tuple(_need(need, forms) for need in document.get("needs", ())),
        outputs=tuple(
            Output(output["key"], output["label"], output.get("form"), _condition(output.get("when")))
            for output in document.get("outputs", ())
        ),
        records=tuple(document.get("records", ())),
        time=parse_time(document["time"]) if "time" in document else NO_TIME,
        outcomes=_outcomes(document, then),
        then=then,
        join=document.get("after", "any"),
        choose_some=document.get("choose") == "some",
        applies_when=_condition(document.get("applies_when")),
        optional=document.get("optional", False),
        gate=_gate(document.get("gate")),
        repeat=None if repeat is None else Repeat(_duration(repeat.get("every")), repeat.get("until")),
        closes=document.get("closes", False),
        subs=tuple(_sub(sub) for sub in document.get("sub", ())),
        reading=tuple(document.get("reading", ())),
        note=document.get("note"),
        marks=MappingProxyType(dict(document.get("marks", {}))),
        printed_needs=document.get("printed_needs"),
        printed_output=document.get("printed_output"),
        printed_forms=tuple(document.get("printed_forms", ())),
        fee=document.get("fee"),
        remarks=document.get("remarks"),
    )


def parse_time(document: Document) -> TimeReading:
    """A time reading: a step's, a limit's or the whole service's."""
    extendable = document.get("extendable_by")
    return TimeReading(
        printed=document.get("printed"),
        kind=document.get("kind", "max"),
        amount=_duration(document.get("amount")),
        shortest=_duration(document.get("from")),
        longest=_duration(document.get("to")),
        clock=document.get("clock", "clock"),
        counts_from=document.get("counts_from", "step"),
        tiers=tuple(
            Tier(parse_condition(tier["when"]), parse_duration(tier["amount"]), tier.get("kind"), tier.get("clock"))
            for tier in document.get("tiers", ())
        ),
        extendable=None
        if extendable is None
        else Extendable(extendable["lane"], extendable.get("times", 1), _duration(extendable.get("up_to"))),
        ambiguous=document.get("ambiguous", False),
    )


def parse_then(document: Any) -> Then:
    """next, end, attach, a key, a list of keys, or {end: reason}."""
    if isinstance(document, Mapping):
        return Then("end", reason=document["end"])
    if document == "end":
        return Then("end")
    if document == "attach":
        return Then("attach")
    return Then("steps", (document,) if isinstance(document, str) else tuple(document))


def parse_limit(document: Document) -> Limit:
    """One entry of `limits`; it counts from the case where nothing else is said."""
    until = document["until"]
    return Limit(
        key=document["key"],
        label=document["label"],
        reading=parse_time({"counts_from": "case", **document}),
        until=(until,) if isinstance(until, str) else tuple(until),
    )


def parse_interrupt(document: Document) -> Interrupt:
    """One entry of `interrupts`."""
    return Interrupt(document["key"], document["label"], parse_condition(document["when"]), document["starts"])


def _condition(document: Document | None) -> Condition | None:
    return None if document is None else parse_condition(document)


def _duration(text: str | None) -> Duration | None:
    return None if text is None else parse_duration(text)


def _gate(document: Document | None) -> Gate | None:
    if document is None:
        return None
    return Gate(parse_condition(document["when"]), document["words"], document.get("override"))


def _need(document: Document, forms: Mapping[str, FormUse]) -> Need:
    kind = next(name for name in ("document", "form", "fact", "any_of") if name in document)
    subject = "" if kind == "any_of" else str(document[kind])
    options = tuple(_need(option, forms) for option in document.get("any_of", ()))
    words = {
        "document": subject,
        "form": forms[subject].label if kind == "form" and subject in forms else subject,
        "fact": FACTS[subject].label if kind == "fact" and subject in FACTS else subject,
        "any_of": " / ".join(option.label for option in options),
    }
    label = document.get("label", words[kind])
    own_key = subject if kind in ("form", "fact") else slug(label)
    return Need(
        key=document.get("key", own_key),
        kind=kind,  # type: ignore[arg-type]
        subject=subject,
        label=label,
        options=options,
        when=_condition(document.get("when")),
        may_follow=document.get("may_follow", False),
        type=document.get("type"),
        per=document.get("for", "case"),
    )


def slug(words: str) -> str:
    """A key made of printed words: "Surat Rujukan (*jika ada)" becomes "surat-rujukan-jika-ada"."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "tanpa-nama"


def _outcomes(document: Document, then: Then) -> tuple[Outcome, ...]:
    recurring = "repeat" in document
    written = document.get("outcomes", ())
    if recurring and not written:
        again = Then("steps", (document["key"],))
        return tuple(Outcome(key, OUR_OUTCOMES[key], to) for key, to in ((AGAIN, again), (ENOUGH, then)))
    outcomes = []
    for row in written:
        target = parse_then(row["then"]) if "then" in row else None
        if target is None and recurring:
            target = Then("steps", (document["key"],)) if row["key"] == AGAIN else then
        outcomes.append(
            Outcome(row["key"], row["label"], target, _condition(row.get("suggested_when")), _refer(row.get("refer")))
        )
    return tuple(outcomes)


def _refer(document: Document | None) -> Refer | None:
    if document is None:
        return None
    to = document["to"]
    if isinstance(to, str):
        return Refer(document["kind"], to, words=document.get("words"))
    return Refer(document["kind"], "region_of", to["region_of"], document.get("words"))


def _sub(document: Document) -> Sub:
    return Sub(
        key=document["key"],
        label=document["label"],
        sop=document.get("sop"),
        service=document.get("service"),
        door=document.get("door"),
        wait=document.get("wait", True),
    )
