"""Addresses of a referral's letter."""

from django.urls import path

from frontend.referrals import letters

urlpatterns = [
    path("", letters.letter, name="letter"),
    path("pdf/", letters.pdf, name="letter_pdf"),
    path("terkunci/", letters.lock, name="letter_lock"),
    path("terkunci/<uuid:document_id>/", letters.locked, name="letter_locked"),
]
