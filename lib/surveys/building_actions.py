"""Writes of a survey itself: made, copied, changed until it is frozen, deleted while it has no wave."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from lib.errors import NotFound, RefusedValue
from lib.required import given, tidy, written
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.asking import was_asked
from lib.surveys.promise import promise_fault
from lib.surveys.tables import SURVEY_KINDS, SURVEY_MODES, Survey, SurveyQuestion, SurveyWave
from lib.surveys.template import EASE, questions_for

SURVEY, QUESTION, WAVE = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)
FROZEN = "somebody was asked already, so nothing in it changes any more: make a copy of it as a new survey."
TEMPLATE, EMPTY = "template", "empty"
USUAL_GROUP, LEAST_GROUP, MOST_GROUP = 5, 3, 1000
MOST_LETTERS = 100
EDITABLE = ("name", "kind", "mode", "least_group", "promise")
_COPIED = (
    "position", "words", "scale", "area", "better", "choices", "low_words", "high_words", "may_not_apply",
    "missing_codes", "not_applicable_codes",
)  # fmt: skip
Row = Mapping[str, Any]


def freeze(write: Write, survey_id: int) -> None:
    """Freeze a survey with its questions for good, at the first invitation sent or answer stored; again does no harm.

    Raises NotFound.
    """
    survey = write.read(Survey, survey_id)
    if survey["frozen_at"] is None:
        write.set(Survey, survey_id, {"frozen_at": now()}, survey)


def refuse_frozen(write: Write, survey_id: int) -> None:
    """Raise RefusedValue for a survey that is frozen (R15), marked so or not; NotFound where it is gone.

    The survey is held until the transaction ends: on a server nobody can freeze it between this and the write.
    """
    held = select(SURVEY.c.frozen_at).where(SURVEY.c.id == survey_id).with_for_update()
    row = write.connection.execute(held).first()
    if row is None:
        raise NotFound("survey", survey_id)
    if row.frozen_at is not None or write.connection.execute(select(was_asked(survey_id))).scalar():
        raise RefusedValue("survey", FROZEN)


def add_survey(
    store: Store, who: str, name: str | None, kind: str | None, mode: str | None, least_group: int | None,
    start: str | int | None, token: str,
) -> int | None:  # fmt: skip
    """Make a survey from the template, without questions, or with those of another (`start`: its number).

    Raises RefusedValue naming the field.
    """
    values = {"name": name, "kind": kind, "mode": mode, "least_group": least_group, "promise": None}
    begun = given("start", start, "choose what it starts from.")

    def work(write: Write) -> int:
        made = _add(write, values)
        if isinstance(begun, int):
            _copy_questions(write, begun, made)
        elif begun == TEMPLATE:
            _add_questions(write, made, enumerate(questions_for(str(kind)), 1))
        _refuse_ease(write, made, kind)
        return made

    return perform(store, who, "add survey", work, token)


def copy_survey(store: Store, who: str, survey_id: int, name: str | None, token: str) -> int | None:
    """Make a survey with the kind, mode, smallest group, promise and questions of another, free to change.

    A promise that its mode may not make (it came by an import) is left behind for the usual one.
    Raises RefusedValue naming the field.
    """

    def work(write: Write) -> int:
        source = write.read(Survey, survey_id)
        said, mode, least = source["promise"], source["mode"], source["least_group"]
        promise = None if said and promise_fault(mode, said, least) else said
        made = _add(write, {field: source[field] for field in EDITABLE} | {"name": name, "promise": promise})
        _copy_questions(write, survey_id, made)
        return made

    return perform(store, who, "copy survey", work, token)


def edit_survey(store: Store, who: str, survey_id: int, shown: Row, wanted: Row, token: str) -> int | None:
    """Change a survey (fields of EDITABLE) from what a form showed, until it is frozen.

    Raises StaleEdit where somebody was faster, RefusedValue naming the field.
    """

    def work(write: Write) -> int:
        refuse_frozen(write, survey_id)
        current = write.read(Survey, survey_id)
        typed = {field: _typed(field, wanted[field]) for field in EDITABLE if field in wanted}
        mine = {field: value for field, value in typed.items() if value != shown[field]}
        if current["version"] == shown["version"]:
            _refuse_nonsense(current | mine)
            _refuse_twin(write, (current | mine)["name"], survey_id)
        if "kind" in mine:
            _refuse_other_kind(write, survey_id, mine["kind"])
        write.edit(Survey, survey_id, shown, typed)
        return survey_id

    return perform(store, who, "edit survey", work, token)


def delete_survey(store: Store, who: str, survey_id: int, token: str) -> int | None:
    """Delete a survey with its questions while it has no wave. Raises RefusedValue."""

    def work(write: Write) -> int:
        refuse_frozen(write, survey_id)
        if _waves(write, survey_id):
            raise RefusedValue("survey", "it has a wave: delete that first, or keep both.")
        questions = select(QUESTION.c.id).where(QUESTION.c.survey_id == survey_id)
        for (question_id,) in write.connection.execute(questions).all():
            write.remove(SurveyQuestion, question_id)
        write.remove(Survey, survey_id)
        return survey_id

    return perform(store, who, "delete survey", work, token)


def _add(write: Write, values: Row) -> int:
    typed = {field: _typed(field, value) for field, value in values.items()}
    if typed["least_group"] is None and typed["mode"] == "attributed":
        typed["least_group"] = USUAL_GROUP  # it counts for anonymous surveys alone
    _refuse_nonsense(typed)
    _refuse_twin(write, typed["name"])
    return write.add(Survey(**typed))


def _typed(field: str, value: Any) -> Any:
    return tidy(value) if field in ("name", "promise") else value


def _refuse_nonsense(values: Row) -> None:
    name = written("name", values["name"], "give it a name: clients see it above the form.")
    if len(name) > MOST_LETTERS:
        raise RefusedValue("name", f"is longer than {MOST_LETTERS} letters.")
    if values["kind"] not in SURVEY_KINDS:
        raise RefusedValue("kind", "say whether it asks about the relationship or about one piece of work.")
    if values["mode"] not in SURVEY_MODES:
        raise RefusedValue("mode", "say whether answers carry names.")
    least = given("least_group", values["least_group"], f"say from how many people on; {USUAL_GROUP} is usual.")
    if not LEAST_GROUP <= least <= MOST_GROUP:
        raise RefusedValue("least_group", f"must be between {LEAST_GROUP} and {MOST_GROUP:,}; {USUAL_GROUP} is usual.")
    fault = promise_fault(values["mode"], values["promise"], least) if values["promise"] else None
    if fault:
        raise RefusedValue("promise", fault)


def _refuse_twin(write: Write, name: str, own: int | None = None) -> None:
    others = select(SURVEY.c.name).where(SURVEY.c.id.is_distinct_from(own))
    for (other,) in write.connection.execute(others):
        if other.casefold() == name.casefold():
            raise RefusedValue("name", f"there is a survey “{other}” already: give this one another name.")


def _refuse_other_kind(write: Write, survey_id: int, kind: str) -> None:
    """The two kinds never stand in one trend: what was asked as one is not counted as the other."""
    if _waves(write, survey_id):
        raise RefusedValue("kind", "stays as it is once there is a wave: make a copy of it as a new survey.")
    _refuse_ease(write, survey_id, kind)


def _refuse_ease(write: Write, survey_id: int, kind: str | None) -> None:
    asked = select(QUESTION.c.words).where(QUESTION.c.survey_id == survey_id, QUESTION.c.area == EASE)
    words = write.connection.execute(asked.limit(1)).scalar()
    if kind != "transactional" and words is not None:
        raise RefusedValue(
            "kind", f"“{words}” is asked after one piece of work only: delete it first, or keep the kind."
        )


def _waves(write: Write, survey_id: int) -> int:
    counted = select(func.count()).select_from(WAVE).where(WAVE.c.survey_id == survey_id)
    return int(write.connection.execute(counted).scalar_one())


def _copy_questions(write: Write, source_id: int, to_id: int) -> None:
    write.read(Survey, source_id)
    columns = (QUESTION.c[name] for name in _COPIED)
    asked = select(*columns).where(QUESTION.c.survey_id == source_id).order_by(QUESTION.c.position, QUESTION.c.id)
    _add_questions(write, to_id, enumerate(write.connection.execute(asked).mappings().all(), 1))


def _add_questions(write: Write, survey_id: int, placed: Iterable[tuple[int, Mapping[Any, Any]]]) -> None:
    for position, question in placed:
        write.add(SurveyQuestion(**(dict(question) | {"survey_id": survey_id, "position": position})))
