"""A dry run of a move in words, the same on the screen and in the shell."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.dry_run import DryCase, DryRun
from cases.move_changes import Changes, changes, part_names
from cases.moving import WHY, Road, Shift, Stand


@dataclass(frozen=True)
class Group:
    """Cases that stand at the same steps and go on at the same ones, or stay for the same reasons (`why`)."""

    where: str
    why: str
    cases: tuple[DryCase, ...]

    @property
    def counted(self) -> str:
        """How many cases they are."""
        return counted(len(self.cases))


@dataclass(frozen=True)
class Due:
    """A deadline of one case in words. `late`: the move itself makes it late."""

    words: str
    late: bool


@dataclass(frozen=True)
class Told:
    """The whole in words. `deadlines`: how many become what, and who else sees the cases (`seers`), in sentences."""

    summary: str
    going: tuple[Group, ...]
    staying: tuple[Group, ...]
    changes: Changes
    late: str
    deadlines: tuple[str, ...]
    seers: tuple[str, ...]
    dues: Callable[[DryCase], list[Due]]
    """The deadlines of one case, those first that the move makes late."""


def tell(seen: DryRun, *, road: Road) -> Told:
    """Say what a dry run saw."""
    words = _Words(road, seen)
    return Told(
        summary=_summary(seen), going=words.groups(staying=False), staying=words.groups(staying=True),
        changes=changes(road.plan, old=road.old, new=road.new), late=_late(seen), deadlines=tuple(_deadlines(seen)),
        seers=tuple(_seers(seen)), dues=words.dues,
    )  # fmt: skip


def counted(number: int) -> str:
    """So many cases."""
    return ngettext("%(number)d kasus", "%(number)d kasus", number) % {"number": number}


def why(reasons: tuple[str, ...] | list[str]) -> str:
    """Why a case stays where it is: codes of WHY, in sentences."""
    return " ".join(_(WHY[reason]) for reason in reasons)


def moment(at: datetime) -> str:
    """A moment as every list of deadlines writes it."""
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


class _Words:
    """The words of two versions."""

    def __init__(self, road: Road, seen: DryRun) -> None:
        self._seen = seen
        self._old, self._new = part_names(road.old, "steps"), part_names(road.new, "steps")
        self._limits = part_names(road.old, "limits") | part_names(road.new, "limits")

    def groups(self, *, staying: bool) -> tuple[Group, ...]:
        """The cases that stay, or go, the largest group first."""
        found: dict[tuple[str, str], list[DryCase]] = defaultdict(list)
        for one in self._seen.cases:
            if bool(one.reasons) is staying:
                found[self._where(one), why(one.reasons)].append(one)
        groups = (Group(where, said, tuple(cases)) for (where, said), cases in found.items())
        return tuple(sorted(groups, key=lambda one: (-len(one.cases), one.where, one.why)))

    def dues(self, one: DryCase) -> list[Due]:
        told = (Due(self._due(shift), self._seen.late_by(shift)) for shift in one.shifts)
        return sorted(told, key=lambda due: not due.late)

    def _where(self, one: DryCase) -> str:
        return "; ".join(dict.fromkeys(self._stands(stand, stays=bool(one.reasons)) for stand in one.stands))

    def _stands(self, stand: Stand, *, stays: bool) -> str:
        old, new = self._old.get(stand.step, stand.step), self._new.get(stand.to or "", "")
        if stays:
            return _("Di %(step)s") % {"step": old}
        if old == new:
            return _("Tetap di %(step)s") % {"step": old}
        return _("Dari %(old)s ke %(new)s") % {"old": old, "new": new}

    def _due(self, shift: Shift) -> str:
        what = self._limits.get(shift.key, shift.key) if shift.limit else self._new.get(shift.key, shift.key)
        none = _("tanpa tenggat")
        before, after = (moment(at) if at is not None else none for at in (shift.before, shift.after))
        template = {
            "carried": _("%(what)s: %(before)s, berjalan terus di samping SOP"),
            "untimed": _("%(what)s: %(before)s, tetap, karena versi baru tidak memberinya waktu"),
        }.get(shift.stays, _("%(what)s: %(before)s menjadi %(after)s") if shift.changes else "")
        return (template or _("%(what)s: %(before)s, tetap")) % {"what": what, "before": before, "after": after}


def _summary(seen: DryRun) -> str:
    going = ngettext("%(number)d kasus pindah", "%(number)d kasus pindah", seen.moving)
    staying = ngettext("%(number)d tetap pada versi lama", "%(number)d tetap pada versi lama", seen.staying)
    return f"{going % {'number': seen.moving}}, {staying % {'number': seen.staying}}."


def _late(seen: DryRun) -> str:
    if not seen.late_at_once:
        return ""
    said = ngettext(
        "%(number)d tenggat langsung lewat waktu begitu kasusnya dipindah.",
        "%(number)d tenggat langsung lewat waktu begitu kasusnya dipindah.",
        seen.late_at_once,
    )
    return said % {"number": seen.late_at_once}


def _deadlines(seen: DryRun) -> Iterator[str]:
    numbers: Mapping[str, int] = {
        _("%(number)d menjadi lebih awal, atau baru"): seen.earlier,
        _("%(number)d menjadi lebih lambat"): seen.later,
        _("%(number)d tetap seperti sekarang"): seen.same,
        _("%(number)d tetap seperti sekarang, karena versi baru tidak memberinya waktu"): seen.untimed,
        _("%(number)d tidak dikenal versi baru, dan berjalan terus di samping SOP sampai dinyatakan terpenuhi"):
            seen.carried,
    }  # fmt: skip
    for template, number in numbers.items():
        if number:
            yield template % {"number": number}
    if not any(numbers.values()):
        yield _("Tidak ada tenggat yang sedang berjalan.")


def _seers(seen: DryRun) -> Iterator[str]:
    if seen.seen_by:
        yield _("Akan melihatnya juga: %(lanes)s") % {"lanes": ", ".join(seen.seen_by)}
    if seen.hidden_from:
        yield _("Tidak lagi melihatnya, kecuali lewat tugas lain: %(lanes)s") % {"lanes": ", ".join(seen.hidden_from)}
