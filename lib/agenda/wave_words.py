"""What a wave that was closed came to, in one sentence: of an anonymous one only what was released."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.agenda.ground import Ground, where
from lib.measure import Measure
from lib.surveys import wave_queries
from lib.surveys.response_figures import outcomes, response_rate
from lib.surveys.results import NPS_SCALE, OVERALL, Question, gathered, questions_of, results
from lib.surveys.results_released import groups, whole

SUBJECTS = ("people", "accounts", "surveys")


def wave_words(ground: Ground, row: Mapping[Any, Any]) -> str:
    """The sentence of a row of `wave_queries.waves`; kept until anybody writes to surveys."""
    about = (ground.as_of, ground.scope, int(row["wave_id"]))
    found: str = ground.keep("agenda wave words", SUBJECTS, about, lambda: _wave_words(ground, row))
    return found


def _wave_words(ground: Ground, row: Mapping[Any, Any]) -> str:
    told = _released if row["mode"] == "anonymous" else _attributed
    head = f"{row['wave']} of the survey “{row['survey']}” was closed on {fmt.day(row['closed_on'].date())}"
    return f"{head}: {told(ground, row)}."


def _attributed(ground: Ground, row: Mapping[Any, Any]) -> str:
    number, day = int(row["wave_id"]), ground.as_of
    invited, answered = (_under(ground, read(ground.store, number, day)) for read in
                         (wave_queries.invited, wave_queries.answered))  # fmt: skip
    questions = questions_of(wave_queries.questions(ground.store, int(row["survey_id"])))
    found = results(gathered(questions, invited, answered, wave_queries.answers(ground.store, number, day)))
    leading = _lead([one.question for one in found])
    score = next((one.score for one in found if one.question == leading), None)
    rate = response_rate(outcomes(invited), partial_too=True)
    came = f"{fmt.of(rate.hits or 0, rate.base or 0)} answered" if rate.base else fmt.counted(len(answered), "answer")
    return f"{came}; {_told(leading, score)}"


def _under(ground: Ground, frame: pd.DataFrame) -> pd.DataFrame:
    if not ground.scope:
        return frame
    kept = (not pd.isna(one) and ground.inside(int(one)) for one in frame["account_id"])
    return where(frame, kept).reset_index(drop=True)


def _released(ground: Ground, row: Mapping[Any, Any]) -> str:
    """From the release alone; it speaks of everybody, so filters do not narrow it."""
    of_all = whole(groups(wave_queries.released(ground.store, int(row["wave_id"]))))
    if of_all is None:
        return "it is anonymous, and too few answered for anything to be released"
    leading = _lead(questions_of(wave_queries.questions(ground.store, int(row["survey_id"]))))
    answered = of_all.answered
    came = "it is anonymous"
    if answered.value is not None and answered.base:
        came += f", and {fmt.figure(answered, 'share', ground.currency)} of {answered.base:,} asked answered"
    return f"{came}; {_told(leading, None if leading is None else of_all.score(leading))}"


def _lead(questions: list[Question]) -> Question | None:
    """The question whose score is told: the first that speaks of everything."""
    known = [one for area in OVERALL for one in questions if one.area == area and one.scale not in ("choice", "text")]
    return next(iter(known), None)


def _told(question: Question | None, score: Measure | None) -> str:
    if question is None or score is None:
        return "it asks nothing about the whole"
    nps = question.scale == NPS_SCALE
    unit, what = ("score", "net recommendation") if nps else ("share", f"best answers ({question.best})")
    if score.value is None:
        return f"no {what} is told: {score.why[0].lower()}{score.why[1:].rstrip('.')}"
    bounds = fmt.interval(score, unit, "")
    sure = f" (95 %: {bounds})" if bounds else ""
    return f"{what} {fmt.figure(score, unit, '')}{sure}"
