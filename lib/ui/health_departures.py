"""Departures as the pages show them: what each voice said, what the data showed, and the words behind one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import Bools, Ints, number, numbers
from lib.health.backtest_charts import weakest_factors
from lib.health.backtest_queries import snapshots_before
from lib.health.departure_evidence import score_span, shown_before, weakest_counts
from lib.health.queries import parts_of
from lib.money.charts import ink
from lib.money.lifetime_queries import revenue_by_day
from lib.periods import Period, trailing_year
from lib.relationship.departure_charts import reasons as reasons_chart
from lib.relationship.departure_figures import CLIENT, OURS, agreement, primary_reasons, reason_counts
from lib.relationship.departure_queries import departure_reasons, departures, exit_interviews
from lib.relationship.tables import EXIT_QUESTIONS
from lib.ui.charts import chart
from lib.ui.health_judged import band_word
from lib.ui.page import View
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


def read_churn(view: View) -> Churn | None:
    """The departures under the filters; None where there is none."""
    return view.keep("churn", lambda: _read(view))


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


def voices(view: View, found: Churn) -> None:
    """Why clients left: what they say, what we say and what the data showed, side by side, never merged."""
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


def departure_rows(view: View, found: Churn) -> pd.DataFrame:
    """One row a departure with the columns a person reads, aligned with `found.left`."""
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


def departure_words(found: Churn, at: int) -> None:
    """All that was said of the departure at a position: reasons with who and when, interviews, the data before."""
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
            spoke = f" with {held['contact']}" if isinstance(held["contact"], str) else ""
            st.markdown(plain(f"Exit interview on {fmt.day(held['held_on'])} by {asked}{spoke}:"))
            st.markdown("  \n".join(plain(line) for line in _said(held)))
        st.markdown(plain(f"The data 90 days before: {_data_words(seen)}"))


def _said(held: "dict[Any, Any]") -> list[str]:
    words = held["words"].splitlines() if isinstance(held["words"], str) else []
    asked = [f"{label}: {held[name]}" for name, label in EXIT_QUESTIONS.items() if isinstance(held[name], str)]
    return [*words, *asked] or ["no words kept"]


def _data_words(seen: "pd.Series[Any]") -> str:
    if not isinstance(seen["band"], str):
        return "no snapshot then"
    weak = seen["weakest"]
    named = ", weakest " + " and ".join(weak) if isinstance(weak, list) and weak else ", no factor under 50 points"
    unknown = f", {seen['unknown']} unknown" if seen["unknown"] else ""
    return f"{seen['band']}, at {score_span(seen['low'], seen['high'])}{named}{unknown}"
