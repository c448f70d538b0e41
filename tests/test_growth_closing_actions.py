"""Deciding opportunities: won or lost once, with an amount or a reason, after all that came before, and taken back."""

from datetime import date, timedelta
from typing import Any

import pytest

from lib.errors import RefusedValue
from lib.growth.actions import DealChanged, edit_opportunity, move_stage
from lib.growth.closing_actions import lose, reopen, win
from lib.growth.pipeline import decided_deals, open_deals
from lib.growth.stage_actions import retire_stage
from lib.store.engine import Store
from tests.growth_cases import GONE, LAST, LOST, OFFER, OFFERED, OPENED, PRICE, TALK, WON, deal, history, put_pipeline

DAY = date(2026, 5, 11)
TOMORROW = date.today() + timedelta(1)
LOSS: dict[str, Any] = {"closed_on": DAY, "loss_reason_id": PRICE, "loss_words": "A third dearer"}


def test_a_won_deal_keeps_its_history_and_what_was_won(store: Store) -> None:
    put_pipeline(store)
    win(store, "Ann", 1, 1, DAY, 450_000, "one")
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED), (WON, DAY)]
    row = decided_deals(store, DAY).set_index("id").loc[1]
    assert (bool(row["won"]), row["amount_cents"], row["closed_on"].date()) == (True, 450_000, DAY)
    assert 1 not in set(open_deals(store, DAY)["id"])


def test_before_it_was_won_it_was_open_at_what_was_asked(store: Store) -> None:
    put_pipeline(store)
    win(store, "Ann", 1, 1, DAY, 450_000, "one")
    row = open_deals(store, DAY - timedelta(1)).set_index("id").loc[1]
    assert (row["stage"], row["in_stage_on"].date()) == ("Offer", OFFERED)


def test_a_lost_deal_says_why_twice(store: Store) -> None:
    put_pipeline(store)
    lose(store, "Ann", 1, 1, **LOSS, token="one")
    row = decided_deals(store, DAY).set_index("id").loc[1]
    assert (bool(row["won"]), row["loss_reason"], row["loss_words"]) == (False, "Price", "A third dearer")
    assert history(store, 1)[-1] == (LOST, DAY)


def test_the_same_click_twice_closes_once(store: Store) -> None:
    put_pipeline(store)
    for _ in range(2):
        win(store, "Ann", 1, 1, DAY, 450_000, "one")
    assert len(history(store, 1)) == 3


def test_what_was_won_cannot_be_lost_too(store: Store) -> None:
    put_pipeline(store)
    win(store, "Ann", 1, 1, DAY, 450_000, "one")
    with pytest.raises(RefusedValue, match="it was won on 11 May 2026 already: nothing was changed"):
        lose(store, "Bo", 1, 1, **LOSS, token="two")
    assert deal(store, 1)["loss_words"] is None


def test_whoever_closes_what_has_moved_meanwhile_is_told(store: Store) -> None:
    put_pipeline(store)
    move_stage(store, "Bo", 1, OFFER, LAST, date(2026, 5, 6), "one")
    with pytest.raises(DealChanged, match="was changed meanwhile and stands in “Last word” now"):
        win(store, "Ann", 1, 1, DAY, 450_000, "two")


@pytest.mark.parametrize(
    ("day", "amount", "words"),
    [
        (None, 1, "say on which day"),
        (TOMORROW, 1, "still to come"),
        (date(2026, 4, 5), 1, "cannot be before 6 Apr 2026, when it entered the stage"),
        (date(2026, 3, 1), 1, "cannot be before 2 Mar 2026, when it was opened"),
        (DAY, None, "say what was won"),
        (DAY, -1, "cannot be below zero"),
    ],
)
def test_a_win_without_day_or_amount_or_before_its_time_is_refused(
    day: date | None, amount: int | None, words: str, store: Store
) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match=words):
        win(store, "Ann", 1, 1, day, amount, "one")
    assert deal(store, 1)["stage_id"] == OFFER


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"loss_reason_id": None}, "loss_reason_id"),
        ({"loss_reason_id": GONE}, "loss_reason_id"),
        ({"loss_words": " "}, "loss_words"),
        ({"closed_on": None}, "closed_on"),
        ({"closed_on": OPENED - timedelta(1)}, "closed_on"),
    ],
)
def test_a_loss_without_its_reason_is_refused(wrong: dict[str, Any], field: str, store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue) as refused:
        lose(store, "Ann", 1, 1, **(LOSS | wrong), token="one")
    assert refused.value.field == field


def test_a_deal_closed_by_mistake_stands_where_it_stood(store: Store) -> None:
    put_pipeline(store)
    lose(store, "Ann", 1, 1, **LOSS, token="one")
    reopen(store, "Ann", 1, 2, "two")
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED)]
    row = open_deals(store, DAY).set_index("id").loc[1]
    assert (row["stage"], row["value_cents"]) == ("Offer", 500_000)
    assert (deal(store, 1)["closed_on"], deal(store, 1)["loss_reason_id"]) == (None, None)
    with pytest.raises(RefusedValue, match="it is open"):
        reopen(store, "Ann", 1, 3, "three")


def test_a_closed_deal_cannot_be_edited_from_a_form_that_showed_it_open(store: Store) -> None:
    put_pipeline(store)
    win(store, "Bo", 1, 1, DAY, 450_000, "one")
    with pytest.raises(RefusedValue, match="it was won on 11 May 2026 already"):
        edit_opportunity(store, "Ann", 1, {"version": 1, "amount_cents": 500_000}, {"amount_cents": 1}, "two")


def test_a_firm_always_keeps_a_stage_for_what_is_won(store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match="last stage in use for what is won"):
        retire_stage(store, "Ann", WON, DAY, "one")


def test_a_win_taken_back_leaves_what_was_asked_for(store: Store) -> None:
    put_pipeline(store)
    win(store, "Ann", 1, 1, DAY, 450_000, "one")
    reopen(store, "Ann", 1, 2, "two")
    assert deal(store, 1)["amount_cents"] == 500_000
    win(store, "Ann", 1, 3, DAY, 500_000, "three")  # as asked: nothing of the first win may come back
    reopen(store, "Ann", 1, 4, "four")
    assert deal(store, 1)["amount_cents"] == 500_000
    win(store, "Ann", 2, 1, DAY, 70_000, "five")  # nobody had said an amount
    reopen(store, "Ann", 2, 2, "six")
    assert deal(store, 2)["amount_cents"] is None
    reopen(store, "Ann", 4, 1, "seven")  # won before Steward knew it: the amount is all that is known
    assert deal(store, 4)["amount_cents"] == 700_000


@pytest.mark.parametrize("amount", [10**19, float("nan")])
def test_what_no_firm_is_paid_cannot_be_won(amount: Any, store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match="too large to be true"):
        win(store, "Ann", 1, 1, DAY, amount, "one")
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED)]
