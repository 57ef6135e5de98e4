"""Which processes are of a demo: they carry its folder in their environment, or its PostgreSQL works in it."""

import contextlib
import os
import time
from pathlib import Path


def carrying(folder: Path) -> list[int]:
    """Return the living processes of the demo that keeps its state in a folder; none of them is asked anything."""
    mark, data = f"RANGKUL_STATE={folder}".encode(), str(folder / "postgres" / "data")
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0") or os.readlink(entry / "cwd") == data:
                    found.append(int(entry.name))
    return found


def left_of(folder: Path, *, patience: float) -> list[int]:
    """Wait until none is left; return those that still are after `patience` seconds."""
    end = time.monotonic() + patience
    while (left := carrying(folder)) and time.monotonic() < end:
        time.sleep(0.1)
    return left
