"""`rangkul demo`."""

import argparse
import os
import sys

from infra.demo.errors import DemoError, Stopped
from infra.demo.screen import say
from infra.demo.state import State, default_folder
from infra.demo.supervisor import run
from infra.postgres import PostgresError


def main() -> int:
    """Run the demo until Ctrl-C; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="rangkul demo",
        description="Lima kantor di mesin ini, sampai Ctrl-C. PORT memilih port, DATABASE_URL server PostgreSQL "
        "sendiri (16 atau lebih baru), REDIS_URL perantara pesan.",
    )
    parser.parse_args()
    try:
        run(State(default_folder()), asked_port=os.environ.get("PORT", ""))
    except Stopped:
        say("Demo berhenti; datanya tetap tersimpan.")
        return 0
    except (DemoError, PostgresError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
