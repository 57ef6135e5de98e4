"""Schemathesis asks what the two schemas allow, and what they do not, signed in and not: never a 5xx."""

import json
from contextlib import suppress
from typing import Any

import pytest
import requests
import schemathesis
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from tests.api.machine import HOST, bearer
from tests.reporting.conftest import AT
from tests.reporting.test_publishing import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIGNED_IN, NAMELESS = 8, 2


def schema_of(urlconf: str) -> Any:
    made = SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)
    return schemathesis.openapi.from_dict(json.loads(json.dumps(made, default=str)))


def operations(urlconf: str) -> list[Any]:
    return [result.ok() for result in schema_of(urlconf).get_all_operations()]


OFFICE, NATION = operations("config.urls.office"), operations("config.urls.public")


def answer_of(client: Client, case: Case, headers: dict[str, str]) -> Any:
    """Ask by Django's own client, so that it happens in the test's transaction."""
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://any.localhost")).prepare()
    named = {name: value for name, value in asked.headers.items() if name.lower() not in ("content-length", "host")}
    kind = named.pop("Content-Type", "application/octet-stream")
    body = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
    return client.generic(asked.method, asked.path_url, body, kind, headers=named | headers)


def ask_everything(operation: Any, client: Client, headers: dict[str, str], *, times: int) -> None:
    client.raise_request_exception = False
    assert asked(operation, client, headers, times=times, mode=GenerationMode.POSITIVE)
    asked(operation, client, headers, times=times, mode=GenerationMode.NEGATIVE)


def asked(operation: Any, client: Client, headers: dict[str, str], *, times: int, mode: GenerationMode) -> int:
    """How many questions were asked; none wrongly where an operation takes nothing."""
    answers: list[int] = []

    @settings(
        max_examples=times, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        answer = answer_of(client, case, headers)
        answers.append(answer.status_code)
        assert answer.status_code < 500, case.as_curl_command()
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json", case.as_curl_command()

    with suppress(schemathesis.errors.SchemathesisError):
        ask()
    return len(answers)


@pytest.mark.parametrize("operation", OFFICE, ids=lambda one: one.label)
def test_the_office_s_api_answers_everything(salatiga, sari, client, operation):
    ask_everything(operation, client, {}, times=SIGNED_IN)


@pytest.mark.parametrize("operation", OFFICE, ids=lambda one: one.label)
def test_the_office_s_api_lets_nobody_nameless_in(salatiga, operation):
    nameless = Client(headers={"host": "salatiga.localhost"})
    ask_everything(operation, nameless, {}, times=NAMELESS)


@pytest.mark.parametrize("operation", NATION, ids=lambda one: one.label)
def test_the_ministry_s_api_answers_everything(offices, operation):
    from reporting.publishing import publish

    fill(offices[0], 12)
    publish(at=AT)
    door = Client(headers={"host": HOST})
    machine = bearer(door)
    ask_everything(operation, door, machine, times=5 * SIGNED_IN)
    ask_everything(operation, door, {}, times=NAMELESS)


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    form=st.dictionaries(
        st.sampled_from(["grant_type", "scope", "client_id", "client_secret", "resource", "x"]),
        st.one_of(st.sampled_from(["client_credentials", "indicators:read", ""]), st.text(max_size=30)),
    ),
    header=st.one_of(st.just(""), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)),
    scheme=st.sampled_from(["Basic ", "Bearer ", ""]),
)
def test_the_token_s_door_answers_everything(db, form, header, scheme):
    door = Client(headers={"host": HOST}, raise_request_exception=False)
    answer = door.post("/api/v1/token", form, headers={"authorization": scheme + header})
    assert answer.status_code in (400, 401), (form, header)
    assert answer.json()["error"]
