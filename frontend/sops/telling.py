"""What the check says, each finding with its sentence and the panel of the editor where it is mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Staff
from frontend.sops.editor.desk import OFFICE
from frontend.sops.editor.finding_words import HOLDERS
from frontend.sops.editor.findings import told_of
from frontend.sops.editor.page import Editor
from sop_library.bindings import lanes_bound
from sop_library.checking.findings import Finding
from sop_library.models import Draft
from sop_library.operations.binding import bound_of_draft
from sop_library.standing import faults_before_publishing


@dataclass(frozen=True, slots=True)
class Told:
    """One finding: its sentence, and the address where it is mended; none where this person can't come to it."""

    sentence: str
    address: str
    of_holders: bool = False


def told(finding: Finding, draft: Draft, document: Mapping[str, Any], *, admin: bool = False) -> Told:
    """The finding in the editor's words, with the field of the editor that it leads to."""
    path = tuple(str(part) for part in finding.path)
    found = told_of(finding.severity, finding.code, finding.params, path, document)
    return Told(found.sentence, Editor(OFFICE, draft, admin=admin).mended_at(found), found.field == HOLDERS)


def missing_of(draft: Draft, *, by: Staff, at: datetime) -> list[Told]:
    """Everything that keeps a draft from being submitted, the same and in the same words as the editor says it."""
    editor = Editor(OFFICE, draft, admin=by.is_office_admin)
    found = [Told(one["told"].sentence, one["address"], one["told"].field == HOLDERS) for one in editor.faults]
    if not found:
        rest = faults_before_publishing(draft.document, at=at, bound=lanes_bound(bound_of_draft(draft)))
        found = [told(one, draft, draft.document, admin=by.is_office_admin) for one in rest]
    return list(dict.fromkeys(found))
