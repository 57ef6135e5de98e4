"""Version 1 of the API, of one office: for its own staff. The ministry's door comes with the national figures."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from api import reports, views
from api.language import in_callers_language

urlpatterns = [
    path("schema", in_callers_language(SpectacularJSONAPIView.as_view()), name="api-schema"),
    path("work", views.work, name="api-work"),
    path("reports", reports.report_list, name="api-reports"),
    path("reports/<uuid:report_id>", reports.report_detail, name="api-report"),
    path("reports/<uuid:report_id>/setting-aside", reports.set_aside, name="api-report-aside"),
    path("reports/<uuid:report_id>/taking-up", reports.take_up, name="api-report-up"),
    path("cases", views.cases, name="api-cases"),
    path("cases/<uuid:case_id>", views.case, name="api-case"),
    path("cases/<uuid:case_id>/passes/<uuid:pass_id>/completion", views.complete, name="api-completion"),
    path("cases/<uuid:case_id>/forms/<slug:form_key>", views.fill, name="api-fill"),
    path("forms/<slug:form_key>", views.form, name="api-form"),
]
