"""Beside the duties: check-ups owed, goals, the next level, recognition, and who may see it all."""

from datetime import date

import numpy as np
import pytest

from lib.delivery.brief_figures import briefs_complete
from lib.keep import at_once
from lib.people.tables import PersonRole, ReportingLine, Role
from lib.periods import today
from lib.review.check_up_figures import DUE, HELD, OWED, UNKNOWN, check_up_standing
from lib.review.tables import CheckUp, DevelopmentGoal, LevelExpectation, Win
from lib.scorecard.check_ups import check_ups
from lib.scorecard.development import goals, ladder_of, levels, next_role, step_of
from lib.scorecard.recognition import LED, NAMED, recognition
from lib.scorecard.visible import above, scorecards_for, visible_to
from lib.store.engine import Store
from lib.store.settings import set_setting
from tests.facts import put
from tests.scorecard_cases import ACME, ANN, BO, BREE, MIA, QUARTER, SAL, on, put_firm

D = date.fromisoformat


@pytest.mark.parametrize(
    ("last", "since", "state", "day"),
    [
        ("2026-04-02", "2025-01-01", HELD, "2026-04-02"),
        ("2026-02-02", "2025-01-01", DUE, "2026-06-30"),
        ("2025-11-02", "2025-01-01", OWED, "2026-04-01"),  # the first quarter passed without one
        (None, "2025-10-01", OWED, "2026-01-01"),
        (None, "2026-02-10", DUE, "2026-06-30"),  # the first whole quarter is this one
        (None, None, UNKNOWN, None),
    ],
)
def test_a_quarterly_check_up_is_owed_after_the_first_whole_quarter_without_it(
    last: str | None, since: str | None, state: str, day: str | None
) -> None:
    found = check_up_standing("quarter", last and D(last), since and D(since), on("05-10"))  # type: ignore[arg-type]
    assert (found.state, found.on) == (state, day and D(day))


def test_check_ups_are_told_of_the_clients_a_person_leads(store: Store) -> None:
    put_firm(store)
    put(store, CheckUp(account_id=BREE, period="quarter", held_on=date(2025, 11, 3)))
    put(store, CheckUp(account_id=ACME, period="year", held_on=on("06-02")))
    put(store, CheckUp(account_id=BREE, period="quarter", held_on=on("07-02")))  # not yet on the day
    ann, bo = (check_ups(store, person, on("06-30"), at_once) for person in (ANN, BO))
    assert ann.rows[["account", "period", "state"]].to_numpy().tolist() == [
        ["Bree", "quarter", OWED], ["Bree", "year", DUE],
    ]  # fmt: skip
    assert ann.rows["on"].tolist() == [on("04-01"), on("12-31")]
    assert bo.rows["state"].tolist() == [HELD, HELD]  # the yearly one counts for its quarter
    assert (ann.quarter.hits, ann.quarter.base, bo.year.hits) == (0, 1, 1)
    assert bo.rows["led_since"].tolist() == [on("05-16")] * 2
    assert check_ups(store, MIA, on("06-30"), at_once).quarter.absent == "not applicable"


def test_goals_are_open_reached_or_overdue_as_known_on_the_day(store: Store) -> None:
    put_firm(store)
    for what, due, reached in (("A", "03-01", None), ("B", "12-01", None), ("C", "05-01", "04-01"),
                               ("D", "02-01", "03-01"), ("E", "05-01", "07-01")):  # fmt: skip
        put(store, DevelopmentGoal(person_id=ANN, what=what, set_on=on("01-01"), due_on=on(due),
                                   reached_on=on(reached) if reached else None))  # fmt: skip
    found = goals(store, ANN, on("06-30"))
    assert dict(zip(found["what"], found["standing"], strict=True)) == {
        "A": "overdue", "E": "overdue", "B": "open", "D": "reached late", "C": "reached",
    }  # fmt: skip
    assert found["what"].tolist()[:3] == ["A", "E", "B"]


def test_a_role_finds_its_step_by_the_words_of_its_name() -> None:
    ladder = ladder_of("")
    roles = ("Account coordinator", "Account manager", "Senior Account Manager", "Account director", "Designer")
    assert [step_of(role, ladder) for role in roles] == [0, 1, 2, 3, None]


def test_the_next_role_is_the_one_that_is_nearest_to_the_present_one() -> None:
    names = {1: "Managing director", 2: "Account director", 3: "Senior account manager", 4: "Account coordinator"}
    ladder = ladder_of("")
    assert next_role(3, names, ladder, set()) == 2
    assert next_role(3, names, ladder, {1}) == 1  # of which something is expected
    assert next_role(4, names, ladder, set()) == 3  # nobody is on the step between
    assert next_role(1, names, ladder, set()) is None


def test_levels_follow_the_ladder_the_firm_set(store: Store) -> None:
    put_firm(store)
    put(store, Role(id=1, name="Account manager"), Role(id=2, name="Senior account manager"), Role(id=3, name="Guide"))
    put(store, PersonRole(person_id=ANN, role_id=1, starts_on=on("01-01")))
    put(store, *(LevelExpectation(role_id=n, duty="great work", words=f"words {n}") for n in (1, 2, 3)))
    usual = levels(store, ANN, on("06-30"))
    assert usual.now is not None
    assert usual.following is not None
    assert (usual.now.expects, usual.following.role) == ({"great work": "words 1"}, "Senior account manager")
    set_setting(store, "Mia", "career_ladder", "Account manager, Guide", on("07-01"))
    later = levels(store, ANN, on("07-01")).following
    assert later is not None
    assert (later.role, levels(store, ANN, on("06-30"))) == ("Guide", usual)
    assert levels(store, BO, on("06-30")).why == "No role is recorded for them on this day."


def test_wins_name_the_person_or_the_accounts_they_led_that_day(store: Store) -> None:
    put_firm(store)
    put(
        store, Win(happened_on=on("05-01"), account_id=ACME, words="Early", thanks_from="Cara"),
        Win(happened_on=on("06-01"), account_id=ACME, words="Again"),
        Win(happened_on=on("06-02"), person_id=ANN, words="Prize"),
        Win(happened_on=on("07-02"), person_id=ANN, words="Later"),
    )  # fmt: skip
    found = recognition(store, ANN, QUARTER, on("06-30"))
    assert found[["words", "because"]].to_numpy().tolist() == [["Prize", NAMED], ["Early", LED]]
    assert recognition(store, BO, QUARTER, on("06-30"))["words"].tolist() == ["Again"]


def test_a_scorecard_is_for_the_person_their_lead_and_those_who_lead_the_firm(store: Store) -> None:
    put_firm(store)
    put(store, ReportingLine(person_id=MIA, manager_id=SAL, starts_on=on("01-01"), ends_before=on("06-01")))
    day = on("05-01")
    assert visible_to(store, ANN, "editor", ANN, day)
    assert visible_to(store, MIA, "editor", ANN, day)
    assert visible_to(store, SAL, "viewer", ANN, day)  # to whom her manager reports
    assert not visible_to(store, SAL, "viewer", ANN, on("06-01"))
    assert not visible_to(store, BO, "editor", ANN, day)
    assert not visible_to(store, ANN, "editor", MIA, day)
    assert not visible_to(store, None, "viewer", ANN, day)
    assert visible_to(store, None, "lead", ANN, day)
    assert visible_to(store, BO, "admin", ANN, day)
    assert scorecards_for(store, MIA, "editor", day) == {ANN: "Ann"}
    assert scorecards_for(store, None, "viewer", today()) == {}


def test_a_circle_of_managers_ends(store: Store) -> None:
    put_firm(store)
    put(store, ReportingLine(person_id=MIA, manager_id=ANN, starts_on=on("01-01")))
    assert above(store, ANN, on("05-01")) == [MIA]


def test_a_brief_lacks_what_is_missing_most() -> None:
    yes, no = np.array([True, True]), np.array([False, False])
    assert briefs_complete(yes, no, yes).note == "2 projects lack the hours"
    assert briefs_complete(yes[:0], yes[:0], yes[:0]).value is None
