"""What the database itself refuses: words in the place of a code, two standing fillings, a reason that is not named."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CharField

from cases import models
from cases.models import Case, Ending, FilledForm, StepPass
from cases.operations import filling, lifecycle
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from tests.cases.conftest import MONDAY
from tests.cases.driving import answers

pytestmark = pytest.mark.django_db
WORDS = "ibunya"
CODED = [
    *(("Case", name) for name in ("state", "risk", "stage")),
    *(("Fact", name) for name in ("state", "risk", "stage", "residence", "incident_place")),
    *(("Person", name) for name in ("sex", "age_band", "education", "occupation", "marital", "residence", "presence")),
    *(("Report", name) for name in ("sex", "age_band", "place", "state")),
    *(("Incident", name) for name in ("place", "place_kind")),
    *(("Role", name) for name in ("kind", "relation")),
]
KEYS = [("Case", "door"), ("Case", "channel"), ("Report", "channel"), ("Fact", "channel"), ("Fact", "service")]


@pytest.fixture
def full(new_case) -> Case:
    return new_case(victims=[PersonData(sex="P", age_band="A18_24")], incident=IncidentData(kinds=("FISIK",)))


@pytest.mark.parametrize(("model", "column"), CODED + KEYS, ids=lambda word: word)
def test_words_are_refused_where_a_code_stands(full, model, column):
    rows = getattr(models, model).objects
    field = rows.model._meta.get_field(column)
    assert isinstance(field, CharField)
    assert rows.exists()
    said = f"{WORDS} takut" if (model, column) in KEYS else WORDS[: field.max_length]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{column: said})


def test_two_fillings_of_a_form_in_one_pass_never_stand_side_by_side(full, everyone):
    row = StepPass.objects.get(case=full, step="buku-tamu")
    given = answers(filling.form_of(filling.form_version(key="buku-tamu")))
    form = {"case": full, "step_pass": row, "form_key": "buku-tamu", "answers": given, "by": everyone}
    first = filling.fill(**form, at=MONDAY)
    second = filling.fill(**form, reason="Nama salah dengar", replaces=first.pk, at=MONDAY)
    first.refresh_from_db()

    assert (first.replaced_at, second.replaced_at, second.because.words) == (MONDAY, None, "Nama salah dengar")
    twin = FilledForm(case=full, form=second.form, step_pass=row, at=MONDAY, by=everyone, answers={})
    with pytest.raises(IntegrityError, match="one_standing_filling"), transaction.atomic():
        twin.save(force_insert=True)
    for number in (1, 2):
        twin = FilledForm(case=full, form=second.form, step_pass=None, at=MONDAY, by=everyone, answers={})
        with pytest.raises(IntegrityError) if number == 2 else transaction.atomic(), transaction.atomic():
            twin.save(force_insert=True)


def test_a_skipped_step_and_an_early_end_name_their_reason_and_hold_no_words(full, everyone):
    with pytest.raises(IntegrityError, match="skipped_names_its_reason"), transaction.atomic():
        StepPass.objects.filter(case=full).update(status="skipped", reason="Ibunya menolak")
    lifecycle.close(case=full, reason="other", note="Ibunya menolak", by=everyone, at=MONDAY)
    assert Ending.objects.get().because.words == "Ibunya menolak"
    with pytest.raises(IntegrityError, match="ending_note_is_the_sops"), transaction.atomic():
        Ending.objects.update(note="Ibunya menolak")
