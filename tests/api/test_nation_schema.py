"""The ministry's schema: sound, complete, made without a doubt, and true of what is answered."""

import json

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from api.nation.asking import PARAMETERS
from api.nation.views import COLUMNS

SCHEMA = "/api/v1/schema"


@pytest.fixture
def schema(db):
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        answer = Client(headers={"host": "api.localhost", "accept": "application/json"}).get(SCHEMA)
        found = list(GENERATOR_STATS._warn_cache) + list(GENERATOR_STATS._error_cache)
    assert found == []
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_it_is_a_valid_openapi_document(schema):
    validate_schema(schema)
    assert schema["openapi"].startswith("3.1")
    assert schema["info"]["title"] == "Rangkul: angka nasional"


def test_it_describes_the_numbers_and_nothing_of_an_office(schema):
    assert list(schema["paths"]) == ["/api/v1/indicators/cases"]
    asked = schema["paths"]["/api/v1/indicators/cases"]["get"]
    named = {one["name"] for one in asked["parameters"] if one["in"] == "query"}
    assert named == set(PARAMETERS)
    assert set(asked["responses"]) == {"200", "304", "401", "403", "422"}
    assert list(asked["responses"]["422"]["content"]) == ["application/problem+json"]
    assert {*schema["components"]["schemas"]["Number"]["properties"], "as_of"} == set(COLUMNS), (
        "a table says it in each row"
    )


def test_it_says_how_to_come_in(schema):
    (scheme,) = schema["components"]["securitySchemes"].values()
    flow = scheme["flows"]["clientCredentials"]
    assert (flow["tokenUrl"], list(flow["scopes"])) == ("/api/v1/token", ["indicators:read"])
    assert schema["paths"]["/api/v1/indicators/cases"]["get"]["security"] == [{"machine": ["indicators:read"]}]
