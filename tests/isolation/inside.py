"""The office's addresses and one more, which tries the wall from inside a request of whoever is logged in."""

import uuid

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from config.urls.office import handler400, handler403, handler404, handler500
from config.urls.office import urlpatterns as of_the_office
from tests.isolation.walls import breaches

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@require_safe
def wall(request: HttpRequest, theirs: str, their_id: uuid.UUID) -> JsonResponse:
    """What this request could reach of the office `theirs` and of the shared schema."""
    found = breaches(theirs=theirs, their_id=their_id)
    return JsonResponse({"staff": str(request.user.pk), "breaches": found})


urlpatterns = [*of_the_office, path("dinding/<slug:theirs>/<uuid:their_id>/", wall, name="wall")]
