"""Days lost: worked out by hand, and summing to the book by whatever they are told."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.days import NONE
from lib.delivery import queries
from lib.delivery.roadblock_figures import (
    as_they_stood,
    days_lost,
    days_so_far,
    lost_across,
    lost_by,
    lost_by_cause,
    of_period,
)  # fmt: skip
from lib.delivery.tables import DELAY_CAUSES
from lib.periods import Period, trailing_year
from lib.store.engine import Store
from tests.client_facts import on
from tests.facts import put
from tests.work_book import AS_OF, book


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *book())
    return store


def stood(store: Store, as_of: date) -> pd.DataFrame:
    return as_they_stood(queries.roadblocks(store, as_of), as_of).set_index("what")


def test_a_roadblock_closed_later_was_open_and_nobody_knew_yet_what_it_cost(filled: Store) -> None:
    before, after = stood(filled, on("07-10")).loc["No drafts"], stood(filled, on("07-11")).loc["No drafts"]
    assert (before["open"], before["age_days"]) == (True, 9)
    assert pd.isna(before["lost"])
    assert (after["open"], after["age_days"], after["lost"]) == (False, 10, 8)


def test_days_lost_by_cause_by_hand(filled: Store) -> None:
    found = of_period(stood(filled, AS_OF).drop("Lost").reset_index(), trailing_year(AS_OF))
    rows = lost_by_cause(found).set_index("cause")
    assert rows["lost"].to_dict() == {"client feedback": 8, "roadblock": 0, "capacity": 5, "rework": 0}
    assert rows["so_far"].to_dict() == {"client feedback": 0, "roadblock": 50, "capacity": 0, "rework": 0}
    assert rows.loc["rework", ["closed", "unsaid"]].tolist() == [1, 1]


def test_a_period_holds_those_open_and_those_closed_in_it(filled: Store) -> None:
    lately = of_period(stood(filled, AS_OF).reset_index(), Period(on("11-08"), on("11-21")))
    assert lately["what"].tolist() == ["Lost", "No access", "Designer away"]


def test_days_nobody_said_are_not_none_lost() -> None:
    told = days_lost(np.array([8, 5, NONE]))
    assert (told.value, told.note) == (13, "of 1 of 3 nobody said how many")
    assert days_lost(np.array([NONE])).value is None
    assert days_lost(np.array([], dtype=np.int64)).why == "no roadblock was closed in the period"
    assert days_so_far(np.array([50, 3])).value == 53


row = st.fixed_dictionaries(
    {
        "account": st.sampled_from(["a", "b", "c"]), "cause": st.sampled_from(DELAY_CAUSES), "open": st.booleans(),
        "age_days": st.integers(0, 99), "said": st.one_of(st.none(), st.integers(0, 50)),
    }
)  # fmt: skip


@given(st.lists(row, min_size=1, max_size=30))
def test_causes_accounts_and_the_book_sum_to_the_same_days(rows: list[dict[str, object]]) -> None:
    frame = pd.DataFrame(rows)
    frame["lost"] = pd.array([None if r["open"] else r["said"] for r in rows], dtype="Int64")
    total = int(frame["lost"].fillna(0).sum())
    across = lost_across(frame, "account")
    assert across[list(DELAY_CAUSES)].sum(axis=1).tolist() == across["lost"].tolist()
    assert (
        across["lost"].sum() == lost_by_cause(frame)["lost"].sum() == lost_by(frame, "account")["lost"].sum() == total
    )
    assert across["so_far"].sum() == lost_by_cause(frame)["so_far"].sum() == frame.loc[frame["open"], "age_days"].sum()
