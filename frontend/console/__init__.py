"""The door of province and ministry: their regencies, openings, and handoffs that wait. No name, no story."""
