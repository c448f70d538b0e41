"""Which backups of a folder are kept as they grow old, and the rest removed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lib.store.backups import backups, manifest_of, past

KEPT = {"hour": 24, "day": 14, "month": 12}
RECENT = timedelta(hours=24)  # what somebody made before a risky step outlives the next hourly one


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which backups to keep: the newest of each of the last 24 hours, 14 days and 12 months that have any.

    Hours without a backup do not count, so that a machine that slept keeps as many; the newest of all always stays.
    """
    newest_first = sorted(set(moments), reverse=True)
    return {one for unit, most in KEPT.items() for one in _newest_of_each(newest_first, _BEGINNING[unit])[:most]}


def _newest_of_each(newest_first: list[datetime], beginning: Callable[[datetime], datetime]) -> list[datetime]:
    first: dict[datetime, datetime] = {}
    for moment in newest_first:
        first.setdefault(beginning(moment), moment)
    return list(first.values())


_BEGINNING: dict[str, Callable[[datetime], datetime]] = {
    "hour": lambda at: at.replace(minute=0, second=0, microsecond=0),
    "day": lambda at: at.replace(hour=0, minute=0, second=0, microsecond=0),
    "month": lambda at: at.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
}


def thin_out(folder: Path, name: str, origin: str = "") -> list[Path]:
    """Remove the good backups that need not be kept, and give them.

    All of the last day stay. So does what is no good backup, for a person to look at; one of the future, lest a wrong
    clock push out the right ones; and one whose first seal is not `origin`: it is another firm's.
    """
    found = [one for one in past(backups(folder, name)) if one.origin in ("", origin)]
    lately = datetime.now(UTC) - RECENT
    keep = kept(one.made_at for one in found) | {one.made_at for one in found if one.made_at > lately}
    gone = [one.path for one in found if one.made_at not in keep]
    for path in gone:  # the file first: a manifest without its file looks like no backup
        path.unlink(missing_ok=True)
        manifest_of(path).unlink(missing_ok=True)
    return gone
