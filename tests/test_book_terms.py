"""Contract terms cut at hand-overs."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as some

from lib.book.terms import by_owner
from lib.days import Spells, dated, spells

BEGIN = date(2024, 1, 1)
SPELL = some.tuples(some.integers(1, 2), some.integers(0, 30), some.integers(1, 30) | some.none())


def table(rows: list[tuple[int, int, int | None]], key: str, value: str) -> pd.DataFrame:
    made = [
        (number, number % 3 + 1, BEGIN + timedelta(start), None if days is None else BEGIN + timedelta(start + days))
        for number, start, days in rows
    ]
    frame = pd.DataFrame(made, columns=[key, value, "starts_on", "ends_before"])
    return dated(frame, "starts_on", "ends_before")


def changing(rows: list[tuple[int, int, int | None]], key: str, value: str) -> Spells:
    return spells(table(rows, key, value), key, value)


def days_covered(contracts: pd.DataFrame) -> list[tuple[int, date]]:
    """Each account and day under contract in the first hundred days, as often as there are terms."""
    covered = []
    for account, start, end in contracts[["account_id", "starts_on", "ends_before"]].itertuples(index=False):
        last = pd.Timestamp(BEGIN + timedelta(100)) if pd.isna(end) else end
        covered += [(account, day.date()) for day in pd.date_range(start, last, inclusive="left")]
    return sorted(covered)


@given(some.lists(SPELL, max_size=4), some.lists(SPELL, max_size=4), some.lists(SPELL, max_size=4))
def test_cutting_loses_no_day_and_adds_none(
    terms: list[tuple[int, int, int | None]],
    leads: list[tuple[int, int, int | None]],
    lines: list[tuple[int, int, int | None]],
) -> None:
    contracts = table(terms, "account_id", "service_id")
    cut = by_owner(contracts, changing(leads, "account_id", "person_id"), changing(lines, "person_id", "manager_id"))
    assert days_covered(cut) == days_covered(contracts)
    assert len(cut) >= len(contracts)
