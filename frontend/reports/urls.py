"""Addresses of reports."""

from django.urls import path

from frontend.reports import changing, one, views

urlpatterns = [
    path("laporan/", views.report_list, name="reports"),
    path("laporan/baru/", views.report_new, name="report_new"),
    path("laporan/baru/orang-sama/", views.same_person_hint, name="report_same_person"),
    path("laporan/baru/pintu/", views.doors, name="report_doors"),
    path("laporan/<uuid:report_id>/", one.report_page, name="report"),
    path("laporan/<uuid:report_id>/kasus/", one.report_case, name="report_case"),
    path("laporan/<uuid:report_id>/identitas/", one.report_identity, name="report_identity"),
    path("laporan/<uuid:report_id>/perbaikan/", changing.report_correct, name="report_correct"),
    path("laporan/<uuid:report_id>/disisihkan/", changing.report_set_aside, name="report_set_aside"),
    path("laporan/<uuid:report_id>/bukan-kasus-ini/", changing.report_detach, name="report_detach"),
    path("laporan/<uuid:report_id>/ambil-kembali/", changing.report_take_up, name="report_take_up"),
]
