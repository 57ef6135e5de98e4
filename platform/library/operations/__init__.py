"""What is done to the library: each one transaction."""
