"""What can go wrong with PostgreSQL, said in one sentence to whoever started it."""


class PostgresError(RuntimeError):
    """PostgreSQL could not be started, stopped or prepared; the message says why and what to do."""


class StateBusy(PostgresError):
    """Another process holds this state folder's server."""
