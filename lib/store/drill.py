"""Rehearsing a restore: the newest backup into a scratch file, with every check of a real one."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from lib.errors import StewardError
from lib.store import chain
from lib.store.backups import Backup, Drill, folder_of, newest, write_drill
from lib.store.engine import Store
from lib.store.gate import WriteGate
from lib.store.migrating import code_revision
from lib.store.restore import UnsoundBackup, drop_copy, take


class NoBackup(StewardError):
    """There is nothing to rehearse with."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no backup in {folder}: make one with `python manage.py backup`.")


def restore_drill(store: Store, folder: Path | None = None) -> Drill:
    """Rehearse with the newest backup; the result, good or not, is kept beside the backups. Raises NoBackup."""
    target = folder_of(store, folder)
    assert store.path is not None
    if newest(target, store.path.name) is None:
        raise NoBackup(target)
    with WriteGate(target / ".lock").turn():  # meanwhile nobody thins it out, and no other rehearsal takes its scratch
        last = newest(target, store.path.name)
        if last is None:
            raise NoBackup(target)
        drill = Drill(datetime.now(UTC), last.path.name, last.total, _found(last, target / "drill.scratch"))
        write_drill(target, drill)
    return drill


def _found(backup: Backup, scratch: Path) -> str:
    """What keeps a backup from being restored; "" : nothing."""
    try:
        held = take(backup.path, scratch)
        broken = _changed_log(scratch) if held.revision == code_revision() else []
    except UnsoundBackup as unsound:
        return unsound.reason
    except OSError as error:
        return f"it could not be copied ({error.strerror})"
    finally:
        drop_copy(scratch)
    return broken[0] if broken else ""


def _changed_log(scratch: Path) -> list[str]:
    engine = create_engine(URL.create("sqlite", database=str(scratch)), poolclass=NullPool)
    with engine.connect() as connection:
        return chain.verify(connection)
