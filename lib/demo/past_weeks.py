"""The health of each week as it stood: computed from the demo firm's facts, dated as if taken on its Monday."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import select, update

from lib.demo.days import Ints, monday
from lib.demo.sheets import recorded_at
from lib.demo.world import World, day
from lib.health.keeping import keep_weeks
from lib.health.queries import snapshots_between
from lib.health.tables import BANDS, HealthSnapshot, HealthSnapshotFactor
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write

SNAPSHOTS, PARTS = table_of(HealthSnapshot), table_of(HealthSnapshotFactor)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class History:
    """Bands by account and Monday, oldest first; -1: no snapshot."""

    mondays: Ints
    band: Ints

    def week(self, on: int) -> int:
        """Which week holds on a day: the newest up to it, the first before it."""
        return max(int(np.searchsorted(self.mondays, on, side="right")) - 1, 0)


def weeks_back(world: World) -> int:
    """How many weeks are kept: half a year, fewer for a firm so large that it would take minutes (data/demo.toml)."""
    many = world.accounts > world.firm["health_weeks_up_to"]
    return int(world.firm["health_weeks_of_many" if many else "health_weeks"])


def keep_past_weeks(store: Store, world: World, who: str, progress: Progress) -> History:
    """Have the health of the weeks up to the last one computed and kept, and give the bands that came of it."""
    weeks = weeks_back(world)
    keep_weeks(store, who, day(world.until), weeks, progress)
    mondays = monday(world.until) - 7 * np.arange(weeks)[::-1]
    kept = snapshots_between(store, day(int(mondays[0])), day(int(mondays[-1])))
    kept = kept[kept["taken_on"].dt.day_of_week == 0]  # whoever opens the app meanwhile keeps the day itself
    band = np.full((world.accounts, weeks), -1)
    column = np.searchsorted(mondays, [taken.toordinal() for taken in kept["taken_on"]])
    band[kept["account_id"] - 1, column] = [BANDS.index(name) for name in kept["band"]]
    return History(mondays, band)


def date_back(write: Write, world: World, history: History) -> None:
    """Let each snapshot say that it was recorded on its Monday: the same firm is the same whenever it is made."""
    for taken in history.mondays.tolist():
        known, that_day = {"recorded_at": _evening(taken, world.until)}, SNAPSHOTS.c.taken_on == day(taken)
        of_day = PARTS.c.health_snapshot_id.in_(select(SNAPSHOTS.c.id).where(that_day))
        write.connection.execute(update(PARTS).where(of_day).values(known))
        write.connection.execute(update(SNAPSHOTS).where(that_day).values(known))


def _evening(taken: int, until: int) -> datetime:
    none = np.zeros(1, dtype=np.int64)
    return datetime.fromtimestamp(int(recorded_at(none, none + taken, until, False)[0]), UTC)
