"""The letter of a referral on the screen: read, downloaded, locked; told in the log, and nobody else's."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Staff
from documents.models import Document
from referrals.models import Referral
from safeguards.models import AccessEvent
from tenants.current import in_office
from tenants.models import Office
from tests.documents.conftest import *  # noqa: F403 - the fixtures of letters are these screens' as well
from tests.documents.conftest import text_of
from tests.frontend.screens import employ, enter, read, take, words
from tests.referrals.conftest import RINI, STORY

pytestmark = pytest.mark.django_db
PASSPHRASE = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")


@pytest.fixture
def client(salatiga: Office, everyone: Staff) -> Client:
    return enter(salatiga, everyone)


@pytest.fixture
def where(outside: Referral) -> str:
    return f"/rujukan/{outside.pk}/surat/"


def test_the_letter_is_read_on_the_screen_without_names(client: Client, where: str, outside: Referral) -> None:
    page = client.get(where)
    assert page.status_code == 200
    said = words(page)
    for told in (outside.number, "PEMERINTAH KOTA SALATIGA", "R. A.", "Kabupaten Semarang", "Kode dokumen"):
        assert told in said
    assert [one for one in (RINI.name, RINI.nik, STORY, "Mohon didampingi") if str(one) in page.content.decode()] == []
    assert not Document.objects.exists(), "looking writes nothing"


def test_it_is_downloaded_as_a_file_that_nobody_keeps(client: Client, where: str, outside: Referral) -> None:
    answer = client.post(f"{where}pdf/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{outside.number}.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert outside.number in text_of(answer.content)
    assert AccessEvent.objects.filter(what="letter", case_id=outside.case_id).count() == 1


def test_an_address_that_takes_a_post_leads_back(client: Client, where: str) -> None:
    for end in ("pdf/", "terkunci/"):
        answer = client.get(where + end)
        assert (answer.status_code, answer["Location"]) == (303, where)
    assert not Document.objects.exists()


def test_the_passphrase_is_shown_once(client: Client, where: str) -> None:
    made = client.post(f"{where}terkunci/")
    assert made.status_code == 200
    (passphrase,) = set(PASSPHRASE.findall(words(made)))
    file = client.post(read(made).select_one("main form[action*=terkunci]")["action"])
    assert file["Content-Disposition"].endswith('-terkunci.pdf"')
    assert "Mohon didampingi" in text_of(file.content, passphrase=passphrase)
    again = client.get(where)
    assert passphrase not in again.content.decode()
    assert Document.objects.get(kind="locked").code in words(again)


def test_an_office_on_the_platform_gets_no_locked_file(
    client: Client, case: object, send: Callable[..., Referral]
) -> None:
    where = f"/rujukan/{send(case).pk}/surat/"
    assert "terkunci" not in client.get(where).content.decode()
    refused = client.post(f"{where}terkunci/")
    assert refused.status_code == 422
    assert "menerima suratnya di Rangkul" in words(refused)


def test_who_may_not_see_the_case_finds_no_letter(salatiga: Office, where: str, outside: Referral) -> None:
    lane = enter(salatiga, employ(salatiga, "luar"))
    for path, method in ((where, "get"), (f"{where}pdf/", "post"), (f"{where}terkunci/", "post")):
        assert getattr(lane, method)(path).status_code == 404
    assert not AccessEvent.objects.filter(subject_id=outside.pk).exists()


def test_a_locked_file_of_another_referral_is_not_found(
    client: Client, where: str, new_case: Callable[..., object], send: Callable[..., Referral]
) -> None:
    client.post(f"{where}terkunci/")
    document = Document.objects.get(kind="locked")
    other = send(new_case())
    for key in (document.pk, uuid.uuid4()):
        assert client.post(f"/rujukan/{other.pk}/surat/terkunci/{key}/").status_code == 404
    assert client.post(f"{where}terkunci/{Document.objects.get(kind='letter').pk}/").status_code == 404


def test_the_receiver_reads_and_prints_it_before_and_keeps_nothing(
    case: object, send: Callable[..., Referral], carried: Callable[[], int], banyuwangi: Office, nunukan: Office
) -> None:
    referral = send(case)
    carried()
    take(banyuwangi, "banyuwangi/p2tp2a")
    take(nunukan, "nunukan/intervensi-krisis")
    client = enter(banyuwangi, employ(banyuwangi, "wulan", "*"))
    nobody = enter(banyuwangi, employ(banyuwangi, "baru"))
    third = enter(nunukan, employ(nunukan, "aisyah", "*"))
    where = f"/rujukan/{referral.pk}/surat/"
    page = client.get(where)
    assert page.status_code == 200
    assert "Surat dari kantor perujuk" in words(page)
    assert referral.number in text_of(client.post(f"{where}pdf/").content)
    assert client.post(f"{where}terkunci/").status_code == 404
    assert nobody.get(where).status_code == 404
    assert third.get(where).status_code == 404
    with in_office(banyuwangi):
        assert not Document.objects.exists()
        assert AccessEvent.objects.filter(subject_id=referral.pk, what="letter").count() == 1
