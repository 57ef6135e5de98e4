"""Addresses of the console. `today` is the page after a login, there as in an office."""

from django.urls import path

from frontend.console import handoffs, opening, overview

urlpatterns = [
    path("", overview.overview, name="today"),
    path("provinsi/<str:code>/", overview.province, name="console_province"),
    path("rujukan/", handoffs.handoffs, name="handoffs"),
    path("rujukan/<uuid:envelope_id>/", handoffs.handoff, name="handoff"),
    path("rujukan/<uuid:envelope_id>/pengingat/", handoffs.remind, name="handoff_remind"),
    path("rujukan/<uuid:envelope_id>/penetapan/", handoffs.assign, name="handoff_assign"),
    path("pembukaan/", opening.openings, name="openings"),
    path("pembukaan/<uuid:opening_id>/", opening.opening, name="opening"),
    path("pembukaan/<uuid:opening_id>/profil/", opening.profile, name="opening_profile"),
    path("pembukaan/<uuid:opening_id>/sop/", opening.sops, name="opening_sops"),
    path("pembukaan/<uuid:opening_id>/admin/", opening.admin, name="opening_admin"),
    path("pembukaan/<uuid:opening_id>/permintaan/", opening.ask, name="opening_ask"),
    path("pembukaan/<uuid:opening_id>/batal/", opening.drop, name="opening_drop"),
    path("pembukaan/<uuid:opening_id>/sandi/", opening.password, name="opening_password"),
]
