"""Words that stand in clear as reasons, in columns and in the engine's state, are sealed on rows of their own.

The same words by the same person at the same moment are one reason. Taking it back writes the words where they were.
"""

import re
import uuid
from datetime import datetime

from django.db import migrations

from safeguards.migrating import append_only_opened, sealing_office

WENT_BACK = re.compile(r"(?P<before>Kembali ke langkah “.+?”: )(?P<words>.+)", re.DOTALL)
PASSED_OVER = "Tidak berlaku: "
ENDINGS = {"", "withdrawn", "unreachable", "moved", "duplicate", "not_violence", "deceased", "other"}
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REPLACED = """
UPDATE cases_filledform older SET replaced_at = newer.at
FROM cases_filledform newer WHERE newer.replaces_id = older.id
"""
ONE_STANDS = """
UPDATE cases_filledform older SET replaced_at = newest.at
FROM (
    SELECT id, max(at) OVER same AS at, first_value(id) OVER (same ORDER BY at DESC, id DESC) AS stands
    FROM cases_filledform WHERE replaced_at IS NULL
    WINDOW same AS (PARTITION BY case_id, form_id, step_pass_id)
) newest WHERE newest.id = older.id AND newest.stands <> older.id
"""


class Sealing:
    """Makes the reasons of one case at a time."""

    def __init__(self, apps):
        self.Reason = apps.get_model("cases", "Reason")
        self.made = {}

    def key(self, *, case, words, by, at):
        place = (case, words, uuid.UUID(str(by)), at)
        if place not in self.made:
            reason = self.Reason(case_id=case, by_id=place[2], at=at)
            reason.words = words
            reason.save(force_insert=True)
            self.made[place] = reason.pk
        return self.made[place]

    def engine(self, case, held, name="reason"):
        """Put a key in the place of the words in one entry of the engine's state."""
        since = datetime.fromisoformat(held.get("at") or held["since"])
        held[name] = str(self.key(case=case, words=held[name], by=held["by"], at=since))


def seal_reasons(apps, schema_editor):
    if not apps.get_model("cases", "Case").objects.exists():
        return
    with sealing_office(schema_editor):
        sealing = Sealing(apps)
        _seal_cases(apps, sealing)
        _seal_passes(apps, sealing)
        _seal_rows(apps, sealing, schema_editor)


def _seal_cases(apps, sealing):
    for case in apps.get_model("cases", "Case").objects.only("id", "flow").iterator(chunk_size=500):
        pauses = case.flow.get("pauses", [])
        for rest in pauses:
            sealing.engine(case.pk, rest)
        if pauses:
            case.save(update_fields=["flow"])


def _seal_passes(apps, sealing):
    for row in apps.get_model("cases", "StepPass").objects.iterator(chunk_size=500):
        one, key = row.engine, None
        typed = list(one.get("extended") or ()) + [held for held in [one.get("overridden")] if held]
        for held in typed:
            sealing.engine(row.case_id, held)
        words = one.get("reason", "")
        if words not in ENDINGS and not (row.status == "passed_over" and words.startswith(PASSED_OVER)):
            back = WENT_BACK.fullmatch(words)
            before, said = (back["before"], back["words"]) if back else ("", words)
            key = sealing.key(case=row.case_id, words=said, by=one["by"], at=datetime.fromisoformat(one["done_at"]))
            one["reason"] = f"{before}{key}"
            row.reason, row.because_id = one["reason"][:500], key
        if typed or key:
            row.save(update_fields=["engine", "reason", "because"])


def _seal_rows(apps, sealing, schema_editor):
    for pause in apps.get_model("cases", "Pause").objects.iterator():
        pause.because_id = sealing.key(
            case=pause.case_id, words=pause.reason, by=pause.started_by_id, at=pause.started_at
        )
        pause.reason = ""
        pause.save(update_fields=["because", "reason"])
    for ending in apps.get_model("cases", "Ending").objects.iterator():
        if ending.kind == "early" and ending.note:
            ending.because_id = sealing.key(case=ending.case_id, words=ending.note, by=ending.by_id, at=ending.at)
            ending.note = ""
        if ending.reopened_words:
            ending.reopened_because_id = sealing.key(
                case=ending.case_id, words=ending.reopened_words, by=ending.reopened_by_id, at=ending.reopened_at
            )
            ending.reopened_words = ""
        ending.save(update_fields=["because", "note", "reopened_because", "reopened_words"])
    corrections = apps.get_model("cases", "Correction").objects
    if not corrections.exists():
        return
    with append_only_opened(schema_editor, table="cases_correction", trigger="correction_append_only"):
        for one in corrections.only("id", "case", "reason", "by", "at").iterator(chunk_size=500):
            one.because_id = sealing.key(case=one.case_id, words=one.reason, by=one.by_id, at=one.at)
            one.reason = ""
            one.save(update_fields=["because", "reason"])


def open_reasons(apps, schema_editor):
    reasons = apps.get_model("cases", "Reason").objects
    if not reasons.exists():
        return
    with sealing_office(schema_editor):
        words = {str(one.pk): one.words for one in reasons.iterator(chunk_size=500)}
        _open_engine(apps, words)
        _open_rows(apps, words, schema_editor)
    with append_only_opened(schema_editor, table="cases_reason", trigger="reason_append_only"):
        reasons.all().delete()


def _open_engine(apps, words):
    def said(sentence):
        return KEY.sub(lambda found: words[found.group()], sentence)

    for case in apps.get_model("cases", "Case").objects.only("id", "flow").iterator(chunk_size=500):
        for rest in case.flow.get("pauses", []):
            rest["reason"] = said(rest["reason"])
        case.save(update_fields=["flow"])
    for row in apps.get_model("cases", "StepPass").objects.iterator(chunk_size=500):
        for held in [*(row.engine.get("extended") or ()), row.engine.get("overridden"), row.engine]:
            if held and held.get("reason"):
                held["reason"] = said(held["reason"])
        row.reason, row.because_id = row.engine.get("reason", "")[:500], None
        row.save(update_fields=["engine", "reason", "because"])


def _open_rows(apps, words, schema_editor):
    def said(key):
        return words[str(key)][:300] if key else ""

    for pause in apps.get_model("cases", "Pause").objects.iterator():
        pause.reason, pause.because_id = said(pause.because_id), None
        pause.save(update_fields=["because", "reason"])
    for ending in apps.get_model("cases", "Ending").objects.iterator():
        if ending.because_id:
            ending.note, ending.because_id = said(ending.because_id), None
        ending.reopened_words, ending.reopened_because_id = said(ending.reopened_because_id), None
        ending.save(update_fields=["because", "note", "reopened_because", "reopened_words"])
    apps.get_model("cases", "FilledForm").objects.exclude(because=None).update(because=None)
    corrections = apps.get_model("cases", "Correction").objects
    if not corrections.exists():
        return
    with append_only_opened(schema_editor, table="cases_correction", trigger="correction_append_only"):
        for one in corrections.only("id", "because", "reason").iterator(chunk_size=500):
            one.reason, one.because_id = said(one.because_id), None
            one.save(update_fields=["because", "reason"])


class Migration(migrations.Migration):

    dependencies = [("cases", "0006_reasons")]

    operations = [
        migrations.RunSQL(REPLACED, migrations.RunSQL.noop),
        migrations.RunSQL(ONE_STANDS, migrations.RunSQL.noop),
        migrations.RunPython(seal_reasons, open_reasons),
    ]
