"""Addresses of the SOPs."""

from django.urls import path

from frontend.sops import (
    adopting_views,
    approving,
    base_views,
    comparing_views,
    draft_views,
    file_views,
    keeping_history,
    library_views,
    moving_views,
    sheet_views,
    trying_views,
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
    path("draf/<uuid:draft_id>/coba/", trying_views.try_draft, name="draft_try"),
    path("draf/<uuid:draft_id>/coba/semua-cabang/", trying_views.try_all, name="draft_try_all"),
    path("draf/<uuid:draft_id>/coba/<uuid:trial_id>/", trying_views.trial, name="draft_trial"),
    path("draf/<uuid:draft_id>/tarik/", approving.take_back, name="draft_take_back"),
    *addresses(OFFICE),
    path("pindah/<uuid:move_id>/", moving_views.log, name="sop_move_log"),
    path("pindah/<uuid:move_id>/lanjut/", moving_views.carry_on, name="sop_move_on"),
    path("pindah/<uuid:move_id>/kembalikan/", moving_views.revert, name="sop_move_back"),
    path("<slug:slug>/", views.sop, name="sop"),
    path("<slug:slug>/ubah/", draft_views.change, name="draft_begin"),
    path("<slug:slug>/riwayat/", keeping_history.history, name="sop_history"),
    path("<slug:slug>/tarik/", keeping_history.retire, name="sop_retire"),
    path("<slug:slug>/versi/<int:number>/tarik/", keeping_history.retire, name="sop_version_retire"),
    path("<slug:slug>/induk/", base_views.base, name="sop_base"),
    path("<slug:slug>/versi/<int:number>/", views.sop_version, name="sop_version"),
    path("<slug:slug>/versi/<int:number>/pindah/", moving_views.move, name="sop_move"),
    path("<slug:slug>/versi/<int:number>/sumber/", views.source, name="sop_source"),
    path("<slug:slug>/versi/<int:number>/yaml", file_views.as_yaml, name="sop_yaml"),
    path("<slug:slug>/versi/<int:number>/bpmn", file_views.as_bpmn, name="sop_bpmn"),
    path("<slug:slug>/versi/<int:number>/lembar.pdf", sheet_views.sheet_pdf, name="sop_sheet_pdf"),
    path("<slug:slug>/versi/<int:number>/lembar.svg", sheet_views.sheet_svg, name="sop_sheet_svg"),
    path("<slug:slug>/standar/", sheet_views.standard, name="sop_standard"),
    path("<slug:slug>/standar/lembar.pdf", sheet_views.standard_paper, name="sop_standard_pdf"),
]
