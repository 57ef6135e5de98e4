"""Facts that a waiting step turns on and no row holds, stated by whoever found them out."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import running
from cases.case_facts import to_state
from cases.models import Case, StepPass
from cases.operations import stating
from cases.operations.events import append
from cases.operations.working import check_answers_for, check_fresh, facts_changed, locked
from cases.policies import check_can_see
from cases.refusals import Missing, Refusal, Stale
from sop_library.facts import FactValue, FactValueWrong, UnknownFact, checked_value
from sop_library.queries import definition_of


def keep(
    *, case: Case, asked: Collection[str], facts: Mapping[str, FactValue], step: str, by: Staff, at: datetime
) -> None:
    """Keep stated facts; the case is locked. Raises Refusal("fact_not_asked" | "fact_value"), each at its question."""
    foreign = sorted(facts.keys() - set(asked))
    if foreign:
        words = _("Langkah ini tidak menanyakan keterangan itu.")
        raise Refusal("fact_not_asked", words, missing=[Missing(f"fact-{name}", words) for name in foreign])
    wrong: list[Missing] = []
    said: dict[str, FactValue] = {}
    for name, value in facts.items():
        try:
            said[name] = checked_value(name, value)
        except (FactValueWrong, UnknownFact):
            wrong.append(Missing(f"fact-{name}", _("Pilih salah satu jawaban yang ada.")))
    if wrong:
        raise Refusal("fact_value", _("Ada keterangan yang tidak dapat dipakai."), missing=wrong)
    stating.keep(case=case, said=said, source=f"langkah {step}", by=by, at=at)


@transaction.atomic
def state(
    *, step_pass: StepPass, facts: Mapping[str, FactValue], seen: int | None = None, by: Staff, at: datetime
) -> Case:
    """State what a waiting step asks; the engine then opens it, passes it over, or asks on.

    Anyone who may see the case may, as with every other fact of it. Raises NotAllowed, Stale where the step waits for
    no facts any more, Refusal("facts_missing" | "fact_not_asked" | "fact_value").
    """
    check_can_see(case=step_pass.case, by=by)
    case = locked(step_pass.case)
    check_answers_for(case)
    check_fresh(case=case, seen=seen, step=step_pass.step)
    stands = running.load(case)
    one = stands.by_id[f"{step_pass.step}#{step_pass.number}"]
    asked = to_state(definition_of(case.version), stands, one)
    if not asked:
        raise Stale("not_waiting", _("Langkah ini tidak lagi menunggu keterangan."))
    if not facts:
        words = _("Jawab dulu yang ditanyakan.")
        raise Refusal("facts_missing", words, missing=[Missing(f"fact-{asked[0]}", words)])
    keep(case=case, asked=asked, facts=facts, step=step_pass.step, by=by, at=at)
    append(case=case, kind="facts_recorded", by=by, at=at, step=step_pass.step)
    return facts_changed(case=case, by=by, at=at)
