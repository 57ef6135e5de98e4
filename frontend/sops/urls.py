"""Addresses of the SOPs."""

from django.urls import path

from frontend.sops import adopting_views, comparing_views, draft_views, library_views, views
from frontend.sops.editor.desk import OFFICE
from frontend.sops.editor.urls import addresses

urlpatterns = [
    path("", views.sops, name="sops"),
    path("pustaka/", library_views.library, name="library"),
    path("pustaka/banding/", comparing_views.compare, name="library_compare"),
    path("pustaka/<slug:owner>/<slug:short>/", library_views.entry, name="library_entry"),
    path("pustaka/<slug:owner>/<slug:short>/pakai/", adopting_views.adopt, name="library_adopt"),
    path("draf/kosong/", draft_views.empty, name="draft_empty"),
    *addresses(OFFICE),
    path("<slug:slug>/", views.sop, name="sop"),
    path("<slug:slug>/ubah/", draft_views.change, name="draft_begin"),
    path("<slug:slug>/versi/<int:number>/", views.sop_version, name="sop_version"),
    path("<slug:slug>/versi/<int:number>/sumber/", views.source, name="sop_source"),
]
