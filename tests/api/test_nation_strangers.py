"""What whoever has only the document runs into: quiet months, a cursor elsewhere, encoded secrets, JSON for a token."""

import base64
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import quote

import pytest

from api.nation import clients
from reporting.publishing import publish
from tests.api.machine import CASES, ask_token, bearer
from tests.reporting.conftest import AT
from tests.reporting.test_publishing import fill

pytestmark = pytest.mark.django_db
PAGED = {"kind": "*,each", "stage": "*,each", "limit": "4"}


def fault_of(answer, field):
    assert answer.status_code == 422, answer.content
    (fault,) = [one for one in answer.json()["errors"] if one["field"] == field]
    return fault


@pytest.mark.parametrize(
    "asked", [{"month": "2026-04"}, {"month": "2019-05"}, {"from": "2019-01", "to": "2020-12"}, {"to": "2026-02"}]
)
def test_a_month_of_the_past_without_cases_has_no_rows(door, told, asked):
    answer = door.get(CASES, asked, headers=bearer(door))
    assert (answer.status_code, answer.json()["results"], answer.json()["as_of"]) == (200, [], AT.isoformat())


def test_a_month_that_is_not_published_does_not_look_like_nought(door, offices):
    machine = bearer(door)
    assert fault_of(door.get(CASES, {"month": "2026-05"}, headers=machine), "month")
    publish(at=datetime(2026, 5, 31, 14, tzinfo=UTC))
    assert door.get(CASES, {"month": "2026-05"}, headers=machine).status_code == 200
    assert "2026-05" in fault_of(door.get(CASES, {"month": "2026-06"}, headers=machine), "month")["message"]
    publish(at=datetime(2026, 5, 31, 16, tzinfo=UTC))
    assert door.get(CASES, {"month": "2026-06"}, headers=machine).status_code == 200, "June has begun in Jayapura"


def test_a_cursor_goes_on_only_where_it_was_made(door, told):
    machine, province = bearer(door), bearer(door, province="33")
    following = door.get(CASES, PAGED, headers=machine).json()["next"]
    cursor = {"cursor": following.partition("cursor=")[2].replace("%3D", "=")}
    for other in ({"kind": "*"}, {"stage": "*"}, {"by": "nation"}, {"area": "33"}, {"month": "2026-05"}):
        assert fault_of(door.get(CASES, PAGED | other | cursor, headers=machine), "cursor")
    assert fault_of(door.get(CASES, PAGED | cursor, headers=province), "cursor")
    assert door.get(CASES, PAGED | cursor, headers=machine).status_code == 200


def test_a_cursor_goes_on_while_no_number_of_its_month_changes(door, told, offices):
    """What is published anew every few minutes, with the same numbers, holds up nobody who reads slowly."""
    machine = bearer(door)
    asked = PAGED | {"from": "2026-03", "to": "2026-05"}
    first = door.get(CASES, asked, headers=machine).json()
    publish(at=AT + timedelta(minutes=5))
    assert {row["month"] for row in first["results"]} == {"2026-03"}
    again = door.get(first["next"], headers=machine)
    assert (again.status_code, again.json()["as_of"]) == (200, (AT + timedelta(minutes=5)).isoformat())
    fill(offices[1], 7)
    publish(at=AT + timedelta(minutes=10))
    assert door.get(first["next"], headers=machine).status_code == 200, "May grew; March, which it stands in, did not"
    fill(offices[1], 7, reported_at=AT - timedelta(days=60))
    publish(at=AT + timedelta(minutes=15))
    assert "next" in fault_of(door.get(first["next"], headers=machine), "cursor")["message"]


def test_a_secret_is_renewed_and_the_old_one_is_over(door):
    from django.core.management import CommandError, call_command

    added = clients.add(name="Dasbor", scopes=["indicators:read"])
    machine = {"authorization": f"Bearer {ask_token(door, added).json()['access_token']}"}
    said = StringIO()
    call_command("client", "renew", added.id, stdout=said)
    secret = said.getvalue().split("client_secret: ")[1].split()[0]
    assert door.get(CASES, headers=machine).status_code == 401
    assert ask_token(door, added).status_code == 401
    assert ask_token(door, clients.Added(added.id, secret)).status_code == 200
    with pytest.raises(CommandError, match="client list"):
        call_command("client", "renew", "tidak-ada")


def test_a_secret_is_the_same_encoded_or_not(door):
    added = clients.add(name="Dasbor", scopes=["indicators:read"])
    assert (quote(added.id, safe=""), quote(added.secret, safe="")) == (added.id, added.secret)
    assert len(added.secret) == 48
    assert ask_token(door, added).status_code == 200


def test_a_secret_given_before_still_works(door):
    from allauth.idp.oidc.models import Client as Machine

    added = clients.add(name="Dasbor", scopes=["indicators:read"])
    machine, secret = Machine.objects.get(pk=added.id), "a$#&*+%(^@=b"
    machine.set_secret(secret)
    machine.save()
    assert ask_token(door, clients.Added(added.id, secret)).status_code == 200


def test_json_for_a_token_is_told_to_be_a_form(door):
    added = clients.add(name="Dasbor", scopes=["indicators:read"])
    coded = base64.b64encode(f"{added.id}:{added.secret}".encode()).decode()
    body = {"grant_type": "client_credentials"}
    sent = {"content_type": "application/json", "headers": {"authorization": f"Basic {coded}"}}
    answer = door.post("/api/v1/token", body, **sent)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "formulir" in answer.json()["error_description"]
    assert answer.json()["errors"][0]["allowed"] == ["application/x-www-form-urlencoded"]


def test_a_province_is_told_that_another_one_is_not_its_own(door, told):
    machine = bearer(door, province="33")
    for area in ("35", "35.10", "ID"):
        fault = fault_of(door.get(CASES, {"area": area}, headers=machine), "area")
        assert fault["message"] == "Wilayah ini bukan untuk mesin ini."
        assert "33.73" in fault["allowed"]
    assert "Kemendagri" in fault_of(door.get(CASES, {"area": "99"}, headers=machine), "area")["message"]
