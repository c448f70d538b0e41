"""Every SELECT of the runs of moves that were applied: which, by whom, and what they moved."""

from datetime import UTC, date, datetime, time

import pandas as pd
from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, select

from lib.accounts.tables import Account, AccountOwner
from lib.people.tables import Person
from lib.periods import next_day
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.team.tables import AllocationMove, AllocationRun, Booking

run, move, log = table_of(AllocationRun), table_of(AllocationMove), table_of(ChangeLog)
account, person, owner, booking = (table_of(model) for model in (Account, Person, AccountOwner, Booking))
giver, taker = person.alias("giver"), person.alias("taker")
DONE = ("applied", "undone")


def applied_runs(store: Store, as_of: date) -> pd.DataFrame:
    """Runs by the end of a day of which moves were applied, newest first.

    Columns: run_id, ran_at, who (None where an import brought it), from_week_on, weeks, proved_gap, moves (how many
    were applied), reason, state ("applied" or "undone"), undone_by (None: not undone), can_undo (bool: the change log
    holds what it wrote, and it stands to this day).
    """
    known = datetime.combine(next_day(as_of), time(), UTC)
    of_it = and_(log.c.table_name == run.name, log.c.row_id == run.c.id, log.c.kind == "added")
    who = select(log.c.who).where(of_it).order_by(log.c.id.desc()).limit(1).scalar_subquery()
    state, undone = func.min(move.c.state), _action("undo allocation ")
    by = select(log.c.who).where(undone, log.c.at < known).order_by(log.c.id.desc()).limit(1).scalar_subquery()
    columns = (
        run.c.id.label("run_id"), run.c.ran_at, who.label("who"), run.c.from_week_on, run.c.weeks, run.c.proved_gap,
        func.count().label("moves"), func.max(move.c.reason).label("reason"), state.label("state"),
        by.label("undone_by"), exists().where(_action("apply allocation ")).label("logged"),
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(move, move.c.allocation_run_id == run.c.id)
        .where(move.c.state.in_(DONE), run.c.ran_at < known)
        .group_by(run.c.id, run.c.ran_at, run.c.from_week_on, run.c.weeks, run.c.proved_gap)
        .order_by(run.c.ran_at.desc(), run.c.id.desc())
    )
    found = store.frame(statement)
    logged, back = found["logged"].astype(bool), found["state"] == "undone"
    then = back & (found["undone_by"].notna() | ~logged)  # one taken back after the day still stood on it
    state_then = then.map({True: "undone", False: "applied"})
    return found.assign(state=state_then, can_undo=logged & ~back).drop(columns="logged")


def _action(words: str) -> ColumnElement[bool]:
    """Lines of the change log under the name of an action with the run's number."""
    own = log.c.table_name.in_((booking.name, owner.name))  # has an index, as the words of an action have not
    return and_(own, log.c.action == literal(words) + cast(run.c.id, String))


def applied_moves(store: Store, run_id: int) -> pd.DataFrame:
    """The moves of a run that were applied. Columns: account_id, account, from_person, to_person, minutes, state."""
    columns = (
        move.c.account_id, account.c.name.label("account"), giver.c.name.label("from_person"),
        taker.c.name.label("to_person"), move.c.minutes_per_week.label("minutes"), move.c.state,
    )  # fmt: skip
    joined = move.outerjoin(account, account.c.id == move.c.account_id)
    joined = joined.outerjoin(giver, giver.c.id == move.c.from_person_id)
    joined = joined.outerjoin(taker, taker.c.id == move.c.to_person_id)
    statement = select(*columns).select_from(joined)
    return store.frame(
        statement.where(move.c.allocation_run_id == run_id, move.c.state.in_(DONE)).order_by(move.c.id)
    )  # fmt: skip
