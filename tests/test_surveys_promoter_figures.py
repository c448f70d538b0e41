"""Promoters, passives and detractors: published scores, and what is refused rather than counted."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.surveys.promoter_figures import OutOfScale, Promoters, count, error, in_counts, nps, signs, variance
from tests.house_rules import ROOT
from tests.survey_golden import GOLDEN, near, published

NOBODY = Promoters(0, 0, 0)


@published("G1")
def test_g1_score_is_promoters_less_detractors(case: dict[str, Any]) -> None:
    assert nps(Promoters(*case["inputs"])) == near(case["expect"], case)


@published("G2")
def test_g2_variance_is_that_of_plus_one_nought_minus_one(case: dict[str, Any]) -> None:
    assert variance(Promoters(*case["inputs"])) == near(case["expect"], case)


@published("G3")
def test_g3_standard_error_is_as_published(case: dict[str, Any]) -> None:
    assert error(Promoters(*case["inputs"])) == near(case["expect"], case)


@published("G4")
def test_g4_a_scale_may_have_its_own_cut_points(case: dict[str, Any]) -> None:
    counts = count(case["scores"], case["cuts"])
    assert nps(counts) == near(case["expect"]["nps"], case)
    assert variance(counts) == near(case["expect"]["variance"], case)


@published("G5")
def test_g5_what_is_no_answer_is_refused_and_never_a_score_of_nought(case: dict[str, Any]) -> None:
    for answer in case["refused"]:
        with pytest.raises(OutOfScale, match="takes whole numbers from 0 to 10"):
            count([9, answer])
    assert (nps(NOBODY), variance(NOBODY), error(NOBODY)) == (None, None, None)
    assert count([np.nan, 10]) == (0, 0, 1), "a blank is outside the base"


@published("G6")
def test_g6_standard_error_in_use(case: dict[str, Any]) -> None:
    counts = Promoters(*case["inputs"])
    found = {"nps": nps(counts), "variance": variance(counts), "error": error(counts)}
    assert found == {name: near(value, case) for name, value in case["expect"].items()}


@given(some.lists(some.integers(0, 10), min_size=1, max_size=40))
def test_the_score_is_the_mean_of_the_signs_and_its_variance_theirs(scores: list[int]) -> None:
    counts, signed = count(scores), signs(scores)
    assert nps(counts) == pytest.approx(signed.mean())
    assert variance(counts) == pytest.approx(signed.var())


def test_six_is_still_a_detractor_and_nine_the_first_promoter() -> None:
    assert count([0, 6, 7, 8, 9, 10]) == (2, 2, 2)
    assert count([0, 7, 7, 9, 9, 9]) == (1, 2, 3)


def test_five_four_and_two_of_eleven_are_27_not_42() -> None:
    """A public example prints 42 for these."""
    assert nps(Promoters(2, 4, 5)) == pytest.approx(0.2727, abs=5e-5)


def test_counts_are_told_in_words() -> None:
    assert in_counts(Promoters(0, 1, 3)) == "3 promoters, 1 passive, 0 detractors"


def test_every_published_number_has_its_test_and_its_source() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").glob("test_surveys_*.py")))
    wanted = [f"G{number}" for number in range(1, 34)]
    assert list(GOLDEN) == wanted
    assert [name for name in wanted if f'@published("{name}")\ndef test_{name.lower()}_' not in texts] == []
    assert all(entry["source"] and entry["cases"] for entry in GOLDEN.values())
