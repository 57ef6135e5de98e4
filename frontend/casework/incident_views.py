"""What is said to have happened: added, and corrected with a trace."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Incident
from cases.operations import incidents
from cases.operations.incidents import IncidentData
from cases.operations.reported import LONGEST_STORY
from cases.refusals import Refusal
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, show_refusal
from frontend.casework.aside import incident_lines
from frontend.casework.corrections import corrections_of
from frontend.casework.kept import typed_words
from frontend.casework.loading import case_or_404, still_ours
from frontend.casework.near import put_near_first
from frontend.casework.people_form import listed
from frontend.casework.read_out import CHANGING, read_out
from frontend.casework.revealing import RevealForm, has_seen, window_of
from frontend.casework.taking_off import off_incidents
from frontend.formbuild import DateParts, ManyChoices, RegionField, SafeText, SheetForm, SingleChoice

YES, NO = "YA", "TIDAK"
TRUTH = {YES: True, NO: False}


class IncidentForm(SheetForm):
    """One incident. Everything may stay unknown."""

    kinds = ManyChoices(
        label=gettext_lazy("Bentuk kekerasan"), required=False, choices=listed("violence_type"),
        help_text=gettext_lazy("Boleh lebih dari satu."),
    )  # fmt: skip
    domestic = SingleChoice(
        label=gettext_lazy("Terjadi di dalam rumah tangga (KDRT)?"), required=False, inline=True,
        choices=[(YES, gettext_lazy("Ya")), (NO, gettext_lazy("Tidak")), ("NA", gettext_lazy("Belum diketahui"))],
    )  # fmt: skip
    place = RegionField(label=gettext_lazy("Wilayah tempat kejadian"), required=False)
    place_kind = SingleChoice(
        label=gettext_lazy("Tempat kejadian"), required=False, radios=False, choices=listed("place_of_occurrence")
    )
    happened_on = DateParts(label=gettext_lazy("Tanggal kejadian"), required=False, not_after_today=True)
    story = SafeText(label=gettext_lazy("Kronologi"), required=False, lines=True, rows=8, longest=LONGEST_STORY)
    reason = SafeText(
        label=gettext_lazy("Mengapa diperbaiki?"), required=False, longest=300,
        help_text=gettext_lazy("Misalnya: salah ketik. Isi sebelumnya tetap tersimpan sebagai jejak."),
    )  # fmt: skip

    def __init__(self, *args: Any, correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_near_first(self)
        if not correcting:
            del self.fields["reason"]

    def incident(self) -> IncidentData:
        """What was typed of the incident."""
        data = self.cleaned_data
        return IncidentData(
            kinds=tuple(data["kinds"]), domestic=TRUTH.get(data["domestic"]), place=data["place"],
            place_kind=data["place_kind"], happened_on=data["happened_on"], story=data["story"],
        )  # fmt: skip


def _initial(incident: Incident) -> dict[str, Any]:
    data = incidents.read(incident)
    domestic = {True: YES, False: NO, None: ""}[data.domestic]
    return {
        "kinds": list(data.kinds), "domestic": domestic, "place": data.place, "place_kind": data.place_kind,
        "happened_on": data.happened_on, "story": data.story,
    }  # fmt: skip


def _page(
    request: StaffRequest, case: Case, form: IncidentForm | None, *, incident: Incident | None = None,
    status: int = 200, kept: Sequence[tuple[str, str]] = (), reading: bool = False,
) -> HttpResponse:  # fmt: skip
    window = window_of(request, case)
    stands = asdict(incidents.read(incident)) if incident and window.opened else {}
    context = {
        "case": case,
        "form": None if reading else form,
        "groups": read_out(form, heading=_("Kejadian")) if reading and form is not None else (),
        "mend": f"{request.path}?{CHANGING}=1" if incident and still_ours(case) else "",
        "told": incident_lines([incident])[0] if incident else None,
        "off": off_incidents(case, [incident], now=timezone.now()) if incident else [],
        "incident": incident,
        "kept": kept,
        "reveal": RevealForm(initial={"reason": "check"}),
        "corrections": corrections_of(case, row_id=incident.pk, opened=window.opened, stands=stands)
        if incident
        else [],
        **window.shown,
    }
    return answer(request, "casework/incident.html", context, status=status)


@reads_and_writes
def incident_new(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add an incident to the case."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return _page(request, case, IncidentForm(correcting=False))
    form = IncidentForm(request.POST, correcting=False)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    try:
        incidents.add(case=case, data=form.incident(), by=request.user, at=timezone.now())
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(request, case, form, status=refusal.status)
    messages.success(request, _("Kejadian ditambahkan."))
    return go_on(request, "case", case.pk)


@reads_and_writes
def incident_edit(request: StaffRequest, case_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    """Read an incident, in an open window only; with `?ubah=1` correct it."""
    case = case_or_404(request, case_id)
    incident = Incident.every.filter(case=case, pk=incident_id).first()
    if incident is None:
        raise Http404
    incident.case = case
    if request.method != "POST":
        form = IncidentForm(correcting=True, initial=_initial(incident)) if window_of(request, case).opened else None
        asked = CHANGING in request.GET and still_ours(case)
        return _page(request, case, form, incident=incident, reading=form is not None and not asked)
    form = IncidentForm(request.POST, correcting=True)
    if not has_seen(case, by=request.user, at=timezone.now()):
        return _page(request, case, None, incident=incident, status=422, kept=typed_words(form))
    if not form.is_valid():
        return _page(request, case, form, incident=incident, status=422)
    try:
        incidents.correct(
            incident=incident, data=form.incident(), reason=form.cleaned_data["reason"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(request, case, form, incident=incident, status=refusal.status)
    messages.success(request, _("Data kejadian disimpan."))
    return go_on(request, "case", case.pk)
