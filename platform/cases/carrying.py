"""What a case says of itself when it is handed to another office: the minimum first, the file after acceptance.

Both are plain JSON. The frame of a case (codes, steps, consents, times) always goes; words and whoever can be known by
them go only as far as the consent's scope reaches (UU 27/2022 art. 20-22).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cases.asked import as_told
from cases.case_facts import facts_of
from cases.danger_queries import danger_unrated
from cases.models import (
    Appointment,
    CarriedLimit,
    Case,
    Consent,
    FilledForm,
    Finding,
    Incident,
    Person,
    Report,
    Role,
    StepPass,
)
from cases.operations import reported
from cases.standing import off_incidents, parted
from cases.traces import standing_notes, struck_notes
from cases.versions import StepWords, outcomes_of, words_for
from sop_library.codes import label
from sop_library.facts import FACTS, FactValue
from sop_library.forms import from_document
from sop_library.queries import definition_of

SCOPE: Mapping[str, Any] = MappingProxyType(
    {
        "identity": _("Nama, NIK, dan tanggal lahir"),
        "contact": _("Alamat, telepon, dan cara menghubungi yang aman"),
        "story": _("Kronologi"),
        "assessment": _("Hasil asesmen dan isian formulir"),
        "notes": _("Catatan petugas"),
        "appointments": _("Janji temu"),
    }
)
"""Scope code -> its words. A consent to a referral names those that go."""
MINIMUM, FILE = "rangkul-minimum/1", "rangkul-file/1"
NEEDS = ("needs.shelter", "needs.security", "needs.institution", "needs.outreach")
"""Facts that are a need by themselves; the minimum names them beside the codes of `service_given`."""
OF_IDENTITY = ("name", "nik")
OF_CONTACT = ("phone", "address", "safe_contact")
CODED = ("sex", "age_band", "education", "occupation", "marital", "residence", "domicile", "presence")
Document = dict[str, Any]


def minimum_of(
    case: Case, *, facts: Mapping[str, FactValue] | None = None, about: UUID | None = None
) -> Document:  # fmt: skip
    """What an office must know to decide whether it takes the person: no name, no address, no story.

    Of several victims one is described (`about`: whoever consented; else the first), the others by sex and age band.
    `facts`: the case's, where they were read already. `words` is the sender's, left empty here. Unknown is "" or None,
    never a guess.
    """
    facts = facts_of(case) if facts is None else facts
    parts = _parts(case)
    victims = [one.person for one in parts if one.kind == Role.Kind.VICTIM]
    victims.sort(key=lambda one: one.pk != about)
    first = victims[0] if victims else None
    relations = [one.relation for one in parts if one.kind == Role.Kind.RESPONDENT and one.relation]
    return {
        "format": MINIMUM,
        "initials": initials(first.name or "") if first else "",
        "age_band": first.age_band if first else "",
        "sex": first.sex if first else "",
        "others": [{"age_band": one.age_band, "sex": one.sex} for one in victims[1:]],
        "kinds": _list(facts.get("incident.kinds")),
        "domestic": facts.get("incident.domestic"),
        "relation": relations[0] if relations else "",
        "risk": case.risk,
        "safe_tonight": facts.get("victim.safe"),
        "needs": _list(facts.get("needs.services")) + [name for name in NEEDS if facts.get(name) is True],
        "place": str(facts.get("incident.place", "")),
        "domicile": first.domicile if first and first.domicile else "",
        "police_report": facts.get("legal.process_open"),
        "stage": case.stage,
        "words": "",
    }


def file_of(
    case: Case, scope: Collection[str], *, without: Collection[UUID] = frozenset(), limits: bool = True
) -> Document:
    """The case as far as `scope` (codes of SCOPE) lets it go; what was already asked goes along.

    `without`: people whose identity and contact stay here whatever the scope says (another victim, who did not agree).
    That somebody was in danger at the report, and that nobody rated it since (`danger`), always goes.
    `limits`: whether what is still owed by a certain time goes with it, as it does where the case itself goes.
    Of who and what was taken off the case, and of notes that were struck, only the key goes (`off`), so that an office
    that was told does the same.
    Raises ValueError for a scope that is none.
    """
    if foreign := set(scope) - SCOPE.keys():
        raise ValueError(f"no such scope: {sorted(foreign)}")
    words, definition = words_for(case), definition_of(case.version)
    gone = parted(case)
    came = list(Report.objects.filter(case=case).order_by("received_at", "id"))
    file: Document = {
        "format": FILE,
        "case": {
            "number": case.number, "reported_at": _at(case.reported_at), "channel": case.channel, "risk": case.risk,
            "stage": case.stage, "service": definition.service, "sop_title": definition.title,
            "danger": any(one.in_danger for one in came) and bool(danger_unrated(cases=[case.pk])),
        },
        "people": [_person(one, scope, hidden=one.pk in without) for one in _everybody(case)],
        "incidents": [_incident(one, scope) for one in Incident.objects.filter(case=case)],
        "off": [str(key) for key in (*gone, *off_incidents(case), *(struck_notes(case) if "notes" in scope else ()))],
        "consents": [_consent(one, scope) for one in Consent.objects.filter(case=case) if one.person_id not in gone],
        "reports": [_report(one, scope) for one in came],
        "answers": _answers(case, scope, complete=not without, gone=gone) if "assessment" in scope else [],
        "steps": _steps(case, words, scope),
        "findings": _findings(case),
        "notes": _notes(case) if "notes" in scope else [],
        "appointments": _appointments(case) if "appointments" in scope else [],
    }  # fmt: skip
    return file | {"limits": _limits(case, words)} if limits else file


def need_words(need: str) -> str:
    """How a need of the minimum reads (a msgid): one of the ministry's services, or a fact that is a need by itself."""
    return FACTS[need].label if need in FACTS else label("service_given", need)


def initials(name: str) -> str:
    """The first letters of a name, at most three: "Siti Aminah" gives "S. A."."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:3] if word)


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _list(value: Any) -> list[str]:
    return list(value) if isinstance(value, (tuple, list)) else []


def _parts(case: Case) -> list[Role]:
    parts = Role.objects.filter(person__case=case, ended_at=None).select_related("person")
    return list(parts.order_by("person__added_at", "person_id", "id"))


def _everybody(case: Case) -> Iterable[Person]:
    return Person.objects.filter(case=case, roles__ended_at=None).distinct().prefetch_related("roles")


def _person(person: Person, scope: Collection[str], *, hidden: bool) -> Document:
    told: Document = {
        "id": str(person.pk),
        "roles": [
            {"kind": role.kind, "relation": role.relation}
            for role in sorted(person.roles.all(), key=lambda one: one.kind)
            if role.ended_at is None
        ],
        "birth_date": None,
        "disabilities": list(person.disabilities),
    }
    told |= dict.fromkeys(OF_IDENTITY + OF_CONTACT, "") | {name: getattr(person, name) for name in CODED}
    if "identity" in scope and not hidden:
        told |= {name: getattr(person, name) or "" for name in OF_IDENTITY} | {"birth_date": person.birth_date}
    if "contact" in scope and not hidden:
        told |= {name: getattr(person, name) or "" for name in OF_CONTACT}
    return told


def _incident(incident: Incident, scope: Collection[str]) -> Document:
    return {
        "id": str(incident.pk),
        "kinds": list(incident.kinds),
        "domestic": incident.domestic,
        "place": incident.place,
        "place_kind": incident.place_kind,
        "happened_on": incident.happened_on.isoformat() if incident.happened_on else None,
        "story": (incident.story or "") if "story" in scope else "",
    }


def _consent(consent: Consent, scope: Collection[str]) -> Document:
    """A consent with its words where notes go; why one was done without always goes: the sharing rests on it."""
    words = "notes" in scope or consent.way == Consent.Way.DUTY
    return {
        "id": str(consent.pk),
        "person": str(consent.person_id) if consent.person_id else None,
        "kind": consent.kind,
        "given": consent.given,
        "way": consent.way,
        "at": _at(consent.at),
        "note": (consent.note or "") if words else "",
        "explained": consent.explained,
        "scope": list(consent.scope),
        "receiver": consent.receiver,
        "withdrawn_at": _at(consent.withdrawn_at),
    }


def _report(report: Report, scope: Collection[str]) -> Document:
    story = reported.details_of(report).incident.story if "story" in scope else ""
    return {
        "received_at": _at(report.received_at), "channel": report.channel, "story": story,
        "in_danger": report.in_danger,
    }  # fmt: skip


def _answers(
    case: Case, scope: Collection[str], *, complete: bool, gone: Mapping[UUID, datetime]
) -> list[Document]:  # fmt: skip
    """The forms that stand, without the questions beyond the scope.

    A form does not tell a name from an address, nor whose they are: its identities go only where identity and contact
    both go, and of everybody; and not where it was filled while somebody was in the case who is `gone` now.
    """
    parted_at = max(gone.values(), default=None)
    shut = set()
    if not complete or not {"identity", "contact"} <= set(scope):
        shut.add("identity")
    if "story" not in scope:
        shut.add("story")
    standing = FilledForm.objects.filter(case=case, replaced_by=None).select_related("form", "step_pass").order_by("at")
    told = []
    for filled in standing:
        form = from_document(filled.form.definition)
        unsaid = shut | {"identity"} if parted_at is not None and filled.at <= parted_at else shut
        kept = {item.name for item in form.fields if item.sealed not in unsaid}
        stages = filled.step_pass.stages if filled.step_pass else ()
        answers = {name: value for name, value in filled.answers.items() if name in kept}
        told.append({
            "form": form.key, "title": form.title, "stage": stages[0] if stages else "", "at": _at(filled.at),
            "answers": answers, "asked": as_told(form, answered=answers),
        })  # fmt: skip
    return told


def _steps(case: Case, words: StepWords, scope: Collection[str]) -> list[Document]:
    passes = StepPass.objects.filter(case=case).prefetch_related("outputs").defer("engine").order_by("arrived")
    told = []
    for one in passes:
        step = words.step_of(one)
        labels = {output.key: output.label for output in step.outputs} if step is not None else {}
        told.append({
            "step": one.step, "text": step.full_name if step is not None else one.step, "stages": one.stages,
            "status": one.status,
            "done_at": _at(one.done_at),
            "outcomes": [{"key": found.key, "label": found.label} for found in outcomes_of(one, step)],
            "outputs": [
                {
                    "key": left.key, "label": labels.get(left.key, left.key),
                    "words": (left.note or "") if "assessment" in scope else "",
                }
                for left in one.outputs.all()
            ],
        })  # fmt: skip
    return told


def _findings(case: Case) -> list[Document]:
    newest: dict[str, Any] = dict(Finding.objects.filter(case=case).order_by("number").values_list("name", "value"))
    return [{"name": name, "value": value} for name, value in newest.items() if value is not None]


def _notes(case: Case) -> list[Document]:
    notes = standing_notes(case).select_related("by").order_by("at", "id")
    return [{"id": str(note.pk), "body": note.body, "at": _at(note.at), "by": note.by.name} for note in notes]


def _appointments(case: Case) -> list[Document]:
    return [
        {
            "id": str(one.pk), "kind": one.kind, "what": one.what or "", "at": _at(one.at), "place": one.place or "",
            "with_whom": one.with_whom or "",
        }
        for one in Appointment.objects.filter(case=case, state=Appointment.State.PLANNED)
    ]  # fmt: skip


def _limits(case: Case, words: StepWords) -> list[Document]:
    """What is still owed by a certain time: by this SOP, and by that of an office before (its name and code)."""
    ours = [
        {"key": clock.key, "label": limit.label if limit else clock.key, "due_at": _at(clock.due_at)}
        for clock in case.limits.filter(met_at=None)
        for limit in (words.limit(clock.key),)
    ]
    came = CarriedLimit.objects.filter(case=case, met_at=None)
    return ours + [
        {
            "key": one.key, "label": one.label, "due_at": _at(one.due_at), "office": one.office_name,
            "office_code": one.office_code,
        }
        for one in came
    ]  # fmt: skip
