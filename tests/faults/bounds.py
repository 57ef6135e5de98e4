"""How much is tried: a little in `make test`, everything in `make test-faults`.

Every handoff of HANDOFFS has four to seven of its acts killed; the first of each kind runs through, so that its points
are known. The other three kill what the product really runs as: web server, worker, PostgreSQL.
"""

import os

FULL = os.environ.get("RANGKUL_FAULTS") == "full"
SEQUENCES, STEPS = (60, 50) if FULL else (10, 24)
"""Of the model-based test: how many sequences, and how many steps each."""
HANDOFFS = 500 if FULL else 10
"""How many handoffs have their processes killed, forked ones that do the product's own operations: about 2400 kills."""
LATER_HANDOFFS = 40 if FULL else 2
"""How many of each kind have what comes later killed: the first runs through, so that its points are known."""
WEB_HANDOFFS = 60 if FULL else 4
"""How many handoffs kill a web server that a browser talks to: at the sending and at the answer."""
WORKER_HANDOFFS = 30 if FULL else 2
"""How many handoffs kill the worker: in the relay and in what follows the chain."""
DATABASE_HANDOFFS = 12
"""How many handoffs kill PostgreSQL: in `make test-faults` alone."""
ROUNDS = 100 if FULL else 4
"""How often a withdrawal races an acceptance, and two of the receiving office each other."""
STRIDE = 1 if FULL else 13
"""An act is killed at each of its points, or at every so many of them."""
MEANWHILE_STEP = {"page": 1, "step": 13} | ({"register": 1, "today": 1, "step": 1} if FULL else {})
"""What is asked for while a colleague completes a step, and before every how many-th statement that happens."""
MEANWHILE_REFERRAL = {"received looks": 2, "received withdraws": 5, "accepting withdraws": 23} | (
    dict.fromkeys(
        [
            "received looks", "received withdraws", "received accepts", "inbox withdraws", "sent accepts",
            "outbox accepts", "case accepts", "accepting withdraws", "accepting accepts", "withdrawing accepts",
        ],
        1,
    )
    if FULL
    else {}
)  # fmt: skip
"""What is asked for of a referral while another acts on it, likewise."""
EACH_WAITS_STRIDE = 1 if FULL else 3
"""An answer waits at each of its points for somebody else to come to the same rows, or at every so many of them."""
