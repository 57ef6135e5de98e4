"""PostgreSQL for Django, with the office's role taken together with its search path.

django-tenants' backend sets the search path and remembers that it did; here one statement sets both. What it remembers
is forgotten on every rollback, since PostgreSQL takes the setting back too.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures
from django_tenants.postgresql_backend.base import DatabaseWrapper as SchemaDatabaseWrapper
from django_tenants.utils import get_limit_set_calls
from psycopg.pq import TransactionStatus

from tenants import roles
from tenants.backend import pooler
from tenants.backend.introspection import OfficeIntrospection


class DatabaseFeatures(PostgresFeatures):
    """PostgreSQL 16 brought `GRANT … WITH INHERIT FALSE, SET TRUE`, on which the wall stands."""

    minimum_database_version = (16,)


class DatabaseWrapper(SchemaDatabaseWrapper):
    """A connection that is, at every statement, the role of the office whose schema it is in."""

    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.acting_as_owner = False
        self.acting_role = ""
        self._setting_search_path = False
        super().__init__(*args, **kwargs)
        self.introspection = OfficeIntrospection(self)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, and refuse a pooler that would hand our role and search path to another request."""
        connection = super().get_new_connection(conn_params)
        try:
            pooler.refuse_shared_sessions(
                connection,
                connect=lambda: self.Database.connect(**conn_params),
                accepted=pooler.session_mode_declared(),
            )
        except BaseException:
            connection.close()
            raise
        return connection

    def act_as_owner(self, acting: bool) -> None:
        """Keep the schema but not the office's role. Only `roles.as_owner` calls this."""
        self.acting_as_owner = acting
        self.search_path_set_schemas = None

    def act_as(self, role: str) -> None:
        """Take this role in the shared schema; "" is the login itself. Only `roles.as_console` calls this."""
        self.acting_role = role
        self.search_path_set_schemas = None

    def _role(self) -> str:
        if self.acting_as_owner:
            return roles.NO_ROLE
        if self.schema_name == roles.PUBLIC_SCHEMA and self.acting_role:
            return self.acting_role
        return roles.role_for(self.schema_name)

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Take role and search path before a cursor is used. A switch that fails fails the query, never silently."""
        if self._setting_search_path or (get_limit_set_calls() and self.search_path_set_schemas):
            return
        if not self.schema_name:
            raise ImproperlyConfigured("No schema is set on this connection.")
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # nothing but a rollback can follow; what comes after it switches anew
        search_path = self._get_cursor_search_paths()
        role = self._role()
        self._setting_search_path = True
        switching = self.connection.cursor() if cursor is None else cursor
        self.search_path_set_schemas = None
        try:
            roles.switch(switching, role=role, search_path=search_path)
            self.search_path_set_schemas = search_path
        finally:
            self._setting_search_path = False
            if cursor is None:
                switching.close()
