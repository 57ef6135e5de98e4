"""A service standard as an office publishes it, pasted as text, becomes a draft: every step in its own words."""
