"""How these screens answer: by which methods, as a page or the part htmx swaps, a refusal in the form it came from."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.refusals import Refusal
from frontend.answers import StaffRequest
from frontend.formbuild import SheetForm

__all__ = ["StaffRequest", "answer", "reads", "reads_and_writes", "show_refusal", "tell_warnings", "writes"]

reads = require_http_methods(["GET", "HEAD"])
reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])
writes = require_http_methods(["POST"])


def answer(
    request: StaffRequest, template: str, context: dict[str, Any], *, part: str = "bagian", status: int = 200
) -> HttpResponse:
    """The whole page, or for htmx the part of it that `{% partialdef %}` names, with the messages beside it."""
    name = f"{template}#{part}" if request.htmx else template
    return render(request, name, context, status=status)


def tell_warnings(request: StaffRequest, form: SheetForm) -> None:
    """Say, after what was typed is stored, what is unusual about it: a NIK or telephone number to look at again."""
    for notice in form.warnings():
        messages.warning(request, f"{form.fields[notice.field].label}: {notice.message}")


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Say a refusal in the form it came from: each missing thing at its question, the rest at the head of the form."""
    for missing in refusal.missing:
        form.add_error(missing.field if missing.field in form.fields else None, missing.message)
    if not refusal.missing:
        form.add_error(None, refusal.message)
