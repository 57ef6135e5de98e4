"""`rangkul demo --check`: plays the job against the running demo as a browser would, and prints one JSON object."""

from infra.demo.check.running import main

__all__ = ["main"]
