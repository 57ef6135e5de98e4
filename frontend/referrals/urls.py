"""Addresses between offices. What can be done with a referral are resources of their own."""

from django.urls import path

from frontend.referrals import acting, lists, one, placing_again, proposing, received

CASE = "kasus/<uuid:case_id>/"
ONE = "rujukan/<uuid:referral_id>/"

urlpatterns = [
    path("rujukan/", lists.inbox, name="referrals"),
    path("rujukan/keluar/", lists.sent, name="referrals_sent"),
    path("rujukan/selesai/", lists.over, name="referrals_over"),
    path(ONE, one.referral_page, name="referral"),
    path(f"{ONE}identitas/", one.referral_identity, name="referral_identity"),
    path(f"{ONE}penerimaan/", received.accept, name="referral_accept"),
    path(f"{ONE}pertanyaan/", received.ask, name="referral_ask"),
    path(f"{ONE}pengembalian/", received.decline, name="referral_decline"),
    path(f"{CASE}penempatan/", placing_again.place_again, name="case_place_again"),
    path(f"{CASE}rujukan/", proposing.referral_new, name="referral_new"),
    path(f"{CASE}rujukan/di-sini/", proposing.keep_here, name="referral_keep"),
    path(f"{ONE}tindakan/<slug:what>/", acting.act, name="referral_act"),
]
