"""What rules a step while it runs, in the words of the sheet: who signs it signs that too. Pure; Indonesian."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sop_library.conditions import All, Any, Condition, JurisdictionMet, Not, OutcomeIs, Test
from sop_library.definition import Definition
from sop_library.facts import FACTS, FactValue, value_words
from sop_library.parts import Clock, Step

_AREAS = {"regency": "kabupaten/kota ini", "province": "provinsi ini"}
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_RELATIONS = {
    "is": "%s: %s", "in": "%s salah satu dari: %s", "at_least": "%s paling sedikit %s",
    "at_most": "%s paling banyak %s", "within": "%s di %s",
}  # fmt: skip


def ruling(definition: Definition, step: Step) -> str:
    """When the step applies and opens, whether it may be skipped, repeated, or begun at any time, which other times it
    has and who may lengthen it, which SOPs it starts; "" for none of it."""
    return " ".join(_sentences(definition, step))


def _sentences(definition: Definition, step: Step) -> Iterator[str]:
    labels, doors = {one.key: one.label for one in step.outcomes}, doors_of(definition)
    if step.applies_when is not None:
        yield f"Hanya bila {said(step.applies_when, labels, doors)}."
    if step.gate is not None:
        words = step.gate.words.rstrip(". ")
        yield f"Baru dimulai bila {said(step.gate.when, labels, doors)}" + (f" ({words})." if words else ".")
        early = definition.lanes.get(step.gate.override or "")
        if early is not None:
            yield f"{early.label} dapat membukanya lebih awal."
    for interrupt in definition.interrupts:
        if interrupt.starts == step.key:
            yield f"Dimulai dari langkah mana pun begitu {said(interrupt.when, {}, doors)}; yang lain menunggu."
    if step.optional:
        yield "Boleh dilewati dengan alasan."
    if step.choose_some:
        yield "Boleh memilih lebih dari satu cabang."
    yield from _times(definition, step)
    yield from _starts(step)
    if step.repeat is not None:
        every = f" tiap {step.repeat.every}" if step.repeat.every else ""
        until = f" sampai {step.repeat.until.rstrip('. ')}" if step.repeat.until else ""
        yield f"Diulang{every}{until}."


def _times(definition: Definition, step: Step) -> Iterator[str]:
    for tier in step.time.tiers:
        about = "kira-kira " if (tier.kind or step.time.kind) == "about" else ""
        length = f"{about}{tier.amount}{_counted(tier.clock or step.time.clock)}"
        yield f"Waktunya {length} bila {said(tier.when, {}, doors_of(definition))}."
    longer = step.time.extendable
    if longer is not None:
        most = f" {longer.up_to}{_counted(step.time.clock)}" if longer.up_to else ""
        lane = definition.lanes[longer.lane].label if longer.lane in definition.lanes else longer.lane
        yield f"{lane} dapat memperpanjangnya{most}, paling banyak {longer.times} kali."


def _counted(clock: Clock) -> str:
    """What follows an amount of time that runs while the office is open."""
    return " kerja" if clock == "working" else ""


def _starts(step: Step) -> Iterator[str]:
    if len(step.subs) > 1:
        yield "Yang menyelesaikannya memilih SOP mana yang dimulai."
    for sub in step.subs:
        yield f"Memulai SOP {sub.label}" + (" dan menunggunya selesai." if sub.wait else "; kasus berjalan terus.")


def doors_of(definition: Definition) -> dict[str, str]:
    """What its doors are called, by key."""
    return {key: door.label for key, door in definition.doors.items()}


def said(condition: Condition, labels: Mapping[str, str], doors: Mapping[str, str] = _NO_NAMES) -> str:
    """A condition as part of a sentence. `labels`: what the step's outcomes are called; `doors`: and the doors."""
    match condition:
        case All(parts) | Any(parts):
            joint = " dan " if isinstance(condition, All) else " atau "
            told = [(said(part, labels, doors), part) for part in parts]
            return joint.join(
                f"({words})" if isinstance(part, All | Any | Not) and len(parts) > 1 else words for words, part in told
            )
        case Not(part):
            return f"tidak benar bahwa {said(part, labels, doors)}"
        case JurisdictionMet():
            return "termasuk wilayah layanan"
        case OutcomeIs(key):
            return f"hasil langkah ini “{labels.get(key, key)}”"
        case Test():
            return _test(condition, doors)


def _test(test: Test, doors: Mapping[str, str]) -> str:
    label = FACTS[test.fact].label if test.fact in FACTS else test.fact
    if test.operator == "known":
        return f"{label} {'belum' if test.value is False else 'sudah'} diketahui"
    several = test.value if isinstance(test.value, tuple | list) else (test.value,)
    named = doors if test.fact == "door" else _NO_NAMES
    values = ", ".join(named.get(str(one)) or _value(test.fact, one) for one in several)
    return _RELATIONS.get(test.operator, "%s %s") % (label, values)


def _value(fact: str, value: FactValue) -> str:
    if fact not in FACTS:
        return str(value)
    if FACTS[fact].type == "region" and value != "abroad":
        return _AREAS.get(str(value), f"wilayah {value}")
    return value_words(fact, value)
