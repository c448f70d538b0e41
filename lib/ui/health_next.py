"""What to do next on account health: the few entries that would tell most, contradictions, bands over the weeks."""

from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import day_of, record_numbers
from lib.health import charts
from lib.health.contradictions import INVOICED_AFTER, on_greens, read_checks, subsidised
from lib.health.filling_figures import INPUTS, best, worth
from lib.health.history import read_weeks
from lib.health.judging import Health
from lib.health.tables import BANDS
from lib.health.words import silent_words
from lib.ui import session
from lib.ui.charts import chart
from lib.ui.health_board import board, health_now
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

SHOWN = 5


def fill_list(view: View) -> None:
    """Five minutes that would tell us most: what to enter for which account, and what that could settle."""
    st.markdown("**Five minutes that would tell us most**")
    found = view.keep("fill list", lambda: _fill_list(view))
    if found.empty:
        st.caption("Nothing that is missing could change a band today.")
        return
    for row in found.to_dict("records"):
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{plain(row['account'])}**: {plain(row['words'])}")
                worth_it = (
                    f"{row['effect']} · {fmt.money(row['revenue_cents'], view.currency)} a year · {row['seconds']} s"
                )
                st.caption(plain(worth_it))
            st.page_link("pages/account.py", label="Open", query_params={"account": str(row["account"])})


def _fill_list(view: View) -> pd.DataFrame:
    """Columns: account, words, effect, revenue_cents, seconds; the most worthy first."""
    health, rows = health_now(view), board(view).rows
    shown = np.isin(record_numbers(health.signals.accounts["id"]), record_numbers(rows["account_id"]))
    cents = record_numbers(health.signals.accounts["revenue_cents"])
    found = worth(
        health.bounds.low, health.bounds.high, health.band, health.missing, health.share, cents,
        health.formula.green_from, health.formula.red_below,
    )  # fmt: skip
    picked = best(np.where(shown[:, None], found.value, 0.0), SHOWN)
    return pd.DataFrame(
        [
            {
                "account": health.signals.accounts["name"].iloc[at],
                "words": INPUTS[which].words + _silence(health, at, which),
                "effect": _effect(bool(found.alone[at, which]), float(found.width[at, which])),
                "revenue_cents": int(cents[at]),
                "seconds": INPUTS[which].seconds,
            }
            for at, which in picked
        ]
    )


def _silence(health: Health, at: int, which: int) -> str:
    """Asking by phone those who left a survey unanswered is another call than asking those nobody asked."""
    words = silent_words(health.signals, at) if INPUTS[which].key == "survey" else ""
    return f" ({words})" if words else ""


def _effect(alone: bool, width: float) -> str:
    return "could settle the band" if alone else f"narrows the range by {width:.0f} points"


def contradictions_tab(view: View) -> None:
    """Greens that something speaks against, and Greens kept so by work nobody pays."""
    found, given, greens = view.keep("contradictions", lambda: _spoken_against(view))
    st.markdown(_finding(len(found), greens))
    if not found.empty:
        table(_contradictions(found, view), "Green accounts with what speaks against them, the most first")
    st.markdown(f"**Kept green by work nobody pays**, in 91 days up to {INVOICED_AFTER} days ago")
    if given.empty:
        st.caption("No unbilled hours and no write-offs are recorded on Green accounts in these days.")
        return
    table(_subsidised(given, view), "Green accounts with unbilled hours and write-offs, the costliest first")
    st.caption("Unbilled: hours not billable, or still on no invoice; at the account's bill rate, else ours.")


def _spoken_against(view: View) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Contradictions and subsidised ones among the accounts under the filters, and how many of these are Green."""
    health, rows = health_now(view), board(view).rows
    found = on_greens(health, read_checks(view.store, health, session.keep_of))
    given = subsidised(view.store, health)
    shown = found["account_id"].isin(rows["account_id"]), given["account_id"].isin(rows["account_id"])
    return found[shown[0]], given[shown[1]], int((rows["band"] == "Green").sum())


def _finding(count: int, greens: int) -> str:
    if not greens:
        return "No account is Green, so nothing can speak against one."
    return (
        f"**{count:,} of {greens:,} Green accounts** have something speaking against them. It never changes the score."
    )


def _contradictions(found: pd.DataFrame, view: View) -> pd.DataFrame:
    unit = fmt.sign(view.currency).strip()
    return pd.DataFrame(
        {
            "Account": found["account"], "Against": found["count"], "What speaks against it": found["words"],
            f"A year ({unit})": found["revenue"].round(),
        }
    )  # fmt: skip


def _subsidised(given: pd.DataFrame, view: View) -> pd.DataFrame:
    unit = fmt.sign(view.currency).strip()
    return pd.DataFrame(
        {
            "Account": given["account"],
            "In words": [
                _in_money(hours, written_off, cost, view.currency)
                for hours, written_off, cost in zip(given["hours"], given["written_off"], given["cost"], strict=True)
            ],
            "Unbilled hours": given["hours"].round(),
            f"Worth ({unit})": given["worth"].round(),
            f"Written off ({unit})": given["written_off"].round(),
            f"A year ({unit})": given["revenue"].round(),
        }
    )


def _in_money(hours: float, written_off: float, cost: float, currency: str) -> str:
    parts = [f"{hours:.0f} unbilled hours"] if hours >= 0.5 else []
    parts += ["write-offs"] if written_off >= 0.5 or not parts else []
    return f"Green by {' and '.join(parts)}, {fmt.money(cost * 100, currency)}"


def weeks_tab(view: View) -> None:
    """How many accounts stood in each band, week by week."""
    frame = view.keep("bands by week", lambda: _bands_by_week(view))
    if frame.empty:
        st.info("No weekly snapshot is kept yet. The first visit of a week keeps one; so does `manage.py snapshot`.")
        return
    chart(view, "bands_by_week", "Stacked bars: accounts in each band at every weekly snapshot",
          lambda: charts.bands_by_week(frame))  # fmt: skip
    wide = frame.pivot_table(index="day", columns="band", values="accounts", aggfunc="sum", fill_value=0)
    shown = wide.reindex(columns=["Red", "Unknown", "Amber", "Green"], fill_value=0).iloc[::-1]
    table(shown.reset_index(names="Snapshot of"), "Accounts in each band by snapshot, newest first", height=240)


def _bands_by_week(view: View) -> pd.DataFrame:
    """Columns: day (date), band, accounts; accounts under the filters."""
    ids = np.sort(record_numbers(board(view).rows["account_id"]))
    weeks = read_weeks(view.store, ids, view.as_of)
    days: list[date] = [day_of(day) for day in weeks.days.tolist()]
    rows = [
        {"day": day, "band": name, "accounts": int((weeks.band[:, at] == code).sum())}
        for at, day in enumerate(days)
        for code, name in enumerate(BANDS)
    ]
    return pd.DataFrame(rows, columns=["day", "band", "accounts"])
