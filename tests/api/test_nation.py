"""The ministry's door: who gets a token, what it shows, and what is said of a question that can't be answered."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from api.nation import clients
from api.nation.tokens import OF_ADDRESS, OF_CLIENT
from config.settings import base
from reporting.publishing import publish
from tests.api.machine import CASES, HOST, ask_token, bearer
from tests.reporting.conftest import AT
from tests.reporting.test_publishing import fill

pytestmark = pytest.mark.django_db


class TestTokens:
    def test_a_client_gets_one_for_its_secret_either_way(self, door):
        added = clients.add(name="Dasbor", scopes=["indicators:read"])
        answer = ask_token(door, added)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert answer.json()["token_type"] == "Bearer"
        assert answer.json()["scope"] == "indicators:read"
        form = {"grant_type": "client_credentials", "client_id": added.id, "client_secret": added.secret}
        assert door.post("/api/v1/token", form).status_code == 200

    @pytest.mark.parametrize(
        ("form", "error", "status"),
        [
            ({"scope": "indicators:write"}, "invalid_scope", 400),
            ({"grant_type": "password"}, "unsupported_grant_type", 400),
            ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, "unsupported_grant_type", 400),
            ({"resource": "x"}, "invalid_request", 400),
        ],
    )
    def test_what_it_does_not_know_is_refused_with_what_there_is(self, door, form, error, status):
        answer = ask_token(door, clients.add(name="Dasbor", scopes=["indicators:read"]), **form)
        assert (answer.status_code, answer.json()["error"]) == (status, error)
        assert answer.json()["type"] == f"urn:rangkul:problem:{error}"
        assert answer.json()["errors"][0]["allowed"]

    @pytest.mark.parametrize("secret", ["salah", "", "\x00", "é" * 9, "x" * 999])
    def test_a_wrong_secret_or_an_unknown_client_is_refused(self, door, secret):
        added = clients.add(name="Dasbor", scopes=["indicators:read"])
        for name in (added.id, "siapa", ""):
            answer = ask_token(door, clients.Added(name, secret))
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
            assert answer["WWW-Authenticate"].startswith("Basic")

    def test_a_scope_that_the_client_does_not_have_is_refused(self, door):
        from allauth.idp.oidc.models import Client as Machine

        added = clients.add(name="Dasbor", scopes=["indicators:read"])
        Machine.objects.filter(pk=added.id).update(scopes="lain", default_scopes="lain")
        assert ask_token(door, added, scope="indicators:read").json()["error"] == "invalid_scope"
        token = ask_token(door, added).json()["access_token"]
        answer = door.get(CASES, headers={"authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:rangkul:problem:scope_missing")

    def test_too_many_are_refused_with_the_time_to_wait(self, door, settings):
        settings.ACCOUNT_RATE_LIMITS = {"token_of_client": "2/m/key"}
        added, other = (clients.add(name=name, scopes=["indicators:read"]) for name in ("Dasbor", "Lain"))
        for _wrong in range(5):
            assert ask_token(door, clients.Added(added.id, "salah")).status_code == 401
        assert [ask_token(door, added).status_code for _time in range(3)] == [200, 200, 429], (
            "wrong ones are not counted"
        )
        answer = ask_token(door, added, scope="")
        assert (answer["Retry-After"], answer["Cache-Control"]) == ("60", "no-store")
        assert answer.json()["type"] == "urn:rangkul:problem:too_many_requests"
        assert (answer.json()["status"], answer.json()["error"]) == (429, "too_many_requests")
        assert ask_token(door, other).status_code == 200

    def test_an_address_asks_so_often_whatever_it_asks(self, door, settings):
        settings.ACCOUNT_RATE_LIMITS = {"token_of_address": "3/m/ip"}
        added = clients.add(name="Dasbor", scopes=["indicators:read"])
        asked = [clients.Added("siapa", "salah"), clients.Added("", ""), added, added]
        assert [ask_token(door, one).status_code for one in asked] == [401, 401, 200, 429]
        elsewhere = Client(headers={"host": HOST}, REMOTE_ADDR="203.0.113.7")
        assert ask_token(elsewhere, added).status_code == 200

    def test_the_limits_are_set(self):
        limits = base.ACCOUNT_RATE_LIMITS
        assert (limits[OF_ADDRESS], limits[OF_CLIENT]) == ("60/m/ip", "20/m/key")

    def test_a_token_ends_with_its_hour_and_with_its_client(self, door):
        from allauth.idp.oidc.models import Token

        machine = bearer(door)
        assert door.get(CASES, headers=machine).status_code == 200
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert door.get(CASES, headers=machine).status_code == 401
        Token.objects.update(expires_at=None)
        assert clients.end(client_id=Token.objects.get().client_id)
        assert door.get(CASES, headers=machine).status_code == 401

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer \xe9", "bearer  "])
    def test_without_a_token_nothing_is_told(self, door, header):
        answer = door.get(CASES, headers={"authorization": header} if header else {})
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer.json()["type"] == "urn:rangkul:problem:unknown_token"
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_a_token_in_the_address_is_none(self, door):
        value = bearer(door)["authorization"].partition(" ")[2]
        assert door.get(CASES, {"access_token": value}).status_code == 401

    def test_the_secret_is_printed_once_and_kept_nowhere(self, door, capsys):
        from allauth.idp.oidc.models import Client as Machine

        call_command("client", "add", "Dasbor Kementerian", "--scope", "indicators:read", "--province", "33")
        lines = capsys.readouterr().out
        secret = lines.partition("client_secret: ")[2].split()[0]
        machine = Machine.objects.get()
        assert machine.check_secret(secret)
        assert secret not in repr(Machine.objects.values())
        call_command("client", "list")
        listed = capsys.readouterr().out
        assert machine.id in listed
        assert secret not in listed
        call_command("client", "end", machine.id)
        assert not Machine.objects.exists()


class TestNumbers:
    def test_the_figures_of_a_month(self, door, told):
        answer = door.get(CASES, {"month": "2026-05"}, headers=bearer(door))
        body = answer.json()
        assert [(row["area"], row["area_name"], row["cases"]) for row in body["results"]] == [
            ("33.73", "Kota Salatiga", 12), ("35.10", "Kabupaten Banyuwangi", 15),
        ]  # fmt: skip
        assert body["as_of"] == AT.isoformat()
        assert body["lag"] == {"seconds": None, "behind": {}, "unheard": ["33.73", "35.10", "62.05", "65.03"]}
        assert body["next"] is None

    def test_every_dimension(self, door, told):
        machine = bearer(door)

        def numbers(**asked):
            rows = door.get(CASES, asked, headers=machine).json()["results"]
            return {(row["month"], row["area"], row["kind"], row["stage"]): row["cases"] for row in rows}

        assert numbers(by="nation", month="2026-05") == {("2026-05", "ID", "*", "*"): 27}
        assert numbers(by="nation", month="2026-05", kind="each") == {
            ("2026-05", "ID", "FISIK", "*"): 27, ("2026-05", "ID", "SEKSUAL", "*"): 15,
        }  # fmt: skip
        assert numbers(by="nation", month="2026-05", stage="service,intake") == {("2026-05", "ID", "*", "service"): 27}
        assert numbers(by="province", area="33") == {("2026-03", "33", "*", "*"): 6, ("2026-05", "33", "*", "*"): 12}
        assert numbers(area="33.73", to="2026-04") == {("2026-03", "33.73", "*", "*"): 6}
        assert numbers(area="35", **{"from": "2026-05"}) == {("2026-05", "35.10", "*", "*"): 15}

    def test_csv_is_the_same(self, door, told):
        machine = bearer(door)
        for asked, headers in (({"format": "csv"}, {}), ({}, {"accept": "text/csv"})):
            answer = door.get(CASES, {"month": "2026-05", **asked}, headers=machine | headers)
            assert answer["Content-Type"] == "text/csv; charset=utf-8"
            rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
            assert [(row["area"], row["cases"], row["suppressed"]) for row in rows] == [
                ("33.73", "12", "false"), ("35.10", "15", "false"),
            ]  # fmt: skip
            assert {row["as_of"] for row in rows} == {AT.isoformat()}, "a table that was saved says as of when it is"

    def test_small_numbers_are_null(self, door, offices):
        salatiga, banyuwangi, _nunukan = offices
        fill(salatiga, 2)
        fill(banyuwangi, 20)
        publish(at=AT)
        rows = door.get(CASES, headers=bearer(door)).json()["results"]
        small = next(row for row in rows if row["area"] == "33.73")
        assert (small["cases"], small["suppressed"]) == (None, True)
        assert small["shown"] in ("<5", "ditutup")

    def test_pages_by_cursor_hold_everything_once(self, door, told):
        machine = bearer(door)
        whole = door.get(CASES, {"kind": "*,each", "stage": "*,each"}, headers=machine).json()["results"]
        assert len(whole) > 6
        address, found = f"{CASES}?kind=*,each&stage=*,each&limit=4", []
        while address:
            answer = door.get(address, headers=machine)
            found += answer.json()["results"]
            assert len(answer.json()["results"]) <= 4
            address = answer.json()["next"]
            assert ("Link" in answer) == bool(address)
        assert found == whole

    def test_an_etag_saves_the_second_answer_until_something_new_is_published(self, door, told):
        machine = bearer(door)
        first = door.get(CASES, headers=machine)
        again = door.get(CASES, headers=machine | {"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert door.get(CASES, {"by": "nation"}, headers=machine | {"if-none-match": first["ETag"]}).status_code == 200
        publish(at=AT + timedelta(minutes=5))
        assert door.get(CASES, headers=machine | {"if-none-match": first["ETag"]}).status_code == 200

    def test_a_province_s_machine_sees_its_province(self, door, told):
        machine = bearer(door, province="33")
        rows = door.get(CASES, {"month": "2026-05"}, headers=machine).json()
        assert [row["area"] for row in rows["results"]] == ["33.73"]
        assert rows["lag"]["unheard"] == ["33.73"]
        for asked, field in (({"area": "35.10"}, "area"), ({"by": "nation"}, "by"), ({"area": "ID"}, "area")):
            answer = door.get(CASES, asked, headers=machine)
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["field"] == field
            assert "35.10" not in answer.json()["errors"][0]["allowed"]

    def test_nothing_published_yet_is_no_error(self, door):
        body = door.get(CASES, headers=bearer(door)).json()
        assert (body["as_of"], body["results"]) == (None, [])


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"month": "Mei"}, "month"), ({"month": "2026-13"}, "month"), ({"month": "2026-06"}, "month"),
        ({"to": "2026-06"}, "to"),
        ({"month": "2026-05", "to": "2026-05"}, "month"), ({"from": "2026-05", "to": "2026-04"}, "to"),
        ({"month": "0000-01"}, "month"), ({"month": "\u0662\u0660\u0662\u0666-05"}, "month"), ({"by": "desa"}, "by"),
        ({"area": "3373"}, "area"), ({"area": "33.73\x00"}, "area"), ({"area": "33.73", "by": "province"}, "by"),
        ({"kind": "FISIK,NGAWUR"}, "kind"), ({"kind": ""}, "kind"), ({"stage": "selesai"}, "stage"),
        ({"limit": "0"}, "limit"), ({"limit": "5001"}, "limit"), ({"limit": "\u0661"}, "limit"),
        ({"format": "xml"}, "format"), ({"cursor": "x"}, "cursor"), ({"cursor": "bnVsbA=="}, "cursor"),
        ({"cursor": "WzEsMiwzLDRd"}, "cursor"), ({"tahun": "2026"}, "tahun"), ({"by": ["nation", "province"]}, "by"),
    ],
)  # fmt: skip
def test_what_can_not_be_asked_is_refused_with_what_can(door, told, asked, field):
    answer = door.get(CASES, asked, headers=bearer(door))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    (fault,) = [one for one in answer.json()["errors"] if one["field"] == field]
    if field in ("by", "area", "kind", "stage", "format", "tahun") and not isinstance(asked.get(field), list):
        assert fault["allowed"]
    if asked == {"month": "2026-06"}:
        assert "2026-05" in fault["message"]


def test_only_reading_is_served(door):
    machine = bearer(door)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(door, method)(CASES, headers=machine).status_code == 405
    refused = door.get("/api/v1/token")
    assert (refused.status_code, refused["Allow"], refused["Content-Type"]) == (405, "POST", "application/problem+json")
    assert refused.json()["type"] == "urn:rangkul:problem:method_not_allowed"


def test_no_office_serves_it(told, offices):
    at_the_office = Client(headers={"host": "salatiga.localhost"})
    machine = bearer(Client(headers={"host": HOST}))
    assert at_the_office.get(CASES, headers=machine).status_code == 404
    assert at_the_office.post("/api/v1/token", {"grant_type": "client_credentials"}).status_code == 404
