"""Changing a draft: each change is a value, is applied to a document, and comes back with what takes it back. Pure."""
