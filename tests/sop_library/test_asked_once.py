"""Which questions of which forms are the same, so that an answer to the one stands for the other."""

from collections import defaultdict
from dataclasses import replace

import pytest

from frontend.casework.carried import OF_THE_WRITING
from sop_library.forms import Field, get, library
from sop_library.forms.asked_once import ASKED_ONCE, fits, same_question


def asked() -> dict[str, list[tuple[str, Field]]]:
    """Name of a question -> the forms that ask it."""
    found = defaultdict(list)
    for key, form in library().items():
        for field in form.fields:
            found[field.name].append((key, field))
    return found


@pytest.mark.parametrize("name", sorted(ASKED_ONCE))
def test_each_is_asked_by_several_forms_in_the_same_shape(name: str) -> None:
    forms = asked()[name]
    first = max(forms, key=lambda one: sum(same_question(one[1], other) for _key, other in forms))[1]
    assert sum(same_question(first, other) for _key, other in forms) > 1
    assert name not in OF_THE_WRITING


def test_no_consent_and_nothing_of_one_occasion_is_among_them() -> None:
    for name, forms in asked().items():
        for _key, field in forms:
            if (field.fact or "").startswith("consent.") or name in OF_THE_WRITING | {"safe_now", "basis", "signed_by"}:
                assert name not in ASKED_ONCE


def test_whose_it_is_stands_in_the_name() -> None:
    for name, whom in ASKED_ONCE.items():
        said = next((one for one in ("victim", "reporter", "respondent") if name.startswith(one)), whom)
        assert said == whom


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("reason", "surat-rujukan", "permohonan-pendampingan"),
        ("place_kind", "laporan-penjangkauan", "nunukan-form-2"),
        ("advice", "laporan-penjangkauan", "nunukan-form-3"), ("officer", "asesmen", "nunukan-form-5"),
        ("client_agrees", "rencana-tindak-lanjut", "nunukan-form-18"), ("services", "asesmen", "rencana-tindak-lanjut"),
    ],
)  # fmt: skip
def test_one_name_alone_makes_no_same_question(name: str, one: str, other: str) -> None:
    assert not same_question(get(one).field(name), get(other).field(name))


@pytest.mark.parametrize("name", ["victim_name", "education", "violence_types", "chronology", "condition_mind"])
def test_any_difference_of_shape_parts_them(name: str) -> None:
    field = get("formulir-pengaduan").field(name)
    assert same_question(field, replace(field, label="Lain", hint="Lain", required=not field.required))
    assert not same_question(field, replace(field, kind="time"))
    assert not same_question(field, replace(field, sealed=None if field.sealed else "story"))
    assert not same_question(field, replace(field, fact="victim.safe"))
    assert not same_question(field, replace(field, choices={**field.choices, "BARU": "Baru"}))
    assert not same_question(field, replace(field, name="respondent_name"))


@pytest.mark.parametrize(
    ("name", "answer", "taken"),
    [
        ("education", "PT", True), ("education", "TAMAN", False), ("education", ["PT"], False),
        ("victim_birth_date", "1995-08-17", True), ("victim_birth_date", "17-8-1995", False),
        ("violence_types", ["FISIK"], True), ("violence_types", "FISIK", False), ("victim_age", "31", False),
        ("victim_name", 7, False), ("victim_name", {"a": 1}, False),
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_none(name: str, answer: object, taken: bool) -> None:
    assert fits(get("formulir-pengaduan").field(name), answer) is taken
