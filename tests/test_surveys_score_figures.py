"""What one question came to: bases, boxes, means, and counts in words where few answered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.intervals import wilson
from lib.surveys.promoter_figures import OutOfScale, Promoters
from lib.surveys.score_figures import average, box, distribution, promoter_score

BLANK = np.nan


def test_not_applicable_and_blank_are_outside_the_base_and_apart() -> None:
    found = distribution([5, 4, 2, BLANK, BLANK, 3], "1-5", np.array([0, 0, 0, 1, 0, 1], dtype=bool))
    assert found.counts.tolist() == [0, 1, 0, 1, 1]
    assert (found.answers, found.not_applicable, found.blank) == (3, 2, 1)
    satisfied = box(found, "1-5")
    assert (satisfied.hits, satisfied.base, satisfied.note) == (2, 3, "4 or 5 on a scale of 1 to 5")


def test_a_missing_code_of_another_tool_is_refused_not_counted() -> None:
    with pytest.raises(OutOfScale, match="Answer 6: this question takes whole numbers from 1 to 5"):
        distribution([5, 6], "1-5")


def test_csat_is_4_or_5_of_5_and_ces_5_to_7_of_7_with_wilsons_interval() -> None:
    csat = box(distribution([5, 4, 3, 3, 1], "1-5"), "1-5")
    ces = box(distribution([7, 6, 5, 4, 1], "1-7"), "1-7")
    assert (csat.value, csat.low, csat.high) == (0.4, *wilson(2, 5))
    assert (ces.value, ces.note) == (0.6, "5 to 7 on a scale of 1 to 7")


def test_where_low_is_good_the_box_is_at_the_low_end() -> None:
    effort = box(distribution([1, 1, 2, 7], "1-7"), "1-7", better="lower")
    assert (effort.hits, effort.base, effort.note) == (3, 4, "1 to 3 on a scale of 1 to 7")


def test_a_score_has_its_base_and_interval() -> None:
    found = promoter_score(Promoters(2, 3, 15))
    assert (found.value, found.base) == (0.65, 20)
    assert (found.low, found.high) == pytest.approx((0.269508, 0.846584), abs=5e-7)


def test_under_five_answers_there_are_counts_in_words_and_no_score() -> None:
    found = promoter_score(Promoters(0, 1, 3), asked=9)
    assert (found.value, found.low, found.base) == (None, None, 4)
    assert found.why == "Too few answers for a score: 3 promoters, 1 passive, 0 detractors."
    assert promoter_score(Promoters(0, 1, 4)).value == 0.8
    mean = average(distribution([5, 5, 4], "1-5"))
    assert (mean.value, mean.why) == (None, "Too few answers for a mean: 3 answers.")


def test_where_nobody_answered_nothing_is_nought() -> None:
    nothing = distribution([BLANK], "1-5")
    found = [promoter_score(Promoters(0, 0, 0)), box(nothing, "1-5"), average(nothing)]
    assert [(one.value, one.why) for one in found] == [(None, "Nobody answered this question.")] * 3


def test_that_all_contacts_answered_is_said() -> None:
    assert promoter_score(Promoters(0, 1, 5), asked=6).note == "all 6 of 6 contacts"
    assert promoter_score(Promoters(0, 1, 5), asked=7).note == ""


def test_the_mean_has_students_interval_inside_the_scale() -> None:
    found = average(distribution([1, 2, 3, 4, 5], "1-5"))
    assert (found.value, found.low, found.high) == pytest.approx((3.0, 1.036757, 4.963243), abs=1e-6)
    assert average(distribution([5, 5, 5, 5, 1], "1-5")).high == 5


def test_where_all_gave_the_same_answer_the_mean_has_no_interval() -> None:
    found = average(distribution([7] * 6, "1-7"))
    assert (found.value, found.low, found.note) == (7.0, None, "all gave the same answer")


@given(some.lists(some.one_of(some.integers(1, 7), some.just(BLANK)), max_size=30))
def test_every_sheet_is_counted_once(scores: list[float]) -> None:
    found = distribution(scores, "1-7")
    assert found.answers + found.blank + found.not_applicable == len(scores)
