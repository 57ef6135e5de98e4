"""SOPs made at random, for tests of what holds for every SOP: small, bounded, and using the whole language."""

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from sop_library.checks import faults_of
from sop_library.definition import Definition, parse
from sop_library.loading import with_order
from sop_library.parts import STAGES
from sop_library.weaving import weave
from tests.sop_library.sheets import outcome, sheet, step

MOST_STEPS = 8
LANES = {
    "petugas": {"label": "Petugas"},
    "ketua": {"label": "Ketua"},
    "tim": {"label": "Tim", "made_of": ["petugas", "ketua", "dokter"], "quorum": 2},
    "dokter": {"label": "Dokter"},
    "pelapor": {"label": "Pelapor", "outside": True},
}
WORDS = st.one_of(
    st.sampled_from(["Terima laporan", "no", "12", "1: 30", "<b>tebal</b> & “kutip”", "baris satu\n  baris dua\n"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40),
)
CONDITIONS = st.recursive(
    st.sampled_from(
        [
            {"fact": "victim.child", "is": True},
            {"fact": "risk", "at_least": "medium"},
            {"fact": "crisis", "known": True},
            {"fact": "victim.residence", "within": "regency"},
            {"fact": "incident.kinds", "in": ["FISIK", "PSIKIS"]},
            {"fact": "victim.count", "at_least": 2},
            {"jurisdiction": "met"},
        ]
    ),
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=2)),
    ),
    max_leaves=3,
)
EXTENDABLE = {"lane": "ketua", "times": 2, "up_to": "P2D"}
TIERS = [{"when": {"fact": "risk", "is": "high"}, "amount": "PT24H"}]
TIMES = st.sampled_from(
    [
        {"printed": "30'", "kind": "standard", "amount": "PT30M", "clock": "working"},
        {"printed": "3 hari kerja", "kind": "max", "amount": "P3D", "clock": "working", "extendable_by": EXTENDABLE},
        {"printed": "3x24 jam", "kind": "max", "amount": "PT72H", "counts_from": "report"},
        {"printed": "15-30 menit", "kind": "range", "from": "PT15M", "to": "PT30M", "clock": "unsaid"},
        {"printed": "segera", "kind": "at_once"},
        {"kind": "as_agreed"},
        {"kind": "none"},
        {"printed": "7 hari", "kind": "max", "amount": "P7D", "tiers": TIERS},
        {"kind": "max", "tiers": TIERS, "extendable_by": {"lane": "ketua"}, "counts_from": "l0"},
    ]
)
LIMITS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"amount": "P3D"},
        {"amount": "P14D", "clock": "working", "extendable_by": EXTENDABLE},
        {"amount": "P7D", "counts_from": "report", "tiers": TIERS, "extendable_by": {"lane": "tim"}},
        {"tiers": TIERS, "counts_from": "l1"},
    ]
)
KINDS = ("task", "task", "task", "decision", "decision", "referral", "repeat", "sub_sop", "rule", "office", "end")


@st.composite
def targets(draw: st.DrawFn, place: int, count: int) -> Any:
    """Anywhere: on, back, to the same step, to several at once, or to an end."""
    keys = [f"l{number}" for number in range(count)]
    ahead = keys[place + 1 :] or ["next"]
    match draw(st.integers(0, 9)):
        case 0 | 1 | 2 | 3 | 4:
            return "next"
        case 5:
            return draw(st.sampled_from(keys))
        case 6:
            return draw(st.sampled_from(["end", {"end": "selesai dilayani"}, "attach"]))
        case 7:
            return draw(st.lists(st.sampled_from(ahead), min_size=1, max_size=3, unique=True))
    return draw(st.sampled_from(ahead))


@st.composite
def steps(draw: st.DrawFn, place: int, count: int, *, kind: str | None = None) -> dict[str, Any]:
    """One step, leading anywhere; of the `kind` given."""
    rarely = st.sampled_from([False, False, False, True])
    target = targets(place, count)
    fields: dict[str, Any] = {"step": f"{place + 1}.", "name": f"Langkah {place + 1}", "text": draw(WORDS)}
    kind = kind or draw(st.sampled_from(KINDS))
    if kind in ("decision", "referral"):
        fields["kind"] = kind
        fields["outcomes"] = [outcome("x", draw(target)), outcome("y", draw(target))]
        fields["choose"] = draw(st.sampled_from(["one", "some"]))
        if kind == "referral":
            fields["outcomes"][0]["refer"] = {"kind": "rujukan", "to": {"region_of": "victim.residence"}}
        if draw(rarely):
            fields["outcomes"][1]["suggested_when"] = draw(CONDITIONS)
            fields["needs"] = [{"document": "Surat", "when": {"outcome": "x"}, "may_follow": draw(st.booleans())}]
    elif kind == "repeat":
        fields["repeat"] = {"every": "P1W", "until": "korban pulih"}
    elif kind == "sub_sop":
        subs = [{"key": "s", "label": "S", "service": "s", "wait": draw(st.booleans())}]
        subs.append({"key": "t", "label": "T", "sop": "contoh/lain", "door": "panggilan"})
        fields |= {"kind": "sub_sop", "sub": subs[: draw(st.integers(1, 2))]}
    elif kind == "rule":
        fields["kind"] = "rule"
    elif kind == "office":
        fields["scope"] = "office"
    else:
        fields["kind"] = kind
        if kind == "task" or draw(rarely):
            fields["then"] = draw(target)
        fields["optional"] = draw(rarely)
        if draw(rarely):
            fields["applies_when"] = draw(CONDITIONS)
    if draw(rarely):
        fields["gate"] = {"when": draw(CONDITIONS), "words": draw(WORDS), "override": "ketua"}
    fields |= draw(work(rarely))
    fields["after"] = draw(st.sampled_from(["any", "any", "all"]))
    fields["closes"] = draw(st.integers(0, 7)) == 0
    return step(f"l{place}", **fields)


@st.composite
def work(draw: st.DrawFn, rarely: st.SearchStrategy[bool]) -> dict[str, Any]:
    """Who does a step, by when, with what, leaving what."""
    fields: dict[str, Any] = {"time": draw(TIMES)}
    if draw(rarely):
        lanes = draw(st.lists(st.sampled_from(["petugas", "ketua", "tim", "pelapor"]), min_size=1, unique=True))
        fields["lanes"] = {draw(st.sampled_from(["any_of", "all_of"])): lanes}
        if draw(rarely):
            fields["decides"] = "ketua"
    if draw(rarely):
        fields["stage"] = draw(st.lists(st.sampled_from(STAGES), min_size=1, max_size=2, unique=True))
    if draw(rarely):
        fields["outputs"] = [{"key": "o", "label": draw(WORDS)}, {"key": "f", "label": "F", "form": "buku"}]
        fields["printed_output"] = draw(WORDS)
    if draw(rarely):
        fields["records"] = ["risk", "incident.kinds"]
    if draw(rarely):
        fields["marks"] = {"Petugas": draw(st.sampled_from(["▭", "◇", "▭◇"]))}
        fields |= {"remarks": draw(WORDS), "reading": ["then", "lanes"], "note": draw(WORDS), "page": 1}
    return fields


@st.composite
def documents(draw: st.DrawFn, *, most: int = MOST_STEPS, fewest: int = 2, calling: bool = False) -> dict[str, Any]:
    """The document of a small SOP, as reading a file gives it. It may have faults. `calling`: it starts another."""
    count = draw(st.integers(fewest, most))
    calls = draw(st.integers(0, count - 1)) if calling else None
    rows = [draw(steps(place, count, kind="sub_sop" if place == calls else None)) for place in range(count)]
    place = st.integers(0, count - 1).map("l{}".format)
    extra: dict[str, Any] = {"lanes": LANES, "forms": {"buku": {"label": "Buku Tamu", "form": None}}}
    extra["doors"] = {"datang": {"label": "Datang sendiri", "starts": "l0"}}
    if draw(st.booleans()):
        extra["doors"]["telepon"] = {"label": "Telepon", "starts": draw(place), "hours": "24 jam"}
        extra["doors"]["panggilan"] = {"label": "Dipanggil", "starts": draw(place), "called": True}
    extra["jurisdiction"] = {"any": [{"fact": "victim.residence", "within": "regency"}, {"fact": "crisis", "is": True}]}
    until = draw(st.lists(place, min_size=1, max_size=2, unique=True))
    extra["limits"] = [{"key": "b", "label": "B", "printed": "tiga hari", **draw(LIMITS), "until": until}]
    if draw(st.booleans()):
        when = draw(st.sampled_from([{"fact": "risk", "is": "high"}, {"fact": "crisis", "is": True}]))
        extra["interrupts"] = [{"key": "i", "label": "I", "when": when, "starts": draw(place)}]
    extra["narrative"] = [{"number": "1)", "text": draw(WORDS), "steps": [draw(place)]}]
    extra["columns"] = [{"page": 1, "label": "Petugas", "lanes": ["petugas", "tim"]}]
    return with_order(sheet(*rows, **extra))


@st.composite
def sound_documents(draw: st.DrawFn, *, most: int = MOST_STEPS, calling: bool = False) -> dict[str, Any]:
    """The document of a small SOP without faults."""
    document = draw(documents(most=most, calling=calling))
    assume(not faults_of(parse(document)))
    return document


def definitions(*, most: int = MOST_STEPS) -> st.SearchStrategy[Definition]:
    """A small SOP that passes the check, ready to run."""
    return sound_documents(most=most).map(parse)


CALLED = {"contoh/lain": "lain", "contoh/satu": "s", "contoh/dua": "s"}
"""The SOPs that generated steps may start, and the service of each."""
_URGENT = {"key": "i", "label": "I", "when": {"fact": "crisis", "is": True}, "starts": "l1"}
_BACK = [outcome("x", "l0"), outcome("y", "end"), outcome("z", ["l2", "l1"])]
_AGAIN = {"key": "t", "label": "T", "sop": "contoh/lain"}
BODIES: tuple[tuple[list[dict[str, Any]], dict[str, Any]], ...] = (
    ([step("l0"), step("l1", closes=True), step("l2", optional=True)], {}),
    ([step("l0", kind="decision", choose="some", outcomes=_BACK), step("l1", then="l2"), step("l2", after="all")], {}),
    ([step("l0", then=["l1", "l2"]), step("l1", then="end"), step("l2", repeat={"every": "P1W"})], {}),
    (
        [
            step("l0", kind="rule"),
            step("l1", lanes={"any_of": ["tim"]}),
            step("l2", kind="end", time={"kind": "at_once"}),
        ],
        {},
    ),
    ([step("l0", kind="sub_sop", sub=[_AGAIN]), step("l1", then={"end": "cukup"})], {}),
    ([step("l0"), step("l1", kind="sub_sop", sub=[{**_AGAIN, "wait": False}]), step("l2")], {}),
)
"""SOPs to be called that rest on no fact."""
ASKING: tuple[tuple[list[dict[str, Any]], dict[str, Any]], ...] = (
    ([step("l0", then="end"), step("l1", then="end")], {"interrupts": [_URGENT]}),
    ([step("l0", applies_when={"fact": "victim.child", "is": True}), step("l1", then="end")], {}),
    ([step("l0", gate={"when": {"jurisdiction": "met"}, "words": "G"}), step("l1", records=["risk"])], {}),
)


@st.composite
def pairs(draw: st.DrawFn, *, asking: bool = True) -> tuple[Definition, Definition]:
    """A small SOP that starts others: as its sheet is, and with them woven in. Not `asking`: no fact decides."""
    own = draw(sound_documents(most=4, calling=True))
    if not asking:
        own = _without_facts(own)
        assume(not faults_of(parse(own)))
    known = {}
    for sop, service in CALLED.items():
        rows, extra = draw(st.sampled_from((*BODIES, *ASKING) if asking else BODIES))
        said = {"sop": sop, "service": service, "name": sop, "lanes": LANES, "jurisdiction": own["jurisdiction"]}
        limits = [{"key": "b", "label": "B", "amount": "P3D", "until": ["l1"]}]
        known[sop] = parse(with_order(sheet(*rows, **said, limits=limits, interrupts=extra.get("interrupts", []))))
    itself = parse(own)
    return itself, weave(itself, called=known)


def _without_facts(document: dict[str, Any]) -> dict[str, Any]:
    asking = ("applies_when", "gate", "records", "needs")
    rows = [{name: value for name, value in row.items() if name not in asking} for row in document["steps"]]
    return {name: value for name, value in document.items() if name != "interrupts"} | {"steps": rows}


def woven_definitions() -> st.SearchStrategy[Definition]:
    """A small SOP with those that it starts woven in."""
    return pairs().map(lambda pair: pair[1])
