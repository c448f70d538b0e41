"""What the demo firm decided on health: two versions of the formula, exemptions, calls, overrides, reviews."""

import pandas as pd
import pytest

from lib.demo.care import EXEMPTIONS
from lib.health.call_queries import LEAD, MANAGER, renewal_calls
from lib.health.formula import FIRST_FORMULA
from lib.health.queries import formula_at, formulas
from lib.health.tables import BANDS
from tests.demo_firm import UNTIL, demo, rows, weeks

TODAY = pd.Timestamp(UNTIL)


def test_the_first_formula_is_the_one_a_firm_starts_with() -> None:
    first, second = formulas(demo())
    assert (first.weights, first.validity, first.vetoes) == (
        FIRST_FORMULA.weights, FIRST_FORMULA.validity, FIRST_FORMULA.vetoes
    )  # fmt: skip
    assert (second.validity, second.vetoes) == (first.validity, first.vetoes)


def test_nine_weeks_ago_value_came_to_count_twice_for_a_reason() -> None:
    second = formula_at(demo(), UNTIL)
    assert second.number == 2
    assert second.weights == FIRST_FORMULA.weights | {"value": 2}
    assert second.reason
    assert (TODAY - pd.Timestamp(second.starts_on)).days // 7 == 9


def test_each_week_was_judged_by_the_formula_in_force() -> None:
    kept = rows("health_snapshot").merge(rows("health_formula"), left_on="health_formula_id", right_on="id")
    assert set(kept.number) == {1, 2}
    assert (kept.starts_on <= kept.taken_on).all()
    assert not (kept.ends_before <= kept.taken_on).any()


def test_what_does_not_apply_has_a_reason_and_no_score() -> None:
    spells = rows("factor_exemption", 250)
    assert set(zip(spells.factor, spells.reason, strict=True)) == set(EXEMPTIONS)
    parts = rows("health_snapshot_factor", 250)
    exempt = parts.not_applicable.notna()
    assert 0.002 < exempt.mean() < 0.02
    assert parts[exempt].score.isna().all()


def test_nobody_asks_a_client_whose_group_forbids_surveys() -> None:
    spells = rows("factor_exemption", 250)
    forbidden = set(spells[spells.factor == "survey"].account_id)
    contacts = rows("contact", 250).set_index("id").account_id
    assert forbidden
    assert not forbidden & set(contacts[rows("survey_invitation", 250).contact_id])


@pytest.mark.parametrize("by", [MANAGER, LEAD])
@pytest.mark.parametrize("months", [6, 3])
def test_both_voices_called_renewals_that_are_over_and_that_are_open(by: str, months: int) -> None:
    calls = renewal_calls(demo(), UNTIL)
    mine = calls[(calls.by == by) & (calls.months_ahead == months)]
    due = mine.made_on + pd.to_timedelta(30 * months, unit="D")
    assert (due > TODAY).sum() >= 3
    assert (due <= TODAY).sum() >= 10
    assert mine.reason.notna().all()


def test_an_override_in_force_ends_within_thirty_days_and_others_ran_out() -> None:
    kept = rows("band_override")
    assert ((kept.ends_before - kept.starts_on).dt.days <= 30).all()
    in_force = (kept.starts_on <= TODAY) & (kept.ends_before > TODAY)
    assert in_force.sum() == 1
    assert ((kept.ends_before - TODAY).dt.days[in_force] <= 30).all()
    assert (kept.ends_before <= TODAY).any()


def test_reviews_are_closed_with_decisions_whose_effects_were_looked_at() -> None:
    reviews, decisions = rows("review"), rows("decision")
    assert len(reviews) == 8
    assert reviews.closed_at.notna().all()
    due_to_check = decisions[decisions.check_on <= TODAY]
    assert due_to_check.outcome.notna().all()
    assert decisions[decisions.check_on > TODAY].outcome.isna().all()
    assert {"decision", "accepted risk"} == set(decisions.kind)


def test_movements_on_the_agenda_are_those_of_the_snapshots() -> None:
    moved = rows("review_item").query("part == 'movements'").merge(rows("review"), left_on="review_id", right_on="id")
    assert len(moved) >= 10
    for item in moved.itertuples():
        before, now = weeks().loc[int(item.account_id), [item.held_on - pd.Timedelta(days=7), item.held_on]]
        assert item.words.endswith(f"{before} → {now}")
        assert before != now


def test_bands_counted_in_reviews_are_those_of_the_snapshots() -> None:
    counted = rows("review_figure").merge(rows("review"), left_on="review_id", right_on="id")
    for band in BANDS:
        for figure in counted[counted.figure == f"health {band.lower()}"].itertuples():
            assert int(figure.value) == (weeks()[figure.held_on] == band).sum()
