"""The board of account health: every active account under the frame's filters, in order of attention."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.renewal_figures import calendar
from lib.accounts.renewal_queries import renewals, running_terms
from lib.days import FIRST, day_of, days_from, number, positions, record_numbers
from lib.health.figures import RED, known_share, revenue_at_risk
from lib.health.history import Weeks, compared_day, since, trend
from lib.health.judging import Health
from lib.health.queries import band_changes, formula_at
from lib.health.tables import BANDS
from lib.measure import Measure
from lib.review.queries import last_review_day
from lib.ui import session
from lib.ui.health_judged import judged_under, weeks_of
from lib.ui.page import View

MONTHS_BACK = 37  # the look-back of the portfolio's book: read once for both pages


@dataclass(frozen=True, eq=False)
class Board:
    """One row an account in `rows`: account_id, account, low, high, coverage, band, capped_by, worst, words,
    revenue_cents, since (day the band began, NaT: not in the snapshots), moved (points, NaN: nothing to compare),
    slope (points a week), act_on (next notice or end, NaT: none), owner, sector.

    `compared` is the day of the snapshot that movements are measured from.
    """

    rows: pd.DataFrame
    compared: date | None
    reviewed: bool  # whether that is the last review's, not merely a week ago


@dataclass(frozen=True)
class Summary:
    """What the head of the page tells."""

    accounts: int
    red: int
    unknown: int
    at_risk: Measure
    at_risk_before: Measure | None
    known: Measure
    revenue_cents: int
    compared: date | None
    reviewed: bool


def health_now(view: View) -> Health:
    """Every account as judged on the page's day, whatever the filters."""
    return judged_under(view, view.read(formula_at, view.as_of))


def board(view: View) -> Board:
    """The whole board; pages of it are kept apart, for it is large."""
    return view.keep("health board", lambda: _board(view))


def summary(view: View) -> Summary:
    """The figures above the table, for the accounts under the filters."""
    return view.keep("health summary", lambda: _summary(view))


def _board(view: View) -> Board:
    health = health_now(view)
    ids = record_numbers(health.signals.accounts["id"])
    weeks = weeks_of(view, ids)
    reviewed = last_review_day(view.store, view.as_of)
    compared = compared_day(weeks, number(view.as_of), reviewed)
    by_position = pd.DataFrame(
        {
            "account_id": ids,
            "since": days_from(since(_changes(view), ids, health.band), FIRST),
            "moved": _moved(health, weeks, compared),
            "slope": trend(weeks.low, weeks.formula),
        }
    )
    rows = health.table.merge(by_position, on="account_id").merge(_next_act(view), on="account_id", how="left")
    held = view.book(MONTHS_BACK).accounts[["id", "owner", "sector"]].rename(columns={"id": "account_id"})
    rows = rows.merge(held.astype({"owner": object, "sector": object}), on="account_id", how="inner")
    for column, wanted in view.scope:
        rows = rows[rows[column] == wanted]
    return Board(rows.reset_index(drop=True), None if compared is None else day_of(compared), reviewed is not None)


def _moved(health: Health, weeks: Weeks, compared: int | None) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.asarray(health.bounds.low - _then(weeks, compared))


def _then(weeks: Weeks, compared: int | None) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    if compared is None:
        return np.full(len(weeks.low), np.nan)
    return np.asarray(weeks.low[:, int(np.searchsorted(weeks.days, compared))])


def _changes(view: View) -> pd.DataFrame:
    """The day each account last changed its band in the snapshots."""
    return session.keep_of("band changes", ("health",), (view.as_of,), lambda: band_changes(view.store, view.as_of))


def _next_act(view: View) -> pd.DataFrame:
    """The next day a contract asks something of us. Columns: account_id, act_on."""
    return session.keep_of("next act", ("accounts",), (view.as_of,), lambda: _acts(view))


def _acts(view: View) -> pd.DataFrame:
    found = calendar(renewals(view.store, view.as_of), running_terms(view.store, view.as_of), view.as_of)
    due = found[found["act_on"].notna() & (found["act_on"] >= pd.Timestamp(view.as_of))]
    return due.groupby("account_id")["act_on"].min().reset_index()


def _summary(view: View) -> Summary:
    made = board(view)
    band = pd.Index(BANDS).get_indexer(pd.Index(made.rows["band"]))
    cents = record_numbers(made.rows["revenue_cents"])
    return Summary(
        accounts=len(made.rows),
        red=int((band == RED).sum()),
        unknown=int((made.rows["band"] == "Unknown").sum()),
        at_risk=revenue_at_risk(band, cents),
        at_risk_before=_at_risk_then(view, made),
        known=known_share(made.rows["coverage"].to_numpy(dtype=np.float64), cents),
        revenue_cents=int(cents.sum()),
        compared=made.compared,
        reviewed=made.reviewed,
    )


def _at_risk_then(view: View, made: Board) -> Measure | None:
    """Revenue at risk by the bands of the snapshot compared with, at today's revenue; None without one."""
    if made.compared is None:
        return None
    ids = np.sort(record_numbers(made.rows["account_id"]))
    weeks = weeks_of(view, ids)
    at = positions(ids, record_numbers(made.rows["account_id"]))
    column = int(np.searchsorted(weeks.days, number(made.compared)))
    band, cents = weeks.band[:, column][at], record_numbers(made.rows["revenue_cents"])
    return revenue_at_risk(band[band >= 0], cents[band >= 0])
