"""Every write to objectives, their terms and readings, and to benchmarks: one named action, one transaction."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from lib.accounts.tables import Contact
from lib.errors import RefusedValue, StewardError
from lib.periods import today
from lib.required import given, written
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm, SectorBenchmark

TERMS = table_of(ObjectiveTerm)
FIRST_YEAR = 1900


class TermsChanged(StewardError):
    """Two people changed the terms of one objective: the second is told what the first one agreed."""

    def __init__(self, newest: Mapping[str, Any] | None) -> None:
        now = "are gone" if newest is None else f"are now {newest['baseline']:g} to {newest['target']:g}"
        until = "" if newest is None else f" by {newest['due_on']}"
        super().__init__(f"Somebody was faster: the terms {now}{until}. Nothing was saved; look, and save again.")


def add_objective(
    store: Store, who: str, account_id: int | None, name: str | None, kind: str, unit: str | None, better: str,
    reviewed: str, baseline: float | None, target: float | None, starts_on: date | None, due_on: date | None,
    token: str, person_id: int | None = None,
) -> int | None:  # fmt: skip
    """Agree on an objective with a client: specific (name), measurable (unit, baseline, target) and due on a day.

    It may start on a later day. Raises RefusedValue naming the field; the objective's number comes back.
    """
    client = given("account_id", account_id, "choose the client it was agreed with.")
    called = written("name", name, "say in a few words what is to be reached.")
    first = _terms(better, baseline, target, starts_on, due_on)

    def work(write: Write) -> int:
        made = write.add(
            Objective(
                account_id=client, person_id=person_id, name=called, kind=kind, unit=unit, better=better,
                reviewed=reviewed,
            )
        )  # fmt: skip
        write.add(ObjectiveTerm(objective_id=made, **first, reason="Agreed at the start"))
        return made

    return perform(store, who, "add objective", work, token)


def change_terms(
    store: Store, who: str, objective_id: int, shown_term_id: int | None, baseline: float | None, target: float | None,
    due_on: date | None, starts_on: date | None, reason: str | None, token: str,
) -> int | None:  # fmt: skip
    """Agree on other terms from a day on, with the reason; those before stay on record until then.

    `shown_term_id` are the last terms the person saw (None: it has none). Raises TermsChanged where somebody was
    faster, RefusedValue naming the field.
    """
    why = written("reason", reason, "say why the client and you changed it: it stands in the history.")
    begins = _not_later("starts_on", starts_on)

    def work(write: Write) -> int:
        current = write.read(Objective, objective_id)
        _still_open(current)
        wanted = _terms(current["better"], baseline, target, begins, due_on)
        _make_way(write, objective_id, shown_term_id, wanted)
        return write.add(ObjectiveTerm(objective_id=objective_id, **wanted, reason=why))

    return perform(store, who, "change terms", work, token)


def _make_way(write: Write, objective_id: int, shown_term_id: int | None, wanted: Mapping[str, Any]) -> None:
    """End the terms begun last on the day the wanted ones begin."""
    of_it = select(TERMS).where(TERMS.c.objective_id == objective_id)
    last = write.connection.execute(of_it.order_by(TERMS.c.starts_on.desc(), TERMS.c.id.desc())).mappings().first()
    newest = None if last is None else {str(name): value for name, value in last.items()}
    if (None if newest is None else newest["id"]) != shown_term_id:
        raise TermsChanged(newest)
    if newest is None:
        return
    if all(newest[name] == wanted[name] for name in ("baseline", "target", "due_on")):
        raise RefusedValue("target", "nothing differs from the terms in force: change one of them.")
    if newest["ends_before"] is None or newest["ends_before"] > wanted["starts_on"]:
        write.end_spell(ObjectiveTerm, newest["id"], wanted["starts_on"])


def add_reading(
    store: Store, who: str, objective_id: int, read_on: date | None, actual: float | None, evidence: str | None,
    token: str,
) -> int | None:  # fmt: skip
    """Write down where an objective stood on a day, and where that number is from. Raises RefusedValue."""
    day, value = _not_later("read_on", read_on), _number("actual", actual)

    def work(write: Write) -> int:
        write.read(Objective, objective_id)
        return write.add(ObjectiveReading(objective_id=objective_id, read_on=day, actual=value, evidence=evidence))

    return perform(store, who, "add reading", work, token)


def confirm_reading(
    store: Store, who: str, reading_id: int, contact_id: int | None, confirmed_on: date | None, token: str
) -> int | None:
    """Write down that a contact of the client said a reading is right, and when. Raises RefusedValue."""
    contact = given("contact_id", contact_id, "choose who at the client said so.")
    day = _not_later("confirmed_on", confirmed_on)

    def work(write: Write) -> int:
        current = write.read(ObjectiveReading, reading_id)
        client = write.read(Objective, current["objective_id"])["account_id"]
        if write.read(Contact, contact)["account_id"] != client:
            raise RefusedValue("contact_id", "works for another client: choose a contact of this one.")
        if day < current["read_on"]:
            raise RefusedValue("confirmed_on", f"cannot be before the reading of {current['read_on']}.")
        if current["confirmed_on"] is not None:
            raise RefusedValue("reading_id", f"was confirmed already, on {current['confirmed_on']}.")
        write.set(ObjectiveReading, reading_id, {"confirmed_by_id": contact, "confirmed_on": day}, current)
        return reading_id

    return perform(store, who, "confirm reading", work, token)


def close_objective(store: Store, who: str, objective_id: int, closed_on: date | None, token: str) -> int | None:
    """End the work on an objective: it stays on record as it stood. Raises RefusedValue."""
    day = _not_later("closed_on", closed_on)

    def work(write: Write) -> int:
        current = write.read(Objective, objective_id)
        _still_open(current)
        first = select(TERMS.c.starts_on).where(TERMS.c.objective_id == objective_id).order_by(TERMS.c.starts_on)
        begun = write.connection.execute(first.limit(1)).scalar()
        if begun is not None and day < begun:
            raise RefusedValue("closed_on", f"cannot be before {begun}, when it began.")
        write.set(Objective, objective_id, {"closed_on": day}, current)
        return objective_id

    return perform(store, who, "close objective", work, token)


def add_benchmark(
    store: Store, who: str, sector_id: int | None, measure: str | None, value: float | None, unit: str | None,
    published_by: str | None, year: int | None, token: str,
) -> int | None:  # fmt: skip
    """Keep a published figure of a sector with its source and year. Raises RefusedValue."""
    called = written("measure", measure, "say what was measured.")
    source = written("published_by", published_by, "a figure without its source is no benchmark.")
    when = given("year", year, "say for which year it was published.")
    if not FIRST_YEAR <= when <= today().year:
        raise RefusedValue("year", f"must lie between {FIRST_YEAR} and {today().year}.")
    row = SectorBenchmark(
        sector_id=sector_id, measure=called, value=_number("value", value), unit=unit, published_by=source, year=when
    )
    return perform(store, who, "add benchmark", lambda write: write.add(row), token)


def _terms(
    better: str, baseline: float | None, target: float | None, starts_on: date | None, due_on: date | None
) -> dict[str, Any]:
    """The terms as they can be stored; RefusedValue where no way leads from the baseline to the target in time."""
    start, end = _number("baseline", baseline), _number("target", target)
    begins, due = given("starts_on", starts_on, "choose a day."), given("due_on", due_on, "choose a day.")
    if start == end:
        raise RefusedValue("target", "must differ from the baseline: there would be nothing to reach.")
    if (end < start) != (better == "lower"):
        side = "below" if better == "lower" else "above"
        raise RefusedValue("target", f"must lie {side} the baseline, for {better} is better.")
    if due <= begins:
        raise RefusedValue("due_on", f"must be after {begins}, when it starts.")
    return {"baseline": start, "target": end, "starts_on": begins, "due_on": due}


def _still_open(current: Mapping[str, Any]) -> None:
    if current["closed_on"] is not None:
        raise RefusedValue("closed_on", f"the objective was closed on {current['closed_on']}.")


def _number(field: str, value: float | None) -> float:
    if value is None or not math.isfinite(value):
        raise RefusedValue(field, "write a number.")
    return float(value)


def _not_later(field: str, day: date | None) -> date:
    said = given(field, day, "choose a day.")
    if said > today():
        raise RefusedValue(field, "cannot be later than today.")
    return said
