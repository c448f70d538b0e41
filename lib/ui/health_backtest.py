"""The backtest tab: did the band tell 90 days ahead who would leave, better than a person or a plain rule would?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import Bools
from lib.health.backtest_cases import (
    AHEAD,
    called_to_leave,
    cases,
    closed_calls,
    decisions,
    known_before,
    out_of_touch,
    treated,
)
from lib.health.backtest_charts import leave_rate_by_band
from lib.health.backtest_figures import (
    LEAVERS_PER_FACTOR,
    Crossed,
    auc,
    cannot_tell,
    crossed,
    factors_to_fit,
    leave_rates,
    precision,
    recall,
    rises,
)
from lib.health.backtest_queries import (
    contacts_before,
    escalations_opened,
    first_contact_day,
    renewal_decisions,
    snapshots_before,
)
from lib.health.call_queries import renewal_calls
from lib.health.departure_evidence import score_span
from lib.health.tables import BANDS
from lib.measure import Measure
from lib.relationship.departure_queries import departures
from lib.review.decision_queries import decisions_about_accounts
from lib.ui.charts import chart
from lib.ui.figures import Card, cards
from lib.ui.health_call_scores import calls
from lib.ui.health_judged import band_word
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

RED, RED_OR_UNKNOWN = "Red", "Red or Unknown"
CALLED, QUIET = "Somebody called it leaving", "No contact for more than 30 days"


@dataclass(frozen=True, eq=False)
class Tested:
    """Decisions under the filters: `decided` all of them, `cases` those with a snapshot 90 days before; closed calls.

    `cases` holds besides what `backtest_cases.cases` says: account, called, quiet (None: not known), acted (treated).
    """

    decided: int
    cases: pd.DataFrame
    calls: pd.DataFrame


def backtest_tab(view: View) -> None:
    """What was warned of and what happened, in counts; or that it cannot be told yet, and what is missing."""
    found = view.keep("backtest", lambda: _read(view))
    if found.cases.empty:
        _nothing(found)
        calls(found.calls)
        return
    left, warned = _column(found.cases, "left"), (found.cases["band"] == RED).to_numpy()
    counts, told = crossed(warned, left), auc(found.cases["risk"].to_numpy(), left)
    st.markdown(_answer(counts, cannot_tell(told, left), told))
    rows = lambda: _rows(found.cases)  # noqa: E731 - the same rows behind three figures
    cards(
        view,
        [
            Card("warning_recall", recall(counts), rows, None, "", "Red 90 days before"),
            Card("warning_precision", precision(counts), rows, None, "", "Red 90 days before"),
            Card("warning_auc", told, rows, None, "", "middle of the interval 90 days before"),
        ],
    )
    _compared(found.cases)
    _bands(view, found.cases)
    _treated(found.cases)
    calls(found.calls)
    _each_case(found)
    _fitting(left, found)


def _read(view: View) -> Tested:
    store, day, book = view.store, view.as_of, view.book(37).accounts
    everything = decisions(departures(store, day), renewal_decisions(store, day))
    decided = everything[everything["account_id"].isin(book["id"])].reset_index(drop=True)
    said = renewal_calls(store, day)
    said = said[said["account_id"].isin(book["id"])]
    found = cases(decided, snapshots_before(store, known_before(decided)))
    acted = pd.concat([decisions_about_accounts(store, day), escalations_opened(store, day)], ignore_index=True)
    in_touch = contacts_before(store, found[["account_id", "known_on"]].rename(columns={"known_on": "day"}))
    names = book.set_index("id")["name"].astype(str)
    told = found.assign(
        account=found["account_id"].map(names),
        called=pd.Series(called_to_leave(found, said), dtype=object),
        quiet=pd.Series(out_of_touch(found, in_touch, first_contact_day(store)), dtype=object),
        acted=treated(found, acted),
    )
    return Tested(len(decided), told, closed_calls(said, decided))


def _column(frame: pd.DataFrame, name: str) -> Bools:
    return frame[name].to_numpy(dtype=np.bool_)


def _nothing(found: Tested) -> None:
    if not found.decided:
        st.markdown("**Cannot tell yet: no client has decided anything.**")
        st.info(
            "A backtest needs decisions: departures, recorded when a client leaves, and renewals with their outcome. "
            "Record or import them; snapshots of health are taken every week."
        )
        return
    decided = fmt.counted(found.decided, "decision")
    st.markdown(f"**Cannot tell yet: {plain(decided)} on record, none with a health snapshot from 90 days before.**")
    st.info(
        "Only what was known 90 days before a decision counts. Snapshots are taken every week; the first decisions can "
        "be tested three months after the first snapshot."
    )


def _answer(counts: Crossed, why_not: str, told: Measure) -> str:
    caught = f"Red caught {fmt.of(counts.warned_left, counts.left)} that left, 90 days ahead"
    right = f"{fmt.of(counts.warned_left, counts.warned)} Red ones left" if counts.warned else "nobody was Red"
    if why_not:
        return f"**Cannot tell yet**: {plain(why_not)}. So far {plain(caught)}; {plain(right)}."
    judged = "better than chance" if told.low is not None and told.low > 0.5 else "no better than chance may be"
    return f"**{plain(caught)}**; {plain(right)}. The score orders clients {plain(judged)}."


def _compared(found: pd.DataFrame) -> None:
    st.subheader("Against two plain rules", anchor=False)
    rules = {RED: found["band"] == "Red", RED_OR_UNKNOWN: found["band"].isin(["Red", "Unknown"])}
    rows = [_rule(name, found, flag.astype(object)) for name, flag in rules.items()]
    rows += [_rule(name, found, found[column]) for name, column in ((CALLED, "called"), (QUIET, "quiet"))]
    table(pd.DataFrame(rows), "Warnings and what happened: the band in two readings, a human call, silence")
    st.caption(
        plain(
            "Each row: the decisions of which the rule could be told 90 days before. Caught: of those that left, those "
            "warned of. Came true: of those warned of, those that left. Intervals are Wilson's, 95 %; "
            "under 10 a rate is told in counts."
        )
    )


def _rule(name: str, found: pd.DataFrame, flag: "pd.Series[Any]") -> dict[str, object]:
    known = flag.notna().to_numpy()
    counts = crossed(flag[known].to_numpy(dtype=np.bool_), _column(found[known], "left"))
    caught, right = recall(counts), precision(counts)
    return {
        "Warning 90 days before": name, "Decisions": int(known.sum()), "Warned, left": counts.warned_left,
        "Warned, stayed": counts.warned_stayed, "Not warned, left": counts.missed,
        "Not warned, stayed": counts.quiet_stayed, "Caught": _with_interval(caught),
        "Came true": _with_interval(right),
    }  # fmt: skip


def _with_interval(measure: Measure) -> str:
    shown, span = fmt.figure(measure, "share", ""), fmt.interval(measure, "share", "")
    return f"{shown} ({span})" if span else shown


def _bands(view: View, found: pd.DataFrame) -> None:
    st.subheader("By band 90 days before", anchor=False)
    rates = leave_rates(found["band"], _column(found, "left"))
    st.markdown(f"**{_rises(rises(rates))}**")
    rows = [(band, rates[band]) for band in BANDS if rates[band].value is not None]
    frame = pd.DataFrame(
        {
            "band": [band for band, _ in rows], "label": [band_word(band) for band, _ in rows],
            "share": [rate.value for _, rate in rows], "low": [rate.low for _, rate in rows],
            "high": [rate.high for _, rate in rows],
            "words": [fmt.of(rate.hits or 0, rate.base or 0) for _, rate in rows],
        }
    )  # fmt: skip
    chart(
        view, "leave_rate_by_band", "Share of decisions to leave by the band 90 days before, with 95 % intervals",
        lambda: leave_rate_by_band(frame, view.dark),
    )  # fmt: skip


def _rises(found: bool | None) -> str:
    if found is None:
        return "Whether more leave the worse the band cannot be told: a band has no decision yet"
    return (
        "So far the worse the band, the more left" if found else "So far the leave rate does not rise from Green to Red"
    )


def _treated(found: pd.DataFrame) -> None:
    st.subheader("Treated and untreated apart", anchor=False)
    st.caption(
        plain(
            "A Red that was saved looks like a false alarm. Treated: the departure says so, or within 90 days of the "
            "snapshot a review decided something about the account, or an escalation was opened."
        )
    )
    rows = []
    for name, which in (("Treated", _column(found, "acted")), ("Untreated", ~_column(found, "acted"))):
        part = found[which]
        counts = crossed((part["band"] == RED).to_numpy(), _column(part, "left"))
        rows.append(
            {
                "": name, "Decisions": len(part), "Red, left": counts.warned_left, "Red, stayed": counts.warned_stayed,
                "Not Red, left": counts.missed, "Not Red, stayed": counts.quiet_stayed,
                "Left of the Red": _with_interval(precision(counts)),
            }
        )  # fmt: skip
    table(pd.DataFrame(rows), "Red or not, left or stayed, for treated and untreated clients")


def _each_case(found: Tested) -> None:
    st.subheader("Every decision tested", anchor=False)
    table(_rows(found.cases), "Decisions with the band 90 days before, what was called and done", height=300)
    missing = found.decided - len(found.cases)
    late = int(_column(found.cases, "afterwards").sum())
    words = [f"{missing:,} of {found.decided:,} decisions have no snapshot from 90 days before and are left out."]
    words += [f"{late:,} snapshots were computed only after the decision: they may know too much."] if late else []
    words.append("Decisions of a client within 90 days are one; a contract not renewed counts as left.")
    st.caption(plain(" ".join(words)))


def _rows(found: pd.DataFrame) -> pd.DataFrame:
    said = {True: "yes", False: "no"}
    return pd.DataFrame(
        {
            "Client": found["account"],
            "Decided": found["day"].dt.date,
            "Outcome": found["what"],
            f"Band {AHEAD} days before": [band_word(band) for band in found["band"]],
            "Score": [score_span(*bounds) for bounds in zip(found["low"], found["high"], strict=True)],
            "Snapshot of": found["taken_on"].dt.date,
            "Called leaving": [said.get(one) for one in found["called"]],
            "No contact 30 days": [said.get(one) for one in found["quiet"]],
            "Treated": [said[bool(one)] for one in found["acted"]],
        }
    ).sort_values("Decided", ascending=False, kind="stable", ignore_index=True)


def _fitting(left: Bools, found: Tested) -> None:
    leavers = int(left.sum())
    st.caption(
        plain(
            f"Weights are never fitted under {LEAVERS_PER_FACTOR} leavers per factor. There are {leavers}: enough for "
            f"{factors_to_fit(leavers)} of the 8 factors. Weights stay with the people who own the formula."
        )
    )
