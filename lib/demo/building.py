"""Building the demo firm: drawn subject by subject, then written in one transaction."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Table, func, select

from lib.demo.absence import take_leave
from lib.demo.access import open_doors
from lib.demo.agency import found_agency
from lib.demo.anonymous import ask_anonymously
from lib.demo.asks import ask_and_promise
from lib.demo.clearing import clear, is_demo
from lib.demo.contact import keep_in_touch
from lib.demo.deals import make_deals
from lib.demo.demand import demand
from lib.demo.goals import set_goals
from lib.demo.growth import look_for_growth
from lib.demo.health import watch_health
from lib.demo.hours import log_time
from lib.demo.leaving import say_goodbye
from lib.demo.money import bill
from lib.demo.naming import most_accounts
from lib.demo.onboarding import welcome
from lib.demo.pipeline import fill_pipeline
from lib.demo.projects import earn_from_projects, plan_projects, sold_as
from lib.demo.review import hold_reviews
from lib.demo.sheets import Row
from lib.demo.surveys import ask_clients
from lib.demo.team import book
from lib.demo.work import do_the_work
from lib.demo.world import World
from lib.errors import StewardError
from lib.importing.bulk import follow_numbers, hold_still
from lib.schema import content_tables, models
from lib.store.base import now
from lib.store.engine import Store
from lib.store.writing import Write, perform

LEAST_ACCOUNTS, LEAST_MONTHS, MOST_MONTHS = 20, 12, 120
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
    tell = progress or _tell_nobody
    tables = content_tables()
    tell(0, len(tables) + 1, "drawing the firm")
    compose(world)
    demo_before = is_demo(store)
    counts: dict[str, int] = {}

    def work(write: Write) -> None:
        hold_still(write.connection, tables)
        _make_room(write, demo_before)
        for done, table in enumerate(tables, start=1):
            tell(done, len(tables) + 1, table.name.replace("_", " "))
            counts[table.name] = _write_table(write, world, table)

    perform(store, who, "build the demo firm", work)
    tell(len(tables) + 1, len(tables) + 1, "done")
    return counts


def _tell_nobody(_done: int, _total: int, _what: str) -> None:
    pass


def compose(world: World) -> None:
    """Draw everything; the order is that in which facts depend on each other."""
    agency = found_agency(world)
    say_goodbye(world, agency)
    touches = keep_in_touch(world, agency)
    ask_and_promise(world, agency)
    welcome(world, agency)
    set_goals(world, agency)
    projects = plan_projects(world, agency)
    approved = do_the_work(world, agency, projects)
    deals = make_deals(world, agency, projects)
    opportunities = fill_pipeline(world, agency, deals)
    earn_from_projects(world, projects, sold_as(projects, deals.project, opportunities))
    bill(world, agency, projects, approved)
    look_for_growth(world, agency)
    away = take_leave(world, agency)
    asked = demand(world, agency, projects)
    log_time(world, agency, projects, asked, away)
    book(world, agency, projects, asked)
    ask_clients(world, agency, projects)
    ask_anonymously(world, agency)
    history = watch_health(world, agency, touches)
    hold_reviews(world, agency, history)
    open_doors(world, agency)


def _make_room(write: Write, demo_before: bool) -> None:
    if demo_before:
        clear(write)
    for table in sorted(content_tables(), key=lambda table: table.name != "account"):
        if table.name not in KEPT and write.connection.execute(select(table).limit(1)).first() is not None:
            raise RealDataThere(table.name.replace("_", " "))


def _write_table(write: Write, world: World, table: Table) -> int:
    sheet = world.sheets.get(table.name)
    if sheet is None:
        return 0
    model = models()[table.name]
    written = 0
    for batch in sheet.batches():
        rows = _beside_kept(write, table, batch) if table.name in KEPT else batch
        write.add_many(model, rows)
        written += len(rows)
    follow_numbers(write.connection, table)
    return written


def _beside_kept(write: Write, table: Table, rows: list[Row]) -> list[Row]:
    """Rows for a table that may hold others: those whose name is taken are left out, ids start behind the others."""
    kept: set[Any] = set(write.connection.execute(select(table.c.name)).scalars())
    behind = write.connection.execute(select(func.max(table.c.id))).scalar() or 0
    free = [row for row in rows if row["name"] not in kept]
    return [row | {"id": behind + place} for place, row in enumerate(free, start=1)]
