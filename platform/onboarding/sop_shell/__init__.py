"""What `rangkul sop …` can do, one module for each word; each checks its own arguments and says what it did."""

from onboarding.sop_shell import adopting, checking

ACTIONS = (checking, adopting)
