"""What the account health page is made of: its answer, its headline figures, its table, what to do next."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.health.drawing import interval_picture
from lib.health.queries import formula_at
from lib.health.tables import BANDS
from lib.health.words import range_words
from lib.ui import portfolio
from lib.ui.figures import Card
from lib.ui.health_board import Summary, board
from lib.ui.health_judged import band_word, trend_mark
from lib.ui.page import View
from lib.ui.tables import chosen_cell
from lib.ui.text import plain

PAGE = 100  # rows of the table sent at once: what a person scans, and what keeps a book of 5,000 quick
SPAN = portfolio.SPANS[0]
KEPT = {"client_retention": "Clients kept", "nrr": "Net revenue kept", "grr": "Gross revenue kept"}
MOVED = "Moved"


def answer(view: View, found: Summary) -> str:
    """The page's question answered from the data: who needs care, what we cannot judge, what it is worth."""
    if not found.accounts:
        return "No account is an active client on this day: none has a contract in force, or revenue in twelve months."
    care = "account needs" if found.red == 1 else "accounts need"
    worth = plain(fmt.money(found.revenue_cents, view.currency))
    if found.unknown == found.accounts:
        return (
            f"**None of {found.accounts:,} accounts can be judged yet**: too little is recorded of them. "
            f"The book is worth **{worth}** a year. The short list below says what would tell us most."
        )
    risk = found.at_risk.value or 0
    share = f" ({fmt.percent(risk / found.revenue_cents)})" if found.revenue_cents > 0 else ""
    return (
        f"**{found.red or 'No'} {care} care today**, {found.unknown:,} cannot be judged. "
        f"The book is worth **{worth}** a year; **{plain(fmt.money(risk, view.currency) + share)}** of it is at risk."
    )


def cards(view: View, found: Summary) -> list[Card]:
    """The headline figures: who stays, what it is worth, how much of it is at risk and how much we know."""
    span, before, _ = portfolio.span_of(view.as_of, SPAN)
    figures = portfolio.headline(view, span, before)
    kept = [replace(portfolio.card(view, name, figures[name], span), label=label) for name, label in KEPT.items()]
    day = fmt.day(view.as_of)
    return [
        *kept,
        Card("revenue_at_risk", found.at_risk, lambda: _at_risk_rows(view), found.at_risk_before, "", day),
        Card("known_share", found.known, lambda: _known_rows(view), None, "", day),
    ]


def _at_risk_rows(view: View) -> pd.DataFrame:
    rows = board(view).rows
    return _evidence(rows[rows["band"] == "Red"], view)


def _known_rows(view: View) -> pd.DataFrame:
    return _evidence(board(view).rows.sort_values("coverage"), view)


def _evidence(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Account": rows["account"],
            "Band": [band_word(band) for band in rows["band"]],
            "Known (%)": (rows["coverage"] * 100).round(),
            f"Revenue, 12 months ({fmt.sign(view.currency).strip()})": rows["revenue_cents"] / 100,
        }
    )


def choices(view: View) -> tuple[list[str], int]:
    """The bands to show, and the page of the table: both kept in the address."""
    shown = st.pills(
        "Bands", list(BANDS), selection_mode="multi", key="bands", bind="query-params", format_func=band_word,
        label_visibility="collapsed", help="Show only accounts of these bands; none chosen shows all.",
    )  # fmt: skip
    bands = sorted(str(band) for band in shown or ())
    count = view.keep("health count", lambda: _count(view, bands), tuple(bands))
    pages = max(1, -(-count // PAGE))
    if pages == 1:
        return bands, 0
    return bands, int(st.pagination(pages, key="health_page") or 1) - 1


def _count(view: View, bands: list[str]) -> int:
    rows = board(view).rows
    return int(rows["band"].isin(bands).sum()) if bands else len(rows)


def accounts(view: View, bands: list[str], page: int) -> pd.DataFrame:
    """One page of the table with columns as a person reads them; `account_id` is first and not shown."""
    return view.keep("health table", lambda: _accounts(view, bands, page), tuple(bands), page, view.dark)


def _accounts(view: View, bands: list[str], page: int) -> pd.DataFrame:
    rows, formula = board(view).rows, formula_at(view.store, view.as_of)
    shown = (rows[rows["band"].isin(bands)] if bands else rows).iloc[page * PAGE : (page + 1) * PAGE]
    low, high, bands_of = (shown[name].tolist() for name in ("low", "high", "band"))
    return pd.DataFrame(
        {
            "account_id": shown["account_id"],
            "Band": [_band(band, began, view.as_of) for band, began in zip(bands_of, shown["since"], strict=True)],
            "Account": shown["account"],
            "Score": [
                interval_picture(least, most, band, formula.red_below, formula.green_from, view.dark)
                for least, most, band in zip(low, high, bands_of, strict=True)
            ],
            "Range": [
                range_words(least, most) + trend_mark(slope)
                for least, most, slope in zip(low, high, shown["slope"].tolist(), strict=True)
            ],
            "Known": (shown["coverage"] * 100).round(),
            MOVED: shown["moved"].round() + 0.0,  # a minus before a zero says nothing
            "What weighs most": shown["words"],
            "A year": shown["revenue_cents"] / 100,
            "Next date": shown["act_on"],
            "Owner": shown["owner"],
        }
    ).reset_index(drop=True)


def _band(band: str, began: Any, as_of: date) -> str:
    days = "" if pd.isna(began) else f", {(as_of - began.date()).days} d"
    return f"{band_word(band)}{days}"


def columns(view: View, found: Summary) -> dict[str, ColumnConfig]:
    """How the columns of the table look; the widths fit a laptop."""
    column, unit = st.column_config, fmt.sign(view.currency).strip()
    against = "the last review" if found.reviewed else "the snapshot a week or more ago"
    day = f" ({fmt.day(found.compared)})" if found.compared else ""
    return {
        "Band": column.TextColumn(width=118, help="The band, and for how many days the snapshots have shown it."),
        "Account": column.TextColumn(width=134),
        "Score": column.ImageColumn("Score 0–100", width=98, help="From the least to the most it can be."),
        "Range": column.TextColumn(
            width=70,
            help="The least and the most it can be. ↗ ↘: the trend of six weekly snapshots of one formula (Theil–Sen), "
            "where it is half a point a week or more.",
        ),
        "Known": column.NumberColumn(format="%d %%", width=54, help="Share of the inputs known and valid."),
        MOVED: column.NumberColumn(
            width=52, format="%+.0f", help=f"Points since {against}{day}. Choose it to see why it moved."
        ),
        "What weighs most": column.TextColumn(width=227),
        "A year": column.NumberColumn(f"A year ({unit})", format="localized", step=1, width=66),
        "Next date": column.DateColumn(format="D MMM YY", width=74, help="Last day to give notice, or end, next."),
        "Owner": column.TextColumn(width=102),
    }


def table(view: View, found: Summary, frame: pd.DataFrame) -> int | None:
    """The table. A cell of an account opens it; its movement opens why it moved: then the account's number."""
    chosen = chosen_cell(
        frame.drop(columns="account_id"),
        f"{len(frame)} accounts in order of attention: band, interval, coverage, movement, what weighs most",
        columns(view, found), key="health_accounts", ids=frame["account_id"].tolist(), rows=11,
    )  # fmt: skip
    if chosen is None:
        return None
    row, name = chosen
    if name == MOVED:
        return int(frame["account_id"].iloc[row])
    st.session_state.pop("health_accounts", None)
    st.switch_page("pages/account.py", query_params={"account": str(frame["Account"].iloc[row])})
    return None


def most_moved(view: View) -> int | None:
    """The account that moved most since the snapshot compared with; None where none did."""
    return view.keep("health most moved", lambda: _most_moved(view))


def _most_moved(view: View) -> int | None:
    rows = board(view).rows
    size = rows["moved"].abs().fillna(0)
    return int(rows["account_id"].iloc[int(size.argmax())]) if len(rows) and size.max() >= 1 else None
