"""The renewals calendar: what falls due in twelve months, what is expected of it, what has to be done first."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts import renewal_charts, renewal_figures
from lib.accounts.renewal_queries import owners_and_sectors, renewals, running_terms
from lib.days import Bools
from lib.health.call_queries import LEAD, MANAGER, renewal_calls
from lib.health.calling import beside, dispute, missing
from lib.periods import add_months
from lib.ui.charts import chart
from lib.ui.health_board import board
from lib.ui.health_judged import band_word
from lib.ui.health_renewal import renewal_panel
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

ALL, NO_FORECAST, OVERDUE, NO_CALL, DISPUTED = (
    "All", "No forecast yet", "Fell due, undecided", "Calls missing", "Calls disagree"
)  # fmt: skip
PAGE = 100  # rows sent at once
NONE_OF = {
    NO_FORECAST: "Every renewal has a forecast, or notice was given.",
    OVERDUE: "Of everything that fell due it is written what became of it.",
    NO_CALL: "Everybody made their calls.",
    DISPUTED: "No calls disagree with each other or with the computed band.",
}


@dataclass(frozen=True, eq=False)
class Due:
    """What the tab is made of: the calendar with the calls beside it, renewals of the year before, open-ended terms."""

    calendar: pd.DataFrame  # as of renewal_figures.calendar, with manager, lead (calls, None: none)
    written: pd.DataFrame
    open_ended: pd.DataFrame
    missing: pd.DataFrame


def renewals_tab(view: View) -> None:
    """Draw the tab."""
    due = view.keep("renewals", lambda: _due(view))
    if due.calendar.empty and due.written.empty:
        _nothing(due)
        return
    found = _with_disputes(view, due.calendar)
    st.markdown(_answer(view, due, int((found["dispute"] != "").sum())))
    st.caption(_rate(view, due))
    if len(found):
        _chart(view, found)
        _table(view, due, found)
    _missing_calls(due)
    _open_ended(view, due.open_ended)


def _due(view: View) -> Due:
    written, running = (_in_scope(view, read(view.store, view.as_of)) for read in (renewals, running_terms))
    calls = renewal_calls(view.store, view.as_of)
    found = renewal_figures.calendar(written, running, view.as_of)
    told = found.assign(manager=beside(found, calls, MANAGER), lead=beside(found, calls, LEAD))
    open_ended = renewal_figures.open_ended(running, view.as_of)
    return Due(told, written, open_ended, missing(found, calls, view.as_of))


def _in_scope(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    if not view.scope:
        return frame
    whose = view.read(owners_and_sectors, view.as_of)
    for scope, name in view.scope:
        whose = whose[whose[scope] == name]
    return frame[frame["account_id"].isin(whose["account_id"])].reset_index(drop=True)


def _nothing(due: Due) -> None:
    st.info(
        "Nothing falls due in twelve months. A contract stands here when it has an end; what is aimed at and expected "
        "is then entered beside it. Contracts come in on the Data page."
    )
    if len(due.open_ended):
        st.caption(f"{fmt.counted(len(due.open_ended), 'contract')} without an end: nothing of them falls due.")


def _answer(view: View, due: Due, disputed: int) -> str:
    found = due.calendar
    worth, unsaid = renewal_figures.amount_due(found), renewal_figures.without_forecast(found)
    until = fmt.day(add_months(view.as_of, 12))
    parts = [
        f"**{fmt.counted(len(found), 'renewal')}** worth **{plain(fmt.money(worth.value or 0, view.currency))}** "
        f"{'falls' if len(found) == 1 else 'fall'} due by {plain(until)}"
        if len(found) else f"Nothing falls due by {plain(until)}",
        _next(found),
        f"**{unsaid.hits}** {'has' if unsaid.hits == 1 else 'have'} no forecast yet" if unsaid.hits else "",
        f"**{late}** fell due and nobody wrote what became of them" if (late := int(_late(view, found).sum())) else "",
        f"of **{disputed}** the calls disagree" if disputed else "",
    ]  # fmt: skip
    return "; ".join(part for part in parts if part) + "."


def _next(found: pd.DataFrame) -> str:
    undecided = found[found["act_on"].notna()]
    if undecided.empty:
        return ""
    first = undecided.iloc[0]
    others = undecided.loc[undecided["act_on"] == first["act_on"], "account"].nunique() - 1
    more = f" and {fmt.counted(others, 'other')}" if others else ""
    return f"the next day to act by is **{plain(fmt.day(first['act_on']))}** ({plain(first['account'])}{more})"


def _rate(view: View, due: Due) -> str:
    rate = renewal_figures.renewal_rate(due.written, view.as_of)
    kept = renewal_figures.renewals_kept(due.written, view.as_of)
    if rate.value is None:
        return f"No renewal rate of the twelve months before: {plain(rate.why)}."
    note = f" ({plain(rate.note)})" if rate.note else ""
    return (
        f"Renewal rate of the twelve months before: {plain(fmt.percent(rate.value))} of the targets that fell due, "
        f"{plain(fmt.of(kept.hits or 0, kept.base or 0))} renewals kept{note}. Gross revenue retention is another "
        "figure: it is measured against all revenue."
    )


def _late(view: View, found: pd.DataFrame) -> Bools:
    return np.asarray((found["due_on"] < np.datetime64(view.as_of)) & found["outcome"].isna())


def _chart(view: View, found: pd.DataFrame) -> None:
    def monthly() -> pd.DataFrame:
        frame = renewal_figures.by_month(found, view.as_of)
        return frame.assign(amount=frame["cents"] / 100)

    chart(
        view, "renewals_by_month", "Bars by month: final, forecast and missing amounts of renewals, line: target",
        lambda: renewal_charts.renewals_by_month(monthly(), view.currency, view.dark),
    )  # fmt: skip
    st.caption("The line is the target; where none is written, what the term that ends is worth at its fee now.")


def _with_disputes(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """With the computed band of each account, and in words where calls and band disagree."""
    bands = board(view).rows.set_index("account_id")["band"].astype(str)
    told = found.assign(band=found["account_id"].map(bands))
    sides = zip(told["manager"], told["lead"], told["band"], strict=True)
    said = pd.Series([dispute(*side) for side in sides], index=told.index, dtype="str")
    return told.assign(dispute=said.where(told["outcome"].isna(), ""))


def _table(view: View, due: Due, found: pd.DataFrame) -> None:
    picked = st.segmented_control(
        "Show", [ALL, NO_FORECAST, OVERDUE, NO_CALL, DISPUTED], default=ALL, key="renewals_shown", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    kept = found[_picked(view, due, found, picked or ALL)].reset_index(drop=True)
    if kept.empty:
        st.info(NONE_OF[picked or ALL])
        return
    pages = -(-len(kept) // PAGE)
    page = int(st.pagination(pages, key="renewals_page") or 1) if pages > 1 else 1
    kept = kept.iloc[(page - 1) * PAGE : page * PAGE]
    chosen = chosen_row(
        _shown(kept, picked == DISPUTED),
        f"{len(kept)} renewals, those that need us first, with dates, amounts, outcome and calls",
        _looks(view.currency), key="renewals", ids=[_record(row) for row in kept.to_dict("records")], rows=10,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one to enter its target, forecast or outcome, and to see and make calls.")
    else:
        renewal_panel(view, kept.iloc[chosen].to_dict())


def _record(row: Mapping[object, object]) -> str:
    return f"{row['contract_id']} {row['due_on']}"


def _picked(view: View, due: Due, found: pd.DataFrame, picked: str) -> Bools:
    masks = {
        NO_FORECAST: found["outcome"].isna() & found["forecast_cents"].isna() & found["notice_given_on"].isna(),
        OVERDUE: _late(view, found),
        NO_CALL: found["account_id"].isin(due.missing["account_id"]) & found["outcome"].isna(),
        DISPUTED: found["dispute"] != "",
    }
    return np.asarray(masks.get(picked, np.ones(len(found), dtype=np.bool_)), dtype=np.bool_)


def _shown(found: pd.DataFrame, disputed: bool) -> pd.DataFrame:
    """The columns as a person reads them; what disagrees stands where the outcome would where it was asked for."""
    outcome = found["outcome"].where(found["outcome"].notna() | found["notice_given_on"].isna(), "notice")
    amounts = {
        "Target": found["target_cents"] / 100, "Forecast": found["forecast_cents"] / 100,
        "Final": found["final_cents"] / 100, "Outcome": outcome,
    }  # fmt: skip
    disagree = {"Disagree": found["dispute"]}
    return pd.DataFrame(
        {
            "Account": found["account"], "Service": found["service"], "Due": found["due_on"],
            "Notice by": found["notice_on"], "Auto": found["auto_renews"],
            **({} if disputed else amounts), "Band": [band_word(band) for band in found["band"]],
            "Manager": found["manager"], "Lead": found["lead"], **(disagree if disputed else {}),
        }
    )  # fmt: skip


def _looks(currency: str) -> dict[str, ColumnConfig]:
    column, unit = st.column_config, fmt.sign(currency).strip()
    widths = {"Target": 68, "Forecast": 78, "Final": 56}
    money = {
        name: column.NumberColumn(f"{name} ({unit})", format="localized", step=1, width=width)
        for name, width in widths.items()
    }
    return money | {
        "Account": column.TextColumn(width=124),
        "Service": column.TextColumn(width=124),
        "Due": column.DateColumn(format="D MMM YY", width=68, help="First day the term no longer covers."),
        "Notice by": column.DateColumn(
            format="D MMM YY", width=72, help="Last day to give notice: the notice period before it falls due."
        ),
        "Auto": column.CheckboxColumn(width=40, help="Renews by itself where nobody gives notice."),
        "Outcome": column.TextColumn(width=64),
        "Band": column.TextColumn(width=78, help="Computed, whatever people call."),
        "Manager": column.TextColumn(width=94, help="The newest call of the account manager."),
        "Lead": column.TextColumn(width=98, help="The newest call of anybody else."),
        "Disagree": column.TextColumn(width=300),
    }


def _missing_calls(due: Due) -> None:
    gaps = due.missing
    if gaps.empty:
        return
    near, far = gaps[gaps["months"] == 3], gaps[gaps["months"] == 6]
    counts = [
        f"{len(part[part['by'] == by]):,} of {said}"
        for part in (near, far) for by, said in ((MANAGER, "account managers"), (LEAD, "leads"))
    ]  # fmt: skip
    words = f"Calls missing: due in 90 days {' and '.join(counts[:2])}; in 91 to 180 days {' and '.join(counts[2:])}"
    names = due.calendar.drop_duplicates("account_id").set_index("account_id")["account"]
    shown = pd.DataFrame(
        {
            "Account": gaps["account_id"].map(names), "Due": gaps["due_on"],
            "Missing": [f"{months}-month call" for months in gaps["months"]], "Of": gaps["by"],
        }
    )  # fmt: skip
    _folded("calls_missing", words, shown, "Calls that should have been made by now, the nearest renewal first")


def _open_ended(view: View, terms: pd.DataFrame) -> None:
    if terms.empty:
        return
    shown = pd.DataFrame(
        {
            "Account": terms["account"], "Service": terms["service"], "Kind": terms["kind"],
            "Since": terms["starts_on"],
            f"Monthly fee ({fmt.sign(view.currency).strip()})": terms["monthly_fee_cents"].astype("Float64") / 100,
            "Notice (days)": terms["notice_days"].astype("Int64"),
        }
    )  # fmt: skip
    words = f"{fmt.counted(len(terms), 'contract')} without an end: nothing of them falls due"
    _folded("open_ended", words, shown, "Contracts without an end, with fee and notice")


def _folded(key: str, words: str, shown: pd.DataFrame, alt_text: str) -> None:
    box = st.expander(words, key=key, on_change="rerun")
    if box.open:
        with box:
            table(shown, alt_text, height=280)
