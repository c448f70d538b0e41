"""Writes of a survey's questions until it is frozen: added, changed, moved, deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from lib.errors import RefusedValue, StewardError
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.building_actions import refuse_frozen
from lib.surveys.question_rules import refuse_nonsense, typed
from lib.surveys.tables import Survey, SurveyQuestion
from lib.surveys.template import AREAS

QUESTION = table_of(SurveyQuestion)
EDITABLE = ("words", "scale", "area", "better", "choices", "low_words", "high_words", "may_not_apply")
MOST_QUESTIONS = 50
Row = Mapping[str, Any]


class QuestionsMoved(StewardError):
    """Two people worked on the questions of one survey: the second is told."""

    def __init__(self) -> None:
        super().__init__("Somebody changed the questions meanwhile. Nothing was saved; look, and choose again.")


def add_question(
    store: Store, who: str, survey_id: int, *, words: str | None, scale: str | None, area: str | None,
    new_area: str | None, better: str | None, choices: str | None, low_words: str | None, high_words: str | None,
    may_not_apply: bool, token: str,
) -> int | None:  # fmt: skip
    """Add a question at the end of a survey; `choices` are parted by semicolons, an own `new_area` goes before `area`.

    Raises RefusedValue naming the field.
    """
    values = typed({
        "words": words, "scale": scale, "area": area, "new_area": new_area, "better": better, "choices": choices,
        "low_words": low_words, "high_words": high_words, "may_not_apply": may_not_apply,
    })  # fmt: skip

    def work(write: Write) -> int:
        refuse_frozen(write, survey_id)
        refuse_nonsense(values, set(values), write.read(Survey, survey_id)["kind"])
        there = order_of(write, survey_id)
        if len(there) >= MOST_QUESTIONS:
            raise RefusedValue("words", f"a survey holds {MOST_QUESTIONS} questions at most.")
        _refuse_twin_area(write, survey_id, values["area"])
        made = write.add(SurveyQuestion(survey_id=survey_id, position=len(there) + 1, **values))
        _place(write, survey_id, [*there, made])
        return made

    return perform(store, who, "add question", work, token)


def edit_question(store: Store, who: str, question_id: int, shown: Row, wanted: Row, token: str) -> int | None:
    """Change a question (fields of EDITABLE, and `new_area`) from what a form showed.

    Raises StaleEdit where somebody was faster, RefusedValue naming the field.
    """

    def work(write: Write) -> int:
        current = write.read(SurveyQuestion, question_id)
        refuse_frozen(write, current["survey_id"])
        # What was left alone stays as it is stored: an import may have brought what nobody could type here.
        mine = {name: value for name, value in typed(wanted).items() if name in EDITABLE and value != shown[name]}
        kept = {name: shown[name] for name in wanted if name in EDITABLE}
        if current["version"] == shown["version"] and mine:
            kind = write.read(Survey, current["survey_id"])["kind"]
            refuse_nonsense(current | mine, mine.keys(), kind)
            if "area" in mine:
                _refuse_twin_area(write, current["survey_id"], mine["area"], question_id)
        write.edit(SurveyQuestion, question_id, shown, kept | mine)
        return question_id

    return perform(store, who, "edit question", work, token)


def move_question(
    store: Store, who: str, question_id: int, places: int, shown_order: Sequence[int], token: str
) -> int | None:
    """Move a question down by so many places (negative: up), from the order that was seen.

    Raises QuestionsMoved where that order is no longer the survey's, RefusedValue at its ends.
    """

    def work(write: Write) -> int:
        survey_id = write.read(SurveyQuestion, question_id)["survey_id"]
        refuse_frozen(write, survey_id)
        order = order_of(write, survey_id)
        if order != list(shown_order):
            raise QuestionsMoved
        to = order.index(question_id) + places
        if not 0 <= to < len(order):
            raise RefusedValue("position", "it stands at the end already.")
        order.remove(question_id)
        order.insert(to, question_id)
        _place(write, survey_id, order)
        return question_id

    return perform(store, who, "move question", work, token)


def delete_question(store: Store, who: str, question_id: int, shown_version: int, token: str) -> int | None:
    """Delete a question; raises QuestionsMoved where somebody changed it since it was seen, RefusedValue."""

    def work(write: Write) -> int:
        current = write.read(SurveyQuestion, question_id)
        refuse_frozen(write, current["survey_id"])
        if current["version"] != shown_version:
            raise QuestionsMoved
        write.remove(SurveyQuestion, question_id)
        _place(write, current["survey_id"], order_of(write, current["survey_id"]))
        return question_id

    return perform(store, who, "delete question", work, token)


def order_of(write: Write, survey_id: int) -> list[int]:
    """The numbers of a survey's questions in their order."""
    asked = select(QUESTION.c.id).where(QUESTION.c.survey_id == survey_id)
    return [int(row[0]) for row in write.connection.execute(asked.order_by(QUESTION.c.position, QUESTION.c.id))]


def _place(write: Write, survey_id: int, order: Sequence[int]) -> None:
    """Number the questions anew. Their versions stay: who is writing at one of them loses nothing when it moves."""
    asked = select(QUESTION.c.id, QUESTION.c.position).where(QUESTION.c.survey_id == survey_id)
    before = {int(row[0]): int(row[1]) for row in write.connection.execute(asked)}
    moved = [(one, place) for place, one in enumerate(order, 1) if before[one] != place]
    for one, place in moved:
        write.note("changed", QUESTION, one, "position", before[one], place)
    if moved:
        placed = update(QUESTION).where(QUESTION.c.id == bindparam("one")).values(position=bindparam("place"))
        write.connection.execute(placed, [{"one": one, "place": place} for one, place in moved])


def _refuse_twin_area(write: Write, survey_id: int, area: str | None, own: int | None = None) -> None:
    """Results know one question a survey for each area of the template."""
    asked = select(QUESTION.c.words).where(
        QUESTION.c.survey_id == survey_id, QUESTION.c.area == area, QUESTION.c.id.is_distinct_from(own)
    )
    words = write.connection.execute(asked.limit(1)).scalar() if area in AREAS else None
    if words is not None:
        raise RefusedValue("area", f"“{words}” asks about {area} already: choose another area, or an own word.")
