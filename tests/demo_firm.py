"""The demo firm for the tests that look at it: built once a run, read by all of them, in whichever process."""

import fcntl
import sqlite3
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
from lib.schema import content_tables, models, tables
from lib.store.base import table_of
from lib.store.copying import copy_store
from lib.store.engine import Store
from lib.store.opening import create_store, open_store
from tests import databases

UNTIL = date(2026, 11, 21)
shared: list[Path] = []  # the folder that all processes of a test run see; filled by conftest


@cache
def demo(accounts: int = 60, seed: int = 42) -> Store:
    """A store with the demo firm, 36 months up to UNTIL; not to be written to."""
    return open_store(demo_url(accounts, seed, UNTIL))


def demo_url(accounts: int, seed: int, until: date) -> str:
    """The address of the same firm: the file, or where the tests run on a server a copy of it there."""
    file = demo_file(accounts, seed, until)
    if not databases.SERVER:
        return f"sqlite:///{file}"
    name = f"{file.stem}-{shared[0].name}"
    with file.with_suffix(".turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not databases.is_there(name):
            copy_store(f"sqlite:///{file}", databases.made(f"{name}-part"), tables())
            databases.rename(f"{name}-part", name)
    return databases.named(name)


def demo_file(accounts: int, seed: int, until: date) -> Path:
    """A file with the demo firm of 36 months; made by the first process that asks, the others wait for it."""
    path = shared[0] / f"demo-{accounts}-{seed}-{until}.db"
    with path.with_suffix(".turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not path.exists():
            part = path.with_suffix(".part")
            build_demo(create_store(f"sqlite:///{part}"), accounts=accounts, seed=seed, until=until)
            with sqlite3.connect(part) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            part.rename(path)
    return path


@cache
def rows(table: str, accounts: int = 60, seed: int = 42) -> pd.DataFrame:
    """A whole table of the demo firm; its dates as datetime64."""
    of = table_of(models()[table])
    frame = demo(accounts, seed).frame(select(of).order_by(*of.primary_key))
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
