"""An office at work, for the tests of case screens: cases at their first step, and hands that do what a page offers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bs4 import Tag
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, StepPass
from cases.operations import filling, opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from sop_library.drafting.changes import Change
from sop_library.models import Draft, SopVersion
from sop_library.operations import drafts
from sop_library.queries import form_version
from tenants.current import in_office
from tenants.models import Office
from tests.cases.driving import answers
from tests.frontend.screens import Answer, read

NIK = "3373015708950003"
PHONE = "+6281212160212"
NAME = "Rukmini Astuti"
STORY = "Cerita rekaan yang hanya boleh dibaca setelah dibuka."
VICTIM = PersonData(name=NAME, nik=NIK, phone=PHONE, sex="P", age_band="A25_44", residence="33.22", domicile="33.73")
INCIDENT = IncidentData(kinds=("FISIK",), domestic=True, place="33.73", story=STORY)


def new_case(
    office: Office, version: SopVersion, by: Staff, *, door: str = "datang", at: datetime | None = None, **given: Any
) -> Case:
    """A case just opened from a report, with one victim and one incident."""
    at = at or timezone.now()
    with in_office(office):
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=at)
        details: dict[str, Any] = {"victims": [VICTIM], "reporter_is_victim": True, "incident": INCIDENT} | given
        return opening.open_case(report=report, version=version, door=door, by=by, at=at, **details)


def open_pass(office: Office, case: Case, step: str = "") -> StepPass:
    """The open pass of a case, of one step where several are open."""
    with in_office(office):
        found = StepPass.objects.filter(case=case, status=StepPass.Status.OPEN)
        return found.get(step=step) if step else found.get()


def fields_of(answer: Answer, action: str) -> dict[str, Any]:
    """What the form that goes to `action` would send if nothing were typed."""
    form = read(answer).find("form", action=action)
    assert form is not None, f"no form goes to {action}"
    return inputs_of(form)


def inputs_of(form: Tag) -> dict[str, Any]:
    """What a form would send if nothing were typed."""
    sent: dict[str, Any] = {}
    for tag in form.find_all(["input", "textarea", "select"]):
        name = str(tag.get("name") or "")
        if not name or name == "csrfmiddlewaretoken" or tag.get("type") in ("submit", "button"):
            continue
        if tag.name == "textarea":
            sent[name] = tag.get_text().removeprefix("\n")
        elif tag.name == "select":
            chosen = tag.find("option", selected=True) or tag.find("option")
            sent[name] = chosen.get("value", "") if chosen else ""
        elif tag.get("type") in ("radio", "checkbox"):
            if tag.has_attr("checked"):
                sent.setdefault(name, []).append(tag["value"])
        else:
            sent[name] = tag.get("value", "")
    return sent


def finish(client: Client, office: Office, case: Case, step: str, **typed: Any) -> Answer:
    """Complete a step as its page offers it; follows nowhere."""
    page = client.get(f"/kasus/{case.pk}/")
    address = f"/kasus/{case.pk}/langkah/{open_pass(office, case, step).pk}/selesai/"
    return client.post(address, fields_of(page, address) | typed)


def fill_paper(office: Office, case: Case, step: str, form_key: str) -> None:
    """Fill a form of a step with the least that it accepts, by someone whose turn it is."""
    row = open_pass(office, case, step)
    with in_office(office):
        version = form_version(key=form_key)
        assert version is not None
        holders = Staff.objects.filter(memberships__lane__key__in=row.lanes).order_by("pk")
        by = next(one for one in (case.opened_by, *holders) if one.lane_keys() & set(row.lanes))
        filling.fill(
            case=case, step_pass=row, form_key=form_key, answers=answers(filling.form_of(version)),
            by=by, at=timezone.now(),
        )  # fmt: skip


def first_two_steps(office: Office, client: Client, case: Case) -> None:
    """Do the receptionist's two steps of Salatiga's direct SOP."""
    fill_paper(office, case, "buku-tamu", "buku-tamu")
    assert finish(client, office, case, "buku-tamu").status_code == 303
    assert finish(client, office, case, "hubungi-analis").status_code == 303


def typed_again(answer: HttpResponse, values: Mapping[str, str]) -> None:
    """Every value stands in the input it was typed into."""
    page = read(answer)
    for name, value in values.items():
        tag = page.find(["input", "textarea"], {"name": name})
        assert tag is not None, f"{name} is gone"
        shown = tag.get_text().removeprefix("\n") if tag.name == "textarea" else tag.get("value")
        assert shown == value, f"{name} shows {shown!r}"


def next_draft(version: SopVersion, *, by: Staff, change: Change) -> Draft:
    """A draft of the next version of an SOP, changed once. Inside the office."""
    made = drafts.begin(
        document=version.definition, slug=version.sop.slug, name=version.sop.name, service=version.sop.service,
        sop=version.sop, base=version, base_hash=version.content_hash, origin=version.origin, by=by,
        at=timezone.now(),
    )  # fmt: skip
    drafts.edit(draft=made, change=change, seen=0, by=by, at=timezone.now())
    return Draft.objects.get(pk=made.pk)
