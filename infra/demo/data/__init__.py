"""What a newcomer finds in the demo: four offices with their SOPs, staff and invented cases. Safe to repeat."""
