"""Writing a what-if plan down as facts: who leaves or is away, work that is won, a project that slips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.people.actions import end_with
from lib.people.tables import Person, PersonRole
from lib.required import tidy
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.team.absence_actions import record_away
from lib.team.tables import Booking

BOOKING, IN_ROLE = table_of(Booking), table_of(PersonRole)
APPLY = "apply plan"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class PersonLeaves:
    """Somebody is gone from `on`: their work from then on becomes places to be filled, by their role."""

    person_id: int
    on: date


@dataclass(frozen=True)
class PersonAway:
    """Somebody is away from a day (inside) to a day (outside); `kind` as absences have it."""

    person_id: int
    starts_on: date
    ends_before: date
    kind: str


@dataclass(frozen=True)
class WorkWon:
    """A deal is won: what is booked for it for a chance is sure; else places by skill (skill, minutes a week)."""

    opportunity_id: int
    account_id: int | None
    starts_on: date
    needs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class WorkSlips:
    """All a project has booked from `since` on comes so many weeks later; what was done before stays."""

    project_id: int
    weeks: int
    since: date


Step = PersonLeaves | PersonAway | WorkWon | WorkSlips


def apply_plan(
    store: Store, who: str, name: str, mark: str, steps: Sequence[Step], reason: str | None, token: str
) -> int | None:
    """Write all steps of a plan in one transaction; how many rows were written comes back.

    `mark` names this application in the change log, so that it can be taken back. Raises RefusedValue, also where a
    step would change nothing.
    """
    if not steps:
        raise RefusedValue("plan", "is empty: add what would happen first.")
    why = tidy(reason) or name

    def work(write: Write) -> int:
        for step in steps:
            before = len(write.log)
            _write(write, step, why)
            if len(write.log) == before:
                raise RefusedValue("plan", f"{_said(write, step)} would change nothing: take it out of the plan.")
        return len(write.log)

    return perform(store, who, f"{APPLY} {mark} {name}", work, token)


def _write(write: Write, step: Step, why: str) -> None:
    if isinstance(step, PersonAway):
        record_away(write, step.person_id, step.kind, step.starts_on, step.ends_before)
    elif isinstance(step, PersonLeaves):
        _leave(write, step, why)
    elif isinstance(step, WorkWon):
        _win(write, step, why)
    else:
        _slip(write, step, why)


def _said(write: Write, step: Step) -> str:
    if isinstance(step, PersonLeaves | PersonAway):
        return str(write.read(Person, step.person_id)["name"])
    return "a deal of it" if isinstance(step, WorkWon) else "a project of it"


def _leave(write: Write, step: PersonLeaves, why: str) -> None:
    person = write.read(Person, step.person_id)
    if person["left_on"] is not None and person["left_on"] <= step.on:
        raise RefusedValue("plan", f"{person['name']} is gone from {fmt.day(person['left_on'])} on already.")
    if person["joined_on"] is not None and step.on <= person["joined_on"]:
        raise RefusedValue("plan", f"{person['name']} joins on {fmt.day(person['joined_on'])}: leave later.")
    role = _role_of(write, step.person_id, step.on)
    for booking in _bookings(write, BOOKING.c.person_id == step.person_id, step.on):
        if role is None and booking["role_id"] is None and booking["skill_id"] is None:
            raise RefusedValue(
                "plan", f"{person['name']} has no role, so nobody knows who could take over: set it under People."
            )
        place = {"person_id": None, "role_id": booking["role_id"] or (None if booking["skill_id"] else role)}
        place |= {"reason": tidy(f"{booking['reason'] or ''} {why}")}
        _from_then(write, booking, step.on, place)
    write.set(Person, step.person_id, {"left_on": step.on}, person)
    end_with(write, step.person_id, step.on)


def _role_of(write: Write, person_id: int, day: date) -> int | None:
    begun = select(IN_ROLE.c.role_id).where(IN_ROLE.c.person_id == person_id, IN_ROLE.c.starts_on <= day)
    return write.connection.execute(begun.order_by(IN_ROLE.c.starts_on.desc()).limit(1)).scalar()


def _win(write: Write, step: WorkWon, why: str) -> None:
    held = _bookings(write, BOOKING.c.opportunity_id == step.opportunity_id, step.starts_on)
    for booking in held:
        sure = {"tentative": False, "chance": None}
        write.set(Booking, booking["id"], sure, booking)
    if held:
        return
    if not step.needs:
        raise RefusedValue(
            "plan", "nothing is booked for a deal of it, and its service lists no skills: add them to the price list."
        )
    for skill, minutes in step.needs:
        write.add(
            Booking(
                skill_id=skill, account_id=step.account_id, opportunity_id=step.opportunity_id,
                minutes_per_week=minutes, starts_on=step.starts_on, reason=why,
            )
        )  # fmt: skip


def _slip(write: Write, step: WorkSlips, why: str) -> None:
    """What had begun goes on or pauses: of a booking only its days from `since` on move."""
    for booking in _bookings(write, BOOKING.c.project_id == step.project_id, step.since):
        starts, ends = _later(booking["starts_on"], step.weeks), booking["ends_before"]
        later = None if ends is None else _later(ends, step.weeks)
        if booking["starts_on"] >= step.since:
            write.set(Booking, booking["id"], {"starts_on": starts, "ends_before": later}, booking)
        elif starts <= step.since:
            write.set(Booking, booking["id"], {"ends_before": later}, booking)
        else:
            write.end_spell(Booking, booking["id"], step.since)
            write.add(Booking(**_copied(booking) | {"starts_on": starts, "ends_before": later, "reason": why}))


def _later(day: date, weeks: int) -> date:
    try:
        return day + timedelta(weeks=weeks)
    except OverflowError as error:
        raise RefusedValue("plan", f"a booking of {fmt.day(day)} cannot come later still: end it sooner.") from error


def _from_then(write: Write, booking: Row, day: date, changed: Row) -> None:
    """A booking as it would be from a day on: changed whole where it begins then or later, else parted."""
    new = _copied(booking) | dict(changed)
    if booking["starts_on"] >= day:
        write.set(Booking, booking["id"], new, booking)
        return
    write.end_spell(Booking, booking["id"], day)
    write.add(Booking(**{**new, "starts_on": day, "ends_before": booking["ends_before"]}))


def _copied(booking: Row) -> dict[str, Any]:
    own = {"id", "recorded_at", "source", "source_id", "batch_id", "version"}
    return {name: value for name, value in booking.items() if name not in own}


def _bookings(write: Write, whose: ColumnElement[bool], day: date) -> list[dict[str, Any]]:
    going = or_(BOOKING.c.ends_before.is_(None), BOOKING.c.ends_before > day)
    found = write.connection.execute(select(BOOKING).where(whose, going).order_by(BOOKING.c.id)).mappings().all()
    return [{str(name): value for name, value in row.items()} for row in found]
