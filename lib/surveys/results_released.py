"""What may be told of a closed anonymous wave: the rows of its release and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import Ints
from lib.measure import Measure, undefined
from lib.surveys.change_figures import (
    SEPARATE_NPS,
    SEPARATE_SHARES,
    Change,
    holm,
    nps_change,
    share_change,
    unmatched,
)
from lib.surveys.crowd_figures import CUTS, WHOLE, Cell
from lib.surveys.promoter_figures import Promoters
from lib.surveys.release_figures import ANSWERED, WITHHELD, as_measure
from lib.surveys.released_question_figures import Released, released_question
from lib.surveys.results import NPS_SCALE, SCORES, Question

Figures = Mapping[tuple[int | None, str], Measure]  # by question and name of the figure
NOT_RELEASED = "The release holds no such figure."


@dataclass(frozen=True)
class Group:
    """One cell of a release: the whole, or a segment, region or manager, with the figures released of it."""

    cut: str
    key: str
    figures: Figures

    def figure(self, question: int | None, name: str) -> Measure:
        """A figure; undefined where it is withheld or was never released."""
        return self.figures.get((question, name)) or undefined(NOT_RELEASED, base=None)

    def score(self, question: Question) -> Measure:
        return self.figure(question.id, SCORES.get(question.scale, ""))

    @property
    def answered(self) -> Measure:
        """The share of those invited who answered; its base is those invited."""
        return self.figure(None, ANSWERED)


def groups(released: pd.DataFrame) -> list[Group]:
    """The cells of a release from the rows of `wave_queries.released`: the whole first, then cuts, each by name."""
    found: dict[Cell, dict[tuple[int | None, str], Measure]] = {}
    for row in released.astype(object).where(released.notna(), None).to_dict("records"):
        question = None if row["survey_question_id"] is None else int(row["survey_question_id"])
        cell = (str(row["cut"]), row["cut_key"])
        base = None if row["base"] is None else int(row["base"])
        told = as_measure({str(name): value for name, value in row.items()} | {"base": base})
        found.setdefault(cell, {})[question, str(row["figure"])] = told
    order = {cut: place for place, cut in enumerate((WHOLE, *CUTS))}
    cells = sorted(found, key=lambda cell: (order.get(cell[0], len(order)), cell[1] or ""))
    return [Group(cut, key or "", found[cut, key]) for cut, key in cells]


def whole(found: Sequence[Group]) -> Group | None:
    """The cell of everybody."""
    return next((one for one in found if one.cut == WHOLE), None)


def plan_of(question: Question) -> Released:
    """The boxes that a question is released in."""
    return released_question(question.id, question.scale, question.better, question.choices)


def box_counts(group: Group, question: Question) -> Ints | None:
    """How many answered in each box, worst first, as the released shares and their base tell; None: not released."""
    told = [group.figure(question.id, name) for name in plan_of(question).boxes]
    pairs = [(one.value, one.base) for one in told]
    if not pairs or any(value is None or base is None for value, base in pairs):
        return None
    return np.array([round(value * base) for value, base in pairs if value is not None and base is not None])


def changes(before: Group, now: Group, questions: Sequence[Question]) -> list[tuple[Question, Change]]:
    """The change of every released score between two waves, from released figures alone; Holm's adjustment."""
    asked = [one for one in questions if one.scale in SCORES]
    found = holm([_change(before, now, one) for one in asked])
    return list(zip(asked, found, strict=True))


def _change(before: Group, now: Group, question: Question) -> Change:
    scores = before.score(question), now.score(question)
    test = SEPARATE_NPS if question.scale == NPS_SCALE else SEPARATE_SHARES
    if missing := next((one for one in scores if one.value is None), None):
        return Change(test, (0, 0), why=WITHHELD if missing.absent == "withheld" else NOT_RELEASED)
    if question.scale != NPS_SCALE:
        (was, first), (became, second) = ((one.value or 0.0, one.base or 0) for one in scores)
        return unmatched(share_change((round(was * first), first), (round(became * second), second)))
    boxes = box_counts(before, question), box_counts(now, question)
    if boxes[0] is None or boxes[1] is None:
        return Change(test, (0, 0), why=NOT_RELEASED)
    counts = [Promoters(*(int(number) for number in each)) for each in boxes if each is not None]
    return unmatched(nps_change(counts[0], counts[1]))
