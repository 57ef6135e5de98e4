"""A demo and a check that pretend: `-m tests.demo.pretended_demo`, `-m tests.demo.pretended_check`.

PRETENDS says how they behave, PRETENDS_NOTES names a folder where each leaves its process's number.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

MODE = os.environ.get("PRETENDS", "")
ONE_AS_IT_SHOULD_BE = {"name": "satu", "ok": True, "seconds": 0.1, "detail": ""}
ONE_THAT_FAILED = {"name": "dua", "ok": False, "seconds": 0.1, "detail": "Wrong: seven is not eight"}


def note(name: str, process: int) -> int:
    """Leave a process's number behind; return how many of this name there are."""
    with (Path(os.environ["PRETENDS_NOTES"]) / name).open("a", encoding="utf-8") as notes:
        notes.write(f"{process}\n")
    return len((Path(os.environ["PRETENDS_NOTES"]) / name).read_text(encoding="utf-8").splitlines())


def demo() -> None:
    """Take the port, say so, and end when asked; `stubborn` does not, and has a child in a session of its own."""
    note("demo", os.getpid())
    listening = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
    if MODE == "broken":
        sys.exit("Demo ini rusak.")

    def end(_number: int, _frame: FrameType | None) -> None:
        listening.close()
        sys.exit(0)

    signal.signal(signal.SIGINT, signal.SIG_IGN if MODE == "stubborn" else end)
    if MODE == "stubborn":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
        note("child", child.pid)
    running = {"port": int(os.environ["PORT"]), "pid": os.getpid()}
    folder = Path(os.environ["RANGKUL_STATE"])
    (folder / "running.new").write_text(json.dumps(running), encoding="utf-8")
    (folder / "running.new").rename(folder / "running.json")
    while True:
        signal.pause()


def check() -> int:
    """Print a report; the second play `fails`, or the first `hangs`, or says nothing of use (`mute`)."""
    number = note("check", os.getpid())
    if MODE == "hangs":
        sys.stderr.write("hanging\n")
        sys.stderr.flush()
        time.sleep(600)
    if MODE == "mute":
        return 3
    failed = MODE == "fails" and number > 1
    scenes = [ONE_AS_IT_SHOULD_BE, *([ONE_THAT_FAILED] if failed else [])]
    sys.stdout.write(json.dumps({"ok": not failed, "seconds": 0.2, "scenes": scenes}))
    return 1 if failed else 0
