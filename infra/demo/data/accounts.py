"""The accounts a newcomer may log in with, kept in the state folder (0600): one password, made at the first start."""

import json
import secrets
from pathlib import Path
from typing import Any

from infra.postgres.passwords import DEMO_PREFIX, write_private

FILE = "accounts.json"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10


def kept_password(folder: Path) -> str | None:
    """Return the password of an earlier start, or None where there was none."""
    try:
        offices = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    passwords = {account["password"] for office in offices for account in office["accounts"]}
    return passwords.pop() if len(passwords) == 1 else None


def new_password() -> str:
    """Return a password that can be typed from a screen; production settings refuse its prefix."""
    return DEMO_PREFIX + "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def keep(folder: Path, offices: list[dict[str, Any]]) -> None:
    """Write the accounts: a list of `{"office", "slug", "accounts": [{"username", "password", "duty", …}]}`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(folder / FILE, json.dumps(offices, ensure_ascii=False, indent=1) + "\n")
