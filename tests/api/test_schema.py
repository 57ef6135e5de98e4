"""The published schema is sound, complete, and made without a doubt of the generator."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from api.urls import urlpatterns
from cases.operations.reported import CODES
from tests.api.conftest import ask


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        made = SchemaGenerator(urlconf="config.urls.office").get_schema(request=None, public=True)
        found = list(GENERATOR_STATS._warn_cache) + list(GENERATOR_STATS._error_cache)
    assert found == []
    return json.loads(json.dumps(made, default=str))


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "patch"):
                yield f"{method} {path}", operation


def test_it_is_a_valid_openapi_document(schema):
    validate_schema(schema)
    assert schema["openapi"].startswith("3.1")


def test_every_route_is_in_it(schema):
    assert len(schema["paths"]) == len(urlpatterns) - 1, "all but the schema itself"
    assert len({operation["operationId"] for _name, operation in operations(schema)}) == len(list(operations(schema)))


def test_every_operation_says_what_it_refuses_as_a_problem(schema):
    for name, operation in operations(schema):
        refused = {code: said for code, said in operation["responses"].items() if code >= "400"}
        assert {"401", "403"} <= set(refused), name
        assert all(list(said["content"]) == ["application/problem+json"] for said in refused.values()), name
        if not name.startswith("get"):
            assert {"400", "409", "413", "415", "422"} <= set(refused), name


def test_a_report_is_described_with_its_codes(schema):
    parts = schema["components"]["schemas"]
    told = parts["NewReport"]
    assert told["required"] == ["channel"]
    assert set(told["properties"]) == {"id", "channel", "received_at", "in_danger", "reporter", "victim", "incident"}
    assert list(CODES["channel"]) in codes_in(told["properties"]["channel"], parts)


def codes_in(node: Any, parts: dict[str, Any]) -> list[list[str]]:
    if isinstance(node, list):
        return [found for one in node for found in codes_in(one, parts)]
    if not isinstance(node, dict):
        return []
    here = [node["enum"]] if "enum" in node else []
    if "$ref" in node:
        here += codes_in(parts[node["$ref"].rpartition("/")[2]], parts)
    return here + [found for value in node.values() for found in codes_in(value, parts)]


@pytest.mark.django_db
def test_it_is_served(client):
    assert ask(client, "GET", "schema", accept="application/json").json()["info"]["title"] == "Rangkul API"
