"""A step that proposes another office sends nothing: case page, Hari ini and form say so until somebody decides."""

import pytest

from cases.models import Case, Event, StepPass
from cases.people import PersonData
from referrals.models import Referral
from tenants.current import in_office
from tests.frontend.between import Between, between
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.test_casework_rows import work_to
from tests.frontend.test_referrals_out import proposal
from tests.frontend.test_referrals_waiting import said_today
from tests.frontend.working import fields_of

pytestmark = pytest.mark.django_db
WAITS = "Pelimpahan ke Kabupaten Banyuwangi diusulkan langkah 4, belum dikirim"


@pytest.fixture
def two(salatiga, banyuwangi) -> Between:
    """A case of somebody with papers of Banyuwangi; where it happened nobody knows. Step 4 found it out of area."""
    victim = PersonData(name="Rini Rekaan", sex="P", age_band="A25_44", residence="35.10")
    both = between(salatiga, banyuwangi, victims=[victim], incident=None)
    work_to(salatiga, both.case, both.ratna, "asal", wilayah="luar")
    return both


def aside(client, case: Case) -> str:
    answer = client.get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    found = read(answer).select_one("[aria-labelledby=h-ruj]")
    return found.get_text(" ", strip=True) if found else ""


def test_the_case_page_and_hari_ini_say_that_it_was_not_sent_and_lead_there(two) -> None:
    said = aside(two.sender, two.case)
    assert WAITS in said
    assert "Belum ada rujukan" not in said
    link = read(two.sender.get(f"/kasus/{two.case.pk}/")).find("a", string="Kirim usulan")
    assert link["href"] == f"/kasus/{two.case.pk}/rujukan/"
    today = said_today(two.sender)
    assert WAITS in today
    assert two.case.number in today
    assert f'href="/kasus/{two.case.pk}/rujukan/"' in two.sender.get("/").content.decode()
    assert "SOP mengusulkan pelimpahan ke Kabupaten Banyuwangi, belum dikirim" in words(
        two.sender.get(f"/kasus/{two.case.pk}/jejak/")
    )


def test_whoever_may_only_see_the_case_is_told_but_not_sent_there(two) -> None:
    colleague = enter(two.here, employ(two.here, "sari", "resepsionis"))
    said = aside(colleague, two.case)
    assert WAITS in said
    assert "Kirim usulan" not in said
    assert said_today(colleague) == ""
    assert "diusulkan langkah" not in words(two.receiver.get("/"))


def test_the_form_begins_with_what_the_step_proposed_and_says_what_the_rule_found(two) -> None:
    page = two.sender.get(f"/kasus/{two.case.pk}/rujukan/")
    assert faults_of(page) == []
    typed = fields_of(page, f"/kasus/{two.case.pk}/rujukan/")
    assert (typed["to"], typed["kind"]) == ("35.10", ["pelimpahan"])
    said = words(page)
    assert "Langkah 4 mengusulkan pelimpahan ke Kabupaten Banyuwangi." in said
    assert "belum dapat dinilai, karena belum diketahui: Domisili, Tempat kejadian." in said
    assert "Tangani di sini" in said


def test_sent_from_there_it_waits_no_more(two) -> None:
    address, typed = proposal(two, reasons=["residence"], override_reason="")
    sent = two.sender.post(address, typed | {"aksi": "kirim"})
    assert sent.status_code == 303, words(sent)
    with in_office(two.here):
        assert not Referral.objects.get().overridden
    assert "belum dikirim" not in aside(two.sender, two.case)
    assert WAITS not in said_today(two.sender)


def test_kept_here_it_waits_no_more(two) -> None:
    where = f"/kasus/{two.case.pk}/rujukan/di-sini/"
    typed = fields_of(two.sender.get(f"/kasus/{two.case.pk}/rujukan/"), where)
    assert two.sender.post(where, typed | {"disini-reason": "Korban memilih di sini"}).status_code == 303
    assert "belum dikirim" not in aside(two.sender, two.case)
    assert WAITS not in said_today(two.sender)
    assert "bukan di Kabupaten Banyuwangi" in words(two.sender.get(f"/kasus/{two.case.pk}/jejak/"))


def test_a_place_that_nobody_knows_is_left_to_staff(salatiga, banyuwangi) -> None:
    both = between(salatiga, banyuwangi, victims=[PersonData(sex="P")], incident=None)
    work_to(salatiga, both.case, both.ratna, "asal", wilayah="luar")
    assert "Pelimpahan diusulkan langkah 4, belum dikirim" in aside(both.sender, both.case)
    page = both.sender.get(f"/kasus/{both.case.pk}/rujukan/")
    typed = fields_of(page, f"/kasus/{both.case.pk}/rujukan/")
    assert (typed["to"], typed["kind"]) == ("", ["pelimpahan"])
    assert "Langkah 4 mengusulkan pelimpahan; tujuannya belum diketahui." in words(page)
    where = f"/kasus/{both.case.pk}/rujukan/di-sini/"
    both.sender.post(where, fields_of(page, where) | {"disini-reason": "Korban memilih di sini"})
    trail = words(both.sender.get(f"/kasus/{both.case.pk}/jejak/"))
    assert "SOP mengusulkan pelimpahan, belum dikirim" in trail
    assert "Diputuskan dilayani di sini" in trail


def test_a_step_that_sends_to_an_institution_in_town_waits_for_no_office(two) -> None:
    with in_office(two.here):
        row = StepPass.objects.get(case=two.case, step="wilayah")
        Event.objects.create(
            case=two.case, kind="referral_proposed", by=two.ratna, at=row.done_at, step="asal",
            data={"referral": "rujukan", "to": "institution", "region": None},
        )  # fmt: skip
    assert aside(two.sender, two.case).count("belum dikirim") == 1
    assert "SOP mengusulkan rujukan ke lembaga lain" in words(two.sender.get(f"/kasus/{two.case.pk}/jejak/"))
