"""Opening an office from the console, step by step, to an admin who logs in there."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from onboarding.models import Opening
from onboarding.operations import open_office
from onboarding.provisioning import carry_out_all
from tenants import middleware
from tenants.middleware import hosts
from tenants.models import Office

Visit = Callable[[str], Client]
PROFILE = {"name": "Dinas P3A Kabupaten Semarang", "short_name": "DP3A Semarang", "register_prefix": "smg"}
SOPS = ["salatiga/pengaduan-langsung", "salatiga/layanan-informasi"]
ADMIN = {"admin_name": "Galuh Contoh", "admin_username": "Galuh"}


def filled(client: Client, *, code: str = "33.22") -> str:
    """Through the steps; returns the address of the opening."""
    answer = client.post("/pembukaan/", {"code": code})
    assert answer.status_code == 303
    at = str(answer["Location"]).removesuffix("profil/")
    for step, given, then in (
        ("profil", PROFILE, "sop/"), ("sop", {"sops": SOPS}, "admin/"), ("admin", ADMIN, ""),
    ):  # fmt: skip
        assert client.get(f"{at}{step}/").status_code == 200
        answer = client.post(f"{at}{step}/", given)
        assert (answer.status_code, answer["Location"]) == (303, f"{at}{then}"), answer.content.decode()
    return at


def test_from_the_registry_to_the_first_login(owner_db: str, visit: Visit) -> None:
    client = visit("jateng")
    assert 'value="33.22"' in client.get("/pembukaan/?kode=33.22").content.decode()
    at = filled(client)
    page = client.get(at).content.decode()
    assert "Pengaduan langsung (Salatiga)" in page
    assert "Buka kantor ini" in page
    assert client.post(f"{at}permintaan/").status_code == 303
    page = client.get(at).content.decode()
    assert "Menunggu giliran" in page
    assert "every 1s" in page
    assert "<html" not in client.get(at, headers={"HX-Request": "true"}).content.decode()
    assert carry_out_all(at=timezone.now()) == 1
    page = client.get(at, headers={"HX-Request": "true"}).content.decode()
    assert 'href="http://kabupaten-semarang.localhost/"' in page
    assert "every 1s" not in page
    with_port = client.get(at, headers={"host": "console.localhost:8140"}).content.decode()
    assert 'href="http://kabupaten-semarang.localhost:8140/"' in with_port
    answer = client.post(f"{at}sandi/")
    shown = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    password = shown.split("rk-once-word")[1].split(">")[1].split("<")[0]
    again = client.post(f"{at}sandi/")
    assert again.status_code == 409
    assert password not in again.content.decode() + client.get(at).content.decode()
    office = Client(headers={"host": "kabupaten-semarang.localhost"})
    answer = office.post("/masuk/", {"login": "galuh", "password": password})
    assert answer.status_code == 302
    assert office.get("/")["Location"] == "/sandi/"
    page = client.get("/").content.decode()
    assert "Kabupaten Semarang" in page
    assert "2 SOP" in page
    refused = client.post("/pembukaan/", {"code": "33.22"})
    assert refused.status_code == 422
    assert "Kabupaten Semarang sudah dibuka" in refused.content.decode()


def test_a_host_that_was_asked_before_its_office_was_opened_answers_three_seconds_later(
    owner_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened in another process, which can't tell this one: nobody drops what this one keeps."""
    now = 1000.0
    monkeypatch.setattr(middleware, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(hosts, "forget", lambda: None)
    visitor = Client(headers={"host": "kabupaten-semarang.localhost"})
    assert visitor.get("/masuk/").status_code == 404
    open_office(code="33.22", at=timezone.now())
    now += 2.9
    assert visitor.get("/masuk/").status_code == 404, "otherwise nothing was kept, and nothing is tried here"
    now += 0.2
    assert visitor.get("/masuk/").status_code == 200


def test_why_it_failed_stands_on_the_screen_and_it_is_tried_again(owner_db: str, visit: Visit) -> None:
    client = visit("jateng")
    at = filled(client)
    client.post(f"{at}permintaan/")
    Opening.objects.update(sops=["salatiga/tidak-ada"])
    assert carry_out_all(at=timezone.now()) == 0
    page = client.get(at).content.decode()
    assert "tidak ada lagi di pustaka" in page
    assert not Office.objects.filter(code="33.22").exists()
    client.post(f"{at}sop/", {"sops": SOPS[:1]})
    client.post(f"{at}permintaan/")
    assert carry_out_all(at=timezone.now()) == 1


@pytest.mark.django_db
def test_begun_twice_leads_to_the_first(visit: Visit) -> None:
    at = filled(visit("jateng"))
    again = visit("jateng").post("/pembukaan/", {"code": "33.22"})
    assert (again.status_code, again["Location"]) == (303, f"{at}profil/"), "who pressed twice goes on where she began"
    answer = visit("pusat").post("/pembukaan/", {"code": "33.22"})
    assert answer.status_code == 422
    assert "sudah dimulai" in answer.content.decode()
    assert at in answer.content.decode()
    assert visit("jateng").post(f"{at}batal/").status_code == 303
    assert visit("jateng").get(at).status_code == 404
    assert visit("jateng").post("/pembukaan/", {"code": "33.22"}).status_code == 303


@pytest.mark.django_db
def test_what_is_under_way_is_not_changed(visit: Visit) -> None:
    client = visit("jateng")
    at = filled(client)
    client.post(f"{at}permintaan/")
    for step, given in (("profil", PROFILE), ("sop", {"sops": SOPS[:1]}), ("admin", ADMIN)):
        assert client.post(f"{at}{step}/", given)["Location"] == at
    assert client.post(f"{at}batal/").status_code == 409
    assert client.post(f"{at}sandi/").status_code == 409
    assert client.post(f"{at}permintaan/").status_code == 303


@pytest.mark.django_db
def test_an_opening_with_a_step_missing_is_not_asked_for(visit: Visit) -> None:
    client = visit("jateng")
    at = client.post("/pembukaan/", {"code": "33.22"})["Location"].removesuffix("profil/")
    page = client.get(at).content.decode()
    assert "Belum dapat dibuka. Isi dulu:" in page
    assert "Buka kantor ini" not in page
    assert f'href="{at}sop/">SOP</a>' in page
    answer = client.post(f"{at}permintaan/")
    assert answer.status_code == 409
    assert "Isi dulu profil" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("profil", PROFILE | {"name": ""}), ("profil", PROFILE | {"register_prefix": "S1"}),
        ("profil", PROFILE | {"email": "bukan surel"}), ("profil", PROFILE | {"name": "x" * 201}),
        ("sop", {}), ("sop", {"sops": ["semarang/rekaan"]}), ("admin", ADMIN | {"admin_username": "a b"}),
        ("admin", ADMIN | {"admin_name": "  "}),
    ],
)  # fmt: skip
def test_a_wrong_answer_keeps_what_was_typed(visit: Visit, step: str, given: dict[str, Any]) -> None:
    client = visit("jateng")
    at = client.post("/pembukaan/", {"code": "33.22"})["Location"].removesuffix("profil/")
    answer = client.post(f"{at}{step}/", given)
    assert answer.status_code == 422
    assert "Perbaiki:" in answer.content.decode()


@pytest.mark.django_db
def test_a_place_of_another_province_is_not_there(visit: Visit) -> None:
    assert visit("jateng").post("/pembukaan/", {"code": "35.09"}).status_code == 404
    assert visit("jateng").post("/pembukaan/", {"code": "33.99"}).status_code == 422
    assert visit("pusat").post("/pembukaan/", {"code": "35.09"}).status_code == 303
    assert "35.09" not in visit("jateng").get("/pembukaan/").content.decode()
    at = filled(visit("jateng"))
    for who in ("jatim", "kaltara"):
        for step in ("", "profil/", "sop/", "admin/"):
            assert visit(who).get(f"{at}{step}").status_code == 404
        for step in ("permintaan/", "batal/", "sandi/"):
            assert visit(who).post(f"{at}{step}").status_code == 404
    assert visit("pusat").get(at).status_code == 200


def test_the_province_s_own_office_is_opened_too(owner_db: str, visit: Visit) -> None:
    at = filled(visit("jateng"), code="33")
    visit("jateng").post(f"{at}permintaan/")
    assert carry_out_all(at=timezone.now()) == 1
    assert Office.objects.get(code="33").kind == "provinsi"


def test_a_place_opened_by_another_way_meanwhile(owner_db: str, visit: Visit) -> None:
    client = visit("jateng")
    at = filled(client)
    open_office(code="33.22", at=timezone.now())
    answer = client.post(f"{at}permintaan/")
    assert answer.status_code == 409
    assert "sudah dibuka" in answer.content.decode()
