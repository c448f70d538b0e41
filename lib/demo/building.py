"""Building the demo firm: facts drawn and written, the health of past weeks computed from them, reviews told of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, func, select

from lib.demo.access import confine_one
from lib.demo.agency import Agency
from lib.demo.clearing import clear, clear_demo, is_demo
from lib.demo.composing import compose
from lib.demo.naming import most_accounts
from lib.demo.past_weeks import date_back, keep_past_weeks, weeks_back
from lib.demo.review import hold_reviews
from lib.demo.sheets import Row
from lib.demo.world import World
from lib.errors import StewardError
from lib.schema import content_tables, models
from lib.store.base import now
from lib.store.engine import Store
from lib.store.server import follow_numbers
from lib.store.writing import Write, perform

LEAST_ACCOUNTS, LEAST_MONTHS, MOST_MONTHS = 20, 12, 240
KEPT = ("app_user", "setting")  # may hold rows that are not the demo's
Progress = Callable[[int, int, str], None]


class RealDataThere(StewardError):
    """The store holds a firm's own records."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"This store holds real data (the table {table} has rows and it is no demo store): "
            "set STEWARD_DATABASE_URL to another file to build the demo firm there."
        )


class DemoTooSmall(StewardError):
    """A size the demo firm cannot be built in."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The demo firm needs {LEAST_ACCOUNTS} to {most} accounts, {LEAST_MONTHS} to {MOST_MONTHS} months "
            "and a seed of 0 or more: ask for such a size."
        )


def build_demo(
    store: Store,
    *,
    accounts: int = 60,
    months: int = 36,
    seed: int = 42,
    until: date | None = None,
    who: str = "Demo",
    progress: Progress | None = None,
) -> dict[str, int]:
    """Build the demo firm in `store`; gives the rows of each table. `until`: the last day with facts, default today.

    The same accounts, months, seed and until give the same content. A demo firm already there is cleared first.
    Raises DemoTooSmall for a size it cannot be built in, RealDataThere for a store with a firm's own records.
    """
    world = World(accounts, months, seed, (until or now().date()).toordinal())
    most = most_accounts(world.given)
    if not (LEAST_ACCOUNTS <= accounts <= most and LEAST_MONTHS <= months <= MOST_MONTHS and seed >= 0):
        raise DemoTooSmall(most)
    tables = content_tables()
    tell = _Telling(progress, len(tables) + weeks_back(world) + 1)
    tell(0, "drawing the firm")
    agency = compose(world)
    _write_facts(store, who, world, tell)
    try:
        _look_back(store, who, world, agency, tell)
    except BaseException:
        # Half a demo firm would be taken for a whole one; whoever stops the building stops it as a whole.
        clear_demo(store, who)
        raise
    tell(tell.total, "done")
    return _counts(store)


@dataclass(frozen=True)
class _Telling:
    """Progress as steps of one total."""

    progress: Progress | None
    total: int

    def __call__(self, done: int, what: str) -> None:
        if self.progress:
            self.progress(done, self.total, what)


def _write_facts(store: Store, who: str, world: World, tell: _Telling) -> None:
    demo_before = is_demo(store)
    tables = content_tables()

    def work(write: Write) -> None:
        _make_room(write, demo_before)
        for done, table in enumerate(tables, start=1):
            tell(done, table.name.replace("_", " "))
            _write_table(write, world, table)
        confine_one(write, world)

    perform(store, who, "build the demo firm", work)


def _look_back(store: Store, who: str, world: World, agency: Agency, tell: _Telling) -> None:
    """What is told from the facts once they are written: the health of past weeks, and the reviews of it."""
    written, before = set(world.sheets), len(content_tables())
    history = keep_past_weeks(store, world, who, lambda done, _weeks, what: tell(before + 1 + done, what))
    hold_reviews(world, agency, history)
    told = [table for table in content_tables() if table.name in set(world.sheets) - written]

    def work(write: Write) -> None:
        date_back(write, world, history)
        for table in told:
            _write_table(write, world, table)

    perform(store, who, "hold the demo firm's reviews", work)


def _counts(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in content_tables()
        }


def _make_room(write: Write, demo_before: bool) -> None:
    if demo_before:
        clear(write)
    for table in sorted(content_tables(), key=lambda table: table.name != "account"):
        if table.name not in KEPT and write.connection.execute(select(table).limit(1)).first() is not None:
            raise RealDataThere(table.name.replace("_", " "))


def _write_table(write: Write, world: World, table: Table) -> None:
    sheet = world.sheets.get(table.name)
    if sheet is None:
        return
    model = models()[table.name]
    for batch in sheet.batches():
        write.add_many(model, _beside_kept(write, table, batch) if table.name in KEPT else batch)
    follow_numbers(write.connection, table)


def _beside_kept(write: Write, table: Table, rows: list[Row]) -> list[Row]:
    """Rows for a table that may hold others: those whose name is taken are left out, ids start behind the others."""
    kept: set[Any] = set(write.connection.execute(select(table.c.name)).scalars())
    behind = write.connection.execute(select(func.max(table.c.id))).scalar() or 0
    free = [row for row in rows if row["name"] not in kept]
    return [row | {"id": behind + place} for place, row in enumerate(free, start=1)]
