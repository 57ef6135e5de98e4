"""The house: what stands where, and what must never stand anywhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform", "tenants", "sop_library", "api", "frontend", "infra", "tests")
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "services", "service", "common", "misc"}
LONGEST = 400
ANOTHER_PLACE = re.compile(r"""["'`(=\s](?:/(?:root|home|tmp|var/tmp)/\w|\.\./shared)""")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")


def committed(*suffixes: str) -> list[Path]:
    """Return the project's own text files: what git knows, or would with the next `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    paths = [ROOT / name for name in listed]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def modules() -> list[Path]:
    return [path for path in committed(".py") if "migrations" not in path.parts]


def test_platform_is_a_source_root_and_no_package() -> None:
    """A package named `platform` would take the place of the standard library's module, for every program here."""
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not (ROOT / "tests" / "platform").exists()
    done = subprocess.run(
        [sys.executable, "-c", "import platform; print(platform.system(), platform.__file__)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("Linux")
    assert str(ROOT / "platform") not in done.stdout


def test_a_module_is_named_for_what_it_holds() -> None:
    vague = [path for path in modules() if VAGUE & {path.stem, *path.relative_to(ROOT).parts[:-1]}]
    assert vague == []


def test_a_module_fits_on_a_few_screens() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize("suffixes", [(".py",), (".sh", "", ".toml", ".json", ".yaml", ".yml", ".css", ".html", ".md")])
def test_nothing_names_a_place_outside_the_project(suffixes: tuple[str, ...]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed(*suffixes)
        if path.name not in {"LICENSE", Path(__file__).name}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if ANOTHER_PLACE.search(line)
    ]
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed(".py", ".html", ".css", ".js", ".sh")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_no_test_is_skipped() -> None:
    """What is missing on a machine is an error that names the line to type, never a test that did not run."""
    skipping = re.compile(r"pytest\.(?:mark\.(?:skip|skipif|xfail)|skip|importorskip|xfail)\b")
    found = [path for path in modules() if path != Path(__file__) and skipping.search(path.read_text(encoding="utf-8"))]
    assert found == []
