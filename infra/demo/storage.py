"""The demo's PostgreSQL: the embedded one, or the server that DATABASE_URL names."""

import os
from dataclasses import dataclass

from infra import postgres
from infra.demo.state import State
from infra.postgres.passwords import for_given_server, keep_or_make

DATABASE = "rangkul_demo"


@dataclass
class Storage:
    """Where the data are. `server` is None when the server is somebody else's to run."""

    state: State
    server: postgres.Server | None = None
    owner_url: str = ""
    web_url: str = ""

    def start(self) -> None:
        """Start (or find) the server, with our roles and database in it.

        Raises:
            PostgresError: it does not start, is too old, or cannot be prepared.
        """
        given = os.environ.get("DATABASE_URL", "")
        if given:
            postgres.wait_for_server(given)
            admin_url, passwords = given, for_given_server()
        else:
            self.server = postgres.start(self.state.postgres)
            admin_url, passwords = self.server.admin_url, keep_or_make(self.state.postgres / "passwords.json")
        self.owner_url, self.web_url = postgres.ensure_database(
            admin_url=admin_url, name=DATABASE, passwords=passwords, given=bool(given)
        )

    def has_ended(self) -> bool:
        """Whether our own server runs no more."""
        return self.server is not None and self.server.has_ended()

    def start_again(self) -> None:
        """Start our own server after it died; what it had acknowledged is there.

        Raises:
            PostgresError: it does not start.
        """
        self.stop(starts_again=True)
        self.start()

    def stop(self, *, starts_again: bool = False) -> None:
        """Stop our own server; where it starts again, at the address that those who use it have."""
        if self.server is not None:
            postgres.stop(self.server, starts_again=starts_again)
            self.server = None
