"""Suggested moves: right on a team small enough to think through, never against a rule on random ones."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.accounts.tables import AccountOwner, Contract
from lib.days import NONE
from lib.people.tables import Person, PersonRole, PersonSkill, Role, WeeklyHours
from lib.reallocation.eligible import may, standing
from lib.reallocation.problem import constant, load, pose, today
from lib.reallocation.situation import Situation, read_situation
from lib.reallocation.suggesting import Ask, NothingToAllocate, Suggestion, over_contract, suggest
from lib.reallocation.ties import handover_cost
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.team.allocation import NoAllocation, objective
from lib.team.allocation_descent import descend, start
from lib.team.allocation_milp import solve
from lib.team.tables import Absence
from tests.facts import put
from tests.reallocation_cases import (
    AS_OF,
    BEGAN,
    COPY,
    EAST,
    HOURS,
    JON,
    MARA,
    NORTH,
    SOUTH,
    START,
    WEST,
    ZOE,
    book,
    nothing,
    put_team,
    random_situation,
)  # fmt: skip


def asked(store: Store, **ask: object) -> Suggestion:
    return suggest(read_situation(store, AS_OF), Ask(**ask), nothing)  # type: ignore[arg-type]


def store_edit(store: Store, person_id: int, **values: object) -> None:
    def work(write: Write) -> None:
        write.set(Person, person_id, values, write.read(Person, person_id))

    perform(store, "Test", "edit", work)


def moved(found: Suggestion) -> set[int]:
    return set(found.moves["account_id"])


def test_the_work_on_one_desk_is_shared_and_the_account_she_leads_stays(store: Store) -> None:
    found = asked(put_team(store))
    assert found.proved
    assert "Proved best" in found.words
    assert NORTH not in moved(found), "what she leads costs most to hand over"
    assert set(found.moves["to_person"]) == {"Jon Bo"}, "Zoe does not write"
    assert found.loads.set_index("person")["before"].to_dict() == {"Mara Steen": 1.5, "Jon Bo": 0.0, "Zoe Lind": 0.0}
    after = found.loads.set_index("person")["after"]
    assert after["Mara Steen"] <= 1
    assert after["Jon Bo"] <= 1
    assert after["Mara Steen"] + after["Jon Bo"] == pytest.approx(1.5)


def test_each_move_tells_loads_before_and_after_in_the_order_to_make_them(store: Store) -> None:
    found = asked(put_team(store))
    first = found.moves.iloc[0]
    hours = HOURS[int(first["account_id"])]
    assert first[["from_before", "to_before"]].tolist() == [1.5, 0.0]
    assert first[["from_after", "to_after"]].tolist() == pytest.approx([1.5 - hours / 30, hours / 30])
    assert first["skill_match"] == "copywriting 3 (needs 3, now 4)"
    steps = found.moves.to_dict("records")
    for before, after in pairwise(steps):
        assert after["from_before"] == pytest.approx(before["from_after"])
    gained = found.frontier["objective"].iloc[0] - found.objective
    assert found.moves["relief"].sum() == pytest.approx(gained)


def test_the_frontier_begins_with_today_and_more_moves_never_cost_more(store: Store) -> None:
    found = asked(put_team(store))
    assert found.frontier["moves"].tolist() == list(range(11))
    assert found.frontier["peak"].iloc[0] == 1.5
    assert (np.diff(found.frontier["objective"]) <= 1e-6).all()
    assert found.frontier["over_contract"].iloc[0] == 1, "45 hours of 40"
    assert 1 <= found.enough <= 2


def test_locked_work_stays_and_a_vetoed_person_gets_none(store: Store) -> None:
    put_team(store)
    put(store, Person(id=4, name="Ada Wik"), PersonRole(person_id=4, role_id=1, starts_on=BEGAN))
    put(store, WeeklyHours(person_id=4, minutes_per_week=2400, starts_on=BEGAN))
    put(store, PersonSkill(person_id=4, skill_id=COPY, level=4, starts_on=BEGAN))
    free = asked(store)
    item = str(free.moves["item"].iloc[0])
    assert item not in set(asked(store, locked=frozenset({item})).moves["item"])
    taker = int(free.moves["to_id"].iloc[0])
    again = asked(store, vetoed=frozenset({(item, taker)}))
    assert not ((again.moves["item"] == item) & (again.moves["to_id"] == taker)).any()


def test_a_limit_on_moves_holds(store: Store) -> None:
    found = asked(put_team(store), most_moves=1)
    assert len(found.moves) == 1
    assert "with at most 1 move" in found.words


def test_it_says_why_not_for_everybody_who_could_be_thought_of(store: Store) -> None:
    put_team(store)
    put(store, PersonSkill(person_id=ZOE, skill_id=COPY, level=2, starts_on=BEGAN))
    put(store, Absence(person_id=JON, kind="parental", starts_on=START))
    found = asked(store)
    why = found.blocked[found.blocked["account"] == "South"].set_index("person")["why"]
    assert why["Zoe Lind"] == "lacks copywriting 3 (has 2)"
    assert why["Jon Bo"] == "has no hours in these weeks: away, left, or none recorded"
    assert found.moves.empty


def test_what_nobody_can_do_within_target_is_told_in_minutes_by_skill(store: Store) -> None:
    put_team(store)
    put(store, book(JON, WEST, 25))
    found = asked(store)
    # 70 hours of copywriting a week against 2 × 30 within target
    assert found.short.to_dict("records") == [{"skill": "copywriting", "minutes": pytest.approx(600)}]


def test_what_a_handover_loses_is_told_and_counted(store: Store) -> None:
    put_team(store)
    ends = date(2026, 4, 15)
    put(store, Contract(account_id=NORTH, kind="retainer", starts_on=date(2025, 4, 15), ends_before=ends))
    situation = read_situation(store, AS_OF)
    found = suggest(situation, Ask(locked=frozenset(f"a{at}p{MARA}" for at in (SOUTH, EAST, WEST))), nothing)
    move = found.moves.iloc[0]
    assert move["lost"] == "leads the account, 2 years with the client, notice or renewal on 15 Apr 2026"
    assert move["notice_within_90"]
    # 1 for any handover, 2 for the lead, 2 years × 0.5, 4 for the date near
    assert move["handover_cost"] == pytest.approx(1 + 2 + 0.5 * 2 + 4, abs=0.01)


def test_work_of_somebody_away_that_nobody_can_take_is_short(store: Store) -> None:
    put_team(store)
    put(store, book(ZOE, NORTH, 6, project_id=None, skill_id=2))
    put(store, Absence(person_id=ZOE, kind="parental", starts_on=START))
    found = asked(store)
    assert ZOE not in set(found.moves["from_id"])
    assert "film" in set(found.short["skill"])


def test_without_hours_or_bookings_it_says_where_to_enter_them(store: Store) -> None:
    put(store, Person(id=1, name="Mara Steen"))
    with pytest.raises(NothingToAllocate, match="weekly hours"):
        asked(store)
    put(store, WeeklyHours(person_id=1, minutes_per_week=2400, starts_on=BEGAN))
    with pytest.raises(NothingToAllocate, match="Nothing is booked"):
        asked(store)


def test_work_without_hours_of_anybody_else_names_the_account_when_locked_out(store: Store) -> None:
    put_team(store)
    situation = read_situation(store, AS_OF)
    everybody = frozenset((f"a{NORTH}p{MARA}", who) for who in (MARA, JON, ZOE))
    found = suggest(situation, Ask(vetoed=everybody), nothing)
    assert NORTH not in moved(found), "a veto is about others: who has it may keep it"
    assert "holds" not in found.words


def test_internal_work_counts_only_beyond_what_the_target_leaves_for_it(store: Store) -> None:
    put_team(store)
    put(store, book(JON, None, 10))
    assert read_situation(store, AS_OF).people["fixed_minutes"].tolist() == [0.0, 0.0, 0.0]
    put(store, book(JON, None, 4))
    assert read_situation(store, AS_OF).people["fixed_minutes"].tolist() == [0.0, 240.0, 0.0]


def test_tentative_work_counts_by_its_chance(store: Store) -> None:
    put_team(store)
    put(store, book(JON, EAST, 10, tentative=True, chance=0.3))
    items = read_situation(store, AS_OF).items.set_index("item")
    assert items.loc[f"a{EAST}p{JON}", "minutes"] == pytest.approx(180)


def test_the_lead_goes_only_to_who_leads_or_has_the_same_role(store: Store) -> None:
    put_team(store)
    put(store, PersonSkill(person_id=ZOE, skill_id=COPY, level=5, starts_on=BEGAN))
    situation = read_situation(store, AS_OF)
    free = may(standing(situation, frozenset(), frozenset()))
    north = situation.items["item"].tolist().index(f"a{NORTH}p{MARA}")
    assert free[:, north].tolist() == [True, True, False]
    put(store, AccountOwner(account_id=WEST, person_id=ZOE, duty="lead", starts_on=BEGAN), book(ZOE, WEST, 2))
    again = read_situation(store, AS_OF)
    assert may(standing(again, frozenset(), frozenset()))[2, north]


def test_internal_work_of_somebody_without_hours_does_not_stop_the_suggestion(store: Store) -> None:
    put_team(store)
    put(store, book(ZOE, None, 20), Absence(person_id=ZOE, kind="parental", starts_on=START))
    found = asked(store)
    assert set(found.moves["to_person"]) == {"Jon Bo"}


def test_beyond_the_contract_counts_internal_work_too(store: Store) -> None:
    put_team(store)
    put(store, book(JON, EAST, 29), book(JON, None, 12))
    situation = read_situation(store, AS_OF)
    posed = pose(situation)
    # 29 + 12 of 40 hours, though no more than 31 of the 30 that he should carry
    assert over_contract(situation, load(posed, today(posed))).tolist() == [True, True, False]


def test_who_joins_or_leaves_within_the_weeks_takes_nothing_over(store: Store) -> None:
    put_team(store)
    store_edit(store, JON, joined_on=START + timedelta(weeks=3))
    found = asked(store)
    assert found.moves.empty
    why = found.blocked[found.blocked["person"] == "Jon Bo"]["why"]
    assert set(why) == {"joins or leaves within these weeks"}


def test_a_role_that_is_not_for_clients_is_told_as_such(store: Store) -> None:
    put_team(store)
    put(store, Role(id=3, name="Office", utilisation_target=0.0), Person(id=4, name="Ada Wik"))
    put(
        store,
        PersonRole(person_id=4, role_id=3, starts_on=BEGAN),
        PersonSkill(person_id=4, skill_id=COPY, level=5, starts_on=BEGAN),
    )
    put(store, WeeklyHours(person_id=4, minutes_per_week=2400, starts_on=BEGAN))
    why = asked(store).blocked.query("person == 'Ada Wik'")["why"]
    assert set(why) == {"is in a role that is not booked for clients (Office: target 0 %)"}


def test_why_not_is_true_of_work_that_moves_to_somebody_else_and_of_a_spent_limit(store: Store) -> None:
    put_team(store)
    put(store, Person(id=4, name="Ada Wik"), PersonRole(person_id=4, role_id=1, starts_on=BEGAN))
    put(store, WeeklyHours(person_id=4, minutes_per_week=2400, starts_on=BEGAN))
    put(store, PersonSkill(person_id=4, skill_id=COPY, level=4, starts_on=BEGAN))
    free = asked(store)
    gone = free.moves.set_index("account")["to_person"]
    for row in free.blocked[free.blocked["account"].isin(gone.index)].itertuples():
        if row.why.startswith("could"):
            assert row.why == f"could; {gone[row.account]} takes it, and this would be no better"
    spent = asked(store, most_moves=0).blocked
    assert "could, and it would help: the moves you allow are used up" in set(spent["why"])


def test_work_that_nobody_at_all_may_take_is_short(store: Store) -> None:
    put_team(store)
    put(store, Absence(person_id=MARA, kind="parental", starts_on=START))
    put(store, Absence(person_id=JON, kind="parental", starts_on=START))
    found = asked(store)
    assert found.short.to_dict("records") == [{"skill": "copywriting", "minutes": pytest.approx(45 * 60)}]


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_the_frontier_and_the_plan_are_what_trying_every_plan_finds(seed: int) -> None:
    situation = random_situation(seed, 3, 6)
    found = suggest(situation, Ask(seconds=5.0), nothing)
    posed = pose(situation)
    rows = [np.flatnonzero(column) for column in posed.problem.allowed.T]
    plans = np.array(list(product(*rows)))
    costs = np.array([by_hand(situation, plan[:6]) for plan in plans])
    moved = (plans[:, :6] != situation.holder).sum(axis=1)
    assert found.objective == pytest.approx(costs.min())
    assert found.moves["relief"].sum() == pytest.approx(costs[moved == 0][0] - costs.min(), abs=1e-6)
    for point in found.frontier.itertuples():
        assert point.proved
        assert point.objective == pytest.approx(costs[moved <= point.moves].min(), rel=2e-4)


def by_hand(situation: Situation, plan: Sequence[int]) -> float:
    """What a plan costs, written down anew from the rules: load by bands, handovers, skills below the holder's."""
    cost, weigh = 0.0, situation.weights
    loss = handover_cost(situation.items, situation.as_of, weigh)
    for person in range(len(situation.people)):
        row = situation.people.iloc[person]
        minutes = row["fixed_minutes"] + sum(situation.hours[at] for at, who in enumerate(plan) if who == person)
        share = 100 * minutes / row["target_minutes"]
        cost += 0.3 * max(70 - share, 0) + 1 * min(max(share - 100, 0), 15)
        cost += 4 * min(max(share - 115, 0), 18) + 20 * max(share - 133, 0)
    for at, who in enumerate(plan):
        holder = situation.holder[at]
        if who != holder:
            asked_of = situation.needs.level[at] > 0
            less = np.maximum(situation.held[holder] - situation.held[who], 0)
            cost += loss[at] + 2.0 * less[asked_of].sum()
    return float(cost)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(1, 14))
def test_no_plan_breaks_a_rule_and_none_is_worse_than_the_greedy_one(seed: int, people: int, items: int) -> None:
    situation = random_situation(seed, people, items)
    rng = np.random.default_rng(seed)
    locked = frozenset(situation.items["item"].sample(frac=0.2, random_state=seed))
    vetoed = frozenset((key, int(rng.integers(1, people + 1))) for key in situation.items["item"])
    posed = pose(situation, locked, vetoed)
    found, _ = solve(posed.problem, 5.0)
    person = found.person[:items]
    stays = situation.items["item"].isin(locked).to_numpy()
    assert (person[stays] == situation.holder[stays]).all()
    for at, key in enumerate(situation.items["item"]):
        if person[at] not in (situation.holder[at], posed.nobody):
            taker = int(person[at])
            assert (key, taker + 1) not in vetoed
            assert (situation.held[taker] >= situation.needs.level[at]).all()
    first = start(posed.problem)
    assert first is not None
    greedy, _ = descend(posed.problem, first)
    assert found.objective <= objective(posed.problem, greedy) + 1e-6
    assert found.objective <= objective(posed.problem, today(posed)) + 1e-6
    assert (found.person[items:] == posed.problem.incumbent[items:]).all(), "what cannot be moved stays"
    assert (today(posed) != NONE).all()
    assert constant(posed) == pytest.approx(21.0)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_a_proved_plan_is_the_same_every_time(seed: int) -> None:
    situation = random_situation(seed)
    one, other = (suggest(situation, Ask(seconds=5.0), nothing) for _ in range(2))
    assert one.proved
    assert other.proved
    assert one.moves.equals(other.moves)
    assert one.frontier.equals(other.frontier)


def test_nobody_who_may_take_it_is_told_by_name() -> None:
    situation = random_situation(3)
    posed = pose(situation)
    posed.problem.cost[:, 0] = np.nan
    with pytest.raises(NoAllocation, match="Nobody may take account 0"):
        solve(posed.problem, 1.0)
