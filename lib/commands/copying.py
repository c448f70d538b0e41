"""`manage.py copy-store`: a firm moves from a file to a server, or back."""

from typing import Annotated

import typer

Source = Annotated[str, typer.Argument(metavar="FROM", help="The address of the store, as STEWARD_DATABASE_URL.")]
Target = Annotated[str, typer.Argument(metavar="TO", help="The address of an empty database, or of a new file.")]


def copy_store(source: Source, target: Target) -> None:
    """Copy a whole store into an empty database, from SQLite to PostgreSQL or back, and compare them."""
    from lib.schema import tables
    from lib.store.copying import copy_store as copy
    from lib.store.engine import plainly

    copied = copy(source, target, tables())
    for one in copied:
        if one.rows:
            print(f"{one.rows:>11,}  {one.table:<32} {one.checksum[:16]}")
    rows, filled = sum(one.rows for one in copied), sum(one.rows > 0 for one in copied)
    print(f"Copied and compared: {rows:,} rows of {filled} tables are the same in {plainly(target)}.")
    print("The store copied from was not changed. To work on the copy, set STEWARD_DATABASE_URL to its address.")
