"""What the backtest asks the store: the newest snapshot up to a day, contacts of the account or its people."""

from datetime import date

import pandas as pd

from lib.accounts.tables import Account, Contact, Contract, Renewal
from lib.health.backtest_queries import (
    contacts_before,
    escalations_opened,
    first_contact_day,
    renewal_decisions,
    snapshots_before,
)
from lib.health.tables import HealthFormula, HealthSnapshot
from lib.relationship.tables import Escalation, Interaction, InteractionContact
from lib.store.engine import Store
from tests.facts import put

DAY = date(2025, 1, 31)


def asked(*pairs: tuple[int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(pairs), columns=["account_id", "day"])
    return frame.assign(day=pd.to_datetime(frame["day"]))


def snapshot(account: int, taken: str, band: str) -> HealthSnapshot:
    day = date.fromisoformat(taken)
    return HealthSnapshot(account_id=account, health_formula_id=1, taken_on=day, low=10, high=20, coverage=1, band=band)


def test_the_newest_snapshot_up_to_the_day_counts_unless_it_is_too_old(store: Store) -> None:
    """31 days before 31 January is 31 December."""
    put(store, *(Account(id=n, name=f"Client {n}") for n in (1, 2)), HealthFormula(id=1, number=1, starts_on=DAY))
    put(
        store, snapshot(1, "2025-01-20", "Green"), snapshot(1, "2025-01-27", "Amber"), snapshot(1, "2025-02-03", "Red"),
        snapshot(2, "2024-12-30", "Green"),
    )  # fmt: skip
    found = snapshots_before(store, asked((1, "2025-01-31"), (2, "2025-01-31"), (2, "2025-01-30"), (1, "2024-01-01")))
    rows = zip(found["account_id"], found["day"].dt.date, found["band"], strict=True)
    assert sorted(rows) == [(1, DAY, "Amber"), (2, date(2025, 1, 30), "Green")]


def test_nothing_asked_nothing_found(store: Store) -> None:
    assert snapshots_before(store, asked()).empty
    assert contacts_before(store, asked()).empty
    assert first_contact_day(store) is None


def test_a_two_way_contact_of_thirty_days_counts_for_the_account_and_for_its_people(store: Store) -> None:
    put(store, *(Account(id=n, name=f"Client {n}") for n in range(1, 7)), Contact(id=2, account_id=2, name="Cleo"))
    put(
        store,
        Interaction(account_id=1, happened_on=date(2025, 1, 1), kind="call"),
        Interaction(id=9, happened_on=DAY, kind="meeting"), InteractionContact(interaction_id=9, contact_id=2),
        Interaction(account_id=3, happened_on=date(2024, 12, 31), kind="call"),
        Interaction(account_id=4, happened_on=DAY, kind="email", direction="outbound"),
        Interaction(account_id=5, happened_on=DAY, kind="note"),
        Interaction(account_id=6, happened_on=date(2025, 2, 1), kind="call"),
    )  # fmt: skip
    found = contacts_before(store, asked(*((n, "2025-01-31") for n in range(1, 7))))
    assert sorted(found["account_id"]) == [1, 2]
    assert first_contact_day(store) == date(2024, 12, 31)


def test_a_renewal_without_a_day_of_decision_was_decided_when_it_fell_due(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Contract(id=1, account_id=1, kind="retainer", starts_on=date(2020, 1, 1)))
    put(
        store,
        Renewal(contract_id=1, due_on=date(2025, 1, 1), target_cents=1, outcome="renewed"),
        Renewal(contract_id=1, due_on=date(2025, 3, 1), target_cents=1, outcome="lost", decided_on=date(2025, 1, 15)),
        Renewal(contract_id=1, due_on=date(2025, 1, 2), target_cents=1),
        Renewal(contract_id=1, due_on=date(2025, 1, 3), target_cents=1, outcome="lost", decided_on=date(2025, 2, 1)),
    )
    found = renewal_decisions(store, DAY)
    assert found["outcome"].tolist() == ["renewed", "lost"]
    assert found["decided_on"].dt.date.tolist() == [date(2025, 1, 1), date(2025, 1, 15)]


def test_escalations_are_known_from_the_day_they_are_opened(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), *(
        Escalation(account_id=1, severity=2, what="Late", opened_on=day) for day in (DAY, date(2025, 2, 1))
    ))  # fmt: skip
    assert escalations_opened(store, DAY)["day"].dt.date.tolist() == [DAY]
