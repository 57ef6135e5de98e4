"""An office is told when the library publishes a newer state of what it adopted, and is shown what changed."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from library.operations import shipping
from sop_library.definition import parse
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.models import Draft, Sop, SopVersion
from sop_library.operations import publishing
from sop_library.operations.adopting import adopt
from sop_library.writing import to_yaml
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, words

KEY = "salatiga/layanan-informasi"
AT = "/sop/layanan-informasi/induk/"
NEWER = "Petugas menyapa dan mencatat keperluan tamu"


def newer() -> Mapping[str, bytes]:
    """The catalogue of the next release: its first step says it otherwise."""
    files = dict(catalogue())
    document = load(files[KEY], name=KEY).document
    text = to_yaml({**document, "steps": [{**document["steps"][0], "text": NEWER}, *document["steps"][1:]]})
    files[KEY] = text.encode()
    return files


@pytest.fixture
def release(owner_db: str, monkeypatch: pytest.MonkeyPatch, salatiga: Office) -> Callable[[], None]:
    """Salatiga adopted its SOP half a year ago; the library publishes a newer one when this is called."""
    with in_office(salatiga):
        adopt(definition=load(catalogue()[KEY], name=KEY), at=timezone.now() - timedelta(days=180))

    def publish() -> None:
        connection.set_schema_to_public()
        monkeypatch.setattr(shipping, "catalogue", newer)
        (made,) = shipping.ensure_shipped(at=timezone.now())
        assert (made.key, made.number) == (KEY, 2)

    return publish


@pytest.fixture
def writer(salatiga: Office) -> Client:
    staff = employ(salatiga, "wening")
    with in_office(salatiga):
        Staff.objects.filter(pk=staff.pk).update(is_office_admin=True)
    return enter(salatiga, staff)


def test_while_nothing_is_newer_nothing_is_said(release: Callable[[], None], writer: Client) -> None:
    assert "Induknya berubah" not in words(writer.get("/sop/"))
    assert "SOP yang induknya berubah" not in words(writer.get("/kantor/"))
    assert writer.get(AT).status_code == 404


def test_the_list_and_the_admins_are_told_and_shown_what_changed(release: Callable[[], None], writer: Client) -> None:
    release()
    listed = writer.get("/sop/")
    assert faults_of(listed) == []
    assert words(listed).count("Induknya berubah") == 1
    assert "SOP yang induknya berubah" in words(writer.get("/kantor/"))
    answer = writer.get(AT)
    assert faults_of(answer) == []
    said = words(answer)
    assert "menyapa" in said
    assert "Ambil perubahan" in said


def test_what_changed_is_marked_on_the_sheet_of_the_library(release: Callable[[], None], writer: Client) -> None:
    assert writer.get(f"{AT}lembar.svg").status_code == 404, "no news, no sheet"
    release()
    (picture,) = read(writer.get(AT)).select(".rk-pages img")
    assert (picture["src"], picture["alt"]) == (
        f"{AT}lembar.svg?terbitan=2&halaman=2", "Halaman 2 dari 2: langkah 1 sampai 4",
    )  # fmt: skip
    drawn = writer.get(picture["src"])
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "~ ubah" in drawn.content.decode()
    assert "menyapa" in drawn.content.decode()
    assert writer.get(f"{AT}lembar.svg?terbitan=1").status_code == 404, "the library went on since the page was read"


def test_who_does_not_write_sops_reads_but_takes_nothing(release: Callable[[], None], salatiga: Office) -> None:
    release()
    client = enter(salatiga, employ(salatiga, "ratna"))
    assert "Ambil perubahan" not in words(client.get(AT))
    assert client.post(AT).status_code == 403


def test_what_was_adopted_whole_is_taken_over_whole(
    release: Callable[[], None], writer: Client, salatiga: Office
) -> None:
    release()
    answer = writer.post(AT)
    with in_office(salatiga):
        draft = Draft.objects.get()
        version = SopVersion.objects.get(sop__slug="layanan-informasi")
    assert (answer.status_code, answer["Location"]) == (303, f"/sop/draf/{draft.pk}/")
    assert draft.document["steps"][0]["text"] == NEWER
    assert draft.base_id == version.pk
    assert "Lanjutkan draf itu" in words(writer.get(AT))
    assert writer.post(AT).status_code == 422, "there is a draft already"


def _changed_here(salatiga: Office, **fields: Any) -> None:
    """The office's own next version, as the editor makes it from the one in force."""
    with in_office(salatiga):
        sop = Sop.objects.get(slug="layanan-informasi")
        first = sop.versions.get(number=1)
        document = {**first.definition, **fields}
        made = publishing.publish(
            sop=sop, definition=parse(document), origin=first.origin, effective_from=timezone.now(), by=None,
            at=timezone.now(),
        )  # fmt: skip
        assert made.number == 2


def test_an_offices_own_version_knows_what_it_began_from(
    release: Callable[[], None], writer: Client, salatiga: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SopVersion.objects.create

    def with_base(**fields: Any) -> SopVersion:
        sop = fields["sop"]
        return made(**{**fields, "base_hash": sop.versions.get(number=1).content_hash})

    monkeypatch.setattr(SopVersion.objects, "create", with_base)
    _changed_here(salatiga, name="Informasi")
    assert "Induknya berubah" not in words(writer.get("/sop/")), "its own changes are no news"
    release()
    assert "Induknya berubah" in words(writer.get("/sop/"))
    said = words(writer.get(AT))
    assert "menyapa" in said
    assert "isi kantor yang dipakai" not in said, "they changed different places"
    assert writer.post(AT).status_code == 303
    with in_office(salatiga):
        draft = Draft.objects.get()
    assert (draft.document["steps"][0]["text"], draft.document["name"]) == (NEWER, "Informasi")


def test_a_version_that_says_nothing_of_its_base_was_written_over_the_one_before(
    release: Callable[[], None], writer: Client, salatiga: Office
) -> None:
    _changed_here(salatiga, name="Informasi")
    assert "Induknya berubah" not in words(writer.get("/sop/")), "its own changes are no news"
    release()
    assert "Induknya berubah" in words(writer.get("/sop/"))
    assert writer.post(AT).status_code == 303
    with in_office(salatiga):
        draft = Draft.objects.get()
    assert (draft.document["steps"][0]["text"], draft.document["name"]) == (NEWER, "Informasi")
