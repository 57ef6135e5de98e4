"""Hari ini: whose turn it is, most urgent first, and what came in."""
