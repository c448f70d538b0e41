"""A small book of projects whose every figure on 20 November 2024 can be worked out by hand."""

from collections.abc import Iterator
from datetime import date

from lib.accounts.tables import Account, AccountOwner, Contact, Sector, Service
from lib.delivery.tables import Deliverable, Project, RevisionRound, Roadblock, ScopeChange, TimeEntry
from lib.money.tables import BillRate
from lib.people.tables import Person
from lib.store.base import Base
from tests.client_facts import on

BEGIN, AS_OF = date(2024, 1, 1), date(2024, 11, 20)
SITE, FILM, SHOP, FAIR, GONE = range(1, 6)


def book() -> Iterator[Base]:
    """Acme (Ann led it until September, then Bo) with Site and Film; Bolt (Bo) with Shop, Fair and Gone (cancelled)."""
    yield from (Person(id=number, name=name) for number, name in enumerate(["Ann", "Bo", "Cy"], start=1))
    yield Sector(id=1, name="Retail")
    yield from (Account(id=1, name="Acme", sector_id=1), Account(id=2, name="Bolt"))
    yield Contact(id=1, account_id=1, name="Cleo")
    yield AccountOwner(account_id=1, person_id=1, starts_on=BEGIN, ends_before=on("09-01"))
    yield AccountOwner(account_id=1, person_id=2, starts_on=on("09-01"))
    yield AccountOwner(account_id=2, person_id=2, starts_on=BEGIN)
    yield from (Service(id=1, name="Build"), Service(id=2, name="Care"))
    yield BillRate(starts_on=BEGIN, cents_per_hour=10_000)
    yield BillRate(starts_on=BEGIN, account_id=1, cents_per_hour=12_000)
    for make in (_projects, _hours, _changes, _deliverables, _roadblocks):
        yield from make()


def _projects() -> Iterator[Base]:
    yield Project(
        id=SITE, account_id=1, service_id=1, person_id=3, name="Site", state="delivered", starts_on=on("05-01"),
        original_due_on=on("07-31"), delivered_on=on("08-20"), scoped_minutes=6000, goal="More leads", goal_met=True,
        judged_on=on("09-10"),
    )  # fmt: skip
    yield Project(
        id=FILM, account_id=1, service_id=2, name="Film *b*", state="running", starts_on=on("08-01"),
        original_due_on=on("09-15"), scoped_minutes=1200,
    )  # fmt: skip
    yield Project(
        id=SHOP, account_id=2, service_id=1, name="Shop", state="running", starts_on=on("10-01"),
        original_due_on=on("12-15"), scoped_minutes=600,
    )  # fmt: skip
    yield Project(
        id=FAIR, account_id=2, name="Fair", state="delivered", starts_on=on("09-01"), original_due_on=on("11-01"),
        delivered_on=on("11-10"),
    )  # fmt: skip
    yield Project(id=GONE, account_id=2, name="Gone", state="cancelled", starts_on=on("03-01"), scoped_minutes=60)


def _hours() -> Iterator[Base]:
    yield TimeEntry(person_id=1, worked_on=on("02-01"), minutes=60)  # internal: time records begin here
    for day in ("05-10", "06-10", "07-10", "08-10"):
        yield TimeEntry(person_id=1, account_id=1, project_id=SITE, worked_on=on(day), minutes=1400, invoiced=True)
    yield TimeEntry(person_id=2, project_id=SITE, worked_on=on("08-11"), minutes=1400, invoiced=False)
    yield TimeEntry(person_id=2, project_id=FILM, worked_on=on("08-20"), minutes=1230, invoiced=True)
    yield TimeEntry(person_id=2, project_id=FILM, worked_on=on("10-20"), minutes=30, billable=False)
    yield TimeEntry(person_id=3, project_id=SHOP, worked_on=on("10-20"), minutes=660, billable=False)
    yield TimeEntry(person_id=3, project_id=GONE, worked_on=on("03-20"), minutes=600, billable=False)


def _changes() -> Iterator[Base]:
    yield ScopeChange(
        id=1, project_id=SITE, what="A second language", minutes=600, asked_on=on("07-05"), new_due_on=on("08-25"),
        decision="approved", decided_on=on("07-12"), decided_by_id=1,
    )  # fmt: skip
    yield ScopeChange(
        id=2, project_id=FILM, what="Longer cut", minutes=120, fee_cents=50_000, asked_on=on("09-20"),
        new_due_on=on("12-20"),
    )  # fmt: skip
    yield ScopeChange(id=3, project_id=SHOP, what="Another page", minutes=60, asked_on=on("11-10"))


def _deliverables() -> Iterator[Base]:
    yield Deliverable(id=1, project_id=SITE, name="Concept", delivered_on=on("08-10"), rounds_in_scope=1)
    yield Deliverable(id=2, project_id=SITE, name="Text", delivered_on=on("08-15"), rounds_in_scope=2)
    yield Deliverable(id=3, project_id=FAIR, name="Stand", delivered_on=on("11-09"))
    yield Deliverable(id=4, project_id=FILM, name="Cut", due_on=on("12-01"), rounds_in_scope=1)
    for of, day in ((1, "06-01"), (1, "06-15"), (3, "10-30"), (4, "11-01"), (4, "11-30")):
        yield RevisionRound(deliverable_id=of, asked_on=on(day))


def _roadblocks() -> Iterator[Base]:
    yield Roadblock(
        id=1, project_id=SITE, person_id=1, what="No drafts", cause="client feedback", opened_on=on("07-01"),
        closed_on=on("07-11"), days_lost=8,
    )  # fmt: skip
    yield Roadblock(id=2, project_id=FILM, person_id=2, what="No access", cause="roadblock", opened_on=on("10-01"))
    yield Roadblock(
        id=3, project_id=FAIR, person_id=2, what="Designer away", cause="capacity", opened_on=on("11-01"),
        closed_on=on("11-08"), days_lost=5,
    )  # fmt: skip
    yield Roadblock(
        id=4, project_id=FAIR, what="Sent back", cause="rework", opened_on=on("10-20"), closed_on=on("10-25")
    )
    yield Roadblock(id=5, project_id=GONE, what="Lost", cause="rework", opened_on=on("03-20"))
