"""Weekly snapshots: one a week, never changed, equal to what the same day says later, unless something came late."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from lib.accounts.tables import Account, AccountProfile, Contact, Contract
from lib.days import record_numbers
from lib.health.evidence_queries import recorded_later
from lib.health.formula import FIRST_FORMULA
from lib.health.keeping import first_visit, judge_day, keep_health, keep_weeks
from lib.health.moves import in_one_sentence, kept_on, why_moved
from lib.health.queries import formula_at, formulas, parts_of, snapshot_days, snapshots_between, snapshots_of
from lib.health.tables import BANDS, FACTORS, FactorExemption
from lib.relationship.tables import Escalation, Interaction, InteractionContact
from lib.report import report
from lib.snapshot import take_snapshot
from lib.store.base import now
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyWave
from tests.facts import put
from tests.random_facts import put_random_facts

MONDAY = date(2025, 6, 2)
ALL = (date(2000, 1, 1), date(2100, 1, 1))


def frame_of(store: Store) -> pd.DataFrame:
    return snapshots_between(store, *ALL).drop(columns=["recorded_at"])


def test_a_snapshot_holds_the_interval_the_formula_and_the_evidence(store: Store) -> None:
    put_random_facts(store, 1)
    assert keep_health(store, "Ann", MONDAY) == 12
    health = judge_day(store, MONDAY)
    kept = frame_of(store)
    assert kept["low"].to_numpy() == pytest.approx(health.bounds.low)
    assert kept["band"].tolist() == [BANDS[code] for code in health.band]
    assert formula_at(store, MONDAY).weights == FIRST_FORMULA.weights
    assert [version.vetoes for version in formulas(store)] == [FIRST_FORMULA.vetoes]
    parts = parts_of(store, kept["id"].tolist())
    assert len(parts) == 12 * len(FACTORS)
    known = parts[parts["score"].notna()]
    assert known["words"].notna().all()
    assert known["evidence"].str.fullmatch(r"(\w+:\d+(,\d+)*)( \w+:\d+(,\d+)*)*").all()


def test_a_day_is_kept_once_and_never_changed(store: Store) -> None:
    put_random_facts(store, 2)
    assert keep_health(store, "Ann", MONDAY) == 12
    before = frame_of(store)
    put(store, Escalation(account_id=1, severity=4, what="late", opened_on=MONDAY - timedelta(days=3)))
    assert keep_health(store, "Bo", MONDAY) == 0
    pd.testing.assert_frame_equal(frame_of(store), before)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_a_past_day_says_later_what_its_snapshot_said(store: Store, seed: int) -> None:
    """All facts are there from the start, so nothing is late: every week is judged again, after all of them."""
    put_random_facts(store, seed)
    last = date(2025, 6, 30)
    keep_weeks(store, "Ann", last, 7)
    for day in snapshot_days(store, last):
        kept = snapshots_between(store, day, day)
        again = judge_day(store, day)
        assert record_numbers(kept["account_id"]).tolist() == again.signals.accounts["id"].tolist()
        assert kept["low"].to_numpy() == pytest.approx(again.bounds.low, abs=1e-9)
        assert kept["high"].to_numpy() == pytest.approx(again.bounds.high, abs=1e-9)
        assert kept["band"].tolist() == [BANDS[code] for code in again.band]


def test_a_row_entered_late_explains_why_a_past_day_says_otherwise(store: Store) -> None:
    put_random_facts(store, 1)
    keep_health(store, "Ann", MONDAY)
    moment = now() + timedelta(seconds=1)
    late = Interaction(
        account_id=1, happened_on=MONDAY - timedelta(days=1), kind="call", direction="two way",
        recorded_at=moment + timedelta(days=2),
    )  # fmt: skip
    before = judge_day(store, MONDAY)
    assert recorded_later(store, before.signals, 0, moment) == 0
    put(store, late)
    assert recorded_later(store, judge_day(store, MONDAY).signals, 0, moment) == 1


def test_the_first_visit_of_a_week_keeps_it_and_the_next_ones_do_not(store: Store) -> None:
    put_random_facts(store, 1)
    wednesday = MONDAY + timedelta(days=2)
    assert first_visit(store, "Ann", wednesday) == 12
    assert first_visit(store, "Bo", wednesday + timedelta(days=4)) == 0
    assert first_visit(store, "Bo", MONDAY + timedelta(days=7)) == 12
    assert snapshot_days(store, ALL[1]) == [wednesday, MONDAY + timedelta(days=7)]


def test_an_empty_store_keeps_nothing(store: Store) -> None:
    assert first_visit(store, "Ann", MONDAY) == 0
    assert formulas(store) == []


def test_the_command_keeps_health_beside_the_figures(store: Store) -> None:
    put_random_facts(store, 1)
    assert take_snapshot(store, "Ann", MONDAY) > 12
    assert take_snapshot(store, "Ann", MONDAY) == 0
    assert len(frame_of(store)) == 12


def test_red_is_left_on_the_second_snapshot_at_55_or_more(store: Store) -> None:
    """A client's survey turns from 1 to 9 of 10 with all other factors exempt: a week later it still stays Red."""
    start = date(2025, 1, 6)
    put(store, Account(id=1, name="A"), Contract(account_id=1, kind="retainer", starts_on=date(2024, 1, 1)))
    put(store, Contact(id=1, account_id=1, name="C"), Survey(id=1, name="S", kind="relationship", mode="attributed"))
    put(store, SurveyQuestion(id=1, survey_id=1, position=1, words="?", scale="0-10"))
    put(store, SurveyWave(id=1, survey_id=1, name="W", opens_on=start))
    put(store, *(FactorExemption(account_id=1, factor=name, reason="-", starts_on=start)
                 for name in FACTORS if name != "survey"))  # fmt: skip

    def answer(day: date, score: float) -> None:
        made = put(store, SurveyResponse(survey_wave_id=1, account_id=1, answered_on=day))[0]
        put(store, SurveyAnswer(survey_response_id=made, survey_question_id=1, score=score))

    answer(start, 1)
    keep_health(store, "Ann", start)
    for number in range(1, 9):
        answer(start + timedelta(days=number), 9)
    for week in (1, 2, 3):
        keep_health(store, "Ann", start + timedelta(weeks=week))
    kept = snapshots_of(store, 1, ALL[1])
    assert kept["low"].round().tolist() == [10, 80, 81, 81]
    # Green is not given without a sponsor, so Red gives way to Unknown; the memory of Red outlasts it.
    assert kept["band"].tolist()[:2] == ["Red", "Unknown"]


def test_figures_kept_every_day_do_not_lead_out_of_red_any_sooner(store: Store) -> None:
    """Red on Monday, 80 points from Tuesday on, kept daily for nine days and on the third Monday:

    Red for the whole week, Green from the next Monday on.
    """
    start = date(2025, 1, 6)
    put(store, Account(id=1, name="A"), Contract(account_id=1, kind="retainer", starts_on=date(2024, 1, 1)))
    put(store, Contact(id=1, account_id=1, name="C"), AccountProfile(account_id=1, starts_on=start, sponsor_id=1))
    put(store, Interaction(id=1, account_id=1, happened_on=start, kind="call", direction="two way"))
    put(store, InteractionContact(interaction_id=1, contact_id=1))
    put(store, *(FactorExemption(account_id=1, factor=name, reason="-", starts_on=start)
                 for name in FACTORS if name not in ("survey", "escalations")))  # fmt: skip
    put(store, Escalation(id=1, account_id=1, severity=4, what="!", opened_on=start, closed_on=start + timedelta(1)))
    put(store, Survey(id=1, name="S", kind="relationship", mode="attributed"))
    put(store, SurveyQuestion(id=1, survey_id=1, position=1, words="?", scale="0-10"))
    put(store, SurveyWave(id=1, survey_id=1, name="W", opens_on=start))
    put(store, SurveyResponse(id=1, survey_wave_id=1, account_id=1, answered_on=start))
    put(store, SurveyAnswer(survey_response_id=1, survey_question_id=1, score=6))
    days = [start + timedelta(days=number) for number in (*range(9), 14)]
    assert [keep_health(store, "Ann", day) for day in days] == [1] * 10
    bands = dict(zip(days, snapshots_of(store, 1, ALL[1])["band"].tolist(), strict=True))
    assert bands[start] == "Red"
    assert bands[start + timedelta(days=6)] == "Red"
    assert {bands[day] for day in days[7:]} == {"Green"}
    assert [BANDS[judge_day(store, day).band[0]] for day in days] == list(bands.values())


def test_why_a_score_moved_adds_up_to_the_change_shown(store: Store) -> None:
    put_random_facts(store, 3)
    keep_weeks(store, "Ann", date(2025, 6, 30), 6)
    day = snapshot_days(store, ALL[1])[0]
    health = judge_day(store, date(2025, 6, 30))
    moved = 0
    for at, account in enumerate(record_numbers(health.signals.accounts["id"]).tolist()):
        then = kept_on(store, account, day)
        assert then is not None
        moves = why_moved(health, at, then)
        change = float(health.bounds.low[at]) - then.low
        assert moves[["client", "data", "formula"]].to_numpy().sum() == pytest.approx(change, abs=1e-9)
        assert in_one_sentence(moves, change).startswith(("rose", "fell", "did not move"))
        moved += abs(change) > 1
    assert moved > 3


def test_an_account_that_did_not_move_has_no_parts(store: Store) -> None:
    put_random_facts(store, 3)
    keep_health(store, "Ann", MONDAY)
    health, then = judge_day(store, MONDAY), kept_on(store, 1, MONDAY)
    assert then is not None
    moves = why_moved(health, 0, then)
    assert len(moves) == 0
    assert in_one_sentence(moves, 0.0) == "did not move"


def test_the_report_tells_the_health_of_every_account_and_each_factor(store: Store) -> None:
    put_random_facts(store, 1)
    rows = report(store, MONDAY, scopes=["account"]).rows
    health = judge_day(store, MONDAY)
    told = {(row["key"], row["figure"]): row for row in rows if row["figure"].startswith("health")}
    assert len(told) == 12 * (1 + len(FACTORS))
    for at, name in enumerate(health.signals.accounts["name"]):
        whole = told[name, "health"]
        assert whole["value"] == BANDS[health.band[at]]
        parts = [told[name, f"health.{factor}"] for factor in FACTORS]
        low = sum(part["value"] * part["base"] for part in parts if part["value"] is not None)
        assert whole["low"] == pytest.approx(low)
        assert whole["high"] - whole["low"] == pytest.approx(100 * (1 - whole["base"]))
        assert [part["value"] is None for part in parts] == np.isnan(health.scores[at]).tolist()


def test_only_health_can_be_asked_for(store: Store) -> None:
    put_random_facts(store, 1)
    rows = report(store, MONDAY, scopes=["account"], figures=["health"]).rows
    assert {row["figure"].split(".")[0] for row in rows} == {"health"}
