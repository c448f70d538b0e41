"""The work on a store's file that is killed on the way; imports little, for every process that does it starts anew."""

from pathlib import Path

from lib.store.opening import upgrade_store
from lib.store.restore import restore


def restore_newest(folder: Path) -> None:
    """Put the backup in `folder` in the place of the store there."""
    restore(next((folder / "backups").glob("*.db")), f"sqlite:///{folder / 'steward.db'}")


def migrate(folder: Path) -> None:
    """Bring the store in `folder` to the code's version."""
    upgrade_store(f"sqlite:///{folder / 'steward.db'}")
