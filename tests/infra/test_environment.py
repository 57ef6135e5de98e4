"""Where Python came without ensurepip and nobody may install, pip comes out of Debian's own package."""

import os
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTROL = "Package: python3-pip-whl\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: pip\n"
DOWNLOADS = '#!/bin/sh\ncase "$*" in *download*) cp "$PACKAGE" .;; *) exit 1;; esac\n'
NO_MIRROR = "#!/bin/sh\nexit 100\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Debian's package of pip, as far as it is asked of: a wheel in its place, made of the pip that is installed."""
    built = tmp_path / "built"
    for name in ("DEBIAN", "usr/share/python-wheels"):
        (built / name).mkdir(parents=True)
    (built / "DEBIAN" / "control").write_text(CONTROL)
    spec = find_spec("pip")
    assert spec is not None
    assert spec.origin is not None
    pip = Path(spec.origin).parent
    made_of = (pip, pip.parent / f"pip-{version('pip')}.dist-info")
    with ZipFile(built / f"usr/share/python-wheels/pip-{version('pip')}-py3-none-any.whl", "w") as wheel:
        for file in sorted(file for folder in made_of for file in folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc" and file.name != "RECORD":
                wheel.write(file, file.relative_to(pip.parent))
        wheel.writestr(f"{made_of[1].name}/RECORD", "")
    made = tmp_path / "python3-pip-whl_1_all.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--build", str(built), str(made)], check=True, capture_output=True)
    return made


def fetch(folder: Path, *, apt: str, package: Path) -> int:
    """Run the script in a folder of its own, with an apt-get that does `apt`; return its exit code."""
    programs, project = folder / "bin", folder / "project"
    programs.mkdir()
    project.mkdir()
    (programs / "apt-get").write_text(apt)
    (programs / "apt-get").chmod(0o755)
    env = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "PACKAGE": str(package)}
    script = [ROOT / "infra/setup/pip.sh", sys.executable]
    return subprocess.run(["sh", *map(str, script)], cwd=project, env=env, capture_output=True, check=False).returncode


def test_pip_is_taken_out_of_the_package_and_nothing_is_left_of_it(tmp_path: Path, package: Path) -> None:
    assert fetch(tmp_path, apt=DOWNLOADS, package=package) == 0
    python = tmp_path / "project/.venv/bin/python"
    said = subprocess.run([str(python), "-m", "pip", "--version"], check=True, capture_output=True, text=True).stdout
    assert said.startswith("pip ")
    assert str(tmp_path) in said
    assert list((tmp_path / "project/.cache").iterdir()) == []


def test_where_it_cannot_be_had_nothing_is_begun(tmp_path: Path, package: Path) -> None:
    assert fetch(tmp_path, apt=NO_MIRROR, package=package) != 0
    assert not (tmp_path / "project/.venv").exists()
