"""Playing scenes one after the other, and the JSON object they end in."""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

Thing = TypeVar("Thing")


class Wrong(AssertionError):
    """What a scene saw is not what it should have seen."""


def want(condition: object, otherwise: str) -> None:
    """Raise Wrong with these words unless the condition holds."""
    if not condition:
        raise Wrong(otherwise)


def present(value: Thing | None, otherwise: str) -> Thing:
    """Return a value that must be there. Raises Wrong with these words where it isn't."""
    if value is None:
        raise Wrong(otherwise)
    return value


@dataclass(frozen=True)
class Result:
    """One scene played."""

    name: str
    ok: bool
    seconds: float
    detail: str


Scene = tuple[str, Callable[[Any], str]]
"""Its name, and what plays it: takes the stage, returns what it saw, raises where something is wrong."""


def play(scenes: Iterable[Scene], stage: object) -> dict[str, Any]:
    """Play every scene, also after one that fails; return the report."""
    began = time.monotonic()
    results = [_played(name, scene, stage) for name, scene in scenes]
    return {
        "ok": bool(results) and all(result.ok for result in results),
        "seconds": round(time.monotonic() - began, 1),
        "scenes": [asdict(result) for result in results],
    }


def _played(name: str, scene: Callable[[Any], str], stage: object) -> Result:
    tell(f"{name} …")
    began = time.monotonic()
    try:
        detail, ok = scene(stage), True
    except Exception as problem:  # noqa: BLE001 - a scene that breaks is a result, and the others still play
        detail, ok = f"{type(problem).__name__}: {problem}", False
    result = Result(name, ok, round(time.monotonic() - began, 2), detail)
    tell(f"  {'baik' if ok else 'GAGAL'} ({result.seconds} detik) {detail}")
    return result


def tell(line: str) -> None:
    """Say how far it is, on stderr: stdout holds the report alone."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
