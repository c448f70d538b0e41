"""What is seen of the client's own voice: attributed surveys."""

import numpy as np
import pandas as pd

from lib.days import Ints, numbers, record_numbers
from lib.health.grouping import last_day, of_accounts, ratio, tally, total
from lib.health.signals import Evidence, Seen

WINDOW = 120
# Lowest and highest answer of a scale.
SCALES = {"0-10": (0.0, 10.0), "1-5": (1.0, 5.0), "1-7": (1.0, 7.0)}


def seen_survey(ids: Ints, answers: pd.DataFrame) -> Seen:
    """Mean of the answer sheets of the 120 days up to the last one, each brought to 0–100.

    `first`: that mean out of ten, `second`: how many sheets. Frame as of `fact_queries.survey_answers`.
    """
    count = len(ids)
    answers, at = of_accounts(ids, answers)
    day, sheet = numbers(answers["day"]), record_numbers(answers["id"])
    newest = last_day(count, at, day)
    recent = day > newest[at] - WINDOW
    sheets, first, which = np.unique(sheet[recent], return_index=True, return_inverse=True)
    its_account = at[recent][first]
    means = ratio(total(len(sheets), which, points(answers)[recent]), tally(len(sheets), which))
    score = ratio(total(count, its_account, means), tally(count, its_account))
    return Seen(
        score=score,
        day=newest,
        longer=np.zeros(count, dtype=np.int64),
        first=score / 10,
        second=tally(count, its_account).astype(np.float64),
        evidence=(Evidence("survey_response", its_account, sheets),),
    )


def points(answers: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Each answer as 0–100, where 100 is good whichever way the question asks."""
    least, most = (np.array([SCALES[scale][end] for scale in answers["scale"]]) for end in (0, 1))
    share = (answers["score"].to_numpy(dtype=np.float64) - least) / np.where(most > least, most - least, 1)
    turned = np.where((answers["better"] == "lower").to_numpy(), 1 - share, share)
    return np.asarray(100 * np.clip(turned, 0, 1))
