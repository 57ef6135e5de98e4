"""The numbers of a draft's rows run on through every change, whatever its source prints; else one press makes them."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from sop_library.drafting.changes import AddStep, SetField, Together
from sop_library.models import Draft
from sop_library.operations import drafts
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import catalogue, employ, enter, faults_of, read, words

BARE = "\N{EN DASH}"


@pytest.fixture
def wati(salatiga: Office, version: object) -> Staff:
    return employ(salatiga, "wati", admin=True)


@pytest.fixture
def client(salatiga: Office, wati: Staff) -> Client:
    return enter(salatiga, wati)


@pytest.fixture
def at(salatiga: Office, wati: Staff) -> str:
    """A draft of Nunukan's sheet, which prints 1 to 7 bare and then "8." to "19."."""
    document = catalogue("nunukan/intervensi-krisis").document
    with in_office(salatiga):
        draft = drafts.begin(
            document=document, slug="krisis", name="Krisis", service=document["service"], by=wati, at=timezone.now()
        )
    return f"/sop/draf/{draft.pk}/"


def numbers_of(office: Office) -> list[str | None]:
    with in_office(office):
        return [step.get("step") for step in Draft.objects.get().document["steps"]]


def plain(office: Office) -> list[str]:
    return [(one or BARE).rstrip(".") for one in numbers_of(office)]


def counted(last: int) -> list[str]:
    return [str(number) for number in range(1, last + 1)]


def test_a_sheet_that_writes_its_numbers_in_two_ways_is_numbered_on_through_every_change(
    client: Client, at: str, salatiga: Office
) -> None:
    client.post(f"{at}langkah/tambah/", {"words": "Menyiapkan ruangan", "after": "prioritas", "seen": "0"})
    assert plain(salatiga) == counted(20)
    assert numbers_of(salatiga)[:5] == ["1", "2", "3", "4.", "5."]
    client.post(f"{at}langkah/menyiapkan-ruangan/pindah/", {"after": "koordinasi", "seen": "1"})
    assert plain(salatiga) == counted(20)
    halves = {"seen": "2", "first": "Menyiapkan ruangan", "second": "Mengunci pintu"}
    client.post(f"{at}langkah/menyiapkan-ruangan/pecah/", halves)
    assert plain(salatiga) == counted(21)
    client.post(f"{at}langkah/koordinasi/hapus/", {"instead": "", "seen": "3"})
    assert plain(salatiga) == counted(20)
    client.post(f"{at}urung/")
    assert plain(salatiga) == counted(21)
    assert "Nomori ulang" not in words(client.get(at))


def test_numbers_that_do_not_run_are_said_in_the_check_and_one_press_puts_them_in_order(
    client: Client, at: str, salatiga: Office, wati: Staff
) -> None:
    bare = [{"key": f"baru-{place}", "name": "Baru", "text": "Baru", "lanes": "unsaid"} for place in (1, 2)]
    with in_office(salatiga):
        change = Together((AddStep("prioritas", bare[0]), AddStep("koordinasi", bare[1])))
        drafts.edit(draft=Draft.objects.get(), change=change, seen=0, by=wati, at=timezone.now())
    client.post(f"{at}langkah/pantau-korban/hapus/", {"instead": "", "seen": "1"})
    assert BARE in plain(salatiga)
    page = client.get(at)
    assert faults_of(page) == []
    assert "Nomor langkah tidak berurutan: langkah “Baru” belum bernomor, urutannya 4." in words(page)
    submit = client.get(f"{at}ajukan/")
    assert "Nomor langkah tidak berurutan, dan begitulah lembarnya tercetak." in words(submit)
    press = read(page).find("form", action=lambda where: where and where.endswith("/nomori/"))
    sent = {field["name"]: field["value"] for field in press.select("input[name][value]")}
    answer = client.post(press["action"], sent)
    assert (answer.status_code, answer["Location"]) == (303, at)
    assert plain(salatiga) == counted(20)
    assert "Nomori ulang" not in words(client.get(at))
    assert "tidak berurutan" not in words(client.get(f"{at}ajukan/"))
    again = client.post(press["action"], {**sent, "seen": "3"})
    assert (again.status_code, plain(salatiga)) == (422, counted(20))
    assert "Nomor langkah sudah berurutan." in words(again)
    client.post(f"{at}urung/")
    assert BARE in plain(salatiga)


def test_a_sheet_that_numbers_in_its_own_way_is_left_alone(
    client: Client, salatiga: Office, at: str, wati: Staff
) -> None:
    with in_office(salatiga):
        draft = Draft.objects.get()
        keys = [step["key"] for step in draft.document["steps"]]
        own = [f"{1 + place // 2}{'ab'[place % 2]}." for place in range(len(keys))]
        change = Together(tuple(SetField(f"step:{key}", "step", number) for key, number in zip(keys, own, strict=True)))
        drafts.edit(draft=draft, change=change, seen=0, by=wati, at=timezone.now())
    assert "Nomori ulang" not in words(client.get(at))
    assert "tidak berurutan" not in words(client.get(f"{at}ajukan/"))
    refused = client.post(f"{at}langkah/{keys[0]}/nomori/", {"seen": "1"})
    assert (refused.status_code, numbers_of(salatiga)) == (422, own)
