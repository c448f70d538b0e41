"""Every SELECT of objectives, their terms and readings, and of sector benchmarks."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from lib.accounts.tables import Account, Contact, Sector
from lib.days import dated
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm, SectorBenchmark

objective, term, reading = table_of(Objective), table_of(ObjectiveTerm), table_of(ObjectiveReading)
benchmark, sector = table_of(SectorBenchmark), table_of(Sector)
account, contact, person, log = table_of(Account), table_of(Contact), table_of(Person), table_of(ChangeLog)


def _of(statement: Select[Any], account_id: int | None) -> Select[Any]:
    """The statement for the whole book (None), or for one account."""
    return statement if account_id is None else statement.where(objective.c.account_id == account_id)


def objectives(store: Store, account_id: int | None = None) -> pd.DataFrame:
    """Every objective that was ever set, of one account or (None) of all, by id.

    Columns: objective_id, account_id, account, sector and archived_on (of the account), name, kind, unit, better,
    reviewed, closed_on (NaT: open), responsible (a colleague's name or None), starts_on (of its first terms; NaT: it
    has none), recorded_on (when Steward learned of it).
    """
    first = select(func.min(term.c.starts_on)).where(term.c.objective_id == objective.c.id).scalar_subquery()
    columns = (
        objective.c.id.label("objective_id"), objective.c.account_id, account.c.name.label("account"),
        sector.c.name.label("sector"), objective.c.name, objective.c.kind, objective.c.unit, objective.c.better,
        objective.c.reviewed, objective.c.closed_on, account.c.archived_on, person.c.name.label("responsible"),
        first.label("starts_on"), objective.c.recorded_at,
    )  # fmt: skip
    joined = objective.join(account, account.c.id == objective.c.account_id)
    joined = joined.outerjoin(sector, sector.c.id == account.c.sector_id)
    joined = joined.outerjoin(person, person.c.id == objective.c.person_id)
    found = store.frame(_of(select(*columns).select_from(joined), account_id).order_by(objective.c.id))
    learned = [moment.date() for moment in found["recorded_at"]]
    days = ("closed_on", "archived_on", "starts_on", "recorded_on")
    return dated(found.drop(columns="recorded_at").assign(recorded_on=learned), *days)


def terms(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Every spell of terms begun by a day: the history of what was agreed, by objective and start.

    Columns: term_id, objective_id, baseline, target, due_on, starts_on, ends_before (NaT: not ended), reason.
    """
    columns = (
        term.c.id.label("term_id"), term.c.objective_id, term.c.baseline, term.c.target, term.c.due_on,
        term.c.starts_on, term.c.ends_before, term.c.reason,
    )  # fmt: skip
    joined = term.join(objective, objective.c.id == term.c.objective_id)
    statement = _of(select(*columns).select_from(joined).where(term.c.starts_on <= as_of), account_id)
    found = store.frame(statement.order_by(term.c.objective_id, term.c.starts_on, term.c.id))
    return dated(found, "due_on", "starts_on", "ends_before")


def _confirmed(as_of: date) -> ColumnElement[int]:
    return case((reading.c.confirmed_on <= as_of, 1), else_=0)


def _readings(as_of: date, account_id: int | None) -> Select[Any]:
    """Readings by a day; one confirmed later was not confirmed then."""
    known = _confirmed(as_of) == 1
    columns = (
        reading.c.id.label("reading_id"), reading.c.objective_id, reading.c.read_on, reading.c.actual,
        reading.c.evidence, case((known, reading.c.confirmed_on)).label("confirmed_on"),
        case((known, contact.c.name)).label("confirmed_by"),
    )  # fmt: skip
    joined = reading.join(objective, objective.c.id == reading.c.objective_id).outerjoin(
        contact, contact.c.id == reading.c.confirmed_by_id
    )
    return _of(select(*columns).select_from(joined).where(reading.c.read_on <= as_of), account_id)


def readings(store: Store, as_of: date, account_id: int) -> pd.DataFrame:
    """Every reading of one account's objectives by a day, by objective and day.

    Columns: reading_id, objective_id, read_on, actual, evidence, confirmed_on (NaT: not confirmed then), confirmed_by.
    """
    statement = _readings(as_of, account_id).order_by(reading.c.objective_id, reading.c.read_on, reading.c.id)
    return dated(store.frame(statement), "read_on", "confirmed_on")


def latest_readings(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """The latest reading of each objective by a day, and the latest that a client had confirmed by then.

    Columns: those of `readings`, and newest, newest_confirmed (1 where the row is that one): at most two rows an
    objective.
    """
    newest_first = (reading.c.read_on.desc(), reading.c.id.desc())
    newest = func.row_number().over(partition_by=reading.c.objective_id, order_by=newest_first)
    of_kind = func.row_number().over(partition_by=(reading.c.objective_id, _confirmed(as_of)), order_by=newest_first)
    ranked = _readings(as_of, account_id).add_columns(newest.label("newest"), of_kind.label("place")).subquery()
    confirmed = and_(ranked.c.place == 1, ranked.c.confirmed_on.is_not(None))
    found = store.frame(
        select(ranked)
        .where(or_(ranked.c.newest == 1, confirmed))
        .order_by(ranked.c.objective_id, ranked.c.read_on, ranked.c.reading_id)
    )
    last, its = found["newest"] == 1, (found["place"] == 1) & found["confirmed_on"].notna()
    shown = found.drop(columns="place").assign(newest=last.astype(int), newest_confirmed=its.astype(int))
    return dated(shown, "read_on", "confirmed_on")


def who_changed(store: Store) -> dict[int, str]:
    """Who wrote each spell of terms by a form: its number → name; spells that were imported have nobody."""
    wrote = select(log.c.row_id, log.c.who).where(log.c.table_name == term.name, log.c.kind == "added")
    return {int(number): str(name) for number, name in store.rows(wrote.where(log.c.row_id.is_not(None)))}


def benchmarks(store: Store) -> pd.DataFrame:
    """Every published figure, newest year first.

    Columns: sector (None: of no one sector), measure, value, unit, published_by, year.
    """
    columns = (
        sector.c.name.label("sector"), benchmark.c.measure, benchmark.c.value, benchmark.c.unit,
        benchmark.c.published_by, benchmark.c.year,
    )  # fmt: skip
    joined = benchmark.outerjoin(sector, sector.c.id == benchmark.c.sector_id)
    order = (benchmark.c.year.desc(), benchmark.c.measure, sector.c.name, benchmark.c.id)
    return store.frame(select(*columns).select_from(joined).order_by(*order))


def contacts(store: Store, account_id: int) -> dict[int, str]:
    """The people at one client who can confirm a reading: number → name, in alphabetical order; who left stays out."""
    here = contact.c.account_id == account_id, contact.c.left_on.is_(None)
    found = store.rows(select(contact.c.id, contact.c.name).where(*here).order_by(contact.c.name))
    return {int(number): str(name) for number, name in found}
