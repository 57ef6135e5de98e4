"""The office's administration: its profile, hours and closed days, its staff and who holds which lane."""
