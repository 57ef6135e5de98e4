"""Opening an office, in steps: which one, its profile, its SOPs, its first admin; then the provisioner's turn."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from custody.models import Address
from frontend.answers import go_on, refused
from frontend.console.door import ConsoleRequest, at_console, in_reach
from frontend.console.forms import OpeningAdminForm, OpeningProfileForm, OpeningSopsForm, PlaceForm
from frontend.console.regions import codes_of, place_name
from frontend.formbuild import SheetForm
from onboarding import asking
from onboarding.asking import OpeningRefused
from onboarding.codes import recognise
from onboarding.defaults import register_prefix
from onboarding.failures import SENTENCES
from onboarding.library import shelf
from onboarding.models import Opening
from onboarding.waking import wake_after_commit
from tenants.registry.source import provinces
from tenants.roles import NATION

LISTED = 50
FILLING = ("draft", "failed")


def _places(request: ConsoleRequest) -> list[tuple[str, Any]]:
    """Every place in reach that has no office, grouped by province where there are several."""
    there = set(Address.objects.values_list("code", flat=True))
    codes = provinces() if request.seat.console == NATION else [request.seat.console]
    groups = [
        (place_name(code), tuple((one, place_name(one)) for one in codes_of(code) if one not in there))
        for code in codes
    ]
    return groups if request.seat.console == NATION else list(groups[0][1])


def _found(opening_id: uuid.UUID) -> Opening:
    row = Opening.objects.filter(pk=opening_id).first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def openings(request: ConsoleRequest) -> HttpResponse:
    """What was begun, and beginning another. Who begins the same one again is led to it."""
    posted = request.method == "POST"
    initial = {"code": request.GET.get("kode", "")}
    form = PlaceForm(request.POST if posted else None, places=_places(request), initial=initial)
    standing: Opening | None = None
    if posted and form.data.get("code") and not in_reach(request, form.data["code"]):
        raise Http404
    if posted and (code := _typed(form)):
        try:
            row = asking.begin(code=code, console=request.seat.console, by=request.user.pk, at=timezone.now())
        except OpeningRefused as refusal:
            form.add_error(None, str(refusal))
            standing = refusal.opening
            if standing is not None and standing.begun_by == request.user.pk:
                return go_on(request, "opening_profile", standing.pk)
        else:
            return go_on(request, "opening_profile", row.pk)
    rows = [(row, place_name(row.code)) for row in Opening.objects.all()[:LISTED]]
    context = {"form": form, "rows": rows, "standing": standing}
    return render(request, "console/openings.html", context, status=422 if posted else 200)


def _typed(form: PlaceForm) -> str:
    """The code of a valid form; also of a place that is no longer on the list, so that the refusal names the reason."""
    if form.is_valid():
        return str(form.cleaned_data["code"])
    asked = str(form.data.get("code", ""))
    if Address.objects.filter(code=asked).exists():
        form.errors.clear()
        return asked
    return ""


def _step(request: ConsoleRequest, row: Opening, form: SheetForm, *, here: str, then: str) -> HttpResponse:
    """One step: shown, or written and on to the next."""
    if row.state not in FILLING:
        return go_on(request, "opening", row.pk)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        changes = given if here != "profile" else {"profile": {key: value for key, value in given.items() if value}}
        try:
            asking.fill(opening=row, **changes)
        except OpeningRefused as refusal:
            return refused(request, str(refusal), status=409)
        return go_on(request, then, row.pk)
    context = {"form": form, "row": row, "here": here, "place": place_name(row.code)}
    return render(request, "console/opening_step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def profile(request: ConsoleRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Step 1: what the office is called and how it is reached."""
    row = _found(opening_id)
    place = recognise(row.code)
    known = {
        "name": f"UPTD PPA {place.name}",
        "short_name": f"UPTD PPA {place.bare_name}",
        "register_prefix": register_prefix(place.bare_name),
    }
    form = OpeningProfileForm(request.POST if request.method == "POST" else None, initial=row.profile or known)
    return _step(request, row, form, here="profile", then="opening_sops")


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def sops(request: ConsoleRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Step 2: which SOPs of the library it starts with."""
    row = _found(opening_id)
    posted = request.POST if request.method == "POST" else None
    form = OpeningSopsForm(posted, initial={"sops": row.sops}, province=row.code[:2])
    return _step(request, row, form, here="sops", then="opening_admin")


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def admin(request: ConsoleRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Step 3: who makes the other accounts."""
    row = _found(opening_id)
    initial = {"admin_name": row.admin_name, "admin_username": row.admin_username or "admin"}
    form = OpeningAdminForm(request.POST if request.method == "POST" else None, initial=initial)
    return _step(request, row, form, here="admin", then="opening")


@never_cache
@require_safe
@at_console
def opening(request: ConsoleRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Where it stands: what was filled in, how far the provisioner is, why it failed. htmx asks for the part."""
    row = _found(opening_id)
    template = "console/opening.html#bagian" if request.htmx else "console/opening.html"
    return render(request, template, _context(request, row))


def _context(request: ConsoleRequest, row: Opening, *, refusal: str = "") -> dict[str, Any]:
    chosen = [one for one in shelf(province=row.code[:2]) if one.key in row.sops]
    return {
        "row": row,
        "place": place_name(row.code),
        "address": f"{request.scheme}://{row.host}{_port_of(request)}/" if row.host else "",
        "chosen": chosen,
        "why": SENTENCES.get(row.failure, ""),
        "refusal": refusal,
        "filling": row.state in FILLING,
        "missing": _missing(row),
        "under_way": row.state in ("asked", "working"),
    }


def _port_of(request: ConsoleRequest) -> str:
    """The port in this console's own address, which its offices share; "" where it has none."""
    found = re.search(r":\d+$", request.get_host())
    return found[0] if found else ""


def _missing(row: Opening) -> list[tuple[str, str]]:
    """The steps that still have to be filled in: what each is called, and its address."""
    steps = (
        (_("Profil"), "opening_profile", bool(row.profile)),
        (_("SOP"), "opening_sops", bool(row.sops)),
        (_("Admin pertama"), "opening_admin", bool(row.admin_username and row.admin_name)),
    )
    return [(words, reverse(name, args=[row.pk])) for words, name, filled in steps if not filled]


@require_POST
@at_console
def ask(request: ConsoleRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Hand it to the provisioner."""
    row = _found(opening_id)
    try:
        asking.ask(opening=row, at=timezone.now())
    except OpeningRefused as refusal:
        return render(
            request, "console/opening.html", _context(request, _found(row.pk), refusal=str(refusal)), status=409
        )
    request.afterwards.append(wake_after_commit)
    return go_on(request, "opening", row.pk)


@require_POST
@at_console
def drop(request: ConsoleRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Give it up."""
    row = _found(opening_id)
    try:
        asking.drop(opening=row)
    except OpeningRefused as refusal:
        return refused(request, str(refusal), status=409)
    messages.success(request, _("Pembukaan %(name)s dibatalkan.") % {"name": place_name(row.code)})
    return go_on(request, "openings")


@sensitive_variables("password")
@never_cache
@require_POST
@at_console
def password(request: ConsoleRequest, opening_id: uuid.UUID) -> HttpResponse:
    """The first admin's password, this once; it is destroyed as it is shown."""
    row = _found(opening_id)
    password = asking.take_password(opening=row, at=timezone.now())
    if not password:
        words = _("Kata sandi ini sudah pernah ditampilkan dan tidak disimpan di mana pun.")
        return refused(request, words, status=409)
    return render(
        request, "console/password_once.html", {"row": row, "place": place_name(row.code), "password": password}
    )
