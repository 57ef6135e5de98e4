"""What can be done with a case: keyword-only, one transaction each, one event each. The module is the noun."""
