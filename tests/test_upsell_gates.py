"""Gates with words: appetite for risk, services declined; who raises it, with whom and when; what it is worth."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.upsell.approach import approach
from lib.upsell.figures import conversations_ready, expected_margin_ready, right_earned
from lib.upsell.gates import declined_words, risk_gate, risk_in_short
from lib.upsell.worth import expected_margin, order_of, yearly_amounts


@pytest.mark.parametrize(
    ("risk", "appetite", "passes", "words"),
    [
        ("high", "low", False, "high risk, but their appetite for risk is low"),
        ("high", "medium", False, "high risk, but their appetite for risk is medium"),
        ("medium", "medium", True, "medium risk suits their medium appetite"),
        ("low", None, True, "low risk"),
        ("high", None, True, "high risk, their appetite is not recorded: ask first"),
        (None, "low", True, "the service's risk is not recorded"),
        (float("nan"), "low", True, "the service's risk is not recorded"),
    ],
)
def test_a_service_asks_no_more_risk_than_they_have_an_appetite_for(
    risk: object, appetite: object, passes: bool, words: str
) -> None:
    told = risk_gate([risk], [appetite])
    assert (told[0].tolist(), told[1]) == ([passes], [words])
    assert ("too high" in risk_in_short(risk, appetite)) == (not passes)
    assert ("ask" in risk_in_short(risk, appetite)) == ("ask" in words)


def test_a_decline_tells_its_date_and_their_words() -> None:
    until = pd.Series([pd.Timestamp("2027-03-01"), pd.NaT])
    assert declined_words(until, pd.Series(["“Next year.” (1 Nov 2026)", None])) == [
        "declined, not before 1 Mar 2027: “Next year.” (1 Nov 2026)", "declined, no date to ask again"
    ]  # fmt: skip


PROFILES = pd.DataFrame(
    {
        "account_id": [1, 2, 4], "sponsor_id": [12, np.nan, np.nan], "ideal_gap_days": [14, np.nan, 7],
        "maximum_gap_days": [30, 40, 20],
    }
)  # fmt: skip
DECIDERS = pd.DataFrame(
    {
        "contact_id": [11, 12, 21, 22], "account_id": [1, 1, 2, 2], "contact": ["Ann", "Bo", "Cy", "Di"],
        "role": ["sponsor", "decision maker", "decision maker", "sponsor"],
    }
)  # fmt: skip


def test_it_is_raised_with_the_sponsor_at_the_next_check_in() -> None:
    contacts = pd.DataFrame(
        {"account_id": [1, 2, 3], "day": pd.to_datetime(["2026-11-10", "2026-09-01", "2026-11-10"])}
    )
    found = approach(np.array([1, 2, 3, 4]), PROFILES, contacts, DECIDERS, date(2026, 11, 20))
    assert found["raised_with"].tolist()[:2] == ["Bo (decision maker)", "Di (sponsor)"]
    assert found["raised_with"].isna().tolist() == [False, False, True, True]
    assert [day.date().isoformat() for day in found["raise_on"]] == [
        "2026-11-24", "2026-11-20", "2026-11-20", "2026-11-20"
    ]  # fmt: skip
    assert found["when_words"].tolist() == [
        "next check-in", "now: a check-in was due on 11 Oct 2026", "now: no rhythm of contact is known",
        "now: no rhythm of contact is known",
    ]  # fmt: skip


def owned(service: int, *cents: int) -> list[dict[str, object]]:
    return [{"service_id": service, "state": "owned", "amount_cents": one} for one in cents]


def test_a_year_is_the_median_of_those_who_have_it_else_of_won_deals_else_the_list_price() -> None:
    gap = [{"service_id": 1, "state": "gap", "amount_cents": 9}]
    cells = pd.DataFrame([*owned(1, 100, 900, 200), *owned(2, 100, 900), *owned(3, 0, 0, 0), *gap])
    won = pd.DataFrame({"service_id": [2, 2, 2, 3, 3], "won": [True] * 5, "amount_cents": [500, 300, 700, 8, 9]})
    decided = won.astype({"amount_cents": "Int64"})
    found = yearly_amounts(cells, decided, pd.Series({1: 1, 2: 2, 3: 3}))
    assert found["amount_cents"].to_dict() == {1: 200.0, 2: 500.0, 3: 3.0}
    assert found["amount_is"].to_dict() == {
        1: "median of 3 clients who have it", 2: "median of 3 won deals", 3: "list price"
    }  # fmt: skip


def test_a_year_is_told_though_nothing_was_won_or_nothing_has_a_price() -> None:
    nothing = pd.DataFrame({"service_id": [], "won": [], "amount_cents": []}).astype(
        {"service_id": "int64", "won": "bool", "amount_cents": "Int64"}
    )
    cells = pd.DataFrame(owned(1, 100, 200, 300))
    found = yearly_amounts(cells, nothing, pd.Series([], dtype="int64"))
    assert found.loc[1].tolist() == [200.0, "median of 3 clients who have it"]
    assert yearly_amounts(cells.head(0), nothing, pd.Series({7: 70}))["amount_is"].to_dict() == {7: "list price"}


def test_ranked_by_expected_margin_and_without_a_margin_by_amount_after_them() -> None:
    chance, amount = np.array([0.5, 0.5, 0.9, 0.1]), np.array([100.0, 400.0, 50.0, 900.0])
    margin = np.array([0.4, np.nan, 0.5, np.nan])
    expected = expected_margin(chance, amount, margin)
    assert expected[0] == pytest.approx(20)
    assert order_of(expected, chance * amount).tolist() == [2, 0, 1, 3]


def test_the_figures_of_the_head() -> None:
    ready, cents = np.array([True, True, False]), np.array([100.0, np.nan, 50.0])
    count, margin = conversations_ready(ready), expected_margin_ready(ready, cents)
    assert (count.value, count.base, count.note) == (2, 3, "1 more held back")
    assert (margin.value, margin.base, margin.note) == (100.0, 1, "1 without a known margin left out")
    assert expected_margin_ready(ready, np.full(3, np.nan)).value is None
    assert (right_earned(np.array([True, False])).value, right_earned(np.array([], dtype=bool)).value) == (0.5, None)
