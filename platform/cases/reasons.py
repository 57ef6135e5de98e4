"""The reason in a sentence of the engine: it knows a key where somebody typed words, and the words stay sealed."""

import re
import uuid

from cases.models import StepPass

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def reason_key(sentence: str) -> uuid.UUID | None:
    """The key of the reason that stands in a sentence of the engine; None where nobody typed one."""
    found = KEY.search(sentence)
    return uuid.UUID(found.group()) if found else None


def with_words(sentence: str, *, of: StepPass, opened: bool, closed: str) -> str:
    """The sentence with the words that were typed where the window is open, else with `closed` in their place."""
    if of.because is None:
        return sentence
    return sentence.replace(str(of.because.pk), str(of.because.words) if opened else closed)
