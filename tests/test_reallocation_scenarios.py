"""What-if and cover on a team small enough to think through; nothing is stored."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from lib.growth.tables import Opportunity, OpportunityStage, Stage
from lib.reallocation.covering import cover
from lib.reallocation.scenarios import Away, Change, Leaves, Slips, Won, changed, solved, told
from lib.reallocation.situation import read_situation
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.writing import data_version
from lib.team.booking_plan_actions import PersonAway, Step, WorkSlips, WorkWon, apply_plan
from lib.team.tables import Absence
from tests import databases
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

NO_SHRINK = (Phase.explicit, Phase.reuse, Phase.generate)  # each example makes a store


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


def test_who_leaves_with_internal_work_booked_does_not_stop_the_comparison(store: Store) -> None:
    put_team(store)
    put(store, book(JON, None, 20))
    found = compare(store, leaves=Leaves(JON, START))
    assert found.loc["leaves", "moves_needed"] == 0


def test_a_day_off_already_is_not_taken_twice(store: Store) -> None:
    put_team(store)
    put(store, Absence(person_id=JON, kind="leave", starts_on=START, ends_before=START + timedelta(days=2)))
    before = read_situation(store, AS_OF)
    same = changed(store, before, [Away(JON, START, START + timedelta(days=2))])
    assert same.people["contract_minutes"].tolist() == pytest.approx(before.people["contract_minutes"].tolist())
    less = changed(store, before, [Away(JON, START, START + timedelta(days=3))])
    assert less.people["contract_minutes"].iloc[1] == pytest.approx(2400 * (40 - 3) / 40)


def test_what_of_a_project_is_over_does_not_come_back_when_it_slips(store: Store) -> None:
    put_team(store)
    put(store, book(JON, EAST, 8, starts_on=AS_OF - timedelta(weeks=8), ends_before=AS_OF))
    assert "Jon Bo" not in load_of(store, Slips(EAST, 6))


def test_two_slips_of_a_project_add_up(store: Store) -> None:
    put_team(store)
    put(store, book(JON, EAST, 8, starts_on=START, ends_before=START + timedelta(weeks=8)))
    assert load_of(store, Slips(EAST, 2), Slips(EAST, 2)) == load_of(store, Slips(EAST, 4))
    assert load_of(store, Slips(EAST, 4))["Jon Bo"] == pytest.approx(8 * 60 * 4 / 8)


def test_a_deal_won_after_its_bookings_end_asks_anew_and_one_booked_later_asks_nothing(store: Store) -> None:
    put_team(store)
    put(store, Stage(id=1, name="Proposal", kind="open"))
    deal = Opportunity(id=7, name="Film", account_id=SOUTH, service_id=MOVIE, stage_id=1, opened_on=date(2026, 2, 1))
    put(store, deal, OpportunityStage(opportunity_id=7, stage_id=1, entered_on=date(2026, 2, 1)))
    meant = {"tentative": True, "chance": 0.5, "opportunity_id": 7, "project_id": None}
    put(store, book(ZOE, SOUTH, 8, ends_before=START + timedelta(weeks=2), **meant))
    over = load_of(store, Won(7, START + timedelta(weeks=2)))
    assert over["Zoe Lind"] == load_of(store)["Zoe Lind"] == pytest.approx(8 * 60 * 0.5 * 2 / 8)
    assert over["nobody yet"] > 0
    put(store, book(ZOE, SOUTH, 8, starts_on=START + timedelta(weeks=20), **meant))
    assert "nobody yet" not in load_of(store, Won(7, START + timedelta(weeks=2)))


def test_a_colleague_has_no_room_where_internal_work_is(store: Store) -> None:
    put_team(store)
    put(store, book(JON, None, 10))
    told = cover(read_situation(store, AS_OF), nothing).set_index("person")
    assert told.loc["Mara Steen", "placed"] / 60 == 30, "15 + 15 cannot be: 12 + 10 + 8"


@pytest.fixture(scope="module")
def with_a_deal(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the team and an open deal, to be copied."""
    store = open_store(databases.copied(empty_url, tmp_path_factory.mktemp("team") / "steward.db"))
    put_team(store)
    put(store, Stage(id=1, name="Proposal", kind="open"))
    put(store, Opportunity(id=7, name="Film", account_id=SOUTH, stage_id=1, opened_on=date(2026, 2, 1)))
    databases.close(store.url)
    return store.url


@settings(max_examples=6, deadline=None, phases=NO_SHRINK)
@given(
    starts=some.lists(some.integers(-6, 12), min_size=2, max_size=2), lasts=some.integers(7, 14),
    weeks=some.integers(1, 9), away=some.integers(-10, 70), won=some.integers(0, 60),
)  # fmt: skip
def test_a_plan_written_down_brings_the_loads_that_were_told(
    with_a_deal: str, tmp_path_factory: pytest.TempPathFactory, starts: list[int], lasts: int, weeks: int, away: int,
    won: int,
) -> None:  # fmt: skip
    store = open_store(databases.copied(with_a_deal, tmp_path_factory.mktemp("plan") / "steward.db"))
    week, day = timedelta(weeks=1), START + timedelta(days=away)
    for first, work in zip(starts, ({"project_id": EAST}, {"project_id": None, "opportunity_id": 7}), strict=True):
        begins = AS_OF + first * week
        tentative = {"tentative": True, "chance": 0.3} if "opportunity_id" in work else {}
        put(store, book(ZOE, EAST, 9, starts_on=begins, ends_before=begins + lasts * week, **work, **tentative))
    gone = Away(JON, day, day + timedelta(days=11))
    changes = [
        gone,
        Slips(EAST, weeks),
        *([Won(7, AS_OF + timedelta(days=won))] if won < 7 * (starts[1] + lasts) else []),
    ]
    there = changed(store, read_situation(store, AS_OF), changes)
    apply_plan(store, "Ann", "Plan", "m", [_step(one) for one in changes], None, "t")
    then = read_situation(store, AS_OF)
    assert there.people["target_minutes"].tolist() == pytest.approx(then.people["target_minutes"].tolist())
    assert dict(zip(there.items["item"], there.items["minutes"], strict=True)) == pytest.approx(
        dict(zip(then.items["item"], then.items["minutes"], strict=True))
    )


def _step(change: Change) -> Step:
    if isinstance(change, Away):
        return PersonAway(change.person_id, change.starts_on, change.ends_before, "leave")
    if isinstance(change, Slips):
        return WorkSlips(change.project_id, change.weeks, AS_OF)
    assert isinstance(change, Won)
    return WorkWon(change.opportunity_id, SOUTH, change.start, ())


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
