"""Who works with the file of a SQLite store: many at once, or one alone that puts another file in its place."""

import errno
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.errors import StewardError

try:
    import fcntl
except ImportError:  # Windows has no flock; there SQLite's own locks refuse to swap a file that is open
    fcntl = None  # type: ignore[assignment]

# One entry for each store this process has opened, oldest first; the operating system lets go when it ends.
_HELD: OrderedDict[Path, int] = OrderedDict()
_ONE_AT_A_TIME = threading.Lock()
MOST = 8  # as many as `engine.connect` keeps


class StoreInUse(StewardError):
    """Somebody works with the store whose file should be swapped."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The store {path} is in use: stop Steward and whatever else has the file open (another command, "
            "Litestream, sqlite3), then try again. Nothing was changed."
        )


class StoreNotOurs(StewardError):
    """Whoever runs the command has no right to write where the store is."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The store {path} cannot be worked with: this user may not write {path.name}.open beside it. "
            "Run the command as the user that Steward runs as, and see that the disk is not read-only."
        )


class StoreBeingSwapped(StewardError):
    """The store is being migrated or restored right now."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The store {path} is being migrated or restored: try again when that is done.")


def hold_open(path: Path) -> None:
    """Say that this process works with the store, until it ends. Raises StoreBeingSwapped, StoreNotOurs."""
    with _ONE_AT_A_TIME:
        known = path.resolve()
        if fcntl is None or known in _HELD:
            return
        handle = _lock_file(known)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as swapped:
            os.close(handle)
            raise StoreBeingSwapped(path) from swapped
        _HELD[known] = handle
        if len(_HELD) > MOST:
            os.close(_HELD.popitem(last=False)[1])


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """No other process works with the store, nor can begin to, during the body. Raises StoreInUse, StoreNotOurs."""
    known = path.resolve()
    if fcntl is None:
        yield
        return
    own = _HELD.get(known)
    handle = _lock_file(known) if own is None else own
    try:
        _only_ours(handle, path)
        yield
    finally:
        if own is None:
            os.close(handle)
        else:
            fcntl.flock(own, fcntl.LOCK_SH)


def _lock_file(path: Path) -> int:
    try:
        return os.open(path.with_name(path.name + ".open"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise StoreNotOurs(path) from error


def _only_ours(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        raise StoreInUse(path) from held
