"""What-if and cover on a team small enough to think through; nothing is stored."""

from datetime import date, timedelta

import pandas as pd
import pytest

from lib.growth.tables import Opportunity, OpportunityStage, Stage
from lib.reallocation.covering import cover
from lib.reallocation.scenarios import Away, Leaves, Slips, Won, changed, solved, told
from lib.reallocation.situation import read_situation
from lib.store.engine import Store
from lib.store.writing import data_version
from tests.facts import put
from tests.reallocation_cases import (
    AS_OF,
    EAST,
    HOURS,
    JON,
    MARA,
    MOVIE,
    NORTH,
    SOUTH,
    START,
    WEST,
    ZOE,
    book,
    nothing,
    put_team,
)  # fmt: skip


def compare(store: Store, **plans: Leaves | Won) -> pd.DataFrame:
    """Plans of one change each beside what is now, as the page compares them; by name."""
    situation = read_situation(store, AS_OF)
    there = {"now": situation} | {name: changed(store, situation, [one]) for name, one in plans.items()}
    return pd.DataFrame({name: told(solved(one)) for name, one in there.items()}).T


def load_of(store: Store, *changes: Away | Leaves | Slips | Won) -> dict[str, float]:
    there = changed(store, read_situation(store, AS_OF), changes)
    work = there.items.groupby("person")["minutes"].sum()
    return {str(name): float(minutes) for name, minutes in work.items()}


def test_who_leaves_leaves_no_hours_and_their_work_must_go(store: Store) -> None:
    put_team(store)
    situation = read_situation(store, AS_OF)
    there = changed(store, situation, [Leaves(MARA, START)])
    assert there.people["target_minutes"].tolist() == [0.0, 1800.0, 1800.0]
    assert situation.people["target_minutes"].tolist() == [1800.0] * 3, "the situation itself stays"
    found = compare(store, leaves=Leaves(MARA, START))
    assert found.loc["now", "uncovered_minutes"] == 0
    # Jon takes 37 of 45 hours, three hours short of all he has: the last eight would be beyond his contract.
    assert found.loc["leaves", "moves_needed"] == 3
    assert found.loc["leaves", "uncovered_minutes"] == pytest.approx(8 * 60)
    assert found.loc["leaves", "over_contract_after"] == 0


def test_what_nobody_can_take_is_told_in_minutes(store: Store) -> None:
    put_team(store)
    put(store, book(ZOE, WEST, 5, project_id=None, skill_id=2))
    found = compare(store, leaves=Leaves(ZOE, AS_OF))
    assert found.loc["leaves", "uncovered_minutes"] == pytest.approx(300)
    assert "5.0 hours a week have nobody who may or can do them" in found.loc["leaves", "words"]


def test_an_absence_takes_its_working_days(store: Store) -> None:
    put_team(store)
    two_weeks = Away(JON, START, START + timedelta(weeks=2))
    there = changed(store, read_situation(store, AS_OF), [two_weeks])
    assert there.people["contract_minutes"].tolist() == pytest.approx([2400, 2400 * 6 / 8, 2400])


def test_a_project_that_slips_comes_later(store: Store) -> None:
    put_team(store)
    end = START + timedelta(weeks=8)
    put(store, book(JON, EAST, 8, starts_on=START - timedelta(weeks=4), ends_before=START))
    assert "Jon Bo" not in load_of(store)
    assert load_of(store, Slips(EAST, 4))["Jon Bo"] == pytest.approx(8 * 60 * 4 / 8)
    assert load_of(store, Slips(EAST, 60))["Mara Steen"] == pytest.approx(60 * (sum(HOURS.values()) - HOURS[EAST]))
    assert end > START


def test_a_won_deal_asks_for_its_skills_and_whoever_has_them_gets_the_work(store: Store) -> None:
    put_team(store)
    put(store, Stage(id=1, name="Proposal", kind="open"))
    deal = Opportunity(
        id=7, name="Film for South", account_id=SOUTH, service_id=MOVIE, stage_id=1, opened_on=date(2026, 2, 1)
    )
    put(store, deal, OpportunityStage(opportunity_id=7, stage_id=1, entered_on=date(2026, 2, 1)))
    situation = read_situation(store, AS_OF)
    there = changed(store, situation, [Won(7, START)])
    new = there.items[there.items["person"] == "nobody yet"]
    assert new["skills"].tolist() == ["film"]
    assert new["minutes"].iloc[0] == pytest.approx(1200 / 4.345, abs=1)
    assert compare(store, won=Won(7, START)).loc["won", "uncovered_minutes"] == 0, "Zoe films"


def test_what_was_booked_for_a_deal_is_certain_when_it_is_won_and_not_counted_twice(store: Store) -> None:
    put_team(store)
    put(store, Stage(id=1, name="Proposal", kind="open"))
    deal = Opportunity(id=7, name="Film", account_id=SOUTH, service_id=MOVIE, stage_id=1, opened_on=date(2026, 2, 1))
    put(store, deal, OpportunityStage(opportunity_id=7, stage_id=1, entered_on=date(2026, 2, 1)))
    meant = book(ZOE, SOUTH, 9, tentative=True, chance=0.4, opportunity_id=7, project_id=None)
    put(store, meant)
    assert load_of(store)["Zoe Lind"] == pytest.approx(0.4 * 9 * 60)
    assert load_of(store, Won(7, START)) == load_of(store) | {"Zoe Lind": pytest.approx(9 * 60)}


def test_nothing_is_stored_by_asking(store: Store) -> None:
    put_team(store)
    before = data_version(store)
    changed(store, read_situation(store, AS_OF), [Slips(WEST, 2)])
    compare(store, leaves=Leaves(MARA, START))
    cover(read_situation(store, AS_OF), nothing)
    assert data_version(store) == before


def test_cover_says_who_takes_how_much_and_what_is_left(store: Store) -> None:
    put_team(store)
    told = cover(read_situation(store, AS_OF), nothing).set_index("person")
    # Jon has 40 hours free and Mara 45 booked: he takes what fits best, 15 + 12 + 10 of them or 37, never all
    assert told.loc["Mara Steen", "verdict"] == "partly"
    assert told.loc["Mara Steen", "placed"] / 60 == 37
    assert told.loc["Mara Steen", "words"] == "nobody may take, or has the hours for: West 8.0 h"
    assert told.loc["Mara Steen", "by"] == "Jon Bo 37.0 h"


def test_who_has_a_skill_alone_is_not_covered(store: Store) -> None:
    put_team(store)
    put(store, book(ZOE, NORTH, 6, project_id=None, skill_id=2))
    told = cover(read_situation(store, AS_OF), nothing)
    assert told.iloc[0][["person", "verdict", "placed"]].tolist() == ["Zoe Lind", "not covered", 0.0]
