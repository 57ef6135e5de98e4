"""`rangkul sop migrate 33.73 SOP --to N`: open cases go on under another version of their SOP; or tried only."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError, OutputWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.dry_run import DryRun, busiest_version, look
from cases.models import CaseMove
from cases.move_changes import part_names
from cases.move_words import Group, Told, tell
from cases.move_words import why as words_of
from cases.moving import Road, Shift
from cases.operations import moving
from cases.refusals import Refusal
from onboarding.sop_shell.adopting import office_of
from onboarding.sop_shell.sources import unreadable
from sop_library.models import SopVersion
from sop_library.moving import PlanBroken, from_json, suggestions, to_json
from sop_library.queries import definition_of, published_versions
from tenants.current import in_office
from tenants.models import Office

NAME = "migrate"
HELP = "Kasus yang berjalan pindah ke versi lain SOP itu; --dry-run memeriksa dulu tanpa mengubah apa pun."
WHY = "Alasannya, untuk riwayat; wajib tanpa --dry-run. Jangan menulis nama klien: perintah ini terbaca pada server."
PLAN_AT_MOST = 1_000_000


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the office, the SOP, the versions, and how."""
    parser.add_argument("code", help="Kode Kemendagri kantor dengan titik, misalnya 33.73.")
    parser.add_argument("sop", help="Nama pendek SOP pada alamatnya, misalnya pengaduan-langsung.")
    parser.add_argument("--to", type=int, required=True, metavar="N", help="Nomor versi tujuan.")
    parser.add_argument(
        "--from", type=int, dest="of", metavar="N", help="Versi asal; tanpa ini yang kasusnya terbanyak."
    )
    parser.add_argument("--plan", metavar="BERKAS", help="Pasangan yang tidak menurut kunci, sebagai JSON.")
    parser.add_argument("--by", metavar="AKUN", help="Akun kepala atau admin yang memindahkan; wajib tanpa --dry-run.")
    parser.add_argument("--why", metavar="ALASAN", default="", help=WHY)
    parser.add_argument("--dry-run", action="store_true", help="Periksa dulu: tidak ada yang berubah.")
    parser.add_argument("--yes", action="store_true", help="Tidak bertanya lagi sebelum memindahkan.")
    parser.add_argument("--json", action="store_true", help="Sebagai JSON.")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Look, say what would happen, and move where that is wanted. Raises CommandError."""
    office = office_of(options["code"])
    zone = ZoneInfo(office.zone) if office.zone else timezone.get_default_timezone()
    with in_office(office), timezone.override(zone):
        try:
            road = _road(options)
        except Refusal as refused:
            raise CommandError(refused.message) from refused
        seen = look(road=road, at=timezone.now())
        if options["json"]:
            out.write(json.dumps(_document(office, road, seen), ensure_ascii=False, indent=2))
        else:
            _say(office, road, seen, out=out)
        if options["dry_run"] or not seen.moving:
            return
        by, why = _who(options["by"]), options["why"]
        if not why.strip():
            raise CommandError("Tulis dengan --why mengapa kasusnya dipindah. Itu tercatat dalam riwayat SOP.")
        if not options["yes"] and input(f"Pindahkan {seen.moving} kasus? Ketik ya: ").strip() != "ya":
            raise CommandError("Tidak ada yang dipindah.")
        _move(road, why=why, by=by, out=out)


def _road(options: dict[str, Any]) -> Road:
    versions = {one.number: one for one in published_versions().filter(sop__slug=options["sop"])}
    if not versions:
        raise CommandError(f"Kantor ini tidak punya SOP “{options['sop']}”.")
    to = _version(versions, options["to"])
    of = _version(versions, options["of"]) if options["of"] else busiest_version(to=to)
    if of is None:
        raise CommandError("Tidak ada kasus berjalan pada versi lain SOP ini.")
    try:
        plan = from_json(_plan_file(options["plan"]), old=definition_of(of), new=definition_of(to))
    except PlanBroken as broken:
        raise CommandError(f"{options['plan']} bukan rencana pindah versi.") from broken
    return moving.check_road(of=of, to=to, plan=plan, at=timezone.now())


def _version(versions: dict[int, SopVersion], number: int) -> SopVersion:
    if number not in versions:
        known = ", ".join(str(one) for one in sorted(versions))
        raise CommandError(f"Tidak ada versi {number}. Yang ada: {known}.")
    return versions[number]


def _plan_file(word: str | None) -> Any:
    if word is None:
        return {}
    try:
        text = Path(word).read_bytes()
        document = json.loads(text) if len(text) <= PLAN_AT_MOST else None
    except (OSError, ValueError, RecursionError) as problem:
        raise unreadable(word, problem) from problem
    return document


def _who(username: str | None) -> Staff:
    found = Staff.objects.filter(username=username or "", is_active=True).first()
    if found is None or not moving.can_move(by=found):
        raise CommandError("Sebut dengan --by akun kepala atau admin kantor ini, yang tercatat memindahkannya.")
    return found


def _say(office: Office, road: Road, seen: DryRun, *, out: OutputWrapper) -> None:
    told = tell(seen, road=road)
    out.write(f"{office.name}, {road.to.sop.name}, versi {road.of.number} ke versi {road.to.number}: {told.summary}")
    guessed, words = suggestions(road.old, road.new), part_names(road.old, "steps")
    for key, to in road.plan.steps.items():
        if to is None:
            hint = f" Mungkin “{guessed[key]}”?" if key in guessed else ""
            out.write(f"Langkah tanpa padanan: “{key}”, {words[key]}.{hint}")
    if told.late:
        out.write(f"PERHATIAN: {told.late}")
    _groups(_("Yang pindah"), told.going, told, out=out)
    _groups(_("Yang tetap pada versi lama"), told.staying, told, out=out)
    _listed(_("Tenggat"), told.deadlines, out=out)
    for part in told.changes.differing:
        _listed(f"{_('Yang lain pada versi baru')}: {part.heading}", part.sentences, out=out)
    _listed(_("Formulir"), told.changes.forms, out=out)
    _listed(_("Siapa yang melihat kasus ini"), told.seers, out=out)


def _groups(heading: str, groups: Sequence[Group], told: Told, *, out: OutputWrapper) -> None:
    if not groups:
        return
    out.write(f"\n{heading}")
    for group in groups:
        out.write("  " + ". ".join(filter(None, (": ".join(filter(None, (group.where, group.counted))), group.why))))
        for one in group.cases:
            out.write(f"    {one.number}")
            for due in told.dues(one):
                out.write(f"      {due.words}" + (f" ({_('langsung lewat waktu')})" if due.late else ""))


def _listed(heading: str, lines: Sequence[str], *, out: OutputWrapper) -> None:
    if lines:
        out.write("\n".join((f"\n{heading}", *(f"  {line}" for line in lines))))


def _document(office: Office, road: Road, seen: DryRun) -> dict[str, Any]:
    return {
        "office": office.code, "sop": road.to.sop.slug, "from": road.of.number, "to": road.to.number,
        "plan": to_json(road.plan), "suggestions": dict(suggestions(road.old, road.new)),
        "moving": seen.moving, "staying": seen.staying, "held": dict(seen.held),
        "deadlines": {
            "late_at_once": seen.late_at_once, "earlier": seen.earlier, "later": seen.later, "same": seen.same,
            "untimed": seen.untimed, "carried": seen.carried,
        },
        "seen_by": list(seen.seen_by), "hidden_from": list(seen.hidden_from),
        "cases": [
            {
                "case": one.number, "moves": not one.reasons, "reasons": list(one.reasons),
                "steps": [{"from": stand.step, "to": stand.to} for stand in one.stands],
                "deadlines": [_shift(shift) for shift in one.shifts],
            }
            for one in seen.cases
        ],
    }  # fmt: skip


def _shift(shift: Shift) -> dict[str, str | None]:
    before, after = (moment.isoformat() if moment else None for moment in (shift.before, shift.after))
    named = {"limit" if shift.limit else "step": shift.key, "before": before, "after": after}
    return named | ({"stays": shift.stays} if shift.stays else {})


def _move(road: Road, *, why: str, by: Staff, out: OutputWrapper) -> None:
    try:
        move = moving.begin(of=road.of, to=road.to, plan=road.plan, why=why, by=by, at=timezone.now())
    except Refusal as refused:
        raise CommandError(refused.message) from refused
    move = moving.run(move=move, now=timezone.now)
    held = move.cases.filter(outcome=CaseMove.Outcome.HELD).select_related("case").defer("before")
    moved = move.cases.filter(outcome=CaseMove.Outcome.MOVED).count()
    out.write(f"{moved} kasus dipindah, {len(held)} tetap pada versi lama.")
    for row in held:
        out.write(f"{row.case.number}: {words_of(row.reasons)}")
