"""`manage.py backup`, `restore` and `restore-drill`: copies of the store, and the proof that they can be put back."""

from pathlib import Path
from typing import Annotated

import typer

from lib.commands.operating import operator
from lib.errors import StewardError

Folder = Annotated[Path | None, typer.Option("--to", help="Default: STEWARD_BACKUP_DIR, else beside the store.")]
From = Annotated[Path | None, typer.Option("--from", help="Default: STEWARD_BACKUP_DIR, else beside the store.")]
File = Annotated[Path, typer.Argument(help="A backup; the .json beside it says what it holds.")]
Address = Annotated[str | None, typer.Option("--to", help="Default: the store, STEWARD_DATABASE_URL.")]
Unlisted = Annotated[
    bool, typer.Option("--no-manifest", help="For a file without a .json: a .pre- copy, one of Litestream.")
]


class CannotBeRestored(StewardError):
    """The newest backup is none that could take the place of the store."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(f"{name} cannot be restored: {found}. Make a new one with `python manage.py backup`.")


def backup(to: Folder = None) -> None:
    """Copy the store while people work in it, check the copy, and thin out the older ones."""
    from lib.store.backup import make_backup
    from lib.store.opening import open_store

    made = make_backup(open_store(), operator(), to)
    one = made.backup
    print(f"Backed up to {one.path}: {one.total:,} rows, {one.size / 1e6:.1f} MB, version {one.revision}.")
    print(f"SHA-256 {one.sha256}; change log up to {one.head or 'its beginning'}.")
    if made.gone:
        print(f"{len(made.gone)} older ones were removed: of those, 24 hourly, 14 daily and 12 monthly are kept.")


def restore(file: File, to: Address = None, no_manifest: Unlisted = False) -> None:
    """Put a backup in the place of the store, which is kept beside it. Stop Steward first."""
    from lib.store.restore import restore as put_back

    done = put_back(file, to, manifest=not no_manifest)
    print(f"Restored {done.rows:,} rows from {file}.")
    if done.kept:
        print(f"The store of before is kept as {done.kept}.")
    if done.strange:
        print("Its change log began otherwise: see that this backup is of your firm, and not of a demo or another one.")
    if done.older:
        print(f"It is of version {done.revision}: run `python manage.py migrate` before you start Steward.")


def restore_drill(folder: From = None) -> None:
    """Rehearse: restore the newest backup into a scratch file, with every check. The Data page shows the result."""
    from lib.store.drill import restore_drill as rehearse
    from lib.store.opening import open_store

    drill = rehearse(open_store(), folder)
    if not drill.good:
        raise CannotBeRestored(drill.backup, drill.found)
    print(f"{drill.backup} can be restored: {drill.rows:,} rows, sound, as its manifest says.")
