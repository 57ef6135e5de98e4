"""Jejak: what happened to a case, newest first, in words. Events hold keys and codes; no name is opened for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cases.models import Case, Consent, Ending, Event, Role, StepPass
from cases.versions import StepWords, sheet_of
from frontend.casework.between import BETWEEN
from frontend.casework.whose import who_did
from frontend.casework.wording import region_name, title_words, when_words
from frontend.sops.words import outcome_words
from referrals.proposed import BETWEEN_OFFICES
from sop_library.definition import Definition
from sop_library.engine.rounds import Rounds
from sop_library.parts import Inside
from sop_library.sheet import plain_number


@dataclass(frozen=True)
class Happening:
    """One line of the timeline. `who`: an officer here, another office, or "" where the words say it."""

    words: str
    who: str
    when: str
    at: datetime


def step_title(definition: Definition, key: str) -> str:
    """A step by number and name, and by its SOP where another one started that; its key where no version knows it."""
    step = definition.by_key.get(key)
    if step is None:
        return key
    number = plain_number(step)
    title = _("langkah %(number)s, %(name)s") % {"number": number, "name": step.name} if number else step.name
    return _("%(sop)s, %(step)s") % {"sop": title_words(step.sop_name), "step": title} if step.sop_name else title


def _chosen(event: Event, definition: Definition) -> str:
    step = definition.by_key.get(event.step)
    found = [step.outcome(key) for key in event.data.get("outcomes", ())] if step else []
    return ", ".join(outcome_words(outcome.label) for outcome in found if outcome)


def _done(event: Event, definition: Definition) -> str:
    step = definition.by_key.get(event.step)
    said = {
        "number": plain_number(step) if step else "",
        "name": step.name if step else event.step,
        "outcome": _chosen(event, definition),
    }
    if event.data.get("waits"):
        what = {"step": step_title(definition, event.step), "outcome": said["outcome"]}
        if said["outcome"]:
            return _("Dikerjakan dengan hasil %(outcome)s, menunggu SOP yang dimulai: %(step)s") % what
        return _("Dikerjakan, menunggu SOP yang dimulai: %(step)s") % what
    if step is not None and step.sop_name:
        said["name"] = step_title(definition, step.key)
    elif said["number"]:
        if said["outcome"]:
            return _("Langkah %(number)s selesai, hasil: %(outcome)s") % said
        return _("Langkah %(number)s selesai: %(name)s") % said
    return _("Selesai dengan hasil %(outcome)s: %(name)s") % said if said["outcome"] else _("Selesai: %(name)s") % said


def _opened(event: Event, definition: Definition) -> str:
    door = definition.doors.get(event.data.get("door", ""))
    return _("Kasus dibuka lewat pintu %(door)s") % {"door": door.label} if door else _("Kasus dibuka")


def _ended(event: Event, _definition: Definition) -> str:
    if event.data.get("how") == "handed_over":
        return _("Kasus diserahkan ke kantor lain")
    if event.data.get("how") == "help_over":
        return _("Kasus ditutup: bantuan untuk kantor lain selesai")
    if event.data.get("how") == "early":
        reason = dict(Ending.Reason.choices).get(event.data.get("reason", ""), "")
        return _("Kasus ditutup lebih awal: %(reason)s") % {"reason": reason}
    if event.data.get("how") == "attached":
        return _("Kasus berakhir di sini: orang ini sudah punya kasus")
    return _("Kasus selesai menurut SOP")


def _ran_on(event: Event, _definition: Definition) -> str:
    if event.data.get("how") == "help_over":
        return _("Yang masih berjalan sesudah kasus selesai ikut dihentikan: bantuan untuk kantor lain selesai")
    return _("Yang masih berjalan sesudah kasus selesai ikut dihentikan: kasus diserahkan ke kantor lain")


def _joined(event: Event, _definition: Definition) -> str:
    if event.kind == "case_joined":
        return _("Digabung ke kasus %(number)s") % {"number": event.data.get("to", "")}
    return _("Kasus %(number)s digabung ke kasus ini") % {"number": event.data.get("joined", "")}


def _referral(event: Event, _definition: Definition) -> str:
    if event.data.get("to") not in BETWEEN_OFFICES:
        return _("SOP mengusulkan rujukan ke lembaga lain")
    place = region_name(event.data.get("region") or "")
    if event.data.get("referral") == "pelimpahan":
        if place:
            return _("SOP mengusulkan pelimpahan ke %(place)s, belum dikirim") % {"place": place}
        return _("SOP mengusulkan pelimpahan, belum dikirim")
    if place:
        return _("SOP mengusulkan rujukan ke %(place)s, belum dikirim") % {"place": place}
    return _("SOP mengusulkan rujukan, belum dikirim")


def _consent(event: Event, _definition: Definition) -> str:
    kind = str(dict(Consent.Kind.choices).get(event.data.get("consent", ""), ""))
    if event.kind == "consent_withdrawn":
        return _("Persetujuan ditarik: %(kind)s") % {"kind": kind}
    if event.kind == "consent_corrected":
        return _("Diperbaiki siapa yang menyatakan persetujuan: %(kind)s") % {"kind": kind}
    if event.data.get("asked_again"):
        return _("Sesudah menolak ditanyakan lagi, dan persetujuan dicatat: %(kind)s") % {"kind": kind}
    if event.data.get("given"):
        return _("Persetujuan dicatat: %(kind)s") % {"kind": kind}
    return _("Tidak disetujui: %(kind)s") % {"kind": kind}


def _detached(event: Event, _definition: Definition) -> str:
    return _("Laporan %(code)s dilepas dan menunggu lagi") % {"code": event.data.get("report", "")}


def _taken_off(event: Event, _definition: Definition) -> str:
    parts = [str(Role.Kind(kind).label) for kind in event.data.get("roles", ()) if kind in Role.Kind.values]
    return _("Dilepas dari kasus, bukan pihaknya: %(parts)s") % {"parts": ", ".join(parts)}


def _risk(event: Event, _definition: Definition) -> str:
    risk = {"risk": dict(Case.Risk.choices).get(event.data.get("risk", ""), "")}
    if event.data.get("before") == event.data.get("risk"):
        return _("Risiko dinilai lagi, tetap: %(risk)s") % risk
    return _("Risiko dinilai: %(risk)s") % risk


def _risk_assumed(_event: Event, _definition: Definition) -> str:
    return _("Risiko dianggap tinggi karena dalam bahaya saat melapor")


def _limit(event: Event, definition: Definition) -> str:
    label = next((limit.label for limit in definition.limits if limit.key == event.data.get("limit")), "")
    return _("Tenggat terpenuhi: %(limit)s") % {"limit": label}


def _extended(event: Event, definition: Definition) -> str:
    label = next((limit.label for limit in definition.limits if limit.key == event.data.get("limit")), "")
    return _changed_due(label, event.data.get("before"), event.data.get("after"), lengthened=True)


def _interrupted(event: Event, definition: Definition) -> str:
    found = next((one for one in definition.interrupts if one.key == event.data.get("interrupt")), None)
    if found is None:
        return _("Didahulukan karena mendesak")
    said = {"what": found.label, "step": step_title(definition, found.starts)}
    return _("Didahulukan karena mendesak: %(what)s, mulai %(step)s") % said


def _changed_due(what: str, before: str | None, after: str | None, *, lengthened: bool = False) -> str:
    def told(moment: str | None) -> str:
        here = timezone.localtime(datetime.fromisoformat(moment)) if moment else None
        return formats.date_format(here, "SHORT_DATETIME_FORMAT") if here else _("tanpa tenggat")

    said = {"what": what, "before": told(before), "after": told(after)}
    if lengthened:
        return _("Tenggat diperpanjang: %(what)s, dari %(before)s menjadi %(after)s") % said
    return _("Tenggat dihitung lagi: %(what)s, dari %(before)s menjadi %(after)s") % said


def _step_extended(event: Event, definition: Definition) -> str:
    what, told = step_title(definition, event.step), event.data
    if not told.get("after"):  # kept before both times were
        return _("Waktu diperpanjang: %(step)s") % {"step": what}
    return _changed_due(what, told.get("before"), told["after"], lengthened=True)


def _recounted(event: Event, definition: Definition) -> str:
    labels = {limit.key: limit.label for limit in definition.limits}
    what = step_title(definition, event.step) if event.step else labels.get(event.data.get("limit", ""), "")
    return _changed_due(what, event.data.get("before"), event.data.get("after"))


def _of_step(template: Callable[[], str]) -> Callable[[Event, Definition], str]:
    return lambda event, definition: template() % {"step": step_title(definition, event.step)}


def _moved(template: Callable[[], str]) -> Callable[[Event, Definition], str]:
    """A move names the versions, and every deadline that it changed."""

    def said(event: Event, definition: Definition) -> str:
        words = template() % {"from": event.data.get("from", ""), "to": event.data.get("to", "")}
        changes = [_shifted(one, definition) for one in event.data.get("due", ())]
        return ". ".join((words, *changes))

    return said


def _became(event: Event, before: Definition, after: Definition) -> Iterator[str]:
    """The steps that were open and go on as other ones."""
    for old, new in event.data.get("steps", ()):
        said = {"before": step_title(before, old), "after": step_title(after, new)}
        if said["before"] == said["after"]:
            continue
        yield _("Yang terbuka, %(before)s, dilanjutkan sebagai %(after)s") % said


def _shifted(told: Mapping[str, str], definition: Definition) -> str:
    labels = {limit.key: limit.label for limit in definition.limits}
    what = step_title(definition, told["step"]) if "step" in told else labels.get(told["limit"], told["limit"])
    return _changed_due(what, told["before"], told["after"])


def _of_need(template: Callable[[], str]) -> Callable[[Event, Definition], str]:
    def said(event: Event, definition: Definition) -> str:
        step, key = definition.by_key.get(event.step), event.data.get("need", "")
        need = next((one.label for one in step.needs if one.key == key), key) if step else key
        if number := event.data.get("victim"):
            need = _("%(need)s (korban %(number)s)") % {"need": need, "number": number}
        return template() % {"need": need, "step": step_title(definition, event.step)}

    return said


def _started(event: Event, definition: Definition) -> str:
    step = definition.by_key.get(event.step)
    sub = next((one for one in step.subs if one.key == event.data.get("sub")), None) if step else None
    child = definition.children.get((event.step, sub.key)) if sub else None
    name = child.name if child else sub.label if sub else ""
    return _("%(sop)s dimulai dari %(step)s") % {"sop": title_words(name), "step": step_title(definition, event.step)}


def _plain(template: Callable[[], str]) -> Callable[[Event, Definition], str]:
    return lambda _event, _definition: template()


def _form(template: Callable[[], str]) -> Callable[[Event, Definition], str]:
    def said(event: Event, definition: Definition) -> str:
        key = event.data.get("form", "")
        label = next((use.label for use in definition.forms.values() if use.form == key), key)
        return template() % {"form": label}

    return said


SENTENCES: Mapping[str, Callable[[Event, Definition], str]] = {
    "case_opened": _opened,
    "case_ended": _ended,
    "running_ended": _ran_on,
    "case_joined": _joined,
    "case_took_in": _joined,
    "case_paused": _plain(lambda: _("Kasus dijeda")),
    "case_resumed": _plain(lambda: _("Kasus dilanjutkan")),
    "case_reopened": _plain(lambda: _("Kasus dibuka kembali")),
    "case_moved": _moved(lambda: _("Kasus dipindah dari versi %(from)s ke versi %(to)s SOP ini")),
    "case_move_reverted": _moved(lambda: _("Pemindahan dikembalikan: kasus kembali ke versi %(to)s SOP ini")),
    "step_done": _done,
    "sub_started": _started,
    "step_signed": _of_step(lambda: _("Diparaf: %(step)s")),
    "step_unsigned": _of_step(lambda: _("Paraf dibatalkan: %(step)s")),
    "step_skipped": _of_step(lambda: _("Dilewati: %(step)s")),
    "step_passed_over": _of_step(lambda: _("Tidak berlaku: %(step)s")),
    "step_opened_early": _of_step(lambda: _("Dibuka lebih awal: %(step)s")),
    "gate_overridden": _of_step(lambda: _("Syarat dikesampingkan: %(step)s")),
    "step_extended": _step_extended,
    "step_back": _of_step(lambda: _("Kembali ke %(step)s")),
    "attach_proposed": _of_step(lambda: _("Diusulkan bergabung dengan kasus yang sudah ada: %(step)s")),
    "form_filled": _form(lambda: _("Formulir diisi: %(form)s")),
    "form_corrected": _form(lambda: _("Formulir diperbaiki: %(form)s")),
    "person_added": _plain(lambda: _("Pihak ditambahkan")),
    "answer_set_aside": _plain(lambda: _("Isian formulir berbeda, yang tercatat tetap dipakai")),
    "person_corrected": _plain(lambda: _("Data pihak diperbaiki")),
    "person_taken_off": _taken_off,
    "person_put_back": _plain(lambda: _("Pihak dikembalikan ke kasus")),
    "incident_added": _plain(lambda: _("Kejadian ditambahkan")),
    "incident_corrected": _plain(lambda: _("Data kejadian diperbaiki")),
    "incident_taken_off": _plain(lambda: _("Kejadian dilepas dari kasus")),
    "incident_put_back": _plain(lambda: _("Kejadian dikembalikan ke kasus")),
    "risk_rated": _risk,
    "risk_assumed": _risk_assumed,
    "consent_recorded": _consent,
    "consent_withdrawn": _consent,
    "consent_corrected": _consent,
    "note_added": _plain(lambda: _("Catatan ditambahkan")),
    "note_struck": _plain(lambda: _("Catatan dicoret")),
    "report_detached": _detached,
    "report_attached": _plain(lambda: _("Laporan lain dilampirkan")),
    "report_corrected": _plain(lambda: _("Waktu atau saluran laporan diperbaiki")),
    "holder_changed": _plain(lambda: _("Pemegang kasus diganti")),
    "referral_proposed": _referral,
    "limit_met": _limit,
    "due_recounted": _recounted,
    "limit_recounted": _recounted,
    "limit_extended": _extended,
    "interrupted": _interrupted,
    "requirement_brought": _of_need(lambda: _("Kelengkapan yang menyusul sudah ada: %(need)s (%(step)s)")),
    "requirement_set_back": _of_need(lambda: _("Kelengkapan yang menyusul ternyata belum ada: %(need)s (%(step)s)")),
    "facts_recorded": _of_step(lambda: _("Keterangan dicatat untuk %(step)s")),
    **BETWEEN,
}


def pass_title(row: StepPass) -> str:
    """The step of a pass by number and name, as the version said it that the pass was worked under."""
    return step_title(sheet_of(row), row.worked_as or row.step)


def own_work_words() -> str:
    """What is said where one person both worked and approved."""
    return _("dikerjakan dan disahkan orang yang sama")


def marked(event: Event, own: Iterable[StepPass]) -> bool:
    """Whether an event completed one of the passes that one person both worked and approved."""
    number = event.data.get("number")
    return event.kind == "step_done" and any(
        event.step in (one.step, one.worked_as) and number == one.number for one in own
    )


def _times(event: Event, definition: Definition, rounds: Mapping[Inside, Rounds]) -> str:
    """Which time it was that the step was gone through, or the SOP it is of was begun; "" for the first."""
    step = definition.by_key.get(event.step)
    inside = (event.step, event.data.get("sub", "")) if event.kind == "sub_started" else step.inside if step else None
    found = rounds.get(inside) if inside is not None else None
    number = found.at(event.at) if found is not None else 1
    if number > 1 and event.kind != "sub_started":
        return _("SOP ini kali ke-%(number)s") % {"number": number}
    if inside is None and event.kind == "step_done":
        number = int(event.data.get("number") or 1)
    return _("kali ke-%(number)s") % {"number": number} if number > 1 else ""


def happening(
    event: Event, words: StepWords, *, now: datetime, own: Iterable[StepPass] = (),
    rounds: Mapping[Inside, Rounds] = MappingProxyType({}),
) -> Happening:  # fmt: skip
    """An event in the words of the SOP as it stood then. `own`: passes that one person both worked and approved.

    `rounds`: how often each SOP that the case's own starts was begun. Raises KeyError for a kind that has no words: a
    test holds the two lists equal.
    """
    definition = words.of(event)
    said = SENTENCES[event.kind](event, definition)
    if event.kind == "case_moved":
        said = ". ".join((said, *_became(event, words.at(event.number - 1), definition)))
    if times := _times(event, definition, rounds):
        said = f"{said} ({times})"
    if marked(event, own):
        said = f"{said}, {own_work_words()}"
    return Happening(said, who_did(event), when_words(event.at, now=now), event.at)


def events_of(case: Case) -> QuerySet[Event]:
    """The events of a case, newest first."""
    return Event.objects.filter(case=case).select_related("by").order_by("-number")
