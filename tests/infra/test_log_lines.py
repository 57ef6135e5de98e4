"""What the log says of a database error: which and where, and nothing of a row."""

import io
import logging
import logging.config
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import DataError, Error, IntegrityError, OperationalError, connection, transaction
from django.test import RequestFactory

NAME = "Siti Contoh Karangan"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the platform's own handler writes."""
    written = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        logging.config.dictConfig(settings.LOGGING)
    yield written
    root.handlers[:], root.level = before, level
    logging.disable(logging.NOTSET)


@pytest.fixture
def refused(owner_db: str) -> IntegrityError:
    """What PostgreSQL says when a name is there already."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trial (name text CONSTRAINT once UNIQUE)")
        cursor.execute("INSERT INTO trial VALUES (%s)", [NAME])
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            cursor.execute("INSERT INTO trial VALUES (%s)", [NAME])
    assert NAME in str(error.value)
    return error.value


@pytest.fixture
def misread(owner_db: str) -> DataError:
    """An error whose first sentence has the value in it."""
    with connection.cursor() as cursor, pytest.raises(DataError) as error, transaction.atomic():
        cursor.execute("SELECT %s::int", [NAME])
    assert NAME in str(error.value).splitlines()[0]
    return error.value


def test_a_traceback_says_which_error_and_where_and_no_value(log: io.StringIO, refused: IntegrityError) -> None:
    try:
        try:
            raise refused
        except IntegrityError as error:
            raise RuntimeError(f"not kept: {error}") from error
    except RuntimeError:
        logging.getLogger("cases").exception("it failed")
    said = log.getvalue()
    assert NAME not in said
    assert "DETAIL" not in said
    assert "psycopg.errors.UniqueViolation: SQLSTATE 23505, table trial, constraint once" in said
    assert "django.db.utils.IntegrityError: SQLSTATE 23505" in said
    assert "RuntimeError: not kept: " in said
    assert said.index("UniqueViolation") < said.index("IntegrityError") < said.index("RuntimeError")
    assert "direct cause of the following exception" in said
    assert "test_log_lines.py" in said


def test_a_sentence_with_the_value_in_it_is_left_out(log: io.StringIO, misread: DataError) -> None:
    logging.getLogger("cases").error("not read", exc_info=misread)
    assert NAME not in log.getvalue()
    assert "django.db.utils.DataError: SQLSTATE 22P02" in log.getvalue()


@pytest.mark.parametrize("written", ["%s", "%r"])
def test_an_error_written_into_the_message_is_told_the_same_way(
    log: io.StringIO, refused: Error, misread: Error, written: str
) -> None:
    logger = logging.getLogger("cases")
    for error in (refused, misread):
        logger.error("argument: " + written, error)  # noqa: G003
        logger.error("in words: " + written % error, exc_info=error)  # noqa: G003
        logger.error("%(error)s", {"error": error})
    logger.error("in words alone: " + written % refused)  # noqa: G003
    assert NAME not in log.getvalue()
    assert log.getvalue().count("IntegrityError: SQLSTATE 23505") == 4  # a traceback, and each way of naming it once


def test_other_errors_keep_their_words(log: io.StringIO) -> None:
    try:
        int("seven days")
    except ValueError:
        logging.getLogger("cases").exception("lanes: %d", 3)
    gone = OperationalError("connection to 127.0.0.1 failed: refused")
    logging.getLogger("cases").error("%s", gone)
    assert "ERROR cases lanes: 3\nTraceback (most recent call last):\n" in log.getvalue()
    assert "ValueError: invalid literal for int() with base 10: 'seven days'" in log.getvalue()
    assert "OperationalError: connection to 127.0.0.1 failed: refused" in log.getvalue()


def test_the_record_stays_whole_for_others_and_a_text_made_by_others_is_not_used(
    log: io.StringIO, refused: IntegrityError
) -> None:
    record = logging.LogRecord("cases", logging.ERROR, __file__, 1, "%s", (refused,), (type(refused), refused, None))
    record.exc_text = f"text of another handler: {NAME}"
    logging.getLogger("cases").handle(record)
    assert NAME not in log.getvalue()
    assert NAME in record.getMessage()


def test_what_was_typed_is_not_logged(log: io.StringIO) -> None:
    request = RequestFactory().post("/laporan/baru/", {"name": NAME})
    logging.getLogger("django.request").error("Internal Server Error: %s", request.path, extra={"request": request})
    assert "Internal Server Error: /laporan/baru/" in log.getvalue()
    assert NAME not in log.getvalue()
