"""Version 1 of the API, of the nation: for machines of ministry and provinces, at the platform's own host."""

from typing import Any

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from api.language import in_callers_language
from api.nation import tokens, views

DESCRIBED: dict[str, Any] = {
    "TITLE": "Rangkul: angka nasional",
    "DESCRIPTION": "Published numbers of cases, by month of report, area, violence type and stage.",
    "ENUM_NAME_OVERRIDES": {},
}
schema = SpectacularJSONAPIView.as_view(
    urlconf="config.urls.public", authentication_classes=[], permission_classes=[], custom_settings=DESCRIBED
)

urlpatterns = [
    path("schema", in_callers_language(schema), name="nation-schema"),
    path("token", tokens.token, name="nation-token"),
    path("indicators/cases", views.cases, name="nation-cases"),
]
