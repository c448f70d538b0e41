"""What the demo firm's people do fits their hours, their clients and the days they work."""

import numpy as np
import pandas as pd
import pytest

from tests.demo_firm import UNTIL, rows

TODAY = pd.Timestamp(UNTIL)


def test_people_log_time_only_while_employed_and_never_on_leave() -> None:
    worked = rows("time_entry").merge(rows("person"), left_on="person_id", right_on="id")
    assert (worked.worked_on >= worked.joined_on).all()
    assert not (worked.worked_on >= worked.left_on).any()
    away = rows("absence").query("minutes_per_day.isna()")
    both = rows("time_entry").merge(away, on="person_id")
    weekday = both.worked_on.dt.day_of_week < 5
    assert not ((both.starts_on <= both.worked_on) & (both.worked_on < both.ends_before) & weekday).any()


def test_no_absences_of_one_person_overlap() -> None:
    away = rows("absence").sort_values(["person_id", "starts_on"])
    assert not (away.starts_on < away.groupby("person_id").ends_before.shift()).any()


def test_time_sheets_are_complete_for_every_week_they_cover() -> None:
    worked = rows("time_entry")
    weekly = worked.groupby(["person_id", worked.worked_on.dt.to_period("W")]).minutes.sum()
    assert weekly.max() < 60 * 60
    usual = weekly[weekly.index.get_level_values(1) < TODAY.to_period("W")]
    assert 28 < usual.median() / 60 < 40
    weeks = worked.worked_on.dt.to_period("W").nunique()
    assert weeks >= 40


@pytest.mark.parametrize(("accounts", "most"), [(60, 22_000), (250, 200 * 250)])
def test_the_number_of_time_entries_is_bounded(accounts: int, most: int) -> None:
    assert 0.5 * most < len(rows("time_entry", accounts)) <= most


def test_time_sheets_reach_back_behind_the_first_week_of_health() -> None:
    first = rows("health_snapshot", 250).taken_on.min()
    assert rows("time_entry", 250).worked_on.min() <= first - pd.Timedelta(weeks=5)


def test_roles_reach_plausible_utilisation() -> None:
    worked = rows("time_entry", 250)
    share = worked[worked.billable.astype(bool)].minutes.sum() / worked.minutes.sum()
    assert 0.45 < share < 0.8


def test_interactions_are_with_contacts_of_the_account_who_are_still_there() -> None:
    met = rows("interaction_contact").merge(rows("interaction"), left_on="interaction_id", right_on="id")
    met = met.merge(rows("contact"), left_on="contact_id", right_on="id", suffixes=("", "_of"))
    assert (met.account_id == met.account_id_of).all()
    assert not (met.happened_on >= met.left_on).any()


def test_interactions_are_by_colleagues_employed_that_day() -> None:
    met = rows("interaction_person").merge(rows("interaction"), left_on="interaction_id", right_on="id")
    met = met.merge(rows("person"), left_on="person_id", right_on="id")
    assert (met.joined_on <= met.happened_on).all()
    assert not (met.happened_on >= met.left_on).any()
    assert set(met.interaction_id) == set(rows("interaction").id)


def test_promises_are_kept_broken_open_and_overdue() -> None:
    promises = rows("promise")
    assert {"kept", "broken"} <= set(promises.outcome.dropna())
    is_open = promises.outcome.isna()
    assert (is_open == promises.settled_on.isna()).all()
    assert (is_open & (promises.due_on < TODAY)).sum() >= 3
    assert (is_open & (promises.due_on >= TODAY)).sum() >= 3
    in_time = (promises.settled_on <= promises.due_on)[promises.outcome == "kept"].mean()
    assert 0.6 < in_time < 0.95


def test_unhappy_clients_are_seen_less_and_promised_in_vain_more() -> None:
    snapshot = rows("health_snapshot", 250).query("taken_on == taken_on.max()").set_index("account_id").band
    recent = rows("interaction", 250)
    recent = recent[(recent.happened_on > TODAY - pd.Timedelta(days=90)) & (recent.direction == "two way")]
    touches = recent.groupby("account_id").size().reindex(snapshot.index, fill_value=0)
    assert touches[snapshot == "Red"].mean() < 0.8 * touches[snapshot == "Green"].mean()


def test_some_projects_are_late_and_changes_wait_for_an_answer() -> None:
    projects = rows("project")
    assert set(projects.state) == {"planned", "running", "delivered", "cancelled"}
    due = projects[(projects.original_due_on <= TODAY) & projects.state.isin(["running", "delivered"])]
    late = (due.delivered_on.isna() | (due.delivered_on > due.original_due_on)).mean()
    assert 0.15 < late < 0.5
    assert set(rows("scope_change").decision) == {"waiting", "approved", "declined"}
    rounds = rows("revision_round").groupby("deliverable_id").size()
    scope = rows("deliverable").set_index("id").rounds_in_scope
    assert (rounds > scope.reindex(rounds.index)).mean() > 0.1


def test_bookings_reach_from_eight_weeks_back_to_twelve_ahead() -> None:
    bookings = rows("booking")
    assert bookings.starts_on.min() >= TODAY - pd.Timedelta(weeks=9)
    ahead = bookings.ends_before.max() - TODAY
    assert pd.Timedelta(weeks=11) < ahead < pd.Timedelta(weeks=20)
    assert bookings.tentative.any()
    assert bookings[bookings.tentative.astype(bool)].chance.between(0, 1).all()
    assert bookings.person_id.isna().any()


def test_some_skills_are_held_by_one_person() -> None:
    held = rows("person_skill").query("ends_before.isna()").merge(rows("person"), left_on="person_id", right_on="id")
    holders = held[held.left_on.isna()].groupby("skill_id").person_id.nunique()
    names = rows("skill").set_index("id").name
    assert {"motion design", "accessibility audit"} <= set(names[holders[holders == 1].index])
    assert set(holders.index) == set(names.index)


def test_every_spell_of_a_person_follows_the_one_before() -> None:
    for table, key in (("person_role", ["person_id"]), ("weekly_hours", ["person_id"]), ("cost_rate", ["person_id"])):
        spells = rows(table, 250).sort_values([*key, "starts_on"])
        before = spells.groupby(key).ends_before.shift()
        follows = spells.groupby(key).cumcount() > 0
        assert (before[follows] == spells.starts_on[follows]).all(), table


def test_objectives_have_terms_readings_and_reasons_for_changes() -> None:
    terms = rows("objective_term")
    changed = terms[terms.groupby("objective_id").objective_id.transform("size") > 1]
    assert (terms.target != terms.baseline).all()
    assert changed.reason.notna().all()
    readings = rows("objective_reading")
    assert 0.3 < readings.confirmed_by_id.notna().mean() < 0.9
    of_account = readings.dropna(subset="confirmed_by_id").merge(
        rows("objective"), left_on="objective_id", right_on="id", suffixes=("", "_o")
    )
    confirmed_by = rows("contact").set_index("id").account_id[of_account.confirmed_by_id.astype(int)]
    assert np.array_equal(confirmed_by.to_numpy(), of_account.account_id.to_numpy())
