"""A machine without Pango: no letter is set in type, the page says what is missing, nothing half is written."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from cases.models import Event
from cases.operations import filling, identities
from documents.models import Document
from referrals.models import Referral
from safeguards.models import AccessEvent
from sop_library.queries import form_version
from tenants.current import in_office
from tenants.models import Office
from tests.cases.driving import answers
from tests.documents.conftest import *  # noqa: F403 - the fixtures of letters are these screens' as well
from tests.frontend import working
from tests.frontend.screens import employ, enter, read, take, words

ROOT = Path(__file__).resolve().parents[2]
MISSING = "pustaka Pango belum terpasang"


class Lacking(MetaPathFinder):
    """Finds the typesetter as a machine without its libraries does."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "documents.typesetting":
            raise OSError("cannot load library 'libpango-1.0-0'")


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "documents.typesetting", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Lacking(), *sys.meta_path])


@pytest.fixture
def client(salatiga: Office, everyone: Staff) -> Client:
    return enter(salatiga, everyone)


@pytest.mark.django_db
@pytest.mark.usefixtures("without_pango")
@pytest.mark.parametrize("end", ["pdf/", "terkunci/"])
def test_a_letter_is_refused_in_words_on_its_page(client: Client, outside: Referral, end: str) -> None:
    before = AccessEvent.objects.count(), Event.objects.count()
    answer = client.post(f"/rujukan/{outside.pk}/surat/{end}")
    assert answer.status_code == 503
    said = words(answer)
    for told in (MISSING, "berjalan seperti biasa", "pengelola server", "libpango-1.0-0", "cetak halaman ini"):
        assert told in said
    assert outside.number in said, "the letter itself is there to be printed from the browser"
    assert "rk-noprint" in read(answer).find(id="ditolak")["class"]
    assert not Document.objects.exists()
    assert (AccessEvent.objects.count(), Event.objects.count()) == before


@pytest.mark.django_db
def test_a_letter_that_was_printed_before_is_still_handed_out(
    client: Client, outside: Referral, request: pytest.FixtureRequest
) -> None:
    where = f"/rujukan/{outside.pk}/surat/pdf/"
    first = client.post(where).content
    request.getfixturevalue("without_pango")
    assert client.post(where).content == first


@pytest.mark.django_db
@pytest.mark.usefixtures("without_pango")
def test_a_letter_that_came_in_is_refused_likewise(
    case: object, send: Callable[..., Referral], carried: Callable[[], int], banyuwangi: Office
) -> None:
    referral = send(case)
    carried()
    take(banyuwangi, "banyuwangi/p2tp2a")
    answer = enter(banyuwangi, employ(banyuwangi, "wulan", "*")).post(f"/rujukan/{referral.pk}/surat/pdf/")
    assert (answer.status_code, MISSING in words(answer)) == (503, True)
    with in_office(banyuwangi):
        assert not AccessEvent.objects.filter(subject_id=referral.pk).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("without_pango")
def test_a_form_leads_back_to_its_page_which_a_browser_prints(salatiga: Office) -> None:
    version = take(salatiga, "salatiga/pengaduan-langsung")
    ratna = employ(salatiga, "ratna", "*")
    case = working.new_case(salatiga, version, ratna, victims=[working.VICTIM])
    with in_office(salatiga):
        form = filling.form_of(form_version(key="formulir-pengaduan"))
        filled = filling.fill(
            case=case, step_pass=None, form_key=form.key, answers=answers(form), by=ratna, at=timezone.now()
        )
        identities.show(case=case, reason="form", by=ratna, at=timezone.now())
    page = f"/kasus/{case.pk}/isian/{filled.pk}/"
    answer = enter(salatiga, ratna).post(f"{page}pdf/", follow=True)
    assert answer.redirect_chain == [(page, 303)]
    assert MISSING in words(answer)
    assert read(answer).select_one("button[data-rk-print]") is not None
    with in_office(salatiga):
        assert not AccessEvent.objects.filter(what="form_printed").exists()


@pytest.fixture
def broken_linker(tmp_path: Path) -> dict[str, str]:
    """The environment of an ordinary account on a machine whose linker finds no Pango."""
    stubs, programs = tmp_path / "lib", tmp_path / "bin"
    for folder in (stubs, programs):
        folder.mkdir()
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (stubs / name).touch()
    account = programs / "id"
    account.write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    account.chmod(0o755)
    return {**os.environ, "LD_LIBRARY_PATH": str(stubs), "PATH": f"{programs}:{os.environ['PATH']}"}


def test_the_library_itself_missing_is_what_is_refused(broken_linker: dict[str, str]) -> None:
    """The real import, twice: what the first one left behind does not change the answer."""
    program = (
        "import django; django.setup()\n"
        "from documents.typesetter import NoTypesetter, at_hand\n"
        "for _ in range(2):\n"
        "    try:\n"
        "        with at_hand():\n"
        "            from documents.typesetting import as_pdf\n"
        "    except NoTypesetter as refusal:\n"
        "        print(refusal.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=ROOT, env=broken_linker, capture_output=True, text=True, check=False
    )
    assert done.stdout.split().count("no_typesetter") == 2, done.stdout + done.stderr


def test_the_demo_goes_on_without_pango_and_names_the_line(broken_linker: dict[str, str]) -> None:
    def make(target: str) -> tuple[bool, str]:
        done = subprocess.run(
            ["make", target], cwd=ROOT, env=broken_linker, capture_output=True, text=True, check=False
        )
        return done.returncode == 0, done.stdout + done.stderr

    line = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"
    went_on, said = make("letter-hint")
    assert went_on
    assert line in said
    assert "surat PDF" in said
    went_on, said = make("letter-tools")
    assert not went_on, "tests set letters in type: without Pango they cannot run"
    assert line in said
