"""What the custody of a matter refuses, said as every other refusal is: screens and the API know those."""

from collections.abc import Iterator
from contextlib import contextmanager

from cases.refusals import Refusal, Stale
from custody.refusals import HandoffRefused, NoSuchEnvelope


@contextmanager
def as_refusal() -> Iterator[None]:
    """Turn what the centre refuses into Stale (somebody was first) or Refusal (there is no such envelope)."""
    try:
        yield
    except NoSuchEnvelope as refused:
        raise Refusal(refused.code, str(refused)) from refused
    except HandoffRefused as refused:
        raise Stale(refused.code, str(refused)) from refused
