"""With REDIS_URL the product's web server and worker meet in a Redis: tasks carry their office, counts are shared."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from pytest_django import DjangoDbBlocker
from redis import Redis

from accounts.models import Staff
from cases.models import Case
from infra.demo.check.browser import Browser, Page
from outbox.models import Message
from tenants.current import in_office
from tenants.models import Office
from tests import databases
from tests.conftest import _entered
from tests.frontend.screens import employ, take
from tests.frontend.working import new_case
from tests.infra import redis_server
from tests.journeys import server
from tests.journeys.server import ROOT

pytestmark = pytest.mark.slow
PASSWORD = "pintu-kayu-9"
PATIENCE = 90.0
SLUGS = ("salatiga", "banyuwangi")
ENDS_WITH_US = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


@dataclass
class Product:
    """A web server on a database of the tests, with a worker beside it and a Redis between them."""

    port: int
    redis: str
    folder: Path
    case: Case
    worker: subprocess.Popen[bytes]

    def browser(self, slug: str) -> Browser:
        return Browser(host=f"{slug}.localhost", port=self.port)

    def said(self) -> str:
        return (self.folder / "worker.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def until(self, true: Callable[[], bool], *, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.worker.poll() is None, self.said()
            assert time.monotonic() < end, f"{what}\n{self.said()}"
            time.sleep(0.05)

    def kept(self) -> set[str]:
        with Redis.from_url(self.redis) as asking:
            return {key.decode() for key in asking.scan_iter()}


def environment_of(database: str, redis: str, folder: Path) -> dict[str, str]:
    """As the demo gives it to its processes where REDIS_URL is set, the broker's address left to the settings."""
    given = {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo", "RANGKUL_DB_AS": "web", "RANGKUL_STATE": str(folder),
        "RANGKUL_SECRET_KEY": settings.SECRET_KEY, "RANGKUL_KEK": settings.FIELD_KEY_ENCRYPTION_KEY,
        "REDIS_URL": redis,
        **{f"RANGKUL_{login.upper()}_URL": databases.url_of(login, database) for login in ("owner", "web")},
    }  # fmt: skip
    return {name: value for name, value in os.environ.items() if not name.startswith("RANGKUL_")} | given


@contextmanager
def working(environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as the demo starts it; it says when it is ready."""
    options = ["-P", "solo", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    command = [*ENDS_WITH_US, sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", "worker", *options]
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def product(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """Salatiga with a case and somebody of the same name as in Banyuwangi, served and worked for."""
    folder = tmp_path_factory.mktemp("redis")
    with ExitStack() as stack:
        redis = stack.enter_context(redis_server.redis(folder))
        name = stack.enter_context(databases.cloned_database("redis"))
        stack.enter_context(_entered(name, "web"))
        stack.enter_context(django_db_blocker.unblock())
        environment = environment_of(name, redis, folder)
        worker = stack.enter_context(working(environment, folder))
        office = Office.objects.get(slug="salatiga")
        version = take(office, "salatiga/pengaduan-langsung")
        case = new_case(office, version, employ(office, "sari", "*"))
        for slug in SLUGS:
            employ(Office.objects.get(slug=slug), "rina")
            with in_office(Office.objects.get(slug=slug)):
                Staff.objects.update(password=Argon2PasswordHasher().encode(PASSWORD, "garam-untuk-ujian"))
        web = server.start(environment=environment, log=folder / "web.log")
        stack.callback(server.stop, web)
        made = Product(web.port, redis, folder, case, worker)
        made.until(lambda: " ready." in made.said(), what="the worker does not start")
        yield made


def log_in(browser: Browser, username: str, password: str = PASSWORD) -> Page:
    form = browser.get("/masuk/").form(action=r"/masuk/$")
    return browser.submit(form, {"login": username, "password": password})


def test_a_task_goes_through_redis_to_a_worker_in_the_office_that_sent_it(product: Product) -> None:
    with in_office(Office.objects.get(slug="banyuwangi")):
        untold = Message.objects.create(topic="fact.kept", stream="fact", matter=uuid.uuid4(), payload={})
    with product.browser("salatiga") as browser:
        assert log_in(browser, "sari").status == 200
        form = browser.get(f"/kasus/{product.case.pk}/jeda/").form(action="/jeda/$")
        assert browser.submit(form, {"reason": "Sakit"}).says("Kasus dijeda.")
    with in_office(Office.objects.get(slug="salatiga")):
        told = Message.objects.filter(topic="fact.kept", matter=product.case.matter).latest("number")
        product.until(lambda: Message.objects.filter(pk=told.pk, sent_at=None).count() == 0, what="it is not carried")
    with in_office(Office.objects.get(slug="banyuwangi")):
        untold.refresh_from_db()
        assert (untold.attempts, untold.sent_at) == (0, None), "the task had one office"
    assert "_kombu.binding.celery" in product.kept()
    assert not (product.folder / "broker").exists(), "no broker of files beside it"


def test_wrong_passwords_are_counted_in_redis_for_each_office_apart(product: Product) -> None:
    with product.browser("salatiga") as here, product.browser("banyuwangi") as there:
        assert [log_in(here, "rina", "salah").status for _try in range(10)] == [422] * 10
        assert log_in(here, "rina").status == 429
        assert log_in(there, "rina").status == 200, "nobody there has tried anything"
        assert {"r3373", "r3510"} <= {key.partition(":")[0] for key in product.kept()}
        with Redis.from_url(product.redis) as asking:
            for key in asking.scan_iter("r3373:*"):
                asking.delete(key)
        assert log_in(here, "rina").status == 200, "the web server counts nowhere else"


def test_a_machine_without_redis_is_told_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(redis_server, "PROGRAM", "a-server-nobody-has")
    with pytest.raises(redis_server.NoRedis, match="Ketik: make broker-tools"), redis_server.redis(tmp_path):
        pass
