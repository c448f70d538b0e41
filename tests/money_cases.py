"""A firm small enough to work out by hand: three clients in March 2026, and internal work."""

from datetime import date

from lib.accounts.tables import Account, AccountOwner, Contract, Sector, Service
from lib.delivery.tables import Project, TimeEntry
from lib.money.tables import BillRate, PassThroughCost, Revenue, WriteOff
from lib.people.tables import CostRate, Person, PersonRole, Role
from lib.periods import Period
from lib.store.engine import Store
from tests.facts import put

ACME, BO, COVE = 1, 2, 3
ANN, BERT, CLEO, DORA = 1, 2, 3, 4
PROJECT = 1
BEGUN = date(2026, 2, 1)
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1), "2026-03")
DAY = date(2026, 3, 31)


def worked(hours: float, person: int, day: date, account: int | None = None, project: int | None = None) -> TimeEntry:
    return TimeEntry(
        person_id=person, account_id=account, project_id=project, worked_on=day, minutes=round(hours * 60),
        billable=account is not None or project is not None,
    )  # fmt: skip


def paid(amount: int, account: int | None, kind: str = "recurring", project: int | None = None) -> Revenue:
    return Revenue(
        account_id=account, project_id=project, earned_on=date(2026, 3, 3), amount_cents=amount * 100, kind=kind,
        service_id=1 if kind == "recurring" else None,
    )  # fmt: skip


def put_firm(store: Store) -> None:
    """The firm of these tests.

    Acme: a retainer of 20 h for 2,000, 200 of it passed on; 30 h worked by three people (cost 40, 50, 60), 100 an hour.
    Bo: a project of 10 h for 1,000, of which 8 were worked in February and 5 in March, by Ann alone (role: 80 an hour).
    Cove: 500 for no project in particular, 3 h by Dora, who has no role and no cost rate (standard: 90 an hour).
    Ann led Acme to 15 March, then Bert. 4 h are internal, 100 of revenue is of no client.
    """
    _people(store)
    put(
        store, Sector(id=1, name="Shops"), Service(id=1, name="Care", margin_share=0.4),
        Account(id=ACME, name="Acme", sector_id=1), Account(id=BO, name="Bo"), Account(id=COVE, name="Cove"),
        AccountOwner(account_id=ACME, person_id=ANN, duty="lead", starts_on=BEGUN, ends_before=date(2026, 3, 16)),
        AccountOwner(account_id=ACME, person_id=BERT, duty="lead", starts_on=date(2026, 3, 16)),
        AccountOwner(account_id=BO, person_id=ANN, duty="lead", starts_on=BEGUN),
        Contract(account_id=ACME, kind="retainer", starts_on=BEGUN, monthly_fee_cents=200_000,
                 included_minutes_per_month=1_200),
        Project(id=PROJECT, account_id=BO, name="Site", starts_on=BEGUN, original_due_on=date(2026, 4, 30),
                scoped_minutes=600, fee_cents=100_000),
        BillRate(account_id=ACME, cents_per_hour=10_000, starts_on=BEGUN),
        BillRate(role_id=1, cents_per_hour=8_000, starts_on=BEGUN), BillRate(cents_per_hour=9_000, starts_on=BEGUN),
    )  # fmt: skip
    _work(store)


def _people(store: Store) -> None:
    put(
        store, *(Person(id=number, name=name) for number, name in ((1, "Ann"), (2, "Bert"), (3, "Cleo"), (4, "Dora"))),
        Role(id=1, name="designer"), PersonRole(person_id=ANN, role_id=1, starts_on=BEGUN),
        *(CostRate(person_id=one, cents_per_hour=cents, starts_on=BEGUN)
          for one, cents in ((ANN, 4_000), (BERT, 5_000), (CLEO, 6_000))),
    )  # fmt: skip


def _work(store: Store) -> None:
    put(
        store, worked(8, ANN, date(2026, 2, 2), project=PROJECT), worked(5, ANN, date(2026, 3, 9), project=PROJECT),
        worked(10, ANN, date(2026, 3, 5), ACME), worked(10, BERT, date(2026, 3, 10), ACME),
        worked(10, CLEO, date(2026, 3, 20), ACME), worked(3, DORA, date(2026, 3, 11), COVE),
        worked(4, ANN, date(2026, 3, 12)),
        paid(2_000, ACME), paid(1_000, BO, "project", PROJECT), paid(500, COVE, "project"), paid(100, None),
        PassThroughCost(account_id=ACME, spent_on=date(2026, 3, 4), amount_cents=20_000),
        WriteOff(account_id=ACME, written_off_on=date(2026, 3, 12), amount_cents=30_000, minutes=180, reason="rework",
                 person_id=ANN),
        WriteOff(account_id=BO, written_off_on=date(2026, 3, 20), amount_cents=5_000, reason="goodwill"),
    )  # fmt: skip
