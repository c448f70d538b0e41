"""The values of a book: what each client adds, who has given notice, and segments by their own lives."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.days import Bools
from lib.health.lifetime_values import endless_months, leave_alike, segments, value_clients
from lib.health.lifetimes import Lifetimes
from lib.money.clv_figures import Terms
from lib.money.lifetime_figures import Sbg
from tests.lives import lives_of

AS_OF = date(2025, 6, 30)
TERMS = Terms(12, 0.0)
ENDED, HERE = "1 2 3 4 5 6 7 8 9 10", "12+ " * 30


def book(text: str, leaves: dict[int, str] | None = None) -> Lifetimes:
    """Clients of these lives; `leaves`: by place, the last day of those that have decided to leave."""
    lives = lives_of(text)
    count = len(lives.months)
    days = [(leaves or {}).get(at) for at in range(count)]
    clients = pd.DataFrame(
        {
            "account_id": np.arange(1, count + 1), "starts_on": pd.Timestamp(2024, 6, 30),
            "ended_on": pd.NaT, "ended_by": "", "leaves_on": pd.to_datetime(pd.Series(days)), "active": ~lives.ended,
        }
    )  # fmt: skip
    return Lifetimes(AS_OF, date(2020, 1, 1), clients, lives)


def everyone(found: Lifetimes) -> Bools:
    return np.ones(len(found.clients), dtype=np.bool_)


def test_the_book_is_the_sum_of_its_clients() -> None:
    found = book(f"{ENDED} {HERE}")
    monthly = np.linspace(-20, 500, 40)
    values = value_clients(found, monthly, everyone(found), TERMS)
    rows = values.clients
    assert len(rows) == 30
    assert values.to_come.value == pytest.approx((rows["monthly"] * rows["months"]).sum())
    assert values.clv.value == pytest.approx(monthly[10:].mean() * values.tenures["months"][0], rel=0.1)
    assert values.ended == 10


def test_one_that_has_given_notice_brings_only_the_months_left() -> None:
    """Its last day is 31 August: two months after 30 June."""
    found = book(f"{ENDED} {HERE}", {12: "2025-08-31"})
    values = value_clients(found, np.full(40, 100.0), everyone(found), TERMS)
    row = values.clients[values.clients["account_id"] == 13].iloc[0]
    assert (row["months"], row["low"], row["high"]) == (2, 2, 2)


def test_filters_choose_whose_value_is_told_not_whose_lives_are_learned_from() -> None:
    found = book(f"{ENDED} {HERE}")
    which = np.arange(40) == 15
    values = value_clients(found, np.full(40, 100.0), which, TERMS)
    whole = value_clients(found, np.full(40, 100.0), everyone(found), TERMS)
    assert values.clients["account_id"].tolist() == [16]
    assert values.stay == whole.stay
    assert values.to_come.value == pytest.approx((whole.to_come.value or 0) / 30)


def test_too_few_ended_clients_leave_margins_and_the_observed_line() -> None:
    found = book(f"1 2 3 {HERE}")
    values = value_clients(found, np.full(33, 100.0), everyone(found), TERMS)
    assert values.clv.why == values.to_come.why == values.stay.why == "not enough ended clients (3 of 10)"
    assert values.model is None
    assert values.clients["months"].isna().all()
    assert set(values.line["line"]) == {"observed"}
    assert values.tenures.empty


def test_the_line_goes_on_with_the_model_where_nobody_was_watched() -> None:
    found = book(f"{ENDED} {HERE}")
    line = value_clients(found, np.full(40, 100.0), everyone(found), TERMS).line
    observed, model = (line[line["line"] == name] for name in ("observed", "model"))
    assert observed["month"].max() == 12
    assert model["month"].min() == 12
    assert model["share"].iloc[0] == pytest.approx(observed["share"].iloc[-1])
    assert ((line["low"] <= line["share"]) & (line["share"] <= line["high"])).all()


def test_an_empty_book_has_no_values() -> None:
    found = book("")
    values = value_clients(found, np.empty(0), everyone(found), TERMS)
    assert values.clv.why == "not enough ended clients (0 of 10)"
    assert values.clients.empty


def test_segments_are_told_by_their_own_lives_or_not_at_all() -> None:
    found = book(f"{ENDED} {HERE} {ENDED.replace('10', '9')} 1 1 1 12+ 12+ 3 12+")
    place = np.arange(len(found.clients))
    groups = {"old": place < 40, "new": (place >= 40) & (place < 55), "tiny": place >= 55}
    told = segments(found, np.full(len(place), 100.0), groups, TERMS).set_index("segment")
    assert told.index.tolist() == ["old", "new", "tiny"]
    assert told["ended"].tolist() == [10, 13, 1]
    assert told.loc["tiny", "clv"].why == "not enough ended clients (1 of 10)"
    assert told.loc["old", "clv"].value > told.loc["new", "clv"].value
    p = leave_alike(found, groups)
    assert p is not None
    assert p < 0.001


def test_one_large_segment_cannot_be_compared() -> None:
    found = book(f"{ENDED} {HERE}")
    assert leave_alike(found, {"all": everyone(found), "none": ~everyone(found)}) is None


def test_without_a_discount_there_is_no_endless_sum() -> None:
    assert endless_months(Sbg(0.668, 3.806), Terms(36, 0.0)) is None
    yearly = endless_months(Sbg(0.668, 3.806), Terms(36, 1.1**12 - 1))
    assert yearly == pytest.approx(5.922596, abs=1e-6)
