"""Reading a body: JSON only, never more than the limit, and whatever is wrong with it said in words."""

import codecs
import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

LARGEST = 2 * 1024 * 1024
"""Bytes. The longest story is 20,000 characters and a form's note 5,000: the fullest body stays far below."""
MEGABYTE = 1024 * 1024


class TooLarge(APIException):
    """The body is larger than any operation needs; it was not read."""

    status_code = 413
    default_code = "too_large"

    def __init__(self) -> None:
        words = _("Kiriman ini terlalu besar. Kirim paling banyak %(limit)d MB.")
        super().__init__(words % {"limit": LARGEST // MEGABYTE})


def _no_number(name: str) -> Any:
    raise ValueError(name)


class LimitedJSONParser(JSONParser):
    """JSON of at most `LARGEST` bytes. More is refused by its stated length, or once the limit is passed."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        meta = (parser_context or {})["request"].META
        if int(meta.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise TooLarge
        try:
            text = codecs.decode(body, "utf-8")
        except UnicodeDecodeError:
            raise ParseError(_("Isi kiriman bukan UTF-8.")) from None
        try:
            return json.loads(text, parse_constant=_no_number)
        except json.JSONDecodeError as error:
            words = _("Isi kiriman bukan JSON yang dapat dibaca: baris %(line)d, kolom %(column)d.")
            raise ParseError(words % {"line": error.lineno, "column": error.colno}) from None
        except (ValueError, RecursionError):
            raise ParseError(_("Isi kiriman bukan JSON yang dapat dibaca.")) from None
