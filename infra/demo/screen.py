"""What the demo says on the screen: each step with its seconds, the addresses, the accounts."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def say(line: str = "") -> None:
    """Write one line, at once. Nobody reading any more does not stop the demo."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = open("/dev/null", "w", encoding="utf-8")  # noqa: SIM115 - stays for the rest of the run


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say that a step begins, and how many seconds it took."""
    say(f"{name} …")
    began = time.monotonic()
    yield
    say(f"{name}: {seconds(time.monotonic() - began)}")


def seconds(amount: float) -> str:
    """Return an amount of seconds as it is written in Indonesian: `0,4 detik`."""
    return f"{amount:.1f}".replace(".", ",") + " detik"


def welcome(*, accounts: Path, port: int, took: float) -> None:
    """Say where the offices are and who may log in.

    `accounts` holds a JSON list of offices: `{"office": "Kota Salatiga", "slug": "salatiga", "accounts":
    [{"username": …, "password": …, "duty": "Petugas Resepsionis"}, …]}`, all invented.
    """
    say()
    say(f"Rangkul siap dalam {seconds(took)}.")
    for office in json.loads(accounts.read_text(encoding="utf-8")):
        say()
        say(f"{office['office']}: http://{office['slug']}.localhost:{port}/")
        for account in office["accounts"]:
            say(f"    {account['username']:<22} {account['password']:<22} {account['duty']}")
    say()
    say("Orang dan kasus di dalamnya rekaan. Periksa demo ini: make demo-check. Hentikan: Ctrl-C.")
