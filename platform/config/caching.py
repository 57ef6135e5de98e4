"""No browser and no proxy keeps what an office answered: the next person at the counter's PC presses Back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeptNowhereMiddleware:
    """Sets `Cache-Control: no-store` wherever nothing else was said; files served by WhiteNoise never come here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response
