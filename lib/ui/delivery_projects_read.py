"""What the tabs about the work read: projects, roadblocks, changes and deliverables under the frame's filters."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import NONE, Bools, Ints, number, record_numbers
from lib.delivery import queries, roadblock_figures, scope_figures
from lib.delivery.projects import DONE, SUBJECTS, Projects, read_projects
from lib.delivery.work import waits
from lib.errors import StaleEdit, StewardError
from lib.periods import trailing_year
from lib.profitability.hours import read_prices
from lib.ui import session
from lib.ui.links import data_link
from lib.ui.page import View

PRICED = (*SUBJECTS, "money")
BY = {"Account": "account", "Owner": "owner", "Service": "service"}
OWNER_HELP = "The owner led the account when the project was delivered, or leads it on the page's day."


def projects(view: View) -> Projects:
    """The projects under the frame's filters."""
    return view.keep("delivery projects", lambda: _filtered(view), of=SUBJECTS)


def _filtered(view: View) -> Projects:
    found = session.keep_of(
        "every project", SUBJECTS, (view.as_of,), lambda: read_projects(view.store, view.as_of)
    )  # fmt: skip
    kept: Bools = np.ones(len(found.rows), dtype=np.bool_)
    for column, wanted in view.scope:
        kept &= (found.rows[column] == wanted).to_numpy(dtype=bool)
    return found.only(kept)


def nothing_yet(view: View, found: Projects, what: str) -> bool:
    """Say why there is no project, where there is none: `what` would stand here."""
    if len(found.rows):
        return False
    if view.scope:
        st.info(f"No project under these filters on {fmt.day(view.as_of)}. Choose everyone and all sectors to see all.")
        return True
    st.info(f"No project is recorded by {fmt.day(view.as_of)}. Here will stand {what}: import projects first.")
    data_link("Import your data", icon=":material/upload:")
    return True


def roadblocks(view: View) -> pd.DataFrame:
    """Roadblocks as `roadblock_figures.as_they_stood`, with account, owner, service of their projects.

    `person` is who clears it ("nobody" where nobody is named).
    """
    return view.keep("delivery roadblocks", lambda: _roadblocks(view), of=SUBJECTS)


def _roadblocks(view: View) -> pd.DataFrame:
    stood = roadblock_figures.as_they_stood(queries.roadblocks(view.store, view.as_of), view.as_of)
    return _named(view, stood.assign(person=stood["person"].astype(object).fillna("nobody")))


def waiting_changes(view: View) -> pd.DataFrame:
    """Changes of scope the client had not answered by the day, longest first, with account, owner and age_days."""
    return view.keep("delivery changes", lambda: _waiting(view), of=SUBJECTS)


def _waiting(view: View) -> pd.DataFrame:
    asked = queries.scope_changes(view.store, view.as_of)
    still = asked[waits(asked, view.as_of)]
    age = (pd.Timestamp(view.as_of) - still["asked_on"]).dt.days
    return _named(view, still.assign(age_days=age.astype("int64"), fee_cents=still["fee_cents"].astype("Int64")))


def handed_over(view: View) -> pd.DataFrame:
    """Deliverables handed over in the twelve months to the day, with account, owner, service of their projects."""
    return view.keep("delivery deliverables", lambda: _handed_over(view), of=SUBJECTS)


def _handed_over(view: View) -> pd.DataFrame:
    year, every = trailing_year(view.as_of), queries.deliverables(view.store, view.as_of)
    done = (every["delivered_on"] >= pd.Timestamp(year.start)) & (every["delivered_on"] < pd.Timestamp(year.end))
    kept = every[done]
    return _named(view, kept.assign(rounds_in_scope=kept["rounds_in_scope"].astype("Int64")))


def _named(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Only the rows of projects under the filters, with the names the project goes by."""
    names = projects(view).rows.set_index("id")[["account_id", "account", "owner", "service", "standing"]]
    there = frame[frame["project_id"].isin(names.index)]
    return there.join(names, on="project_id").reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class Scoped:
    """Projects running or delivered in twelve months with all hours on record; `hours` as `scope_figures.by_project`.

    `untimed`: how many more were begun before time records.
    """

    found: Projects
    hours: pd.DataFrame
    untimed: int


def scoped(view: View) -> Scoped:
    """The projects that scope is told of, with hours beyond it and what they are worth."""
    return view.keep("delivery scope", lambda: _scoped(view), of=PRICED)


def _scoped(view: View) -> Scoped:
    every = projects(view)
    lately = every.lately
    found = every.only(lately & every.timed)
    prices = _hour_prices(view, record_numbers(found.rows["account_id"]))
    untimed = int((lately & ~every.timed).sum())
    return Scoped(found, scope_figures.by_project(found.work, prices), untimed)


def _hour_prices(view: View, accounts: Ints) -> Ints:
    """The price of an hour in cents for each account on the day: its own, else the firm's standard; NONE: neither."""
    nobody, day = np.full(len(accounts), NONE, dtype=np.int64), number(view.as_of)
    return read_prices(view.store).of(accounts, nobody, np.full(len(accounts), day, dtype=np.int64))


def hours(minutes: Ints) -> pd.arrays.FloatingArray:
    """Minutes as hours; missing where they are NONE."""
    return pd.arrays.FloatingArray(np.round(minutes / 60, 1), minutes == NONE)


def titles(rows: pd.DataFrame) -> "pd.Series[str]":
    """Account and project in one word, of which no two are the same."""
    words = rows["account"].astype(str) + " · " + rows["name"].astype(str)
    again = words.groupby(words).cumcount()
    return words.where(again == 0, words + " (" + (again + 1).astype(str) + ")")


def open_projects(view: View, account_id: int | None = None) -> dict[int, str]:
    """The projects (of one account) not delivered under the filters, for a form: number → account and project."""
    rows = projects(view).rows
    still = rows[rows["standing"] != DONE]
    still = still if account_id is None else still[still["account_id"] == account_id]
    named = sorted(zip(titles(still), still["id"], strict=True))
    return {int(number): str(name) for name, number in named}


@contextmanager
def told_again(what: str) -> Iterator[None]:
    """Somebody changed what a form settles: these forms ask again, from `what` as it is stored now."""
    try:
        yield
    except StaleEdit as clash:
        raise StewardError(
            f"{clash.who} changed this meanwhile, so nothing was saved: look at {what} again, then answer."
        ) from clash
