"""The emblem's page: uploaded, seen, replaced, taken off; what is no picture is said at the field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Emblem
from frontend.uploads import LARGEST
from tenants.current import in_office
from tests.accounts.pictures import picture
from tests.frontend.screens import employ, enter, read, words

pytestmark = pytest.mark.django_db
PAGE, FILE = "/kantor/lambang/", "/kantor/lambang/lambang.png"


@pytest.fixture
def client(salatiga):
    return enter(salatiga, employ(salatiga, "wulan", admin=True))


def upload(client, data: bytes, name: str = "lambang.png"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data, "image/png")})


def test_without_one_the_page_says_what_is_taken(client) -> None:
    page = client.get(PAGE)
    assert "PNG sampai 256 KB" in words(page)
    assert read(page).find("img", {"class": "rk-emblem"}) is None
    assert client.get(FILE).status_code == 404


def test_uploaded_it_is_shown_and_taken_off_again(client) -> None:
    assert upload(client, picture()).status_code == 303
    assert read(client.get(PAGE)).find("img", {"class": "rk-emblem"})["src"] == FILE
    answer = client.get(FILE)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Cache-Control"] == "no-store"
    assert b"Budi" not in answer.content
    assert client.post(f"{PAGE}hapus/").status_code == 303
    assert client.get(FILE).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg/>", "bukan PNG"), (b"\x89PNG\r\n\x1a\n", "rusak"), (picture(width=20), "terlalu kecil"),
        (picture(width=1300), "terlalu besar"), (picture() + b"\0" * 5_000_000, "lebih besar dari 256 KB"),
    ],
    ids=["svg", "cut off", "small", "wide", "heavy"],
)  # fmt: skip
def test_what_is_no_picture_is_refused_at_the_field(client, salatiga, data: bytes, said: str) -> None:
    answer = upload(client, data)
    assert answer.status_code == 422
    page = read(answer)
    assert said in page.find(id="berkas-error").text
    assert "berkas-error" in page.find(id="berkas")["aria-describedby"]
    with in_office(salatiga):
        assert not Emblem.objects.exists()


def test_without_a_file_it_asks_for_one(client) -> None:
    for posted in ({}, {"file": "lambang.png"}):
        answer = client.post(PAGE, posted)
        assert answer.status_code == 422
        assert "Pilih berkas PNG" in words(answer)


def test_no_more_of_a_file_is_kept_than_may_come(client, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr("accounts.operations.clean", lambda data: seen.append(len(data)) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upload(client, b"\x89PNG" + b"\0" * 20_000_000)
    assert seen == [LARGEST + 1]


def test_whoever_is_no_admin_is_told(salatiga) -> None:
    someone = enter(salatiga, employ(salatiga, "ratna"))
    for answer in (someone.get(PAGE), someone.get(FILE), upload(someone, picture()), someone.post(f"{PAGE}hapus/")):
        assert answer.status_code == 403
