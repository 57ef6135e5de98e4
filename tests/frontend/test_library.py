"""The library in an office: looked through, searched, compared by stage, adopted into a draft that keeps the words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Lane, Staff
from library import queries
from sop_library.inspecting import catalogue
from sop_library.loading import check_document
from sop_library.models import Draft, Sop
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, take, words

KEY = "nunukan/intervensi-krisis"
AT = f"/sop/pustaka/{KEY}/"
LANES = ("penerima", "identifikasi", "pendamping", "koordinator", "ketua")


@pytest.fixture
def writer(salatiga: Office) -> Client:
    take(salatiga, "salatiga/pengaduan-langsung")
    staff = employ(salatiga, "wening")
    with in_office(salatiga):
        Staff.objects.filter(pk=staff.pk).update(is_office_admin=True)
    return enter(salatiga, staff)


def asked(client: Client) -> list[str]:
    """The lanes that the form asks about."""
    page = client.get(f"{AT}pakai/").content.decode()
    return [part.partition('"')[0] for part in page.split('name="lane-')[1:]]


def adoption(client: Client, **changed: Any) -> dict[str, Any]:
    """Every lane becomes a new one, all forms are filled here."""
    given: dict[str, Any] = {"as_sop": "baru", "name": "Intervensi krisis"}
    for place, lane in enumerate(asked(client)):
        given |= {f"lane-{lane}": "baru", f"name-{lane}": f"Meja {place}"}
    return given | changed


def drafts(office: Office) -> list[Draft]:
    with in_office(office):
        return list(Draft.objects.all())


def test_everybody_in_the_office_looks_through_it(salatiga: Office) -> None:
    take(salatiga, "salatiga/layanan-informasi")
    answer = enter(salatiga, employ(salatiga, "ratna")).get("/sop/pustaka/")
    assert faults_of(answer) == []
    said = words(answer)
    assert f"{len(catalogue())} SOP" in said
    assert said.count("Dipakai kantor ini") == 1


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ("q=krisis", {"nunukan/intervensi-krisis", "barito-utara/krisis"}),
        ("q=Krisis+NUNUKAN", {"nunukan/intervensi-krisis"}),
        ("layanan=penjangkauan&langkah=8", {"salatiga/layanan-penjangkauan"}),
        ("langkah=16", {"nunukan/intervensi-krisis"}),
        ("tahap=termination", {"nunukan/intervensi-krisis"}),
        ("q=tidak-ada-kata-ini", set()),
        ("langkah=x&tahap=y&layanan=%00", None),
    ],
)
def test_words_service_stage_and_length_find(salatiga: Office, asked_for: str, found: set[str] | None) -> None:
    page = enter(salatiga, employ(salatiga, "ratna")).get(f"/sop/pustaka/?{asked_for}").content.decode()
    listed = {key for key in catalogue() if f'href="/sop/pustaka/{key}/"' in page}
    assert listed == (set(catalogue()) if found is None else found)
    assert ("Tidak ditemukan" in page) == (found == set())


def test_the_list_asks_the_database_little(salatiga: Office, django_assert_max_num_queries: Callable[..., Any]) -> None:
    client = enter(salatiga, employ(salatiga, "ratna"))
    client.get("/sop/pustaka/")
    with django_assert_max_num_queries(14):
        client.get("/sop/pustaka/")


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_each_sop_of_the_library_is_a_sheet(salatiga: Office, key: str) -> None:
    answer = enter(salatiga, employ(salatiga, "ratna")).get(f"/sop/pustaka/{key}/")
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert "UPTD PPA Salatiga" not in words(answer), "no other office's sheet bears our name"


def test_what_is_not_there_is_not_found(salatiga: Office) -> None:
    client = enter(salatiga, employ(salatiga, "ratna"))
    for path in ("tidak/ada/", "banding/?a=tidak/ada", "banding/?a=kantor/tidak-ada", "banding/?b=%00"):
        assert client.get(f"/sop/pustaka/{path}").status_code == 404


def test_two_stand_side_by_side_by_stage(writer: Client) -> None:
    answer = writer.get(f"/sop/pustaka/banding/?a=kantor/pengaduan-langsung&b={KEY}")
    assert faults_of(answer) == []
    said = words(answer)
    assert "Terima tamu dan isi buku tamu" in said
    assert "Terima korban dan catat identitasnya" in said
    assert "Tidak ada langkah pada tahap ini" in said
    assert "Tidak ada langkah tersendiri; dikerjakan di langkah 6" in said
    assert said.index("Penerimaan 6 langkah dan 1 langkah") < said.index("Identifikasi 1 langkah dan 3 langkah")
    half = words(writer.get(f"/sop/pustaka/banding/?a={KEY}"))
    assert "Pilih satu lagi" in half


def test_only_who_writes_sops_adopts(salatiga: Office) -> None:
    client = enter(salatiga, employ(salatiga, "ratna"))
    assert "Pakai di kantor ini" not in words(client.get(AT))
    for answer in (client.get(f"{AT}pakai/"), client.post(f"{AT}pakai/", {})):
        assert answer.status_code == 403
        assert "SOP ditulis oleh admin kantor" in words(answer)


def test_an_adoption_begins_a_draft_with_the_offices_own_lanes(writer: Client, salatiga: Office) -> None:
    assert "Pakai di kantor ini" in words(writer.get(AT))
    first, second, *_ = asked(writer)
    given = adoption(writer, **{f"lane-{first}": "lane:resepsionis", f"name-{second}": "Petugas Loket"})
    answer = writer.post(f"{AT}pakai/", given)
    (draft,) = drafts(salatiga)
    assert (answer.status_code, answer["Location"]) == (303, f"/sop/draf/{draft.pk}/")
    assert writer.get(answer["Location"]).status_code == 200
    with in_office(salatiga):
        entry = queries.entry(KEY)
        assert entry is not None
        assert (draft.origin, draft.base_hash, draft.slug) == (KEY, entry.content_hash, "intervensi-krisis")
        assert Lane.objects.filter(key="petugas-loket").count() == 0, "a lane comes with the version, not with a draft"
    lanes = draft.document["lanes"]
    assert lanes["resepsionis"]["label"] == "Petugas Resepsionis"
    assert lanes["petugas-loket"]["label"] == "Petugas Loket"
    assert first not in lanes
    assert check_document(draft.document) == ()
    assert [one["text"] for one in draft.document["steps"]] == [one["text"] for one in entry.document["steps"]]
    assert draft.document["based_on"] == KEY
    again = words(writer.get(f"{AT}pakai/"))
    assert "Lanjutkan draf itu" in again


def test_what_was_chosen_wrongly_is_said_at_its_question(writer: Client, salatiga: Office) -> None:
    first, second, *_ = asked(writer)
    for changed, said in (
        ({f"lane-{first}": "lane:resepsionis", f"lane-{second}": "lane:resepsionis"}, "sudah dipilih untuk"),
        ({f"name-{first}": ""}, "Beri nama pelaksana baru ini"),
        ({f"name-{first}": " petugas  RESEPSIONIS "}, "Kantor sudah punya pelaksana bernama ini"),
        ({f"name-{second}": "Meja 0"}, "nama itu sudah dipakai untuk"),
        ({"name": "Pengaduan langsung"}, "Sudah ada SOP bernama ini"),
        ({"name": "Pustaka"}, "Nama pendek ini sudah dipakai untuk halaman lain"),
        ({f"lane-{first}": "lane:tidak-ada"}, "Pilih"),
    ):
        answer = writer.post(f"{AT}pakai/", adoption(writer, **changed))
        assert answer.status_code == 422
        assert said in words(answer), changed
        assert faults_of(answer) == []
    assert drafts(salatiga) == []


def test_it_may_become_the_next_version_of_an_sop_of_the_office(writer: Client, salatiga: Office) -> None:
    answer = writer.post(f"{AT}pakai/", adoption(writer, as_sop="pengaduan-langsung", name="Pengaduan langsung"))
    assert answer.status_code == 303
    (draft,) = drafts(salatiga)
    with in_office(salatiga):
        assert draft.sop == Sop.objects.get(slug="pengaduan-langsung")
    assert draft.document["sop"] == "salatiga/pengaduan-langsung"
    twice = writer.post(f"{AT}pakai/", adoption(writer, as_sop="pengaduan-langsung", name="Pengaduan langsung"))
    assert twice.status_code == 422
    assert "belum disahkan" in words(twice)


def test_forms_that_are_not_chosen_stay_on_paper(writer: Client, salatiga: Office) -> None:
    page = writer.get(f"{AT}pakai/").content.decode()
    forms = [part.partition('"')[0] for part in page.split('name="forms" value="')[1:]]
    assert forms
    writer.post(f"{AT}pakai/", adoption(writer, forms=forms[1:]))
    (draft,) = drafts(salatiga)
    assert draft.document["forms"][forms[0]]["form"] is None
    assert draft.document["forms"][forms[1]]["form"]
