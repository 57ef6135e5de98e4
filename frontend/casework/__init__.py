"""Working one case on screen: its page, its steps, its people, and everything that can be done from there."""
