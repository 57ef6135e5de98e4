"""Addresses of the office's administration: its admins only, the monthly recap its head too."""

from django.urls import path

from frontend.office import delivery, emblem, lanes, office, recap, staff

urlpatterns = [
    path("", office.overview, name="office"),
    path("profil/", office.profile, name="office_profile"),
    path("lambang/", emblem.emblem, name="office_emblem"),
    path("lambang/hapus/", emblem.drop, name="office_emblem_drop"),
    path("lambang/lambang.png", emblem.picture, name="office_emblem_file"),
    path("jam/", office.hours, name="office_hours"),
    path("hari-tutup/", office.closures, name="office_closures"),
    path("hari-tutup/<uuid:closure_id>/batal/", office.drop_closure, name="office_closure_drop"),
    path("petugas/", staff.listing, name="staff"),
    path("petugas/baru/", staff.new, name="staff_new"),
    path("petugas/<uuid:staff_id>/", staff.one, name="staff_member"),
    path("petugas/<uuid:staff_id>/sandi/", staff.reset, name="staff_reset"),
    path("petugas/<uuid:staff_id>/nonaktif/", staff.end, name="staff_end"),
    path("petugas/<uuid:staff_id>/aktif/", staff.back, name="staff_back"),
    path("petugas/<uuid:staff_id>/pelaksana/", lanes.of_staff, name="staff_lanes"),
    path("pengiriman/", delivery.undelivered, name="office_delivery"),
    path("pengiriman/<uuid:message_id>/lagi/", delivery.again, name="office_delivery_again"),
    path("pengiriman/rujukan/<uuid:matter_id>/lagi/", delivery.follow_again, name="office_follow_again"),
    path("pelaksana/", lanes.matrix, name="lanes"),
    path("pelaksana/baru/", lanes.take, name="lane_take"),
    path("pelaksana/<uuid:lane_id>/petugas/", lanes.add_holder, name="lane_holder"),
    path("rekap/", recap.recap, name="office_recap"),
]
