"""The demo firm for the tests that look at it: built once a process, read by all of them."""

import shutil
import tempfile
from atexit import register
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from lib.demo.building import build_demo
from lib.demo.world import parameters
from lib.health.judging import Health
from lib.health.keeping import judge_day
from lib.schema import content_tables, models
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import create_store

UNTIL = date(2026, 11, 21)


@cache
def demo(accounts: int = 60, seed: int = 42) -> Store:
    """A store with the demo firm, 36 months up to UNTIL; not to be written to."""
    folder = Path(tempfile.mkdtemp(prefix="steward-demo-"))
    register(shutil.rmtree, folder, ignore_errors=True)
    store = create_store(f"sqlite:///{folder / 'demo.db'}")
    build_demo(store, accounts=accounts, seed=seed, until=UNTIL)
    return store


@cache
def rows(table: str, accounts: int = 60, seed: int = 42) -> pd.DataFrame:
    """A whole table of the demo firm; its dates as datetime64."""
    of = table_of(models()[table])
    frame = demo(accounts, seed).frame(select(of))
    dates = [column.name for column in of.columns if column.type.__class__.__name__ == "Date"]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})


def story(key: str) -> dict[str, Any]:
    """A planted story as data/demo.toml tells it."""
    return next(told for told in parameters()["story"] if told["key"] == key)


@cache
def judged(accounts: int = 60, seed: int = 42) -> Health:
    """The demo firm's health as judged on UNTIL."""
    return judge_day(demo(accounts, seed), UNTIL)


def weeks(accounts: int = 60, seed: int = 42) -> pd.DataFrame:
    """The bands of the kept weeks, account × Monday, oldest first; missing: no snapshot."""
    kept = rows("health_snapshot", accounts, seed)
    return kept.pivot_table(index="account_id", columns="taken_on", values="band", aggfunc="first")


def told(key: str) -> list[int]:
    """The ids of the accounts of a story, found by their names: the same in every firm."""
    names = [account["name"] for account in story(key)["account"]]
    found = rows("account").set_index("name").id
    return [int(found[name]) for name in names]


def person(name: str) -> int:
    """The id of a colleague."""
    return int(rows("person").set_index("name").id[name])


def counts(store: Store) -> dict[str, int]:
    """Rows of each content table."""
    with store.read() as connection:
        return {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in content_tables()
        }


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the content tables, in the order of their keys."""
    with store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in content_tables()
        }
