"""Passwords of the three logins, made once and kept beside the data, readable by their owner alone."""

import json
import os
import secrets
from pathlib import Path

DEMO_PREFIX = "demo-"
"""Production settings refuse any secret with this in it."""

GIVEN = Path(__file__).resolve().parents[2] / ".given-server" / "passwords.json"
"""Neither `make clean` nor `make clean-demo` removes it: the roles stay on that server too."""

LOGINS = ("postgres", "rangkul_owner", "rangkul_web")


def keep_or_make(path: Path) -> dict[str, str]:
    """Return the passwords in `path` by login, making the file (0600) when it is not there."""
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    made = {login: DEMO_PREFIX + secrets.token_hex(20) for login in LOGINS}
    write_private(path, json.dumps(made, indent=1) + "\n")
    return made


def for_given_server() -> dict[str, str]:
    """Return the passwords for a server given by address: demo, tests and benchmarks of a checkout share its logins."""
    GIVEN.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return keep_or_make(GIVEN)


def write_private(path: Path, text: str) -> None:
    """Write `text` to `path`, 0600 from its first byte, in one step: a reader finds the old file or the new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
