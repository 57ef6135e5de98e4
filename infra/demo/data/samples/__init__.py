"""The invented cases of each office, at different points of their SOPs."""
