"""Keys that rise: of rows written at one moment, the order of their keys is the order in which they were written.

A version 7 UUID (RFC 9562 section 5.7): milliseconds, a counter in place of the 12 bits after them, 62 random bits.
"""

import os
import threading
import uuid
from time import time_ns

COUNTER_BITS, RANDOM_BITS = 12, 62


class _Moments:
    """Milliseconds and counter as one number, which never falls."""

    def __init__(self) -> None:
        self._lock, self._last = threading.Lock(), 0

    def following(self) -> int:
        with self._lock:
            self._last = max(self._last + 1, (time_ns() // 1_000_000) << COUNTER_BITS)
            return self._last


_moments = _Moments()


def rising_key() -> uuid.UUID:
    """Return a key above every other that this process has made, also where its clock is set back."""
    moment, counter = divmod(_moments.following(), 1 << COUNTER_BITS)
    drawn = int.from_bytes(os.urandom(8)) >> 64 - RANDOM_BITS
    return uuid.UUID(int=moment << 80 | 7 << 76 | counter << 64 | 2 << RANDOM_BITS | drawn)
