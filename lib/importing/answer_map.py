"""How an export of answers is read: into which survey and wave, who answered, and what each question's column means."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from lib.errors import StewardError

SCORED: Mapping[str, tuple[int, int]] = {"0-10": (0, 10), "1-5": (1, 5), "1-7": (1, 7)}


MOST_CHARACTERS = 2_000  # of a question


@dataclass(frozen=True, slots=True)
class QuestionMap:
    """How one column is read; `heading` is its title in the file.

    `low` and `high`: the points that count, within the scale. `missing` and `not_applicable`: numbers or words by
    which a cell says "blank" and "does not apply". `points`: words of an answer and what they count.
    """

    heading: str
    words: str
    scale: str
    take: bool = True
    low: int | None = None
    high: int | None = None
    missing: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    better: str = "higher"
    area: str | None = None
    points: Mapping[str, int] = field(default_factory=dict)
    choices: str | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and highest point that count; of a scored question only."""
        low, high = SCORED[self.scale]
        return low if self.low is None else self.low, high if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """What becomes of a file of answers. `email`, `account`: the columns that say who answered; None: no column does.

    `kind` is that of a new survey; one that is there keeps its own.
    """

    survey: str
    wave: str
    kind: str = "relationship"
    email: str | None = None
    account: str | None = None
    questions: tuple[QuestionMap, ...] = ()


class MapInvalid(StewardError):
    """A map of questions that contradicts itself."""

    def __init__(self, heading: str, reason: str) -> None:
        super().__init__(f'Column "{heading}": {reason}')


def check_map(mapped: AnswerMap) -> None:
    """Raises MapInvalid for points outside of a scale, or codes that are points too."""
    for one in mapped.questions:
        if one.take and len(one.words) > MOST_CHARACTERS:
            raise MapInvalid(one.heading, f"a question has at most {MOST_CHARACTERS:,} characters.")
        if one.take and one.scale in SCORED:
            _check_question(one)


def _check_question(one: QuestionMap) -> None:
    low, high = one.span
    least, most = SCORED[one.scale]
    if not least <= low < high <= most:
        raise MapInvalid(one.heading, f"the points that count must lie within {least} and {most}.")
    if outside := [text for text, points in one.points.items() if not low <= points <= high]:
        raise MapInvalid(one.heading, f'"{outside[0]}" has points outside {low} to {high}: give it points within.')
    if both := set(one.missing) & set(one.not_applicable):
        raise MapInvalid(one.heading, f"{sorted(both)[0]} cannot be both blank and not applicable: take it out of one.")


def setting_name(source: str, survey: str) -> str:
    """The name of the setting in which the map of a survey's exports from a tool is kept."""
    return f"answers of {source}: {survey}"


def as_setting(mapped: AnswerMap) -> str:
    """The map as the setting keeps it: all but the wave, which is another one next time."""
    kept = {"email": mapped.email, "account": mapped.account, "questions": [asdict(one) for one in mapped.questions]}
    return json.dumps(kept, ensure_ascii=False)


def kept_questions(setting: str | None) -> dict[str, QuestionMap]:
    """The questions of a kept map by their headings; none where nothing is kept."""
    return {} if setting is None else {one["heading"]: _question(one) for one in json.loads(setting)["questions"]}


def kept_columns(setting: str | None) -> dict[str, str | None]:
    """The columns of a kept map that say who answered."""
    if setting is None:
        return {}
    kept = json.loads(setting)
    return {name: kept[name] for name in ("email", "account")}


def _question(kept: Mapping[str, Any]) -> QuestionMap:
    lists = {name: tuple(kept[name]) for name in ("missing", "not_applicable")}
    return QuestionMap(**{**kept, **lists})


def numbers_only(codes: Sequence[str]) -> str | None:
    """The codes that are numbers as a question keeps them, parted by commas; None: there are none."""
    return ",".join(code for code in codes if code.lstrip("-").isdecimal()) or None
