"""The port that the demo answers on: the one asked for, or the first free one from 8000."""

import socket

from infra.demo.errors import DemoError

FIRST, LAST = 8000, 8099
HOST = "127.0.0.1"


def choose(asked: str) -> tuple[int, str]:
    """Return a free port and a remark for the screen (empty when there is nothing to say).

    Args:
        asked: the PORT variable; empty means the first free one.

    Raises:
        DemoError: the asked port is no port or is taken, or none is free.
    """
    if asked:
        if not asked.isdecimal() or not 1 <= int(asked) <= 65535:
            raise DemoError(f"PORT={asked} bukan nomor port. Pakai angka 1 sampai 65535, misalnya PORT=8080.")
        problem = _problem(int(asked))
        if problem:
            raise DemoError(f"Port {asked} {problem}. Pilih port lain, misalnya: PORT={int(asked) + 1} make demo")
        return int(asked), ""
    for port in range(FIRST, LAST + 1):
        if not _problem(port):
            return port, "" if port == FIRST else f"Port {FIRST} sudah dipakai program lain; demo memakai port {port}."
    raise DemoError(f"Port {FIRST} sampai {LAST} semuanya terpakai. Pilih sendiri, misalnya: PORT=9000 make demo")


def any_free() -> int:
    """Return a port that nobody listens on at this moment, far from those that people choose."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as asking:
        asking.bind((HOST, 0))
        return int(asking.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether a program listens on a port."""
    return bool(_problem(port))


def _problem(port: int) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError:
            return "tidak boleh dipakai pengguna biasa"
        except OSError:
            return "sudah dipakai program lain"
    return ""
