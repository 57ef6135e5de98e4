"""An office begins with an SOP that starts others: offered where these are, taken with them, published after them."""

from typing import Any

import pytest
from django.db import connection

from frontend.console.forms import OpeningSopsForm
from library.entering import row_of
from library.models import LibraryEntry
from onboarding import provisioning
from onboarding.library import shelf
from onboarding.operations import open_office
from onboarding.together import called_first
from sop_library.definition import Definition
from sop_library.models import Sop, SopVersion
from sop_library.operations.adopting import NotRunHere
from tenants.current import in_office
from tests.onboarding.test_provisioning import AT, asked, console, traces
from tests.sop_library.called import calls, consulting
from tests.sop_library.sheets import sop, step

MAIN, CALLED, BY_SERVICE, CIRCLE = "contoh/layanan", "contoh/konsultasi", "contoh/pilihan", "contoh/putar"


def definitions() -> dict[str, Definition]:
    any_of = step("layani", kind="sub_sop", sub=[{"key": "k", "label": "Konsultasi", "service": "konsultasi"}])
    return {
        one.sop: one
        for one in (
            sop(step("terima"), calls(), step("tutup"), sop=MAIN, name="Layanan contoh", service="layanan"),
            consulting(name="Konsultasi contoh"),
            sop(any_of, step("tutup"), sop=BY_SERVICE, name="Pilihan contoh", service="pilihan"),
            sop(calls(to="contoh/tidak-ada"), sop="contoh/sia-sia", name="Sia-sia", service="lain"),
            sop(calls(to=CIRCLE + "-b"), sop=CIRCLE, name="Putar", service="lain"),
            sop(calls(to=CIRCLE), sop=CIRCLE + "-b", name="Putar balik", service="lain"),
        )
    }


@pytest.fixture
def stocked(owner_db: str) -> None:
    connection.set_schema_to_public()
    for key, one in definitions().items():
        row_of(one, key=key, number=1, province="", at=AT, by=None).save(force_insert=True)
    assert LibraryEntry.objects.get(key=MAIN).starts == [CALLED]


def typed(*keys: str) -> Any:
    return OpeningSopsForm({"sops": list(keys)}, initial={}, province="33")


def test_one_that_starts_others_is_offered_where_they_are(stocked: None) -> None:
    with console("33"):
        keys = {one.key for one in shelf(province="33")}
        words = dict(typed(MAIN).fields["sops"].choices)
    assert {MAIN, CALLED, BY_SERVICE} <= keys
    assert keys.isdisjoint({"contoh/sia-sia", CIRCLE, CIRCLE + "-b"})
    assert words[MAIN] == "Layanan contoh (dari Contoh, 3 langkah, memulai Konsultasi contoh)"
    assert words[CALLED] == "Konsultasi contoh (dari Contoh, 2 langkah)"


@pytest.mark.parametrize("key", [MAIN, BY_SERVICE])
def test_alone_it_is_refused_and_says_what_else_must_be_taken(stocked: None, key: str) -> None:
    with console("33"):
        alone, whole = typed(key), typed(key, CALLED)
        (told,) = alone.errors["sops"]
        assert "memulai SOP lain. Pilih juga: " in told
        assert "“Konsultasi contoh”" in told
        assert whole.is_valid(), whole.errors


def test_they_are_published_after_what_they_start_and_stand_as_they_were_chosen(stocked: None) -> None:
    row = asked(sops=(MAIN, BY_SERVICE, CALLED))
    assert provisioning.carry_out_all(at=AT) == 1
    row.refresh_from_db()
    assert row.state == "open"
    assert row.office is not None
    with in_office(row.office):
        assert list(Sop.objects.order_by("order").values_list("slug", flat=True)) == [
            "layanan",
            "pilihan",
            "konsultasi",
        ]
        assert SopVersion.objects.get(sop__slug="layanan").definition["called"].keys() == {CALLED}


def test_one_whose_other_is_gone_by_then_leaves_nothing(stocked: None) -> None:
    row, before = asked(sops=(MAIN,)), traces("33.22")
    assert provisioning.carry_out_all(at=AT) == 0
    row.refresh_from_db()
    assert row.failure == "no-such-sop"
    assert traces("33.22") == before


def test_a_circle_of_them_ends_and_is_refused(stocked: None) -> None:
    made = definitions()
    one, other, before = made[CIRCLE], made[CIRCLE + "-b"], traces("33.22")
    assert called_first([one, other]) == [(0, one), (1, other)]
    with pytest.raises(NotRunHere):
        open_office(code="33.22", at=AT, sops=[one, other])
    assert traces("33.22") == before
