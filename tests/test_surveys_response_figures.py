"""Who answered of those asked, and what the missing could change."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.errors import RefusedValue
from lib.intervals import wilson
from lib.surveys.change_figures import said
from lib.surveys.promoter_figures import Promoters, nps
from lib.surveys.response_figures import (
    Outcomes,
    account_coverage,
    decision_maker_coverage,
    late_against_early,
    outcomes,
    response_by,
    response_rate,
    worst_and_best,
)

# account, role, state, answered to the end
INVITED = """
1 decision_maker answered 1
1 user           answered 0
1 user           sent     0
2 decision_maker bounced  0
2 influencer     answered 1
3 user           refused  0
3 -              sent     0
4 decision_maker listed   0
"""


def invited(text: str = INVITED) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {"account_id": int(account), "role": None if role == "-" else role.replace("_", " "), "state": state,
         "complete": done == "1"}
        for account, role, state, done in (line.split() for line in text.split("\n") if line)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["account_id", "role", "state", "complete"])


def test_bounced_addresses_stay_in_the_base_and_listed_ones_are_not_asked() -> None:
    found = outcomes(invited())
    assert found == Outcomes(complete=2, partial=1, refused=1, silent=2, unknown=1)
    assert found.asked == 7


def test_rr1_counts_complete_answers_and_rr2_partial_ones_too() -> None:
    """AAPOR: I / (I + P + R + NC + O + UNK), and (I + P) / the same."""
    found = Outcomes(complete=50, partial=10, refused=5, silent=20, other=5, unknown=10)
    one, two = response_rate(found), response_rate(found, partial_too=True)
    assert (one.value, one.hits, one.base) == (0.5, 50, 100)
    assert (two.value, two.low, two.high) == (0.6, *wilson(60, 100))


def test_accounts_and_their_decision_makers_are_covered_or_not() -> None:
    accounts, deciding = account_coverage(invited()), decision_maker_coverage(invited())
    assert (accounts.hits, accounts.base) == (2, 3)
    assert (deciding.hits, deciding.base, deciding.note) == (1, 3, "in 1 account no decision maker was asked")


def test_response_is_told_by_role_and_unknown_roles_are_a_group() -> None:
    found = response_by(invited(), "role")
    assert found[["group", "asked", "answered"]].to_numpy().tolist() == [
        ["decision maker", 2, 1], ["influencer", 1, 1], ["user", 3, 1], [None, 1, 0],
    ]  # fmt: skip
    assert (found.loc[0, "low"], found.loc[0, "high"]) == wilson(1, 2)


def test_where_nobody_was_asked_no_rate_is_nought() -> None:
    nobody = invited("4 user listed 0")
    found = [response_rate(outcomes(nobody)), account_coverage(nobody), decision_maker_coverage(nobody)]
    assert [(one.value, one.why) for one in found] == [(None, "Nobody was asked.")] * 3
    assert response_by(nobody, "role").empty


def test_one_promoter_of_four_contacts_lies_between_minus_50_and_100() -> None:
    assert worst_and_best(Promoters(0, 0, 1), 4) == (-0.5, 1.0)
    assert worst_and_best(Promoters(0, 0, 0), 0) is None


def test_more_answers_than_people_asked_are_refused() -> None:
    with pytest.raises(RefusedValue, match="2 answered, so at least as many were asked, not 1"):
        worst_and_best(Promoters(0, 1, 1), 1)


@given(some.builds(Promoters, *[some.integers(0, 9)] * 3), some.integers(0, 9))
def test_the_score_lies_between_the_worst_and_the_best(counts: Promoters, missing: int) -> None:
    bounds = worst_and_best(counts, counts.answers + missing)
    if bounds and counts.answers:
        assert -1 <= bounds[0] <= (nps(counts) or 0.0) <= bounds[1] <= 1


def test_late_answers_are_set_against_early_ones() -> None:
    scores, days = np.array([9.0] * 12 + [3.0] * 12), np.arange(24.0)
    found = late_against_early(scores, days)
    assert found is not None
    assert (found.before, found.after, said(found)) == (1.0, -1.0, "down")
    assert late_against_early(scores[:8], days[:8]) is None
    assert late_against_early(scores, np.zeros(24)) is None, "all on one day"
