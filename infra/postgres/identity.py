"""As whom PostgreSQL runs. It refuses root, so root runs it as an unprivileged account or in a user namespace."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.postgres.errors import PostgresError

ACCOUNTS = ("postgres", "nobody")
"""Unprivileged accounts that root may lend PostgreSQL, best first."""

UNSHARE_AS = ("--map-user=65534", "--map-group=65534")


@dataclass(frozen=True)
class Identity:
    """How a PostgreSQL program is started: words before its command line, and the account for `subprocess`."""

    how: str
    """`direct`, `account` or `namespace`."""
    owner: int
    """User id that owns the data folder."""
    group: int
    prefix: tuple[str, ...] = ()
    popen: dict[str, Any] = field(default_factory=dict)

    def own(self, path: Path) -> None:
        """Give `path` to the account that PostgreSQL runs as."""
        if self.how == "account":
            os.chown(path, self.owner, self.group)


def direct() -> Identity:
    """Ourselves: an ordinary user."""
    return Identity(how="direct", owner=os.geteuid(), group=os.getegid())


def account(name: str) -> Identity | None:
    """The unprivileged account `name`, or None when this machine has none."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return _account(entry.pw_uid, entry.pw_gid)


def namespace() -> Identity | None:
    """A user namespace in which root is `nobody`, or None when the kernel or container forbids one.

    Files stay root's own, so this works under a folder that only root may enter.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    prefix = (unshare, "--user", *UNSHARE_AS, "--")
    works = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    return Identity(how="namespace", owner=0, group=0, prefix=prefix) if works else None


def reaches(identity: Identity, *, program: Path, folder: Path) -> bool:
    """Whether this identity can run `program` and enter `folder`."""
    check = ["/bin/sh", "-c", '"$1" --version >/dev/null && test -x "$2"', "sh", str(program), str(folder)]
    done = subprocess.run(
        [*identity.prefix, *check], capture_output=True, check=False, cwd="/", env={"LC_ALL": "C"}, **identity.popen
    )
    return done.returncode == 0


def choose(*, state: Path, program: Path) -> Identity:
    """Return the identity for a new data folder in `state` (which exists, 0700, ours).

    Root prefers an unprivileged account that may run `program` and pass through `state` (made 0711, nothing above
    it); where a folder above is closed, a user namespace; where that is forbidden, the account all the same, which
    then reaches its files in a roundabout way (`reach`).

    Raises:
        PostgresError: root, and none of the three is to be had.
    """
    if os.geteuid() != 0:
        return direct()
    accounts = [found for name in ACCOUNTS if (found := account(name)) is not None]
    state.chmod(0o711)
    for candidate in accounts:
        if reaches(candidate, program=program, folder=state):
            return candidate
    in_namespace = namespace()
    if in_namespace is not None and reaches(in_namespace, program=program, folder=state):
        state.chmod(0o700)
        return in_namespace
    if not accounts:
        state.chmod(0o700)
        raise PostgresError(
            "PostgreSQL menolak berjalan sebagai root, dan di sini root tidak dapat meminjamkan akun lain maupun "
            "membuat user namespace. Jalankan sebagai pengguna biasa, atau beri DATABASE_URL sebuah server PostgreSQL."
        )
    return accounts[-1]


def of_data(data: Path) -> Identity:
    """Return the identity that an existing data folder was made with: its owner tells.

    Raises:
        PostgresError: the folder belongs to somebody we cannot act as.
    """
    owner, ours = data.stat().st_uid, os.geteuid()
    if ours != 0:
        if owner != ours:
            raise PostgresError(f"Data PostgreSQL di {data} milik pengguna lain (uid {owner}); jalankan sebagai dia.")
        return direct()
    if owner == 0:
        in_namespace = namespace()
        if in_namespace is None:
            raise PostgresError(f"Data PostgreSQL di {data} milik root, tetapi mesin ini melarang user namespace.")
        return in_namespace
    return _account(owner, data.stat().st_gid)


def _account(user: int, group: int) -> Identity:
    popen = {"user": user, "group": group, "extra_groups": []}
    return Identity(how="account", owner=user, group=group, popen=popen)
