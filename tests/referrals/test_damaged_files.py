"""A file that is damaged anywhere is refused in words: nothing is written, the handover stays open, and it can be sent
again.
"""

import copy
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from cases.asked import groups_there
from cases.carrying import file_of, minimum_of
from cases.case_facts import facts_of
from cases.file_shape import FileBroken, FileFromLater, check_file, check_minimum
from cases.models import CarriedAnswers, Case
from cases.operations import appointments, consents, filling, incidents, notes
from cases.operations.appointments import AppointmentData
from cases.operations.taking_over import Start, take_over
from cases.refusals import Refusal
from custody import envelopes
from custody.models import Envelope, Parcel
from frontend.formbuild import answers_in
from referrals import packing, placing
from referrals.models import Exchange, Referral
from referrals.operations import receiving
from sop_library.queries import definition_of
from tests.faults.between import Between
from tests.frontend.screens import enter, words
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA, swap, waiting

SCOPE = ("identity", "contact", "story", "assessment", "notes", "appointments")
UNLIKE: tuple[Any, ...] = (None, True, 7, "\x00", [7], {"x": 1})
UNKNOWN = {
    "sex": "X", "risk": "extreme", "way": "forced", "residence": "3510", "receiver": "Jember",
    "age_band": "dewasa muda", "reported_at": "kemarin", "at": "10.00", "birth_date": "17-8-1995", "id": "7",
}  # fmt: skip
"""Codes, times and keys that are none here, by the key they stand under."""


@pytest.fixture
def file(between: Between) -> dict[str, Any]:
    """The file of a case that has one of everything."""
    matter = between.open_case(SALATIGA)
    with between.desks[SALATIGA]():
        by, at = between.desks[SALATIGA].by, between.now()
        case = Case.objects.get(matter=matter)
        notes.add(case=case, body="Catatan rekaan.", by=by, at=at)
        agreed = AppointmentData(kind="counselling", at=at + timedelta(days=2), what="Konseling")
        appointments.add(case=case, data=agreed, by=by, at=at)
        person = case.people.filter(roles__kind="victim").first()
        consents.record(case=case, person=person, kind="service", given=True, way="signed", by=by, at=at)
        incidents.rate_risk(case=case, risk="medium", by=by, at=at)
        told = {"visit_date": f"{at:%Y-%m-%d}", "purpose": "PENGADUAN", "guest_name": "Tamu Rekaan"}
        filling.fill(case=case, step_pass=None, form_key="buku-tamu", answers=told, by=by, at=at)
        told = file_of(Case.objects.get(pk=case.pk), SCOPE)
    told["findings"] = [{"name": "legal.process_open", "value": True}]
    told["off"] = [str(uuid.uuid4())]
    return sent_and_read(told)


def sent_and_read(told: dict[str, Any]) -> dict[str, Any]:
    """The file as the other office has it: what JSON makes of it."""
    read: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return read


def damaged(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place below a value: its path, and what stands there."""
    for key in (
        value if isinstance(value, dict) else range(min(len(value), 1)) if isinstance(value, list) else ()
    ):  # fmt: skip
        yield (*path, key), value[key]
        yield from damaged(value[key], (*path, key))


def changed(file: dict[str, Any], path: tuple[Any, ...], put: Any = ...) -> dict[str, Any]:
    """The file without what stands at a path, or with something else there."""
    made = copy.deepcopy(file)
    holder: Any = made
    for key in path[:-1]:
        holder = holder[key]
    if put is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = put
    return made


def every_damage(told: dict[str, Any]) -> list[tuple[tuple[Any, ...], Any]]:
    """Each place of a document with each thing that may stand there instead; `...` is nothing at all."""
    found = []
    for path, there in damaged(told):
        wrong = [one for one in UNLIKE if type(one) is not type(there)]
        wrong += [UNKNOWN[path[-1]]] if path[-1] in UNKNOWN else []
        found += [(path, put) for put in (..., *wrong)]
    return found


def broken(check: Any, told: dict[str, Any]) -> bool:
    try:
        check(told)
    except FileBroken:
        return True
    return False


def test_whatever_is_read_of_a_file_is_asked_for_before_anything_is_written(file: dict[str, Any]) -> None:
    check_file(file)
    assert all(file[part] for part in file), "one of everything"
    passed = {path for path, put in every_damage(file) if not broken(check_file, changed(file, path, put))}
    read = {path for path in passed if not unread(path)}
    assert read == {
        ("case", "reported_at"), ("case", "danger"), ("reports", 0, "in_danger"), ("incidents", 0, "domestic"),
        ("consents", 0, "person"), ("consents", 0, "at"),
        ("reports", 0, "received_at"), ("answers", 0, "at"), ("notes", 0, "at"),
        ("people", 0), ("people", 0, "roles", 0), ("incidents", 0), ("incidents", 0, "kinds", 0), ("consents", 0),
        ("reports", 0), ("answers", 0), ("steps", 0), ("steps", 0, "stages", 0), ("findings", 0), ("notes", 0),
        ("appointments", 0), ("limits", 0), ("limits",), ("off", 0), ("off",),
        ("consents", 0, "scope"), ("consents", 0, "receiver"),
        ("consents", 0, "explained"), ("answers", 0, "asked"), ("notes", 0, "id"),
    }, "what may be unknown, and one less of several"  # fmt: skip


def unread(path: tuple[Any, ...]) -> bool:
    """Whether a place of a file is not read here, or read with whatever stands there."""
    match path:
        case ("case", "number" | "channel" | "stage" | "service" | "sop_title"):
            return True
        case ("reports", _, "channel") | ("answers", _, "asked", _, *_) | ("answers", _, "answers", _, *_):
            return True
        case ("steps", _, "step" | "text" | "done_at" | "outcomes" | "outputs", *_):
            return True
    return False


def test_whatever_stands_where_nothing_is_read_the_case_is_taken_in(between: Between, file: dict[str, Any]) -> None:
    for put in (..., *UNLIKE):
        paths = [path for path, _there in damaged(file) if unread(path)]
        told = file
        for path in sorted(paths, key=len, reverse=True):
            told = changed(told, path, put)
        with between.desks[BANYUWANGI]():
            case = taken(between, renamed(told))
            assert facts_of(case)["victim.sex"] == "P"
            for carried in CarriedAnswers.objects.filter(case=case):
                answers_in(groups_there(carried), carried.answers, show_identity=True)


def renamed(told: dict[str, Any]) -> dict[str, Any]:
    """The same file of another person, incident and appointment: their keys stand once in an office."""
    text = json.dumps(told)
    for part in ("people", "incidents", "consents", "appointments"):
        for one in told[part]:
            text = text.replace(one["id"], str(uuid.uuid4()))
    made: dict[str, Any] = json.loads(text)
    return made


def taken(between: Between, file: dict[str, Any]) -> Case:
    desk = between.desks[BANYUWANGI]
    proposed = placing.place(file=file, definition=definition_of(desk.version))
    return take_over(
        file=file, matter=uuid.uuid4(), version=desk.version, start=Start(door=proposed.door, step=proposed.step),
        office_name="Kota Salatiga", by=desk.by, at=between.now(),
    )  # fmt: skip


@pytest.mark.parametrize(("format_", "error"), [("rangkul-file/2", FileFromLater), ("lain", FileBroken)])
def test_a_format_that_is_not_known_is_told_apart_from_damage(
    file: dict[str, Any], format_: str, error: type[FileBroken]
) -> None:
    with pytest.raises(error):
        check_file(file | {"format": format_, "people": {}})


def test_a_fact_that_says_what_it_can_not_say_is_damage(file: dict[str, Any]) -> None:
    with pytest.raises(FileBroken):
        check_file(file | {"findings": [{"name": "legal.process_open", "value": "entah"}]})
    check_file(file | {"findings": [{"name": "yang.belum.ada", "value": "entah"}]})


def test_a_minimum_is_asked_for_in_the_same_way(between: Between, file: dict[str, Any]) -> None:
    del file
    with between.desks[SALATIGA]():
        told = sent_and_read(minimum_of(Case.objects.get(matter=between.matters[0])))
    check_minimum(told)
    for path, there in damaged(told):
        for put in (one for one in UNLIKE if type(one) is not type(there)):
            if not broken(check_minimum, changed(told, path, put)):
                assert path[0] in ("domestic", "safe_tonight", "police_report"), "it may be unknown"
    unsaid = {path[0] for path, _there in damaged(told) if not broken(check_minimum, changed(told, path))}
    assert unsaid <= {"others", "stage", "words", "kinds", "needs"}
    with pytest.raises(FileFromLater):
        check_minimum(told | {"format": "rangkul-minimum/2"})


# in the envelope -----------------------------------------------------------------------------------------


def replace_file(between: Between, key: uuid.UUID, **damage: Any) -> None:
    """Salatiga's file in the envelope is another one, of which the chain was told as of the truth."""
    with between.desks[SALATIGA]():
        content = sent_and_read(packing.file_content(Referral.objects.get(pk=key))) | damage
        sealed = envelopes.seal_for(
            envelope=key, receiver=between.desks[BANYUWANGI].office.id, kind="file", content=content,
            parcel=uuid.uuid4(),
        )  # fmt: skip
    swap(between, key, "file", sealed)


DAMAGE: tuple[dict[str, Any], ...] = (
    {"notes": [{"body": 7, "at": None, "by": "x"}]},
    {"consents": [{
        "id": str(uuid.uuid4()), "person": None, "kind": "record", "given": True, "way": "signed", "note": "",
        "at": "2026-11-09T02:00:00+00:00", "withdrawn_at": "2026-11-08T02:00:00+00:00",
    }]},
)  # fmt: skip
"""Damage to a value deep inside, and one that PostgreSQL alone sees: withdrawn before it was given."""


@pytest.mark.parametrize("damage", DAMAGE, ids=["deep", "database"])
def test_refused_in_words_the_handover_stays_open_and_the_file_comes_anew(
    between: Between, damage: dict[str, Any]
) -> None:
    key = waiting(between)
    replace_file(between, key, **damage)
    there = between.desks[BANYUWANGI]
    client = enter(there.office, there.by)
    typed = {"terima-sop": there.version.sop.slug, "terima-holder": str(there.by.pk)}
    refused = client.post(f"/rujukan/{key}/penerimaan/", typed)
    assert refused.status_code == 422
    assert "tidak dapat dibuka" in words(refused)
    assert "Kantor pengirim sudah diberi tahu" in words(refused)
    with there():
        assert Envelope.objects.get(pk=key).state == "asked"
        assert not Case.objects.exists()
    between.settle()
    with between.desks[SALATIGA]():
        asked = Exchange.objects.get(referral=key, kind="question")
        assert (asked.code, asked.ours) == ("", False) or asked.code == "unreadable"
        assert "Mohon dikirim ulang" in asked.words
        assert between.holder_of(between.matters[0]) == SALATIGA
    assert client.post(f"/rujukan/{key}/penerimaan/", typed).status_code == 303
    between.settle()
    between.check_settled()


def test_of_a_later_edition_nobody_is_asked_to_send_it_again(between: Between) -> None:
    key = waiting(between)
    replace_file(between, key, format="rangkul-file/2")
    with pytest.raises(Refusal) as refused:
        between.accept(BANYUWANGI, key)
    assert refused.value.code == "later_format"
    assert "lebih baru daripada yang dipakai kantor Anda" in refused.value.message
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=key).state == "sent"


def test_another_office_is_told_in_indonesian_whatever_whoever_clicked_reads(between: Between) -> None:
    key = waiting(between)
    desk = between.desks[BANYUWANGI]
    with desk(), translation.override("en"):
        assert receiving.report_unreadable(envelope=key, by=desk.by, at=between.now())
    between.settle()
    with between.desks[SALATIGA]():
        assert "Mohon dikirim ulang" in Exchange.objects.get(referral=key, kind="question").words


def test_while_a_question_waits_somebody_telephones(between: Between) -> None:
    key = waiting(between)
    between.ask(BANYUWANGI, key)
    desk = between.desks[BANYUWANGI]
    with desk():
        assert not receiving.report_unreadable(envelope=key, by=desk.by, at=between.now())
    with between.desks[SALATIGA]():
        assert Parcel.objects.filter(envelope=key, kind="file").count() == 1


def test_long_words_go_on_from_office_to_office(file: dict[str, Any]) -> None:
    """Each office puts its name before a note: what one office may write is less than what another reads."""
    long = changed(file, ("notes", 0, "body"), "Kantor Rekaan, Sari: " + "a" * 20_000)
    check_file(changed(long, ("reports", 0, "story"), "a" * 20_400))
