"""The editor of SOPs at the console: the very one that an office has, on what a console brings into the library."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import URLPattern, path

from accounts.models import Staff
from frontend.console.door import at_console
from frontend.sops.editor.desk import Desk
from frontend.sops.editor.urls import addresses
from library.models import ShelfDraft
from library.operations import being_here, writing


def _whoever_sits_here(_request: HttpRequest) -> None:
    """The console's door has let nobody else through."""


def _find(draft_id: UUID) -> Any:
    row = ShelfDraft.objects.filter(pk=draft_id, state=ShelfDraft.State.WRITING).first()
    return row if row is not None and row.is_on_screen else None


def _theirs(draft: Any, revision: int, by: Staff) -> tuple[str, datetime] | None:
    """The name of whoever changed it last since a revision, and when; None where nobody else did."""
    since = [one for one in draft.edits if one["revision"] > revision and one["by"] != str(by.pk)]
    return (since[-1]["name"], datetime.fromisoformat(since[-1]["at"])) if since else None


CONSOLE = Desk(
    base="console/editor.html",
    prefix="shelf",
    home="console_library",
    check=_whoever_sits_here,
    find=_find,
    edit=cast("Any", writing.edit),
    undo=cast("Any", writing.undo),
    redo=cast("Any", writing.redo),
    be_here=cast("Any", being_here.be_here),
    others=cast("Any", being_here.others_here),
    theirs=_theirs,
    drop=cast("Any", writing.drop),
    sops=tuple,
    standing=lambda _draft: None,
)


def editor_addresses() -> list[URLPattern]:
    """The editor's addresses, each behind the console's door."""
    return [
        path(str(one.pattern), at_console(one.callback), one.default_args, name=one.name) for one in addresses(CONSOLE)
    ]
