"""Addresses of one case. What can be done with it are resources of their own."""

from django.urls import path

from frontend.casework import (
    appointments,
    came_along,
    differing,
    identity,
    incident_views,
    life,
    on_paper,
    papers,
    people_views,
    records,
    stepping,
    views,
)

CASE = "kasus/<uuid:case_id>/"
STEP = f"{CASE}langkah/<uuid:pass_id>/"

urlpatterns = [
    path(CASE, views.case_page, name="case"),
    path(f"{CASE}jejak/", views.trail, name="trail"),
    path(f"{STEP}selesai/", stepping.complete, name="step_complete"),
    path(f"{STEP}paraf/", stepping.sign, name="step_sign"),
    path(f"{STEP}lewati/", stepping.skip, name="step_skip"),
    path(f"{STEP}perpanjangan/", stepping.extend, name="step_extend"),
    path(f"{STEP}buka-lebih-awal/", stepping.override, name="step_override"),
    path(f"{STEP}keterangan/", stepping.facts, name="step_facts"),
    path(f"{STEP}kelengkapan/", stepping.bring, name="step_bring"),
    path(f"{CASE}kembali/", life.go_back, name="case_back"),
    path(f"{CASE}jeda/", life.pause, name="case_pause"),
    path(f"{CASE}lanjutan/", life.resume, name="case_resume"),
    path(f"{CASE}penutupan/", life.close, name="case_close"),
    path(f"{CASE}pembukaan/", life.reopen, name="case_reopen"),
    path(f"{CASE}pemegang/", life.holder, name="case_holder"),
    path(f"{CASE}risiko/", life.risk, name="case_risk"),
    path(f"{CASE}identitas/", identity.show, name="identity_show"),
    path(f"{CASE}identitas/tutup/", identity.hide, name="identity_hide"),
    path(f"{CASE}pihak/", people_views.person_new, name="person_new"),
    path(f"{CASE}pihak/<uuid:person_id>/", people_views.person_edit, name="person"),
    path(f"{CASE}kejadian/", incident_views.incident_new, name="incident_new"),
    path(f"{CASE}kejadian/<uuid:incident_id>/", incident_views.incident_edit, name="incident"),
    path(f"{CASE}persetujuan/", records.consent_list, name="consents"),
    path(f"{CASE}persetujuan/<uuid:consent_id>/penarikan/", records.consent_withdraw, name="consent_withdraw"),
    path(f"{CASE}janji/", appointments.appointment_list, name="appointments"),
    path(f"{CASE}janji/<uuid:appointment_id>/terlaksana/", appointments.done, name="appointment_done"),
    path(f"{CASE}janji/<uuid:appointment_id>/pembatalan/", appointments.cancel, name="appointment_cancel"),
    path(f"{CASE}janji/<uuid:appointment_id>/jadwal/", appointments.move, name="appointment_move"),
    path(f"{CASE}sudah-ditanyakan/", came_along.asked, name="carried"),
    path(f"{CASE}tenggat/<uuid:limit_id>/terpenuhi/", came_along.limit_met, name="carried_limit_met"),
    path(f"{CASE}catatan/", records.note_list, name="notes"),
    path(f"{CASE}formulir/<slug:form_key>/", papers.fill, name="form_fill"),
    path(f"{CASE}isian/<uuid:filled_id>/", papers.filled, name="form_filled"),
    path(f"{CASE}isian/<uuid:filled_id>/mana-yang-benar/", differing.settle, name="answer_settle"),
    path(f"{CASE}isian/<uuid:filled_id>/pdf/", on_paper.pdf, name="form_pdf"),
]
