"""Every action that the page of a case offers is one that can be done: each is opened, filled in and sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import Tag
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, Consent
from cases.operations import consents, lifecycle, undoing
from cases.refusals import Refusal
from referrals.operations import receiving
from sop_library.models import SopVersion
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.between import between
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.test_casework_rows import work_to
from tests.frontend.working import inputs_of, new_case

ELSEWHERE = ("/keluar/", "/bahasa/", "/kasus/")
OF_STATE = frozenset(
    {"case_ended", "case_paused", "case_running", "case_not_ended", "case_not_paused", "handed_over", "stale",
     "nowhere_to_reopen", "never_there", "still_there", "unknown_pass", "pass_done", "pass_waiting", "not_entered"}
)  # fmt: skip
TYPED = {
    "reason": "Alasan rekaan", "because": "Alasan rekaan", "note": "", "body": "Catatan rekaan", "what": "",
    "day-day": "1", "day-month": "12", "day-year": "2030", "hour": "9.30", "buka-reason": "contact",
}  # fmt: skip


@dataclass
class Standing:
    """A case in some state, and who looks at it."""

    office: Office
    case: Case
    by: Staff
    client: Client
    wants: frozenset[str]
    lacks: frozenset[str]


def running(salatiga: Office, banyuwangi: Office) -> Standing:
    version, by = take(salatiga, "salatiga/pengaduan-langsung"), employ(salatiga, "ratna", "*")
    case = new_case(salatiga, version, by)
    work_to(salatiga, case, by, "hubungi-analis")
    wants = {"jeda", "penutupan", "pemegang", "kembali", "risiko", "pihak", "kejadian", "catatan", "persetujuan"}
    return Standing(salatiga, case, by, enter(salatiga, by), frozenset(wants), frozenset({"lanjutan", "pembukaan"}))


def just_begun(salatiga: Office, banyuwangi: Office) -> Standing:
    version, by = take(salatiga, "salatiga/pengaduan-langsung"), employ(salatiga, "ratna", "*")
    case = new_case(salatiga, version, by)
    return Standing(salatiga, case, by, enter(salatiga, by), frozenset({"jeda", "pemegang"}), frozenset({"kembali"}))


def paused(salatiga: Office, banyuwangi: Office) -> Standing:
    found = running(salatiga, banyuwangi)
    with in_office(salatiga):
        lifecycle.pause(case=found.case, reason="Ibu pergi sebentar", by=found.by, at=timezone.now())
    found.wants, found.lacks = frozenset({"lanjutan", "penutupan", "pemegang"}), frozenset({"jeda", "kembali"})
    return found


def closed_early(salatiga: Office, banyuwangi: Office) -> Standing:
    found = running(salatiga, banyuwangi)
    with in_office(salatiga):
        lifecycle.close(case=found.case, reason="withdrawn", by=found.by, at=timezone.now())
    lacks = {"jeda", "kembali", "lanjutan", "penutupan", "pemegang", "risiko"}
    found.wants, found.lacks = frozenset({"pembukaan", "catatan"}), frozenset(lacks)
    return found


def opened_by_mistake(salatiga: Office, banyuwangi: Office) -> Standing:
    found = just_begun(salatiga, banyuwangi)
    with in_office(salatiga):
        undoing.undo(case=found.case, note="Pintunya keliru", by=found.by, at=timezone.now())
    found.wants, found.lacks = frozenset({"catatan"}), frozenset({"pembukaan", "jeda", "penutupan", "pemegang"})
    return found


def ended_by_its_sop(salatiga: Office, banyuwangi: Office) -> Standing:
    found = running(salatiga, banyuwangi)
    with pytest.raises((AssertionError, IndexError)):
        work_to(salatiga, found.case, found.by, "tidak-ada")
    with in_office(salatiga):
        found.case.refresh_from_db()
        assert found.case.state == Case.State.ENDED
    found.wants, found.lacks = frozenset({"pembukaan"}), frozenset({"jeda", "pemegang", "risiko", "penutupan"})
    return found


def handed_over(salatiga: Office, banyuwangi: Office) -> Standing:
    two = between(salatiga, banyuwangi)
    referral = two.send()
    with in_office(banyuwangi):
        receiving.accept(envelope=referral.pk, version=SopVersion.objects.get(), by=two.endah, at=timezone.now())
    two.carry()
    lacks = {"jeda", "kembali", "lanjutan", "penutupan", "pembukaan", "pemegang", "risiko", "pihak", "kejadian"}
    return Standing(salatiga, two.case, two.ratna, two.sender, frozenset({"catatan", "persetujuan"}), frozenset(lacks))


def waiting_for_an_answer(salatiga: Office, banyuwangi: Office) -> Standing:
    two = between(salatiga, banyuwangi)
    two.send()
    wants, lacks = frozenset({"jeda", "pemegang"}), frozenset({"penutupan"})
    return Standing(salatiga, two.case, two.ratna, two.sender, wants, lacks)


STATES = {
    one.__name__: one
    for one in (
        just_begun,
        running,
        paused,
        closed_early,
        opened_by_mistake,
        ended_by_its_sop,
        waiting_for_an_answer,
        handed_over,
    )
}


@pytest.fixture(params=STATES)
def standing(request, salatiga, banyuwangi) -> Standing:
    return STATES[request.param](salatiga, banyuwangi)


@pytest.fixture
def refused(monkeypatch) -> list[str]:
    """The codes of every refusal there was."""
    codes: list[str] = []
    plain = Refusal.__init__

    def noted(self: Refusal, code: str, *args: Any, **kwargs: Any) -> None:
        codes.append(code)
        plain(self, code, *args, **kwargs)

    monkeypatch.setattr(Refusal, "__init__", noted)
    return codes


def pages_of(standing: Standing) -> Iterator[str]:
    """The case page, and every page of this case that it links to."""
    home = f"/kasus/{standing.case.pk}/"
    yield home
    links = read(standing.client.get(home)).select("#kasus a[href]")
    found = {urlsplit(link["href"]) for link in links}
    inside = {f"{one.path}?{one.query}" if one.query else one.path for one in found if one.path.startswith(home)}
    yield from sorted(inside - {home})


def filled_in(form: Tag) -> dict[str, Any]:
    """What the form sends once each question has an answer: the first that it offers, or one that is typed."""
    sent = inputs_of(form)
    for tag in form.find_all(["input", "textarea", "select"]):
        name = tag.get("name", "")
        if not name or tag.get("type") in ("hidden", "submit", "button"):
            continue
        if tag.get("type") in ("radio", "checkbox"):
            sent[name] = sent.get(name) or [tag["value"]]
        elif tag.name == "select":
            offers = [one["value"] for one in tag.find_all("option") if one.get("value")]
            sent[name] = sent.get(name) or (offers[0] if offers else "")
        else:
            sent[name] = sent.get(name) or TYPED.get(name.rpartition(".")[2], "")
    return sent


def test_nothing_the_page_offers_is_refused_for_the_cases_state(standing, refused):
    sent_to = set()
    for page in pages_of(standing):
        shown = standing.client.get(page)
        assert shown.status_code == 200, page
        for form in read(shown).select("main form[method=post]"):
            action = form.get("action") or page
            if action in ELSEWHERE or action in sent_to:
                continue
            sent_to.add(action)
            refused.clear()
            with in_office(standing.office), transaction.atomic():
                answer = standing.client.post(action, filled_in(form))
                transaction.set_rollback(True)
            done = answer.status_code == 303 or action.endswith(("/selesai/", "/rujukan/"))
            assert done, (page, action, answer.status_code, refused, words(answer)[:600])
            assert not OF_STATE & set(refused), (page, action, refused, words(answer)[:400])
    assert sent_to, "there was something to send"


def test_the_page_offers_what_the_state_lets_happen_and_nothing_else(standing):
    answer = standing.client.get(f"/kasus/{standing.case.pk}/")
    assert faults_of(answer) == []
    home = f"/kasus/{standing.case.pk}/"
    linked = {link["href"].removeprefix(home).strip("/") for link in read(answer).select("#kasus a[href]")}
    assert standing.wants <= linked
    assert not standing.lacks & linked


def test_a_case_that_went_through_its_sop_asks_where_it_begins_again(salatiga, banyuwangi):
    found = ended_by_its_sop(salatiga, banyuwangi)
    address = f"/kasus/{found.case.pk}/pembukaan/"
    answer = found.client.post(address, {"because": "Datang lagi", "step": ""})
    assert answer.status_code == 422
    assert "#id_step" in {link["href"] for link in read(answer).select(".govuk-error-summary a")}
    assert found.client.post(address, {"because": "Datang lagi", "step": "cerita"}).status_code == 303


def test_a_fault_among_the_consents_of_a_handed_over_case_leaves_it_the_other_office_s(salatiga, banyuwangi):
    found = handed_over(salatiga, banyuwangi)
    where = f"/kasus/{found.case.pk}/persetujuan/"
    with in_office(salatiga):
        withdrawn = Consent.objects.filter(case=found.case, given=True).first()
        consents.withdraw(consent=withdrawn, by=found.by, at=timezone.now())
    answer = found.client.post(where, {})
    assert answer.status_code == 422
    assert "Kasus ini dipegang kantor lain." in words(answer)
    assert [one["value"] for one in read(answer).select("input[name=given]")] == ["tidak"]
    again = found.client.post(f"{where}{withdrawn.pk}/penarikan/")
    assert again.status_code == 422
    assert "sudah ditarik" in words(again)


def test_a_handed_over_case_keeps_its_holder_and_its_risk(salatiga, banyuwangi):
    found = handed_over(salatiga, banyuwangi)
    holder = {"holder": str(found.case.opened_by_id)}
    for path, typed in (("pemegang", holder), ("risiko", {"risk": "high"})):
        answer = found.client.post(f"/kasus/{found.case.pk}/{path}/", typed)
        assert answer.status_code == 409, path
        assert "Kabupaten Banyuwangi" in words(answer)
