"""Every write of upsell: the same click twice changes once, what it changed stands in the change log."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from lib.accounts import service_actions as services
from lib.accounts import service_terms_actions as terms
from lib.errors import StewardError
from lib.growth import actions, closing_actions, referral_actions, signal_actions, stage_actions, target_actions
from lib.growth.tables import GrowthTarget, LossReason, MarketSignal, Referral, Stage
from lib.schema import content_tables
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from tests.facts import put
from tests.growth_cases import AUDIT, BRAND, DEAL, LAST, OFFER, OLD, PRICE, put_pipeline

Act = Callable[[Store, str], Any]
DAY, LATER = date(2026, 5, 11), date(2026, 9, 1)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
ACTS: dict[str, Act] = {
    "open opportunity": lambda s, t: actions.open_opportunity(s, "Ann", **DEAL, token=t),
    "decline service": lambda s, t: actions.decline_service(s, "Ann", 1, BRAND, DAY, LATER, "No.", t),
    "move opportunity": lambda s, t: actions.move_stage(s, "Ann", 1, OFFER, LAST, DAY, t),
    "edit opportunity": lambda s, t: actions.edit_opportunity(
        s, "Ann", 1, {"version": 1, "name": None}, {"name": "X"}, t
    ),
    "win opportunity": lambda s, t: closing_actions.win(s, "Ann", 1, 1, DAY, 5, t),
    "lose opportunity": lambda s, t: closing_actions.lose(s, "Ann", 1, 1, DAY, PRICE, "Too much", t),
    "reopen opportunity": lambda s, t: closing_actions.reopen(s, "Ann", 4, 1, t),
    "add stage": lambda s, t: stage_actions.add_stage(s, "Ann", "Demo", "open", 0.2, t),
    "edit stage": lambda s, t: stage_actions.edit_stage(s, "Ann", 1, {"version": 1, "name": "Talk"}, {"name": "T"}, t),
    "retire stage": lambda s, t: stage_actions.retire_stage(s, "Ann", LAST, DAY, t),
    "add loss reason": lambda s, t: stage_actions.add_loss_reason(s, "Ann", "Timing", t),
    "rename loss reason": lambda s, t: stage_actions.rename_loss_reason(
        s, "Ann", PRICE, {"version": 1, "name": "Price"}, {"name": "Cost"}, t
    ),
    "retire loss reason": lambda s, t: stage_actions.retire_loss_reason(s, "Ann", PRICE, DAY, t),
    "use again": lambda s, t: stage_actions.use_again(s, "Ann", Stage, OLD, t),
    "put in order": lambda s, t: stage_actions.put_in_order(s, "Ann", LossReason, [2, 1], t),
    "add growth target": lambda s, t: target_actions.add_target(s, "Ann", "won", *YEAR, t, amount_cents=5),
    "edit growth target": lambda s, t: target_actions.edit_target(
        s, "Ann", 1, {"version": 1, "amount_cents": 9}, {"amount_cents": 7}, t
    ),
    "remove growth target": lambda s, t: target_actions.remove_target(s, "Ann", 1, t),
    "ask for referral": lambda s, t: referral_actions.ask_referral(s, "Ann", 1, DAY, 1, t),
    "make referral": lambda s, t: referral_actions.make_referral(s, "Ann", 1, "Zeta", DAY, t),
    "win referral": lambda s, t: referral_actions.win_referral(s, "Ann", 2, DAY, t),
    "add market signal": lambda s, t: signal_actions.add_signals(
        s, "Ann", "News", "threat", None, [AUDIT, BRAND], DAY, None, None, t
    ),
    "change market signal": lambda s, t: signal_actions.hold_until(s, "Ann", {1: 1}, LATER, t),
    "add service": lambda s, t: services.add_service(s, "Ann", "Blog", None, "Web", 5, DAY, 40, "low", None, t),
    "edit service": lambda s, t: services.edit_service(s, "Ann", 1, {"version": 1, "name": "Audit"}, {"name": "A"}, t),
    "retire service": lambda s, t: services.retire_service(s, "Ann", AUDIT, DAY, t),
    "set price": lambda s, t: terms.set_price(s, "Ann", AUDIT, None, 5, DAY, t),
    "add needed skill": lambda s, t: terms.add_need(s, "Ann", AUDIT, None, "Copy", 2, 1, t),
}


@pytest.fixture
def firm(store: Store) -> Store:
    put_pipeline(store)
    put(
        store,
        GrowthTarget(kind="revenue", amount_cents=9, starts_on=YEAR[0], ends_before=YEAR[1]),
        Referral(account_id=1, asked_on=date(2026, 5, 1)),
        Referral(account_id=1, asked_on=date(2026, 5, 1), made_on=date(2026, 5, 2), referred="Zeta"),
        MarketSignal(service_id=AUDIT, seen_on=date(2026, 5, 1), headline="Old news", effect="opportunity"),
    )
    return store


def logged(store: Store, action: str) -> int:
    log = table_of(ChangeLog)
    return int(store.rows(select(func.count()).where(log.c.action == action, log.c.who == "Ann"))[0][0])


def everything(store: Store) -> list[list[tuple[Any, ...]]]:
    return [[tuple(row) for row in store.rows(select(table))] for table in content_tables()]


@pytest.mark.parametrize("action", list(ACTS))
def test_the_same_click_twice_changes_once_and_is_logged(action: str, firm: Store) -> None:
    untouched = everything(firm)
    first = ACTS[action](firm, "one")
    after, lines = everything(firm), logged(firm, action)
    assert after != untouched
    assert lines
    assert ACTS[action](firm, "one") == first
    assert (everything(firm), logged(firm, action)) == (after, lines)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s: actions.open_opportunity(s, "Ann", **(DEAL | {"account_id": 99}), token="t"),
        lambda s: actions.open_opportunity(s, "Ann", **(DEAL | {"person_id": 99}), token="t"),
        lambda s: actions.open_opportunity(s, "Ann", **(DEAL | {"kind": "gift"}), token="t"),
        lambda s: actions.decline_service(s, "Ann", 99, BRAND, DAY, LATER, "No.", "t"),
        lambda s: closing_actions.lose(s, "Ann", 1, 1, DAY, 99, "Why", "t"),
        lambda s: stage_actions.put_in_order(s, "Ann", Stage, [2, 1, 99], "t"),
        lambda s: target_actions.add_target(s, "Ann", "won", *YEAR, "t", person_id=99, amount_cents=5),
        lambda s: referral_actions.ask_referral(s, "Ann", 99, DAY, None, "t"),
        lambda s: signal_actions.add_signals(s, "Ann", "News", "threat", None, [AUDIT, 99], DAY, None, None, "t"),
        lambda s: signal_actions.hold_until(s, "Ann", {1: 1, 99: 1}, LATER, "t"),
        lambda s: services.add_service(s, "Ann", "Blog", 99, None, 5, DAY, 40, "low", None, "t"),
        lambda s: terms.add_need(s, "Ann", 99, None, "Copy", 2, 1, "t"),
    ],
)
def test_what_points_at_nothing_leaves_everything_as_it_was(wrong: Callable[[Store], Any], firm: Store) -> None:
    before = everything(firm)
    with pytest.raises(StewardError):
        wrong(firm)
    assert everything(firm) == before
