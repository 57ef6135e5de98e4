"""Sealed values: bound to their office, table, column and row."""

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from cases.models import Note, Person, Report
from safeguards.fields import Sealed
from safeguards.keys import forget_keys, office_key
from safeguards.models import OfficeKey
from safeguards.sealing import SealBroken, blind_index, seal, unseal
from tenants.current import NoOffice, in_office

pytestmark = pytest.mark.django_db
ROW = uuid.UUID(int=7)
PLACE = {"table": "cases_note", "column": "body", "row_id": ROW}


def test_what_is_sealed_opens_at_its_place(salatiga):
    with in_office(salatiga):
        assert unseal(seal("Ia takut pulang.", **PLACE), **PLACE) == "Ia takut pulang."


@pytest.mark.parametrize("moved", [{"table": "cases_person"}, {"column": "name"}, {"row_id": uuid.UUID(int=8)}])
def test_a_sealed_value_read_at_another_place_does_not_open(salatiga, moved):
    with in_office(salatiga):
        sealed = seal("rahasia", **PLACE)
        with pytest.raises(SealBroken):
            unseal(sealed, **(PLACE | moved))


def test_a_changed_byte_does_not_open(salatiga):
    with in_office(salatiga):
        sealed = bytearray(seal("rahasia", **PLACE))
        sealed[-1] ^= 1
        with pytest.raises(SealBroken):
            unseal(bytes(sealed), **PLACE)


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x02\x00\x01" + b"x" * 40])
def test_what_is_no_sealed_value_is_refused(salatiga, cut):
    with in_office(salatiga), pytest.raises(SealBroken):
        unseal(cut, **PLACE)


def test_another_office_with_the_same_ids_opens_nothing(salatiga, banyuwangi):
    with in_office(salatiga):
        sealed = seal("rahasia", **PLACE)
    with in_office(banyuwangi), pytest.raises(SealBroken):
        unseal(sealed, **PLACE)


def test_sealing_outside_any_office_fails_loudly(db):
    with pytest.raises(NoOffice):
        seal("rahasia", **PLACE)


def test_blind_indexes_differ_by_office_and_by_column(salatiga, banyuwangi):
    with in_office(salatiga):
        here = blind_index("3373015708950003", column="person.nik")
        assert here == blind_index("3373015708950003", column="person.nik")
        assert here != blind_index("3373015708950003", column="person.phone")
    with in_office(banyuwangi):
        assert here != blind_index("3373015708950003", column="person.nik")


def test_keys_stand_wrapped_in_the_database(salatiga):
    with in_office(salatiga):
        _number, key = office_key(purpose="data")
        assert not any(key in bytes(row.wrapped) for row in OfficeKey.objects.all())


def test_a_key_wrapped_for_one_office_opens_in_no_other(salatiga, banyuwangi):
    from safeguards.keys import KeyMissing

    with in_office(salatiga):
        wrapped = bytes(OfficeKey.objects.get(purpose="data").wrapped)
    with in_office(banyuwangi):
        OfficeKey.objects.filter(purpose="data").update(wrapped=wrapped)
        forget_keys()
        with pytest.raises(KeyMissing):
            office_key(purpose="data")


def test_identity_and_story_columns_hold_ciphertext_only(salatiga):
    """Every text that could name a person or tell a story is a sealed column, from the first migration on."""
    with in_office(salatiga), connection.cursor() as cursor:
        for model, names in {
            Person: ["name", "nik", "phone", "address", "birth_date", "safe_contact"],
            Report: ["reporter_name", "reporter_phone", "story", "safe_contact", "details"],
            Note: ["body"],
        }.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
                " AND table_name = %s AND data_type = 'bytea'",
                [model._meta.db_table],
            )
            assert set(names) <= {name for (name,) in cursor.fetchall()}


def test_a_list_of_rows_opens_nothing_until_a_value_is_read(new_note):
    note = Note.objects.get(pk=new_note.pk)

    assert isinstance(note.__dict__["body"], Sealed)
    assert note.body == "Ia takut pulang."
    assert note.__dict__["body"] == "Ia takut pulang."


def test_saving_an_unopened_value_keeps_its_bytes(at_work):
    report = Report(code="SLT-TEST-01", channel="datang", received_at=timezone.now(), taken_by=at_work)
    report.story = "Ia takut pulang."
    report.save(force_insert=True)
    before = Report.objects.get(pk=report.pk).__dict__["story"].data
    Report.objects.get(pk=report.pk).save()

    assert Report.objects.get(pk=report.pk).__dict__["story"].data == before


def test_a_note_is_never_changed(new_note):
    with pytest.raises(ProgrammingError), transaction.atomic():
        Note.objects.filter(pk=new_note.pk).update(body=b"x")
