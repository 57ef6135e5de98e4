"""Comparing two SOPs takes bounded time, however long they are and however alike their words."""

import random
import time

from sop_library.comparing.differing import differences

WORDS = (  # noqa: SIM905 - a sentence
    "Petugas penerima pengaduan mencatat identitas pelapor dan korban pada formulir kemudian menyampaikan berkas "
    "kepada kepala seksi untuk diperiksa kelengkapannya sesuai ketentuan yang berlaku lalu menghubungi pendamping"
).split()


def shuffled(count: int, prefix: str) -> dict[str, object]:
    chance = random.Random(prefix)  # noqa: S311 - a test's own words
    steps = [
        {"key": f"{prefix}{one}", "text": " ".join(chance.sample(WORDS, len(WORDS))) + f" {one}"}
        for one in range(count)
    ]
    return {"steps": steps}


def test_two_hundred_steps_of_the_same_words_are_compared_within_a_second():
    before, after = shuffled(200, "p"), shuffled(200, "q")
    began = time.process_time()
    found = differences(before, after)
    assert time.process_time() - began < 1
    assert len(found.of("steps")) == 400


def test_steps_that_only_changed_their_key_are_still_told():
    before = shuffled(20, "p")
    after = {"steps": [{**step, "key": f"baru-{place}"} for place, step in enumerate(before["steps"])]}
    found = differences(before, after).renamed
    assert [(one.before, one.after, one.ratio) for one in found] == [
        (f"p{place}", f"baru-{place}", 1.0) for place in range(20)
    ]
