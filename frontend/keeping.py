"""Nothing typed is lost when a session has ended: the form is kept, sealed, and comes back filled after the login.

Every form that takes words says who it was made for (`MARK`, signed). So what is kept reaches only the person who typed
it, and a page that one person left open at a counter is never sent in the name of the next.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Staff
from frontend.formbuild.restoring import restoring
from safeguards import keeping

MARK = "oleh"
KEY = "isian"
WORKED_AT = "worked_at"
BESIDE = "Rangkul-Beside"
LOGIN = "Rangkul-Login"
LARGEST = 400_000
NOT_KEPT = {MARK, "csrfmiddlewaretoken", "simpan", "tutup", "tampilkan", "isi"}
"""What says who and by which button is not part of the words: a form that comes back was sent by no button."""
HOLDS_A_PASSWORD = {"account_login", "account_change_password"}


def _signer(request: HttpRequest) -> signing.Signer:
    return signing.Signer(salt=f"frontend.keeping|{request.office.pk}")  # type: ignore[attr-defined]  # the middleware's


def _kept_here(request: HttpRequest) -> bool:
    """Whether this host keeps forms: an office does, in its own schema and under its own key; the console does not."""
    return getattr(request, "office", None) is not None


def mark_of(request: HttpRequest) -> str:
    """The mark of whoever is logged in; "" for nobody."""
    if not request.user.is_authenticated or not _kept_here(request):
        return ""
    return _signer(request).sign(str(request.user.pk))


def marked(request: HttpRequest) -> uuid.UUID | None:
    """For whom the posted form was made; None where it does not say, or says it with a signature that is not ours."""
    if not _kept_here(request):
        return None
    try:
        return uuid.UUID(_signer(request).unsign(request.POST.get(MARK, "")))
    except (signing.BadSignature, ValueError):
        return None


def of_somebody_else(request: HttpRequest) -> bool:
    """Whether the posted form was made for another person than the one who is logged in now."""
    made_for = marked(request)
    return made_for is not None and made_for != request.user.pk


def keep(request: HttpRequest) -> str:
    """Keep the posted form for whom it was made; return the address at which it comes back filled, "" if not kept."""
    made_for, name = marked(request), request.resolver_match.url_name if request.resolver_match else None
    fields = {key: values for key, values in request.POST.lists() if key not in NOT_KEPT}
    too_long = sum(len(value) for values in fields.values() for value in values) > LARGEST
    if made_for is None or name in HOLDS_A_PASSWORD or too_long:
        return ""
    row = keeping.keep(fields=fields, path=_place(request), by=made_for, at=timezone.now())
    return _address(row.path, row.pk) if row is not None else ""


def _place(request: HttpRequest) -> str:
    """Where the form goes: its path and the keys of rows in its query, without the one under which it was kept."""
    asked = request.GET.copy()
    asked.pop(KEY, None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _address(path: str, key: uuid.UUID) -> str:
    return f"{path}{'&' if '?' in path else '?'}{urlencode({KEY: str(key)})}"


def waiting_for(staff: Staff) -> str:
    """Where the newest form that was kept for this person comes back; "" where none waits."""
    row = keeping.newest(by=staff, at=timezone.now())
    return _address(row.path, row.pk) if row is not None else ""


def restored(
    request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """The form's own page with everything that was kept for this person; None where nothing is.

    The view sees the post again, and every form of it refuses (`restoring`). Nothing is stored by a look: whatever the
    view wrote is rolled back, and one that read no form at all has nothing to show. Then the person comes to Hari ini.
    """
    if not _kept_here(request):
        return None
    try:
        key = uuid.UUID(request.GET.get(KEY, ""))
    except ValueError:
        return None
    fields = keeping.kept(key=key, path=_place(request), by=request.user, at=timezone.now())
    if fields is None:
        return None
    request.method, request.POST = "POST", _posted(fields)  # type: ignore[assignment]  # Django's own way to set it
    with transaction.atomic(), restoring() as shown:
        answer: HttpResponse = view(request, *args, **kwargs)
        transaction.set_rollback(True)
    request.method = "GET"
    if not shown.forms and answer.status_code < 400:
        list(messages.get_messages(request))  # what they say did not happen
        return redirect("today")
    if answer.status_code in {409, 422}:
        answer.status_code = 200
    request.session[KEY] = True
    return answer


def arrived(request: HttpRequest, answer: HttpResponse) -> None:
    """Forget what was kept for a form once the form was taken."""
    if request.method == "POST" and answer.status_code < 400 and request.session.pop(KEY, False):
        keeping.forget(path=_place(request), by=request.user)


def put_by(request: HttpRequest) -> None:
    """Keep the posted form for whoever is logged in while they fill another one: its page shows it again."""
    request.session.pop(KEY, None)  # what came back after a login is put by again, and must not be forgotten
    keep(request)


def put_by_at(request: HttpRequest, paths: Iterable[str]) -> dict[str, QueryDict]:
    """What stands typed and unsaved of these forms, by where they go. One query."""
    found = keeping.kept_at(paths=paths, by=request.user, at=timezone.now())
    return {path: _posted(fields) for path, fields in found.items()}


def taken(request: HttpRequest) -> None:
    """Forget what was put by of the form that was just taken."""
    keeping.forget(path=_place(request), by=request.user)


def _posted(fields: Mapping[str, list[str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, values)
    return posted


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form was sent from a page of this very office."""
    here = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    return origin == here if origin is not None else request.headers.get("Referer", "").startswith(f"{here}/")


def beside(template: str, *, status: int, login: str = "", **context: Any) -> HttpResponse:
    """What app.js shows beside the button, the page left as it is. `login`: where a page goes that holds no words."""
    answer = HttpResponse(render_to_string(f"errors/{template}.html", {"layout": "errors/beside.html", **context}))
    answer.status_code = status
    answer[BESIDE] = "1"
    if login:
        answer[LOGIN] = login
    return answer


def login_address(back: str) -> str:
    """The login, with where to go on after it."""
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def expired(request: HttpRequest) -> HttpResponse | None:
    """What to answer to a form whose key is gone although our own page sent it; None for any other."""
    if not came_from_here(request) or not (made_for := marked(request)):
        return None
    user = request.user
    if not (back := keep(request)):
        return None
    if user.is_authenticated:
        return redirect(back) if user.pk == made_for else somebody_else(request)
    return redirect(login_address(back))


def somebody_else(request: HttpRequest) -> HttpResponse:
    """403 to a form that was made for another person than the one logged in now; it is kept for whom it was made."""
    name = request.user.name  # type: ignore[union-attr]  # asked only of who is logged in
    if request.headers.get("HX-Request") == "true":
        return beside("other", status=403, name=name)
    kept = bool(keep(request))
    return HttpResponse(render_to_string("errors/other.html", {"name": name, "kept": kept}), status=403)
