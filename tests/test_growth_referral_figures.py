"""Referrals asked, made and won, with their bases."""

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.growth.referral_figures import asked_within, happened_by_quarter, referrals_in
from lib.periods import Period, parse

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
Steps = tuple[str, str | None, str | None]


def frame(*rows: Steps) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["asked_on", "made_on", "won_on"])
    return found.apply(pd.to_datetime)


def test_made_is_of_those_asked_and_won_of_those_made() -> None:
    """5 of 12 asked were made; 2 won (the brief's example); two of another year stay out."""
    rows = [("2026-03-01", None, None)] * 7 + [("2026-04-01", "2026-05-01", None)] * 3
    rows += [("2026-12-31", "2027-01-02", "2027-02-01")] * 2 + [("2025-12-31", "2026-01-01", "2026-02-01")] * 2
    found = referrals_in(frame(*rows), YEAR)
    assert found["referrals_asked"].value == 12
    made, won = found["referrals_made"], found["referrals_won"]
    assert (made.hits, made.base, won.hits, won.base) == (5, 12, 2, 5)
    assert made.low is not None
    assert made.high is not None
    assert made.low < 5 / 12 < made.high


def test_without_any_asked_or_made_there_is_no_rate() -> None:
    nobody = referrals_in(frame(), YEAR)
    assert (nobody["referrals_asked"].value, nobody["referrals_made"].why) == (0, "no referral was asked for")
    unmade = referrals_in(frame(("2026-03-01", None, None)), YEAR)
    assert (unmade["referrals_made"].value, unmade["referrals_won"].why) == (0, "no referral was made")


def test_each_step_counts_in_the_quarter_it_happened() -> None:
    quarters = [parse(f"2026Q{number}") for number in (1, 2, 3)]
    found = happened_by_quarter(frame(("2026-03-31", "2026-04-01", "2026-09-30"), ("2026-01-01", None, None)), quarters)
    assert found.to_dict("list") == {
        "quarter": ["2026Q1", "2026Q2", "2026Q3"], "asked": [2, 0, 0], "made": [0, 1, 0], "won": [0, 0, 1],
    }  # fmt: skip


DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 1)).map(str)


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS, st.none() | DAYS)), st.randoms())
def test_counts_go_down_step_by_step_whatever_the_order(rows, chance) -> None:  # type: ignore[no-untyped-def]
    found = referrals_in(frame(*rows), YEAR)
    assert found == referrals_in(frame(*chance.sample(rows, len(rows))), YEAR)
    assert (
        (found["referrals_made"].base or 0) == found["referrals_asked"].value == len(asked_within(frame(*rows), YEAR))
    )
    assert (found["referrals_won"].base or 0) == (found["referrals_made"].hits or 0)
    assert (found["referrals_won"].hits or 0) <= (found["referrals_won"].base or 0)
