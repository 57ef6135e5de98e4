"""Moving cases to another version of their SOP: the head and the admins of the office, and nobody else."""

from tests.isolation.probe import SCREEN, In, Kept, Probe, access, some
from tests.isolation.things import OTHER_SOP

NOT_MOVER = Kept(403, "oleh kepala atau admin kantor")
MOVERS = access(door=SCREEN, chief=In(), worker=NOT_MOVER, colleague=NOT_MOVER, stranger=NOT_MOVER, laneless=NOT_MOVER)
SLUG = OTHER_SOP.rpartition("/")[2]
MOVED = ("cases_case", "cases_casemove", "cases_event", "cases_move", "cases_steppass")


def the_move(things):
    return {"move_id": things.move}


PROBES = [
    Probe("sop_move", "GET", MOVERS, url=lambda things: {"slug": things.sop, "number": 1}),
    Probe(
        "sop_move",
        "POST",
        MOVERS,
        url=lambda things: {"slug": SLUG, "number": 1},
        body=lambda things: {"dari": "2", "why": "Sesuai SOP baru."},
        status=303,
        says=lambda side: ["/sop/pindah/"],
        changes=MOVED,
    ),
    Probe("sop_move_log", "GET", MOVERS, url=the_move),
    Probe("sop_move_on", "POST", MOVERS, url=the_move, status=303, says=some, note="of a move that is over"),
    Probe("sop_move_stop", "POST", MOVERS, url=the_move, status=303, says=some, note="of a move that is over"),
    Probe(
        "sop_move_back",
        "POST",
        MOVERS,
        url=the_move,
        body=lambda things: {"why": "Keliru."},
        status=303,
        says=some,
        changes=(*MOVED, "cases_moveback"),
    ),
]
