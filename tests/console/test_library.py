"""A province brings an SOP nobody here has seen into the library: from a file, from pasted text, by two people."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Staff
from library import queries
from library.models import LibraryEntry, ShelfDraft
from onboarding.library import shelf
from onboarding.models import Seat
from onboarding.seats import has_others
from sop_library.inspecting import catalogue
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office
from tenants.roles import as_console

Visit = Callable[[str], Client]
FILE = catalogue()["banyuwangi/p2tp2a"].decode().replace("sop: banyuwangi/p2tp2a", "sop: contoh/pelayanan-terpadu")
KEY = "jawa-tengah/pelayanan-terpadu"
PASTED = """Pelayanan Konsultasi Keluarga

Prosedur
1. Pemohon datang ke loket dan mengisi buku tamu
2. Petugas loket memeriksa berkas. Apabila tidak lengkap, berkas dikembalikan
3. Konselor melakukan konseling selama 60 menit
4. Kepala UPTD menandatangani laporan
"""


def upload(client: Client, text: str | bytes) -> str:
    body = text.encode() if isinstance(text, str) else text
    answer = client.post("/pustaka/baru/", {"cara": "berkas", "file": SimpleUploadedFile("sop.yaml", body)})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def seen_at(console: str, key: str = KEY) -> LibraryEntry | None:
    connection.set_schema_to_public()
    with as_console(connection, console):
        return queries.entry(key)


@pytest.fixture
def colleague(owner_db: str) -> None:
    """Somebody else of the same province who has a password of their own."""
    Staff.objects.filter(username="baru").update(must_change_password=False)


def test_an_sop_nobody_has_seen_reaches_the_regencies_of_its_province(
    visit: Visit, salatiga: Office, banyuwangi: Office
) -> None:
    client = visit("jateng")
    at = upload(client, FILE)
    page = client.get(at).content.decode()
    assert "Tidak ada kesalahan." in page
    assert "Hanya Anda yang memegang konsol ini" in page
    assert "Uraian prosedur" in page
    answer = client.post(f"{at}pengajuan/", {"seen": "0"})
    assert (answer.status_code, answer["Location"]) == (303, f"/pustaka/{KEY}/")
    assert "Pelayanan terpadu P2TP2A" in client.get(f"/pustaka/{KEY}/").content.decode()
    with in_office(salatiga):
        found = queries.entry(KEY)
        assert found is not None
        assert (found.number, found.province, found.document["sop"]) == (1, "33", KEY)
    with in_office(banyuwangi):
        assert queries.entry(KEY) is None


def test_a_file_with_faults_is_kept_mended_and_then_published(visit: Visit) -> None:
    client = visit("jateng")
    at = upload(client, FILE.replace("stage: intake", "stage: masuk", 1))
    page = client.get(at).content.decode()
    assert "tahap tidak dikenal" in page
    assert "stage: masuk" in page
    assert "Langkah yang terbaca" in page
    assert "Melakukan pencatatan dan pelaporan" in page
    answer = client.post(f"{at}pengajuan/", {"seen": "0"})
    assert answer.status_code == 409
    assert "Masih ada kesalahan" in answer.content.decode()
    assert client.post(f"{at}naskah/", {"seen": "0", "text": FILE}).status_code == 303
    assert client.post(f"{at}pengajuan/", {"seen": "1"}).status_code == 303
    assert seen_at("33") is not None


def test_pasted_words_become_a_draft_with_its_doubts_and_get_their_name(visit: Visit) -> None:
    client = visit("jateng")
    at = client.post("/pustaka/baru/", {"cara": "teks", "pasted": PASTED})["Location"]
    page = client.get(at).content.decode()
    assert "Konselor melakukan konseling selama 60 menit" in page
    assert "Mungkin cabang" in page
    head = {"name": "Konsultasi keluarga", "title": "Pelayanan Konsultasi Keluarga", "short": "Konsultasi Keluarga",
            "service": "layanan konsultasi", "source": "Standar pelayanan contoh", "seen": "0"}  # fmt: skip
    assert client.post(f"{at}kepala/", head).status_code == 303
    page = client.get(at).content.decode()
    assert "jawa-tengah/konsultasi-keluarga" in page
    assert client.post(f"{at}pengajuan/", {"seen": "1"}).status_code == 303
    found = seen_at("33", "jawa-tengah/konsultasi-keluarga")
    assert found is not None
    assert (found.service, found.steps, found.unsaid) == ("layanan-konsultasi", 4, 4)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\xff\xfe\x00x", "bukan teks UTF-8"),
        (b"name: x\x00y", "bukan teks biasa"),
        (b"   \n", "Naskahnya kosong"),
        (b"# " + b"x" * 1_000_001, "lebih dari 1000 KB"),
        (b"# " + b"x" * 4_100_000, "lebih dari 1000 KB"),
    ],
)
def test_what_is_no_file_of_words_is_refused_at_the_field(visit: Visit, body: bytes, said: str) -> None:
    file = SimpleUploadedFile("sop.yaml", body)
    answer = visit("jateng").post("/pustaka/baru/", {"cara": "berkas", "file": file})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    answer = visit("jateng").post("/pustaka/baru/", {"cara": "berkas"})
    assert "Pilih berkas YAML" in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(40)),
        "- hanya daftar",
        "steps: {}",
        "name: 1\nsteps: [{key: x}, {key: x}]\nlanes: []",
        "format: rangkul-sop/1\nname: <script>alert(1)</script>\nsteps: []",
        "{",
    ],
)
def test_a_hostile_file_is_a_draft_with_faults_and_nothing_worse(visit: Visit, text: str) -> None:
    client = visit("jateng")
    at = upload(client, text)
    answer = client.get(at)
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert client.get(f"{at}kepala/").status_code == 200
    assert client.get(f"{at}naskah/").status_code == 200
    assert client.post(f"{at}pengajuan/", {"seen": "0"}).status_code == 409


def test_where_two_sit_another_person_publishes(colleague: None, visit: Visit, owner_db: str) -> None:
    first, second = visit("jateng"), visit("baru")
    at = upload(first, FILE)
    assert "Orang kedua di konsol ini" in first.get(at).content.decode()
    assert first.post(f"{at}pengajuan/", {"seen": "0"})["Location"] == at
    assert seen_at("33") is None
    page = first.get(at).content.decode()
    assert "rekan Anda yang menerbitkan" in page
    assert f"{at}penerbitan/" not in page
    refused = first.post(f"{at}penerbitan/", {"seen": "0"})
    assert refused.status_code == 409
    assert "Yang mengajukan tidak dapat menerbitkan" in refused.content.decode()
    assert first.post(f"{at}naskah/", {"seen": "0", "text": "x: y"}).status_code == 422, "it waits as it was submitted"
    assert "Menunggu orang kedua" in second.get("/pustaka/").content.decode()
    assert second.post(f"{at}penerbitan/", {"seen": "0"})["Location"] == f"/pustaka/{KEY}/"
    assert seen_at("33") is not None


def test_the_second_person_sends_it_back_with_a_reason(colleague: None, visit: Visit, owner_db: str) -> None:
    first, second = visit("jateng"), visit("baru")
    at = upload(first, FILE)
    first.post(f"{at}pengajuan/", {"seen": "0"})
    assert second.post(f"{at}pengembalian/", {"why": ""}).status_code == 422
    assert second.post(f"{at}pengembalian/", {"why": "Langkah 3 kurang jelas"}).status_code == 303
    assert "Langkah 3 kurang jelas" in first.get(at).content.decode()
    assert first.post(f"{at}naskah/", {"seen": "0", "text": FILE + "\n# lagi"}).status_code == 303
    assert second.post(f"{at}penerbitan/", {"seen": "1"}).status_code == 409, "not submitted again"


def test_who_has_not_taken_up_their_account_is_no_second_person(owner_db: str) -> None:
    seat = Seat.objects.get(staff__username="jateng")
    assert not has_others(seat)
    Staff.objects.filter(username="baru").update(must_change_password=False)
    assert has_others(seat)
    Staff.objects.filter(username="baru").update(is_active=False)
    assert not has_others(seat)
    assert not has_others(Seat.objects.get(staff__username="pusat"))


def test_two_who_write_at_once_lose_nothing(visit: Visit) -> None:
    client = visit("jateng")
    at = upload(client, FILE)
    assert client.post(f"{at}naskah/", {"seen": "0", "text": FILE + "\n# pertama"}).status_code == 303
    answer = client.post(f"{at}naskah/", {"seen": "0", "text": FILE + "\n# kedua"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Rekan Anda baru saja menyimpan" in page
    assert "# pertama" in page
    assert "# kedua" in page


def test_the_next_number_of_ones_own_and_of_nobody_elses(visit: Visit, salatiga: Office) -> None:
    client = visit("jateng")
    client.post(f"{upload(client, FILE)}pengajuan/", {"seen": "0"})
    again = upload(client, FILE)
    refused = client.post(f"{again}pengajuan/", {"seen": "0"})
    assert "Pustaka sudah punya SOP bernama pendek" in refused.content.decode()
    at = client.post(f"/pustaka/{KEY}/terbitan-baru/")["Location"]
    assert client.post(f"/pustaka/{KEY}/terbitan-baru/")["Location"] == at, "the one that was begun"
    same = client.post(f"{at}pengajuan/", {"seen": "0"})
    assert "Tidak ada yang berubah" in same.content.decode()
    text = text_of(at)
    client.post(
        f"{at}naskah/", {"seen": "0", "text": text.replace("Pelayanan terpadu P2TP2A", "Pelayanan terpadu baru")}
    )
    assert client.post(f"{at}pengajuan/", {"seen": "1"}).status_code == 303
    with in_office(salatiga):
        assert [(one.number, one.name) for one in queries.entries().filter(key=KEY)] == [(2, "Pelayanan terpadu baru")]
    assert visit("jateng").post("/pustaka/nunukan/intervensi-krisis/terbitan-baru/").status_code == 404


def text_of(at: str) -> str:
    connection.set_schema_to_public()
    with as_console(connection, "33"):
        return ShelfDraft.objects.get(pk=at.rstrip("/").rpartition("/")[2]).text


def test_what_is_retired_is_offered_to_nobody(visit: Visit, salatiga: Office) -> None:
    client = visit("jateng")
    client.post(f"{upload(client, FILE)}pengajuan/", {"seen": "0"})
    assert visit("jatim").post(f"/pustaka/{KEY}/penarikan/").status_code == 409
    assert client.post(f"/pustaka/{KEY}/penarikan/").status_code == 303
    with in_office(salatiga):
        assert not queries.entries().filter(key=KEY).exists()


def test_an_opening_offers_what_the_province_published_and_only_there(visit: Visit) -> None:
    client = visit("jateng")
    client.post(f"{upload(client, FILE)}pengajuan/", {"seen": "0"})
    with as_console(connection, "33"):
        assert KEY in {one.key for one in shelf(province="33")}
    with as_console(connection, "35"):
        assert KEY not in {one.key for one in shelf(province="35")}


def test_no_draft_is_dropped_twice(visit: Visit) -> None:
    client = visit("jateng")
    at = upload(client, FILE)
    assert client.post(f"{at}pembuangan/").status_code == 303
    assert client.get(at).status_code == 404
