"""What a process remembers from one request to the next can't show one office another's: each such place is listed here
with the reason, and those that hold an office's data are tried with two.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache, caches
from django.db import models
from django.test import Client
from pytest_django import Settings

from api.nation import clients
from cases.operations.filling import form_of
from documents import printing
from frontend.formbuild import build_form
from safeguards.keys import forget_keys, office_key
from safeguards.sealing import blind_index
from sop_library.models import SopVersion
from sop_library.queries import definition_of, form_version
from tenants.current import in_office
from tenants.database import connection
from tenants.middleware import hosts
from tests.isolation.memory import ROOT, remembered, sources
from tests.isolation.probes import READS
from tests.isolation.things import FORM, NIK, PASSWORD
from tests.isolation.visiting import client_of, faults, leaks, visit
from tests.isolation.world import World

SHIPPED = "read from files that come with the product; no office has a say in it"
CALCULATED = "its arguments are all it depends on, and they name no office"
REGISTERED = "functions of the product, registered when it starts; they are given the case and keep nothing"
KEPT = {
    "frontend/casework/near.py:near_first": "by the office's code: the public registry, nearest first",
    "frontend/formbuild/build.py:_built": "by the digest of a form's whole content: equal forms are equal, tried below",
    "frontend/formbuild/choosing.py:region_choices": SHIPPED,
    "frontend/formbuild/restoring.py:_restoring": "a yes or no within one request, put back before it ends",
    "platform/cases/file_shape.py:_minimum_validator": CALCULATED,
    "platform/cases/file_shape.py:_validator": CALCULATED,
    "platform/cases/ending.py:_guards": REGISTERED,
    "platform/cases/ending.py:_undoing": REGISTERED,
    "platform/documents/printing.py:django.core.cache": "by office, and by all that a sheet depends on, tried below",
    "platform/documents/sop_sheets.py:_kept": "by the hash of an SOP's whole content, the foot and the emblem itself",
    "platform/documents/sop_sheets.py:_laid": "by the hash of an SOP's whole content and the foot",
    "platform/documents/standard_page.py:_kept": "by the hash of an SOP's whole content and the emblem itself",
    "platform/outbox/delivery.py:_handlers": "who carries which message: registered by the code when it starts",
    "platform/outbox/waking.py:_quiet_until": "until when a broker that did not answer is left in peace",
    "platform/safeguards/keys.py:_newest": "by the office's immutable id, tried below",
    "platform/safeguards/keys.py:_unwrapped": "by the office's immutable id, tried below",
    "sop_library/codes/lists.py:_all": SHIPPED,
    "sop_library/durations.py:parse_duration": CALCULATED,
    "sop_library/forms/checks.py:_schema": SHIPPED,
    "sop_library/forms/expand.py:shared_fields": SHIPPED,
    "sop_library/forms/shipped.py:library": SHIPPED,
    "sop_library/forms/shipped.py:published": SHIPPED,
    "sop_library/national_holidays.py:holidays_for": CALCULATED,
    "sop_library/queries.py:_bound": "by a kept definition and all that an office bound in it, which it is made of",
    "sop_library/queries.py:_definitions": "by the hash of an SOP's whole content: equal sheets are equal, tried below",
    "sop_library/drafting/compiling.py:_fields_of": SHIPPED,
    "sop_library/schema_faults.py:_validator": SHIPPED,
    "sop_library/schema_faults.py:schema": SHIPPED,
    "sop_library/sheet/measuring.py:_advances": SHIPPED,
    "sop_library/source_documents.py:source_documents": SHIPPED,
    "tenants/backend/pooler.py:_trusted": "addresses of database servers",
    "tenants/middleware.py:hosts": "by database and host; the office a host leads to, tried below",
    "tenants/registry/naming.py:names_in_use_twice": SHIPPED,
    "tenants/registry/source.py:changed_codes": SHIPPED,
    "tenants/registry/source.py:provinces": SHIPPED,
    "tenants/registry/source.py:regencies": SHIPPED,
    "tenants/template/state.py:template_key": "the state of the code and the version of the server",
}


def test_everything_that_is_remembered_is_listed_here_with_the_reason() -> None:
    assert remembered(sources()) == set(KEPT)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from functools import cache\n@cache\ndef case_of(key): ...", "case_of"),
        ("import functools\n@functools.lru_cache(maxsize=9)\ndef case_of(key): ...", "case_of"),
        ("_seen = {}", "_seen"),
        ("_seen: dict[str, int] = {}", "_seen"),
        ("from collections import OrderedDict\nseen = OrderedDict()", "seen"),
        ("KNOWN = {'a': 1}\ndef learn(key):\n    KNOWN[key] = 1", "KNOWN"),
        ("NAMES = ['a']\ndef learn(name):\n    NAMES.append(name)", "NAMES"),
        ("_last = None\ndef keep(case):\n    global _last\n    _last = case", "_last"),
        ("class Kept:\n    def __init__(self):\n        self.of = {}\nkept = Kept()", "kept"),
        ("class Kept:\n    cases = []", "Kept.cases"),
        ("from django.core.cache import cache", "django.core.cache"),
        ("from threading import local\nstate = local()", "state"),
        ("from django.views.decorators.cache import cache_page\n@cache_page(60)\ndef today(request): ...", "today"),
    ],
)
def test_a_new_one_is_found(tmp_path: Path, code: str, name: str) -> None:
    file = tmp_path / "new.py"
    file.write_text(code, encoding="utf-8")
    assert remembered([file]) == {f"new.py:{name}"}


def test_what_only_looks_like_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "new.py"
    file.write_text(
        "KNOWN = {'a': 1}\nNONE = ()\ndef count():\n    seen = {}\n    seen['a'] = KNOWN['a']\n    return seen"
    )
    assert remembered([file]) == set()


def test_templates_keep_nothing() -> None:
    files = (ROOT / "frontend" / "templates").rglob("*.html")
    assert [str(file) for file in files if "{% load cache" in file.read_text(encoding="utf-8")] == []


def test_sessions_and_messages_stand_where_offices_are_apart() -> None:
    """Sessions in the office's own table; a cache backend's key, where one is used, begins with the schema."""
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert {name: kept["KEY_FUNCTION"] for name, kept in settings.CACHES.items()} == {
        "default": "django_tenants.cache.make_key",
        "prints": "django_tenants.cache.make_key",
    }


def test_a_sheet_that_was_made_for_one_office_is_not_ready_for_the_other(world: World) -> None:
    """Even under the same version's key and hash: what both adopted unchanged."""
    found = []
    for side in (world.ours, world.theirs):
        with in_office(side.office):
            version = SopVersion.objects.select_related("sop").get(sop__slug="penjangkauan", number=1)
            sheet = printing.of_version(version, notes=True)
            found.append(printing.ready(sheet))
            caches["prints"].set(sheet.name, side.marker.encode())
    assert found == [None, None]
    with in_office(world.ours.office):
        assert printing.ready(printing.of_version(version, notes=True)) == world.ours.marker.encode()
    caches["prints"].clear()


def test_the_first_page_of_each_office_after_the_other_s(world: World) -> None:
    """Nothing is forgotten between these: hosts, keys, definitions and forms are remembered from the visit before."""
    pages = [probe for probe in READS if probe.route in {"case", "sop", "form_fill", "lanes", "register", "today"}]
    found = []
    for _again in range(2):
        for here, there in ((world.ours, world.theirs), (world.theirs, world.ours)):
            for page in pages:
                answer = visit(here, page, page.first)
                found += faults(answer, page, here, page.first) + leaks(answer, there)
    assert found == []


def test_a_host_leads_to_its_own_office_however_often_it_is_asked(world: World) -> None:
    for side in (world.ours, world.theirs, world.ours, world.theirs):
        assert hosts.office_of(side.host) == side.office


def test_each_office_has_its_own_keys_in_the_same_process(world: World) -> None:
    forget_keys()
    seen = []
    for side in (world.ours, world.theirs, world.ours, world.theirs):
        with in_office(side.office):
            seen.append((office_key(purpose="data")[1], blind_index(NIK, column="person.nik")))
    assert seen[0] == seen[2]
    assert seen[1] == seen[3]
    assert not set(seen[0]) & set(seen[1])


def test_a_version_under_the_same_key_says_what_its_own_office_published(world: World) -> None:
    said = []
    for side in (world.ours, world.theirs, world.ours):
        with in_office(side.office):
            version = SopVersion.objects.get(sop__slug=side.things.sop, number=1)
            said.append((version.pk, definition_of(version).name, version.content_hash))
    assert said[0] == said[2]
    assert said[0][0] == said[1][0]
    assert said[0][1:] != said[1][1:]
    assert world.theirs.marker in said[1][1]


def test_what_both_offices_adopted_unchanged_is_parsed_once_and_names_neither(world: World) -> None:
    parsed = []
    for side in (world.ours, world.theirs):
        with in_office(side.office):
            parsed.append(definition_of(SopVersion.objects.get(sop__slug="penjangkauan", number=1)))
    assert parsed[0] is parsed[1]
    assert "PENANDA" not in str(parsed[0].document)


def test_a_form_under_the_same_name_asks_what_its_own_office_asks(world: World) -> None:
    built = []
    for side in (world.ours, world.theirs, world.ours):
        with in_office(side.office):
            version = form_version(key=side.things.form)
            assert version is not None
            built.append(build_form(form_of(version)).definition.title)
    assert built == [f"Formulir {side.marker}" for side in (world.ours, world.theirs, world.ours)]
    for side in (world.ours, world.theirs):
        with in_office(side.office):
            assert form_version(key=FORM) is not None


def test_failed_logins_here_lock_nobody_out_there(world: World, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    cache.clear()
    for side, password, expected in [
        *[(world.ours, "keliru", 422)] * 3,
        (world.ours, PASSWORD, 429),
        (world.theirs, PASSWORD, 302),
    ]:
        answer = client_of(side, "anonymous").post("/masuk/", {"login": "worker", "password": password})
        assert answer.status_code == expected, f"{side.office.name}: {answer.status_code}"


def test_a_token_given_here_uses_up_nothing_of_another_machine_s(world: World, settings: Settings) -> None:
    """Counted by the client's id at the platform's host: neither another client nor an office's login feels it."""
    settings.ACCOUNT_RATE_LIMITS = {"token_of_client": "2/m/key", "login_failed": "2/m/key"}
    cache.clear()
    connection.set_schema_to_public()
    first, second = (clients.add(name=name, scopes=["indicators:read"]) for name in ("Satu", "Dua"))
    door = Client(headers={"host": "api.localhost"})
    for machine, expected in [(first, 200), (first, 200), (first, 429), (second, 200), (second, 200), (second, 429)]:
        body = {"grant_type": "client_credentials", "client_id": machine.id, "client_secret": machine.secret}
        assert door.post("/api/v1/token", body).status_code == expected
    for side in (world.ours, world.theirs):
        answer = client_of(side, "anonymous").post("/masuk/", {"login": "worker", "password": PASSWORD})
        assert answer.status_code == 302


WRITERS = {
    "platform/onboarding/sop_shell/bpmn.py": "an SOP at the shell, to the file named there; it asks no office",
    "platform/onboarding/sop_shell/importing.py": "a draft at the shell, to the file named there; it asks no office",
    "platform/onboarding/sop_shell/sheet.py": "a sheet at the shell, to the file named there; it asks no office",
    "sop_library/forms/publish.py": "a developer's command: the digests of shipped forms, no office",
    "platform/config/whole_files.py": "messages of a machine without a broker: each names its office in its header",
}


def test_no_model_keeps_a_file_yet() -> None:
    """The first one needs a storage that keeps offices apart, and two offices here with a file of the same name."""
    kept = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]
    assert kept == []


def test_nothing_else_writes_files() -> None:
    words = (
        "default_storage",
        "MEDIA_ROOT",
        "FileSystemStorage",
        ".write_bytes(",
        ".write_text(",
        "NamedTemporaryFile",
    )
    writing = {
        str(file.relative_to(ROOT)) for file in sources() for word in words if word in file.read_text(encoding="utf-8")
    }
    assert writing == set(WRITERS)
