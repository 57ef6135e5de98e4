"""The office's SOPs as official sheets."""
