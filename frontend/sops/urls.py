"""Addresses of the SOPs."""

from django.urls import path

from frontend.sops import views

urlpatterns = [
    path("", views.sops, name="sops"),
    path("<slug:slug>/", views.sop, name="sop"),
    path("<slug:slug>/versi/<int:number>/", views.sop_version, name="sop_version"),
    path("<slug:slug>/versi/<int:number>/sumber/", views.source, name="sop_source"),
]
