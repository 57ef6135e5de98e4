"""For the tests of screens: clients that come in at an office's host, people of three kinds, and a reader of pages."""

import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import Lane, LaneMembership, Staff
from sop_library.definition import Definition
from sop_library.loading import load
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office

OPENED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SENSITIVE = ("kekerasan", "perkosaan", "pelecehan", "kdrt", "korban", "cabul", "seksual", "violence", "victim")


@cache
def catalogue(name: str) -> Definition:
    """`owner/sop` of the catalogue."""
    return load(files("sop_library").joinpath("catalogue", f"{name}.yaml").read_bytes(), name=name)


Answer: TypeAlias = Any
"""What a browser of the tests gets: no HttpResponse in Django's types, with `context`, `json` and more."""


def take(office: Office, name: str) -> SopVersion:
    """Adopt `owner/sop` of the catalogue into the office."""
    with in_office(office):
        return adopt(definition=catalogue(name), at=OPENED)


def employ(office: Office, username: str, *lanes: str, admin: bool = False, **fields: object) -> Staff:
    """Someone who works in the office; "*" is every lane."""
    with in_office(office):
        person = Staff.objects.create_user(
            username, "pintu-kayu-9", name=username.title(), is_office_admin=admin, **fields
        )
        wanted = Lane.objects.all() if "*" in lanes else Lane.objects.filter(key__in=lanes)
        LaneMembership.objects.bulk_create([LaneMembership(lane=lane, staff=person) for lane in wanted])
    return person


def enter(office: Office, person: Staff | None = None) -> Client:
    """A browser at the office's address, logged in as `person` where one is given."""
    client = Client(headers={"host": f"{office.slug}.localhost"})
    if person is not None:
        with in_office(office):
            client.force_login(person)
    return client


def read(answer: Answer) -> BeautifulSoup:
    """The page of an answer."""
    return BeautifulSoup(answer.content, "html.parser")


def words(answer: Answer) -> str:
    """What a person reads on the page, blanks made one."""
    return re.sub(r"\s+", " ", read(answer).get_text(" "))


def faults_of(answer: Answer) -> list[str]:
    """What is wrong with a page as a page: ids, labels, headings, inline code, forms without their key, loud titles."""
    page = read(answer)
    ids = [tag["id"] for tag in page.find_all(id=True)]
    found = [f"id twice: {one}" for one in {one for one in ids if ids.count(one) > 1}]
    assert page.html is not None
    assert page.title is not None
    if not page.html.get("lang"):
        found.append("no language")
    if len(page.find_all("h1")) != 1:
        found.append("not one h1")
    found += [f"inline style: {tag.name}" for tag in page.find_all(style=True)]
    found += [f"inline code: {tag}" for tag in page.find_all("script") if not tag.get("src")]
    found += ["style element" for _tag in page.find_all("style")]
    found += [f"handler: {name}" for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    labelled = {label.get("for") for label in page.find_all("label")}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") != "hidden" and field.get("id") not in labelled and not field.get("aria-label"):
            found.append(f"no label: {field.get('name')}")
    for tag in page.find_all(True):
        for name in ("aria-labelledby", "aria-describedby", "for"):
            found += [f"{name} points nowhere: {one}" for one in str(tag.get(name) or "").split() if one not in ids]
    for link in page.find_all("a", href=re.compile("^#")):
        if link["href"][1:] not in ids:
            found.append(f"link points nowhere: {link['href']}")
    for form in page.find_all("form", method="post"):
        if not form.find("input", {"name": "csrfmiddlewaretoken"}):
            found.append(f"form without key: {form.get('action')}")
    title = page.title.get_text().lower()
    found += [f"title says {word}" for word in SENSITIVE if word in title]
    return found
