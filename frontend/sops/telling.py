"""What the check says, each finding with its sentence and the panel of the editor where it is mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.sops.editor.addresses import OF_THE_SHEET, SHEET, WORDS_OF
from frontend.sops.editor.findings import PLAIN, place_of
from frontend.sops.editor.shapes import as_dict, as_list
from sop_library.checking.findings import Finding
from sop_library.models import Draft

OF_THE_OFFICE = {"lane_unheld": "lanes", "no_head": "staff", "several_heads": "staff"}
"""What is mended in the office and not in the draft: code -> the page where."""
_SECTIONS = {"lane": "lanes", "door": "doors", "form": "forms", "limit": "limits", "interrupt": "interrupts"}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding: its sentence, and the address where it is mended."""

    sentence: str
    address: str


def told(finding: Finding, draft: Draft, document: Mapping[str, Any]) -> Told:
    """The finding in words, with the panel that it leads to; the draft itself where that is not there."""
    sentence = _(finding.template) % finding.params
    if finding.code == "lane_unheld":  # one sentence for all steps of a lane
        sentence = str(PLAIN[finding.template]) % finding.params
    if finding.code in OF_THE_OFFICE:
        return Told(sentence, reverse(OF_THE_OFFICE[finding.code]))
    kind, key, field = place_of(tuple(str(part) for part in finding.path) or ("sop",), document)
    address = reverse("draft", args=[draft.pk])
    if kind in OF_THE_SHEET.values():
        address = reverse("draft_part", args=[draft.pk, SHEET, WORDS_OF[kind]])
    elif kind in WORDS_OF and key in _keys(document, kind):
        address = reverse("draft_part", args=[draft.pk, WORDS_OF[kind], key])
    return Told(sentence, f"{address}#g-{field}" if field else f"{address}#panel")


def _keys(document: Mapping[str, Any], kind: str) -> set[str]:
    if kind == "step":
        return {str(as_dict(step).get("key")) for step in as_list(document.get("steps"))}
    rows = document.get(_SECTIONS.get(kind, ""))
    return set(as_dict(rows)) | {str(as_dict(row).get("key")) for row in as_list(rows)}
