"""Addresses of the editor, for whichever desk it stands at."""

from django.urls import URLPattern, path

from frontend.sops.editor import views
from frontend.sops.editor.desk import Desk


def addresses(desk: Desk) -> list[URLPattern]:
    """The editor's addresses below "draf/", named with the desk's prefix."""
    given = {"desk": desk}
    at = "draf/<uuid:draft_id>/"
    return [
        path(at, views.draft, given, name=desk.address("")),
        path(f"{at}hadir/", views.here, given, name=desk.address("_here")),
        path(f"{at}urung/", views.step_back, {**given, "deed": "urung"}, name=desk.address("_undo")),
        path(f"{at}ulang/", views.step_back, {**given, "deed": "ulang"}, name=desk.address("_redo")),
        path(f"{at}buang/", views.drop, given, name=desk.address("_drop")),
        path(f"{at}<slug:word>/tambah/", views.add, given, name=desk.address("_add")),
        path(f"{at}<slug:word>/<slug:key>/", views.part, given, name=desk.address("_part")),
        path(f"{at}<slug:word>/<slug:key>/<slug:deed>/", views.act, given, name=desk.address("_act")),
    ]
