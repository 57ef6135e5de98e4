"""The published schema says what the API answers."""

import pytest

from tests.frontend.working import new_case, open_pass

pytestmark = pytest.mark.django_db


def test_a_list_of_cases_is_the_page_that_the_schema_describes(salatiga, client, version, sari):
    case = new_case(salatiga, version, sari)
    schema = client.get("/api/v1/schema", headers={"accept": "application/json"}).json()
    listing = schema["paths"]["/api/v1/cases"]["get"]
    named = listing["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    answer = client.get("/api/v1/cases").json()
    assert set(schema["components"]["schemas"][named]["properties"]) == set(answer)
    assert [one["number"] for one in answer["results"]] == [case.number]
    assert [one["name"] for one in listing["parameters"]] == ["cursor"]


def test_a_refused_completion_names_its_fields(salatiga, client, version, sari):
    case = new_case(salatiga, version, sari)
    where = f"/api/v1/cases/{case.pk}/passes/{open_pass(salatiga, case).pk}/completion"
    answer = client.post(where, {"outputs": {"ngawur": "x"}}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["type"] == "urn:rangkul:problem:unknown_key"
    assert [one["field"] for one in answer.json()["errors"]] == ["output-ngawur"]
