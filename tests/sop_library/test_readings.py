"""What our readings of the sheets come to: nobody turned away, consent first, no deadline where none is printed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sop_library.conditions import Scope, evaluate
from sop_library.engine import Refused, State, advance
from sop_library.engine.effects import ReferralProposed
from sop_library.engine.events import Complete, Enter
from tests.sop_library.walks import SOPS, at_step, calendar, definition, done, monday, walked


def test_only_salatiga_direct_has_a_limit() -> None:
    assert [sop for sop in SOPS if definition(sop).limits] == ["salatiga/pengaduan-langsung"]
    sop = "salatiga/pengaduan-langsung"
    strides = walked(sop)
    assert [(run.key, run.due_at) for run in strides[0].state.limits] == [("rtl", monday(sop) + timedelta(hours=72))]
    assert strides[-2].state.limits[0].met_at is None
    assert strides[-1].state.limits[0].met_at == strides[-1].at


def test_out_of_area_is_referred_and_served() -> None:
    sop = "salatiga/pengaduan-langsung"
    strides = walked(sop, choices=(("wilayah", "luar"),))
    proposed = [effect for stride in strides for effect in stride.effects if isinstance(effect, ReferralProposed)]
    assert [(one.refer.kind, one.refer.region_of) for one in proposed] == [("pelimpahan", "victim.residence")]
    assert done(strides[-1].state) == [step.key for step in definition(sop).steps]


def test_out_of_area_needs_its_letter_and_inside_does_not() -> None:
    sop = "salatiga/pengaduan-langsung"
    state, one, at = at_step(sop, "wilayah")
    outside = Complete(pass_id=one.id, by="Rani", lanes=frozenset({"analis"}), outcomes=("luar",))
    with pytest.raises(Refused, match="Surat Rujukan dari DP3APPKB Salatiga"):
        advance(definition(sop), state, outside, at, calendar(sop))
    inside = Complete(pass_id=one.id, by="Rani", lanes=frozenset({"analis"}), outcomes=("dalam",))
    assert advance(definition(sop), state, inside, at, calendar(sop))[0].open[0].step == "asal"


@pytest.mark.parametrize(
    ("facts", "suggested"),
    [
        ({"victim.residence": "33.22", "victim.domicile": "33.22", "incident.place": "33.22"}, "luar"),
        ({"victim.residence": "33.73"}, "dalam"),
        ({"victim.residence": "33.22", "victim.domicile": "33.22", "incident.place": "33.73"}, "dalam"),
        ({"victim.residence": "33.22", "victim.domicile": "33.73"}, "dalam"),
        ({"victim.residence": "33.22"}, None),
        ({}, None),
    ],
)
def test_salatiga_suggests_by_residence_domicile_and_place(facts: dict[str, str], suggested: str | None) -> None:
    found = definition("salatiga/pengaduan-langsung")
    scope = Scope({"office.regency": "33.73", **facts}, found.jurisdiction)
    holding = [
        one.key
        for one in found.step("wilayah").outcomes
        if one.suggested_when is not None and evaluate(one.suggested_when, scope)
    ]
    assert holding == ([suggested] if suggested else [])


def test_incomplete_file_goes_back_to_assessment_and_comes_again() -> None:
    strides = walked("salatiga/pengaduan-langsung", choices=(("hubungi-bidang", "lengkapi"),))
    state = strides[-1].state
    assert done(state, "asesmen-awal", "hubungi-bidang", "rtl") == [
        "asesmen-awal",
        "hubungi-bidang",
        "asesmen-awal",
        "hubungi-bidang",
        "rtl",
    ]


@pytest.mark.parametrize(
    ("sop", "step", "refused", "rest"),
    [
        ("barito-utara/penjangkauan", "persetujuan", "tidak-setuju", ["persetujuan", "dokumentasi"]),
        ("nunukan/intervensi-krisis", "persetujuan-asesmen", "tidak-setuju", ["persetujuan-asesmen", "pencatatan"]),
    ],
)
def test_refusing_consent_is_recorded_and_closes_kindly(sop: str, step: str, refused: str, rest: list[str]) -> None:
    state = walked(sop, choices=((step, refused),))[-1].state
    assert done(state)[-2:] == rest
    assert state.ended is not None
    assert state.ended.kind == "completed"


def test_interview_waits_for_consent() -> None:
    sop = "barito-utara/penjangkauan"
    waits = [one.wait for stride in walked(sop) for one in stride.state.live if one.step == "wawancara" and one.wait]
    assert waits
    assert {wait.kind for wait in waits} == {"gate"}


@pytest.mark.parametrize(
    ("kinds", "agreed", "status", "words"),
    [
        (("SEKSUAL",), True, "passed_over", "Bentuk kekerasan"),
        (("FISIK", "SEKSUAL"), True, "passed_over", "Bentuk kekerasan"),
        (("SEKSUAL",), None, "passed_over", "Bentuk kekerasan"),
        (("FISIK",), False, "passed_over", "Persetujuan mediasi"),
        (("FISIK",), None, "waiting", ""),
        (("FISIK",), True, "open", ""),
    ],
)
def test_mediation_is_for_whoever_agreed_to_it_and_never_for_sexual_violence(
    kinds: tuple[str, ...], agreed: bool | None, status: str, words: str
) -> None:
    sop = "barito-utara/krisis"
    found = definition(sop)
    state, one, at = at_step(sop, "kesepakatan")
    event = Complete(
        pass_id=one.id,
        by="Rani",
        lanes=found.inside,
        facts={"incident.kinds": kinds} | ({} if agreed is None else {"consent.mediation": agreed}),
        forms=frozenset(found.forms),
        outputs=frozenset({"naskah"}),
    )
    after, _ = advance(found, state, event, at, calendar(sop))
    mediation = after.by_id[after.latest["mediasi"]]
    assert mediation.status == status
    assert words in mediation.reason
    assert status != "waiting" or (mediation.wait is not None and mediation.wait.facts == ("consent.mediation",))


def test_crisis_loops_until_safe() -> None:
    sop = "nunukan/intervensi-krisis"
    state = walked(sop, choices=(("pantau-korban", "belum"), ("pantau-korban", "belum"), ("pantau-korban", "aman")))[
        -1
    ].state
    assert done(state, "antar-korban", "pantau-korban") == ["antar-korban", "pantau-korban"] * 3


def test_stable_victim_skips_the_crisis_steps() -> None:
    state = walked("nunukan/intervensi-krisis", choices=(("prioritas", "stabil"),))[-1].state
    assert done(state, "surat-pengantar", "antar-korban", "pantau-korban", "identifikasi-kasus") == [
        "identifikasi-kasus"
    ]


def test_termination_refused_goes_on_with_monitoring() -> None:
    choices = (("konferensi-kasus", "tidak-disetujui"), ("konferensi-kasus", "disetujui"))
    state = walked("nunukan/intervensi-krisis", choices=choices)[-1].state
    tail = ["pemantauan", "draf-terminasi", "konferensi-kasus"]
    assert done(state)[-7:] == [*tail, *tail, "pencatatan"]


def test_no_institution_needed_leads_past_the_referral() -> None:
    choices = (("dokumen-rujukan", "tidak-memerlukan"),)
    assert done(walked("nunukan/intervensi-krisis", choices=choices)[-1].state, "surat-rujukan", "koordinasi") == []
    for sop in ("barito-utara/penjangkauan", "barito-utara/krisis"):
        assert done(walked(sop, choices=choices)[-1].state)[-2:] == ["dokumen-rujukan", "dokumentasi"]


def test_banyuwangi_recommends_several_services_at_once() -> None:
    sop = "banyuwangi/p2tp2a"
    found = definition(sop)
    state, one, at = at_step(sop, "rekomendasi")
    states = [stride.state for stride in walked(sop) if "rekomendasi" in stride.state.latest]
    state = next(state for state in states if len(state.by_id[state.latest["rekomendasi"]].signed) == 2)
    event = Complete(pass_id=one.id, by="Budi", lanes=found.inside, outcomes=("medis", "hukum"))
    after, _ = advance(found, state, event, at, calendar(sop))
    assert [found_pass.id for found_pass in after.open] == ["rujukan#1"]
    assert after.by_id[after.latest["rekomendasi"]].outcomes == ("medis", "hukum")


def test_banyuwangi_two_weeks_or_two_days_is_no_deadline() -> None:
    _, shelter, _ = at_step("banyuwangi/p2tp2a", "rujukan")
    assert shelter.due_at is None


def test_banyuwangi_one_day_is_read_as_the_office_says() -> None:
    sop = "banyuwangi/p2tp2a"
    enter = Enter(door="datang", by="Budi", lanes=definition(sop).inside, facts={})
    due = {}
    for setting in ("clock", "working"):
        state, _ = advance(definition(sop), State(), enter, monday(sop), calendar(sop, unsaid_day=setting))
        due[setting] = state.open[0].due_at
    assert due["clock"] == monday(sop) + timedelta(days=1)
    assert due["working"] == datetime(2026, 11, 24, 16, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    ("sop", "step", "last_day"),
    [
        ("salatiga/layanan-informasi", "kumpulkan-bahan", 26),
        ("salatiga/layanan-penjangkauan", "penjangkauan", 30),
        ("salatiga/layanan-penjangkauan", "dengarkan", 24),
    ],
)
def test_working_days_end_at_closing_time(sop: str, step: str, last_day: int) -> None:
    _, one, _ = at_step(sop, step)
    assert one.due_at == datetime(2026, 11, last_day, 16, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_double_primes_count_as_minutes_and_say_so() -> None:
    found = definition("salatiga/pengaduan-tidak-langsung")
    doubtful = {step.key: step.time for step in found.steps if step.time.ambiguous}
    assert {key: time.printed for key, time in doubtful.items()} == {
        "isi-formulir": "5''",
        "cetak": "5''",
        "rtl": "15 \u2013 30''",
    }
    _, one, at = at_step("salatiga/pengaduan-tidak-langsung", "isi-formulir")
    assert one.due_at == (one.opened_at or at) + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("sop", "door"), [("salatiga/pengaduan-langsung", "datang"), ("nunukan/intervensi-krisis", "datang")]
)
def test_nobody_is_turned_away_for_want_of_papers(sop: str, door: str) -> None:
    found = definition(sop)
    identity = [need for step in found.steps for need in step.needs if need.key in ("ktp-kk", "identitas-diri-korban")]
    assert identity
    assert all(need.may_follow for need in identity)
    assert found.doors[door].requires is None
