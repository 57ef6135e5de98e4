"""Addresses of the service standards that anybody may read."""

from django.urls import path

from frontend.sops import public_views

urlpatterns = [
    path("", public_views.services, name="public_standards"),
    path("<slug:slug>/", public_views.service, name="public_standard"),
]
