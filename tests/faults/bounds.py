"""How much is tried: a little in `make test`, everything in `make test-faults`."""

import os

FULL = os.environ.get("RANGKUL_FAULTS") == "full"
SEQUENCES, STEPS = (60, 50) if FULL else (6, 25)
"""Of the model-based test: how many sequences, and how many steps each."""
HANDOFFS = 500 if FULL else 20
"""How many handoffs are interrupted by kills."""
ROUNDS = 100 if FULL else 4
"""How often a withdrawal races an acceptance, and two of the receiving office each other."""
STRIDE = 1 if FULL else 13
"""An act is killed at each of its points, or at every so many of them."""
