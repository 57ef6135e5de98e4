"""Whether the demo answers as a browser would find it."""

import http.client
import time
from collections.abc import Callable

from infra.demo.errors import DemoError
from infra.demo.ports import HOST

ASKED_AS = "salatiga.localhost"


def answers(port: int, *, timeout: float = 5.0) -> bool:
    """Whether `/sehat` of one office answers 200. Dials 127.0.0.1: `*.localhost` does not resolve everywhere."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request("GET", "/sehat", headers={"Host": f"{ASKED_AS}:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_healthy(port: int, *, still_alive: Callable[[], None], patience: float = 90.0) -> None:
    """Wait until the demo answers.

    Args:
        still_alive: called between tries; raises DemoError when waiting is pointless.

    Raises:
        DemoError: no answer within `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not answers(port):
        still_alive()
        if time.monotonic() > deadline:
            raise DemoError(f"Demo belum menjawab di port {port} setelah {patience:.0f} detik; lihat .demo/log/.")
        time.sleep(0.1)
