"""The renewals calendar and its figures: what falls due, when to act, what was renewed of what was due."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.accounts.renewal_charts import renewals_by_month
from lib.accounts.renewal_figures import (
    PARTS,
    amount_due,
    as_known,
    by_month,
    calendar,
    open_ended,
    renewal_rate,
    renewals_kept,
    without_forecast,
)

DAY = date(2026, 3, 1)
TERM = {
    "account_id": 1, "account": "Acme", "service": "Audit", "kind": "retainer", "starts_on": "2025-06-01",
    "ends_before": "2026-06-01", "monthly_fee_cents": 10_000, "total_fee_cents": None, "notice_days": 30,
    "auto_renews": False, "notice_given_on": None,
}  # fmt: skip
RENEWAL = {
    "version": 1, "due_on": "2026-06-01", "target_cents": 130_000, "forecast_cents": None, "final_cents": None,
    "outcome": None, "decided_on": None,
}  # fmt: skip
DATES = ("starts_on", "ends_before", "notice_given_on", "due_on", "decided_on")


def frame(usual: dict[str, Any], rows: tuple[dict[str, Any], ...]) -> pd.DataFrame:
    whole = [usual | row for row in rows]
    dates = {name: np.array([row[name] for row in whole], dtype="datetime64[D]") for name in DATES if name in usual}
    return pd.DataFrame(whole, columns=list(usual)).assign(**dates)


def written(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = tuple({"id": at, "contract_id": at} | row for at, row in enumerate(rows, start=1))
    return frame({"id": 0, "contract_id": 0} | TERM | RENEWAL, numbered)


def running(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = tuple({"contract_id": 100 + at} | row for at, row in enumerate(rows, start=1))
    return frame({"contract_id": 0} | TERM, numbered)


def days(column: "pd.Series[Any]") -> list[str]:
    return ["" if pd.isna(day) else str(day.date()) for day in column]


def renewed(due: str, target: int, final: int, decided: str) -> dict[str, Any]:
    return {
        "due_on": due, "target_cents": target, "final_cents": final, "decided_on": decided,
        "outcome": "renewed" if final else "lost",
    }  # fmt: skip


# What is known


def test_outcomes_and_notices_of_later_days_are_not_known() -> None:
    frame = written(
        renewed("2026-02-01", 100, 90, "2026-03-01"),
        renewed("2026-02-01", 100, 90, "2026-03-02"),
        {"outcome": "lost"},
        {"notice_given_on": "2026-03-02"},
        {"notice_given_on": "2026-03-01"},
    )
    known = as_known(frame, DAY)
    assert known["outcome"].fillna("").tolist() == ["renewed", "", "lost", "", ""]
    assert known["final_cents"].fillna(-1).tolist() == [90, -1, -1, -1, -1]
    assert days(known["notice_given_on"]) == ["", "", "", "", "2026-03-01"]


# The calendar


def test_what_needs_us_first_stands_first() -> None:
    """Notice until 2 May; notice passed, due 20 March; due before today and undecided; decided ahead."""
    found = calendar(
        written(
            {"account": "Notice ahead"},
            {"account": "Notice passed", "due_on": "2026-03-20"},
            {"account": "Late", "due_on": "2026-02-10"},
            {"account": "Decided"} | renewed("2026-05-01", 100, 100, "2026-02-01"),
            {"account": "History"} | renewed("2026-02-01", 100, 100, "2026-01-01"),
            {"account": "Notice given", "notice_given_on": "2026-02-01"},
        ),
        running(),
        DAY,
    )
    assert found["account"].tolist() == ["Late", "Notice passed", "Notice ahead", "Notice given", "Decided"]
    assert days(found["act_on"]) == ["2026-02-10", "2026-03-20", "2026-05-02", "2026-06-01", ""]
    assert days(found["notice_on"])[2] == "2026-05-02"


def test_a_contract_that_ends_without_a_renewal_written_is_in_it_at_what_its_term_is_worth() -> None:
    """Twelve months at 100.00; a term without a monthly fee at its whole fee; one without either at nothing known."""
    found = calendar(
        written(),
        running({}, {"monthly_fee_cents": None, "total_fee_cents": 70_000}, {"monthly_fee_cents": None}),
        DAY,
    )
    assert found["due_cents"].fillna(-1).tolist() == [120_000, 70_000, -1]
    assert found["id"].isna().all()
    assert found["target_cents"].isna().all()
    assert days(found["due_on"]) == ["2026-06-01"] * 3


def test_the_calendar_ends_after_twelve_months() -> None:
    found = calendar(written(), running({"ends_before": "2027-03-01"}, {"ends_before": "2027-03-02"}), DAY)
    assert found["contract_id"].tolist() == [101]


def test_a_notice_given_later_had_not_set_the_end_yet() -> None:
    terms = running({"notice_given_on": "2026-04-01"}, {"notice_given_on": "2026-02-01"}, {"ends_before": None})
    assert calendar(written(), terms, DAY)["contract_id"].tolist() == [102]
    assert open_ended(terms, DAY)["contract_id"].tolist() == [101, 103]
    assert calendar(written(), terms, date(2026, 4, 1))["contract_id"].tolist() == [101, 102]


def test_a_contract_without_a_notice_period_is_acted_on_when_it_falls_due() -> None:
    found = calendar(written({"notice_days": None}), running(), DAY)
    assert days(found["notice_on"]) == days(found["act_on"]) == ["2026-06-01"]


def test_an_empty_calendar_has_its_columns() -> None:
    found = calendar(written(), running(), DAY)
    assert found.empty
    assert {"act_on", "due_cents", "outcome"} <= set(found.columns)
    assert by_month(found, DAY)["cents"].sum() == 0
    assert without_forecast(found).hits == 0


# By month


def test_each_renewal_is_in_one_part_of_its_month() -> None:
    found = calendar(
        written(
            renewed("2026-06-09", 100, 90, "2026-02-01"),
            {"due_on": "2026-06-30", "target_cents": 200, "forecast_cents": 150},
            {"due_on": "2026-07-01", "target_cents": 300, "notice_given_on": "2026-02-01"},
            {"due_on": "2026-07-02", "target_cents": 400},
            {"due_on": "2026-02-02", "target_cents": 5_000},
        ),
        running(),
        DAY,
    )
    table = by_month(found, DAY).pivot_table(index="month", columns="part", values="cents", aggfunc="sum")
    june, july = (table.loc[date(2026, month, 1)].to_dict() for month in (6, 7))
    assert june == {"Final": 90, "Forecast": 150, "No forecast yet": 0, "Notice given": 0, "Target": 300}
    assert july == {"Final": 0, "Forecast": 0, "No forecast yet": 400, "Notice given": 300, "Target": 700}
    assert len(table) == 13
    assert table.to_numpy().sum() == sum(june.values()) + sum(july.values())


@settings(max_examples=40, deadline=None)
@given(
    some.lists(
        some.tuples(
            some.integers(0, 364), some.integers(0, 10**9), some.none() | some.integers(0, 10**9), some.booleans()
        ),
        max_size=8,
    )
)
def test_the_months_add_up_to_the_calendar(rows: list[tuple[int, int, int | None, bool]]) -> None:
    ordinals = [
        {
            "due_on": str(date.fromordinal(DAY.toordinal() + after)), "target_cents": target,
            "forecast_cents": forecast, "notice_given_on": "2026-02-01" if given else None,
        }
        for after, target, forecast, given in rows
    ]  # fmt: skip
    found = calendar(written(*ordinals), running(), DAY)
    table = by_month(found, DAY)
    targets = table[table["part"] == "Target"]
    assert targets["cents"].sum() == amount_due(found).value == sum(target for _, target, _, _ in rows)
    assert targets["renewals"].sum() == len(rows) == table[table["part"].isin(PARTS)]["renewals"].sum()


def test_the_chart_draws_a_bar_for_each_part_and_a_line_at_the_target() -> None:
    monthly = by_month(calendar(written({}), running(), DAY), DAY).assign(amount=lambda frame: frame["cents"] / 100)
    spec = renewals_by_month(monthly, "EUR", dark=True).to_dict()
    bars, target = spec["layer"]
    assert (bars["mark"]["type"], target["mark"]["type"]) == ("bar", "tick")
    assert bars["encoding"]["color"]["scale"]["domain"] == list(PARTS)
    assert bars["encoding"]["y"]["stack"] == "zero"


# Figures


def test_the_renewal_rate_is_what_was_renewed_of_what_fell_due() -> None:
    """Due 1,000 + 500 + 500, renewed 1,100 + 400 + 0: 75 %; what falls due later and what is undecided stay out."""
    frame = written(
        renewed("2025-09-01", 1_000, 1_100, "2025-08-01"),
        renewed("2025-10-01", 500, 400, "2025-09-01"),
        renewed("2026-03-01", 500, 0, "2026-02-01"),
        renewed("2026-03-02", 900, 900, "2026-02-01"),
        {"due_on": "2026-01-01", "target_cents": 700},
        renewed("2026-01-01", 700, 700, "2026-03-05"),
    )
    rate, kept = renewal_rate(frame, DAY), renewals_kept(frame, DAY)
    assert rate.value == pytest.approx(0.75)
    assert (rate.base, rate.note) == (3, "2 that fell due have no outcome yet")
    assert (kept.hits, kept.base) == (2, 3)


def test_a_renewal_rate_may_be_above_one() -> None:
    assert renewal_rate(written(renewed("2025-09-01", 1_000, 1_500, "2025-08-01")), DAY).value == pytest.approx(1.5)


def test_without_anything_due_or_decided_there_is_no_rate() -> None:
    for measure in (renewal_rate, renewals_kept):
        nothing, undecided = measure(written(), DAY), measure(written({"due_on": "2026-01-01"}), DAY)
        assert (nothing.value, nothing.why) == (None, "no renewal fell due in the twelve months")
        assert (undecided.value, undecided.why) == (None, "1 that fell due has no outcome yet, none is decided")


def test_only_undecided_renewals_without_notice_wait_for_a_forecast() -> None:
    found = calendar(
        written(
            {}, {"forecast_cents": 1}, {"notice_given_on": "2026-02-01"}, renewed("2026-05-01", 1, 1, "2026-02-01")
        ),
        running({}),
        DAY,
    )
    missing = without_forecast(found)
    assert (missing.value, missing.hits, missing.base) == (2, 2, 3)
