"""What happens between offices stands in the timeline in words, naming the other place and nobody."""

from types import SimpleNamespace

import pytest

from accounts.models import Staff
from cases.models import Event
from frontend.casework.between import BETWEEN
from frontend.casework.whose import who_did
from tenants.current import in_office

pytestmark = pytest.mark.django_db


def said(kind: str, **data: str) -> str:
    without_limits = SimpleNamespace(limits=())
    return BETWEEN[kind](Event(kind=kind, data=data), without_limits)


def test_every_sentence_reads_whole_and_names_the_place(salatiga) -> None:
    with in_office(salatiga):
        for kind in BETWEEN:
            words = said(kind, to="35.10", how="pelimpahan", what="court", answer="accepted", assigned="35.10")
            assert words
            assert "%" not in words
            if kind.startswith("referral"):
                assert "Kabupaten Banyuwangi" in words, kind
        assert said("referral_sent", to="35.10", how="bersama") == (
            "Penanganan bersama diminta ke Kabupaten Banyuwangi"
        )
        assert said("referral_answered", to="33.22", answer="declined").endswith("tidak diterima")
        assert said("referral_answered", to="35.10", answer="declined", reason="full").endswith("mengembalikan rujukan")
        assert said("referral_feedback", to="35.10", code="service").startswith("Umpan balik Kabupaten Banyuwangi: ")
        assert said("referral_feedback", to="35.10", code="other") == "Umpan balik Kabupaten Banyuwangi"
        assert said("appointment_moved", what="court") == "Janji temu dijadwalkan ulang: Sidang"


@pytest.mark.parametrize(
    ("kind", "data", "who"),
    [
        ("referral_feedback", {"code": "service"}, "Kabupaten Banyuwangi"),
        ("referral_consent_withdrawn", {"side": "out"}, "Kabupaten Banyuwangi"),
        ("referral_answered", {"answer": "accepted", "how": "pelimpahan"}, "Kabupaten Banyuwangi"),
        ("referral_answered", {"answer": "accepted"}, "Ratna"),
        ("referral_replied", {"code": ""}, "Kabupaten Banyuwangi"),
        ("referral_replied", {}, "Ratna"),
        ("referral_finished", {"there": True}, "Kabupaten Banyuwangi"),
        ("referral_finished", {}, "Ratna"),
        ("note_struck", {"there": True}, "Kabupaten Banyuwangi"),
        ("person_taken_off", {"there": True, "roles": ["victim"]}, "Kabupaten Banyuwangi"),
        ("incident_put_back", {"there": True}, "Kabupaten Banyuwangi"),
        ("person_taken_off", {"roles": ["victim"]}, "Ratna"),
        ("referral_nudged", {}, ""),
        ("carried_limit_met", {"there": True}, ""),
        ("carried_limit_met", {}, "Ratna"),
        ("case_ended", {"how": "handed_over"}, ""),
        ("referral_sent", {}, "Ratna"),
    ],
)
def test_what_another_office_did_names_nobody_of_ours(salatiga, kind: str, data: dict, who: str) -> None:
    with in_office(salatiga):
        assert who_did(Event(kind=kind, data={"to": "35.10", **data}, by=Staff(name="Ratna"))) == who
