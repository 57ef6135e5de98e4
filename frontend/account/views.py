"""Logging in and out, one's own password, language and look. The office is the host's; its staff are in its schema."""

import time

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import operations
from accounts.queries import profile
from accounts.refusals import Refused
from frontend import keeping
from frontend.account.forms import TOO_MANY, NewPassword, OwnSettings, StaffLogin
from frontend.answers import StaffRequest, go_on
from sop_library.queries import announces


def _wanted(request: HttpRequest) -> str:
    """Where the person was going, if it is a page of this host; else today."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe and address.isprintable() else resolve_url(django_settings.LOGIN_REDIRECT_URL)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: somebody at this address asks too often."""
    return render(request, "errors/429.html", status=429)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The login page of this office."""
    wanted = _wanted(request)
    if request.user.is_authenticated:
        return redirect(wanted)
    posted = request.method == "POST"
    if posted and not ratelimit.consume(request, action="login"):
        return too_many(request)
    form = StaffLogin(request.POST if posted else None, request=request)
    status = 200
    if posted:
        if form.is_valid():
            in_office = getattr(request, "office", None) is not None  # the console keeps no forms
            if in_office and wanted == resolve_url(django_settings.LOGIN_REDIRECT_URL):
                wanted = keeping.waiting_for(form.user) or wanted
            answer: HttpResponse = form.login(request, redirect_url=wanted)
            request.session[keeping.WORKED_AT] = int(time.time())
            return answer
        status = 429 if form.has_error("__all__", TOO_MANY) else 422
    context = {"form": form, "next": wanted, "profile": profile(), "kept": f"{keeping.KEY}=" in wanted}
    context["announces"] = getattr(request, "office", None) is not None and announces(at=timezone.now())
    return render(request, "account/login.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
def signed_in(request: StaffRequest) -> HttpResponse:
    """Where a login in a second tab ends: back to the first, in which the form still stands."""
    return render(request, "account/signed_in.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End the session. Only a post does it; who merely opens the address is shown the button."""
    if request.method != "POST":
        return redirect("settings")
    get_adapter().logout(request)
    return go_on(request, "account_login")


@never_cache
@sensitive_post_parameters("current", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: StaffRequest) -> HttpResponse:
    """One's own password; the first thing whoever got a one-time password sees."""
    posted = request.method == "POST"
    if posted and not ratelimit.consume(request, action="change_password", user=request.user):
        return too_many(request)
    form = NewPassword(request.POST if posted else None, staff=request.user)
    first = request.user.must_change_password
    if posted and form.is_valid():
        try:
            staff = operations.change_own_password(staff=request.user, password=form.cleaned_data["new"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            update_session_auth_hash(request, staff)
            messages.success(request, _("Kata sandi sudah diganti. Pakai yang baru mulai sekarang."))
            return go_on(request, django_settings.LOGIN_REDIRECT_URL)
    return render(request, "account/password.html", {"form": form, "first": first}, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest) -> HttpResponse:
    """One's own settings; on a phone also the way to what the bar below has no room for."""
    staff = request.user
    posted = request.method == "POST"
    shown = {"language": staff.language, "look": "dark" if staff.dark else "light"}
    form = OwnSettings(request.POST if posted else None, initial=shown)
    if posted and form.is_valid():
        chosen = form.cleaned_data
        operations.change_own_settings(staff=staff, language=chosen["language"], dark=chosen["look"] == "dark")
        answer = go_on(request, "settings")
        _remember(answer, chosen["language"])
        with translation.override(chosen["language"]):
            messages.success(request, _("Setelan disimpan."))
        return answer
    held = staff.memberships.filter(ended_at=None).select_related("lane").order_by("lane__order")
    return render(request, "account/settings.html", {"form": form, "held": held}, status=422 if posted else 200)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language: of the account where somebody is logged in, of this browser in any case."""
    code = request.POST.get("language", "")
    answer = redirect(_wanted(request))
    answer.status_code = 303
    if code in dict(django_settings.LANGUAGES):
        if request.user.is_authenticated:
            operations.change_own_settings(staff=request.user, language=code, dark=request.user.dark)
        _remember(answer, code)
    return answer


def _remember(answer: HttpResponse, code: str) -> None:
    answer.set_cookie(
        django_settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=31_536_000,
        samesite="Lax",
        httponly=True,
        secure=django_settings.SESSION_COOKIE_SECURE,
    )
