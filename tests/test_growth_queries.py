"""Opportunities as read."""

from datetime import date

from lib.growth.queries import deals, first_deal_day
from lib.growth.tables import Opportunity, Stage
from lib.store.engine import Store
from tests.facts import put

MARCH, APRIL, MAY = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)


def stages(store: Store) -> None:
    put(store, Stage(id=1, name="Talking"), Stage(id=2, name="Signed", kind="won"))


def test_deals_not_yet_opened_are_not_known_and_undated_ones_are(store: Store) -> None:
    stages(store)
    put(store, *(Opportunity(stage_id=1, opened_on=day, name=f"from {day}") for day in (MARCH, MAY, None)))
    assert deals(store, APRIL)["name"].tolist() == ["from 2024-03-01", "from None"]


def test_deals_closed_before_the_window_are_left_out(store: Store) -> None:
    stages(store)
    put(store, *(Opportunity(stage_id=2, opened_on=MARCH, closed_on=day) for day in (MARCH, APRIL, MAY)))
    put(store, Opportunity(stage_id=1, opened_on=MARCH))
    read = deals(store, MAY, since=APRIL)
    assert read["id"].tolist() == [2, 3, 4]
    assert read["stage_kind"].tolist() == ["won", "won", "open"]
    assert read["stage"].tolist() == ["Signed", "Signed", "Talking"]


def test_the_first_day_is_an_opening_or_a_closing(store: Store) -> None:
    stages(store)
    assert first_deal_day(store) is None
    put(store, Opportunity(stage_id=2, closed_on=APRIL), Opportunity(stage_id=1, opened_on=MAY))
    assert first_deal_day(store) == APRIL
