"""One-time passwords: made once, shown once, changed at the first login."""

import random
import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is misread aloud or on paper: i l o 0 1
GROUPS, LENGTH = 4, 4


def one_time_password(*, source: random.Random | None = None) -> str:
    """Four groups of four letters and digits, about 79 bits: "k7mf-92qd-x4hp-t6wn". The system chooses by default."""
    chooser = source or secrets.SystemRandom()
    return "-".join("".join(chooser.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))
