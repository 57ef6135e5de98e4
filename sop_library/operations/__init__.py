"""What an office does with its SOPs: each one transaction."""
