"""Cohorts of a book: names, kinds of revenue, and where the records begin."""

from datetime import date

from lib.accounts.tables import Account
from lib.book import Book, read_book
from lib.book.cohorts import cohort_members, cohort_quarters, cohorts, of_kind
from lib.money.tables import Revenue
from lib.periods import add_months, month_start
from lib.store.engine import Store
from tests.facts import put

AS_OF = date(2025, 2, 14)


def paid(account: int, month: str, amount: int = 100, kind: str = "recurring") -> Revenue:
    return Revenue(
        account_id=account, earned_on=date.fromisoformat(f"{month}-10"), amount_cents=amount * 100, kind=kind
    )


def book(store: Store, as_of: date = AS_OF) -> Book:
    return read_book(store, as_of, add_months(month_start(as_of), -37))


def put_three(store: Store) -> None:
    """Old pays from February 2024 and grows; New begins in May 2024; Gone begins in May and stops in October."""
    put(store, *(Account(id=n, name=name) for n, name in enumerate(["Old", "New", "Gone"], start=1)))
    put(store, *(paid(1, f"2024-{month:02}", 100 if month < 7 else 150) for month in range(2, 13)), paid(1, "2025-02"))
    put(store, *(paid(2, f"2024-{month:02}") for month in range(5, 13)), paid(2, "2025-02"))
    put(store, *(paid(3, f"2024-{month:02}", kind="project") for month in range(5, 10)))


def test_quarters_are_whole_from_the_beginning_of_the_records_on(store: Store) -> None:
    put_three(store)
    assert [piece.key for piece in cohort_quarters(book(store))] == ["2024Q2", "2024Q3", "2024Q4", "2025Q1"]
    assert cohort_quarters(book(store, date(2023, 6, 30))) == []


def test_clients_are_followed_from_the_quarter_they_began_in(store: Store) -> None:
    put_three(store)
    found = cohorts(book(store), "quarter").set_index(["name", "age"])
    assert found.index.tolist() == [
        ("before Q2 2024", 1), ("before Q2 2024", 2), ("before Q2 2024", 3), ("before Q2 2024", 4),
        ("Q2 2024", 1), ("Q2 2024", 2), ("Q2 2024", 3),
    ]  # fmt: skip
    assert found.loc[("before Q2 2024", 2), ["before", "now", "held"]].tolist() == [30_000, 45_000, 30_000]
    assert found.loc[("Q2 2024", 2), ["clients", "kept", "before", "now"]].tolist() == [2, 1, 60_000, 30_000]
    assert found["so_far"].tolist() == [False, False, False, True, False, False, True]


def test_years_take_the_quarters_of_each_client_s_own_life(store: Store) -> None:
    put_three(store)
    assert cohorts(book(store), "year")["name"].unique().tolist() == ["before Q2 2024", "2024"]


def test_recurring_and_project_revenue_stay_apart(store: Store) -> None:
    put_three(store)
    begun = cohorts(book(store), "quarter", "project").set_index(["name", "age"])
    assert begun.loc[("Q2 2024", 2), ["before", "now"]].tolist() == [30_000, 0]
    assert of_kind(book(store), None).revenue.equals(book(store).revenue)
    assert set(of_kind(book(store), "recurring").revenue["kind"]) == {"recurring"}


def test_the_clients_behind_a_cohort_are_told_by_name(store: Store) -> None:
    put_three(store)
    found = cohort_members(book(store), "quarter").set_index("Client")
    assert found["Cohort"].to_dict() == {"Old": "before Q2 2024", "Gone": "Q2 2024", "New": "Q2 2024"}
    assert found["Still active"].to_dict() == {"Old": "yes", "Gone": "no", "New": "yes"}
    assert found.loc["New", ["First whole quarter", "Last whole quarter"]].tolist() == [300, 300]


def test_without_records_there_are_no_cohorts(store: Store) -> None:
    assert cohorts(book(store), "quarter").empty
    assert cohort_members(book(store), "year").empty
