"""What colleagues want to learn, and what each level asks of each duty."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.people.tables import Role, Skill
from lib.required import given, happened, not_before, tidy, written
from lib.review.rules import Row, known_person
from lib.review.tables import DUTIES, DevelopmentGoal, LevelExpectation
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

ROLE, SKILL, EXPECTED = table_of(Role), table_of(Skill), table_of(LevelExpectation)
EDITABLE = ("what", "skill_id", "due_on")


def set_goal(
    store: Store, who: str, *, person_id: int | None, what: str | None, set_on: date | None, due_on: date | None,
    skill_id: int | None, token: str,
) -> int | None:  # fmt: skip
    """Set a colleague's own goal; its number. Raises RefusedValue naming the field."""
    person, day = given("person_id", person_id, "choose whose goal it is."), happened("set_on", set_on)
    values = {"what": what, "skill_id": skill_id, "due_on": due_on}

    def work(write: Write) -> int:
        known_person(write, person, day)
        return write.add(DevelopmentGoal(person_id=person, set_on=day, **_checked(write, values, day)))

    return perform(store, who, "set goal", work, token)


def edit_goal(store: Store, who: str, goal_id: int, shown: Row, wanted: Row, token: str) -> int | None:
    """Change a goal (fields of EDITABLE) from what a form showed. Raises StaleEdit, RefusedValue naming the field."""

    def work(write: Write) -> int:
        current = write.read(DevelopmentGoal, goal_id)
        typed = {name: wanted[name] for name in wanted if name in EDITABLE}
        if current["version"] == shown["version"]:
            typed = {name: _checked(write, current | typed, current["set_on"])[name] for name in typed}
        write.edit(DevelopmentGoal, goal_id, shown, typed)
        return goal_id

    return perform(store, who, "edit goal", work, token)


def reach_goal(store: Store, who: str, goal_id: int, reached_on: date | None, token: str) -> int | None:
    """Write down that a goal is reached. Raises RefusedValue: reached already, a day to come or before it was set."""
    day = happened("reached_on", reached_on)

    def work(write: Write) -> int:
        current = write.read(DevelopmentGoal, goal_id)
        if current["reached_on"] is not None:
            raise RefusedValue("reached_on", f"it was reached already, on {fmt.day(current['reached_on'])}.")
        not_before("reached_on", day, current["set_on"], "when it was set")
        write.set(DevelopmentGoal, goal_id, {"reached_on": day}, current)
        return goal_id

    return perform(store, who, "reach goal", work, token)


def _checked(write: Write, values: Row, set_on: date) -> dict[str, Any]:
    what = written("what", values["what"], "say what is to be learned.")
    not_before("due_on", values["due_on"], set_on, "when it was set")
    skill = select(SKILL.c.id).where(SKILL.c.id == values["skill_id"])
    if values["skill_id"] is not None and write.connection.execute(skill).first() is None:
        raise RefusedValue("skill_id", "there is no such skill: choose one from the list.")
    return {name: values[name] for name in EDITABLE} | {"what": what}


def add_expectation(
    store: Store, who: str, role_id: int | None, duty: str | None, words: str | None, token: str
) -> int | None:
    """Say what is expected of a role in a duty (of DUTIES); its number. Raises RefusedValue, also where it is said."""
    role = given("role_id", role_id, "choose the role.")
    said = written("words", words, "say what is expected.")
    if duty not in DUTIES:
        raise RefusedValue("duty", "choose one of the five duties.")

    def work(write: Write) -> int:
        if write.connection.execute(select(ROLE.c.id).where(ROLE.c.id == role)).first() is None:
            raise RefusedValue("role_id", "there is no such role: choose one from the list.")
        there = select(EXPECTED.c.id).where(EXPECTED.c.role_id == role, EXPECTED.c.duty == duty)
        if write.connection.execute(there).first():
            raise RefusedValue("duty", "is described for this role already: change what stands there.")
        return write.add(LevelExpectation(role_id=role, duty=duty, words=said))

    return perform(store, who, "add expectation", work, token)


def edit_expectation(
    store: Store, who: str, expectation_id: int, shown: Row, words: str | None, token: str
) -> int | None:
    """Say otherwise what is expected. Raises StaleEdit, RefusedValue where it is empty."""
    said = tidy(words)

    def work(write: Write) -> int:
        given("words", said, "say what is expected, or remove it.")
        write.edit(LevelExpectation, expectation_id, shown, {"words": said})
        return expectation_id

    return perform(store, who, "edit expectation", work, token)


def remove_expectation(store: Store, who: str, expectation_id: int, token: str) -> int | None:
    """Expect nothing in particular any more; the change log keeps what was expected."""

    def work(write: Write) -> int:
        write.remove(LevelExpectation, expectation_id)
        return expectation_id

    return perform(store, who, "remove expectation", work, token)
