"""An office with work in every state, and a reader who visits all of its screens, for the tests of English."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from accounts.models import OfficeProfile, Staff
from accounts.queries import lanes_with_holders
from cases.calendars import office_calendar
from cases.models import CarriedAnswers, Case, StepPass
from cases.operations import (
    appointments,
    binding,
    consents,
    incidents,
    lifecycle,
    notes,
    people,
    reports,
    waiting,
)  # fmt: skip
from cases.operations.reports import ReportData
from cases.people import PersonData
from referrals.operations import sending
from sop_library.codes import NAMES, labels
from sop_library.inspecting import catalogue
from sop_library.models import Draft, FormVersion, SopVersion
from sop_library.operations import announcing, drafts, trials
from sop_library.queries import definition_of, sheet_definition_of
from sop_library.service_standard import service_standard
from sop_library.sheet.ruling import ruling
from sop_library.sheet.saying import bound_to
from sop_library.source_documents import source_documents
from sop_library.yaml_lines import read_source
from tenants.current import in_office
from tenants.models import Office
from tenants.registry.source import provinces, regencies
from tests.cases.driving import drive
from tests.cases.moving import changed, move_all, step_in, take_back
from tests.frontend.indonesian import messages, spoken, strings
from tests.frontend.screens import Answer, employ, read
from tests.frontend.working import NAME, NIK, PHONE, STORY, fill_paper, finish, new_case
from tests.sop_library.opened import left_open

SOPS = ("salatiga/pengaduan-langsung", "nunukan/intervensi-krisis", "barito-utara/krisis")
OF_A_KIND, CASES = 3, 7  # how many addresses of one name are read; cases differ most in what they show
LEFT = "survei"  # the step that an SOP and a draft leave to the office
ITSELF = "Bahasa Indonesia"  # the name of a language stands in that language
NOT_A_PAGE = {
    "account_logout", "language", "identity_hide", "identity_show", "report_case", "report_doors",
    "report_identity", "report_same_person", "step_bring", "step_complete", "step_extend", "step_facts",
    "step_override", "step_sign", "step_skip", "office_closure_drop", "staff_back", "staff_end",
    "staff_lanes", "staff_reset", "lane_take", "lane_holder", "appointment_done",
    "letter_lock", "letter_locked", "letter_pdf",
    "office_delivery_again", "referral_accept", "referral_act", "referral_ask", "referral_decline",
    "referral_identity", "referral_keep", "form_pdf", "office_emblem_drop", "office_emblem_file",
    "office_follow_again", "carried_limit_met", "register_csv", "step_unsign", "step_unbring",
    "answer_settle", "case_place_again", "draft_act", "draft_add", "draft_begin", "draft_here", "draft_redo",
    "draft_undo", "draft_approve", "draft_doubt", "draft_send_back", "draft_take_back", "draft_try_all",
    "sop_move_back", "sop_move_on", "sop_move_stop", "sop_sheet_pdf", "sop_sheet_svg", "sop_standard_pdf",
    "sop_bpmn", "sop_yaml", "draft_sheet_pdf", "draft_sheet_svg", "sop_base_svg",
    "sop_announce",
}  # fmt: skip
Texts = dict[str, str]


def set_to_work(office: Office, by: Staff, client: Client) -> Texts:
    """Cases in every state with all that can be recorded, a report that waits, colleagues.

    Returns what three cases said on their way through three SOPs.
    """
    now = timezone.now()
    on_the_way: Texts = {}
    employ(office, "wayan", language="en")
    employ(office, "pergi", is_active=False)
    with in_office(office):
        direct, *crises = (SopVersion.objects.get(sop__slug=name.partition("/")[2]) for name in SOPS)
    late, rich, paused, closed = (new_case(office, direct, by, at=now - timedelta(hours=2)) for _ in range(4))
    over = [new_case(office, direct, by, at=now - timedelta(days=1))]
    doors = {version: next(iter(version.definition["doors"])) for version in crises}
    over += [new_case(office, version, by, door=door, at=now) for version, door in doors.items()]
    fill_paper(office, rich, "buku-tamu", "buku-tamu")
    finish(client, office, rich, "buku-tamu")
    with in_office(office):
        StepPass.objects.filter(case=late, status="open").update(due_at=now - timedelta(minutes=30))
        write_all(rich, by)
        lifecycle.pause(case=paused, reason="Ibu Rukmini pergi", by=by, at=now)
        lifecycle.close(case=closed, reason="moved", note="", by=by, at=now)
        for case in over:
            drive(case=case, by=by, at=now - timedelta(hours=5), watch=lambda one: look(client, on_the_way, one))
        data = ReportData(channel="telepon", anonymous=True, in_danger=True, sex="P", age_band="A13_17", place="33.73")
        reports.receive(data=data, by=by, at=now)
        mistaken = reports.receive(data=data, by=by, at=now)
        waiting.set_aside(report=mistaken, reason="mistaken", words="keliru", by=by, at=now)
        move_and_back(direct, by=by)
        write_sops(direct, by=by)
    return on_the_way


def write_sops(version: SopVersion, *, by: Staff) -> None:
    """A draft written and tried, one with a step left to the office, one that waits for its head, who is `by`."""
    at, other = timezone.now(), Staff.objects.get(username="wayan")
    OfficeProfile.objects.update(head_post=by.post, head_name=NAME)
    announcing.announce(sop=version.sop, by=by, at=at)
    said = {"document": version.definition, "name": version.sop.name, "service": version.sop.service, "at": at}
    written = drafts.begin(**said, slug=version.sop.slug, sop=version.sop, base=version, by=by)
    trials.begin(draft=written, door="datang", calendar=office_calendar(today=at.date()), by=by, at=at)
    drafts.begin(**said | {"document": left_open(definition_of(version), LEFT).document}, slug="uji-terbuka", by=by)
    waits = drafts.begin(**said, slug="uji-baru", by=by)
    Draft.objects.filter(pk=waits.pk).update(state="submitted", submitted_by=other, submitted_at=at, why="keliru")


def move_and_back(version: SopVersion, *, by: Staff) -> None:
    """The open cases of an SOP go to its next version, those at its first step stay; all come back.

    The next version leaves it to the office who does one of its steps, and the office has said it.
    """
    at = timezone.now()

    def without_first(document: dict[str, Any]) -> None:
        first = document["doors"]["datang"]["starts"]
        document["steps"] = [step for step in document["steps"] if step["key"] != first]
        document["anomalies"], document["narrative"] = [], []
        step_in(document, LEFT)["lanes"] = "unsaid"
        for door in document["doors"].values():
            door["starts"] = document["steps"][0]["key"] if door["starts"] == first else door["starts"]

    first, other = [lane.key for lane in lanes_with_holders() if lane.key in definition_of(version).lanes][:2]
    version.sop.bound = {LEFT: [{"key": first, "label": first}]}
    version.sop.save(update_fields=["bound"])
    moved = move_all(version, changed(version, without_first, at=at), by=by, at=at)
    take_back(moved, by=by, at=at)
    binding.bind(sop=version.sop, given={LEFT: other}, by=by, at=at)


def look(client: Client, texts: Texts, case: Case) -> None:
    """Keep what a case's page says now."""
    note(texts, client.get(f"/kasus/{case.pk}/"), f"/kasus/{case.pk}/")


def write_all(case: Case, by: Staff) -> None:
    """Another party, a correction, a rating, every answer about consent, a note."""
    at = timezone.now()
    victim = case.people.get()
    people.add(case=case, data=PersonData(name="Joko", sex="L"), roles={"respondent": "NA"}, by=by, at=at)
    changed = PersonData(name=NAME, nik=NIK, phone=PHONE, sex="P", age_band="A18_24", disabilities=("FISIK",))
    people.correct(person=victim, data=changed, roles={"victim": ""}, reason="keliru", by=by, at=at)
    incidents.rate_risk(case=case, risk="high", by=by, at=at)
    for given in (True, False):
        consents.record(case=case, person=victim, kind="service", given=given, way="spoken", by=by, at=at)
    consent = consents.record(case=case, person=victim, kind="record", given=True, way="signed", by=by, at=at)
    consents.withdraw(consent=consent, by=by, at=at)
    notes.add(case=case, body=STORY, by=by, at=at)
    notes.strike(note=notes.add(case=case, body=STORY, by=by, at=at), reason="keliru", by=by, at=at)
    stray = people.add(case=case, data=PersonData(name="Joko"), roles={"companion": ""}, by=by, at=at)
    people.take_off(person=stray, reason="keliru", by=by, at=at)
    told = incidents.IncidentData(kinds=("FISIK",))
    _stays, twice = (incidents.add(case=case, data=told, by=by, at=at) for _time in range(2))
    incidents.take_off(incident=twice, reason="keliru", by=by, at=at)
    later = appointments.AppointmentData(kind="court", at=at + timedelta(hours=20))
    appointments.add(case=case, data=later, by=by, at=at)
    appointments.done(appointment=appointments.add(case=case, data=later, by=by, at=at), by=by, at=at)
    carried = CarriedAnswers(
        case=case, form="buku-tamu", title="Buku Tamu", office_name="Kabupaten Nunukan", asked_at=at
    )
    carried.answers = {"guest_name": NAME}
    carried.save(force_insert=True)
    agreed = consents.record(
        case=case, person=victim, kind="referral", given=True, way="signed", scope=("story",), receiver="33.22", by=by,
        at=at,
    )  # fmt: skip
    sending.send(
        case=case, to_code="33.22", kind="rujukan", reasons=["service"], urgency="now", consent=agreed,
        scope=("story",), by=by, at=at,
    )  # fmt: skip


def data_of(office: Office) -> set[str]:
    """What stays Indonesian: SOPs and forms as stored, code lists that no message names, regions, what was typed."""
    ours = {message.source for message in messages()}
    found = {NAME, STORY, ITSELF, office.name, "Joko", "keliru", "Ibu Rukmini pergi", "Diisi untuk percobaan"}
    with in_office(office):
        for stored in (SopVersion, FormVersion):
            for definition in stored.objects.values_list("definition", flat=True):
                found.update(strings(definition))
        for parsed in map(sheet_definition_of, SopVersion.objects.select_related("sop")):  # what its papers print
            found.update(entry.text for one in service_standard(parsed) for entry in one.entries)
            found.update(ruling(parsed, step) for step in parsed.steps)
            found.update(bound_to(lane.label) for lane in parsed.lanes.values())
    for document in (*source_documents().values(), *(read_source(text).data for text in catalogue().values())):
        found.update(strings(document))
    found.update(province.name for province in provinces().values())
    found.update(regency.name for regency in regencies().values())
    return found | {label for name in NAMES for label in labels(name).values() if label not in ours}


def note(texts: Texts, answer: Answer, place: str) -> None:
    """Keep every text of an answer with the first place it stood at."""
    if answer.content:
        for text in spoken(answer):
            texts.setdefault(text, place)


def crawl(client: Client, texts: Texts) -> dict[str, list[str]]:
    """Read every page that links lead to, a few of each kind; return the addresses by their name."""
    ahead, seen = ["/"], {"/"}
    shown: dict[str, list[str]] = {}
    while ahead:
        address = ahead.pop(0)
        name = str(resolve(urlsplit(address).path).url_name)
        if len(shown.get(name, ())) >= (CASES if name == "case" else 12 if name == "report" else OF_A_KIND):
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        shown.setdefault(name, []).append(address)
        if name != "letter":  # an official letter is written in Indonesian
            note(texts, answer, address)
        for link in read(answer).find_all("a", href=re.compile("^/(?!static/)")):
            to = urlsplit(str(link["href"]))._replace(fragment="").geturl()
            if to not in seen:
                seen.add(to)
                ahead.append(to)
    return shown


def names_of_pages() -> set[str]:
    """Every name in the addresses of the screens that a person can look at."""

    def under(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
        for one in patterns:
            yield from [str(one.name)] if isinstance(one, URLPattern) else under(one.url_patterns)

    return set(under(get_resolver("frontend.urls").url_patterns)) - NOT_A_PAGE


def open_identities(client: Client, texts: Texts, addresses: list[str]) -> None:
    """Ask without a reason, then with one, and read what it shows."""
    for address in addresses:
        note(texts, client.post(f"{address}identitas/", {}), f"{address}identitas/")
        client.post(f"{address}identitas/", {"buka-reason": "check"})
        note(texts, client.get(address), address)


def hand_in_nothing(client: Client, texts: Texts, address: str) -> None:
    """Send every form of a case's steps from an old page, then from a fresh one with nothing filled in."""
    for form in read(client.get(address)).find_all("form", action=re.compile("/langkah/.*(selesai|perpanjangan)/$")):
        for seen in ("0", "999"):
            note(texts, client.post(str(form["action"]), {"seen": seen}), str(form["action"]))
