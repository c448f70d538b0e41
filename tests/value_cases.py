"""A small firm's objectives for the tests of value: two clients, promised outcomes and goals, changed terms."""

from datetime import date

from lib.accounts.tables import Account, AccountOwner, Contact, Sector
from lib.people.tables import Person
from lib.store.engine import Store
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm, SectorBenchmark
from tests.facts import put

AS_OF = date(2026, 6, 30)
ENGAGEMENT, COST, OUTAGES, BARE = 1, 2, 3, 4


def put_objectives(store: Store) -> None:
    """Acme: an engagement rate raised on the way and a cost to bring down; Bolt: a promise kept, and one bare wish."""
    put(store, Person(id=1, name="Ann"), Person(id=2, name="Bo"), Sector(id=1, name="Media"))
    put(store, Account(id=1, name="Acme", sector_id=1), Account(id=2, name="Bolt"))
    put(store, Contact(id=1, account_id=1, name="Cleo Client"), Contact(id=2, account_id=2, name="Dan Dee"))
    for account, person in ((1, 1), (2, 2)):
        put(store, AccountOwner(account_id=account, person_id=person, starts_on=date(2025, 1, 1)))
    put(
        store,
        Objective(id=ENGAGEMENT, account_id=1, name="Engagement rate", unit="%", person_id=1, reviewed="quarterly"),
        Objective(id=COST, account_id=1, name="Cost per lead", unit="EUR", better="lower", kind="promised outcome"),
        Objective(
            id=OUTAGES, account_id=2, name="Outages", better="lower", kind="promised outcome", reviewed="monthly"
        ),
        Objective(id=BARE, account_id=2, name="Be seen"),
    )
    put(
        store,
        _term(ENGAGEMENT, 20, 24, date(2026, 1, 1), date(2027, 1, 1), ends=date(2026, 3, 3)),
        _term(ENGAGEMENT, 20, 30, date(2026, 3, 3), date(2027, 1, 1), reason="Reached early"),
        _term(COST, 60, 40, date(2026, 1, 1), date(2027, 1, 1)),
        _term(OUTAGES, 10, 0, date(2025, 6, 1), date(2026, 6, 1)),
    )
    put(
        store,
        _read(ENGAGEMENT, date(2026, 2, 1), 20.5, confirmed=(1, date(2026, 2, 10))),
        _read(ENGAGEMENT, date(2026, 6, 1), 25),
        _read(COST, date(2026, 6, 15), 58, confirmed=(1, date(2026, 7, 4))),
        _read(OUTAGES, date(2026, 5, 20), 0, confirmed=(2, date(2026, 6, 2))),
    )
    put(
        store,
        SectorBenchmark(sector_id=1, measure="engagement rate", value=22.5, unit="%", published_by="Press", year=2025),
        SectorBenchmark(measure="cost per lead", value=51, unit="USD", published_by="Press", year=2024),
    )


def _term(objective: int, baseline: float, target: float, start: date, due: date, **more: object) -> ObjectiveTerm:
    return ObjectiveTerm(
        objective_id=objective, baseline=baseline, target=target, starts_on=start, due_on=due,
        ends_before=more.get("ends"), reason=more.get("reason", "Agreed at the start"),
    )  # fmt: skip


def _read(objective: int, day: date, actual: float, confirmed: tuple[int, date] | None = None) -> ObjectiveReading:
    who, when = confirmed or (None, None)
    return ObjectiveReading(
        objective_id=objective, read_on=day, actual=actual, confirmed_by_id=who, confirmed_on=when
    )  # fmt: skip
