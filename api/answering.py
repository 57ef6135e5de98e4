"""What the operations of the API share: who asks, pages by cursor, the answers that the schema names."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from accounts.models import Staff
from api.problems import MEDIA_TYPE
from api.serializers import ProblemSerializer

ALWAYS = (401, 403, 406)
READING = (404,)
WRITING = (400, 404, 409, 413, 415, 422)


class NewestFirst(CursorPagination):
    """Fifty rows a page, by cursor: a page never shifts while rows are added."""

    page_size = 50
    invalid_cursor_message = ""


def staff_of(request: Request) -> Staff:
    """Who asks. Every operation here is closed to the nameless before it starts."""
    if not isinstance(request.user, Staff):
        raise NotAuthenticated
    return request.user


def answers(status: int, content: Any, *problems: int) -> dict[Any, Any]:
    """What an operation may answer, for the schema."""
    refused = {(code, MEDIA_TYPE): ProblemSerializer for code in sorted({*ALWAYS, *problems})}
    return {(status, "application/json"): content, **refused}
