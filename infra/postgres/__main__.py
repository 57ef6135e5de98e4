"""`rangkul test-db [COMMAND…]`: a server for tests, for one command or until Ctrl-C, with its addresses."""

import os
import signal
import subprocess
import sys
from threading import Event

from infra.postgres.errors import PostgresError
from infra.postgres.for_tests import environment_for_tests


def main(words: list[str]) -> int:
    """Run the command `words` beside a test server, or print the server's addresses and wait; return the exit code."""
    try:
        with environment_for_tests() as variables:
            if words:
                return subprocess.run(words, check=False, env={**os.environ, **variables}).returncode
            for name, value in variables.items():
                sys.stdout.write(f"export {name}='{value}'\n")
            sys.stdout.flush()
            signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
            Event().wait()
    except PostgresError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
