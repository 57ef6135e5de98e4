"""A browser sends, accepts, declines, withdraws; the web server dies of it at a random point between two statements.

It is the server of the demo, killed with all its processes, and started again. Whoever was at work sends the same form
once more, as one does: it came about once, and both offices say the same.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from cases.models import Case
from custody.models import Envelope
from infra.demo.check.browser import Browser, Page
from referrals.models import Referral
from tests.faults.at_work import Web
from tests.faults.between import Between
from tests.faults.bounds import WEB_HANDOFFS

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI = "33.73", "35.10"
SLUGS = {SALATIGA: "salatiga", BANYUWANGI: "banyuwangi"}
PASSWORD = "hanya-untuk-ujian-7"
WORDS = "Dicatat untuk ujian; orang dan peristiwanya rekaan."
ANSWERS = ("accept", "withdraw", "decline")
BECOMES = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}
TOLD = frozenset({200, 404, 409, 422})
"""What a form that is sent once more may be answered with: it came about, or somebody was first."""


@pytest.fixture
def web(between: Between, faulty: str, tmp_path: Path) -> Iterator[Web]:
    for code in SLUGS:
        with between.desks[code]():
            between.desks[code].by.set_password(PASSWORD)
            between.desks[code].by.save()
    made = Web(faulty, tmp_path)
    for name in ("queue", "control"):
        (tmp_path / "broker" / name).mkdir(parents=True)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        connection.close()


@dataclass
class Hands:
    """Two people at their browsers, and chance, which says when the server dies of what they do."""

    web: Web
    between: Between
    random: random.Random
    points: dict[str, int] = field(default_factory=dict)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def at(self, code: str) -> Browser:
        return self.web.at(SLUGS[code], username=self.between.desks[code].by.username, password=PASSWORD)

    def post(self, name: str, code: str, address: str, pairs: list[tuple[str, str]]) -> Page:
        """Send a form, and once more where the server died of it; return the last answer."""
        answers: list[Page] = []

        def send() -> None:
            answers.append(self.at(code).send(address, pairs))

        most = self.points.get(name)
        # the first of a kind passes the most points: a later one finds its caches filled
        self.web.doom.at(**({} if most is None else {"point": self.random.randint(1, most * 3 // 4)}))
        died = self.web.killed_in(send)
        passed = self.web.doom.lift()
        if not died:
            assert answers[-1].status == 200, (answers[-1].status, answers[-1].words[:300], self._said())
            assert passed > 1, "it was not watched"
            self.points.setdefault(name, passed)
        self.counted[name, "killed" if died else "done"] += 1
        if died:
            send()
            assert answers[-1].status in TOLD, (answers[-1].status, answers[-1].words[:300], self._said())
        return answers[-1]

    def _said(self) -> str:
        return self.web.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def send(self, matter: UUID, kind: str) -> UUID:
        with self.between.desks[SALATIGA]():
            case = Case.objects.get(matter=matter)
        form = self.at(SALATIGA).get(f"/kasus/{case.pk}/rujukan/").form(action=r"/rujukan/$", button="Tinjau")
        given: dict[str, Any] = {
            "to": BANYUWANGI, "kind": kind, "reasons": ["residence"], "urgency": "day", "consent": "baru",
            "person": next(iter(form.questions["person"].options)), "way": "signed", "override_reason": WORDS,
        }  # fmt: skip
        review = self.at(SALATIGA).submit(form, given, button="Tinjau usulan rujukan")
        assert review.status == 200, review.words[:300]
        ready = review.form(action=r"/rujukan/$", button="Kirim")
        self.post("send", SALATIGA, ready.target("Kirim rujukan"), ready.sent({}, "Kirim rujukan"))
        with self.between.desks[SALATIGA]():
            return Referral.objects.get(matter=matter).pk

    def answer(self, name: str, key: UUID) -> None:
        code = SALATIGA if name == "withdraw" else BANYUWANGI
        action, given = {
            "accept": (r"/penerimaan/$", {}),
            "decline": (r"/pengembalian/$", {"kembali-code": "full", "kembali-words": WORDS}),
            "withdraw": (r"/penarikan/$", {"tarik-reason": WORDS}),
        }[name]
        form = self.at(code).get(f"/rujukan/{key}/").form(action=action)
        button = form.buttons[0][0]
        self.post(name, code, form.target(button), form.sent(given, button))


def test_a_web_server_killed_in_the_middle_of_what_a_browser_sends(between: Between, web: Web) -> None:
    hands = Hands(web, between, random.Random(20261124))  # noqa: S311 - chance, not secrecy
    for number in range(WEB_HANDOFFS):
        matter = between.open_case(SALATIGA)
        kind = ("pelimpahan", "rujukan")[number // len(ANSWERS) % 2]
        name = ANSWERS[number % len(ANSWERS)]
        key = hands.send(matter, kind)
        between.relay(SALATIGA)
        hands.answer(name, key)
        between.settle()
        with between.desks[BANYUWANGI]():
            assert Envelope.objects.values_list("state", flat=True).get(pk=key) == BECOMES[name]
        moved = name == "accept" and kind == "pelimpahan"
        assert between.holder_of(matter) == (BANYUWANGI if moved else SALATIGA)
        between.check_settled()
        between.matters.clear()
    killed = Counter(name for (name, how), count in hands.counted.items() for _one in range(count) if how == "killed")
    assert killed["send"] >= WEB_HANDOFFS // 2, dict(hands.counted)
    assert sum(killed.values()) >= WEB_HANDOFFS * 3 // 4, dict(hands.counted)
