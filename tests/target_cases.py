"""A small firm with targets: two years of even revenue, two clients, two people who sell."""

from datetime import date

from lib.accounts.tables import Account, AccountOwner, Sector
from lib.growth.tables import GrowthTarget, Opportunity, Stage
from lib.money.tables import Revenue
from lib.people.tables import Person
from lib.periods import add_months
from lib.store.engine import Store
from tests.facts import put

AS_OF = date(2026, 6, 30)
ANN, BO, ACME, BOLT = 1, 2, 1, 2


def put_firm(store: Store) -> None:
    """Acme (Ann's, Media) pays 1,000 on the 15th of each month from January 2025, Bolt (Bo's) 500, doubled in 2026."""
    put(store, Person(id=ANN, name="Ann Berg"), Person(id=BO, name="Bo Lind"), Sector(id=1, name="Media"))
    put(store, Account(id=ACME, name="Acme", sector_id=1), Account(id=BOLT, name="Bolt"))
    for account, person in ((ACME, ANN), (BOLT, BO)):
        put(store, AccountOwner(account_id=account, person_id=person, starts_on=date(2024, 1, 1)))
    put(
        store,
        *(
            Revenue(
                account_id=account, earned_on=add_months(date(2025, 1, 15), month), kind="recurring",
                amount_cents=100_000 if account == ACME else 50_000 if month < 12 else 100_000,
            )
            for month in range(24) for account in (ACME, BOLT)
        ),
    )  # fmt: skip
    put(
        store,
        Stage(id=1, name="Talking"),
        Stage(id=2, name="Signed", kind="won"),
        Stage(id=3, name="Gone", kind="lost"),
    )
    put(
        store,
        _won(ACME, ANN, date(2026, 2, 1), 300_000),
        _won(ACME, BO, date(2026, 3, 1), 200_000),
        _won(ACME, None, date(2026, 4, 1), 50_000),  # nobody credited: it is the lead's
        _won(BOLT, BO, date(2026, 5, 1), 900_000, kind="renewal"),
        _won(BOLT, BO, date(2026, 8, 1), 700_000),
        _won(BOLT, BO, date(2025, 12, 31), 400_000),
        Opportunity(account_id=ACME, person_id=ANN, stage_id=3, opened_on=date(2025, 1, 1), closed_on=date(2026, 2, 2)),
    )


def _won(account: int, person: int | None, day: date, cents: int, kind: str = "expansion") -> Opportunity:
    return Opportunity(
        account_id=account, person_id=person, stage_id=2, kind=kind, opened_on=date(2025, 1, 1), closed_on=day,
        amount_cents=cents,
    )  # fmt: skip


def target(kind: str = "revenue", year: int = 2026, **more: object) -> GrowthTarget:
    """A target of the calendar year, of the book where nothing else is said."""
    days = {"starts_on": date(year, 1, 1), "ends_before": date(year + 1, 1, 1)}
    return GrowthTarget(kind=kind, **(days | more))
