"""What the frame asks before a book is read."""

from datetime import timedelta

from lib.accounts.tables import Account, AccountOwner, Sector
from lib.book.queries import newest_fact, owner_names, sector_names
from lib.delivery.tables import TimeEntry
from lib.growth.tables import Opportunity, Stage
from lib.money.tables import Revenue
from lib.people.tables import Person
from lib.periods import today
from lib.relationship.tables import Interaction
from lib.store.engine import Store
from tests.facts import put


def test_the_newest_fact_is_the_latest_of_any_kind_but_not_of_the_future(store: Store) -> None:
    assert newest_fact(store) is None
    day = today()
    put(store, Interaction(happened_on=day - timedelta(9), kind="call"), Stage(id=1, name="Talking"))
    assert newest_fact(store) == day - timedelta(9)
    put(store, Opportunity(stage_id=1, opened_on=day - timedelta(5), closed_on=day + timedelta(5)))
    assert newest_fact(store) == day - timedelta(5)
    put(store, TimeEntry(worked_on=day, minutes=30))
    assert newest_fact(store) == day


def test_owners_are_those_who_lead_sell_or_are_credited(store: Store) -> None:
    put(store, *(Person(id=n, name=name) for n, name in enumerate(["Zoe", "Lea", "Sam", "Cy", "Max"], start=1)))
    put(
        store, Account(id=1, name="Acme"), Stage(id=1, name="Talking"),
        AccountOwner(account_id=1, person_id=2, starts_on=today()),
        AccountOwner(account_id=1, person_id=5, starts_on=today(), duty="support"),
        Opportunity(stage_id=1, person_id=3),
        Revenue(earned_on=today(), amount_cents=1, kind="project", person_id=4),
    )  # fmt: skip
    assert owner_names(store) == ["Cy", "Lea", "Sam"]


def test_sectors_without_accounts_are_not_offered(store: Store) -> None:
    put(store, Sector(id=1, name="retail"), Sector(id=2, name="media"), Account(name="Acme", sector_id=1))
    assert sector_names(store) == ["retail"]
