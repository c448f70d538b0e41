"""Writing suggested moves of work into bookings and owners, one run in one transaction, and taking a run back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Table, or_, select

from lib import format as fmt
from lib.accounts.tables import Account, AccountOwner
from lib.errors import RefusedValue, StewardError
from lib.people.tables import Person
from lib.periods import today
from lib.required import written
from lib.store.base import Fact, now, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.team.tables import AllocationMove, AllocationRun, Booking

BOOKINGS, OWNERS = table_of(Booking), table_of(AccountOwner)
UNSAID_CHANCE = 0.5  # of a tentative booking of which nobody said how likely it is, as capacity counts it
SAME_MINUTES = 1.0  # a week: less is rounding
Row = Mapping[str, Any]


@dataclass(frozen=True)
class PlannedMove:
    """One move as it was suggested: `minutes` a week booked over the run's window, `leads`: also looks after it."""

    item: str
    account_id: int
    from_id: int
    to_id: int
    minutes: float
    leads: bool


@dataclass(frozen=True)
class RunFacts:
    """What is kept of the run that suggested the moves: its window, how good it is, and how to repeat it."""

    from_week_on: date
    weeks: int
    objective: float | None
    proved_gap: float | None
    settings: Mapping[str, Any] = field(default_factory=dict)


class SuggestionStale(StewardError):
    """Moves suggested on bookings or owners that are no longer as they were."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} since the moves were suggested: solve again. Nothing was written.")


@dataclass(frozen=True)
class _Held:
    """The rows that one move hands over, as they stand before any of the run is written."""

    move: PlannedMove
    bookings: Sequence[Row]
    leads: Sequence[Row]


def apply_moves(
    store: Store, who: str, start: date, moves: Sequence[PlannedMove], run: RunFacts, reason: str | None, token: str
) -> int | None:  # fmt: skip
    """Hand the work of every move over from `start` on, in one transaction; the number of the run comes back.

    A booking begun before `start` ends there and goes on for the taker until its old end; one that begins later
    changes person. Where a move `leads`, the spell of looking after the account is handed over alike. Placeholders
    stay. Raises RefusedValue, and SuggestionStale where bookings or owners changed since the moves were suggested.
    """
    why = written("reason", reason, "say why: whoever opens a moved booking reads it.")
    _refuse_nonsense(start, moves)

    def work(write: Write) -> int:
        # All is read before the first write: one move's taker may be another's giver.
        held = [_held(write, start, move, run) for move in moves]
        made = write.add(_run(run))
        write.action = action_of(made)  # its lines are found by the run's number when it is taken back
        for one in held:
            _hand_over(write, start, one, why)
            write.add(_move(made, one.move, why))
        return made

    return perform(store, who, "apply allocation", work, token)


def action_of(run_id: int) -> str:
    """The words under which the change log holds what a run wrote."""
    return f"apply allocation {run_id}"


def _refuse_nonsense(start: date, moves: Sequence[PlannedMove]) -> None:
    if not moves:
        raise RefusedValue("moves", "tick at least one to apply.")
    if start <= today():
        raise RefusedValue("start", f"{fmt.day(start)} is not ahead: moves can be applied from a later day only.")
    givers = [(move.account_id, move.from_id) for move in moves]
    if len(set(givers)) < len(givers) or any(move.from_id == move.to_id for move in moves):
        raise RefusedValue("moves", "the same work is moved twice, or to who has it: solve again.")


def _held(write: Write, start: date, move: PlannedMove, run: RunFacts) -> _Held:
    giver, taker, account = (
        write.read(model, number)
        for model, number in ((Person, move.from_id), (Person, move.to_id), (Account, move.account_id))
    )
    if taker["left_on"] is not None and taker["left_on"] <= start:
        raise RefusedValue("moves", f"{taker['name']} no longer works here on {fmt.day(start)}.")
    if taker["joined_on"] is not None and taker["joined_on"] > start:
        raise RefusedValue("moves", f"{taker['name']} joins on {fmt.day(taker['joined_on'])}, after {fmt.day(start)}.")
    bookings = _bookings(write, start, move)
    booked = sum(_mean_minutes(row, run) for row in bookings)
    if not abs(booked - move.minutes) <= SAME_MINUTES:
        then, here = (f"{minutes / 60:,.1f}" for minutes in (move.minutes, booked))
        raise SuggestionStale(
            f"The bookings of {giver['name']} on {account['name']} changed from {then} to {here} h a week"
        )
    leads = _leads(write, start, move, giver["name"], account["name"]) if move.leads else []
    if not bookings and not leads:
        raise SuggestionStale(f"{giver['name']} has nothing left to hand over on {account['name']}")
    return _Held(move, bookings, leads)


def _bookings(write: Write, start: date, move: PlannedMove) -> list[dict[str, Any]]:
    """What the giver is booked for on the account from a day on."""
    theirs = select(BOOKINGS).where(BOOKINGS.c.person_id == move.from_id, BOOKINGS.c.account_id == move.account_id)
    return _reaching(write, BOOKINGS, theirs, start)


def _leads(write: Write, start: date, move: PlannedMove, giver: str, account: str) -> list[dict[str, Any]]:
    """The spells of looking after the account to hand over; none where it is agreed that they end by `start`."""
    theirs = select(OWNERS).where(
        OWNERS.c.account_id == move.account_id, OWNERS.c.person_id == move.from_id, OWNERS.c.duty == "lead"
    )
    found = _reaching(write, OWNERS, theirs, min(start, today()))
    begun = [row["starts_on"] for row in found if row["starts_on"] <= start]
    if not begun or _newer_lead(write, start, move, max(begun)):
        raise SuggestionStale(f"{account} got another owner than {giver}")
    return [row for row in found if row["ends_before"] is None or row["ends_before"] > start]


def _newer_lead(write: Write, start: date, move: PlannedMove, since: date) -> bool:
    """Whether somebody else begins to lead the account after the giver did and still does on the day."""
    others = select(OWNERS).where(
        OWNERS.c.account_id == move.account_id, OWNERS.c.person_id != move.from_id, OWNERS.c.duty == "lead",
        OWNERS.c.starts_on > since, OWNERS.c.starts_on <= start,
    )  # fmt: skip
    theirs = select(OWNERS).where(
        OWNERS.c.account_id == move.account_id, OWNERS.c.person_id == move.from_id, OWNERS.c.duty == "lead"
    )
    goes_on = any(row["starts_on"] <= start for row in _reaching(write, OWNERS, theirs, start))
    return goes_on and bool(_reaching(write, OWNERS, others, start))


def _reaching(write: Write, table: Table, theirs: Any, start: date) -> list[dict[str, Any]]:
    open_then = or_(table.c.ends_before.is_(None), table.c.ends_before > start)
    found = write.connection.execute(theirs.where(open_then).order_by(table.c.id)).mappings()
    return [{str(name): value for name, value in row.items()} for row in found]


def _mean_minutes(booking: Row, run: RunFacts) -> float:
    """Minutes a week of a booking over the run's window, by the working days it touches; tentative ones by chance."""
    end = run.from_week_on + timedelta(weeks=run.weeks)
    first = max(booking["starts_on"], run.from_week_on)
    last = min(booking["ends_before"] or end, end)
    chance = UNSAID_CHANCE if booking["chance"] is None else booking["chance"]
    share = chance if booking["tentative"] else 1.0
    days = max(int(np.busday_count(first, last)), 0) if first < last else 0
    return float(booking["minutes_per_week"] * share * days / (5 * run.weeks))


def _hand_over(write: Write, start: date, held: _Held, reason: str) -> None:
    taker = {"person_id": held.move.to_id}
    for row in held.bookings:
        _pass_on(write, Booking, row, start, taker | {"reason": reason})
    for row in held.leads:
        _pass_on(write, AccountOwner, row, start, taker)


def _pass_on(write: Write, model: type[Fact], row: Row, start: date, theirs: dict[str, Any]) -> None:
    """Give the part of a spell from `start` on to another person (`theirs`: what is different for that person)."""
    if row["starts_on"] >= start:
        write.set(model, row["id"], theirs, row)
        return
    write.set(model, row["id"], {"ends_before": start}, row)
    kept = {name: value for name, value in row.items() if name not in Fact.model_fields}
    write.add(model(**(kept | {"starts_on": start} | theirs)))


def _run(run: RunFacts) -> AllocationRun:
    return AllocationRun(
        ran_at=now(), from_week_on=run.from_week_on, weeks=run.weeks, objective=run.objective,
        proved_gap=run.proved_gap, settings=json.dumps(dict(run.settings), sort_keys=True),
    )  # fmt: skip


def _move(run_id: int, move: PlannedMove, reason: str) -> AllocationMove:
    return AllocationMove(
        allocation_run_id=run_id, account_id=move.account_id, from_person_id=move.from_id,
        to_person_id=move.to_id, minutes_per_week=round(move.minutes), state="applied", reason=reason,
    )  # fmt: skip
