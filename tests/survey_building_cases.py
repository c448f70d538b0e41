"""What the tests of building surveys share: a survey, a question, what is stored of them, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from lib.errors import RefusedValue
from lib.store.engine import Store
from lib.store.writing import perform
from lib.surveys import building_actions as actions
from lib.surveys import question_actions as questions
from lib.surveys.building_queries import built
from lib.surveys.wave_queries import questions as asked_of

PULSE = {"name": "Pulse", "kind": "relationship", "mode": "anonymous", "least_group": 5, "start": "template"}
RATING: dict[str, Any] = {
    "words": "How clear are our reports?", "scale": "1-5", "area": None, "new_area": "reports", "better": "higher",
    "choices": None, "low_words": "unclear", "high_words": "clear", "may_not_apply": True,
}  # fmt: skip
FIELDS = ("words", "scale", "area", "better", "choices", "low_words", "high_words", "may_not_apply")


def made(store: Store, **other: Any) -> int:
    number = actions.add_survey(store, "Ann", **(PULSE | other), token=str(other))
    assert number is not None
    return number


def added(store: Store, survey: int, **other: Any) -> int:
    number = questions.add_question(store, "Ann", survey, **(RATING | other), token=str((survey, other)))
    assert number is not None
    return number


def survey_row(store: Store, survey: int) -> dict[str, Any]:
    rows = built(store).set_index("id").loc[survey]
    return {field: rows[field] for field in ("version", "name", "kind", "mode", "least_group", "promise")}


def question_row(store: Store, survey: int, place: int = 0) -> dict[str, Any]:
    row: dict[Any, Any] = asked_of(store, survey).to_dict("records")[place]
    return {"version": row["version"], **{field: None if row[field] != row[field] else row[field] for field in FIELDS}}


def ids(store: Store, survey: int) -> list[int]:
    return [int(number) for number in asked_of(store, survey)["id"]]


def frozen(store: Store, survey: int) -> None:
    perform(store, "Ann", "send", lambda write: actions.freeze(write, survey))


def refused(work: Callable[[], object], field: str, words: str = ".") -> None:
    with pytest.raises(RefusedValue, match=words) as problem:
        work()
    assert problem.value.field == field


def changed(store: Store, survey: int, **to: Any) -> None:
    shown = survey_row(store, survey)
    actions.edit_survey(store, "Ann", survey, shown, shown | to, "change " + str(to))
