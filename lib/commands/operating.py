"""Who is at the command line."""

import os


def operator() -> str:
    """The name that the change log keeps for what is done there."""
    return os.environ.get("STEWARD_USER") or os.environ.get("USER") or "command line"
