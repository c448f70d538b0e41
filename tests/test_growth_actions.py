"""Writing open opportunities: refused in words that name the field, stored once, the history of stages kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lib.errors import NotFound, RefusedValue, StaleEdit
from lib.growth import actions
from lib.growth.actions import DealChanged
from lib.growth.pipeline import open_deals
from lib.growth.tables import Opportunity, ServiceDecline
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from tests.growth_cases import (
    AUDIT,
    BRAND,
    CARE,
    DEAL,
    LAST,
    LOST,
    OFFER,
    OFFERED,
    OLD,
    OPENED,
    TALK,
    WON,
    deal,
    history,
    put_pipeline,
)

TOMORROW = date.today() + timedelta(1)
MAY = date(2026, 5, 6)
NOT_NOW: dict[str, Any] = {
    "account_id": 1, "service_id": CARE, "declined_on": MAY, "not_before_on": date(2026, 11, 1),
    "words": "Not before the move is done",
}  # fmt: skip


def count(store: Store) -> int:
    return len(store.rows(select(table_of(Opportunity).c.id)))


def test_an_opened_opportunity_stands_in_its_first_stage_since_that_day(store: Store) -> None:
    put_pipeline(store)
    made = actions.open_opportunity(store, "Ann", **DEAL, token="one")
    assert made is not None
    assert history(store, made) == [(TALK, date(2026, 5, 1))]
    row = open_deals(store, MAY).set_index("id").loc[made]
    assert (row["account"], row["service"], row["stage"], row["value_cents"]) == ("Acme", "Care", "Talk", 900_000)


def test_a_second_click_opens_no_second_opportunity(store: Store) -> None:
    put_pipeline(store)
    before = count(store)
    assert len({actions.open_opportunity(store, "Ann", **DEAL, token="one") for _ in range(2)}) == 1
    assert count(store) == before + 1


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"account_id": None}, "account_id", "choose the client"),
        ({"service_id": None}, "service_id", "choose what could be sold"),
        ({"kind": None}, "kind", "new business, an expansion"),
        ({"kind": "wish"}, "kind", "is not in the list"),
        ({"stage_id": None}, "stage_id", "choose where it stands"),
        ({"stage_id": WON}, "stage_id", "“Won” closes it"),
        ({"stage_id": OLD}, "stage_id", "“Tender” is no longer in use"),
        ({"next_step_on": None}, "next_step_on", "a step without a day"),
        ({"next_step": None}, "next_step", "a day without a step"),
        ({"next_step_on": date(2026, 4, 30)}, "next_step_on", "cannot be before 1 May 2026, when it was opened"),
        ({"expected_close_on": date(2026, 4, 30)}, "expected_close_on", "cannot be before 1 May 2026"),
        ({"amount_cents": -1}, "amount_cents", "cannot be below zero"),
        ({"opened_on": None}, "opened_on", "say on which day"),
        ({"opened_on": TOMORROW}, "opened_on", "still to come"),
        ({"service_id": AUDIT}, "service_id", "open for the client already: in “Offer”, opened on 2 Mar 2026"),
    ],
)
def test_an_opportunity_that_makes_no_sense_is_refused(
    wrong: dict[str, Any], field: str, words: str, store: Store
) -> None:
    put_pipeline(store)
    before = count(store)
    with pytest.raises(RefusedValue, match=words) as refused:
        actions.open_opportunity(store, "Ann", **(DEAL | wrong), token="one")
    assert refused.value.field == field
    assert count(store) == before


def test_a_second_renewal_of_one_service_is_another_contract(store: Store) -> None:
    put_pipeline(store)
    assert actions.open_opportunity(store, "Ann", **(DEAL | {"kind": "renewal", "service_id": BRAND}), token="one")


def test_another_client_or_another_kind_is_no_twin(store: Store) -> None:
    put_pipeline(store)
    assert actions.open_opportunity(store, "Ann", **(DEAL | {"service_id": AUDIT, "account_id": 2}), token="one")
    assert actions.open_opportunity(store, "Ann", **(DEAL | {"service_id": AUDIT, "kind": "new business"}), token="two")


def test_not_now_is_kept_with_their_words_and_the_day_to_wait_for(store: Store) -> None:
    put_pipeline(store)
    rows = table_of(ServiceDecline)
    for _ in range(2):
        actions.decline_service(store, "Ann", **NOT_NOW, token="one")
    assert store.rows(select(rows.c.service_id, rows.c.not_before_on, rows.c.words)) == [
        (CARE, date(2026, 11, 1), "Not before the move is done")
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"account_id": None}, "account_id"),
        ({"service_id": None}, "service_id"),
        ({"words": "  "}, "words"),
        ({"declined_on": None}, "declined_on"),
        ({"declined_on": TOMORROW}, "declined_on"),
        ({"not_before_on": None}, "not_before_on"),
        ({"not_before_on": MAY}, "not_before_on"),
    ],
)
def test_not_now_without_its_words_or_its_day_is_refused(wrong: dict[str, Any], field: str, store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue) as refused:
        actions.decline_service(store, "Ann", **(NOT_NOW | wrong), token="one")
    assert refused.value.field == field


def test_a_move_adds_to_the_history(store: Store) -> None:
    put_pipeline(store)
    actions.move_stage(store, "Ann", 1, OFFER, LAST, MAY, "one")
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED), (LAST, MAY)]
    assert deal(store, 1)["stage_id"] == LAST


def test_the_same_event_twice_moves_once(store: Store) -> None:
    put_pipeline(store)
    for _ in range(2):
        actions.move_stage(store, "Ann", 1, OFFER, LAST, MAY, "one")
    assert len(history(store, 1)) == 3


def test_a_deal_may_go_back(store: Store) -> None:
    put_pipeline(store)
    actions.move_stage(store, "Ann", 1, OFFER, TALK, MAY, "one")
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED), (TALK, MAY)]
    row = open_deals(store, MAY).set_index("id").loc[1]
    assert (row["stage"], row["in_stage_on"].date()) == ("Talk", MAY)


def test_a_move_taken_back_on_the_same_day_leaves_the_history_as_it_was(store: Store) -> None:
    put_pipeline(store)
    actions.move_stage(store, "Ann", 1, OFFER, LAST, MAY, "one")
    actions.move_stage(store, "Ann", 1, LAST, OFFER, MAY, "two")
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED)]
    row = open_deals(store, MAY).set_index("id").loc[1]
    assert (row["stage"], row["in_stage_on"].date()) == ("Offer", OFFERED)
    log = table_of(ChangeLog)
    taken_back = store.rows(select(log.c.new).where(log.c.field == "stage_id", log.c.action == "move opportunity"))
    assert {new for (new,) in taken_back} >= {str(LAST), str(OFFER)}


def test_whoever_is_slower_is_told_where_the_deal_stands_now(store: Store) -> None:
    put_pipeline(store)
    actions.move_stage(store, "Bo", 1, OFFER, LAST, MAY, "one")
    with pytest.raises(DealChanged, match="Somebody was faster: this opportunity stands in “Last word” now"):
        actions.move_stage(store, "Ann", 1, OFFER, TALK, MAY, "two")
    assert deal(store, 1)["stage_id"] == LAST


@pytest.mark.parametrize(
    ("number", "shown", "wanted", "day", "words"),
    [
        (1, OFFER, WON, MAY, "“Won” closes it: write down that it was won instead"),
        (1, OFFER, LOST, MAY, "it was lost instead"),
        (1, OFFER, OLD, MAY, "no longer in use"),
        (1, OFFER, OFFER, MAY, "stands in “Offer” already"),
        (1, OFFER, LAST, date(2026, 4, 5), "cannot be before 6 Apr 2026, when it entered the stage"),
        (1, OFFER, LAST, date(2026, 3, 1), "cannot be before 2 Mar 2026, when it was opened"),
        (1, OFFER, LAST, TOMORROW, "still to come"),
        (1, OFFER, LAST, None, "say on which day"),
        (1, OFFER, None, MAY, "choose where it stands now"),
        (4, WON, TALK, MAY, "it was won on 4 May 2026 already"),
    ],
)
def test_a_move_that_cannot_have_happened_is_refused(
    number: int, shown: int, wanted: int | None, day: date | None, words: str, store: Store
) -> None:
    put_pipeline(store)
    before = history(store, number)
    with pytest.raises(RefusedValue, match=words):
        actions.move_stage(store, "Ann", number, shown, wanted, day, "one")
    assert history(store, number) == before


def test_a_deal_of_which_no_day_is_known_can_be_moved(store: Store) -> None:
    put_pipeline(store)
    actions.move_stage(store, "Ann", 3, TALK, OFFER, MAY, "one")
    assert history(store, 3) == [(TALK, None), (OFFER, MAY)]


def test_moving_a_deal_that_is_gone_says_so(store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(NotFound):
        actions.move_stage(store, "Ann", 99, TALK, OFFER, MAY, "one")


def test_an_edit_gives_a_deal_its_client(store: Store) -> None:
    put_pipeline(store)
    shown = {"version": 1, "account_id": None, "amount_cents": None}
    actions.edit_opportunity(store, "Ann", 3, shown, {"account_id": 2, "amount_cents": 100_000}, "one")
    assert (deal(store, 3)["account_id"], deal(store, 3)["amount_cents"], deal(store, 3)["version"]) == (2, 100_000, 2)


def test_two_editors_are_told_of_each_other(store: Store) -> None:
    put_pipeline(store)
    shown = {"version": 1, "amount_cents": 500_000}
    actions.edit_opportunity(store, "Bo", 1, shown, {"amount_cents": 600_000}, "one")
    with pytest.raises(StaleEdit) as clash:
        actions.edit_opportunity(store, "Ann", 1, shown, {"amount_cents": 400_000}, "two")
    assert (clash.value.who, clash.value.mine, clash.value.theirs) == (
        "Bo", {"amount_cents": 400_000}, {"amount_cents": 600_000}
    )  # fmt: skip
    assert deal(store, 1)["amount_cents"] == 600_000


@pytest.mark.parametrize(
    ("number", "wanted", "field"),
    [
        (1, {"next_step_on": None}, "next_step_on"),
        (1, {"next_step": None}, "next_step"),
        (1, {"next_step_on": date(2026, 3, 1)}, "next_step_on"),
        (1, {"expected_close_on": date(2026, 3, 1)}, "expected_close_on"),
        (1, {"amount_cents": -5}, "amount_cents"),
        (4, {"amount_cents": 5}, "closed_on"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(number: int, wanted: dict[str, Any], field: str, store: Store) -> None:
    put_pipeline(store)
    before = deal(store, number)
    with pytest.raises(RefusedValue) as refused:
        actions.edit_opportunity(store, "Ann", number, before, wanted, "one")
    assert refused.value.field == field
    assert deal(store, number) == before


def test_what_an_import_left_without_a_date_does_not_stop_another_edit(store: Store) -> None:
    put_pipeline(store)
    put_step = {"version": 1, "next_step": None, "next_step_on": None}
    with pytest.raises(RefusedValue, match="a step without a day"):
        actions.edit_opportunity(store, "Ann", 2, put_step, {"next_step": "Call", "next_step_on": None}, "one")
    actions.edit_opportunity(store, "Ann", 2, {"version": 1, "amount_cents": None}, {"amount_cents": 5_000}, "two")
    assert deal(store, 2)["amount_cents"] == 5_000


def test_an_edit_makes_no_second_talk_of_the_same_service(store: Store) -> None:
    put_pipeline(store)
    made = actions.open_opportunity(store, "Ann", **DEAL, token="one")  # Care for Acme
    with pytest.raises(RefusedValue, match="open for the client already") as refused:
        actions.edit_opportunity(store, "Bo", 1, {"version": 1, "service_id": AUDIT}, {"service_id": CARE}, "two")
    assert refused.value.field == "service_id"
    assert made is not None
    actions.edit_opportunity(store, "Bo", made, {"version": 1, "kind": "expansion"}, {"kind": "renewal"}, "three")
    actions.edit_opportunity(store, "Bo", 1, {"version": 1, "service_id": AUDIT}, {"service_id": CARE}, "four")
    assert deal(store, 1)["service_id"] == CARE


def test_two_who_open_the_same_at_once_open_it_once(store: Store) -> None:
    put_pipeline(store)
    before = count(store)

    def click(token: str) -> str:
        try:
            return str(actions.open_opportunity(store, token, **DEAL, token=token))
        except RefusedValue as refused:
            return refused.field

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(click, ["one", "two", "three", "one"]))
    assert count(store) == before + 1
    assert told.count("service_id") in (2, 3)  # the fourth may be the second click of the first
