"""What the results of an attributed wave are read from, under the frame's filters; each kept until its data changes."""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from lib.health.queries import weekly_lows
from lib.money.queries import revenue_lines
from lib.periods import add_months
from lib.surveys import results_changes, results_queries, results_response, wave_queries
from lib.surveys.results import (
    Question,
    Result,
    Wave,
    choices,
    gathered,
    promoter_question,
    questions_of,
    results,
    satisfied_question,
)
from lib.ui.health_judged import band_word
from lib.ui.page import View
from lib.ui.surveys import SUBJECTS, Chosen, narrowed

GROUPINGS = {"Role": "role_name", "Sector": "group", "Health then": "band", "Revenue then": "revenue"}
SNAPSHOT_DAYS = 35  # a band kept longer before the wave says little of its accounts


@dataclass(frozen=True, eq=False)
class Told:
    """One wave's scores. `sheets`: who answered; `asked`: who was asked; `choices` as of `results.choices`."""

    questions: list[Question]
    results: list[Result]
    choices: pd.DataFrame
    sheets: int
    asked: int
    uninvited: int


def told(view: View, chosen: Chosen) -> Told:
    """The scores of the chosen wave."""
    return view.keep("survey scores", lambda: _told(_wave(view, chosen, chosen.wave_id)), chosen.wave_id, of=SUBJECTS)


def _told(wave: Wave) -> Told:
    return Told(wave.questions, results(wave), choices(wave), len(wave.sheets), wave.asked, wave.uninvited)


def _wave(view: View, chosen: Chosen, wave_id: int) -> Wave:
    """A wave is read once, whatever is made of it."""
    return view.keep("survey wave", lambda: _read(view, chosen, wave_id), wave_id, of=SUBJECTS)


def _read(view: View, chosen: Chosen, wave_id: int) -> Wave:
    store, day = view.store, view.as_of
    invited, sheets = (narrowed(view, read(store, wave_id, day)) for read in
                       (wave_queries.invited, wave_queries.answered))  # fmt: skip
    questions = questions_of(wave_queries.questions(store, chosen.survey_id))
    return gathered(questions, invited, sheets, wave_queries.answers(store, wave_id, day))


def response(view: View, chosen: Chosen) -> results_response.Response:
    """Who answered the chosen wave of those asked, by role, sector, and health and revenue when it opened."""
    subjects = (*SUBJECTS, "health", "money")
    return view.keep("survey response", lambda: _response(view, chosen), chosen.wave_id, of=subjects)


def _response(view: View, chosen: Chosen) -> results_response.Response:
    wave = _wave(view, chosen, chosen.wave_id)
    invited = wave.invited
    bands = _bands(view, chosen)
    grouped = invited.assign(
        role_name=invited["role"].map(str.capitalize, na_action="ignore"),
        group=invited["segment"].astype(object).where(invited["segment"].notna(), invited["sector"]),
        band=invited["account_id"].map(bands).map(band_word, na_action="ignore"),
        revenue=results_response.revenue_bands(invited, _revenue(view, chosen)),
    )
    named = {name: column for name, column in GROUPINGS.items() if grouped[column].notna().any()}
    told = Wave(wave.questions, grouped, wave.sheets, wave.scores, wave.outside, wave.chosen)
    return results_response.response_of(told, named or {"Role": "role_name"})


def _bands(view: View, chosen: Chosen) -> "pd.Series[str]":
    """The band of each account in its last snapshot before the wave opened: what the wave said is not yet in it."""
    kept = weekly_lows(view.store, chosen.opens_on - timedelta(days=SNAPSHOT_DAYS), chosen.opens_on)
    return kept.sort_values("taken_on").groupby("account_id")["band"].last()


def _revenue(view: View, chosen: Chosen) -> "pd.Series[int]":
    """Cents of the twelve months before the wave opened, by account."""
    day = chosen.opens_on - timedelta(days=1)
    lines = revenue_lines(view.store, day, add_months(chosen.opens_on, -12))
    return lines.groupby("account_id")["amount_cents"].sum()


def silent(view: View) -> pd.DataFrame:
    """Who was asked in several closed waves of any attributed survey and never answered one."""
    return view.keep(
        "survey silence",
        lambda: results_response.silent(
            narrowed(view, results_queries.never_answered(view.store, view.as_of))
        ),
        of=SUBJECTS,
    )  # fmt: skip


def changes(view: View, chosen: Chosen) -> list[results_changes.Changed]:
    """What changed since the wave before of the same survey; none where there is no such wave."""
    if chosen.before is None:
        return []
    before = chosen.before[0]
    return view.keep(
        "survey changes",
        lambda: results_changes.changes(_wave(view, chosen, before), _wave(view, chosen, chosen.wave_id)),
        before, chosen.wave_id, of=SUBJECTS,
    )  # fmt: skip


def lead(questions: list[Question]) -> Question | None:
    """The question whose score is followed over the waves: the NPS, else the satisfied."""
    return promoter_question(questions) or satisfied_question(questions)


def trend(view: View, question: Question) -> pd.DataFrame:
    """One question in every wave of its survey; columns as of `results_changes.trend`."""
    return view.keep("survey trend", lambda: _trend(view, question), question.id, of=SUBJECTS)


def _trend(view: View, question: Question) -> pd.DataFrame:
    rows = narrowed(view, results_queries.over_waves(view.store, question.id, view.as_of))
    return results_changes.trend(rows, question)
