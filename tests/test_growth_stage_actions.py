"""The firm's own lists: stages and categories of lost deals added, renamed, ordered, retired and used again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from lib.errors import RefusedValue, StaleEdit
from lib.growth import stage_actions as lists
from lib.growth.account_figures import as_known
from lib.growth.account_queries import account_opportunities, stages_entered
from lib.growth.actions import move_stage
from lib.growth.pipeline import open_deals
from lib.growth.pipeline_queries import loss_reasons, stages
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, Stage
from lib.periods import today
from lib.store.engine import Store
from tests.facts import put
from tests.growth_cases import GONE, LAST, LOST, OFFER, OLD, PRICE, TALK, WON, put_pipeline
from tests.lying_rows import logged_at

DAY = date(2026, 5, 11)


def names(store: Store, read: Callable[[Store], Any] = stages) -> list[str]:
    return list(read(store)["name"])


def test_a_new_stage_stands_last_of_its_kind(store: Store) -> None:
    put_pipeline(store)
    for _ in range(2):
        lists.add_stage(store, "Ann", "Contract", "open", 0.9, "one")
    assert names(store) == ["Tender", "Talk", "Offer", "Last word", "Contract", "Won", "Lost"]


@pytest.mark.parametrize(
    ("name", "kind", "chance", "field", "words"),
    [
        ("", "open", None, "name", "say what the stage is called"),
        ("oFFer", "open", None, "name", "“Offer” is in the list already: choose another name"),
        ("tender", "open", None, "name", "use it again instead"),
        ("New", None, None, "kind", "open, won or lost"),
        ("New", "half", None, "kind", "is not in the list"),
        ("New", "open", 1.2, "chance", "between 0 and 100 %"),
        ("New", "open", -0.1, "chance", "between 0 and 100 %"),
    ],
)
def test_a_stage_that_makes_no_sense_is_refused(
    name: str, kind: str | None, chance: float | None, field: str, words: str, store: Store
) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match=words) as refused:
        lists.add_stage(store, "Ann", name, kind, chance, "one")
    assert refused.value.field == field


def test_a_stage_is_renamed_with_all_that_stands_in_it(store: Store) -> None:
    put_pipeline(store)
    lists.edit_stage(store, "Ann", OFFER, _shown(store, OFFER), {"name": "Proposal", "chance": 0.4}, "one")
    assert names(store)[2] == "Proposal"
    assert stages(store).set_index("id").loc[OFFER, "chance"] == 0.4


def test_a_name_in_other_capitals_is_still_ones_own(store: Store) -> None:
    put_pipeline(store)
    lists.edit_stage(store, "Ann", OFFER, _shown(store, OFFER), {"name": "OFFER"}, "one")
    assert "OFFER" in names(store)


def test_the_kind_of_a_stage_that_deals_stood_in_stays(store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match="deals stood in it as open"):
        lists.edit_stage(store, "Ann", TALK, _shown(store, TALK), {"kind": "won"}, "one")
    lists.edit_stage(store, "Ann", LAST, _shown(store, LAST), {"kind": "lost"}, "two")
    assert stages(store).set_index("id").loc[LAST, "kind"] == "lost"


def test_two_who_rename_one_stage_are_told_of_each_other(store: Store) -> None:
    put_pipeline(store)
    shown = _shown(store, OFFER)
    lists.edit_stage(store, "Bo", OFFER, shown, {"name": "Proposal"}, "one")
    with pytest.raises(StaleEdit):
        lists.edit_stage(store, "Ann", OFFER, shown, {"name": "Quote"}, "two")


def test_stages_take_the_order_they_are_given(store: Store) -> None:
    put_pipeline(store)
    lists.put_in_order(store, "Ann", Stage, [LAST, TALK, OFFER], "one")
    assert names(store) == ["Last word", "Talk", "Offer", "Tender", "Won", "Lost"]


def test_a_stage_with_open_deals_is_not_retired(store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match="2 open deals in “Talk”: move them on"):
        lists.retire_stage(store, "Ann", TALK, DAY, "one")


def test_a_retired_stage_stays_on_record_and_can_be_used_again(store: Store) -> None:
    put_pipeline(store)
    lists.retire_stage(store, "Ann", LAST, DAY, "one")
    assert dict(zip(names(store), stages(store)["retired_on"], strict=True))["Last word"].date() == DAY
    lists.use_again(store, "Ann", Stage, LAST, "two")
    lists.use_again(store, "Ann", Stage, OLD, "three")
    assert stages(store)["retired_on"].isna().all()


@pytest.mark.parametrize("stage", [WON, LOST])
def test_the_last_stage_of_its_kind_is_not_retired(stage: int, store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match="add another first"):
        lists.retire_stage(store, "Ann", stage, DAY, "one")


def test_categories_of_lost_deals_are_kept_by_the_firm(store: Store) -> None:
    put_pipeline(store)
    made = lists.add_loss_reason(store, "Ann", "No budget", "one")
    assert made is not None
    shown = {"version": 1, "name": "Price"}
    lists.rename_loss_reason(store, "Ann", PRICE, shown, {"name": "Too dear"}, "two")
    lists.put_in_order(store, "Ann", LossReason, [made, PRICE], "three")
    lists.retire_loss_reason(store, "Ann", PRICE, DAY, "four")
    lists.use_again(store, "Ann", LossReason, GONE, "five")
    found = loss_reasons(store)
    assert list(found["name"]) == ["No budget", "Too dear", "Fax broke"]
    assert list(found["retired_on"].notna()) == [False, True, False]


@pytest.mark.parametrize(("name", "words"), [(" ", "say what the category"), ("pRICE", "in the list already")])
def test_a_category_without_a_name_of_its_own_is_refused(name: str, words: str, store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match=words):
        lists.add_loss_reason(store, "Ann", name, "one")
    with pytest.raises(RefusedValue):
        lists.rename_loss_reason(store, "Ann", GONE, {"version": 1, "name": "Fax broke"}, {"name": name}, "two")


def _shown(store: Store, stage_id: int) -> dict[str, Any]:
    [row] = [one for one in stages(store).to_dict("records") if one["id"] == stage_id]
    return {"version": row["version"], "name": row["name"], "kind": row["kind"], "chance": None}


def test_an_umlaut_is_the_same_letter_however_it_is_written(store: Store) -> None:
    put_pipeline(store)
    lists.add_loss_reason(store, "Ann", "Überlegen", "one")
    for again, token in (("u\u0308berlegen", "two"), ("ÜBERLEGEN", "three")):
        with pytest.raises(RefusedValue, match="in the list already"):
            lists.add_loss_reason(store, "Ann", again, token)


def test_another_order_of_stages_moves_no_deal(store: Store) -> None:
    put_pipeline(store)
    day = date(2026, 5, 11)
    move_stage(store, "Ann", 2, TALK, OFFER, day, "one")
    move_stage(store, "Ann", 2, OFFER, LAST, day, "two")  # two entries of one day
    lists.put_in_order(store, "Ann", Stage, [TALK, LAST, OFFER], "three")
    found: Any = open_deals(store, day).set_index("id").loc[2]
    assert (found["stage_id"], found["stage"]) == (LAST, "Last word")
    shown = as_known(account_opportunities(store, 1, day), stages_entered(store, 1, day), day).set_index("id")
    assert shown["stage"][2] == "Last word"
    move_stage(store, "Ann", 2, int(found["stage_id"]), TALK, day, "four")
    assert open_deals(store, day).set_index("id")["stage"][2] == "Talk"


def test_of_two_entries_of_one_day_the_log_tells_where_a_deal_stood_before_it_went_back(store: Store) -> None:
    put_pipeline(store)
    yesterday = today() - timedelta(1)
    move_stage(store, "Ann", 2, TALK, OFFER, yesterday, "one")
    move_stage(store, "Ann", 2, OFFER, LAST, yesterday, "two")
    logged_at(store, datetime.combine(yesterday, time(9), UTC))
    move_stage(store, "Ann", 2, LAST, OFFER, today(), "three")
    lists.put_in_order(store, "Ann", Stage, [LAST, OFFER, TALK], "four")
    assert open_deals(store, yesterday).set_index("id")["stage"][2] == "Last word"
    assert open_deals(store, today()).set_index("id")["stage"][2] == "Offer"


def test_an_open_deal_with_a_closing_day_from_an_import_keeps_its_stage(store: Store) -> None:
    put_pipeline(store)
    put(store, Opportunity(id=9, stage_id=TALK, opened_on=date(2026, 1, 1), closed_on=date(2026, 2, 1)))
    put(store, OpportunityStage(opportunity_id=9, stage_id=OFFER, entered_on=date(2026, 1, 5)))
    found: Any = open_deals(store, date(2026, 5, 11)).set_index("id").loc[9]
    assert (found["stage"], found["in_stage_on"].date()) == ("Offer", date(2026, 1, 5))
