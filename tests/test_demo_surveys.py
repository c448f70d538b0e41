"""Surveys of the demo firm: who answers, who does not, and that nobody can tell who did in the anonymous one."""

import pandas as pd

from tests.demo_firm import UNTIL, rows, told

TODAY = pd.Timestamp(UNTIL)


def relationship_waves() -> pd.DataFrame:
    return rows("survey_wave").query("survey_id == 1").sort_values("opens_on")


def test_relationship_waves_are_half_a_year_apart_and_about_half_answer() -> None:
    waves = relationship_waves()
    assert len(waves) == 6
    assert set(waves.opens_on.diff().dt.days.dropna()) == {182}
    asked = rows("survey_invitation")[rows("survey_invitation").survey_wave_id.isin(waves.id)]
    rate = (asked.state == "answered").groupby(asked.survey_wave_id).mean()
    assert rate.between(0.45, 0.68).all()


def test_those_who_stay_silent_are_the_less_content() -> None:
    band = rows("health_snapshot", 250).query("taken_on == taken_on.max()").set_index("account_id").band
    asked, waves = rows("survey_invitation", 250), rows("survey_wave", 250).query("survey_id == 1")
    asked = asked[asked.survey_wave_id.isin(waves.id)]
    # All waves, and Amber with Red: in one wave some twenty people are of a client in Red, which tells nothing.
    less = asked.account_id.map(band).map({"Green": False, "Amber": True, "Red": True})
    rate = (asked.state == "answered").groupby(less).mean()
    assert rate[True] < rate[False] - 0.08


def test_the_newest_wave_after_a_delivery_is_still_open_and_fills_as_waves_do() -> None:
    wave = rows("survey_wave", 250).query("survey_id == 2").sort_values("opens_on").iloc[-1]
    assert wave.opens_on < TODAY < wave.closes_on
    assert pd.isna(wave.closed_at)
    sheets = rows("survey_response", 250).query("survey_wave_id == @wave.id")
    asked = rows("survey_invitation", 250).query("survey_wave_id == @wave.id")
    assert sheets.answered_on.between(wave.opens_on, TODAY).all()
    assert (sheets.answered_on >= TODAY - pd.Timedelta(days=1)).mean() < 0.2
    assert 0.3 < len(sheets) / len(asked) < 0.65
    assert asked[asked.state == "sent"].reminded_on.notna().all()


def test_an_answer_sheet_for_every_answered_invitation_of_attributed_waves() -> None:
    asked = rows("survey_invitation").query("state == 'answered'")
    sheets = rows("survey_response")
    pairs = [set(zip(facts.survey_wave_id, facts.contact_id, strict=True)) for facts in (asked, sheets)]
    assert pairs[0] == pairs[1]
    assert len(sheets) == len(asked)


def test_answers_stay_on_their_scales() -> None:
    answers = rows("survey_answer").merge(rows("survey_question"), left_on="survey_question_id", right_on="id")
    scored = answers.dropna(subset="score")
    for scale, low, high in (("0-10", 0, 10), ("1-5", 1, 5), ("1-7", 1, 7)):
        assert scored[scored.scale == scale].score.between(low, high).all()
    assert scored[scored.scale.isin(["text", "choice"])].empty
    assert answers[answers.not_applicable.astype(bool)].score.isna().all()


def test_nobody_can_tell_who_answered_the_anonymous_survey() -> None:
    wave = int(rows("survey_wave").query("survey_id == 3").id.iloc[0])
    asked, sheets = rows("survey_invitation"), rows("survey_response")
    assert set(asked[asked.survey_wave_id == wave].state) == {"sent"}
    assert wave not in set(sheets.survey_wave_id)
    answers = rows("anonymous_answer")
    assert answers.key.is_unique
    assert answers.key.tolist() == sorted(answers.key)
    assert not any(name in answers.columns for name in ("recorded_at", "contact_id", "account_id"))


def test_released_figures_cover_five_people_or_say_nothing() -> None:
    released = rows("survey_release", 250)
    shown = released[~released.withheld.astype(bool) & (released.figure != "comments")]
    assert shown.base.min() >= 5
    scored = shown[shown.figure.isin(["nps", "top two"])]
    assert (scored.low <= scored.value).all()
    assert (scored.value <= scored.high).all()
    hidden = released[released.withheld.astype(bool)]
    assert hidden[["value", "low", "high", "base"]].isna().all(axis=None)
    assert len(hidden)


def test_released_figures_follow_from_the_answers() -> None:
    answers = rows("anonymous_answer").dropna(subset="score")
    whole = rows("survey_release").query("cut == 'whole'").set_index("survey_question_id")
    nps = whole[whole.figure == "nps"].iloc[0]
    scores = answers[answers.survey_question_id == nps.name].score
    assert nps.base == len(scores)
    assert abs(nps.value - ((scores >= 9).mean() - (scores <= 6).mean())) < 1e-9


def test_follow_ups_are_open_in_progress_and_closed_with_a_note() -> None:
    calls = rows("survey_follow_up", 250)
    assert set(calls.state) == {"open", "in progress", "closed"}
    closed = calls.state == "closed"
    assert (calls.closed_at.notna() == closed).all()
    assert calls[closed].note.notna().all()


def test_the_sponsor_who_fell_silent_did_not_answer_either() -> None:
    (account,) = told("silent_sponsor")
    contacts = rows("contact")[rows("contact").account_id == account]
    key_people = contacts[contacts.role.isin(["sponsor", "champion"])].id
    asked = rows("survey_invitation")
    asked = asked[asked.contact_id.isin(key_people) & (asked.survey_wave_id == relationship_waves().id.iloc[-1])]
    assert len(asked) == 2
    assert "answered" not in set(asked.state)
