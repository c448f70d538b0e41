"""Hours to reckon by: dated, refused in words beside the field, all or none, stored once."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lib.errors import RefusedValue
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.tables import ChangeLog, Setting
from lib.team.portfolio_actions import PREFIX as WRITTEN
from lib.team.portfolio_actions import set_reckoning
from lib.team.portfolio_figures import PREFIX as READ
from lib.team.portfolio_figures import Reckoning, reckoning

DAY = date(2026, 5, 13)


def test_hours_hold_from_a_day_on_and_are_in_the_change_log(store: Store) -> None:
    set_reckoning(store, "Ann", {"hours_a_touch": 1.25, "hours_a_project": 2}, DAY, "once")
    assert reckoning(settings(store, DAY)) == Reckoning(hours_a_touch=1.25, hours_a_project=2.0)
    assert reckoning(settings(store, date(2026, 5, 12))) == Reckoning()
    log = table_of(ChangeLog)
    assert store.rows(select(log.c.who, log.c.table_name).distinct()) == [("Ann", "setting")]


def test_the_same_submission_twice_stores_once_and_the_day_again_corrects(store: Store) -> None:
    for _ in range(2):
        set_reckoning(store, "Ann", {"hours_a_touch": 1}, DAY, "once")
    set_reckoning(store, "Ann", {"hours_a_touch": 2}, DAY, "again")
    rows = table_of(Setting)
    named = rows.c.name == f"{READ}hours_a_touch"
    assert store.rows(select(func.count(), func.max(rows.c.value)).where(named)) == [(1, "2")]


@pytest.mark.parametrize(
    ("hours", "day", "field"),
    [
        ({"hours_a_touch": None}, DAY, "hours_a_touch"),
        ({"hours_a_touch": -0.5}, DAY, "hours_a_touch"),
        ({"hours_a_touch": 1.0, "hours_a_project": 41.0}, DAY, "hours_a_project"),
        ({"hours_a_touch": float("nan")}, DAY, "hours_a_touch"),
        ({"hours_a_touch": 1.0}, None, "starts_on"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_stored(
    store: Store, hours: dict[str, float | None], day: date | None, field: str
) -> None:
    with pytest.raises(RefusedValue) as refused:
        set_reckoning(store, "Ann", hours, day, "once")
    assert refused.value.field == field
    assert reckoning(settings(store)) == Reckoning()


def test_what_is_written_is_what_is_read() -> None:
    assert WRITTEN == READ
