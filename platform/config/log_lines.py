"""How a log line is written: where something went wrong and what kind of error it was, never what a row holds.

PostgreSQL puts values of the row into its errors: into DETAIL and CONTEXT, and often into the sentence itself.
"""

import copy
import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TypeAlias

import psycopg
from django.db import Error, OperationalError

ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]  # as logging has it
)
_FROM_THE_SERVER = re.compile(r"(?:\n|\\n)\s*(?:DETAIL|CONTEXT|HINT|QUERY|WHERE|LINE \d+):.*\Z", re.DOTALL)
"""From the first such line to the end: a value may have line breaks of its own. In a repr they are `\\n`."""


class LogLine(logging.Formatter):
    """Writes of a database error its class, SQLSTATE and the names of table, column and constraint."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; the record itself, which other handlers may write too, stays as it was."""
        mine = copy.copy(record)
        mine.exc_text = None
        if isinstance(mine.args, dict):
            mine.args = {name: _told(value) for name, value in mine.args.items()}
        elif mine.args:
            mine.args = tuple(_told(value) for value in mine.args)
        mine.msg, mine.args = self._message(mine), None
        return super().format(mine)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (logging's name)
        """Return the traceback of an error and of what led to it."""
        if ei[1] is None:
            return ""
        parts = []
        for error, link in reversed(list(_chain(ei[1]))):
            frames = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"Traceback (most recent call last):\n{frames}{_last_line(error)}{link}")
        return "".join(parts).rstrip("\n")

    def _message(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        for error in [error for error, _link in _chain(record.exc_info[1])] if record.exc_info else []:
            if _is_of_database(error) and str(error):
                message = message.replace(repr(error), told(error)).replace(str(error), told(error))
        return _FROM_THE_SERVER.sub("", message)


def told(error: BaseException) -> str:
    """Return what may be said of a database error. Without a SQLSTATE no server spoke: then it is about the way there.

    Such a sentence names host and login, never a row.
    """
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    sent = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(sent, psycopg.Error) or sent.sqlstate is None:
        way = str(error) if isinstance(error, (OperationalError, psycopg.OperationalError)) else ""
        return f"{name}: {_FROM_THE_SERVER.sub('', way)}" if way else name
    names = {"table": sent.diag.table_name, "column": sent.diag.column_name, "constraint": sent.diag.constraint_name}
    said = [f"SQLSTATE {sent.sqlstate}", *(f"{what} {which}" for what, which in names.items() if which)]
    return f"{name}: {', '.join(said)}"


def _told(value: Any) -> Any:
    return told(value) if isinstance(value, BaseException) and _is_of_database(value) else value


def _is_of_database(error: BaseException) -> bool:
    return isinstance(error, (Error, psycopg.Error))


def _last_line(error: BaseException) -> str:
    if _is_of_database(error):
        return f"{told(error)}\n"
    said = "".join(traceback.format_exception_only(error))
    for before, _link in _chain(error):  # an error may repeat the one it came from
        if _is_of_database(before) and str(before):
            said = said.replace(str(before), told(before))
    return _FROM_THE_SERVER.sub("", said).rstrip("\n") + "\n"


def _chain(error: BaseException | None) -> Iterator[tuple[BaseException, str]]:
    """The error and those before it, newest first, each with the words that lead from it to the next one."""
    seen: set[int] = set()
    link = ""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error, link
        if error.__cause__ is not None:
            error, link = error.__cause__, "\nThe above exception was the direct cause of the following exception:\n\n"
        else:
            error = None if error.__suppress_context__ else error.__context__
            link = "\nDuring handling of the above exception, another exception occurred:\n\n"
