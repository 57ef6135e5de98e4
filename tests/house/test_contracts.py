"""The one-way imports of the house: every app is in a contract, each layer has its reason, and the contracts hold."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
TOOLS = tomllib.loads(PYPROJECT)["tool"]
CONTRACTS = TOOLS["importlinter"]


def apps() -> set[str]:
    """Return every package of the project that holds code, infra and the tests apart."""
    roots = {path.parent.name for path in (ROOT / "platform").glob("*/__init__.py")}
    return roots | {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "infra"}


def test_the_contracts_hold() -> None:
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--cache-dir", ".cache/import-linter"]
    done = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_app_is_a_layer_and_may_not_import_infra() -> None:
    layers, forbidden = CONTRACTS["contracts"][:2]
    named = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    assert apps() - named == set()
    assert set(forbidden["source_modules"]) == apps()
    assert set(CONTRACTS["root_packages"]) == apps() | {"infra"}


def test_every_app_is_typed_and_installed() -> None:
    assert set(TOOLS["mypy"]["packages"]) == apps() | {"infra", "tests"}
    installed = TOOLS["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {Path(name).name for name in installed} == apps() | {"infra"}


def test_every_layer_says_why_it_stands_where_it_stands() -> None:
    section = PYPROJECT.partition("layers = [")[2].partition("\n]")[0]
    lines = [line for line in section.splitlines() if line.strip()]
    assert len(lines) == len(CONTRACTS["contracts"][0]["layers"])
    assert [line for line in lines if not re.search(r"# \w+.{15}", line)] == []


def test_the_readme_draws_the_house_as_the_contracts_have_it() -> None:
    """Every app has its row, from top to bottom as the layers stand; two of one layer share theirs."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The house")[2].partition("\n## ")[0]
    rows = [
        [name.removeprefix("platform/") for name in re.findall(r"`([a-z_/]+)`", line.split("|")[1])]
        for line in table.splitlines()
        if line.startswith("| `")
    ]
    layers = [sorted(name.strip() for name in layer.split("|")) for layer in CONTRACTS["contracts"][0]["layers"]]
    assert [sorted(row) for row in rows] == [*layers, ["infra"], ["tests"]]


def test_a_contract_that_is_broken_is_found(tmp_path: Path) -> None:
    """The tool sees what it should: an upward import in a copy of the two lowest layers fails."""
    for name, text in {"outbox": "import tenants\n", "tenants": "import outbox\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(text)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["outbox", "tenants"]\n'
        '[[tool.importlinter.contracts]]\nname = "down"\ntype = "layers"\nlayers = ["outbox", "tenants"]\n'
    )
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(
        lint, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)}
    )
    assert done.returncode == 1
    assert "tenants is not allowed to import outbox" in done.stdout
