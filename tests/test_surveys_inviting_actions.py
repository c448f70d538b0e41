"""Waves opened, people listed and taken out, and what a wave may tell before it is sent."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from lib.accounts.tables import Contact
from lib.errors import RefusedValue
from lib.store.engine import Store
from lib.surveys.inviting import Rules, candidates, invite
from lib.surveys.inviting_actions import take_out
from lib.surveys.inviting_figures import expected, no_decision_maker
from lib.surveys.inviting_queries import invited_counts, listed, outcomes_by_wave
from lib.surveys.response_figures import outcomes
from lib.surveys.sending import give_out
from lib.surveys.tables import Survey, SurveyInvitation, SurveyResponse, SurveyWave
from lib.surveys.wave_actions import Plan, drop_wave, move_last_day, open_wave
from lib.surveys.wave_queries import waves
from tests.facts import put
from tests.wave_cases import DAY, LAST, a_survey, a_wave, an_order


def test_a_wave_is_opened_once_and_refused_with_what_is_missing(store: Store) -> None:
    survey = a_survey(store)
    (empty,) = put(store, Survey(name="Empty", kind="relationship", mode="attributed"))
    made = open_wave(store, "Ann", Plan(survey, " Été ", DAY, LAST), "once")
    assert open_wave(store, "Ann", Plan(survey, "Été", DAY, LAST), "once") == made
    for plan, reason in {
        Plan(empty, "June", DAY, LAST): "has no question yet",
        Plan(survey, "été", DAY, LAST): "is called so",
        Plan(survey, "July", DAY, DAY - timedelta(1)): "cannot be before 1 Jun 2026",
        Plan(survey, "July", DAY, None): "until when",
        Plan(survey, None, DAY, LAST): "call it",
        Plan(None, "July", DAY, LAST): "choose which survey",
    }.items():
        with pytest.raises(RefusedValue, match=reason):
            open_wave(store, "Ann", plan, "other")


def test_the_same_people_are_not_in_two_open_waves_of_one_survey(store: Store) -> None:
    wave = a_wave(store)
    survey = int(waves(store, DAY)["survey_id"].iloc[0])
    other = open_wave(store, "Ann", Plan(survey, "Second", DAY, LAST), "second")
    with pytest.raises(RefusedValue, match="P 1 is not invited: in “June” of this survey, which is still open"):
        invite(store, "Ann", other, [1], Rules(DAY), "list again")
    with pytest.raises(RefusedValue, match="already in this wave"):
        invite(store, "Ann", wave, [1], Rules(DAY), "list twice")


def test_reasons_come_from_every_survey_and_from_what_is_known_of_the_contact(store: Store, tmp_path: Path) -> None:
    give_out(store, "Ann", a_wave(store, people=2), an_order(tmp_path), "once")
    put(store, Contact(id=5, name="Gone", account_id=1, left_on=DAY), Contact(id=6, name="Here", account_id=2))
    other, *_ = put(store, Survey(name="Other", kind="transactional", mode="anonymous"))
    (wave,) = put(store, SurveyWave(survey_id=other, name="Week", opens_on=DAY, closes_on=LAST))
    found = candidates(store, wave, Rules(DAY + timedelta(1), 90, {2: "their group forbids surveys"}))
    assert found.set_index("contact")["why"].to_dict() == {
        "Gone": "left on 1 Jun 2026",
        "P 1": "asked on 1 Jun 2026 in Pulse: next from 30 Aug 2026",
        "Here": "the account is not asked: their group forbids surveys",
        "P 2": "the account is not asked: their group forbids surveys",
    }
    assert candidates(store, wave, Rules(DAY + timedelta(90)))["why"].isna().sum() == 3


def test_who_was_sent_nothing_can_be_taken_out_and_the_wave_dropped(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    first = int(listed(store, wave, DAY)["invitation_id"].iloc[0])
    assert take_out(store, "Ann", wave, [first], "out") == 1
    assert invited_counts(store) == {wave: (2, 0)}
    made = give_out(store, "Ann", wave, an_order(tmp_path), "once")
    with pytest.raises(RefusedValue, match="links were made"):
        take_out(store, "Ann", wave, [made[0].invitation_id], "out 2")
    with pytest.raises(RefusedValue, match="close it instead"):
        drop_wave(store, "Ann", wave, "drop")
    form = an_order(tmp_path).form
    move_last_day(store, "Ann", wave, date(2026, 7, 5), form, "later")
    assert waves(store, DAY)["closes_on"].dt.date.tolist() == [date(2026, 7, 5)]


def test_a_wave_nobody_was_asked_in_goes_with_its_list(store: Store) -> None:
    wave = a_wave(store)
    drop_wave(store, "Ann", wave, "drop")
    assert waves(store, LAST).empty
    assert invited_counts(store) == {}


def test_outcomes_of_many_waves_are_those_by_the_day(store: Store) -> None:
    wave = a_wave(store)
    for row in listed(store, wave, DAY).itertuples():
        put(
            store,
            SurveyResponse(survey_wave_id=wave, contact_id=row.contact_id, answered_on=DAY + timedelta(row.Index)),
        )
    other = a_wave_of_one(store)
    found = outcomes_by_wave(store, {wave: DAY + timedelta(1), other: LAST})
    assert (outcomes(found[wave]).complete, outcomes(found[wave]).asked) == (2, 2)  # the third was sent nothing
    assert (outcomes(found[other]).silent, outcomes(found[other]).complete) == (1, 0)


def a_wave_of_one(store: Store) -> int:
    (survey,) = put(store, Survey(name="Other", kind="transactional", mode="attributed"))
    (wave,) = put(store, SurveyWave(survey_id=survey, name="Week", opens_on=DAY))
    put(store, SurveyInvitation(survey_wave_id=wave, contact_id=1, state="sent", sent_on=DAY))
    return wave


def test_what_a_wave_can_tell_is_said_before_it_is_sent() -> None:
    few, some, many = expected(10), expected(50), expected(500)
    assert (few.answers, few.half_width) == (4, None)
    assert some.answers == 20
    assert some.half_width == pytest.approx(0.33, abs=0.02)
    assert many.half_width == pytest.approx(0.107, abs=0.01)  # about 1.96 · √(0.5875 / 200)


def test_accounts_without_a_decision_maker_among_the_invited_are_named() -> None:
    asked = pd.DataFrame({"account": ["Acme", "Acme", "Bolt"], "role": ["user", "decision maker", None]})
    assert no_decision_maker(asked) == ["Bolt"]
