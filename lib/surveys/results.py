"""What one attributed wave came to: a table of people by question, and each question's spread and scores from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Floats
from lib.measure import Measure
from lib.surveys.interval_figures import Interval, adjusted_wald, simultaneous_shares
from lib.surveys.promoter_figures import LEAST_ANSWERS, Promoters, count
from lib.surveys.score_figures import BOXES, ENDS, Distribution, average, box, distribution, everybody, promoter_score

NPS_SCALE = "0-10"
OVERALL = ("recommendation", "satisfaction", "ease")  # areas that speak of everything; the others are parts of it
# The names of scores, as in a release.
SCORES = {"0-10": "nps", "1-5": "top two", "1-7": "top three"}


@dataclass(frozen=True)
class Question:
    """A question as results need it; `low_words` and `high_words` label the ends of its scale."""

    id: int
    words: str
    scale: str
    area: str = ""
    better: str = "higher"
    low_words: str = ""
    high_words: str = ""
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its area as it is read in a table; its words where it has none."""
        return self.area.capitalize() or self.words

    @property
    def overall(self) -> bool:
        return self.area in OVERALL or (self.scale == NPS_SCALE and not self.area)

    @property
    def best(self) -> str:
        """The answers that its score counts: `9 or 10`, `4 or 5`, `5 to 7`."""
        low, high = ENDS[self.scale]
        wide = BOXES[self.scale] - 1
        first, last = (low, low + wide) if self.better == "lower" else (high - wide, high)
        return f"{first} {'or' if wide == 1 else 'to'} {last}"


def questions_of(frame: pd.DataFrame) -> list[Question]:
    """The questions from the rows of `wave_queries.questions`, in order."""
    return [_question(row) for row in frame.to_dict("records")]


def _question(row: Mapping[Any, Any]) -> Question:
    area, low, high, choices = (_text(row[name]) for name in ("area", "low_words", "high_words", "choices"))
    offered = tuple(part.strip() for part in choices.split(";") if part.strip())
    return Question(int(row["id"]), row["words"], row["scale"], area, row["better"], low, high, offered)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def promoter_question(questions: Sequence[Question]) -> Question | None:
    """The question whose score is the NPS: from 0 to 10 on recommendation, else on no area; others are of a part."""
    asked = [one for one in questions if one.scale == NPS_SCALE and one.overall]
    return next((one for one in asked if one.area == OVERALL[0]), next(iter(asked), None))


def satisfied_question(questions: Sequence[Question]) -> Question | None:
    """The question whose best answers are the satisfied: on satisfaction with all, else on ease."""
    found = (one for area in OVERALL[1:] for one in questions if one.area == area)
    return next((one for one in found if one.scale in ("1-5", "1-7")), None)


@dataclass(frozen=True, eq=False)
class Wave:
    """One attributed wave under the page's filters.

    `invited` and `sheets` as of `wave_queries`, one sheet a person. `scores`: a row a sheet (its number), a column a
    question with a scale, NaN for no answer; `outside`: the same, whether "not applicable" was ticked. `chosen`: one
    row a sheet and question of choice answered: question_id, words.
    """

    questions: list[Question]
    invited: pd.DataFrame
    sheets: pd.DataFrame
    scores: pd.DataFrame
    outside: pd.DataFrame
    chosen: pd.DataFrame

    @property
    def scaled(self) -> list[Question]:
        return [one for one in self.questions if one.scale in ENDS]

    @property
    def asked(self) -> int:
        """How many were asked; who is only listed was not."""
        return int((self.invited["state"] != "listed").sum())

    @property
    def uninvited(self) -> int:
        """How many sheets belong to nobody on the list of invitations."""
        return int((~self.sheets["response_id"].isin(self.invited["response_id"].dropna())).sum())


def gathered(questions: list[Question], invited: pd.DataFrame, sheets: pd.DataFrame, answers: pd.DataFrame) -> Wave:
    """A wave from the rows of `wave_queries`; `sheets` holds one a person."""
    kept = sheets.sort_values("response_id", ignore_index=True)
    numbers, scaled = kept["response_id"], [one.id for one in questions if one.scale in ENDS]
    given = answers[answers["response_id"].isin(numbers)]
    rated = given[given["question_id"].isin(scaled)]
    at = (
        pd.Index(numbers).get_indexer(pd.Index(rated["response_id"])),
        pd.Index(scaled).get_indexer(pd.Index(rated["question_id"])),
    )
    scores = np.full((len(numbers), len(scaled)), np.nan)
    scores[at] = rated["score"].to_numpy(dtype=float)
    outside = np.zeros(scores.shape, dtype=bool)
    outside[at] = rated["not_applicable"].to_numpy(dtype=bool)
    choices = [one.id for one in questions if one.scale == "choice"]
    chosen = given[given["question_id"].isin(choices) & ~given["not_applicable"].astype(bool) & given["words"].notna()]
    return Wave(
        questions, invited, kept, pd.DataFrame(scores, index=numbers, columns=scaled),
        pd.DataFrame(outside, index=numbers, columns=scaled), chosen[["question_id", "words"]].reset_index(drop=True),
    )  # fmt: skip


@dataclass(frozen=True)
class Result:
    """One question's answers: `score` the NPS or the share of the best answers, `mean` for detection.

    `other`: the adjusted Wald interval of an NPS, the named alternative. `promoters`: the counts of an NPS.
    `everybody`: `all 4 of 4 contacts` where nobody who was asked is missing.
    """

    question: Question
    spread: Distribution
    score: Measure
    mean: Measure
    promoters: Promoters | None = None
    other: Interval | None = None
    everybody: str = ""

    @property
    def moved_by_one(self) -> float:
        """By how much the score moves if one person goes from one end of the scale to the other; 1 is all of it."""
        return (2 if self.promoters else 1) / self.spread.answers if self.spread.answers else 0.0


def results(wave: Wave) -> list[Result]:
    """Every question with a scale, in order; raises OutOfScale."""
    asked = None if wave.uninvited else wave.asked
    return [
        result(one, wave.scores[one.id].to_numpy(dtype=float), wave.outside[one.id].to_numpy(dtype=bool), asked)
        for one in wave.scaled
    ]


def result(question: Question, scores: Floats, outside: Any, asked: int | None) -> Result:
    """One question's figures; `asked` None: not known of everybody who answered."""
    spread = distribution(scores, question.scale, outside)
    mean, everyone = average(spread), everybody(spread.answers, asked)
    if question.scale != NPS_SCALE:
        return Result(question, spread, box(spread, question.scale, question.better), mean, everybody=everyone)
    counts = count(np.where(outside, np.nan, scores))
    return Result(question, spread, promoter_score(counts, asked), mean, counts, adjusted_wald(counts), everyone)


def worst_first(found: Sequence[Result]) -> list[Result]:
    """The parts (not the overall scores), lowest score first, those with too few answers for one last."""
    parts = [one for one in found if not one.question.overall]
    return sorted(parts, key=lambda one: (few(one), 0.0 if one.score.value is None else one.score.value))


def few(found: Result) -> bool:
    """Whether so few answered that counts are told instead of a score."""
    return found.spread.answers < LEAST_ANSWERS


def choices(wave: Wave) -> pd.DataFrame:
    """How often each choice was made: one row a question and choice, in the order offered.

    Columns: question, choice, count, base, share, low, high (Goodman's intervals that hold for all choices of a
    question together; NaN under 5 answers).
    """
    rows = [row for one in wave.questions if one.scale == "choice" for row in _of_choice(wave, one)]
    return pd.DataFrame(rows, columns=["question", "choice", "count", "base", "share", "low", "high"])


def _of_choice(wave: Wave, question: Question) -> list[dict[str, object]]:
    given = wave.chosen.loc[wave.chosen["question_id"] == question.id, "words"]
    names = list(dict.fromkeys([*question.choices, *sorted(given.unique())]))
    counts = np.array([int((given == name).sum()) for name in names], dtype=np.int64)
    base = int(counts.sum())
    bounds = simultaneous_shares(counts) if base >= LEAST_ANSWERS else np.full((len(names), 2), np.nan)
    return [
        {"question": question.words, "choice": name, "count": int(number), "base": base,
         "share": number / base if base else np.nan, "low": low, "high": high}
        for name, number, (low, high) in zip(names, counts, bounds, strict=True)
    ]  # fmt: skip
