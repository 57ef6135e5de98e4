"""Whoever sets letters in type on this machine: WeasyPrint, which needs Pango; no Python package brings that along.

Import `documents.typesetting` inside `at_hand`, first of all in the operation: the office is told in words, and nothing
is written, where the machine has no Pango.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from cases.refusals import Refusal

logger = logging.getLogger(__name__)


class NoTypesetter(Refusal):
    """This machine lacks what sets letters in type."""

    status = 503


@contextmanager
def at_hand() -> Iterator[None]:
    """A block that imports `documents.typesetting`. Raises NoTypesetter where the machine lacks its libraries."""
    try:
        yield
    except OSError as error:
        logger.warning("no letter can be set in type: %s", error)
        said = _(
            "PDF belum dapat dibuat, karena pustaka Pango belum terpasang di server ini. Semua yang lain berjalan "
            "seperti biasa. Minta pengelola server memasang libpango-1.0-0 dan libpangoft2-1.0-0. Sementara itu, cetak "
            "halaman ini dari peramban (Ctrl+P)."
        )
        raise NoTypesetter("no_typesetter", said) from error
