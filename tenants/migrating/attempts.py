"""What is tried in one office after the other: a fault in one is noted, and holds up no other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from tenants.database import connection

MOST_FAILED = 5
"""Where so many offices have failed, the fault is the migration's or the server's, no office's: no more are tried."""
DATA = "22"
"""How PostgreSQL's states of wrong data begin; what it says of those quotes the data."""


class OfficeBusy(RuntimeError):
    """An office's tables stayed locked by its own work; run the migration again."""


class OfficesFailed(RuntimeError):
    """Some offices lack something still. `failed`: schema -> what, and why; `stopped`: not every other was tried."""

    def __init__(self, failed: Mapping[str, str], *, names: Mapping[str, str], stopped: bool) -> None:
        self.failed, self.stopped = dict(failed), stopped
        lines = [_("%(count)d kantor belum selesai diperbarui:") % {"count": len(failed)}]
        lines += [f"  {names.get(schema, schema)} ({schema}): {why}" for schema, why in failed.items()]
        if stopped:
            lines.append(_("Kantor berikutnya tidak dicoba: penyebabnya tampaknya bukan satu kantor."))
        super().__init__("\n".join(lines))


@dataclass
class Attempts:
    """The offices that failed so far. `names`: schema -> the office's name; `report` hears of each fault at once."""

    names: Mapping[str, str]
    report: Callable[[str], None]
    failed: dict[str, str] = field(default_factory=dict)
    first: Exception | None = None

    @property
    def stopped(self) -> bool:
        """Whether nothing more is tried."""
        return len(self.failed) >= MOST_FAILED

    def make(self, schema: str, *, what: str, work: Callable[[str], None]) -> None:
        """Do something in an office's schema; not in one that failed before, and nothing more after MOST_FAILED."""
        if self.stopped or schema in self.failed:
            return
        try:
            connection.set_schema(schema)
            work(schema)
        except Exception as error:  # noqa: BLE001 - whatever one office's data bring about, the others go on
            self.failed[schema] = f"{what}: {_said(error)}"
            self.first = self.first or error
            self.report(f"{schema}: {self.failed[schema]}")

    def conclude(self) -> None:
        """Raise OfficesFailed where any did."""
        if self.failed:
            raise OfficesFailed(self.failed, names=self.names, stopped=self.stopped) from self.first


def _said(error: Exception) -> str:
    """A fault in a line that quotes nobody's data."""
    if isinstance(error, OfficeBusy):
        return _("tabelnya terus dipakai, ulangi nanti")
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    if isinstance(error, DatabaseError) and not state.startswith(DATA):
        return str(error).strip().partition("\n")[0]
    return type(error.__cause__ or error).__name__
