"""`rangkul sop check FILE` and `rangkul sop adopt 33.73 FILE`: from a clerk's file to an office's own SOP."""

from argparse import ArgumentParser
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max
from django.utils import timezone

from accounts.models import Lane, LaneMembership
from onboarding.codes import UnknownPlace
from onboarding.offices import NotOpen, open_office_of
from sop_library.inspecting import catalogue, inspect
from sop_library.loading import load
from sop_library.models import Sop
from sop_library.operations import NotRunHere, OtherSopOfThatName, adopt
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import NotTheOwner


class Command(BaseCommand):
    """Checks an SOP file, or makes it an office's own. Checking needs no database; adopting the owner's login."""

    help = "Periksa berkas SOP (sop check BERKAS), atau jadikan SOP sebuah kantor (sop adopt 33.73 BERKAS)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="check|adopt")
        file = "Berkas YAML, atau kunci katalog, misalnya salatiga/pengaduan-langsung."
        check = actions.add_parser("check", help="Semua kesalahan sekaligus, masing-masing dengan barisnya.")
        check.add_argument("files", nargs="+", metavar="file", help=f"{file} Boleh beberapa.")
        take = actions.add_parser("adopt", help="SOP ini berlaku di kantor itu mulai sekarang; boleh diulang.")
        take.add_argument("code", help="Kode Kemendagri kantor dengan titik, misalnya 33.73.")
        take.add_argument("file", help=file)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "check":
            self._check_all(options["files"])
            return
        name, text = _source(options["file"])
        self._check(name, text, advise=False)
        self._adopt(options["code"], name, text)

    def _check_all(self, words: list[str]) -> None:
        """Check every file, also after one with faults; fail once all were looked at."""
        wrong = []
        for word in words:
            try:
                self._check(*_source(word), advise=True)
            except CommandError as fault:
                wrong.append(fault)
        if wrong:
            raise CommandError("\n".join(str(fault) for fault in wrong))

    def _check(self, name: str, text: bytes, *, advise: bool) -> None:
        found = inspect(text)
        for fault in found.faults:
            self.stdout.write(f"{name}:{fault}")
        if found.faults:
            raise CommandError(f"{name}: {len(found.faults)} kesalahan; belum dapat dipakai.")
        if not advise:
            return
        for advice in found.advice:
            self.stdout.write(f"{name}:{advice.line}:{advice.column} Saran: {advice.sentence}")
        self.stdout.write(f"{name}: tidak ada kesalahan, {len(found.advice)} saran.")

    def _adopt(self, code: str, name: str, text: bytes) -> None:
        office = _office(code)
        now = timezone.now()
        with in_office(office):
            last = Sop.objects.aggregate(last=Max("order"))["last"]
            try:
                version = adopt(
                    definition=load(text, name=name), at=now, order=0 if last is None else min(last + 1, 32_767)
                )
            except OtherSopOfThatName as taken:
                raise CommandError(
                    f"{office.name} sudah punya SOP “{taken}” dari sumber lain. Ganti “sop” pada berkas ini."
                ) from taken
            except NotRunHere as unsupported:
                raise CommandError(f"{name}: {unsupported}") from unsupported
            said = "berlaku mulai sekarang" if version.published_at == now else "sudah ada; tidak ada yang berubah"
            self.stdout.write(f"{office.name}: {version.sop.name}, versi {version.number}, {said}.")
            held = LaneMembership.objects.filter(ended_at=None).values("lane")
            unheld = Lane.objects.exclude(pk__in=held).values_list("label", flat=True)
            if unheld:
                self.stdout.write(f"Belum ada petugasnya: {', '.join(unheld)}. Tetapkan pada layar Kantor.")


def _source(word: str) -> tuple[str, bytes]:
    """The name and the bytes of a file, or of an SOP of the catalogue. Raises CommandError."""
    path = Path(word)
    try:
        if path.is_file():
            return word, path.read_bytes()
    except (OSError, ValueError) as problem:
        raise CommandError(f"{word} tidak dapat dibaca: {problem}") from problem
    shelf = catalogue()
    if word in shelf:
        return word, shelf[word]
    near = get_close_matches(word, shelf, n=3, cutoff=0.4) or list(shelf)
    raise CommandError(f"Tidak ada berkas atau SOP katalog bernama “{word}”. Katalog: {', '.join(near)}.")


def _office(code: str) -> Office:
    """The open office of a code as typed. Raises CommandError."""
    try:
        return open_office_of(code)
    except (UnknownPlace, NotOpen, NotTheOwner) as error:
        raise CommandError(str(error)) from error
