"""How one question of an anonymous wave is released: its answers in a few boxes, and the figures made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Ints
from lib.errors import RefusedValue
from lib.intervals import wilson
from lib.measure import Measure
from lib.surveys.interval_figures import score_interval
from lib.surveys.promoter_figures import Promoters, nps, on_scale
from lib.surveys.score_figures import ENDS

Edges = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Released:
    """The plan of one question: `boxes` in which people are counted, worst first, and what the score is made of.

    `edges` are the first and last point of each box; a question of choice has none, and a box for each choice.
    `weights` of the boxes make the `score` ("": there is none, each box is a figure of its own).
    """

    question_id: int
    boxes: tuple[str, ...]
    edges: Edges = ()
    ends: tuple[int, int] = (0, 0)
    score: str = ""
    weights: tuple[int, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of all that is released of a cell."""
        return (self.score, *self.boxes) if self.score else self.boxes


_PLANS: dict[str, tuple[Edges, str, tuple[int, ...]]] = {
    "0-10": (((0, 6), (7, 8), (9, 10)), "nps", (-1, 0, 1)),
    "1-5": (((1, 2), (3, 3), (4, 5)), "top two", (0, 0, 1)),
    "1-7": (((1, 3), (4, 4), (5, 7)), "top three", (0, 0, 1)),
}


def released_question(question_id: int, scale: str, better: str = "higher", choices: Sequence[str] = ()) -> Released:
    """The plan of a question of a scale, not of one answered in words (KeyError).

    Three boxes, not each point: of an empty one everybody knows that nobody is in it, so few may be empty. No mean:
    beside a base it gives the sum of all points away.
    """
    if scale == "choice":
        return Released(question_id, tuple(f"chose {choice}" for choice in choices))
    edges, score, weights = _PLANS[scale]
    if better == "lower":
        edges = tuple((sum(ENDS[scale]) - high, sum(ENDS[scale]) - low) for low, high in edges)
    boxes = tuple(f"points {low}" if low == high else f"points {low}-{high}" for low, high in edges)
    return Released(question_id, boxes, edges, ENDS[scale], score, weights)


def boxed(plan: Released, answers: pd.DataFrame) -> pd.DataFrame:
    """Who gave a valid answer: one row a sheet, with its columns and `box`.

    A sheet that answers twice counts once (R1): with the lower box. Raises OutOfScale, and RefusedValue for a choice
    that was not offered.
    """
    own = answers[(answers["question_id"] == plan.question_id) & ~answers["not_applicable"].astype(bool)]
    own = own[own["score" if plan.edges else "words"].notna()]
    found = own.assign(box=_boxes_of_points(plan, own["score"]) if plan.edges else _boxes_of_words(plan, own["words"]))
    return found.sort_values(["sheet", "box"]).drop_duplicates("sheet")


def _boxes_of_points(plan: Released, scores: pd.Series) -> Ints:
    points = on_scale(scores.astype(float), *plan.ends)
    inside = [(points >= low) & (points <= high) for low, high in plan.edges]
    return np.asarray(np.argmax(np.array(inside), axis=0), dtype=np.int64)


def _boxes_of_words(plan: Released, words: pd.Series) -> list[int]:
    place = {name.removeprefix("chose "): at for at, name in enumerate(plan.boxes)}
    unknown = sorted({*words} - {*place})
    if unknown:
        raise RefusedValue("words", f"“{unknown[0]}” is none of the choices of the question: add it or correct it.")
    return [place[word] for word in words]


def figures_of(plan: Released, counts: Ints) -> dict[str, Measure]:
    """The figures of a cell from its box counts, one person or more: score with 95 % interval, share of each box."""
    base = int(counts.sum())
    shares = {name: Measure(int(count) / base, base=base) for name, count in zip(plan.boxes, counts, strict=True)}
    return {plan.score: _score(plan, counts)} | shares if plan.score else shares


def _score(plan: Released, counts: Ints) -> Measure:
    base, (_, _, best) = int(counts.sum()), (int(count) for count in counts)
    if plan.score == "nps":
        promoters = Promoters(*(int(count) for count in counts))
        low, high = score_interval(promoters) or (None, None)
        return Measure(nps(promoters), base=base, low=low, high=high)
    low, high = wilson(best, base)
    return Measure(best / base, base=base, low=low, high=high)


def row_of(
    question_id: int | None, cut: str, cut_key: str | None, figure: str, shown: Measure | None
) -> dict[str, Any]:
    """A row of `survey_release`; None for a figure that is withheld: then nothing of it is in the row."""
    given = shown or Measure(None)
    return {
        "survey_question_id": question_id, "cut": cut, "cut_key": cut_key, "figure": figure, "value": given.value,
        "low": given.low, "high": given.high, "base": given.base, "withheld": shown is None,
    }  # fmt: skip
