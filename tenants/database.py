"""The connection to PostgreSQL, typed as what our backend makes of it."""

from typing import TYPE_CHECKING, cast

import django.db

if TYPE_CHECKING:
    from tenants.backend.base import DatabaseWrapper

connection = cast("DatabaseWrapper", django.db.connection)
