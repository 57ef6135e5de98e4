"""The worst files are refused within a memory that any office's machine has."""

import subprocess
import sys
from pathlib import Path

import pytest

MOST = 400 * 2**10
"""Kilobytes at once. Of 90,000 keys beside each other, the worst that a file of 1 MB can hold, YAML makes 310 MB."""

SCRIPT = """
import sys
from contextlib import suppress
from sop_library.bpmn.reading import BpmnRefused, read_bpmn
from sop_library.loading import check_document, read
from tests.sop_library.sheets import sheet, step

def keys():
    read("".join(f"a{number}: 1\\n" for number in range(90_000)))

def entries():
    read("x: [" + "1," * 450_000 + "1]")

def aliases():
    lines = [f"a0: &a0 [{', '.join(['ha'] * 1000)}]"]
    lines += [f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}, *a{level - 1}]" for level in range(1, 7)]
    read("\\n".join(lines))

def steps():
    check_document(sheet(*(step(f"l{number}", text="x") for number in range(10_000))))

def drawing():
    with suppress(BpmnRefused):
        read_bpmn(b"<a>" + b"<b/>" * 200_001 + b"</a>")

def grown():
    bytearray(b"x") * (420 * 2**20)

def most():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

before = most()
globals()[sys.argv[1]]()
sys.stdout.write(str(most() - before))
"""


def held(worst: str) -> int:
    """The most kilobytes that a process of its own came to hold beyond what it began with."""
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", SCRIPT, worst], cwd=root, capture_output=True, text=True, check=True)
    return int(ran.stdout)


@pytest.mark.parametrize("worst", ["keys", "entries", "aliases", "steps", "drawing"])
def test_the_worst_files_are_refused_in_bounded_memory(worst: str) -> None:
    assert held(worst) < MOST


def test_what_holds_more_is_seen() -> None:
    assert held("grown") > MOST
