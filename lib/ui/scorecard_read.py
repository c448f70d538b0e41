"""What the page of scorecards reads, kept for the session by the subjects it is made of."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from lib.periods import Period
from lib.review.expectation_queries import Expectation, written_expectations
from lib.scorecard.check_ups import CheckUps, check_ups
from lib.scorecard.development import Levels, goals, levels
from lib.scorecard.evidence import evidence
from lib.scorecard.recognition import recognition
from lib.scorecard.scorecard import SUBJECTS, Scorecard, scorecard
from lib.ui import session
from lib.ui.page import View
from lib.ui.who import sees_costs


@dataclass(frozen=True)
class Chosen:
    """Whose scorecard of which period is open; `own`: it is of who is looking."""

    person_id: int
    person: str
    period: Period
    own: bool


def card_of(view: View, chosen: Chosen) -> Scorecard:
    """The five duties, without the rows behind their figures: `rows_of` reads these."""
    seen = sees_costs()
    about = (view.as_of, chosen.person_id, chosen.period, seen)
    with st.spinner("Reading the five duties of this period…"):
        return session.keep_of("scorecard", SUBJECTS, about, lambda: _bare(_read(view, chosen, seen)))


def _read(view: View, chosen: Chosen, seen: bool) -> Scorecard:
    return scorecard(view.store, chosen.person_id, chosen.period, session.keep_of, seen, view.as_of)


def _bare(card: Scorecard) -> Scorecard:
    """The same without what cannot be kept: the way to the rows holds the open store."""
    duties = (
        replace(duty, figures=tuple(replace(one, rows=pd.DataFrame) for one in duty.figures)) for duty in card.duties
    )
    return replace(card, duties=tuple(duties))


def rows_of(view: View, chosen: Chosen, duty: str, label: str) -> pd.DataFrame:
    """What one figure is made of."""
    seen = sees_costs()
    about = (view.as_of, chosen.person_id, chosen.period, seen, duty, label)
    return session.keep_of("scorecard rows", SUBJECTS, about, lambda: _rows(view, chosen, seen, duty, label))


def _rows(view: View, chosen: Chosen, seen: bool, duty: str, label: str) -> pd.DataFrame:
    found = evidence(
        view.store, chosen.person_id, chosen.period, session.keep_of, seen, view.as_of, duty=duty, label=label
    )
    numbers = found.select_dtypes("number").columns
    return found.assign(**{name: found[name].round(2) for name in numbers})


def check_ups_of(view: View, chosen: Chosen) -> CheckUps:
    """The check-ups of the person's clients on the page's day."""
    return check_ups(view.store, chosen.person_id, view.as_of, session.keep_of)


def goals_of(view: View, chosen: Chosen) -> pd.DataFrame:
    """The person's development goals on the page's day."""
    about = (chosen.person_id, view.as_of)
    return session.keep_of("scorecard goals", ("people", "review"), about, lambda: goals(view.store, *about))


def levels_of(view: View, chosen: Chosen) -> Levels:
    """What the person's level and the next one expect; kept until anybody writes, because a setting is in it."""
    return view.read(levels, chosen.person_id, view.as_of)


def expectations_of(view: View) -> list[Expectation]:
    """What every level is expected to do."""
    return session.keep_of("level expectations", ("review",), (), lambda: written_expectations(view.store))


def recognition_of(view: View, chosen: Chosen) -> pd.DataFrame:
    """Wins and thanks of the period, by the page's day."""
    about = (chosen.person_id, chosen.period, view.as_of)
    subjects = ("people", "accounts", "review")
    return session.keep_of("scorecard recognition", subjects, about, lambda: recognition(view.store, *about))
