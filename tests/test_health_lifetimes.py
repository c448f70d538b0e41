"""Lives and margins from what the records hold, as known on a day."""

from datetime import date

import pytest

from lib.accounts.tables import Account, Contract, Sector, Service
from lib.delivery.tables import Project, TimeEntry
from lib.health.lifetimes import (
    COSTS,
    REVENUE,
    SHARES,
    Lifetimes,
    by_first_service,
    by_sector,
    read_lifetimes,
    read_margins,
)
from lib.money.tables import PassThroughCost, Revenue
from lib.people.tables import CostRate, Person
from lib.relationship.tables import Departure
from lib.store.engine import Store
from tests.facts import put

AS_OF = date(2025, 6, 30)


def account(number: int, since: str | None = None, **more: int) -> Account:
    return Account(id=number, name=f"Client {number}", client_since=_day(since), **more)


def paid(account_id: int, day: str, amount: int = 100, service: int | None = None) -> Revenue:
    return Revenue(
        account_id=account_id, earned_on=_day(day), amount_cents=amount * 100, kind="recurring", service_id=service
    )


def contract(account_id: int, start: str, end: str | None = None) -> Contract:
    return Contract(account_id=account_id, kind="retainer", starts_on=_day(start), ends_before=_day(end))


def left(account_id: int, decided: str, last: str | None = None) -> Departure:
    return Departure(account_id=account_id, decided_on=_day(decided), last_day_on=_day(last))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def life(found: Lifetimes, number: int = 1) -> tuple[int, int, bool, str]:
    """Months behind it when the records began, months lived, whether it ended, and by what."""
    at = found.clients["account_id"].tolist().index(number)
    lives = found.lives
    return int(lives.since[at]), int(lives.months[at]), bool(lives.ended[at]), found.clients["ended_by"][at]


def test_a_client_with_a_running_contract_is_here_however_long_ago_it_paid(store: Store) -> None:
    put(store, account(1), contract(1, "2024-01-01"), paid(1, "2024-01-15"))
    assert life(read_lifetimes(store, AS_OF)) == (0, 18, False, "")


def test_a_departure_ends_a_life_on_its_last_day(store: Store) -> None:
    put(store, account(1), contract(1, "2024-01-01"), paid(1, "2024-01-15"), left(1, "2024-10-10", "2024-12-31"))
    assert life(read_lifetimes(store, AS_OF)) == (0, 12, True, "departure")


def test_one_that_has_decided_to_leave_is_here_until_its_last_day(store: Store) -> None:
    put(store, account(1), contract(1, "2024-01-01", "2025-09-01"), left(1, "2025-05-10", "2025-08-31"))
    found = read_lifetimes(store, AS_OF)
    assert life(found) == (0, 18, False, "")
    assert found.clients["leaves_on"].dt.date.tolist() == [date(2025, 8, 31)]


def test_a_departure_decided_later_was_not_known(store: Store) -> None:
    put(store, account(1), contract(1, "2024-01-01"), left(1, "2025-07-01", "2025-07-31"))
    found = read_lifetimes(store, AS_OF)
    assert life(found) == (0, 18, False, "")
    assert found.clients["leaves_on"].isna().all()


@pytest.mark.parametrize(("last_paid", "ended"), [("2025-04-01", False), ("2025-03-31", True)])
def test_more_than_ninety_days_of_silence_end_a_life(store: Store, last_paid: str, ended: bool) -> None:
    """30 June is 90 days after 1 April."""
    put(store, account(1), paid(1, "2024-04-01"), paid(1, last_paid))
    found = read_lifetimes(store, AS_OF)
    assert life(found) == (0, 12 if ended else 15, ended, "silence" if ended else "")


def test_silence_ends_a_life_on_the_last_day_of_the_last_contract(store: Store) -> None:
    put(store, account(1), contract(1, "2024-01-01", "2024-07-01"), paid(1, "2024-01-01"))
    found = read_lifetimes(store, AS_OF)
    assert life(found) == (0, 6, True, "silence")
    assert found.clients["ended_on"].dt.date.tolist() == [date(2024, 6, 30)]


def test_a_credit_is_no_sign_of_life(store: Store) -> None:
    put(store, account(1), paid(1, "2024-01-01"), paid(1, "2025-06-01", -50))
    assert life(read_lifetimes(store, AS_OF)) == (0, 1, True, "silence")


def test_a_client_that_came_back_has_stayed(store: Store) -> None:
    put(store, account(1), paid(1, "2023-01-01"), left(1, "2023-05-01", "2023-06-30"), contract(1, "2024-03-01"))
    assert life(read_lifetimes(store, AS_OF)) == (0, 30, False, "")
    assert life(read_lifetimes(store, date(2024, 1, 31))) == (0, 6, True, "departure")


def test_the_last_invoices_after_a_departure_are_no_return(store: Store) -> None:
    put(store, account(1), paid(1, "2024-01-01"), left(1, "2024-05-01", "2024-06-30"), paid(1, "2024-08-15"))
    assert life(read_lifetimes(store, AS_OF)) == (0, 6, True, "departure")


def test_a_client_from_before_the_records_counts_from_their_beginning(store: Store) -> None:
    put(store, account(1, "2020-01-01"), account(2), paid(2, "2023-01-01"), contract(1, "2022-01-01"))
    found = read_lifetimes(store, AS_OF)
    assert found.records_from == date(2023, 1, 1)
    assert life(found, 1) == (36, 66, False, "")
    assert life(found, 2)[0] == 0


def test_a_departure_on_record_says_that_ends_were_recorded_then(store: Store) -> None:
    put(store, account(1, "2020-01-01"), left(1, "2021-11-01", "2021-12-31"), account(2), paid(2, "2023-01-01"))
    found = read_lifetimes(store, AS_OF)
    assert found.records_from == date(2021, 12, 31)
    assert life(found, 1) == (23, 24, True, "departure")


def test_accounts_that_are_no_clients_have_no_life(store: Store) -> None:
    put(store, account(1), account(2, "2024-01-01"), account(3), paid(3, "2025-07-01"))
    found = read_lifetimes(store, AS_OF)
    assert found.clients.empty
    assert found.records_from is None


def test_a_month_s_margin_is_told_by_the_best_that_the_records_hold(store: Store) -> None:
    """12,000 of revenue in twelve months; 2,000 passed on; 40 hours at 50; the service leaves 40 %."""
    put(
        store, account(1), Person(id=1, name="Ann"), Service(id=1, name="Care", margin_share=0.4),
        CostRate(person_id=1, cents_per_hour=30_00, starts_on=date(2020, 1, 1), ends_before=date(2025, 1, 1)),
        CostRate(person_id=1, cents_per_hour=50_00, starts_on=date(2025, 1, 1)),
        contract(1, "2023-01-01"), paid(1, "2023-01-01"), paid(1, "2025-02-01", 12_000, 1),
        PassThroughCost(account_id=1, spent_on=date(2025, 3, 1), amount_cents=2_000_00),
        Project(id=1, account_id=1, name="Site"),
        TimeEntry(person_id=1, account_id=1, worked_on=date(2025, 3, 1), minutes=1_200),
        TimeEntry(person_id=1, project_id=1, worked_on=date(2025, 3, 2), minutes=1_200),
    )  # fmt: skip
    margins = read_margins(store, read_lifetimes(store, AS_OF))
    assert margins.bases == (COSTS, SHARES, REVENUE)
    told = {basis: margins.monthly(basis)[0] / 100 for basis in margins.bases}
    assert told == pytest.approx({COSTS: (12_000 - 2_000 - 2_000) / 12, SHARES: 400, REVENUE: 1_000})


def test_margin_is_not_told_from_costs_that_are_mostly_unknown(store: Store) -> None:
    """Half of the hours have no cost rate, a fifth of revenue no margin: only revenue is left."""
    put(
        store, account(1), Person(id=1, name="Ann"), Person(id=2, name="Bo"),
        Service(id=1, name="Care", margin_share=0.4), Service(id=2, name="Audit"),
        CostRate(person_id=1, cents_per_hour=50_00, starts_on=date(2020, 1, 1)),
        paid(1, "2024-06-01"), paid(1, "2025-02-01", 800, 1), paid(1, "2025-04-01", 200, 2),
        TimeEntry(person_id=1, account_id=1, worked_on=date(2025, 3, 1), minutes=60),
        TimeEntry(person_id=2, account_id=1, worked_on=date(2025, 3, 1), minutes=60),
    )  # fmt: skip
    margins = read_margins(store, read_lifetimes(store, AS_OF))
    assert margins.bases == (REVENUE,)
    assert "revenue" in margins.words[REVENUE]


def test_a_young_client_s_month_is_the_mean_of_its_own_months(store: Store) -> None:
    put(store, account(1), paid(1, "2025-04-01", 300), account(2), paid(2, "2024-01-01"), paid(2, "2025-04-01", 300))
    margins = read_margins(store, read_lifetimes(store, AS_OF))
    assert margins.monthly(REVENUE) / 100 == pytest.approx([100, 25], rel=0.01)


def test_clients_are_grouped_by_sector_and_by_the_service_they_began_with(store: Store) -> None:
    put(
        store, Sector(id=1, name="retail"), Sector(id=2, name="media"), Service(id=1, name="Care"),
        Service(id=2, name="Audit"), account(1, sector_id=1), account(2, sector_id=1), account(3),
        paid(1, "2025-01-01", 10, 1), paid(1, "2025-01-01", 90, 2), paid(1, "2025-05-01", 900, 1),
        paid(2, "2025-05-01", 10, 1), paid(3, "2025-05-01", 10),
    )  # fmt: skip
    found = read_lifetimes(store, AS_OF)
    assert {name: which.tolist() for name, which in by_sector(store, found).items()} == {"retail": [True, True, False]}
    began = {name: which.tolist() for name, which in by_first_service(store, found).items()}
    assert began == {"Audit": [True, False, False], "Care": [False, True, False]}
