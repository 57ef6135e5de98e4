"""Every shipped form: it loads, stands alone, is as it was published, and asks for little."""

import json
import re
from functools import cache
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from sop_library import forms
from sop_library.facts import FACTS
from sop_library.forms import FormDefinition, from_document
from sop_library.forms.definition import canonical, digest_of
from sop_library.forms.publish import with_new_versions
from sop_library.forms.shipped import published

KEYS = sorted(forms.library())
CATALOGUE = Path(forms.__file__).parents[1] / "catalogue"
SCHEMA = Path(forms.__file__).parents[1] / "schema" / "form.schema.json"
MOST_REQUIRED = 6


@cache
def named_by_the_catalogue() -> dict[str, set[str]]:
    """Form key -> the SOPs that name it."""
    named: dict[str, set[str]] = {}
    for path in CATALOGUE.glob("*/*.yaml"):
        sop = yaml.safe_load(path.read_text(encoding="utf-8"))
        for use in sop.get("forms", {}).values():
            if use.get("form"):
                named.setdefault(use["form"], set()).add(sop["sop"])
    return named


@pytest.fixture(params=KEYS)
def form(request: pytest.FixtureRequest) -> FormDefinition:
    return forms.get(request.param)


def test_every_form_the_catalogue_names_is_defined_and_no_other() -> None:
    named = named_by_the_catalogue()
    assert len(named) >= 30
    assert set(named) == set(KEYS)


def test_a_form_says_which_sops_use_it(form: FormDefinition) -> None:
    assert named_by_the_catalogue()[form.key] <= set(form.used_by)


def test_the_full_document_is_a_form_definition_and_plain_json_schema(form: FormDefinition) -> None:
    jsonschema_rs.Draft202012Validator(SCHEMA.read_text(encoding="utf-8")).validate(dict(form.document))
    jsonschema_rs.meta.validate(dict(form.schema))
    assert not {"x-use", "x-codes", "x-choices", "x-unknown"} & {
        keyword for item in form.schema["properties"].values() for keyword in item
    }


def test_a_published_form_is_as_it_was(form: FormDefinition) -> None:
    assert published()[form.key][str(form.version)] == form.digest


def test_the_ledger_keeps_what_was_published_and_adds_what_is_new() -> None:
    book = forms.get("buku-tamu")
    assert with_new_versions({"buku-tamu": {"1": "old"}}, {"buku-tamu": book}) == {"buku-tamu": {"1": "old"}}
    assert with_new_versions({}, {"buku-tamu": book}) == {"buku-tamu": {"1": book.digest}}


def test_a_form_comes_back_from_jsonb_the_same(form: FormDefinition) -> None:
    """PostgreSQL's jsonb sorts the names of an object; the order of the choices must survive it."""
    stored = json.loads(json.dumps(form.document, sort_keys=True))
    back = from_document(stored)
    assert back == form
    assert [list(item.choices) for item in back.fields] == [list(item.choices) for item in form.fields]


def test_the_digest_follows_what_is_asked_and_nothing_else(form: FormDefinition) -> None:
    assert digest_of({**form.document, "notes": ["lain"], "used_by": ["x/y"], "printed": []}) == form.digest
    assert digest_of({**form.document, "title": "lain"}) != form.digest
    assert digest_of(json.loads(canonical(form.document))) == form.digest


def test_few_answers_are_demanded(form: FormDefinition) -> None:
    assert sum(item.required for item in form.fields) <= MOST_REQUIRED
    for item in form.fields:
        assert not (item.required and item.sealed == "identity"), "nobody is asked for proof at the door"


def test_names_addresses_numbers_and_stories_are_sealed(form: FormDefinition) -> None:
    """What a person wrote down about somebody is identity, story, or words about office and letter."""
    people = re.compile(
        r"(victim|reporter|respondent|guest|companion|guardian|client|giver|applicant)_name|nik|kk_number"
    )
    for item in form.fields:
        if item.kind in {"nik", "kk", "phone"} or people.search(item.name) or item.name.endswith("_address"):
            assert item.sealed == "identity", item.name
    for told in ("chronology", "needs", "summary", "told", "minutes", "situation", "reason", "findings"):
        assert all(item.sealed == "story" for item in form.fields if item.name == told and item.kind == "note"), told


def test_every_question_has_its_own_words(form: FormDefinition) -> None:
    labels = [item.label for item in form.fields]
    assert all(label.strip() for label in labels)
    assert len(set(labels)) == len(labels)
    assert all(group.heading.strip() for group in form.groups)
    assert form.notes
    assert form.printed
    assert not any("pelaku" in f"{item.label} {item.hint}".lower() for item in form.fields)


def test_facts_are_known_and_their_values_too(form: FormDefinition) -> None:
    for item in form.fields:
        if item.fact:
            assert item.fact in FACTS
            assert set(item.fact_values.values()) <= set(FACTS[item.fact].values)
            assert set(item.fact_values) <= set(item.choices)


def test_unknown_is_an_answer_wherever_a_coded_question_is_about_a_person(form: FormDefinition) -> None:
    for item in form.fields:
        if item.kind == "choice" and item.required and "TIDAK" in item.choices and not item.name.startswith("consent"):
            assert "NA" in item.choices or len(item.choices) > 2 or item.name == "consent", item.name


def test_a_form_borrowing_its_questions_asks_the_same(form: FormDefinition) -> None:
    written = yaml.safe_load(
        (Path(forms.__file__).parent / "definitions" / f"{form.key}.yaml").read_text(encoding="utf-8")
    )
    if "questions_of" in written:
        base = forms.get(written["questions_of"])
        assert [item.name for item in form.fields] == [item.name for item in base.fields]
        assert form.rules == base.rules
        assert form.digest != base.digest


def test_the_survey_is_nameless_and_may_be_passed_over() -> None:
    survey = forms.get("form-skm")
    assert not any(item.required or item.sealed for item in survey.fields)
    asked = [item for item in survey.fields if set(item.choices) == {"1", "2", "3", "4"}]
    assert len(asked) == 9
    assert forms.validate(survey, {"not_filled": "KRISIS"}) == []
    assert [error.code for error in forms.validate(survey, {})] == ["one_of"]


@pytest.mark.parametrize("key", ["lembar-informed-consent", "nunukan-form-4"])
def test_consents_are_separate_and_another_basis_is_asked_for_where_a_guardian_is_suspected(key: str) -> None:
    form = forms.get(key)
    consents = {item.fact for item in form.fields if item.fact and item.fact.startswith("consent.")}
    assert consents == {name for name in FACTS if name.startswith("consent.")}
    given = {"consent_date": "2026-11-20", "explained": "YA", "given_by": "ORANG_TUA", "consent_service": "YA"}
    assert forms.validate(form, given) == []
    suspected = {*("other_basis", "other_basis_reason")}
    assert {error.path for error in forms.validate(form, {**given, "guardian_conflict": "YA"})} == suspected
    shared = {error.path for error in forms.validate(form, {**given, "consent_referral": "YA"})}
    assert shared == {"share_with", "share_what"}


@pytest.mark.parametrize("key", ["surat-rujukan", "nunukan-form-10", "nunukan-form-13", "surat-pengantar-rujukan"])
def test_a_referral_letter_carries_no_name_and_no_number(key: str) -> None:
    form = forms.get(key)
    assert not {"nik", "kk", "phone"} & {item.kind for item in form.fields}
    assert next(item.name for item in form.fields if item.sealed == "identity") == "client_initials"
    assert form.field("client_initials").schema["maxLength"] <= 10
    assert not any((item.fact or "").startswith("consent.") for item in form.fields), (
        "a letter cites consent, it gives none"
    )


def test_a_form_that_is_not_there_is_an_error() -> None:
    with pytest.raises(forms.NoSuchForm):
        forms.get("nunukan-form-9")
    with pytest.raises(KeyError):
        forms.get("buku-tamu").field("tidak_ada")
