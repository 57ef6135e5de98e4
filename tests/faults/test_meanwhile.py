"""Screens are read in many statements: a colleague, or another office, may act between any two of them.

Then a page shows how it was or how it is; what is sent is done or refused in words. Never is it an error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import Staff
from cases.models import Case
from referrals import following
from referrals.models import Referral
from referrals.operations import receiving, sending
from sop_library.models import SopVersion
from tenants.current import in_office
from tenants.models import Office
from tests.faults.bounds import MEANWHILE_REFERRAL, MEANWHILE_STEP
from tests.faults.meanwhile import Meanwhile
from tests.frontend.between import Between, between
from tests.frontend.screens import employ, enter, take
from tests.frontend.working import VICTIM, fields_of, new_case, open_pass

pytestmark = pytest.mark.slow
Ask = Callable[[], HttpResponse]
WORDS = "Kata rekaan."
ANSWERED = {200, 303, 404, 409, 422}


def at_every_statement(
    prepared: Callable[[], tuple[Ask, Callable[[], object]]], *, database: str, blocker: DjangoDbBlocker,
    stride: int = 1,
) -> int:  # fmt: skip
    """Ask anew for each statement of the answer, with a colleague acting before it; return how many there were."""
    for number in range(1, 1000, stride):
        ask, act = prepared()
        meanwhile = Meanwhile(number, act, database=database, blocker=blocker)
        with connection.execute_wrapper(meanwhile):
            answer = ask()
        there = meanwhile.end()
        assert answer.status_code in ANSWERED, f"{answer.status_code} where somebody acts before statement {number}"
        if not there:
            return meanwhile.passed
    raise AssertionError("it never comes to an end")


@dataclass
class Desk:
    """Two colleagues of Salatiga, each at a browser, and an SOP whose first step they both may do."""

    office: Office
    version: SopVersion
    ratna: Staff
    browser: Client
    colleague: Client

    def completing(self, browser: Client, case: Case) -> Ask:
        """The first step as this browser's page offers it, ready to be sent."""
        page = browser.get(f"/kasus/{case.pk}/")
        address = f"/kasus/{case.pk}/langkah/{open_pass(self.office, case).pk}/selesai/"
        data = fields_of(page, address)
        data |= {name: WORDS for name in data if name.startswith("output-")}
        data |= {name: "seen" for name in data if name.startswith("need-")}
        return partial(browser.post, address, data)

    def prepared(self, what: str) -> tuple[Ask, Callable[[], object]]:
        """What one asks, and the colleague who completes the step meanwhile."""
        case = new_case(self.office, self.version, self.ratna)
        ask = {
            "page": partial(self.browser.get, f"/kasus/{case.pk}/"),
            "register": partial(self.browser.get, "/kasus/"),
            "today": partial(self.browser.get, "/"),
            "step": self.completing(self.browser, case) if what == "step" else None,
        }[what]
        assert ask is not None
        complete = self.completing(self.colleague, case)

        def act() -> None:
            assert complete().status_code in (303, 409)

        return ask, act


@pytest.fixture
def desk(committed_db: str, salatiga: Office) -> Desk:
    version = take(salatiga, "salatiga/layanan-konsultasi")
    ratna, dimas = employ(salatiga, "ratna", "*"), employ(salatiga, "dimas", "*")
    return Desk(salatiga, version, ratna, enter(salatiga, ratna), enter(salatiga, dimas))


@pytest.mark.parametrize(("what", "stride"), MEANWHILE_STEP.items())
def test_a_colleague_completes_the_step_meanwhile(
    desk: Desk, committed_db: str, django_db_blocker: DjangoDbBlocker, what: str, stride: int
) -> None:
    passed = at_every_statement(
        partial(desk.prepared, what), database=committed_db, blocker=django_db_blocker, stride=stride
    )
    assert passed > 5


@dataclass
class Counter:
    """Salatiga and Banyuwangi with a referral between them, made anew for each question."""

    two: Between
    version: SopVersion
    dimas: Staff
    sari: Staff

    def prepared(self, what: str) -> tuple[Ask, Callable[[], object]]:
        """What somebody asks of one office's screens, and what is done to the referral meanwhile."""
        two = self.two
        case = new_case(two.here, two.case.version, two.ratna, victims=[VICTIM], risk="medium")
        referral = Between(two.here, two.there, two.ratna, two.endah, case, two.sender, two.receiver).send()
        where, _blank, act = what.partition(" ")
        one = f"/rujukan/{referral.pk}/"
        asks: dict[str, Callable[[], Ask]] = {
            "received": lambda: partial(two.receiver.get, one),
            "inbox": lambda: partial(two.receiver.get, "/rujukan/"),
            "sent": lambda: partial(two.sender.get, one),
            "outbox": lambda: partial(two.sender.get, "/rujukan/keluar/"),
            "case": lambda: partial(two.sender.get, f"/kasus/{case.pk}/"),
            "accepting": lambda: self._posted(two.receiver, one, f"{one}penerimaan/"),
            "withdrawing": lambda: self._posted(
                two.sender, one, f"{one}tindakan/penarikan/", **{"tarik-reason": WORDS}
            ),
        }
        return asks[where](), partial(
            {"accepts": self._accept, "withdraws": self._withdraw, "looks": self._look}[act], referral
        )

    @staticmethod
    def _posted(browser: Client, page: str, address: str, **typed: str) -> Ask:
        return partial(browser.post, address, fields_of(browser.get(page), address) | typed)

    def _accept(self, referral: Referral) -> None:
        with in_office(self.two.there):
            receiving.accept(envelope=referral.pk, version=self.version, by=self.sari, at=timezone.now())
        with in_office(self.two.here):
            following.follow(referral.matter, at=timezone.now())

    def _look(self, referral: Referral) -> None:
        with in_office(self.two.there):
            receiving.open_(envelope=referral.pk, by=self.sari, at=timezone.now())

    def _withdraw(self, referral: Referral) -> None:
        with in_office(self.two.here):
            row = Referral.objects.get(pk=referral.pk)
            sending.withdraw(referral=row, reason=WORDS, by=self.dimas, at=timezone.now())


@pytest.fixture
def counter(committed_db: str, salatiga: Office, banyuwangi: Office) -> Counter:
    two = between(salatiga, banyuwangi)
    with in_office(banyuwangi):
        version = SopVersion.objects.get()
    return Counter(two, version, employ(salatiga, "dimas", "*"), employ(banyuwangi, "sari", "*"))


@pytest.mark.parametrize(("what", "stride"), MEANWHILE_REFERRAL.items())
def test_somebody_else_acts_on_the_referral_meanwhile(
    counter: Counter, committed_db: str, django_db_blocker: DjangoDbBlocker, what: str, stride: int
) -> None:
    passed = at_every_statement(
        partial(counter.prepared, what), database=committed_db, blocker=django_db_blocker, stride=stride
    )
    assert passed > 5
