"""What was asked already, by another office or in another form here: a form begins with it, so nobody asks again.

Each answer says where it comes from; whoever saves the form confirms it. The newest answer wins.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cases.asked import groups_there
from cases.models import CarriedAnswers, Case, Correction, FilledForm, Incident, Role
from cases.operations import filling
from frontend.casework.prefill import MYSELF, OF_PEOPLE, TODAY
from sop_library.forms import Field, FormDefinition
from sop_library.forms.asked_once import ASKED_ONCE, fits, same_question

OF_THE_WRITING = TODAY | MYSELF | {"letter_number", "registered_time", "report_date", "signed_by", "signed_post"}
"""Questions about the writing of a form itself: who, when. No earlier answer to them is one."""
COLUMNS = {name: column for names in OF_PEOPLE.values() for name, column in names.items()}


@dataclass(frozen=True)
class Came:
    """An answer that was given before: the value as it is stored, in words where it was given, and when."""

    value: Any
    where: str
    at: datetime | None
    same_form: bool


@dataclass(frozen=True)
class _Source:
    """A form that was filled before: its questions, its answers, and how it is called."""

    key: str
    fields: Mapping[str, Field]
    answers: Mapping[str, Any]
    at: datetime | None
    where: str


def carried_for(case: Case, form_key: str) -> CarriedAnswers | None:
    """The newest answers to this form that came along with the case, unopened; None where none came."""
    found = CarriedAnswers.objects.filter(case=case, form=form_key).defer("answers", "asked")
    return found.order_by("-asked_at", "-id").first()


def carried_from(case: Case) -> list[str]:
    """The names of the offices whose answers came along with the case, each once."""
    return list(CarriedAnswers.objects.filter(case=case).values_list("office_name", flat=True).distinct().order_by())


def asked_before(case: Case, definition: FormDefinition) -> dict[str, Came]:
    """Name of a question of this form -> the newest answer to it, of what came along and of other forms filled here.

    From the same form of another office every question; from another form only those that are the same
    (`sop_library.forms.asked_once`), and of several people who may be meant none. Only where the showing was granted:
    answers name people.
    """
    sources = [*_carried(case), *_filled_here(case, besides=definition.key)]
    sources.sort(key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)
    several = _several(case)
    found: dict[str, Came] = {}
    for source in sources:
        for question in definition.fields:
            if question.name in found or question.name in OF_THE_WRITING:
                continue
            if _answers(question, source, form_key=definition.key, several=several):
                value = source.answers[question.name]
                found[question.name] = Came(value, source.where, source.at, source.key == definition.key)
    return found


def begun_with(case: Case, known: Mapping[str, Any], came: Mapping[str, Came]) -> dict[str, Came]:
    """Of the answers given before those that the form begins with, beside what the case itself says now (`known`).

    What the case says stays; yet where the very same form was answered, a name or number in it does, unless that was
    corrected since.
    """
    corrected = _corrected(case) if any(name in COLUMNS for name in came) else {}
    return {
        name: one
        for name, one in came.items()
        if known.get(name) in (None, "", [], one.value)
        or (one.same_form and name in COLUMNS and not _since(corrected.get(COLUMNS[name]), one.at))
    }


def _answers(question: Field, source: _Source, *, form_key: str, several: frozenset[str]) -> bool:
    """Whether the source holds an answer to this question that it takes."""
    value = source.answers.get(question.name)
    if value in (None, "", []) or (question.fact or "").startswith("consent.") or not fits(question, value):
        return False
    if source.key == form_key:
        return True
    there = source.fields.get(question.name)
    return there is not None and same_question(question, there) and ASKED_ONCE[question.name] not in several


def _carried(case: Case) -> Iterator[_Source]:
    for row in CarriedAnswers.objects.filter(case=case):
        answers = row.answers if isinstance(row.answers, dict) else {}
        yield _Source(
            key=row.form, fields=_by_name(groups_there(row)), answers=answers, at=row.asked_at,
            where=_where(row.office_name, row.asked_at, row.title),
        )  # fmt: skip


def _filled_here(case: Case, *, besides: str) -> Iterator[_Source]:
    for filled in FilledForm.objects.filter(case=case, replaced_by=None).select_related("form"):
        if filled.form.key != besides:
            form = filling.form_of(filled.form)
            where = _where(_("kantor ini"), filled.at, form.title)
            yield _Source(
                key=form.key, fields=_by_name(form.groups), answers=filled.answers, at=filled.at, where=where
            )  # fmt: skip


def _by_name(groups: Iterable[Any]) -> dict[str, Field]:
    return {item.name: item for group in groups for item in group.fields}


def _where(office: str, at: datetime | None, title: str) -> str:
    title = title.removeprefix("Formulir ")
    if at is None:
        return _("Dari %(office)s, formulir %(form)s") % {"office": office, "form": title}
    day = formats.date_format(timezone.localtime(at), "DATE_FORMAT")
    return _("Dari %(office)s, %(day)s, formulir %(form)s") % {"office": office, "day": day, "form": title}


def _several(case: Case) -> frozenset[str]:
    """Whom a form of this case may mean, because there are or were several: nobody's answer is taken for another's."""
    parts = [kind for kind, _person in Role.objects.filter(person__case=case).values_list("kind", "person").distinct()]
    several = {kind for kind in set(parts) if parts.count(kind) > 1}
    return frozenset(several | ({"incident"} if Incident.every.filter(case=case).count() > 1 else set()))


def _corrected(case: Case) -> dict[str, datetime]:
    """Column of a person -> when it was last corrected here."""
    rows = Correction.objects.filter(case=case, table="cases_person").order_by("at").values_list("field", "at")
    return dict(rows)


def _since(corrected: datetime | None, asked: datetime | None) -> bool:
    return corrected is not None and (asked is None or corrected > asked)
