"""Who does the steps whose source names nobody: asked of an admin, step by step, with who said it before and when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Lane
from accounts.queries import lanes_with_holders
from cases.operations.binding import bind
from frontend.answers import StaffRequest, go_on, refused
from frontend.formbuild import SheetForm, SingleChoice
from frontend.office.door import for_admins
from frontend.sops.gates import draft_or_404, status_of
from sop_library.models import Draft, LaneBinding, Sop
from sop_library.operations.binding import bind_draft, bound_of_draft, left_open, left_open_in
from sop_library.parts import Step
from sop_library.refusals import Refused
from sop_library.sheet import plain_number

LONGEST_TEXT = 160


@dataclass(frozen=True)
class Past:
    """Who did a step until another was named, in the words of that day."""

    step: str
    binding: LaneBinding


class BindForm(SheetForm):
    """One question for each step: the lane that does it. What is left as it is changes nothing."""

    def __init__(
        self, *args: Any, steps: Mapping[str, Step], lanes: Sequence[Lane], standing: Mapping[str, LaneBinding],
        bound: Mapping[str, Sequence[Mapping[str, str]]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.names = {_name(key): key for key in steps}
        for key, step in steps.items():
            now = bound.get(key, ())
            held = [lane for lane in lanes if lane.held_by or any(lane.key == one["key"] for one in now)]
            self.fields[_name(key)] = SingleChoice(
                label=step_label(step),
                radios=False,
                required=False,
                choices=[(lane.key, _held_words(lane)) for lane in held],
                initial=now[0]["key"] if now else "",
                help_text=_help(step, standing.get(key)),
            )

    def given(self) -> dict[str, str]:
        """Step -> the lane that was chosen; without those left open."""
        return {key: self.cleaned_data[name] for name, key in self.names.items() if self.cleaned_data.get(name)}

    def put_back(self, refusal: Refused) -> None:
        """Show a refusal at the step it is about."""
        name = _name(refusal.field)
        self.add_error(name if name in self.fields else None, refusal.message)


def left_to_office(draft: Draft) -> tuple[int, int]:
    """How many steps of a draft its source leaves to the office, and how many of these nobody was given.

    Both are 0 where the office writes the sheet itself.
    """
    document = draft.document
    by_hand = set(document.get("source") or {}) <= {"document"} and not document.get("based_on")
    steps = set() if by_hand else set(left_open_in(draft))
    return len(steps), len(steps - set(bound_of_draft(draft))) if steps else 0


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def of_sop(request: StaffRequest, slug: str) -> HttpResponse:
    """The steps of an SOP in force that its source leaves open; what is open in cases follows at once."""
    sop = get_object_or_404(Sop, slug=slug)
    steps, kept = left_open(sop), list(sop.bindings.select_related("by"))
    form = _form(request, steps, kept, bound=sop.bound)
    context = {"sop": sop, "name": sop.name, "past": _past(kept, steps)}
    return _answer(request, form, context, partial(bind, sop=sop), "sop_lanes", sop.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def of_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The same for a draft, before it is submitted: it holds from the day the draft is approved."""
    draft = draft_or_404(draft_id)
    if not draft.is_open:
        return refused(request, _("Draf ini sudah selesai dan tidak dapat diubah lagi."), status=409)
    there = draft.sop.bound if draft.sop is not None else {}
    steps = {key: step for key, step in left_open_in(draft).items() if key not in there}
    kept = list(draft.bindings.filter(sop=None).select_related("by"))
    form = _form(request, steps, kept, bound=bound_of_draft(draft))
    context = {"draft": draft, "name": draft.name, "past": _past(kept, steps)}
    return _answer(request, form, context, partial(bind_draft, draft=draft), "draft_lanes", draft.pk)


def _answer(
    request: StaffRequest,
    form: BindForm,
    context: Mapping[str, Any],
    keep: Callable[..., list[LaneBinding]],
    page: str,
    of: object,
) -> HttpResponse:
    """The page, or what was chosen kept and the way back (`page`, `of`); a refusal stands at the step it is about."""
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, form, context)
    try:
        made = keep(given=form.given(), by=request.user, at=timezone.now())
    except Refused as refusal:
        form.put_back(refusal)
        return _page(request, form, context, status=status_of(refusal))
    _tell(request, made)
    return go_on(request, page, of)


def _form(
    request: StaffRequest, steps: Mapping[str, Step], kept: Iterable[LaneBinding], *, bound: Mapping[str, Any]
) -> BindForm:
    standing = {one.step: one for one in kept if one.ended_at is None}
    posted = request.POST if request.method == "POST" else None
    return BindForm(posted, steps=steps, lanes=lanes_with_holders(), standing=standing, bound=bound)


def _page(request: StaffRequest, form: BindForm, context: Mapping[str, Any], *, status: int = 0) -> HttpResponse:
    left = sum(not form[name].value() for name in form.names)
    shown = {**context, "form": form, "left": left}
    return render(request, "sops/binding.html", shown, status=status or (422 if form.errors else 200))


def _past(kept: Iterable[LaneBinding], steps: Mapping[str, Step]) -> list[Past]:
    ended = [one for one in kept if one.ended_at is not None]
    return [Past(step_label(steps[one.step]) if one.step in steps else one.step, one) for one in ended]


def _tell(request: StaffRequest, made: Sequence[LaneBinding]) -> None:
    if made:
        count = len(made)
        words = ngettext("Pelaksana %(count)d langkah ditetapkan.", "Pelaksana %(count)d langkah ditetapkan.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Tidak ada yang berubah."))


def _name(step: str) -> str:
    return f"langkah-{step}"


def step_label(step: Step) -> str:
    """A step as its question names it: by its number where it has one, and its name."""
    number = plain_number(step)
    return _("Langkah %(number)s, %(name)s") % {"number": number, "name": step.name} if number else step.name


def _help(step: Step, binding: LaneBinding | None) -> str:
    text = step.text if len(step.text) <= LONGEST_TEXT else f"{step.text[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"
    if binding is None:
        return f"“{text}”"
    said = _("Ditetapkan %(name)s, %(day)s.") % {
        "name": binding.by.name, "day": date_format(timezone.localtime(binding.at), "DATE_FORMAT"),
    }  # fmt: skip
    return f"“{text}” {said}"


def _held_words(lane: Lane) -> str:
    names = ", ".join(one.staff.name for one in lane.held_by[:3])
    more = len(lane.held_by) - 3
    if not names:
        return _("%(lane)s (belum ada petugasnya)") % {"lane": lane.label}
    if more > 0:
        names = _("%(names)s, dan %(count)d lagi") % {"names": names, "count": more}
    return f"{lane.label} ({names})"
