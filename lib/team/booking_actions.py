"""Every write to bookings: rows of a grid added, changed and removed in one transaction, conflicts refused."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, select

from lib import format as fmt
from lib.accounts.tables import Account
from lib.delivery.tables import Project
from lib.errors import RefusedValue
from lib.people.tables import Person
from lib.required import tidy
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.team.booking_room import Over, confirmed, room, weeks_over
from lib.team.capacity import Capacity
from lib.team.grid_actions import (
    RowChange,
    dated,
    each,
    ends,
    overlap,
    refuse_outside_employment,
    remove_row,
    said_span,
    store_row,
)
from lib.team.tables import AllocationMove, Booking

BOOKING, MOVE = table_of(Booking), table_of(AllocationMove)
MOST_HOURS = 168.0
MOST_CHARACTERS = 500
OVERTIME = "Overtime: "  # what the reason of a booking beyond somebody's hours begins with
LINKS = ("person_id", "role_id", "skill_id", "account_id", "project_id", "opportunity_id")
Row = Mapping[str, Any]


def save_bookings(store: Store, who: str, changes: Sequence[RowChange], since: date, token: str) -> int | None:
    """Store all changes of a grid of bookings, or none.

    The values of a row: the links of a booking (LINKS), hours (a week), starts_on, last_on (None: open-ended),
    tentative, chance_percent, overtime (bool), reason. A booking that takes its person beyond their capacity in a week
    not over before `since` is refused with those weeks, unless it is overtime (with a reason) or tentative. Raises
    RowsRefused naming every row that stood in the way.
    """
    of = room(store, since, _until(changes))
    people = sorted({number for change in changes for number in _people(change)})

    def work(write: Write) -> int:
        before = confirmed(write.connection, people, of)
        kept = _store_all(write, changes)
        each((one for one in changes if one.wanted is not None), lambda one: _refuse_twin(write, one, kept[one.name]))
        after = confirmed(write.connection, people, of)
        each((one for one in changes if one.wanted is not None), lambda one: _refuse_over(of, before, after, one))
        return len(changes)

    return perform(store, who, "save bookings", work, token)


def _people(change: RowChange) -> list[int]:
    sides = (change.shown.get("person_id"), (change.wanted or {}).get("person_id"))
    return [int(number) for number in sides if number is not None]


def _until(changes: Sequence[RowChange]) -> date | None:
    """The last day any row with a person reaches; None where one is open-ended."""
    last = [change.wanted["last_on"] for change in changes if change.wanted and change.wanted["person_id"] is not None]
    return None if not last or None in last else max(last)


def _store_all(write: Write, changes: Sequence[RowChange]) -> dict[str, int]:
    kept: dict[str, int] = {}

    def act(change: RowChange) -> None:
        if change.wanted is None:
            _remove(write, change)
        else:
            kept[change.name] = _store(write, change, change.wanted)

    each(changes, act)
    return kept


def _remove(write: Write, change: RowChange) -> None:
    """A suggested move that was made with a booking keeps its own facts when that booking goes."""
    moves = select(MOVE.c.id).where(MOVE.c.booking_id == change.row_id)
    for (move,) in write.connection.execute(moves).all():
        write.set(AllocationMove, move, {"booking_id": None}, write.read(AllocationMove, move))
    remove_row(write, Booking, change)


def _store(write: Write, change: RowChange, wanted: Row) -> int:
    shown = _stored(change.shown) if change.row_id is not None else {}
    _refuse_nonsense(wanted)
    values = _stored(wanted)
    changed = {name for name, value in values.items() if shown.get(name) != value or change.row_id is None}
    if changed & {"account_id", "project_id", "opportunity_id"}:
        values |= {"account_id": _account_of_work(write, values)}
    if values["person_id"] is not None and changed & {"person_id", "starts_on", "ends_before"}:
        person = write.read(Person, values["person_id"])
        refuse_outside_employment(person, values["starts_on"], values["ends_before"])
    return store_row(write, Booking, change, shown, values)


def _stored(row: Row) -> dict[str, Any]:
    """The values of a row of the grid as the table holds them."""
    tentative, chance, reason = bool(row["tentative"]), row["chance_percent"], tidy(row["reason"])
    return {name: row[name] for name in LINKS} | {
        "minutes_per_week": round(row["hours"] * 60), "starts_on": row["starts_on"],
        "ends_before": ends(row["last_on"]), "tentative": tentative,
        "chance": None if chance is None else chance / 100,
        "reason": f"{OVERTIME}{reason}" if row["overtime"] and reason else reason,
    }  # fmt: skip


def _refuse_nonsense(row: Row) -> None:
    hours, chance = row["hours"], row["chance_percent"]
    if all(row[name] is None for name in ("person_id", "role_id", "skill_id")):
        raise RefusedValue("person_id", "choose who, or the role or skill of somebody still to be found.")
    if hours is None or not math.isfinite(hours) or not 0 < hours <= MOST_HOURS or not round(hours * 60):
        raise RefusedValue("hours", f"write the hours a week, more than 0 and at most {MOST_HOURS:g}.")
    dated(row)
    if chance is not None and not row["tentative"]:
        raise RefusedValue("chance_percent", "only a tentative booking has a chance: mark it tentative, or empty this.")
    if chance is not None and not 0 <= chance <= 100:
        raise RefusedValue("chance_percent", "must be from 0 to 100.")
    if row["overtime"] and row["tentative"]:
        raise RefusedValue(
            "overtime", "a tentative booking waits for room and needs no overtime: choose one of the two."
        )
    if row["overtime"] and not tidy(row["reason"]):
        raise RefusedValue("reason", "say why it may go beyond their hours.")
    if len(row["reason"] or "") > MOST_CHARACTERS:
        raise RefusedValue("reason", f"is longer than {MOST_CHARACTERS} characters: say it shorter.")
    if all(row[name] is None for name in ("account_id", "project_id", "opportunity_id")) and not tidy(row["reason"]):
        raise RefusedValue(
            "account_id", "choose the client or project; of work inside the firm say what in the reason."
        )


def _account_of_work(write: Write, values: Row) -> int | None:
    """The client of a booking, told by its project or deal where nobody said; RefusedValue where they disagree."""
    client: int | None = values["account_id"]
    for name, table, noun in (
        ("project_id", table_of(Project), "project"), ("opportunity_id", _other_end("opportunity_id"), "deal"),
    ):  # fmt: skip
        if values[name] is None:
            continue
        found = write.connection.execute(select(table.c.account_id).where(table.c.id == values[name])).first()
        if found is None:
            raise RefusedValue(name, f"this {noun} is no longer there: choose another.")
        if client is not None and found.account_id is not None and found.account_id != client:
            theirs = write.read(Account, found.account_id)["name"]
            raise RefusedValue(name, f"this {noun} is of {theirs}: choose that client, or another {noun}.")
        client = client if found.account_id is None else int(found.account_id)
    return client


def _other_end(column: str) -> Table:
    # The subject of deals does not know this one and must not be known by it: its table is found by the link to it.
    return next(iter(BOOKING.c[column].foreign_keys)).column.table


def _refuse_twin(write: Write, change: RowChange, own: int) -> None:
    """The same person twice on the same work at the same time is one booking written twice."""
    now = write.read(Booking, own)
    if now["person_id"] is None:
        return
    same = [BOOKING.c[name].is_not_distinct_from(now[name]) for name in LINKS]
    others = select(BOOKING).where(*same, BOOKING.c.id != own).order_by(BOOKING.c.starts_on)
    for other in map(dict, write.connection.execute(others).mappings()):
        if overlap(now, other) and not _overlapped_before(change, now, other):
            hours, span = f"{other['minutes_per_week'] / 60:g} hours a week", said_span(other)
            raise RefusedValue(
                "starts_on", f"the same is booked already, {hours} {span}: change that booking, or other days."
            )


def _overlapped_before(change: RowChange, now: Row, other: Row) -> bool:
    if change.row_id is None:
        return False
    shown = _stored(change.shown)
    same = all(shown[name] == now[name] for name in LINKS)
    return same and overlap(shown, other)


def _refuse_over(of: Capacity, before: Any, after: Any, change: RowChange) -> None:
    wanted = change.wanted or {}
    if wanted["person_id"] is None or wanted["tentative"] or wanted["overtime"]:
        return
    if change.row_id is not None and _no_heavier(_stored(change.shown), _stored(wanted)):
        return
    over = weeks_over(of, before, after, wanted["person_id"], wanted["starts_on"], ends(wanted["last_on"]))
    over = [week for week in over if week.capacity or not _was_there(change, week.monday)]
    if over:
        raise RefusedValue("hours", _told(over))


def _was_there(change: RowChange, monday: date) -> bool:
    """Whether a booking lay over a week before: where its person is away all of it, its hours there say nothing."""
    shown = _stored(change.shown) if change.row_id is not None else None
    if shown is None or shown["tentative"] or shown["person_id"] != (change.wanted or {})["person_id"]:
        return False
    return overlap(shown, {"starts_on": monday, "ends_before": monday + timedelta(weeks=1)})


def _no_heavier(shown: Row, wanted: Row) -> bool:
    """Whether a row asks no more of its person than it did: such a change is never what overbooks somebody."""
    later = wanted["ends_before"] is None or (
        shown["ends_before"] is not None and wanted["ends_before"] > shown["ends_before"]
    )
    longer = wanted["starts_on"] < shown["starts_on"] or (later and wanted["ends_before"] != shown["ends_before"])
    same = shown["person_id"] == wanted["person_id"] and shown["tentative"] == wanted["tentative"]
    return same and not longer and wanted["minutes_per_week"] <= shown["minutes_per_week"]


def _to_work(over: Over) -> str:
    return f"{over.capacity / 60:.4g} h to work" if over.capacity else "away all week"


def _told(over: Sequence[Over]) -> str:
    weeks = [f"week of {fmt.day(one.monday)}: {one.booked / 60:.4g} h booked, {_to_work(one)}" for one in over[:3]]
    more = [f"and {fmt.counted(len(over) - 3, 'more week')}"] if len(over) > 3 else []
    return (
        f"more than they can work ({'; '.join([*weeks, *more])}). Book fewer hours or other days, tick Overtime and "
        "say why, or tick Tentative so that it waits for room."
    )
