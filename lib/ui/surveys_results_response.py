"""Who answered of those asked: rates with intervals, coverage, groups, the silent, what the missing could change."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.measure import Measure
from lib.surveys.change_figures import said
from lib.surveys.results_response import Response
from lib.ui.account_figures import height
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_results_read import Told, response, silent
from lib.ui.surveys_results_words import NONE, Shown, how, shown, take_away
from lib.ui.tables import table
from lib.ui.text import plain

HOW = (
    "RR1 (AAPOR Standard Definitions): complete answers ÷ all who were asked. RR2: partial answers count too. "
    "Bounced addresses are unknown, so they stay among those asked; people only listed were not asked.",
    "Accounts covered: accounts with an answer ÷ accounts asked. Decision makers heard: accounts where a decision "
    "maker answered ÷ all accounts asked, also where none was asked. Sponsors are not counted as decision makers.",
    "Intervals of shares are Wilson's, 95 %.",
    "Worst and best: the NPS if all who are missing were detractors, and if all were promoters: (P − D ∓ missing) ÷ "
    "asked. Early against late: the later half of the answers, nearest to those who do not answer, tested against the "
    "earlier.",
    "Health is the band in the last snapshot in the five weeks before the wave opened; revenue that of the twelve "
    "months before, in thirds of the accounts asked.",
)  # fmt: skip


def responded(view: View, chosen: Chosen, told: Told) -> None:
    """Response and coverage of the chosen wave."""
    st.subheader("Who answered", anchor=False)
    found = response(view, chosen)
    if not found.outcomes.asked:
        st.caption("Nobody is on record as asked in this wave, so no response can be told.")
        return
    shown(_figures(found))
    st.caption(plain(_remarks(found, told)))
    _groups(found, chosen)
    _silence(view)
    how(*HOW)


def _figures(found: Response) -> list[Shown]:
    sponsors = f"In {fmt.counted(found.sponsors, 'more account')} a sponsor answered, who is not counted here"
    return [
        _rate("Answered to the end (RR1)", found.complete, "asked", "Complete answers among all who were asked."),
        _rate("Answered at all (RR2)", found.answered, "asked", "Answers, partial ones too, among all who were asked."),
        _rate("Accounts covered", found.accounts, "accounts asked", "Accounts with an answer among those asked."),
        _rate("Decision makers heard", found.deciding, "accounts asked",
              "Accounts where a decision maker answered among all accounts asked.",
              *([sponsors] if found.sponsors else [])),
    ]  # fmt: skip


def _rate(label: str, rate: Measure, of: str, meaning: str, *more: str) -> Shown:
    if rate.value is None:
        return Shown(label, NONE, [rate.why], meaning)
    counts = f"{fmt.of(rate.hits or 0, rate.base or 0)} {of}"
    lines = [counts, f"95 % interval {fmt.interval(rate, 'share', '')}", *filter(None, [rate.note]), *more]
    return Shown(label, fmt.figure(rate, "share", ""), lines, meaning)


def _remarks(found: Response, told: Told) -> str:
    """What the missing could change, and how sure it is that they do not."""
    went = found.outcomes
    parts = [(went.silent, "without an answer"), (went.unknown, "bounced: unknown, kept among those asked"),
             (went.refused, "refused"), (went.partial, "answered in part")]  # fmt: skip
    sentences = [", ".join(f"{count:,} {what}" for count, what in parts if count)]
    if told.uninvited:
        sentences.append(f"{fmt.counted(told.uninvited, 'answer')} came from people who are not on the list of those "
                         "asked: they count in the scores, not in the response")  # fmt: skip
    if found.bounds is not None and found.of[0] < found.of[1]:
        worst, best = (fmt.score(one) for one in found.bounds)
        sentences.append(f"{fmt.of(*found.of)} asked gave a recommendation: with the others the NPS would lie between "
                         f"{worst} and {best}, whatever they think")  # fmt: skip
    return ". ".join([one for one in sentences if one] + [_late(found)])


def _late(found: Response) -> str:
    if found.late is None:
        return "Early and late answers are not compared: each half needs 5 recommendations."
    early, late = (fmt.score(one or 0.0) for one in (found.late.before, found.late.after))
    verdict = {"up": "reliably higher", "down": "reliably lower"}.get(said(found.late), "no reliable difference")
    bases = f"n = {found.late.base[0]:,} and {found.late.base[1]:,}"
    low, high = (fmt.points(one or 0.0) for one in (found.late.low, found.late.high))
    return (
        f"Late answers against early ones: NPS {late} against {early} ({verdict}; {bases}; difference 95 % {low} to "
        f"{high}): who answers late is nearest to who does not."
    )


def _groups(found: Response, chosen: Chosen) -> None:
    frame = found.by
    shares = [Measure(*row) for row in zip(frame["share"], frame["asked"], frame["answered"], frame["low"],
                                           frame["high"], strict=True)]  # fmt: skip
    rows = pd.DataFrame(
        {
            "By": frame["by"], "Group": frame["group"].fillna("not known"), "Asked": frame["asked"],
            "Answered": frame["answered"], "Answered (%)": (frame["share"] * 100).round(),
            "95 % interval": [fmt.interval(one, "share", "") for one in shares],
        }
    )  # fmt: skip
    st.markdown("**Who was asked and who answered, group by group**")
    looks = {
        "Answered (%)": st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100, width=200),
        "By": st.column_config.TextColumn(width=120), "Group": st.column_config.TextColumn(width=220),
    }  # fmt: skip
    table(rows, "Asked and answered by role, sector, health and revenue, with intervals", looks,
          height=height(len(rows), 9), key="results_response")  # fmt: skip
    take_away(rows, f"response_{chosen.wave_id}")


def _silence(view: View) -> None:
    found = silent(view)
    if found.empty:
        st.caption("Nobody was reached in two closed waves or more without ever answering.")
        return
    accounts = found["account"].nunique()
    head = f"**Silence: {fmt.counted(len(found), 'person')}".replace("persons", "people")
    box = st.expander(
        f"{head} at {fmt.counted(accounts, 'account')}** reached in two closed waves or more and never answered",
        key="results_silent", on_change="rerun",
    )  # fmt: skip
    if box.open:
        with box:
            _silent_rows(found)


def _silent_rows(found: pd.DataFrame) -> None:
    rows = pd.DataFrame(
        {
            "Account": found["account"].astype(object).fillna(NONE), "Contact": found["contact"],
            "Role": found["role"].astype(object).fillna("not known").map(str.capitalize),
            "Waves asked": found["times"], "Last asked": found["last_asked_on"],
        }
    )  # fmt: skip
    table(rows, "Contacts asked in several waves who never answered, most often asked first",
          height=height(len(rows), 8), key="results_silence")  # fmt: skip
    take_away(rows, "silence")
