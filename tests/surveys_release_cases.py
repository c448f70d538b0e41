"""Small anonymous waves for tests of the release: who answered what, in which group."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import pandas as pd

from lib.surveys.release_figures import Closed, Row, release
from lib.surveys.released_question_figures import released_question

GROUPS = ("segment", "region", "manager")
RECOMMEND, SATISFIED, WHY = 1, 2, 3
PLANS = [released_question(RECOMMEND, "0-10"), released_question(SATISFIED, "1-5")]
Scores = Sequence[float | None]
Group = tuple[str | None, ...]  # segment, region, manager; what is left out is not told apart


def mixed(people: int) -> list[float | None]:
    """Scores of 0 to 10 that are as different as can be."""
    return [(0, 8, 10)[at % 3] for at in range(people)]


def answers(groups: Mapping[Any, Scores], question: int = RECOMMEND) -> pd.DataFrame:
    """One sheet a score; the key of a group is a Group."""
    numbers = count()
    rows = [
        dict(zip(GROUPS, (*key, None, None)[:3], strict=True))
        | {"sheet": f"sheet {next(numbers):03}", "question_id": question, "score": score, "words": None}
        | {"not_applicable": score is None}
        for key, scores in groups.items()
        for score in scores
    ]
    return pd.DataFrame(rows, columns=[*GROUPS, "sheet", "question_id", "score", "words", "not_applicable"])


def invited(groups: Mapping[Any, int]) -> pd.DataFrame:
    """How many were invited, by group."""
    rows = [(*(*key, None, None)[:3], people) for key, people in groups.items()]
    return pd.DataFrame(rows, columns=[*GROUPS, "people"])


def wave(groups: Mapping[Any, Scores], k: int = 5, more: int = 5, **other: Any) -> Closed:
    """A closed wave to which in each group `more` were invited than answered."""
    asked = invited({key: len(scores) + more for key, scores in groups.items()})
    return Closed(answers(groups), asked, k, **other)


def released(closed: Closed) -> dict[tuple[str, str | None], Row]:
    """The rows of the NPS by cut and key."""
    return {(row["cut"], row["cut_key"]): row for row in release(closed, PLANS[:1]) if row["figure"] == "nps"}


def shown(closed: Closed) -> set[str]:
    """The keys of the cells whose NPS is shown; "whole" for the whole."""
    return {key or cut for (cut, key), row in released(closed).items() if not row["withheld"]}
