"""A published SOP taken along as a file: YAML and BPMN, both the very same document."""

import pytest
from django.test import Client

from sop_library.bpmn import read_bpmn
from sop_library.definition import content_hash
from sop_library.loading import read
from sop_library.models import SopVersion
from tenants.models import Office
from tests.frontend.screens import employ, enter, take
from tests.frontend.screens import read as read_page

NAME = "salatiga/layanan-informasi"
AT = "/sop/layanan-informasi/versi/1/"


@pytest.fixture
def version(salatiga: Office) -> SopVersion:
    return take(salatiga, NAME)


@pytest.fixture
def client(salatiga: Office, version: SopVersion) -> Client:
    return enter(salatiga, employ(salatiga, "ratna"))


def test_the_sheet_leads_to_both_files(client: Client) -> None:
    links = {link["href"] for link in read_page(client.get("/sop/layanan-informasi/")).find_all("a", href=True)}
    assert {f"{AT}yaml", f"{AT}bpmn"} <= links


def test_the_yaml_is_the_version_to_the_letter(client: Client, version: SopVersion) -> None:
    answer = client.get(f"{AT}yaml")
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="layanan-informasi-versi-1.yaml"'
    document = read(answer.content).document
    assert document == version.definition
    assert document is not None
    assert content_hash(document) == version.content_hash


def test_the_bpmn_has_the_version_inside(client: Client, version: SopVersion) -> None:
    answer = client.get(f"{AT}bpmn")
    assert answer["Content-Type"] == "application/bpmn+xml; charset=utf-8"
    assert read_bpmn(answer.content) == version.definition
    assert "no-store" in answer["Cache-Control"]


def test_a_version_that_is_not_there_has_no_file(client: Client) -> None:
    assert [client.get(f"/sop/layanan-informasi/versi/9/{kind}").status_code for kind in ("yaml", "bpmn")] == [404, 404]
