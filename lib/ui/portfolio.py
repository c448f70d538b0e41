"""What the portfolio page is made of: its headline figures, its answer in words, its table."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.book import (
    account_table,
    earlier_figure,
    evidence,
    figure,
    retention_by_quarter,
    revenue_by_account,
    revenue_by_month_kind,
)
from lib.catalog import CATALOG, OF_BOOK
from lib.measure import Measure
from lib.money import charts
from lib.periods import (
    Period,
    add_months,
    month,
    month_start,
    months,
    next_day,
    parse,
    quarter,
    quarters,
    trailing_year,
)
from lib.ui.charts import chart
from lib.ui.figures import Card, show_evidence
from lib.ui.page import BOOK_SUBJECTS, View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

SPANS = ("12 months", "Last full quarter", "Last full month")
# The short names fit a card on a laptop; the tooltip gives the whole one.
HEADLINE = {
    "revenue": "Revenue", "client_retention": "Clients kept", "nrr": "Net revenue kept", "win_rate": "Win rate",
    "pipeline_value": "Open pipeline",
}  # fmt: skip
# The longest look back: the growth of the year before the year shown is on the year before that.
MONTHS_BACK = 37


def span_of(as_of: date, words: str) -> tuple[Period, Period, str]:
    """The period asked for, the one it is compared with, and how that is said."""
    if words == SPANS[0]:
        year = trailing_year(as_of)
        return year, year.year_earlier(), "a year earlier"
    make, size = (quarter, 3) if words == SPANS[1] else (month, 1)
    running = make(as_of)
    whole = running if running.end <= next_day(as_of) else make(add_months(running.start, -size))
    before = make(add_months(whole.start, -size))
    return whole, before, fmt.period(before)


def usual_span(view: View) -> str:
    """The longest of the spans that the records reach back far enough to compare."""
    # Kept by itself: the book of five thousand accounts is not fetched for one day of it.
    begun = view.keep("records from", lambda: view.book(MONTHS_BACK).records_from, of=BOOK_SUBJECTS) or view.as_of
    for words in SPANS[:2]:
        span, _, _ = span_of(view.as_of, words)
        if begun <= add_months(span.start, -3):
            return words
    return SPANS[0]


def headline(view: View, span: Period, before: Period) -> dict[str, tuple[Measure, Measure]]:
    """Every figure of the catalogue now and before."""
    return view.keep("headline", lambda: _headline(view, span, before), span.start, span.end, of=BOOK_SUBJECTS)


def _headline(view: View, span: Period, before: Period) -> dict[str, tuple[Measure, Measure]]:
    book = view.book(MONTHS_BACK)
    return {name: (figure(book, name, span), earlier_figure(book, name, before)) for name in OF_BOOK}


def card(view: View, name: str, pair: tuple[Measure, Measure], span: Period) -> Card:
    """One headline figure with the rows behind it."""
    return Card(
        name,
        pair[0],
        lambda: evidence(view.book(MONTHS_BACK), name, span),
        pair[1],
        HEADLINE.get(name, ""),
        fmt.span(span),
    )


def answer(view: View, found: dict[str, tuple[Measure, Measure]], span: Period, against: str) -> str:
    """The page's question answered in one sentence, from the data."""
    say = {name: fmt.figure(pair[0], CATALOG[name].unit, view.currency) for name, pair in found.items()}
    clients = found["active_clients"][0].value or 0
    who = f"{clients:,.0f} active {'client' if clients == 1 else 'clients'}"
    when = f"in the 12 months to {fmt.day(span.last_day)}" if span.key == "12 months" else f"in {fmt.period(span)}"
    parts = [f"**{who}** brought **{plain(say['revenue'])}** {plain(when)}"]
    if found["revenue_growth"][0].value is not None:
        growth = found["revenue_growth"][0].value
        words = "more" if growth >= 0 else "less"
        parts.append(f"({plain(fmt.percent(abs(growth)))} {words} than a year earlier)")
    won = f"; **{plain(say['win_rate'])}** of decided deals were won" if found["win_rate"][0].value is not None else ""
    still = found["pipeline_value"][0]
    open_deals = f", and **{plain(say['pipeline_value'])}** is open in {still.base:,} deals" if still.base else ""
    compared = any(before.value is not None for _, before in found.values())
    return " ".join(parts) + won + open_deals + "." + (f" Changes are against {plain(against)}." if compared else "")


def accounts(view: View, span: Period) -> pd.DataFrame:
    """The table of accounts with columns as a person reads them; `account_id` is first and not shown."""
    return view.keep("accounts", lambda: _accounts(view, span), span.start, span.end, of=BOOK_SUBJECTS)


def _accounts(view: View, span: Period) -> pd.DataFrame:
    table = account_table(view.book(MONTHS_BACK), span)
    growth = [None if m.value is None else m.value * 100 for m in table["growth"]]
    return pd.DataFrame(
        {
            "account_id": table["account_id"],
            "Account": table["account"],
            "Revenue": table["revenue"],
            "Growth": pd.Series(growth, dtype="Float64"),
            "By month": table["monthly"],
            "Owner": table["owner"],
            "Sector": table["sector"],
            "Services": table["services"],
            "Client since": table["client_since"],
        }
    )


def account_columns(view: View, span_words: str) -> dict[str, ColumnConfig]:
    """How the columns of the table of accounts look."""
    column, unit = st.column_config, fmt.sign(view.currency).strip()
    return {
        "Account": column.TextColumn(width=160),
        "Revenue": column.NumberColumn(f"Revenue ({unit})", format="localized", step=1, width=95, help=span_words),
        "Growth": column.NumberColumn(
            "Growth (%)",
            format="%+.0f",
            width=85,
            help="Against the same period a year earlier; – where there was none.",
        ),
        "By month": column.BarChartColumn(
            "By month", width=160, y_min=0, help="Revenue of the last months, oldest first."
        ),
        "Owner": column.TextColumn(width=115),
        "Sector": column.TextColumn(width=140),
        "Services": column.NumberColumn(width=75, help="Services live at the end of the period."),
        "Client since": column.DateColumn(format="D MMM YYYY", width=105),
    }


_FIGURE_LOOKS: dict[str, ColumnConfig] = {
    "Figure": st.column_config.TextColumn(width=165), "Value": st.column_config.TextColumn(width=75),
    "Before": st.column_config.TextColumn(width=75), "95 % interval": st.column_config.TextColumn(width=100),
    "Base": st.column_config.NumberColumn(format="localized", width=55),
    "Worth knowing": st.column_config.TextColumn(width=480),
}  # fmt: skip


def figures_tab(view: View, found: dict[str, tuple[Measure, Measure]], span: Period) -> None:
    """Every figure of the catalogue; choosing one opens the rows behind it."""
    frame = _all_figures(view, found)
    chosen = chosen_row(
        frame, "Every figure with its base, interval and what there is to know of it; choose one to see its rows",
        _FIGURE_LOOKS,
        key="every_figure", ids=list(found), rows=len(frame),
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a figure to see the rows it is made of.")
        return
    name = list(found)[chosen]
    show_evidence(card(view, name, found[name], span), str(frame["Value"].iloc[chosen]))


def _all_figures(view: View, found: dict[str, tuple[Measure, Measure]]) -> pd.DataFrame:
    rows = [
        {
            "Figure": CATALOG[name].label,
            "Value": fmt.figure(now, CATALOG[name].unit, view.currency),
            "Before": fmt.figure(before, CATALOG[name].unit, view.currency),
            "Base": now.base,
            "95 % interval": fmt.interval(now, CATALOG[name].unit, view.currency) or "–",
            "Worth knowing": now.why or now.note,
        }
        for name, (now, before) in found.items()
    ]
    return pd.DataFrame(rows).astype({"Base": "Int64"})


def revenue_tab(view: View) -> None:
    """Revenue by month from existing and new clients, 24 months."""
    frame = view.keep("revenue by month", lambda: _by_kind(view))
    if frame.empty:
        st.info("No revenue is recorded in these two years. Import revenue, or won deals, on the Data page.")
        return
    st.markdown(f"**{plain(_revenue_finding(frame, view.currency))}**")
    chart(
        view, "revenue_by_month", "Stacked bars: revenue a month from existing and from new clients",
        lambda: charts.revenue_by_month(frame, view.currency, view.dark),
    )  # fmt: skip
    partial = frame[frame["so_far"]].drop_duplicates("month")
    notes = [f"{row.month:%B %Y}: {row.note}" for row in partial.itertuples()]
    st.caption(
        plain(
            "New: first seen in the twelve months before. "
            + ". ".join(["Paler months are partial", *notes] if notes else [])
        )
    )


def _by_kind(view: View) -> pd.DataFrame:
    start = add_months(month_start(view.as_of), -23)
    return revenue_by_month_kind(view.book(MONTHS_BACK), Period(start, next_day(view.as_of)))


def _revenue_finding(frame: pd.DataFrame, currency: str) -> str:
    total, new = frame["amount"].sum(), frame.loc[frame["kind"] == "new clients", "amount"].sum()
    if not total:
        return "No revenue in these months"
    return f"New clients brought {fmt.percent(new / total)} of {fmt.money(total * 100, currency)} in these months"


def retention_tab(view: View) -> None:
    """The three retentions by quarter: lines, and the same in a table with bases and reasons."""
    found = view.keep("retention by quarter", lambda: retention_by_quarter(view.book(MONTHS_BACK), 8))
    frame = found.assign(quarter=[fmt.period(parse(key)) for key in found["quarter"]])
    defined = frame[frame["share"].notna()]
    if defined.empty:
        st.info("Retention compares a quarter with the one before: two whole quarters with revenue are needed.")
    else:
        chart(
            view, "retention", "Lines by quarter: client, gross and net revenue retention",
            lambda: charts.retention_by_quarter(defined, view.dark),
        )  # fmt: skip
    table(_retention_words(frame), "Retention by quarter, newest first, with the reason where there is none")


def _retention_words(frame: pd.DataFrame) -> pd.DataFrame:
    columns = (frame[name].tolist() for name in ("share", "base", "hits"))
    told = [fmt.figure(_measure(*row), "share", "") for row in zip(*columns, strict=True)]
    wide = frame.assign(told=told).pivot_table(index="quarter", columns="label", values="told", aggfunc="first")
    why = frame.groupby("quarter")["why"].first().rename("Why not")
    told_why = wide.join(why) if why.any() else wide
    return told_why.loc[list(dict.fromkeys(frame["quarter"]))[::-1]].reset_index(names="Quarter")


def _measure(share: Any, base: Any, hits: Any) -> Measure:
    known = [None if value is pd.NA else value for value in (share, base, hits)]
    return Measure(known[0], base=known[1], hits=known[2])


def _matrix(view: View, pieces: list[Period]) -> pd.DataFrame:
    frame = revenue_by_account(view.book(MONTHS_BACK), pieces)
    return frame.loc[frame.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def matrix_tab(view: View) -> None:
    """Revenue of every account by month or by quarter, from the beginning of the records."""
    by = st.segmented_control(
        f"Revenue in {view.currency} by", ["Months", "Quarters"], default="Quarters", key="matrix_by", required=True
    )
    pieces = _pieces(view, by or "Quarters")
    if not pieces:
        st.info("No revenue is recorded up to this day. Choose a later one, or import revenue on the Data page.")
        return
    frame = view.keep("matrix", lambda: _matrix(view, pieces), by)
    column = st.column_config
    looks: dict[str, ColumnConfig] = {"Account": column.TextColumn(width=160, pinned=True)}
    looks |= {one.key: column.NumberColumn(_heading(view, one), format="localized", step=1) for one in pieces}
    table(frame.reset_index(names="Account"), "Revenue by account and period", looks, height=420)


def _pieces(view: View, by: str) -> list[Period]:
    span = Period(add_months(month_start(view.as_of), -11 if by == "Months" else -23), next_day(view.as_of))
    begun = view.book(MONTHS_BACK).records_from
    pieces = months(span) if by == "Months" else quarters(span)
    return [piece for piece in pieces if begun is not None and piece.end > begun and begun <= view.as_of]


def _heading(view: View, piece: Period) -> str:
    name = fmt.period(piece) if "Q" in piece.key else f"{piece.start:%b %Y}"
    if piece.partial(view.as_of):
        return f"{name} (so far)"
    return f"{name} (in part)" if piece.partial(view.as_of, view.book(MONTHS_BACK).records_from) else name
