"""Where objectives stand on a day, how their terms were changed, and the line a chart draws."""

from datetime import date, timedelta

import pandas as pd
import pytest

from lib.accounts.tables import Account
from lib.store.engine import Store
from lib.store.writing import perform
from lib.value import queries
from lib.value.standing import changes, course, standing
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests.facts import put
from tests.value_cases import AS_OF, BARE, COST, ENGAGEMENT, OUTAGES, put_objectives


def of(store: Store, objective: int, day: date = AS_OF) -> "pd.Series[object]":
    return standing(store, day).set_index("objective_id").loc[objective]


def test_an_objective_is_judged_by_the_terms_in_force_and_the_time_since_the_first(store: Store) -> None:
    """25 % on 1 Jun, 151 of 365 days: on the way from 20 to 30 the line stood at 24.14."""
    put_objectives(store)
    found = of(store, ENGAGEMENT)
    assert (found["baseline"], found["target"], found["changes"]) == (20, 30, 1)
    assert found["starts_on"] == pd.Timestamp(2026, 1, 1)
    assert found["since"] == pd.Timestamp(2026, 3, 3)
    assert found["expected_then"] == pytest.approx(20 + 10 * 151 / 365)
    assert found["expected"] == pytest.approx(20 + 10 * 180 / 365)
    assert (found["progress"], found["pace"], found["state"]) == (0.5, 1, "on pace")


def test_the_last_confirmed_reading_is_named_beside_a_later_one_that_is_not(store: Store) -> None:
    put_objectives(store)
    found = of(store, ENGAGEMENT)
    assert not found["confirmed"]
    assert (found["actual"], found["confirmed_actual"], found["confirmed_by"]) == (25, 20.5, "Cleo Client")


def test_before_its_terms_were_changed_the_old_ones_hold(store: Store) -> None:
    put_objectives(store)
    found = of(store, ENGAGEMENT, date(2026, 3, 2))
    assert (found["target"], found["changes"], found["actual"]) == (24, 0, 20.5)


def test_a_cost_that_hardly_falls_is_behind(store: Store) -> None:
    put_objectives(store)
    found = of(store, COST)
    assert (found["progress"], found["state"]) == (pytest.approx(0.1), "behind")
    assert found["pace"] == pytest.approx(0.1 / (165 / 365))


def test_a_promise_is_delivered_once_the_client_confirmed_it(store: Store) -> None:
    put_objectives(store)
    then, now = of(store, OUTAGES, date(2026, 6, 1)), of(store, OUTAGES)
    assert (then["state"], then["delivered"]) == ("reached", False)
    assert (now["state"], now["delivered"]) == ("reached", True)


def test_what_had_not_begun_is_not_there(store: Store) -> None:
    put_objectives(store)
    assert standing(store, date(2025, 12, 31))["objective_id"].tolist() == [OUTAGES]
    assert standing(store, date(2025, 5, 31)).empty


def test_an_objective_without_terms_is_there_from_when_it_was_written_down(store: Store) -> None:
    put_objectives(store)
    today = date.today()
    assert BARE not in standing(store, AS_OF)["objective_id"].tolist() or today <= AS_OF
    found = of(store, BARE, today + timedelta(1))
    assert found["state"] == "no target"
    assert pd.isna(found["expected"])
    assert pd.isna(found["review_on"])


def test_terms_that_ended_without_others_leave_no_target(store: Store) -> None:
    put_objectives(store)
    ended = {"ends_before": date(2026, 5, 1)}
    perform(store, "test", "end", lambda write: write.set(ObjectiveTerm, 3, ended, write.read(ObjectiveTerm, 3)))
    assert of(store, COST, date(2026, 4, 30))["target"] == 40
    found = of(store, COST)
    assert found["state"] == "no target"
    assert pd.isna(found["target"])


def test_a_thing_closed_later_is_still_open(store: Store) -> None:
    put_objectives(store)
    closed = {"closed_on": date(2026, 6, 20)}
    perform(store, "test", "close", lambda write: write.set(Objective, COST, closed, write.read(Objective, COST)))
    assert of(store, COST, date(2026, 6, 19))["state"] == "behind"
    assert pd.isna(of(store, COST, date(2026, 6, 19))["closed_on"])
    assert of(store, COST, date(2026, 6, 20))["state"] == "closed"


def test_an_archived_client_takes_its_objectives_along(store: Store) -> None:
    put_objectives(store)
    gone = {"archived_on": date(2026, 6, 10)}
    perform(store, "test", "archive", lambda write: write.set(Account, 1, gone, write.read(Account, 1)))
    assert of(store, COST)["state"] == "closed"
    assert of(store, COST)["closed_on"] == pd.Timestamp(2026, 6, 10)
    assert of(store, COST, date(2026, 6, 9))["state"] != "closed"


def test_a_review_is_due_by_the_rhythm_and_at_the_latest_when_the_objective_is(store: Store) -> None:
    put_objectives(store)
    assert of(store, ENGAGEMENT)["review_on"] == pd.Timestamp(2026, 9, 1)
    assert of(store, OUTAGES)["review_on"] == pd.Timestamp(2026, 6, 1)  # monthly from 20 May, but due on 1 June


def test_every_day_of_history_is_judged_by_what_was_known_then(store: Store) -> None:
    """Later facts change nothing of an earlier day."""
    put_objectives(store)
    before = standing(store, AS_OF)
    put(
        store,
        ObjectiveReading(objective_id=COST, read_on=date(2026, 7, 1), actual=40),
        ObjectiveTerm(objective_id=OUTAGES, baseline=10, target=5, due_on=date(2027, 1, 1), starts_on=date(2026, 7, 1)),
    )
    pd.testing.assert_frame_equal(standing(store, AS_OF), before)


def test_a_change_is_told_with_what_held_before_and_whether_it_is_easier(store: Store) -> None:
    put_objectives(store)
    put(
        store,
        ObjectiveTerm(
            objective_id=COST, baseline=60, target=50, due_on=date(2027, 1, 1), starts_on=date(2026, 5, 1), reason="Cut"
        ),
        ObjectiveTerm(objective_id=OUTAGES, baseline=10, target=0, due_on=date(2026, 9, 1), starts_on=date(2026, 4, 1)),
    )
    found = changes(queries.terms(store, AS_OF))
    assert found["objective_id"].tolist() == [COST, OUTAGES, ENGAGEMENT]
    assert found["easier"].tolist() == [1, 1, -1]
    assert found["target_before"].tolist() == [40, 0, 24]
    assert found["reason"].iloc[0] == "Cut"


def test_terms_never_changed_have_no_history(store: Store) -> None:
    put_objectives(store)
    assert changes(queries.terms(store, AS_OF, 2)).empty


def test_the_line_steps_where_the_terms_were_changed(store: Store) -> None:
    put_objectives(store)
    terms = queries.terms(store, AS_OF)
    line = course(terms[terms["objective_id"] == ENGAGEMENT], AS_OF)
    changed = line[line["day"] == pd.Timestamp(2026, 3, 3)]
    assert changed["target"].tolist() == [24, 30]
    assert changed["expected"].tolist() == [pytest.approx(20 + 4 * 61 / 365), pytest.approx(20 + 10 * 61 / 365)]
    assert (line["expected"].iloc[0], line["expected"].iloc[-1]) == (20, 30)


def test_the_line_of_an_overdue_objective_stays_at_its_target(store: Store) -> None:
    put_objectives(store)
    line = course(queries.terms(store, AS_OF, 2), AS_OF)
    assert line["expected"].tolist() == [10, 0, 0]
    assert line["day"].iloc[-1] == pd.Timestamp(AS_OF)
