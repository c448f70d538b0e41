"""What the store holds of a survey into which an export of answers is brought: its questions, its waves, its sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from lib.errors import StewardError
from lib.importing.standing import Standing
from lib.required import folded
from lib.store.base import table_of
from lib.store.tables import Setting
from lib.surveys.tables import Survey, SurveyQuestion, SurveyResponse, SurveyWave

SURVEYS, QUESTIONS, WAVES = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)
RESPONSES, SETTINGS = table_of(SurveyResponse), table_of(Setting)


@dataclass(frozen=True)
class StoredSurvey:
    """A survey with its questions and waves, each as a row of its table."""

    row: Any
    questions: tuple[Any, ...]
    waves: tuple[Any, ...]

    @property
    def frozen(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.row.frozen_at is not None

    def question(self, words: str) -> Any | None:
        """The question with these words, whatever their case."""
        return next((one for one in self.questions if folded(one.words) == folded(words)), None)

    def wave(self, name: str) -> Any | None:
        """The newest wave of this name."""
        return next((one for one in reversed(self.waves) if folded(one.name) == folded(name)), None)


class AnonymousSurvey(StewardError):
    """An export with names, addresses or times for a survey that promised not to keep them."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'The survey "{name}" is anonymous, and an export says who answered and when: its answers are never '
            "brought into an anonymous survey. Choose another survey, or a new one, which will be attributed."
        )


def stored_survey(standing: Standing, name: str) -> StoredSurvey | None:
    """The survey of a name, whatever its case; None: there is none. Raises AnonymousSurvey."""
    rows = standing.rows(SURVEYS, [column.name for column in SURVEYS.columns])
    row = next((row for row in rows if folded(row.name) == folded(name)), None)
    if row is None:
        return None
    if row.mode == "anonymous":
        raise AnonymousSurvey(row.name)
    questions = standing.rows(QUESTIONS, [one.name for one in QUESTIONS.columns], QUESTIONS.c.survey_id == row.id)
    waves = standing.rows(WAVES, [one.name for one in WAVES.columns], WAVES.c.survey_id == row.id)
    by_position = sorted(questions, key=lambda one: (one.position, one.id))
    return StoredSurvey(row, tuple(by_position), tuple(sorted(waves, key=lambda one: (one.opens_on, one.id))))


def attributed_surveys(standing: Standing) -> list[str]:
    """The names of the surveys into which answers can be brought."""
    rows = standing.rows(SURVEYS, ["name"], SURVEYS.c.mode == "attributed")
    return sorted((row.name for row in rows), key=str.casefold)


def stored_setting(standing: Standing, name: str) -> str | None:
    """The newest value of a setting."""
    if standing.cleared:
        return None
    newest = select(SETTINGS.c.value).where(SETTINGS.c.name == name).order_by(SETTINGS.c.starts_on.desc())
    found = standing.connection.execute(newest.limit(1)).scalar()
    return None if found is None else str(found)


def waves_of_sheets(standing: Standing, sheets: Mapping[str, int]) -> dict[str, Any]:
    """The wave (id, name, survey_id, opens_on) in which each known sheet stands, by the sheet's own number."""
    stored = standing.stored(RESPONSES, ["survey_wave_id"], list(sheets.values()))
    columns = ["id", "name", "survey_id", "opens_on", "source", "source_id"]
    waves = standing.stored(WAVES, columns, sorted({row.survey_wave_id for row in stored.values()}))
    return {number: waves[stored[key].survey_wave_id] for number, key in sheets.items() if key in stored}


def own_number(row: Any, source: str) -> str:
    """How a record is known to a tool: by the number that came from it, else by Steward's own."""
    return str(row.source_id) if row.source == source and row.source_id else f"number {row.id}"


def day_text(day: date) -> str:
    """A day as the cell of a file has it."""
    return day.isoformat()
