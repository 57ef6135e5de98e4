"""What the day asks for, in a sentence or two."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.casework.wording import number_words, opening_number
from frontend.today.board import Board


def sentence(
    board: Board,
    *,
    reports_in_danger: int = 0,
    referrals_in_danger: int = 0,
    referrals: int = 0,
    office_high: int = 0,
    looked_again: int = 0,
) -> str:
    """What the day asks for, in words: safety before deadlines, then the other referrals that wait for an answer.

    `office_high`: the office's cases of high risk, told to who looks after the office.
    `looked_again`: paused cases whose day has come.
    """
    said = _said(board, danger=reports_in_danger + referrals_in_danger)
    if looked_again:
        resting = ngettext(
            "%(count)s kasus yang dijeda dilihat lagi hari ini.",
            "%(count)s kasus yang dijeda dilihat lagi hari ini.",
            looked_again,
        ) % {"count": opening_number(looked_again)}
        said = f"{said} {resting}"
    if office_high:
        of_office = ngettext(
            "%(count)s kasus di kantor ini berisiko tinggi.",
            "%(count)s kasus di kantor ini berisiko tinggi.",
            office_high,
        ) % {"count": opening_number(office_high)}
        said = f"{said} {of_office}"
    if not referrals:
        return said
    waiting = ngettext(
        "%(count)s rujukan menunggu jawaban kantor Anda.", "%(count)s rujukan menunggu jawaban kantor Anda.", referrals
    ) % {"count": opening_number(referrals)}
    return f"{said} {waiting}"


def _said(board: Board, *, danger: int) -> str:
    first = len(board.first.tasks) if board.first else 0
    danger += first + len(board.resting_in_danger) + len(board.held)
    if not danger:
        return _day_words(board)
    return _("%(safety)s %(day)s") % {
        "safety": ngettext(
            "%(count)s hal menyangkut orang yang dalam bahaya atau berisiko tinggi. Mulai dari sana.",
            "%(count)s hal menyangkut orang yang dalam bahaya atau berisiko tinggi. Mulai dari sana.",
            danger,
        )
        % {"count": opening_number(danger)},
        "day": _rest_words(board),
    }  # fmt: skip


def _rest_words(board: Board) -> str:
    """How many steps wait today, where something else comes first."""
    late = board.count("late")
    waiting = late + board.count("today")
    if not waiting:
        return _("Selain itu tidak ada tenggat hari ini.")
    said = {"count": opening_number(waiting), "late": number_words(late)}
    if not late:
        return (
            ngettext("%(count)s langkah menunggu Anda hari ini.", "%(count)s langkah menunggu Anda hari ini.", waiting)
            % said
        )
    if late == waiting:
        return (
            ngettext(
                "%(count)s langkah menunggu Anda hari ini dan sudah lewat waktu.",
                "%(count)s langkah menunggu Anda hari ini, semuanya sudah lewat waktu.",
                waiting,
            )
            % said
        )
    return (
        ngettext(
            "%(count)s langkah menunggu Anda hari ini, %(late)s sudah lewat waktu.",
            "%(count)s langkah menunggu Anda hari ini, %(late)s sudah lewat waktu.",
            waiting,
        )
        % said
    )


def _day_words(board: Board) -> str:
    """What the day asks for where nobody is known to be in danger."""
    late, free = board.count("late"), board.count("free")
    waiting = late + board.count("today")
    if not waiting:
        if free:
            return ngettext(
                "Tidak ada tenggat hari ini. %(count)s langkah tanpa tenggat bisa Anda lanjutkan.",
                "Tidak ada tenggat hari ini. %(count)s langkah tanpa tenggat bisa Anda lanjutkan.",
                free,
            ) % {"count": opening_number(free)}
        if waits := board.count("waits"):
            return ngettext(
                "Tidak ada tenggat hari ini. %(count)s langkah menunggu keterangan atau persetujuan.",
                "Tidak ada tenggat hari ini. %(count)s langkah menunggu keterangan atau persetujuan.",
                waits,
            ) % {"count": opening_number(waits)}
        return _("Tidak ada langkah untuk hari ini.")
    said = {"count": opening_number(waiting), "late": opening_number(late), "few": number_words(waiting)}
    if not late:
        return (
            ngettext("%(count)s langkah menunggu Anda hari ini.", "%(count)s langkah menunggu Anda hari ini.", waiting)
            % said
        )
    if late == waiting:
        return (
            ngettext(
                "%(count)s langkah menunggu Anda dan sudah lewat waktu. Mulai dari sana.",
                "%(count)s langkah menunggu Anda, semuanya sudah lewat waktu. Mulai dari yang paling atas.",
                waiting,
            )
            % said
        )
    return (
        ngettext(
            "%(count)s langkah menunggu Anda hari ini. %(late)s sudah lewat waktu, jadi mulai dari sana.",
            "%(count)s langkah menunggu Anda hari ini. %(late)s sudah lewat waktu, jadi mulai dari sana.",
            late,
        )
        % said
    )
