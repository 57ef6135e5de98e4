"""Addresses of the staff's screens, by area."""

from django.urls import include, path

urlpatterns = [
    path("", include("frontend.today.urls")),
    path("", include("frontend.reports.urls")),
    path("", include("frontend.register.urls")),
    path("", include("frontend.casework.urls")),
    path("rujukan/<uuid:referral_id>/surat/", include("frontend.referrals.letter_urls")),
    path("", include("frontend.referrals.urls")),
    path("", include("frontend.account.urls")),
    path("sop/", include("frontend.sops.urls")),
    path("standar/", include("frontend.sops.public_urls")),
    path("kantor/", include("frontend.office.urls")),
]
