"""Version 1 of the API, of one office: for its own staff. The ministry's door comes with the national figures."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from api import views

urlpatterns = [
    path("schema", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path("work", views.work, name="api-work"),
    path("reports", views.take_report, name="api-reports"),
    path("cases", views.cases, name="api-cases"),
    path("cases/<uuid:case_id>", views.case, name="api-case"),
    path("cases/<uuid:case_id>/passes/<uuid:pass_id>/completion", views.complete, name="api-completion"),
    path("cases/<uuid:case_id>/forms/<slug:form_key>", views.fill, name="api-fill"),
    path("forms/<slug:form_key>", views.form, name="api-form"),
]
