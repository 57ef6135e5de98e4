"""Addresses that belong to no office."""

from django.urls import include, path

from config.health import health

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("sehat", health, name="health"),
    path("api/v1/", include("api.nation.urls")),
    path("", include("frontend.account.urls")),
    path("", include("frontend.console.urls")),
]
