"""A step that runs on after its case has ended is told what is found out, and takes its forms, like any other."""

import pytest

from accounts.models import Staff
from cases.models import Case, StepPass
from cases.operations import filling
from sop_library.queries import form_version
from tests.cases.calling import accompanying, adopted, live, now, opened, serving, working
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import answers
from tests.sop_library.sheets import step

pytestmark = pytest.mark.django_db
BESIDE = {"key": "p", "label": "Pendampingan", "sop": "contoh/pendampingan", "wait": False}
FIRST, SECOND = "dampingi--p--terima", "dampingi--p--dampingi"
GUESTS = "buku-tamu"


def ended(*rows, **fields) -> tuple[Case, Staff]:
    """A case that has ended, in which an SOP that nobody waits for is still at its first step; who works on it."""
    main = serving(step("dampingi", kind="sub_sop", sub=[BESIDE]), step("tutup"))
    version = adopted(accompanying(*rows, **fields), main=main)
    by = staff("semua", "*")
    case = working(by)(opened(version, by), "tutup")
    assert case.state == Case.State.ENDED
    assert live(case) == {FIRST: "open"}
    return case, by


def test_a_step_that_waits_for_what_is_found_out_goes_on_once_it_is(in_salatiga):
    asks = {"when": {"fact": "crisis", "is": True}, "words": "Hanya bila krisis."}
    case, by = ended(step("terima", records=["crisis"]), step("dampingi", gate=asks))
    case = working(by)(case, FIRST, facts={"crisis": True})
    assert live(case) == {SECOND: "open"}
    assert live(working(by)(case, SECOND)) == {}


def test_a_step_takes_its_form_and_is_done_with_it(in_salatiga):
    book = {"buku": {"label": "Buku Tamu", "form": GUESTS, "order": 1}}
    row = step("terima", outputs=[{"key": "o", "label": "Buku Tamu", "form": "buku"}])
    case, by = ended(row, forms=book)
    given = answers(filling.form_of(form_version(key=GUESTS)))
    one = StepPass.objects.get(case=case, step=FIRST)
    filling.fill(case=case, step_pass=one, form_key=GUESTS, answers=given, by=by, at=MONDAY)
    working(by)(now(case), FIRST)
    assert live(now(case)) == {}
