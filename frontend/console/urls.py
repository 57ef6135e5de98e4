"""Addresses of the console. `today` is the page after a login, there as in an office."""

from django.urls import include, path

from frontend.console import handoffs, library, library_drafts, opening, overview
from frontend.console.library_desk import editor_addresses

urlpatterns = [
    path("", overview.overview, name="today"),
    path("provinsi/<str:code>/", overview.province, name="console_province"),
    path("rujukan/", handoffs.handoffs, name="handoffs"),
    path("rujukan/<uuid:envelope_id>/", handoffs.handoff, name="handoff"),
    path("rujukan/<uuid:envelope_id>/pengingat/", handoffs.remind, name="handoff_remind"),
    path("rujukan/<uuid:envelope_id>/penetapan/", handoffs.assign, name="handoff_assign"),
    path("pustaka/", library.library, name="console_library"),
    path("pustaka/baru/", library.begin, name="console_library_new"),
    path("pustaka/susun/", include(editor_addresses())),
    path("pustaka/draf/<uuid:draft_id>/", library_drafts.draft, name="console_library_draft"),
    path("pustaka/draf/<uuid:draft_id>/kepala/", library_drafts.head, name="console_library_head"),
    path("pustaka/draf/<uuid:draft_id>/naskah/", library_drafts.script, name="console_library_script"),
    path("pustaka/draf/<uuid:draft_id>/pengajuan/", library_drafts.submit, name="console_library_submit"),
    path("pustaka/draf/<uuid:draft_id>/penerbitan/", library_drafts.publish, name="console_library_publish"),
    path("pustaka/draf/<uuid:draft_id>/pengembalian/", library_drafts.send_back, name="console_library_back"),
    path("pustaka/draf/<uuid:draft_id>/pembuangan/", library_drafts.drop, name="console_library_drop"),
    path("pustaka/<slug:owner>/<slug:short>/", library.entry, name="console_entry"),
    path("pustaka/<slug:owner>/<slug:short>/terbitan-baru/", library.begin_next, name="console_entry_next"),
    path("pustaka/<slug:owner>/<slug:short>/penarikan/", library.retire, name="console_entry_retire"),
    path("pembukaan/", opening.openings, name="openings"),
    path("pembukaan/<uuid:opening_id>/", opening.opening, name="opening"),
    path("pembukaan/<uuid:opening_id>/profil/", opening.profile, name="opening_profile"),
    path("pembukaan/<uuid:opening_id>/sop/", opening.sops, name="opening_sops"),
    path("pembukaan/<uuid:opening_id>/admin/", opening.admin, name="opening_admin"),
    path("pembukaan/<uuid:opening_id>/permintaan/", opening.ask, name="opening_ask"),
    path("pembukaan/<uuid:opening_id>/batal/", opening.drop, name="opening_drop"),
    path("pembukaan/<uuid:opening_id>/sandi/", opening.password, name="opening_password"),
]
