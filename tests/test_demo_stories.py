"""Every story planted in the demo firm is in its rows; what health makes of it: test_demo_stories_in_health."""

from typing import Any

import pandas as pd
import pytest

from lib.demo.world import parameters
from tests.demo_firm import UNTIL, person, rows, story, told

TODAY = pd.Timestamp(UNTIL)


def of(table: str, **wanted: Any) -> pd.DataFrame:
    """The rows of a table in which each of `wanted` has its value, or one of several."""
    facts = rows(table)
    for name, value in wanted.items():
        facts = facts[facts[name].isin(value if isinstance(value, list | set) else [value])]
    return facts


def since(facts: pd.DataFrame, column: str, days: int) -> pd.DataFrame:
    """Those of the last so many days."""
    return facts[facts[column] > TODAY - pd.Timedelta(days=days)]


def monthly_revenue(account: int, kinds: set[str]) -> pd.Series:
    """What an account paid in each month that is over."""
    earned = of("revenue", account_id=account, kind=kinds)
    paid = earned.groupby(earned.earned_on.dt.to_period("M")).amount_cents.sum()
    return paid[paid.index < TODAY.to_period("M")]


def is_big(account: int) -> bool:
    """Whether an account is among the largest sixth by what it paid in the last quarter."""
    paid = since(rows("revenue"), "earned_on", 92).groupby("account_id").amount_cents.sum()
    return bool(paid.rank(pct=True)[account] > 5 / 6)


def last_heard(account: int) -> pd.Series:
    """The last day on which each contact of an account said something."""
    heard = of("interaction", account_id=account, direction={"two way", "inbound"})
    took_part = of("interaction_contact", interaction_id=set(heard.id))
    return took_part.merge(heard, left_on="interaction_id", right_on="id").groupby("contact_id").happened_on.max()


def unbilled_share(worked: pd.DataFrame) -> float:
    """Share of the minutes that is not billed."""
    return float(worked[~worked.billable.astype(bool)].minutes.sum() / worked.minutes.sum())


def booked(name: str, week: pd.Timestamp) -> float:
    """Share of the contracted hours that are booked in a week, tentative work left out."""
    firm = of("booking", person_id=person(name), tentative=False)
    mine = firm[(firm.starts_on <= week) & (firm.ends_before > week)]
    hours = of("weekly_hours", person_id=person(name))
    return float(mine.minutes_per_week.sum() / hours[hours.ends_before.isna()].minutes_per_week.iloc[0])


def test_every_story_is_told_in_a_sentence_and_its_accounts_exist() -> None:
    names = set(rows("account").name)
    for planted in parameters()["story"]:
        assert planted["tells"].endswith(".")
        assert {account["name"] for account in planted.get("account", [])} <= names


def test_sponsor_and_champion_of_a_big_account_are_silent_while_others_are_not() -> None:
    (account,) = told("silent_sponsor")
    heard = last_heard(account)
    silent = heard[of("contact", account_id=account, role={"sponsor", "champion"}).id]
    assert ((silent < TODAY - pd.Timedelta(days=90)) & (silent > TODAY - pd.Timedelta(days=200))).all()
    assert heard.max() > TODAY - pd.Timedelta(days=45)
    assert is_big(account)


def test_a_green_account_is_kept_so_by_hours_given_away() -> None:
    (account,) = told("subsidised_green")
    given = since(of("write_off", account_id=account), "written_off_on", 182).amount_cents.sum()
    fees = since(of("revenue", account_id=account), "earned_on", 182).amount_cents.sum()
    assert given > 0.2 * fees
    worked = rows("time_entry").dropna(subset="account_id")
    assert unbilled_share(worked[worked.account_id == account]) > 0.35
    assert unbilled_share(worked[worked.account_id != account]) < 0.15


@pytest.mark.parametrize("which", [0, 1])
def test_all_projects_of_two_accounts_are_late(which: int) -> None:
    projects = of("project", account_id=told("late_projects")[which])
    due = projects[projects.original_due_on < TODAY]
    assert len(due) == len(projects) >= 4
    assert (due.delivered_on.isna() | (due.delivered_on > due.original_due_on)).all()
    assert due.delivered_on.isna().any()
    assert len(of("scope_change", project_id=set(projects.id), decision="approved")) == 0


def test_two_people_are_overbooked_while_a_third_with_the_skill_is_idle() -> None:
    planted = story("overloaded")
    this_week = TODAY - pd.Timedelta(days=UNTIL.weekday())
    weeks = [this_week + pd.Timedelta(weeks=ahead) for ahead in range(1, 5)]
    for name in planted["people"]:
        assert sum(booked(name, week) > 1.10 for week in weeks) >= 3, name
    assert all(booked(planted["idle"], week) < 0.25 for week in weeks)
    skill = int(rows("skill").set_index("name").id[planted["skill"]])
    holders = set(of("person_skill", skill_id=skill).person_id)
    assert {person(name) for name in [*planted["people"], planted["idle"]]} <= holders


def test_the_overloaded_work_beyond_their_week_and_on_weekends() -> None:
    crew = {person(name) for name in story("overloaded")["people"]}
    recent = since(of("time_entry", person_id=crew), "worked_on", 56)
    assert (recent.worked_on.dt.day_of_week > 4).sum() >= 4
    others = rows("time_entry")[~rows("time_entry").person_id.isin(crew)]
    assert not (others.worked_on.dt.day_of_week > 4).any()
    weekly = recent.groupby(["person_id", recent.worked_on.dt.to_period("W")]).minutes.sum()
    assert ((weekly > 2400).groupby("person_id").sum() >= 3).all()


def test_a_client_shrank_steadily_and_may_give_notice_within_90_days() -> None:
    (account,) = told("shrinking")
    paid = monthly_revenue(account, {"recurring"}).iloc[-13:]
    assert (paid.diff().dropna() <= 0).all()
    assert (paid.diff() < 0).sum() >= 5
    assert paid.iloc[-1] < 0.65 * paid.iloc[0]
    contracts = of("contract", account_id=account, kind="retainer")
    (running,) = contracts[contracts.ends_before > TODAY].itertuples()
    last_call = running.ends_before - pd.Timedelta(days=running.notice_days)
    assert 0 < (last_call - TODAY).days <= 90
    assert pd.isna(running.notice_given_on)


def test_an_account_pays_three_times_what_it_paid_a_year_ago() -> None:
    (account,) = told("tripled")
    paid = monthly_revenue(account, {"recurring", "project"})
    assert paid.iloc[-3:].sum() >= 3 * paid.iloc[-15:-12].sum()


def test_the_client_that_left_said_price_while_we_say_service_quality() -> None:
    (account,) = told("left_over_quality")
    (left,) = of("departure", account_id=account).itertuples()
    assert 90 < (TODAY - left.last_day_on).days < 155
    reasons = of("departure_reason", departure_id=left.id, weight="primary").set_index("voice").reason
    assert reasons.to_dict() == {"client": "price", "our assessment": "service quality"}
    assert len(of("exit_interview", departure_id=left.id)) == 1
    assert of("revenue", account_id=account).earned_on.max() <= left.last_day_on


def test_contact_with_the_client_that_left_had_been_falling() -> None:
    (account,) = told("left_over_quality")
    (left,) = of("departure", account_id=account).itertuples()
    ago = (left.decided_on - of("interaction", account_id=account).happened_on).dt.days
    assert ago.between(0, 90).sum() < 0.6 * ago.between(365, 455).sum()


def test_a_big_account_hangs_on_one_contact_and_one_colleague() -> None:
    (account,) = told("single_threaded")
    assert is_big(account)
    recent = set(since(of("interaction", account_id=account), "happened_on", 90).id)
    assert len(recent) > 3
    assert len(set(of("interaction_contact", interaction_id=recent).contact_id)) == 1
    assert len(set(of("interaction_person", interaction_id=recent).person_id)) == 1
    assert of("contact", account_id=account).left_on.isna().sum() >= 3


def test_one_detractor_of_the_last_wave_was_never_called_and_all_others_were() -> None:
    (account,) = told("detractor")
    wave = of("survey_wave", survey_id=1).sort_values("opens_on").iloc[-1]
    sheets = of("survey_response", survey_wave_id=wave.id)
    low = of("survey_answer", survey_question_id=1, survey_response_id=set(sheets.id))
    low = low[low.score <= 6].merge(sheets, left_on="survey_response_id", right_on="id")
    called = set(rows("survey_follow_up").survey_response_id)
    mine = low[low.account_id == account]
    assert 3.0 in set(mine.score)
    assert not set(mine.survey_response_id) & called
    assert set(low[low.account_id != account].survey_response_id) <= called


def test_an_opportunity_stands_still_without_a_next_step() -> None:
    (account,) = told("stuck_opportunity")
    still = of("opportunity", account_id=account)
    stuck = still[still.closed_on.isna() & (still.opened_on < TODAY - pd.Timedelta(days=250))].iloc[0]
    assert pd.isna(stuck.next_step)
    assert pd.isna(stuck.next_step_on)
    entered = of("opportunity_stage", opportunity_id=stuck.id).entered_on.max()
    assert (TODAY - entered).days > 200


def test_one_service_is_won_far_more_often_than_any_other() -> None:
    sold = of("opportunity", kind={"new business", "expansion"})
    decided = sold.merge(of("stage", kind={"won", "lost"})[["id", "kind"]], left_on="stage_id", right_on="id")
    rate = (decided.kind_y == "won").groupby(decided.service_id).agg(["mean", "size"])
    best = int(rows("service").set_index("name").id[story("winning_service")["service"]])
    others = rate.drop(best)
    assert rate.loc[best, "size"] >= 6
    assert rate.loc[best, "mean"] > others[others["size"] >= 5]["mean"].max() + 0.15


@pytest.mark.parametrize("which", [0, 1])
def test_retail_clients_peak_in_november_and_december(which: int) -> None:
    paid = monthly_revenue(told("seasonal_retail")[which], {"recurring", "project"})
    peak = paid.index.month.isin([11, 12])
    for year in set(paid.index[peak].year):
        assert paid[peak & (paid.index.year == year)].mean() > 1.7 * paid[~peak].median()
