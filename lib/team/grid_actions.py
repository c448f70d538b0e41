"""Many rows of a grid written in one transaction: all of them, or none and every row that stood in the way named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lib import format as fmt
from lib.errors import NotFound, RefusedValue, StaleEdit, StewardError
from lib.periods import next_day
from lib.store.base import Base
from lib.store.writing import Write

Row = Mapping[str, Any]


@dataclass(frozen=True)
class RowChange:
    """What a person did to one row: `row_id` None adds it, `wanted` None removes it.

    `name` is how the person finds the row ("Row 3, Mara Vogel"); `shown` is what the grid showed, with its version.
    """

    name: str
    row_id: int | None
    shown: Row = field(default_factory=dict)
    wanted: Row | None = None


@dataclass(frozen=True)
class RowProblem:
    """Why a row was not stored: its name, the field of it (None: the row itself), and what to do.

    `clash` holds both sides where somebody else changed the row meanwhile.
    """

    row: str
    field: str | None
    reason: str
    clash: StaleEdit | None = None


class RowsRefused(StewardError):
    """Some rows of a grid could not be stored, so none was."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(problems)
        told = "; ".join(f"{one.row}: {one.reason}" for one in self.problems)
        super().__init__(f"Nothing was saved. {told}")


def each(changes: Iterable[RowChange], act: Callable[[RowChange], None]) -> None:
    """Do `act` to every change; RowsRefused names all rows it refused, so the transaction is taken back."""
    problems: list[RowProblem] = []
    for change in changes:
        try:
            act(change)
        except (RefusedValue, StaleEdit, NotFound) as error:
            problems.append(_problem(change.name, error))
    if problems:
        raise RowsRefused(problems)


def _problem(row: str, error: StewardError) -> RowProblem:
    if isinstance(error, RefusedValue):
        return RowProblem(row, error.field, error.reason)
    if isinstance(error, StaleEdit):
        reason = f"{error.who} changed it while you were editing. Load the rows anew, then change what still needs it."
        return RowProblem(row, None, reason, error)
    return RowProblem(row, None, "somebody removed it meanwhile: load the rows anew.")


def store_row(write: Write, model: type[Base], change: RowChange, shown: Row, wanted: Row) -> int:
    """Add a row, or change one from what was shown; its number. Raises StaleEdit, RefusedValue."""
    if change.row_id is None:
        return write.add(model(**wanted))
    write.edit(model, change.row_id, dict(shown) | {"version": change.shown["version"]}, wanted)
    return change.row_id


def remove_row(write: Write, model: type[Base], change: RowChange) -> None:
    """Delete a row that stands as it was shown; StaleEdit where somebody changed it meanwhile, NotFound."""
    number = int(change.row_id or 0)
    current = write.read(model, number)
    if current["version"] != change.shown["version"]:
        write.edit(model, number, {"version": change.shown["version"], "id": None}, {"id": number})
    write.remove(model, number)


def ends(last_on: date | None) -> date | None:
    """The first day outside of a spell whose last day is known."""
    return None if last_on is None else next_day(last_on)


def dated(wanted: Row) -> date:
    """The first day of a spell, which ends not before it begins. Raises RefusedValue."""
    starts: date | None = wanted["starts_on"]
    if starts is None:
        raise RefusedValue("starts_on", "say on which day it begins.")
    if wanted["last_on"] is not None and wanted["last_on"] < starts:
        raise RefusedValue("last_on", f"cannot be before {fmt.day(starts)}, when it begins.")
    if wanted["last_on"] == date.max:
        raise RefusedValue("last_on", "is the last day there is: leave it empty where no end is known.")
    return starts


def refuse_outside_employment(person: Row, starts_on: date, ends_before: date | None) -> None:
    """Raises RefusedValue where a spell of a person lies before they joined or after they left."""
    joined, left = person["joined_on"], person["left_on"]
    if joined is not None and starts_on < joined:
        raise RefusedValue("starts_on", f"{person['name']} joins on {fmt.day(joined)}: begin then or later.")
    if left is None or (ends_before is not None and ends_before <= left):
        return
    if starts_on >= left:
        raise RefusedValue("person_id", f"{person['name']} is gone from {fmt.day(left)} on: choose somebody else.")
    last = fmt.day(left - timedelta(days=1))
    raise RefusedValue("last_on", f"{person['name']} is gone from {fmt.day(left)} on: end it by {last}.")


def overlap(one: Row, other: Row) -> bool:
    """Whether two spells (starts_on, ends_before; None: open) share a day."""
    before_end = other["ends_before"] is None or one["starts_on"] < other["ends_before"]
    return bool(before_end and (one["ends_before"] is None or other["starts_on"] < one["ends_before"]))


def said_span(row: Row) -> str:
    """A spell by its first and last day: "from 1 Dec 2026 to 31 Jan 2027", "from 1 Dec 2026 on"."""
    if row["ends_before"] is None:
        return f"from {fmt.day(row['starts_on'])} on"
    return f"from {fmt.day(row['starts_on'])} to {fmt.day(row['ends_before'] - timedelta(days=1))}"
