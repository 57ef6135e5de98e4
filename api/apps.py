"""The app, and the shared tables of the ministry's door."""

from django.apps import AppConfig

from tenants.roles import EVERYTHING
from tenants.shared_tables import SharedTable, Wall

MACHINES = "machines of ministry and provinces, and their tokens; an office's staff come with a session of their own"


class ApiConfig(AppConfig):
    """The API."""

    name = "api"
    shared_tables = (
        SharedTable("allauth_idp_oidc_client", Wall.NO_RIGHT, MACHINES, EVERYTHING),
        SharedTable("allauth_idp_oidc_token", Wall.NO_RIGHT, MACHINES, EVERYTHING),
    )
