"""Addresses of the SOPs."""

from django.urls import path

from frontend.sops import (
    adopting_views,
    approving,
    base_views,
    comparing_views,
    draft_views,
    keeping_history,
    library_views,
    views,
)
from frontend.sops.editor.desk import OFFICE
from frontend.sops.editor.urls import addresses

urlpatterns = [
    path("", views.sops, name="sops"),
    path("pustaka/", library_views.library, name="library"),
    path("pustaka/banding/", comparing_views.compare, name="library_compare"),
    path("pustaka/<slug:owner>/<slug:short>/", library_views.entry, name="library_entry"),
    path("pustaka/<slug:owner>/<slug:short>/pakai/", adopting_views.adopt, name="library_adopt"),
    path("draf/kosong/", draft_views.empty, name="draft_empty"),
    path("draf/<uuid:draft_id>/ajukan/", approving.submit, name="draft_submit"),
    path("draf/<uuid:draft_id>/pengesahan/", approving.approval, name="draft_approval"),
    path("draf/<uuid:draft_id>/sahkan/", approving.approve, name="draft_approve"),
    path("draf/<uuid:draft_id>/kembalikan/", approving.send_back, name="draft_send_back"),
    path("draf/<uuid:draft_id>/tarik/", approving.take_back, name="draft_take_back"),
    *addresses(OFFICE),
    path("<slug:slug>/", views.sop, name="sop"),
    path("<slug:slug>/ubah/", draft_views.change, name="draft_begin"),
    path("<slug:slug>/riwayat/", keeping_history.history, name="sop_history"),
    path("<slug:slug>/tarik/", keeping_history.retire, name="sop_retire"),
    path("<slug:slug>/versi/<int:number>/tarik/", keeping_history.retire, name="sop_version_retire"),
    path("<slug:slug>/induk/", base_views.base, name="sop_base"),
    path("<slug:slug>/versi/<int:number>/", views.sop_version, name="sop_version"),
    path("<slug:slug>/versi/<int:number>/sumber/", views.source, name="sop_source"),
]
