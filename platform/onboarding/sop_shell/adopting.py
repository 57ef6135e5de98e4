"""`rangkul sop adopt 33.73 FILE`: an SOP becomes an office's own. Needs the owner's login."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.db.models import Max
from django.utils import timezone

from accounts.models import Lane, LaneMembership
from onboarding.codes import UnknownPlace
from onboarding.offices import NotOpen, open_office_of
from onboarding.sop_shell.sources import FILE, check, source
from sop_library.loading import load
from sop_library.models import Sop
from sop_library.operations.adopting import NotRunHere, OtherSopOfThatName, adopt
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import NotTheOwner

NAME = "adopt"
HELP = "SOP ini berlaku di kantor itu mulai sekarang; boleh diulang."


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the office and the file."""
    parser.add_argument("code", help="Kode Kemendagri kantor dengan titik, misalnya 33.73.")
    parser.add_argument("file", help=FILE)


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Make the SOP the office's own from now on. Raises CommandError where it has faults or can't be run there."""
    name, text = source(options["file"])
    check(name, text, advise=False, out=out)
    office = office_of(options["code"])
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
        out.write(f"{office.name}: {version.sop.name}, versi {version.number}, {said}.")
        held = LaneMembership.objects.filter(ended_at=None).values("lane")
        unheld = Lane.objects.exclude(pk__in=held).values_list("label", flat=True)
        if unheld:
            out.write(f"Belum ada petugasnya: {', '.join(unheld)}. Tetapkan pada layar Kantor.")


def office_of(code: str) -> Office:
    """The open office of a code as typed. Raises CommandError."""
    try:
        return open_office_of(code)
    except (UnknownPlace, NotOpen, NotTheOwner) as error:
        raise CommandError(str(error)) from error
