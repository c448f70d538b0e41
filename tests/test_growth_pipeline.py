"""The pipeline as known on a day: what was typed in later, on the newest day of the records and on an earlier one."""

from datetime import date

from lib.growth.actions import edit_opportunity, move_stage
from lib.growth.pipeline import open_deals
from lib.growth.tables import Opportunity, OpportunityStage, Stage
from lib.store.engine import Store
from tests.facts import put

NEWEST, EARLIER = date(2017, 12, 31), date(2017, 12, 1)


def put_old_records(store: Store) -> None:
    """A firm whose records end in 2017: two open deals, the newer one opened on the last day."""
    put(
        store, Stage(id=1, name="Talking"), Stage(id=2, name="Proposal", position=1),
        Opportunity(id=1, stage_id=1, name="Old", opened_on=date(2017, 11, 1), amount_cents=100),
        Opportunity(id=2, stage_id=1, name="New", opened_on=NEWEST, amount_cents=100),
        OpportunityStage(opportunity_id=1, stage_id=1, entered_on=date(2017, 11, 1)),
        OpportunityStage(opportunity_id=2, stage_id=1, entered_on=NEWEST),
    )  # fmt: skip


def told(store: Store, day: date) -> dict[str, tuple[int, str]]:
    found = open_deals(store, day)
    return {name: (int(cents), stage) for name, cents, stage in found[["name", "amount_cents", "stage"]].to_numpy()}


def test_what_is_typed_in_today_shows_on_the_newest_day_of_old_records_but_not_before(store: Store) -> None:
    put_old_records(store)
    shown = {"version": 1, "name": "Old", "amount_cents": 100}
    edit_opportunity(store, "Ann", 1, shown, shown | {"amount_cents": 500}, "one")
    move_stage(store, "Ann", 1, 1, 2, NEWEST, "two")
    assert told(store, NEWEST) == {"Old": (500, "Proposal"), "New": (100, "Talking")}
    assert told(store, EARLIER) == {"Old": (100, "Talking")}
