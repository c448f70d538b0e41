"""Every planted story that health can see is found by the computed health, whatever the seed."""

import numpy as np
import pandas as pd
import pytest

from lib.days import record_numbers
from lib.health import contradictions
from lib.health.tables import FACTORS
from lib.health.words import said
from tests.demo_firm import UNTIL, demo, judged, rows, told, weeks

TODAY = pd.Timestamp(UNTIL)
every_seed = pytest.mark.parametrize("seed", [42, 7])


def at(account: int, seed: int) -> int:
    """Where an account stands in the judged health."""
    return int(np.flatnonzero(record_numbers(judged(60, seed).signals.accounts["id"]) == account)[0])


def row(account: int, seed: int) -> "pd.Series[object]":
    """What the page shows of an account."""
    table = judged(60, seed).table
    return table[table.account_id == account].iloc[0]


def scores(account: int, seed: int) -> dict[str, float]:
    """The known scores of an account by factor."""
    return dict(zip(FACTORS, judged(60, seed).scores[at(account, seed)].tolist(), strict=True))


def kept(account: int, seed: int, factor: str) -> pd.DataFrame:
    """The snapshots of an account with the score and the words of one factor, oldest first."""
    parts = rows("health_snapshot_factor", 60, seed)
    mine = rows("health_snapshot", 60, seed)[lambda facts: facts.account_id == account]
    joined = mine.merge(parts[parts.factor == factor], left_on="id", right_on="health_snapshot_id")
    return joined.sort_values("taken_on")


def against(account: int, seed: int) -> list[str]:
    """What the page says against a Green."""
    health = judged(60, seed)
    return contradictions.told(contradictions.read_checks(demo(60, seed), health), at(account, seed))


@every_seed
def test_the_biggest_client_is_well_but_for_a_silent_sponsor(seed: int) -> None:
    (account,) = told("silent_sponsor")
    shown = row(account, seed)
    assert shown.band == "Amber"
    assert shown.low >= 70
    assert pd.Series([shown.capped_by]).str.fullmatch(r"capped: sponsor not contacted for 9\d days").all()
    assert weeks(60, seed).loc[account].iloc[-2] == "Green"
    assert (judged(60, seed).table.revenue_cents > shown.revenue_cents).sum() <= 6
    assert any(words.startswith("sponsor silent for 9") for words in against(account, seed))


@every_seed
def test_the_subsidised_green_is_green_and_costs_the_most(seed: int) -> None:
    (account,) = told("subsidised_green")
    assert row(account, seed).band == "Green"
    assert scores(account, seed)["scope"] < 30
    assert contradictions.subsidised(demo(60, seed), judged(60, seed)).account_id.iloc[0] == account
    assert any(words.startswith("unbilled hours up") for words in against(account, seed))


@every_seed
def test_its_unbilled_hours_rise_and_part_of_them_is_written_off(seed: int) -> None:
    (account,) = told("subsidised_green")
    worked = rows("time_entry", 60, seed)[lambda facts: facts.account_id == account]
    unbilled = worked[~worked.billable.astype(bool)]
    months = ((TODAY - unbilled.worked_on).dt.days // 45).rename("ago")
    hours = unbilled.groupby(months).minutes.sum() / 60
    assert hours[0] > 1.2 * hours[1] > 1.2 * 1.2 * hours[2]
    given = rows("write_off", 60, seed)[lambda facts: facts.account_id == account]
    assert (given.written_off_on > TODAY - pd.Timedelta(days=91)).sum() >= 3


@every_seed
@pytest.mark.parametrize("which", [0, 1])
def test_late_projects_make_red_or_amber_through_delivery(which: int, seed: int) -> None:
    account = told("late_projects")[which]
    shown = row(account, seed)
    assert shown.band in ("Red", "Amber")
    assert shown.worst == "delivery"
    assert scores(account, seed)["delivery"] == 0
    health = judged(60, seed)
    words = said(health.signals, "delivery", at(account, seed))
    assert words.endswith("late")
    assert words.split(" of ")[0] == words.split(" of ")[1].split()[0]


@every_seed
def test_the_shrinking_client_loses_points_by_falling_revenue(seed: int) -> None:
    (account,) = told("shrinking")
    commercial = kept(account, seed, "commercial")
    in_summer = commercial[commercial.taken_on.between(TODAY - pd.Timedelta(days=160), TODAY - pd.Timedelta(days=110))]
    assert commercial.score.iloc[-1] < in_summer.score.max()
    assert commercial.score.iloc[-1] <= 75
    assert "revenue -" in commercial.words.iloc[-1]


@every_seed
def test_the_client_that_left_was_seen_to_decline(seed: int) -> None:
    (account,) = told("left_over_quality")
    trouble = kept(account, seed, "escalations")
    assert len(trouble) >= 4
    assert trouble.band.iloc[-1] == "Red"
    assert trouble.high.iloc[-1] <= trouble.high.iloc[0] - 8
    assert trouble.score.iloc[-1] <= 25
    (left,) = rows("departure", 60, seed)[lambda facts: facts.account_id == account].itertuples()
    assert trouble.taken_on.max() <= left.last_day_on
    reasons = rows("departure_reason", 60, seed).query("weight == 'primary'")
    reasons = reasons[reasons.departure_id == left.id]
    assert reasons.set_index("voice").reason.to_dict() == {"client": "price", "our assessment": "service quality"}


@every_seed
def test_the_single_threaded_client_is_green_with_one_live_thread(seed: int) -> None:
    (account,) = told("single_threaded")
    assert row(account, seed).band == "Green"
    assert scores(account, seed)["breadth"] == 40
    said_against = against(account, seed)
    assert "one live thread" in said_against
    assert "a person holds it for Amber" in said_against


@every_seed
def test_the_detractor_is_red_or_amber_by_a_low_survey_and_an_open_escalation(seed: int) -> None:
    (account,) = told("detractor")
    assert row(account, seed).band in ("Red", "Amber")
    mine = scores(account, seed)
    assert mine["survey"] < 60
    assert mine["escalations"] <= 25
    assert judged(60, seed).signals.standing.severity[at(account, seed)] == 3


@every_seed
@pytest.mark.parametrize("key", ["silent_sponsor", "subsidised_green", "single_threaded"])
def test_what_turns_is_found_against_a_good_past(key: str, seed: int) -> None:
    (account,) = told(key)
    before = weeks(60, seed).loc[account].iloc[:-1]
    assert (before == "Green").mean() > 0.6
