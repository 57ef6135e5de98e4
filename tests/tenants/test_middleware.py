"""The door: a host leads to its office, or to a plain page."""

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from tenants import middleware
from tenants.current import in_office
from tenants.middleware import OfficeMiddleware, hosts
from tenants.models import Domain, Office


class Inside:
    """What a view behind the door sees."""

    def __init__(self) -> None:
        self.office: Office | None = None
        self.schema = ""
        self.called = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.called = True
        self.office = request.office  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user::text")
            self.schema = cursor.fetchone()[0]
        return HttpResponse("in")


def come(host: str) -> tuple[HttpResponse, Inside]:
    inside = Inside()
    return OfficeMiddleware(inside)(RequestFactory().get("/", headers={"host": host})), inside


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["salatiga.localhost", "salatiga.localhost:8000", "SALATIGA.localhost", "salatiga.localhost."]
)
def test_a_host_leads_to_its_office(host: str, salatiga: Office) -> None:
    response, inside = come(host)
    assert (response.status_code, inside.office, inside.schema) == (200, salatiga, "office_r3373")
    assert connection.schema_name == "public"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["nowhere.localhost", "salatiga.localhost.evil.example", "x" * 200 + ".localhost", "a b"]
)
def test_an_unknown_host_gets_a_plain_page_and_no_office(host: str) -> None:
    response, inside = come(host)
    assert response.status_code == 404
    assert not inside.called
    assert "Alamat tidak dikenal" in response.content.decode()
    assert connection.schema_name == "public"


def test_a_host_that_is_not_ours_is_answered_without_a_database() -> None:
    """No database fixture: a query would fail the test."""
    response, _inside = come("evil.example")
    assert response.status_code == 404


@pytest.mark.django_db
def test_the_whole_stack_answers_an_unknown_host(client: Client) -> None:
    response = client.get("/sehat", headers={"host": "nowhere.localhost"})
    assert response.status_code == 404
    assert "Alamat tidak dikenal" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_demo_lists_its_offices_where_none_is_named_and_nothing_else_does(
    salatiga: Office,
    settings: Settings,
    client: Client,
    host: str,
) -> None:
    settings.PUBLIC_HOSTS, settings.ALLOWED_HOSTS = [], [".localhost", "127.0.0.1"]
    settings.DEMO = True
    page = client.get("/", headers={"host": f"{host}:8123"})
    assert page.status_code == 200
    assert f"http://{salatiga.slug}.localhost:8123/" in page.content.decode()
    assert "http://console.localhost:8123/" in page.content.decode()
    assert client.get("/kasus/", headers={"host": host}).status_code == 404
    settings.DEMO = False
    assert client.get("/", headers={"host": host}).status_code == 404


@pytest.mark.django_db
def test_hosts_of_the_platform_have_no_office(settings: Settings) -> None:
    settings.PUBLIC_HOSTS = ["127.0.0.1"]
    response, inside = come("127.0.0.1")
    assert (response.status_code, inside.office, inside.schema) == (200, None, "rangkul_web")


@pytest.mark.django_db
def test_what_was_current_before_comes_back(salatiga: Office, banyuwangi: Office) -> None:
    with in_office(banyuwangi):
        _response, inside = come("salatiga.localhost")
        assert inside.office == salatiga
        assert connection.tenant == banyuwangi


@pytest.mark.django_db
def test_a_view_that_fails_leaves_no_office_behind(salatiga: Office) -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        OfficeMiddleware(fail)(RequestFactory().get("/", headers={"host": "salatiga.localhost"}))
    assert connection.schema_name == "public"


@pytest.mark.django_db
def test_a_host_is_looked_up_once_in_half_a_minute(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(middleware.time, "monotonic", lambda: now[0])
    assert hosts.office_of("salatiga.localhost") is not None
    with django_assert_num_queries(0):
        now[0] += 29
        assert hosts.office_of("salatiga.localhost") is not None
    with django_assert_num_queries(1):
        now[0] += 2
        assert hosts.office_of("salatiga.localhost") is not None


def test_an_office_just_opened_is_found_after_three_seconds(owner_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(middleware.time, "monotonic", lambda: now[0])
    assert hosts.office_of("baru.localhost") is None
    Domain.objects.create(domain="baru.localhost", tenant=Office.objects.get(code="33.73"), is_primary=False)
    assert hosts.office_of("baru.localhost") is None
    now[0] += 4
    assert hosts.office_of("baru.localhost") == Office.objects.get(code="33.73")


@pytest.mark.django_db
def test_many_unknown_hosts_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "KEPT_HOSTS", 5)
    cache = middleware.HostCache()
    for number in range(20):
        cache.office_of(f"h{number}.localhost")
    assert len(cache._entries) == 5


@pytest.mark.django_db
def test_hosts_of_two_databases_are_not_mixed(monkeypatch: pytest.MonkeyPatch, salatiga: Office) -> None:
    assert hosts.office_of("salatiga.localhost") == salatiga
    monkeypatch.setitem(connection.settings_dict, "NAME", "another")
    monkeypatch.setattr(Domain.objects, "select_related", lambda *_names: Domain.objects.none())
    assert hosts.office_of("salatiga.localhost") is None
