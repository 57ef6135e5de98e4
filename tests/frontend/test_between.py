"""What happens between offices stands in the timeline in words, naming the other place and nobody."""

from types import SimpleNamespace

import pytest

from cases.models import Event
from frontend.casework.between import BETWEEN
from tenants.current import in_office

pytestmark = pytest.mark.django_db


def said(kind: str, **data: str) -> str:
    without_limits = SimpleNamespace(limits=())
    return BETWEEN[kind](Event(kind=kind, data=data), without_limits)  # type: ignore[arg-type]


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
