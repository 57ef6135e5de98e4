"""What the check advises of consent, identity and actors: none of it in the way of running."""

from typing import Any

import pytest

from sop_library.checks import check
from tests.sop_library.sheets import advice, outcome, sop, step


def test_assessment_and_identity_before_consent_are_pointed_out() -> None:
    early = [
        step("a", needs=[{"any_of": [{"document": "KTP"}, {"document": "KK"}], "label": "KTP/KK"}]),
        step("b", stage="assessment"),
        step("c", stage="consent"),
        step("d", stage="assessment", needs=[{"document": "Akte kelahiran"}]),
    ]
    found = advice(*early)
    assert found["consent_after_assessment"] == ["b"]
    assert found["identity_before_consent"] == ["a"]
    typed = [{"document": "Surat keterangan", "type": "identity"}, {"document": "KTP lama", "type": "evidence"}]
    assert advice(step("a", needs=typed[1:]), step("b", needs=typed))["identity_before_consent"] == ["b"]
    late = advice(step("c", stage="consent"), *early[:2])
    assert "consent_after_assessment" not in late
    assert "identity_before_consent" not in late


def test_a_door_that_leads_around_the_consent_is_pointed_out_and_a_consent_that_is_no_work_is_none() -> None:
    rows = [step("a"), step("c", stage="consent"), step("b", stage="assessment", needs=[{"document": "KTP"}])]
    around = {"d": {"label": "D", "starts": "a"}, "e": {"label": "E", "starts": "b"}}
    found = advice(*rows, doors=around)
    assert (found["consent_after_assessment"], found["identity_before_consent"]) == (["b"], ["b"])
    assert "consent_after_assessment" not in advice(*rows)
    found = advice(step("c", stage="consent", kind="rule"), rows[2])
    assert found["consent_after_assessment"] == ["b"]


@pytest.mark.parametrize("paper", [
    "Kartu Tanda Penduduk", "fotokopi e-KTP", "KTP-el", "(KTP)", "Kartu Keluarga", "Foto copy KK", "NIK", "SIM",
    "Paspor", "KIA", "Akta kelahiran", "akte lahir", "Identitas diri", "kartu identitas anak", "Data diri",
    "Buku nikah", "Nomor Induk Kependudukan", "Surat keterangan domisili",
])  # fmt: skip
def test_papers_that_say_who_somebody_is_are_known(paper: str) -> None:
    consent = step("c", stage="consent")
    assert advice(step("a", needs=[{"document": paper}]), consent)["identity_before_consent"] == ["a"]
    either = [{"any_of": [{"document": paper}, {"document": "Surat"}], "label": "Berkas"}]
    assert advice(step("a", needs=either), consent)["identity_before_consent"] == ["a"]
    assert advice(step("a", printed_needs=paper), consent)["identity_before_consent"] == ["a"]
    assert "identity_before_consent" not in advice(consent, step("a", needs=[{"document": paper}]))


@pytest.mark.parametrize(
    "paper", ["Berkas kasus", "ATK", "Buku KIA", "Rujukan poli KIA", "Simulasi", "Kkn", "Formulir"]
)
def test_other_papers_are_no_identity(paper: str) -> None:
    assert "identity_before_consent" not in advice(step("a", needs=[{"document": paper}]), step("c", stage="consent"))


CHILD = {"fact": "victim.child", "is": True}


def test_a_consent_that_may_be_skipped_or_is_asked_of_some_is_not_asked() -> None:
    late = step("b", stage="assessment", needs=[{"document": "KTP"}])
    for fields in ({"optional": True}, {"applies_when": CHILD}):
        found = advice(step("c", stage="consent", **fields), late)
        assert (found["consent_after_assessment"], found["identity_before_consent"]) == (["b"], ["b"])
    guardian, own = (
        step("c", stage="consent", applies_when=CHILD),
        step("d", stage="consent", applies_when={"not": CHILD}),
    )
    found = advice(guardian, own, late)
    assert {"consent_after_assessment", "identity_before_consent"}.isdisjoint(found), "together they leave nobody out"


def test_outcomes_that_do_not_go_by_the_consent_their_step_asks_are_pointed_out() -> None:
    def told(*outcomes: dict[str, Any], **fields: Any) -> list[Any]:
        found = check(sop(step("a", **fields, outcomes=list(outcomes)), step("b")))
        return [(one.path, one.params["consents"]) for one in found if one.code == "consent_not_linked"]

    yes, no = ({"fact": "consent.service", "is": agreed} for agreed in (True, False))
    asked = {"records": ["consent.service", "risk"]}
    apart = [(("steps", 0, "outcomes"), "Persetujuan mengikuti layanan")]
    assert told(outcome("setuju"), outcome("tidak", "end"), **asked) == apart
    assert told(outcome("setuju"), outcome("tidak", "end"), needs=[{"fact": "consent.service"}]) == apart
    assert told(outcome("setuju", suggested_when=yes), outcome("tidak", "end", suggested_when=no), **asked) == []
    assert told(outcome("setuju"), outcome("tidak", "end"), records=["risk"]) == []
    assert told(**asked) == [], "a step that leads on one way has nothing to link"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Petugas mencatat tamu", True),
        ("Mencatat tamu oleh petugas", False),
        ("Ketua menandatangani", True),
        ("ketuaan itu", False),
        ("1. Para Korban menunggu", True),
        ("• Psikolog mendengarkan", True),
        ("Pendampingan korban di pengadilan", False),
        ("Timbang berat badan", False),
        ("Tim menilai", True),
        ("Dokumen dilengkapi", False),
        ("Kabid menandatangani", True),
        ("Ka. UPTD menandatangani", True),
        ("Ka UPTD menandatangani", True),
        ("Kasi memeriksa", True),
        ("Sekdis memeriksa", True),
        ("Front office menerima tamu", True),
        ("Peksos menemui korban", True),
        ("Keluarga korban melapor", True),
        ("Penyidik memeriksa", True),
        ("Konselor mendengarkan", True),
        ("Pendamping menemani", True),
        ("Paralegal mencatat", True),
        ("Pelaku menandatangani", True),
        ("Relawan PATBM mencatat", True),
        ("Tenaga ahli menilai", True),
        ("Camat menerima", True),
        ("Pihak kepolisian", False),
        ("Orang tua menyetujui", True),
        ("Anak menceritakan", True),
        ("Kasih sayang diberikan", False),
        ("Analisis kasus", False),
        ("Administrasi dilengkapi", False),
        ("Kabar disampaikan", False),
    ],
)
def test_an_activity_that_begins_with_its_actor_is_pointed_out(text: str, told: bool) -> None:
    assert ("subject_in_text" in advice(step("a", text=text))) is told


@pytest.mark.parametrize("text", ["Juru Tulis mencatat", "Pencatat mencatat", "Notulis mencatat"])
def test_the_lanes_of_the_sop_itself_are_actors_by_each_of_their_names(text: str) -> None:
    lanes = {"petugas": {"label": "Pencatat/ Juru Tulis (Notulis)"}}
    assert "subject_in_text" in advice(step("a", text=text), lanes=lanes)
    assert "subject_in_text" not in advice(step("a", text=text))


def sent_on(*rows: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    found = [one for one in check(sop(*rows)) if one.code in ("number_unknown", "number_elsewhere")]
    return [(one.code, one.step, one.params["number"]) for one in found]


def row(number: str, key: str, text: str = "Mencatat", **fields: Any) -> dict[str, Any]:
    return step(key, text=text, **fields) | {"step": number}


def test_a_sentence_that_names_a_step_to_which_the_flow_does_not_lead_is_pointed_out() -> None:
    ways = [outcome("lengkap"), outcome("kurang", then="terima")]
    both = "Memeriksa; bila kurang kembali ke langkah 1, bila lengkap lanjut ke nomor 4"
    rows = [
        row("1", "terima"),
        row("2.", "periksa", both, outcomes=ways),
        row("3", "catat", "Mencatat, lalu lanjut ke langkah 9"),
        row("4", "tutup", "Menutup berkas nomor 12 tahun 2026; mengulang langkah 4 bila perlu"),
    ]
    assert sent_on(*rows) == [("number_elsewhere", "periksa", "4"), ("number_unknown", "catat", "9")]
    sentence = next(one.sentence for one in check(sop(*rows)) if one.code == "number_elsewhere")
    assert sentence.startswith("Kalimat langkah “Periksa” menyebut langkah nomor 4 (“Tutup”), tetapi alurnya tidak")


def test_numbers_that_begin_anew_or_that_nobody_printed_are_not_judged() -> None:
    assert sent_on(row("1", "a", "Lanjut ke langkah 3"), row("1", "b"), row("2", "c")) == []
    assert sent_on(step("a", text="Lanjut ke langkah 3"), step("b"), step("c")) == []
    assert sent_on(row("II.", "a", "Lanjut ke langkah 3"), row("2a", "b"), row("3", "c")) == []


def test_numbers_are_known_however_they_are_printed_and_a_telephone_number_is_none() -> None:
    rows = [row("Langkah 1:", "a", "Lanjut ke langkah 3"), row("Langkah 2:", "b"), row("Langkah 3:", "c")]
    assert sent_on(*rows) == [("number_elsewhere", "a", "3")]
    assert sent_on(row("1)", "a", "Korban menelepon ke nomor 129 atau masuk ke nomor 112"), row("2)", "b")) == []
