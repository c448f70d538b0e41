"""The one table released of a closed anonymous wave: whole, segments, regions and managers, safe together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Bools
from lib.errors import RefusedValue
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.surveys.crowd_figures import WHOLE, Cell, Gathered, cells_of, gathered, sizes
from lib.surveys.released_question_figures import Released, boxed, figures_of, row_of
from lib.surveys.suppression_figures import publishable

LEAST, FLOOR = 5, 3  # people in anything released, and the fewest that a firm may choose
LEAST_FOR_COMMENTS = 10
ANSWERED, COMMENTS = "answered", "comments"
# One sentence whatever the reason: one that differed would tell of who answered, or how (R10, R17).
WITHHELD = "Withheld: a figure is shown only where no small group can be told from it."

Row = dict[str, Any]  # the columns of survey_release, without the wave


@dataclass(frozen=True)
class Earlier:
    """What was released of the wave before: from which answers, and the rows."""

    answers: pd.DataFrame
    rows: Sequence[Row]


@dataclass(frozen=True)
class Closed:
    """A closed anonymous wave.

    `answers`: one row a sheet and question: sheet, question_id, score, words, not_applicable, segment, region,
    manager (None: not told apart). `invited`: one row a group: segment, region, manager, people. `k`: the fewest
    people in anything released. `earlier`: releases of the same wave made before.
    """

    answers: pd.DataFrame
    invited: pd.DataFrame
    k: int = LEAST
    earlier: tuple[Earlier, ...] = ()


def release(wave: Closed, questions: Sequence[Released], comments_on: Sequence[int] = ()) -> list[Row]:
    """The rows of `survey_release` of a wave: the same cells, figures and order, whoever answered what.

    Of a question and cell: its score (nps: −1 to 1; top two, top three: a share) with 95 % interval and the share of
    each box. Of a cell: `answered`, the share of those invited, its base. Of the questions of `comments_on`:
    `comments`, whether they are shown. Withheld rows hold no value and no base.

    Beside `earlier` releases the new one is as safe as alone (R7): what differs from them by 1 to k − 1 people is
    withheld. Raises RefusedValue (k under 3, a choice not offered) and OutOfScale.
    """
    if wave.k < FLOOR:
        raise RefusedValue("k", f"an anonymous wave tells apart {FLOOR} people at least: choose {FLOOR} or more.")
    cells = cells_of(wave.answers, wave.invited)
    rows = [row for plan in questions for row in _of_question(wave, plan, cells)]
    return [*rows, *_response(wave, cells), *_comments(wave, comments_on)]


def as_measure(row: Mapping[str, Any]) -> Measure:
    """A row of the release as it may be shown anywhere: its figure, or the one sentence of all that is withheld."""
    if row["withheld"]:
        return undefined(WITHHELD, base=None, absent="withheld")
    return Measure(row["value"], base=row["base"], low=row["low"], high=row["high"])


def _of_question(wave: Closed, plan: Released, cells: Sequence[Cell]) -> list[Row]:
    counted = [boxed(plan, answers) for answers in _snapshots(wave)]
    people = gathered(counted, wave.invited, len(plan.boxes), plan.weights)
    rows: list[Row] = []
    for cell, mask, shown in _chosen(wave, people, cells, plan.question_id, plan.figures[0]):
        told = figures_of(plan, people.crowd.counts[mask].sum(axis=0)) if shown else {}
        rows += [row_of(plan.question_id, *cell, figure, told.get(figure)) for figure in plan.figures]
    return rows


def _response(wave: Closed, cells: Sequence[Cell]) -> list[Row]:
    """The share of those invited who answered; of fewer than k answers, or more than were invited, none (R16)."""
    sheets = [answers.drop_duplicates("sheet").assign(box=0) for answers in _snapshots(wave)]
    people = gathered(sheets, wave.invited, boxes=1)
    invited = sizes(wave.invited, cells)
    rows = []
    for (cell, mask, shown), asked in zip(_chosen(wave, people, cells, None, ANSWERED), invited, strict=True):
        number = int(people.crowd.people[mask].sum())
        told = _share(number, int(asked)) if shown and number <= asked else None
        rows.append(row_of(None, *cell, ANSWERED, told))
    return rows


def _share(hits: int, base: int) -> Measure:
    low, high = wilson(hits, base)
    return Measure(hits / base, base=base, low=low, high=high)


def _snapshots(wave: Closed) -> list[pd.DataFrame]:
    return [*(each.answers for each in wave.earlier), wave.answers]


def _chosen(
    wave: Closed, people: Gathered, cells: Sequence[Cell], question_id: int | None, figure: str
) -> list[tuple[Cell, Bools, bool]]:
    """Each cell, its atoms, and whether it is shown beside what is out already."""
    masks = np.array([people.inside(cell, len(wave.earlier)) for cell in cells])
    out = [people.inside((row["cut"], row["cut_key"]), at) for at, each in enumerate(wave.earlier) for row in each.rows
           if (row["survey_question_id"], row["figure"], row["withheld"]) == (question_id, figure, False)]  # fmt: skip
    given = np.array(out, dtype=bool).reshape(len(out), masks.shape[1])
    return list(zip(cells, masks, publishable(people.crowd, masks, wave.k, given).tolist(), strict=True))


def _comments(wave: Closed, questions: Sequence[int]) -> list[Row]:
    """Shown where 10 people answered the wave, of the whole only: a comment in two cuts would tell where it belongs."""
    least = max(wave.k, LEAST_FOR_COMMENTS)
    now = {*wave.answers["sheet"]}
    before = [{*each.answers["sheet"]} for each in wave.earlier]
    changes = [len(each) for old in before for each in (now - old, old - now)]
    shown = Measure(None) if len(now) >= least and not any(0 < each < least for each in changes) else None
    return [row_of(number, WHOLE, None, COMMENTS, shown) for number in questions]
