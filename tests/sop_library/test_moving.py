"""Where other systems lose a case that moves to a new version: each named case, and what is done with it here."""

from dataclasses import replace
from random import Random
from time import process_time

from sop_library.definition import Definition
from sop_library.engine import State, advance
from sop_library.engine.events import Complete, Extend, FactChanged, GoBack, Pause, Resume, Sign
from sop_library.moving import Held, Moved, Plan, faults, moved, propose, suggestions
from tests.sop_library.sheets import Walked, at, office, outcome, sop, step

TWO_HOURS = {"printed": "2 jam", "kind": "max", "amount": "PT2H"}
A_DAY = {"printed": "1 hari", "kind": "max", "amount": "PT24H"}
LATER = at("2026-02-02 09:30")
LANES = frozenset({"petugas", "ketua"})


def go(walked: Walked, new: Definition, *, now=LATER, **chosen) -> Moved | Held:
    """Move a case to `new`; `chosen`: parts of the plan that don't go by key."""
    old = walked.definition
    plan = propose(old, new)
    merged = {
        name: {**getattr(plan, name), **value} if isinstance(value, dict) else value for name, value in chosen.items()
    }
    plan = replace(plan, **merged)
    assert not faults(plan, old, new)
    return moved(state=walked.state, plan=plan, old=old, new=new, now=now, calendar=office(), by="ani")


def after(found: Moved | Held) -> State:
    assert isinstance(found, Moved), found
    return found.state


def held(found: Moved | Held) -> tuple[str, ...]:
    assert isinstance(found, Held)
    return found.reasons


def statuses(state: State) -> dict[str, str]:
    return {one.id: one.status for one in state.passes}


def forked(*between: str) -> Definition:
    """Two branches from `a`, the first through `between`, that meet at `z`."""
    rows = [step(key, then=following) for key, following in zip(between, (*between[1:], "z"), strict=True)]
    return sop(step("a", then=[between[0], "c"]), *rows, step("c", then="z"), step("z", after="all"))


def test_a_step_that_waits_for_others_waits_on_also_for_one_that_is_new():
    walked = Walked(forked("b"))
    walked.do("a")
    walked.do("c")
    assert walked.state.by_id["z#1"].wait.kind == "join"
    state = after(go(walked, forked("b", "b-lagi")))
    assert statuses(state)["z#1"] == "waiting"
    state, _ = advance(forked("b", "b-lagi"), state, Complete(pass_id="b#1", by="ani", lanes=LANES), LATER, office())
    assert (statuses(state)["b-lagi#1"], statuses(state)["z#1"]) == ("open", "waiting")
    state, _ = advance(
        forked("b", "b-lagi"), state, Complete(pass_id="b-lagi#1", by="ani", lanes=LANES), LATER, office()
    )
    assert statuses(state)["z#1"] == "open"


def test_what_need_not_wait_any_more_opens():
    walked = Walked(forked("b"))
    walked.do("a")
    walked.do("c")
    alone = sop(step("a", then=["b", "c"]), step("b", then="z"), step("c", then="z"), step("z"))
    assert statuses(after(go(walked, alone)))["z#1"] == "open"


def test_two_keys_may_change_places():
    walked = Walked(sop(step("a"), step("b"), step("c")))
    walked.do("a")
    state = after(go(walked, sop(step("b"), step("a"), step("c")), steps={"a": "b", "b": "a"}))
    assert statuses(state) == {"b#1": "done", "a#1": "open"}
    assert state.by_id["a#1"].came_from == ("b#1",)


def test_a_step_of_history_is_not_taken_for_a_new_one_of_its_key():
    first, second = sop(step("x"), step("y"), step("w")), sop(step("y"), step("w"))
    third = sop(step("y", then=["w", "x"]), step("w", then="end"), step("x", then="end"))
    walked = Walked(first)
    walked.do("x")
    assert walked.of("y").came_from == ("x#1",)
    without_it = after(go(walked, second))
    there = moved(
        state=without_it, plan=propose(second, third), old=second, new=third, now=LATER, calendar=office(), by="ani"
    )
    state = after(there)
    assert state.by_id["y#1"].came_from == ()
    for key in ("y#1", "x#1"):
        state, _ = advance(third, state, Complete(pass_id=key, by="ani", lanes=LANES), LATER, office())
    state, _ = advance(third, state, GoBack(step="x", by="ani", lanes=LANES, reason="Diulang."), LATER, office())
    assert statuses(state) == {"y#1": "done", "w#1": "open", "x#1": "done", "x#2": "open"}


def test_two_steps_become_one_and_are_numbered_in_order():
    walked = Walked(sop(step("a"), step("b"), step("c")))
    walked.do("a")
    walked.do("b")
    state = after(go(walked, sop(step("ab"), step("c")), steps={"a": "ab", "b": "ab"}))
    assert statuses(state) == {"ab#1": "done", "ab#2": "done", "c#1": "open"}
    assert state.latest["ab"] == "ab#2"


def test_two_that_run_can_not_become_one():
    walked = Walked(sop(step("a", then=["b", "c"]), step("b", then="end"), step("c", then="end")))
    walked.do("a")
    assert held(go(walked, sop(step("a"), step("b")), steps={"c": "b"})) == ("two_at_once",)


def test_a_step_that_starts_another_sop_is_no_pair_of_one_that_does_not():
    sub = [{"key": "s", "label": "S", "sop": "contoh/lain", "wait": True}]
    old, new = sop(step("a"), step("b")), sop(step("a"), step("b", kind="sub_sop", sub=sub))
    assert [one.code for one in faults(propose(old, new), old, new)] == ["other_kind"]
    walked = Walked(sop(step("a", kind="sub_sop", sub=sub), step("b")))
    assert held(go(walked, sop(step("a", kind="sub_sop", sub=sub), step("b"), step("c")))) == ("sub_runs",)


def test_a_gate_that_would_shut_what_is_open_is_asked_about():
    gate = {"when": {"fact": "crisis", "is": True}, "words": "Hanya bila krisis."}
    walked = Walked(sop(step("a"), step("b")), facts={"crisis": False})
    shut = sop(step("a", gate=gate), step("b"))
    assert held(go(walked, shut)) == ("gate_shut",)
    state = after(go(walked, shut, shut="allow"))
    assert state.by_id["a#1"].wait.kind == "gate"
    ruled = sop(step("a", applies_when=gate["when"]), step("b"))
    assert held(go(walked, ruled, shut="allow")) == ("not_applicable",)


def test_a_signature_is_never_lost():
    lanes = {"petugas": {"label": "Petugas"}, "ketua": {"label": "Ketua"}, "pelapor": {"label": "P", "outside": True}}
    both = sop(step("a", lanes={"all_of": ["petugas", "ketua"]}), step("b"), lanes=lanes)
    walked = Walked(both)
    walked.tell(Sign(pass_id="a#1", by="ani", lanes=LANES, lane="ketua"))
    assert held(go(walked, sop(step("a"), step("b"), lanes=lanes))) == ("signature_gone",)
    three = {**lanes, "dokter": {"label": "Dokter"}}
    state = after(go(walked, sop(step("a", lanes={"all_of": ["petugas", "ketua", "dokter"]}), step("b"), lanes=three)))
    assert [sign.lane for sign in state.by_id["a#1"].signed] == ["ketua"]


def test_deadlines_stay_until_the_next_rating_and_lateness_stays():
    walked = Walked(sop(step("a", time=TWO_HOURS), step("b")))
    due = walked.state.by_id["a#1"].due_at
    tiers = [{"when": {"fact": "risk", "is": "high"}, "amount": "PT1H"}]
    new = sop(step("a", time={**A_DAY, "tiers": tiers}), step("b"))
    kept = after(go(walked, new))
    assert kept.by_id["a#1"].due_at == due
    rated, _ = advance(new, kept, FactChanged(by="ani", facts={"risk": "high"}), LATER, office())
    assert rated.by_id["a#1"].due_at < due
    counted = after(go(walked, new, deadlines="recount"))
    assert counted.by_id["a#1"].due_at > due
    late = after(go(walked, new, deadlines="recount", now=due.replace(hour=23)))
    assert late.by_id["a#1"].due_at == due


def test_a_limit_counted_again_keeps_what_it_was_lengthened_by():
    def limited(amount: str) -> Definition:
        longer = {"lane": "ketua", "times": 2, "up_to": "P2D"}
        limit = {"key": "b", "label": "Seluruhnya", "until": "b", "amount": amount, "extendable_by": longer}
        return sop(step("a"), step("b"), limits=[limit])

    walked = Walked(limited("P3D"))
    short = walked.state.limits[0].due_at
    walked.tell(Extend(limit="b", pass_id="", by="budi", lanes=LANES, reason="saksi sakit"))
    before = walked.state.limits[0].due_at
    assert before > short
    same = after(go(walked, limited("P3D"), deadlines="recount")).limits[0]
    assert (same.due_at, same.extended) == (before, walked.state.limits[0].extended)
    assert after(go(walked, limited("P4D"), deadlines="recount")).limits[0].due_at > before


def test_counted_again_no_deadline_is_lost_where_the_new_version_gives_no_time():
    limit = {"key": "lama", "label": "Seluruhnya", "kind": "max", "amount": "P5D", "counts_from": "case", "until": "b"}
    walked = Walked(sop(step("a", time=TWO_HOURS), step("b"), limits=[limit]))
    before = walked.state
    rather = {**limit, "printed": "segera", "kind": "described"}
    del rather["amount"]
    found = go(walked, sop(step("a"), step("b"), limits=[rather]), deadlines="recount")
    state = after(found)
    assert before.by_id["a#1"].due_at is not None
    assert state.by_id["a#1"].due_at == before.by_id["a#1"].due_at
    assert [run.due_at for run in state.limits] == [run.due_at for run in before.limits]
    assert found.untimed == {"a#1", "lama"}
    assert found.effects == ()
    timed = go(walked, sop(step("a", time=A_DAY), step("b"), limits=[limit]), deadlines="recount")
    assert timed.untimed == frozenset()


def test_a_clock_that_is_done_is_not_started_again():
    limit = {"key": "l", "label": "L", "kind": "max", "amount": "PT72H", "counts_from": "case", "until": ["a"]}
    old = sop(step("a"), step("b"), limits=[limit])
    walked = Walked(old)
    walked.do("a")
    (met,) = walked.state.limits
    state = after(go(walked, sop(step("a"), step("b"), limits=[{**limit, "amount": "PT1H"}]), deadlines="recount"))
    assert (met.met_at is not None, state.limits[0].met_at, state.limits[0].due_at) == (True, met.met_at, met.due_at)


def test_a_limit_without_a_counterpart_runs_on_beside_the_sop():
    limit = {"key": "l", "label": "L", "kind": "max", "amount": "PT72H", "counts_from": "case", "until": ["b"]}
    walked = Walked(sop(step("a"), step("b"), limits=[limit]))
    found = go(walked, sop(step("a"), step("b")))
    assert isinstance(found, Moved)
    assert (found.carried, found.state.limits) == (walked.state.limits, ())
    old, new = walked.definition, sop(step("a"), step("b"), limits=[limit])
    codes = [one.code for one in faults(replace(propose(old, new), limits={"l": None}), old, new)]
    assert codes == ["limit_key_taken"]


def test_a_paused_case_stands_still_and_goes_on_under_the_new_version():
    walked = Walked(sop(step("a", time=TWO_HOURS), step("b")))
    due = walked.state.by_id["a#1"].due_at
    walked.tell(Pause(by="ani", reason="pergi"))
    new = sop(step("a", time=TWO_HOURS, gate={"when": {"fact": "crisis", "known": False}, "words": "-"}), step("b"))
    state = after(go(walked, new))
    assert (state.paused is not None, state.by_id["a#1"].due_at) == (True, due)
    resumed, _ = advance(new, state, Resume(by="ani"), walked.now.replace(hour=15), office())
    assert resumed.by_id["a#1"].due_at > due


def test_a_loop_goes_on_in_its_round():
    again = [outcome("lagi", "a"), outcome("cukup", "b")]
    old = sop(step("a", outcomes=again), step("b"))
    walked = Walked(old)
    walked.do("a", "lagi")
    new = sop(step("a", outcomes=[*again, outcome("batal", "end")]), step("b"))
    state = after(go(walked, new))
    assert statuses(state) == {"a#1": "done", "a#2": "open"}
    state, _ = advance(new, state, Complete(pass_id="a#2", by="ani", lanes=LANES, outcomes=("lagi",)), LATER, office())
    assert statuses(state)["a#3"] == "open"


def test_where_nothing_would_be_left_to_do_the_case_is_held():
    walked = Walked(sop(step("a"), step("b", gate={"when": {"fact": "crisis", "is": True}, "words": "-"})))
    walked.do("a")
    assert walked.state.by_id["b#1"].wait.kind == "gate"
    never = {"all": [{"fact": "crisis", "is": True}, {"fact": "victim.child", "is": True}]}
    walked.tell(FactChanged(by="ani", facts={"crisis": False}))
    assert held(go(walked, sop(step("a"), step("b", applies_when=never)))) == ("would_end",)


def test_a_step_in_other_words_is_suggested_and_nothing_moves_by_it():
    old = sop(step("a", name="Mencatat pengaduan korban", text="Mencatat pengaduan korban di buku tamu"), step("b"))
    new = sop(step("x", name="Mencatat aduan korban", text="Mencatat aduan korban di buku tamu"), step("b"))
    assert (suggestions(old, new), propose(old, new).steps) == ({"a": "x"}, {"a": None, "b": "b"})
    assert held(go(Walked(old), new)) == ("no_place",)


def test_many_steps_of_like_words_are_suggested_in_little_time():
    said = "petugas penerima pengaduan mencatat identitas pelapor dan menyampaikan berkas kepada kepala seksi"
    words = said.split()
    shuffled = Random(1)  # noqa: S311 - words for a test

    def many(prefix: str) -> Definition:
        texts = (" ".join(shuffled.sample(words, len(words)) * 4) for _ in range(200))
        return sop(*(step(f"{prefix}{place}", name=f"Langkah {prefix}", text=text) for place, text in enumerate(texts)))

    old, new = many("a"), many("b")
    began = process_time()
    suggestions(old, new)
    assert process_time() - began < 2


def test_what_a_plan_names_must_be_there():
    old, new = sop(step("a"), step("b")), sop(step("a"), step("b"), step("aturan", kind="rule"))
    plan = Plan(steps={"a": "aturan", "b": "tidak-ada", "c": "a"}, doors={"datang": "datang"})
    assert sorted(one.code for one in faults(plan, old, new)) == ["not_worked", "unknown_new", "unknown_old"]
