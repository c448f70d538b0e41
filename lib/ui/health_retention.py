"""The retention tab: who and how much stays by quarter and by cohort, recurring and project revenue apart, renewals."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.renewal_figures import as_known, renewal_rate
from lib.accounts.renewal_queries import renewals
from lib.book import figure, retention_by_quarter
from lib.book.cohorts import By, cohort_members, cohorts, of_kind
from lib.catalog import CATALOG
from lib.measure import Measure
from lib.money import charts
from lib.money.cohort_figures import FIGURES, cell_measure
from lib.money.lifetime_charts import cohorts as cohort_chart
from lib.periods import parse, trailing_year
from lib.ui.charts import chart
from lib.ui.figures import Card, cards
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

MONTHS_BACK = 37  # the book the other pages read too
KINDS = {"All revenue": None, "Recurring": "recurring", "Project": "project"}
NAMES = {"client_retention": "Clients", "grr": "Gross revenue", "nrr": "Net revenue"}


def retention_tab(view: View) -> None:
    """Retention in words, by kind of revenue, by quarter, by cohort; and what was renewed of what fell due."""
    if view.book(MONTHS_BACK).facts_from is None:
        st.info("Nothing to retain yet: no contract and no revenue is recorded. Import revenue on the Data page.")
        return
    told = view.keep("retention by kind", lambda: _by_kind(view))
    st.markdown(_answer(view, told))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        table(_kinds_table(told), "Client, gross and net revenue retention of twelve months, by kind of revenue")
        st.caption(
            "Twelve months: the quarter before them against their last one. Clients stay or go whole, whatever they "
            "pay for; gross leaves growth out, net counts it in."
        )
    with right:
        _renewal_card(view)
    kind = st.segmented_control("Revenue", list(KINDS), default="All revenue", key="retention_kind", required=True)
    _by_quarter(view, KINDS[kind or "All revenue"])
    _by_cohort(view, KINDS[kind or "All revenue"])


def _by_kind(view: View) -> dict[str, dict[str, Measure]]:
    year, book = trailing_year(view.as_of), view.book(MONTHS_BACK)
    return {words: {name: figure(of_kind(book, kind), name, year) for name in FIGURES} for words, kind in KINDS.items()}


def _answer(view: View, told: dict[str, dict[str, Measure]]) -> str:
    found = told["All revenue"]
    if found["grr"].value is None and found["client_retention"].value is None:
        return f"**Retention of twelve months cannot be told yet**: {plain(found['grr'].why)}."
    say = {name: plain(fmt.figure(measure, "share", view.currency)) for name, measure in found.items()}
    stayed = "clients" if fmt.in_counts(found["client_retention"]) else "of clients"
    return (
        f"Over the twelve months to {plain(fmt.day(view.as_of))}, **{say['client_retention']}** {stayed} stayed; "
        f"of the revenue before **{say['grr']}** was kept, **{say['nrr']}** with growth."
    )


def _kinds_table(told: dict[str, dict[str, Measure]]) -> pd.DataFrame:
    rows = []
    for words, found in told.items():
        # A client is active or not; that has no kind.
        shown = [name for name in FIGURES if words == "All revenue" or name != "client_retention"]
        cells = {NAMES[name]: fmt.figure(found[name], "share", "") if name in shown else "n/a" for name in FIGURES}
        rows.append({"Of": words, **cells, "Clients before": found["grr"].base, "Why not": found["grr"].why})
    frame = pd.DataFrame(rows).astype({"Clients before": "Int64"})
    return frame if frame["Why not"].any() else frame.drop(columns="Why not")


def _renewal_card(view: View) -> None:
    found = view.keep("renewals of the year", lambda: _renewals(view))
    measure, day = renewal_rate(found, view.as_of), fmt.span(trailing_year(view.as_of))
    cards(view, [Card("renewal_rate", measure, lambda: _renewal_rows(view, found), None, "", day)])
    st.caption("Another base: only what fell due for renewal counts, not all revenue. Never mixed with the others.")


def _renewals(view: View) -> pd.DataFrame:
    found = renewals(view.store, view.as_of)
    return found[found["account_id"].isin(view.book(MONTHS_BACK).accounts["id"])].reset_index(drop=True)


def _renewal_rows(view: View, found: pd.DataFrame) -> pd.DataFrame:
    known = as_known(found, view.as_of)
    due = known[known["due_on"] <= pd.Timestamp(view.as_of)]
    unit = fmt.sign(view.currency).strip()
    return pd.DataFrame(
        {
            "Client": due["account"], "Service": due["service"], "Due": due["due_on"],
            f"Due ({unit})": due["target_cents"] / 100, f"Renewed ({unit})": due["final_cents"].astype("Float64") / 100,
            "Outcome": due["outcome"],
        }
    )  # fmt: skip


def _by_quarter(view: View, kind: str | None) -> None:
    found = view.keep("retention by quarter", lambda: retention_by_quarter(of_kind(view.book(37), kind), 8), kind)
    shown = found if kind is None else found[found["figure"] != "client_retention"]
    frame = shown.assign(quarter=[fmt.period(parse(key)) for key in shown["quarter"]])
    defined = frame[frame["share"].notna()]
    st.subheader("By quarter", anchor=False)
    if defined.empty:
        st.info("A quarter is compared with the one before: two whole quarters with revenue are needed.")
        return
    st.markdown(f"**{plain(_quarter_finding(defined))}**")
    chart(
        view, f"retention_by_quarter_{kind}", "Lines by quarter: client, gross and net revenue retention",
        lambda: charts.retention_by_quarter(defined, view.dark),
    )  # fmt: skip
    table(_quarter_words(frame), "Retention by quarter, newest first, with the reason where there is none")


def _quarter_finding(defined: pd.DataFrame) -> str:
    gross = defined[defined["figure"] == "grr"]
    worst = gross.iloc[int(gross["share"].to_numpy(dtype=float).argmin())]
    last = gross.iloc[-1]
    words = f"{last['quarter']} kept {fmt.percent(float(last['share']))} of the quarter before, growth left out"
    if worst["quarter"] == last["quarter"]:
        return f"{words}: the lowest of {len(gross)} quarters" if len(gross) > 1 else words
    return f"{words}; the lowest was {fmt.percent(float(worst['share']))} in {worst['quarter']}"


def _quarter_words(frame: pd.DataFrame) -> pd.DataFrame:
    measures = (_measure(*row) for row in zip(*(frame[name].tolist() for name in _MEASURED), strict=True))
    told = frame.assign(told=[fmt.figure(measure, "share", "") for measure in measures])
    wide = told.pivot_table(index="quarter", columns="label", values="told", aggfunc="first")
    why = frame.groupby("quarter")["why"].first().rename("Why not")
    return (
        (wide.join(why) if why.any() else wide)
        .loc[list(dict.fromkeys(frame["quarter"]))[::-1]]
        .reset_index(names="Quarter")
    )


_MEASURED = ("share", "base", "hits")


def _measure(share: Any, base: Any, hits: Any) -> Measure:
    known = [None if value is pd.NA else value for value in (share, base, hits)]
    return Measure(known[0], base=known[1], hits=known[2])


def _by_cohort(view: View, kind: str | None) -> None:
    st.subheader("By cohort", anchor=False)
    row = st.container(horizontal=True)
    figures = [name for name in FIGURES if kind is None or name != "client_retention"]
    which = row.segmented_control(
        "Kept", figures, default=figures[0], key=f"cohort_figure_{kind}", format_func=NAMES.__getitem__, required=True
    )
    by: By = "year" if row.segmented_control(
        "Clients that began in one", ["quarter", "year"], default="quarter", key="cohort_by", required=True
    ) == "year" else "quarter"  # fmt: skip
    name = which or figures[0]
    frame = view.keep("cohorts", lambda: _cells(view, by, kind, name), by, kind, name)
    if frame.empty:
        st.info("Cohorts are followed through whole quarters: two of them must be on record.")
        return
    st.markdown(f"**{plain(_cohort_finding(frame, name))}**")
    chart(
        view, f"cohorts_{by}_{kind}_{name}",
        f"Table of shades: {CATALOG[name].label} of clients that began in the same {by}, by quarters later",
        lambda: cohort_chart(frame, view.dark),
    )  # fmt: skip
    st.caption(_cohort_caption(name))
    with st.expander("The clients of each cohort", on_change="rerun", key="cohort_rows") as box:
        if box.open:
            table(cohort_members(view.book(MONTHS_BACK), by, kind), "Clients by cohort with what they pay", height=300)


def _cells(view: View, by: By, kind: str | None, name: str) -> pd.DataFrame:
    found = cohorts(view.book(MONTHS_BACK), by, kind)
    keys = ("clients", "kept", "before", "now", "held", "so_far")
    measures = [cell_measure(name, *row) for row in zip(*(found[key].tolist() for key in keys), strict=True)]
    told = pd.DataFrame(
        {
            "cohort": found["name"], "age": found["age"], "clients": found["clients"], "so_far": found["so_far"],
            "share": [measure.value for measure in measures],
            "cell": [_cell(measure) for measure in measures],
            "words": [fmt.figure(measure, "share", "") for measure in measures],
            "note": [measure.note or measure.why for measure in measures],
        }
    )  # fmt: skip
    return told[told["share"].notna()] if name != "client_retention" else told


def _cell(measure: Measure) -> str:
    """A share short enough for a cell: in per cent without the sign, or 3/4."""
    if measure.value is None:
        return fmt.figure(measure, "share", "")
    return f"{measure.hits}/{measure.base}" if fmt.in_counts(measure) else f"{measure.value * 100:.0f}"


def _cohort_finding(frame: pd.DataFrame, name: str) -> str:
    """What the oldest cohort that is followed a year says; the other cells tell the rest."""
    year = frame[(frame["age"] == (4 if name == "client_retention" else 5)) & frame["share"].notna()]
    if year.empty:
        return f"{NAMES[name]} kept, by how long ago clients began"
    first = year.iloc[0]
    return f"A year on, {first['words']} kept of those that began {_when(str(first['cohort']))}"


def _when(cohort: str) -> str:
    return cohort if cohort.startswith("before") else f"in {cohort}"


def _cohort_caption(name: str) -> str:
    if name == "client_retention":
        return plain(
            "Of the clients that began together, those active at the end of each later quarter, in %; under 10 as 3/4. "
            "Paler: the quarter is not over, so far. Clients from before the quarters shown are one cohort."
        )
    return plain(
        "In %: revenue of each quarter against the first whole one of the same clients; only whole quarters are "
        "compared. Clients from before the quarters shown are one cohort."
    )
