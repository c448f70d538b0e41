"""Hostile text, files and edits against the whole of Steward: what must not run, leak, or be written."""
