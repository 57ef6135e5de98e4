"""`rangkul reconcile`: whether nation = sum of offices = sum of cases; a table to read, JSON to keep."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.reconciling import Account, Reconciliation, reconcile


class Command(BaseCommand):
    """Prints a table to the error stream and JSON to the output; ends with 1 where the three counts differ."""

    help = "Bukti bahwa angka nasional = jumlah kantor = jumlah kasus, dan seberapa jauh tertinggal; JSON dan tabel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="Hanya JSON, tanpa tabel.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = reconcile(at=timezone.now())
        if not options["quiet"]:
            for line in _table(found):
                self.stderr.write(line)
        self.stdout.write(json.dumps(_document(found), indent=2))
        if not found.agrees:
            raise SystemExit(1)


def _document(found: Reconciliation) -> dict[str, Any]:
    return {
        "at": found.at.isoformat(),
        "agrees": found.agrees,
        "nation": found.nation,
        "cases": found.cases,
        "published_as_of": found.published_as_of.isoformat() if found.published_as_of else None,
        "lag_seconds": max((one.waits_seconds for one in found.accounts), default=0),
        "unsent": sum(one.unsent for one in found.accounts),
        "offices": [_office(one) for one in found.accounts],
    }


def _office(account: Account) -> dict[str, Any]:
    return {
        "code": account.code,
        "agrees": account.agrees,
        "unlike": account.unlike,
        "unsent": account.unsent,
        "waits_seconds": account.waits_seconds,
        "fault": account.fault,
        "months": [
            {"month": f"{one.month:%Y-%m}", "cases": one.cases, "facts": one.facts, "nation": one.nation}
            for one in account.lines
        ],
    }


def _table(found: Reconciliation) -> list[str]:
    lines = [f"{'Kantor':<28}{'Bulan':<9}{'Kasus':>8}{'Fakta':>8}{'Nasional':>10}"]
    for account in found.accounts:
        lines += [
            f"{account.name[:27]:<28}{one.month:%Y-%m}  {one.cases:>8}{one.facts:>8}{one.nation:>10}"
            f"{'' if one.agrees else '   BERBEDA'}"
            for one in account.lines
        ]
        if account.fault:
            lines.append(f"{account.name[:27]:<28}tidak dapat dibaca: {account.fault}")
        if account.unlike:
            lines.append(f"{account.name[:27]:<28}{account.unlike} fakta belum sama dengan yang nasional")
        if account.unsent:
            lines.append(
                f"{account.name[:27]:<28}{account.unsent} pesan menunggu, terlama {account.waits_seconds} detik"
            )
    said = "sama" if found.agrees else "BERBEDA"
    return [*lines, f"Nasional {found.nation}, jumlah kasus {found.cases}: {said}."]
