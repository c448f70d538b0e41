"""Every SELECT of an account manager's own growth: check-ups held, goals, what a level expects, recognition."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.days import dated
from lib.people.tables import Person, Skill
from lib.review.tables import CheckUp, DevelopmentGoal, LevelExpectation, Win
from lib.store.base import table_of
from lib.store.engine import Store

check_up, goal, expected, win = (table_of(one) for one in (CheckUp, DevelopmentGoal, LevelExpectation, Win))
account, person, skill = table_of(Account), table_of(Person), table_of(Skill)


def check_ups(store: Store, as_of: date) -> pd.DataFrame:
    """Every check-up held by a day, oldest first. Columns: account_id, person (who held it), period, held_on, words."""
    columns = (
        check_up.c.account_id, person.c.name.label("person"), check_up.c.period, check_up.c.held_on, check_up.c.words
    )  # fmt: skip
    joined = check_up.outerjoin(person, person.c.id == check_up.c.person_id)
    there = select(*columns).select_from(joined).where(check_up.c.held_on <= as_of)
    return dated(store.frame(there.order_by(check_up.c.held_on, check_up.c.id)), "held_on")


def development_goals(store: Store, person_id: int, as_of: date) -> pd.DataFrame:
    """The goals a person had set by a day, oldest first.

    Columns: id, version, what, skill (None), set_on, due_on, reached_on (NaT: not by that day).
    """
    columns = (goal.c.id, goal.c.version, goal.c.what, skill.c.name.label("skill"), goal.c.set_on, goal.c.due_on,
               goal.c.reached_on)  # fmt: skip
    joined = goal.outerjoin(skill, skill.c.id == goal.c.skill_id)
    mine = select(*columns).select_from(joined).where(goal.c.person_id == person_id, goal.c.set_on <= as_of)
    found = dated(store.frame(mine.order_by(goal.c.set_on, goal.c.id)), "set_on", "due_on", "reached_on")
    return found.assign(reached_on=found["reached_on"].mask(found["reached_on"] > pd.Timestamp(as_of)))


def expectations(store: Store) -> dict[tuple[int, str], str]:
    """What is expected at each level: (role number, duty) → words."""
    rows = store.rows(select(expected.c.role_id, expected.c.duty, expected.c.words))
    return {(int(role), str(duty)): str(words) for role, duty, words in rows}


def wins(store: Store, since: date, as_of: date) -> pd.DataFrame:
    """Wins and thanks from `since` to a day, both inside, newest first.

    Columns: day, account_id (NA: of none), account, person_id (NA: names nobody), person, words, thanks_from.
    """
    columns = (
        win.c.happened_on.label("day"), win.c.account_id, account.c.name.label("account"), win.c.person_id,
        person.c.name.label("person"), win.c.words, win.c.thanks_from,
    )  # fmt: skip
    joined = win.outerjoin(account, account.c.id == win.c.account_id).outerjoin(person, person.c.id == win.c.person_id)
    inside = select(*columns).select_from(joined).where(win.c.happened_on >= since, win.c.happened_on <= as_of)
    found = store.frame(inside.order_by(win.c.happened_on.desc(), win.c.id.desc()))
    return dated(found, "day").astype({"account_id": "Int64", "person_id": "Int64"})
