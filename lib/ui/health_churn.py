"""The churn tab: why clients left in three voices that are never merged, and how often two of them disagree."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import Bools, Ints, number, numbers
from lib.health.backtest_charts import weakest_factors
from lib.health.backtest_queries import snapshots_before
from lib.health.departure_evidence import score_span, shown_before, weakest_counts
from lib.health.queries import parts_of
from lib.measure import Measure
from lib.money.charts import ink
from lib.money.lifetime_queries import revenue_by_day
from lib.periods import Period, trailing_year
from lib.relationship.departure_charts import reasons as reasons_chart
from lib.relationship.departure_figures import (
    CLIENT,
    OURS,
    agreement,
    departures_in,
    disagreement,
    primary_reasons,
    reason_counts,
)
from lib.relationship.departure_queries import departure_reasons, departures, exit_interviews
from lib.ui.charts import chart
from lib.ui.figures import Card, cards
from lib.ui.health_judged import band_word
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

BEFORE = timedelta(days=90)
MARKS = {"agree": "= same", "differ": "≠ other", "one voice only": "one voice", "nobody said why": "–"}


@dataclass(frozen=True, eq=False)
class Churn:
    """Every departure under the filters, newest first, with what each voice said; aligned frames.

    `left`: departures with agree and paid_cents (the twelve months before the decision); `reasons`, `interviews` of
    them; `shown`: what the data showed 90 days before.
    """

    left: pd.DataFrame
    reasons: pd.DataFrame
    interviews: pd.DataFrame
    shown: pd.DataFrame


def churn_tab(view: View) -> None:
    """Departures in words and figures, reasons by voice side by side, every departure with its words."""
    found = view.keep("churn", lambda: _read(view))
    if found is None:
        st.info(
            "No departures are recorded by this day. When a client decides to leave, record the day and the reason, "
            "theirs and ours: on the account's page under Profile, or with the template 'departure' on the Data page."
        )
        return
    year = trailing_year(view.as_of)
    gone, differ = _gone(found, year), disagreement(found.left["agree"].tolist())
    st.markdown(_answer(found, gone, differ, year))
    earlier = _gone(found, year.year_earlier())
    cards(
        view,
        [
            Card("departures", gone, lambda: _rows(view, found), earlier, "", fmt.span(year)),
            Card("churn_disagreement", differ, lambda: _rows(view, found), None, "", f"to {fmt.day(view.as_of)}"),
        ],
    )
    _voices(view, found)
    _every_departure(view, found)


def _read(view: View) -> Churn | None:
    store, day, book = view.store, view.as_of, view.book(37).accounts
    left = departures(store, day)
    left = left[left["account_id"].isin(book["id"])].reset_index(drop=True)
    if left.empty:
        return None
    said, held = departure_reasons(store, day), exit_interviews(store, day)
    asked = pd.DataFrame({"account_id": left["account_id"], "day": left["decided_on"] - pd.Timedelta(BEFORE)})
    seen = snapshots_before(store, asked)
    shown = shown_before(asked, seen, parts_of(store, seen["id"].astype(int).tolist()))
    marks = agreement(left["id"].tolist(), said)
    return Churn(
        left=left.assign(agree=pd.Series(marks, dtype="str"), paid_cents=_paid(view, left)),
        reasons=said[said["departure_id"].isin(left["id"])],
        interviews=held[held["departure_id"].isin(left["id"])],
        shown=shown,
    )


def _paid(view: View, left: pd.DataFrame) -> list[int]:
    """What each paid in the twelve months before it decided, in cents."""
    lines = revenue_by_day(view.store, sorted(set(left["account_id"].tolist())), view.as_of)
    days, pairs = numbers(lines["day"]), zip(left["account_id"], left["decided_on"].dt.date, strict=True)
    spans = ((account, trailing_year(day)) for account, day in pairs)
    return [
        int(lines["cents"][(lines["account_id"] == account) & _within(days, span)].sum()) for account, span in spans
    ]


def _within(days: Ints, span: Period) -> Bools:
    return (days >= number(span.start)) & (days < number(span.end))


def _gone(found: Churn, span: Period) -> Measure:
    return departures_in(numbers(found.left["decided_on"]), number(span.start), number(span.end))


def _answer(found: Churn, gone: Measure, differ: Measure, year: Period) -> str:
    count = int(gone.value or 0)
    clients = "client has" if count == 1 else "clients have"
    words = f"**{count or 'No'} {clients} decided to leave** in the twelve months to {plain(fmt.day(year.last_day))}"
    words += f", {plain(fmt.counted(len(found.left), 'departure'))} on record in all"
    if differ.value is None:
        return f"{words}. {plain(differ.why.capitalize())}, so voices cannot be compared."
    return f"{words}. In **{plain(fmt.of(differ.hits or 0, differ.base or 0))}** the client and we name another reason."


def _voices(view: View, found: Churn) -> None:
    grid = st.grid(3, min_column_width=280)
    for voice, title in ((CLIENT, "What clients say"), (OURS, "What we say")):
        with grid.container():
            _voice(view, found, voice, title)
    with grid.container():
        _data_voice(view, found)


def _voice(view: View, found: Churn, voice: str, title: str) -> None:
    st.markdown(f"**{title}**")
    counts = reason_counts(found.reasons, voice)
    if counts.empty:
        st.info("Nobody asked them, or nobody wrote it down." if voice == CLIENT else "We have written nothing down.")
        return
    told = found.reasons.loc[found.reasons["voice"] == voice, "departure_id"].nunique()
    first = counts.iloc[0]
    most = str(first["reason"]).capitalize()
    st.caption(plain(f"{most} most often; told of {fmt.of(told, len(found.left))} departures"))
    chart(
        view, f"churn_{voice}", f"Bars: reasons for leaving, {title.lower()}, primary and contributing",
        lambda: reasons_chart(counts, ink(view.dark)),
    )  # fmt: skip


def _data_voice(view: View, found: Churn) -> None:
    st.markdown("**What the data showed 90 days before**")
    there = found.shown[found.shown["band"].notna()]
    if there.empty:
        st.info("No snapshot is from 90 days before a departure. Snapshots are taken weekly from now on.")
        return
    bands = there["band"].value_counts()
    words = ", ".join(f"{bands[band]} {band}" for band in ("Red", "Amber", "Green", "Unknown") if band in bands)
    st.caption(plain(f"{words}; no snapshot then for {len(found.shown) - len(there)} of {len(found.shown)}"))
    counts = weakest_counts(there)
    if counts.empty:
        st.info("No factor was under 50 points then.")
        return
    chart(
        view, "churn_data", "Bars: factors of health that were among the two weakest 90 days before clients decided",
        lambda: weakest_factors(counts, view.dark),
    )  # fmt: skip


def _every_departure(view: View, found: Churn) -> None:
    st.subheader("Every departure", anchor=False)
    rows = _rows(view, found)
    column, unit = st.column_config, fmt.sign(view.currency).strip()
    looks: dict[str, ColumnConfig] = {
        "Client": column.TextColumn(width=135),
        "Decided": column.DateColumn(format="D MMM YYYY", width=90),
        "They say": column.TextColumn(width=100),
        "We say": column.TextColumn(width=100),
        "Same?": column.TextColumn(width=75, help="Whether client and firm name a primary reason in common."),
        "90 days before": column.TextColumn(width=118, help="Band and score of the health snapshot then."),
        "Weakest then": column.TextColumn(width=150),
        "Treated": column.TextColumn(width=65, help="Whether something was done to keep the client."),
        f"A year ({unit})": column.NumberColumn(format="localized", width=85, help="Paid in the year before."),
    }
    chosen = chosen_row(
        rows, "Departures, newest first: reasons in both voices, what the data showed, treated or not", looks,
        key="churn_departures", ids=found.left["id"].tolist(), rows=8,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a departure to read what was said, by whom and when.")
        return
    _words(found, chosen)


def _rows(view: View, found: Churn) -> pd.DataFrame:
    left, shown = found.left, found.shown
    said = {voice: primary_reasons(found.reasons, voice) for voice in (CLIENT, OURS)}
    treated = [None if pd.isna(one) else "yes" if one else "no" for one in left["treated"]]
    return pd.DataFrame(
        {
            "Client": left["account"],
            "Decided": left["decided_on"].dt.date,
            "They say": [", ".join(said[CLIENT].get(one, [])) or None for one in left["id"]],
            "We say": [", ".join(said[OURS].get(one, [])) or None for one in left["id"]],
            "Same?": [MARKS[mark] for mark in left["agree"]],
            "90 days before": _snapshot_words(shown),
            "Weakest then": [names[0] if names else None for names in shown["weakest"]],
            "Treated": treated,
            f"A year ({fmt.sign(view.currency).strip()})": left["paid_cents"] / 100,
        }
    )


def _snapshot_words(shown: pd.DataFrame) -> list[str]:
    return [
        f"{band_word(band)} {score_span(low, high)}" if isinstance(band, str) else "no snapshot"
        for band, low, high in zip(shown["band"], shown["low"], shown["high"], strict=True)
    ]


def _words(found: Churn, at: int) -> None:
    row, seen = found.left.iloc[at], found.shown.iloc[at]
    with st.container(border=True):
        last = "" if pd.isna(row["last_day_on"]) else f", last day {fmt.day(row['last_day_on'])}"
        st.markdown(f"**{plain(row['account'])}**, decided {plain(fmt.day(row['decided_on']) + last)}")
        if isinstance(row["note"], str):
            st.markdown(plain(row["note"]))
        for part in found.reasons[found.reasons["departure_id"] == row["id"]].to_dict("records"):
            who = "The client" if part["voice"] == CLIENT else "We"
            by = part["said_by"] if isinstance(part["said_by"], str) else "nobody named"
            when = "" if pd.isna(part["said_on"]) else f", {fmt.day(part['said_on'])}"
            words = f": “{part['words']}”" if isinstance(part["words"], str) else ""
            st.markdown(plain(f"{who} ({part['weight']}): {part['reason']}{words}") + f"  \n*{plain(by + when)}*")
        for held in found.interviews[found.interviews["departure_id"] == row["id"]].to_dict("records"):
            asked = held["person"] if isinstance(held["person"], str) else "a colleague"
            told = held["words"] if isinstance(held["words"], str) else "no words kept"
            st.markdown(plain(f"Exit interview on {fmt.day(held['held_on'])} by {asked}: {told}"))
        st.markdown(plain(f"The data 90 days before: {_data_words(seen)}"))


def _data_words(seen: "pd.Series[Any]") -> str:
    if not isinstance(seen["band"], str):
        return "no snapshot then"
    weak = seen["weakest"]
    named = ", weakest " + " and ".join(weak) if isinstance(weak, list) and weak else ", no factor under 50 points"
    unknown = f", {seen['unknown']} unknown" if seen["unknown"] else ""
    return f"{seen['band']}, at {score_span(seen['low'], seen['high'])}{named}{unknown}"
