"""Applying suggested moves: handed over exactly, all or nothing, once, and taken back exactly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from lib.accounts.actions import hand_over
from lib.accounts.tables import Account, AccountOwner
from lib.errors import RefusedValue, StewardError
from lib.people.tables import Person, Role
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import data_version, perform
from lib.team import allocation_actions as actions
from lib.team.allocation_actions import PlannedMove, RunFacts, SuggestionStale, apply_moves
from lib.team.allocation_queries import applied_moves, applied_runs
from lib.team.allocation_undo_actions import CannotUndo, undo_run
from lib.team.capacity_figures import first_start
from lib.team.tables import AllocationMove, AllocationRun, Booking
from tests.facts import put

START = first_start(today(), 14)
WEEK = timedelta(weeks=1)
RUN = RunFacts(START, 8, 412.5, 0.0, {"seed": 7})
MARA, JON, IDA = 1, 2, 3
ACME, BOLT = 1, 2


@pytest.fixture
def firm(store: Store) -> Store:
    """Mara leads Acme and is booked on it now and again later; Jon is booked on Bolt."""
    put(store, Role(id=1, name="Designer"), *(Person(id=n, name=name) for n, name in NAMES.items()))
    put(store, Account(id=ACME, name="Acme"), Account(id=BOLT, name="Bolt"))
    put(store, AccountOwner(account_id=ACME, person_id=MARA, starts_on=date(2020, 1, 1)))
    put(
        store,
        Booking(id=1, person_id=MARA, account_id=ACME, minutes_per_week=600, starts_on=START - 4 * WEEK, reason="Sold"),
        Booking(id=2, person_id=MARA, account_id=ACME, minutes_per_week=240, starts_on=START + 4 * WEEK),
        Booking(id=3, role_id=1, account_id=ACME, minutes_per_week=300, starts_on=START - WEEK),
        Booking(id=4, person_id=JON, account_id=BOLT, minutes_per_week=900, starts_on=START - WEEK),
        Booking(
            id=5, person_id=MARA, account_id=ACME, minutes_per_week=60, starts_on=START - 9 * WEEK, ends_before=START
        ),
    )
    return store


NAMES = {MARA: "Mara Steen", JON: "Jon Li", IDA: "Ida Falk"}
LATER = PlannedMove("acme-mara", ACME, MARA, JON, 600 + 240 / 2, leads=True)


def rows(store: Store, model: Any, *names: str) -> list[tuple[Any, ...]]:
    table = table_of(model)
    return [tuple(row) for row in store.rows(select(*(table.c[name] for name in names)).order_by(table.c.id))]


def bookings(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, Booking, "id", "person_id", "minutes_per_week", "starts_on", "ends_before", "reason")


def owners(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, AccountOwner, "account_id", "person_id", "starts_on", "ends_before", "duty")


def applied(store: Store, *moves: PlannedMove, token: str = "one", reason: str = "Mara is over target") -> int:
    made = apply_moves(store, "Ann", START, moves or (LATER,), RUN, reason, token)
    assert made is not None
    return made


def test_a_booking_begun_before_goes_on_for_the_taker_and_a_later_one_changes_person(firm: Store) -> None:
    applied(firm)
    why = "Mara is over target"
    assert bookings(firm) == [
        (1, MARA, 600, START - 4 * WEEK, START, "Sold"),
        (2, JON, 240, START + 4 * WEEK, None, why),
        (3, None, 300, START - WEEK, None, None),
        (4, JON, 900, START - WEEK, None, None),
        (5, MARA, 60, START - 9 * WEEK, START, None),
        (6, JON, 600, START, None, why),
    ]


def test_the_taker_looks_after_the_account_from_the_day_on(firm: Store) -> None:
    applied(firm)
    assert owners(firm) == [
        (ACME, MARA, date(2020, 1, 1), START, "lead"),
        (ACME, JON, START, None, "lead"),
    ]


def test_an_owner_agreed_for_later_stays_agreed(firm: Store) -> None:
    spells = table_of(AccountOwner)
    with firm.writes.begin() as connection:
        connection.execute(spells.update().values(ends_before=START + 2 * WEEK))
    put(firm, AccountOwner(account_id=ACME, person_id=IDA, starts_on=START + 2 * WEEK))
    applied(firm)
    assert [(person, starts, ends) for _, person, starts, ends, _ in owners(firm)] == [
        (MARA, date(2020, 1, 1), START),
        (IDA, START + 2 * WEEK, None),
        (JON, START, START + 2 * WEEK),
    ]


def test_a_move_of_work_alone_leaves_the_owner(firm: Store) -> None:
    before = owners(firm)
    applied(firm, PlannedMove("acme-mara", ACME, MARA, JON, 720, leads=False))
    assert owners(firm) == before


def test_two_people_can_swap_their_work_in_one_run(firm: Store) -> None:
    applied(firm, LATER, PlannedMove("bolt-jon", BOLT, JON, MARA, 900, leads=False))
    then = [(person, minutes) for _, person, minutes, _, ends, _ in bookings(firm) if ends is None]
    assert then == [(JON, 240), (None, 300), (JON, 600), (MARA, 900)]


def test_work_passed_on_within_one_run_moves_one_step_only(firm: Store) -> None:
    put(firm, Booking(id=9, person_id=JON, account_id=ACME, minutes_per_week=120, starts_on=START))
    applied(firm, LATER, PlannedMove("acme-jon", ACME, JON, IDA, 120, leads=False))
    open_ones = {row: person for row, person, _, _, ends, _ in bookings(firm) if ends is None}
    assert open_ones == {2: JON, 3: None, 4: JON, 9: IDA, 10: JON}


def test_a_lead_that_ends_before_by_agreement_is_not_handed_over_again(firm: Store) -> None:
    hand_over(firm, "Ann", ACME, IDA, START - WEEK, "hand")
    before = owners(firm)
    applied(firm)
    assert owners(firm) == before


def test_a_lead_that_somebody_else_takes_that_day_is_refused(firm: Store) -> None:
    put(firm, AccountOwner(account_id=ACME, person_id=IDA, starts_on=START))
    before = owners(firm), bookings(firm)
    with pytest.raises(SuggestionStale, match="Acme got another owner than Mara Steen"):
        applied(firm)
    assert (owners(firm), bookings(firm)) == before


def test_who_joins_later_takes_nothing_over(firm: Store) -> None:
    people = table_of(Person)
    with firm.writes.begin() as connection:
        connection.execute(people.update().where(people.c.id == JON).values(joined_on=START + WEEK))
    with pytest.raises(RefusedValue, match="Jon Li joins on"):
        applied(firm)


def test_of_two_who_apply_the_same_at_once_one_is_told(firm: Store) -> None:
    def one(token: str) -> str:
        try:
            return str(applied(firm, token=token))
        except SuggestionStale:
            return "stale"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(one, ["a", "b", "c", "a"]))
    assert told.count("stale") in (2, 3), "the token that won may come back with its number"
    assert len(set(told)) == 2
    assert rows(firm, AllocationRun, "id") == [(int(told[0]),)]


def test_the_run_is_kept_with_what_it_moved_and_who_did_it(firm: Store) -> None:
    run = applied(firm)
    told = applied_runs(firm, today()).iloc[0]
    assert (told["run_id"], told["who"], told["moves"], told["state"], told["reason"]) == (
        run, "Ann", 1, "applied", "Mara is over target",
    )  # fmt: skip
    assert bool(told["can_undo"])
    move = applied_moves(firm, run).iloc[0]
    assert (move["account"], move["from_person"], move["to_person"], move["minutes"]) == (
        "Acme", "Mara Steen", "Jon Li", 720,
    )  # fmt: skip
    assert rows(firm, AllocationRun, "objective", "proved_gap", "settings") == [(412.5, 0.0, '{"seed": 7}')]


def test_a_second_click_applies_nothing(firm: Store) -> None:
    first = applied(firm)
    after, version = bookings(firm), data_version(firm)
    assert applied(firm) == first
    assert (bookings(firm), data_version(firm)) == (after, version)


STALE = {
    "Mara got more work": {"minutes_per_week": 700},
    "the work ends sooner": {"ends_before": START + 3 * WEEK},
    "somebody else has it": {"person_id": IDA},
}


@pytest.mark.parametrize("change", STALE.values(), ids=STALE.keys())
def test_a_suggestion_made_on_other_bookings_is_refused(firm: Store, change: dict[str, Any]) -> None:
    with firm.writes.begin() as connection:
        table = table_of(Booking)
        connection.execute(table.update().where(table.c.id == 1).values(change))
    before = bookings(firm), owners(firm)
    with pytest.raises(SuggestionStale, match=r"bookings of Mara Steen on Acme changed from 12\.0 to .* h a week"):
        applied(firm)
    assert (bookings(firm), owners(firm)) == before


def test_a_suggestion_made_for_another_owner_is_refused(firm: Store) -> None:
    hand_over(firm, "Ann", ACME, IDA, today(), "hand")
    with pytest.raises(SuggestionStale, match="Acme got another owner than Mara Steen since"):
        applied(firm)


def test_what_the_second_move_is_refused_for_leaves_nothing_of_the_first(firm: Store) -> None:
    before = bookings(firm), owners(firm), rows(firm, AllocationRun, "id"), rows(firm, ChangeLog, "id")
    with pytest.raises(SuggestionStale):
        applied(firm, LATER, PlannedMove("bolt-jon", BOLT, JON, IDA, 1, leads=False))
    assert (bookings(firm), owners(firm), rows(firm, AllocationRun, "id"), rows(firm, ChangeLog, "id")) == before
    assert rows(firm, AllocationMove, "id") == []


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "no reason": ({"reason": "  "}, "reason", "say why"),
    "no move": ({"moves": []}, "moves", "tick at least one"),
    "from today": ({"start": today()}, "start", "is not ahead"),
    "twice the same work": ({"moves": [LATER, LATER]}, "moves", "moved twice"),
    "to who has it": ({"moves": [PlannedMove("x", ACME, MARA, MARA, 720, False)]}, "moves", "to who has it"),
}


@pytest.mark.parametrize(("wrong", "field", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_makes_no_sense_is_refused_beside_its_field(
    firm: Store, wrong: dict[str, Any], field: str, words: str
) -> None:
    given: dict[str, Any] = {"start": START, "moves": [LATER], "reason": "Too much"} | wrong
    with pytest.raises(RefusedValue, match=words) as refused:
        apply_moves(firm, "Ann", given["start"], given["moves"], RUN, given["reason"], "one")
    assert refused.value.field == field


def test_a_move_of_nothing_is_refused(firm: Store) -> None:
    with pytest.raises(SuggestionStale, match="Ida Falk has nothing left to hand over on Bolt"):
        applied(firm, PlannedMove("bolt-ida", BOLT, IDA, JON, 0, leads=False))


def test_nobody_is_given_work_for_days_after_they_left(firm: Store) -> None:
    with firm.writes.begin() as connection:
        table = table_of(Person)
        connection.execute(table.update().where(table.c.id == JON).values(left_on=START))
    with pytest.raises(RefusedValue, match="Jon Li no longer works here"):
        applied(firm)


def test_undo_gives_every_booking_and_owner_back(firm: Store) -> None:
    before = bookings(firm), owners(firm)
    run = applied(firm)
    undo_run(firm, "Bea", run, "undo")
    assert (bookings(firm), owners(firm)) == before
    assert rows(firm, AllocationMove, "state") == [("undone",)]
    told = applied_runs(firm, today()).iloc[0]
    assert (told["state"], told["undone_by"], bool(told["can_undo"])) == ("undone", "Bea", False)


def test_a_run_is_undone_once(firm: Store) -> None:
    run = applied(firm)
    undo_run(firm, "Bea", run, "undo")
    undo_run(firm, "Bea", run, "undo")  # the second of two clicks does nothing
    with pytest.raises(CannotUndo, match=r"undone already\. Nothing was changed"):
        undo_run(firm, "Bea", run, "again")


def test_a_run_on_whose_bookings_somebody_worked_since_is_not_undone(firm: Store) -> None:
    run = applied(firm)
    change_minutes(firm, 6, 500)
    after = bookings(firm), owners(firm)
    with pytest.raises(CannotUndo, match=r"a booking \(Jon Li, Acme\) has another minutes per week since, by Cy"):
        undo_run(firm, "Bea", run, "undo")
    assert (bookings(firm), owners(firm)) == after
    change_minutes(firm, 6, 600)  # changed back: nothing stands in the way
    undo_run(firm, "Bea", run, "undo")
    assert rows(firm, AllocationMove, "state") == [("undone",)]


def change_minutes(store: Store, booking: int, minutes: int) -> None:
    perform(
        store, "Cy", "edit booking",
        lambda write: write.set(Booking, booking, {"minutes_per_week": minutes}, write.read(Booking, booking)),
    )  # fmt: skip


def test_a_run_of_which_a_booking_was_removed_since_is_not_undone(firm: Store) -> None:
    run = applied(firm)
    perform(firm, "Cy", "remove booking", lambda write: write.remove(Booking, 6))
    with pytest.raises(CannotUndo, match=r"a booking \(number 6\) was removed by Cy since"):
        undo_run(firm, "Bea", run, "undo")


def test_an_account_handed_on_since_keeps_the_run(firm: Store) -> None:
    run = applied(firm)
    hand_over(firm, "Cy", ACME, IDA, START + WEEK, "hand")
    with pytest.raises(CannotUndo, match=r"an owner \(Jon Li, Acme\) has another ends before since, by Cy"):
        undo_run(firm, "Bea", run, "undo")


def test_runs_are_undone_from_the_newest_back(firm: Store) -> None:
    before = bookings(firm), owners(firm)
    first = applied(firm)
    second = applied(firm, PlannedMove("acme-jon", ACME, JON, IDA, 720, leads=True), token="two")
    with pytest.raises(CannotUndo, match="since, by Ann"):
        undo_run(firm, "Bea", first, "undo")
    undo_run(firm, "Bea", second, "undo two")
    undo_run(firm, "Bea", first, "undo one")
    assert (bookings(firm), owners(firm)) == before


def test_a_run_that_was_never_applied_here_is_not_undone(firm: Store) -> None:
    put(firm, AllocationRun(id=7, ran_at=actions.now(), from_week_on=START, weeks=8))
    put(firm, AllocationMove(allocation_run_id=7, account_id=ACME, minutes_per_week=60, state="applied"))
    with pytest.raises(CannotUndo, match="the change log holds nothing that it wrote"):
        undo_run(firm, "Bea", 7, "undo")
    assert not applied_runs(firm, today())["can_undo"].any()


def test_no_run_can_be_undone_that_is_not_there(firm: Store) -> None:
    with pytest.raises(StewardError, match="number 99 is no longer there"):
        undo_run(firm, "Bea", 99, "undo")


def test_a_run_not_yet_made_on_a_day_is_not_told_of_it(firm: Store) -> None:
    applied(firm)
    assert applied_runs(firm, today() - timedelta(2)).empty


weeks = st.integers(-6, 12)
booking = st.tuples(
    st.sampled_from([MARA, JON, IDA, None]), st.sampled_from([ACME, BOLT]), st.integers(0, 40).map(lambda n: n * 60),
    weeks, st.none() | st.integers(1, 20), st.none() | st.booleans(),
)  # fmt: skip
handing = st.tuples(st.sampled_from([ACME, BOLT]), st.sampled_from([MARA, JON, IDA]), st.sampled_from([MARA, JON, IDA]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(booked=st.lists(booking, max_size=9), asked=st.lists(handing, min_size=1, max_size=4))
def test_no_minute_is_won_or_lost_and_undo_restores_all(firm: Store, booked: list[Any], asked: list[Any]) -> None:
    """Of any bookings and any moves: the work of a week stays, is done by who was said, and comes back."""
    with firm.writes.begin() as connection:
        for model in (Booking, AllocationMove, AllocationRun):
            connection.execute(delete(table_of(model)))
    made = [spelled(*one) for one in booked]
    put(firm, *made)
    moves = [
        PlannedMove(f"{account}-{giver}", account, giver, taker, mean(firm, account, giver), leads=False)
        for (account, giver), taker in {(a, g): t for a, g, t in asked if g != t}.items()
        if reaching(account, giver, booked)
    ]
    if not moves:
        return
    before, weekly = bookings(firm), by_week(firm)
    run = apply_moves(firm, "Ann", START, moves, RUN, "Fairer", f"apply {len(rows(firm, ChangeLog, 'id'))}")
    taker = {(move.account_id, move.from_id): move.to_id for move in moves}
    expected: dict[tuple[Any, ...], int] = {}
    for (week, account, person), minutes in weekly.items():
        who = taker.get((account, person), person) if week >= START else person
        expected[week, account, who] = expected.get((week, account, who), 0) + minutes
    assert by_week(firm) == expected
    assert run is not None
    undo_run(firm, "Ann", run, f"undo {len(rows(firm, ChangeLog, 'id'))}")
    assert bookings(firm) == before


lengths = st.lists(st.tuples(st.sampled_from([MARA, JON, IDA]), st.integers(1, 9)), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chain=lengths, before=st.integers(1, 12), endless=st.booleans(), taker=st.sampled_from([MARA, JON, IDA]))
def test_an_account_has_one_lead_on_each_day_it_had_one(
    firm: Store, chain: list[tuple[int, int]], before: int, endless: bool, taker: int
) -> None:
    """Of any chain of leads: the one on the day hands over, spells never overlap, and undo brings all back."""
    with firm.writes.begin() as connection:
        connection.execute(delete(table_of(AccountOwner)))
    begin = START - before * WEEK
    for at, (person, length) in enumerate(chain):
        last = endless and at == len(chain) - 1
        end = None if last else begin + length * WEEK
        put(firm, AccountOwner(account_id=BOLT, person_id=person, starts_on=begin, ends_before=end))
        begin += length * WEEK
    was, kept = by_day(firm), owners(firm)
    giver = was.get(START)
    if giver is None or giver == taker:
        return
    put(firm, Booking(person_id=giver, account_id=BOLT, minutes_per_week=0, starts_on=START))
    move = PlannedMove("bolt", BOLT, giver, taker, mean(firm, BOLT, giver), leads=True)
    run = apply_moves(firm, "Ann", START, [move], RUN, "Fairer", f"lead {len(rows(firm, ChangeLog, 'id'))}")
    assert by_day(firm) == {day: taker if day >= START and who == giver else who for day, who in was.items()}
    assert run is not None
    undo_run(firm, "Ann", run, f"undo lead {len(rows(firm, ChangeLog, 'id'))}")
    assert owners(firm) == kept


def by_day(store: Store) -> dict[date, int]:
    """Who leads Bolt at the start of each week; two at once are refused."""
    found: dict[date, int] = {}
    for account, person, starts, ends, _ in owners(store):
        for week in (START + n * WEEK for n in range(-12, 60)):
            if account == BOLT and starts <= week and (ends is None or week < ends):
                assert week not in found, "two leads at once"
                found[week] = person
    return found


def reaching(account: int, giver: int, booked: list[Any]) -> bool:
    return any(
        (person, where) == (giver, account) and (length is None or first + length > 0)
        for person, where, _, first, length, _ in booked
    )


def spelled(person: int | None, account: int, minutes: int, first: int, length: int | None, maybe: bool | None) -> Any:
    return Booking(
        person_id=person, role_id=None if person else 1, account_id=account, minutes_per_week=minutes,
        starts_on=START + first * WEEK, ends_before=None if length is None else START + (first + length) * WEEK,
        tentative=bool(maybe), chance=0.25 if maybe else None,
    )  # fmt: skip


def by_week(store: Store) -> dict[tuple[Any, ...], int]:
    """Minutes of each week, account and person, counted week by week from the rows as they stand."""
    found: dict[tuple[Any, ...], int] = {}
    for account, person, minutes, starts, ends in rows(
        store, Booking, "account_id", "person_id", "minutes_per_week", "starts_on", "ends_before"
    ):
        for week in (START + n * WEEK for n in range(-8, 36)):
            if minutes and starts <= week and (ends is None or week < ends):
                found[week, account, person] = found.get((week, account, person), 0) + minutes
    return found


def mean(store: Store, account: int, person: int) -> float:
    """Minutes a week over the run's eight weeks, a tentative booking by its chance."""
    columns = ("account_id", "person_id", "minutes_per_week", "starts_on", "ends_before", "tentative", "chance")
    total = 0.0
    for of, who, minutes, starts, ends, maybe, chance in rows(store, Booking, *columns):
        inside = [w for w in (START + n * WEEK for n in range(8)) if starts <= w and (ends is None or w < ends)]
        total += minutes * len(inside) / 8 * (chance if maybe else 1) if (of, who) == (account, person) else 0
    return total
