"""How well the pipeline is kept: steps, ages against won ones, expected closes; on small frames and the real CRM."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.growth import hygiene_figures as hygiene
from lib.growth.pipeline import decided_deals, open_deals
from lib.store.engine import Store
from tests.facts import put_real, real_frames

DAY = date(2026, 6, 30)


def ago(days: int) -> pd.Timestamp:
    return pd.Timestamp(DAY) - pd.Timedelta(days=days)


def deals(*rows: dict[str, Any]) -> pd.DataFrame:
    """Open deals with what is left out of a row: an expansion of Acme, opened 10 days ago, nothing planned."""
    usual = {
        "kind": "expansion", "account": "Acme", "stage_id": 1, "stage": "Talk", "value_cents": 100, "next_step": None,
        "opened_on": ago(10), "in_stage_on": ago(5), "expected_close_on": pd.NaT, "next_step_on": pd.NaT,
    }  # fmt: skip
    frame = pd.DataFrame([{"id": number} | usual | row for number, row in enumerate(rows, start=1)])
    for name in ("opened_on", "in_stage_on", "expected_close_on", "next_step_on"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def won(ages: list[int | None], kind: str = "expansion") -> pd.DataFrame:
    return pd.DataFrame({"won": True, "kind": kind, "age_days": pd.array(ages, dtype="Int64")})


TEN = won([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])  # the 75th percentile, linear: 77.5


def test_steps_are_none_without_date_overdue_or_ahead() -> None:
    found = hygiene.judged(
        deals(
            {},
            {"next_step": "Call"},
            {"next_step": "Call", "next_step_on": ago(1)},
            {"next_step": "Call", "next_step_on": ago(0)},
        ),
        TEN, DAY,
    )  # fmt: skip
    assert found["step_state"].tolist() == ["no next step", "no date", "overdue", "ahead"]
    assert (hygiene.without_dated_step(found).hits, hygiene.overdue_steps(found).hits) == (2, 1)
    assert hygiene.without_dated_step(found).value == 0.5


def test_a_deal_is_ageing_once_it_is_older_than_three_in_four_won_ones() -> None:
    assert hygiene.won_age(TEN).value == 77.5
    found = hygiene.judged(deals({"opened_on": ago(77)}, {"opened_on": ago(78)}, {"opened_on": pd.NaT}), TEN, DAY)
    assert found["ageing"].tolist() == [False, True, pd.NA]
    measure = hygiene.ageing_deals(found)
    assert (measure.hits, measure.base, measure.note) == (1, 2, "1 of 3 cannot be judged")


def test_renewals_have_a_percentile_of_their_own() -> None:
    decided = pd.concat([TEN, won([5] * 10, "renewal")])
    found = hygiene.judged(deals({}, {"kind": "renewal"}, {"kind": None}), decided, DAY)
    assert found["ageing"].tolist() == [False, True, False]
    assert found["limit_days"].tolist() == [77.5, 5, 77.5]


def test_of_fewer_than_ten_won_deals_nothing_is_said() -> None:
    nine = won([10] * 9 + [None])
    measure = hygiene.won_age(nine)
    assert (measure.value, measure.base) == (None, 9)
    found = hygiene.judged(deals({"opened_on": ago(900)}), nine, DAY)
    assert found["ageing"].isna().all()
    assert "fewer than 10 were won" in hygiene.ageing_deals(found).why


def test_lost_deals_do_not_tell_how_long_winning_takes() -> None:
    assert hygiene.won_age(pd.concat([TEN, TEN.assign(won=False, age_days=999)])).value == 77.5


def test_an_expected_close_is_passed_the_day_after() -> None:
    found = hygiene.judged(deals({"expected_close_on": ago(0)}, {"expected_close_on": ago(1)}, {}), TEN, DAY)
    measure = hygiene.passed_closes(found)
    assert (measure.hits, measure.base, measure.note) == (1, 2, "1 of 3 have no expected close")
    assert hygiene.passed_closes(found[:0]).value is None


def test_problems_are_told_in_words_the_gravest_first() -> None:
    bad = {"opened_on": ago(200), "account": None, "next_step": "x", "next_step_on": ago(3)}
    found = hygiene.judged(
        deals(bad | {"expected_close_on": ago(2)}, {"next_step": "x", "next_step_on": ago(-3)}), TEN, DAY
    )
    assert found["problems"].tolist() == ["step overdue, ageing, close passed, no client", ""]
    assert found["problem_count"].tolist() == [4, 0]


def test_nothing_open_is_no_data() -> None:
    found = hygiene.judged(deals({})[:0], TEN, DAY)
    for figure in (hygiene.without_dated_step, hygiene.overdue_steps, hygiene.ageing_deals, hygiene.passed_closes):
        assert (figure(found).value, figure(found).why) == (None, "no deal is open")
    assert hygiene.ages(found).empty


@given(st.lists(st.integers(0, 2000), max_size=60), st.integers(1, 40))
def test_ages_counted_in_bands_lose_no_deal(ages: list[int], bins: int) -> None:
    found = hygiene.judged(deals(*({"opened_on": ago(age)} for age in ages), {"opened_on": pd.NaT}), TEN, DAY)
    banded = hygiene.ages(found, bins)
    assert int(banded["deals"].sum()) == len(ages)
    assert int(banded.loc[banded["ageing"], "deals"].sum()) == sum(age > 77.5 for age in ages)
    assert (banded["since"] <= banded["middle"]).all()
    assert (banded["middle"] < banded["until"]).all()


@given(st.lists(st.one_of(st.none(), st.integers(-40, 400)), min_size=1, max_size=40))
def test_every_open_deal_is_in_one_state_of_its_step(days: list[int | None]) -> None:
    steps = [{} if day is None else {"next_step": "x", "next_step_on": ago(day)} for day in days]
    found = hygiene.judged(deals(*steps), TEN, DAY)
    undated, late = hygiene.without_dated_step(found), hygiene.overdue_steps(found)
    ahead = int((found["step_state"] == hygiene.AHEAD).sum())
    assert (undated.hits or 0) + (late.hits or 0) + ahead == len(days)


@pytest.mark.real
@pytest.mark.parametrize("as_of", [date(2017, 12, 31), date(2017, 9, 30)])
def test_the_real_pipeline_is_what_plain_pandas_counts(as_of: date, store: Store, real_input: Path) -> None:
    put_real(store, real_frames(real_input))
    found = hygiene.judged(open_deals(store, as_of), decided_deals(store, as_of), as_of)
    plain, won_ages = _plain(real_input, as_of)
    limit = float(np.percentile(won_ages, 75))

    assert hygiene.won_age(decided_deals(store, as_of)).value == limit
    grouped = found.fillna({"stage": "not known"}).groupby("stage")["value_cents"]
    assert {str(name): (len(part), int(part.sum()) // 100) for name, part in grouped} == {
        str(name): (len(part), int(part.sum())) for name, part in plain.groupby("stage")["price"]
    }
    ageing = hygiene.ageing_deals(found)
    assert (ageing.hits, ageing.base) == (int((plain["age"] > limit).sum()), int(plain["age"].notna().sum()))
    assert int(found["account"].isna().sum()) == int(plain["account"].isna().sum())
    assert hygiene.without_dated_step(found).hits == len(plain)


def _plain(folder: Path, as_of: date) -> tuple[pd.DataFrame, "pd.Series[Any]"]:
    """Open deals with stage, list price and age, and the ages of won ones, straight from the export's files."""
    rows = pd.read_csv(folder / "sales_pipeline.csv", parse_dates=["engage_date", "close_date"])
    price = pd.read_csv(folder / "products.csv").set_index("product")["sales_price"]
    day = pd.Timestamp(as_of)
    begun = rows["engage_date"].isna() | (rows["engage_date"] <= day)
    is_open = begun & (rows["close_date"].isna() | (rows["close_date"] > day))
    there = rows[is_open]
    closed_since = there["deal_stage"].isin(["Won", "Lost"])
    plain = pd.DataFrame(
        {
            "account": there["account"],
            # The export keeps only the last stage: of what closed since, it is not known where it stood then.
            "stage": there["deal_stage"].mask(closed_since, "not known"),
            "price": there["product"].replace("GTXPro", "GTX Pro").map(price),
            "age": (day - there["engage_date"]).dt.days,
        }
    )
    won = rows[(rows["deal_stage"] == "Won") & (rows["close_date"] <= day)]
    return plain, (won["close_date"] - won["engage_date"]).dt.days


def test_the_day_itself_belongs_to_the_days_gone_by() -> None:
    found = hygiene.judged(deals({"opened_on": pd.Timestamp(DAY - timedelta(3)), "in_stage_on": ago(0)}), TEN, DAY)
    assert (found["age_days"].tolist(), found["stage_days"].tolist()) == ([3], [0])
