"""What changed since the wave before, each question by the test that fits who answered, and the waves in a row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Floats
from lib.measure import Measure, undefined
from lib.surveys.change_figures import Change, holm
from lib.surveys.matched_change_figures import matched_nps_change, matched_share_change
from lib.surveys.promoter_figures import LEAST_ANSWERS
from lib.surveys.results import NPS_SCALE, Question, Wave, result
from lib.surveys.score_figures import BOXES, ENDS

Changed = tuple[Question, Change]


def changes(before: Wave, now: Wave) -> list[Changed]:
    """The change of every score between two waves of one survey, p values adjusted for all of them by Holm's method."""
    found = [(one, _change(before, now, one)) for one in now.scaled]
    adjusted = holm([change for _, change in found])
    return [(question, change) for (question, _), change in zip(found, adjusted, strict=True)]


def _change(before: Wave, now: Wave, question: Question) -> Change:
    was, became = matched(before, now, question)
    if question.scale == NPS_SCALE:
        return matched_nps_change(was, became)
    return matched_share_change(hits(was, question), hits(became, question))


def matched(before: Wave, now: Wave, question: Question) -> tuple[Floats, Floats]:
    """The answers of both waves, one entry a person; who gave no name is somebody else each time."""
    was, became = _by_person(before, question), _by_person(now, question)
    people = was.index.union(became.index)
    first, second = (np.asarray(one.reindex(people), dtype=np.float64) for one in (was, became))
    return first, second


def _by_person(wave: Wave, question: Question) -> "pd.Series[float]":
    contact = wave.sheets["contact_id"].to_numpy(dtype=float)
    people = np.where(np.isnan(contact), -wave.sheets["response_id"].to_numpy(dtype=float), contact)
    given = wave.scores[question.id].where(~wave.outside[question.id])
    return pd.Series(given.to_numpy(dtype=float), index=people)


def hits(scores: Floats, question: Question) -> Floats:
    """1 for each of the best answers, 0 for another, NaN for none."""
    low, high = ENDS[question.scale]
    wide = BOXES[question.scale]
    inside = scores < low + wide if question.better == "lower" else scores > high - wide
    return np.where(np.isnan(scores), np.nan, inside.astype(float))


def trend(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One question's score in each wave of its survey, oldest first, from the rows of `results_queries.over_waves`.

    Columns: wave_id, wave, opens_on, value, low, high (NaN: too few answers), n, why, so_far (bool: still open).
    """
    told = [_point(question, wave) for _, wave in rows.groupby("wave_id", sort=False)]
    return pd.DataFrame(
        told, columns=["wave_id", "wave", "opens_on", "value", "low", "high", "n", "why", "so_far"]
    )  # fmt: skip


def _point(question: Question, wave: pd.DataFrame) -> list[object]:
    scores = wave["score"].to_numpy(dtype=float)
    found = result(question, scores, np.zeros(len(scores), dtype=bool), None)
    return point(wave.iloc[0], told(found.score), bool(wave["running"].iloc[0]))


def point(wave: Any, score: Measure, so_far: bool) -> list[object]:
    """A row of `trend`; `wave` with wave_id, wave and opens_on."""
    numbers = [np.nan if one is None else one for one in (score.value, score.low, score.high)]
    return [wave["wave_id"], wave["wave"], wave["opens_on"], *numbers, score.base or 0, score.why, so_far]


def told(score: Measure) -> Measure:
    """A score as it may stand in a row of waves: under 5 answers its counts and no value."""
    if score.value is None or (score.base or 0) >= LEAST_ANSWERS:
        return score
    return undefined(f"Too few answers: {score.hits} of {score.base}.", base=score.base)


def tested(found: Sequence[Changed]) -> int:
    """How many of the changes were tested, and so adjusted for each other."""
    return sum(change.p is not None for _, change in found)
