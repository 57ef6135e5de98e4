"""What `rangkul sop …` can do, one module for each word; each checks its own arguments and says what it did."""

from onboarding.sop_shell import adopting, bpmn, checking, differing, importing, migrating, sheet

ACTIONS = (checking, bpmn, importing, differing, adopting, migrating, sheet)
