"""The interval score: what the definitions say, and what no missing or ageing input may ever do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from lib.days import Floats, Ints
from lib.health.figures import (
    AMBER,
    GREEN,
    RED,
    UNKNOWN,
    Standing,
    attention,
    bands,
    bounds,
    judged,
    known_share,
    revenue_at_risk,
    shares,
    stays_red,
)
from lib.health.formula import FIRST_FORMULA, Formula, Veto
from lib.health.history import last_judged, trend
from lib.health.movement_figures import movement
from lib.health.tables import BANDS, FACTORS

N = len(FACTORS)
EQUAL = dict.fromkeys(FACTORS, 1)


def one(*scores: float | None) -> Floats:
    """One account's scores; None: unknown. Fewer than eight: the rest is as the last."""
    filled = [*scores, *[scores[-1]] * (N - len(scores))]
    return np.array([[np.nan if score is None else score for score in filled]])


def quiet(count: int = 1, **changed: object) -> Standing:
    """Nothing that caps a band: a sponsor talked to yesterday."""
    gap = np.full(count, np.nan)
    plain: dict[str, object] = {
        "sponsor": np.ones(count, dtype=bool), "sponsor_silent": np.ones(count), "severity": gap, "notice": gap,
        "overdue": gap,
    }  # fmt: skip
    return Standing(**{**plain, **changed})  # type: ignore[arg-type]


def band_of(scores: Floats, formula: Formula = FIRST_FORMULA, standing: Standing | None = None) -> tuple[str, str]:
    found = bounds(scores, shares(formula.weights, np.zeros(scores.shape, dtype=bool)))
    code, words = judged(found, standing or quiet(len(scores)), formula, np.array([-1]), np.empty((1, 0)))
    return BANDS[code[0]], words[0]


def test_a_missing_bad_factor_widens_the_interval_and_never_raises_the_score() -> None:
    """The example of the definitions: 69.75 becomes 66.75–81.75 at 85 %, never 78.5."""
    share = np.array([[0.15, 0.85, 0, 0, 0, 0, 0, 0]])
    rest = 66.75 / 0.85
    whole, gone = bounds(one(20.0, rest), share), bounds(one(None, rest), share)
    assert whole.low[0] == pytest.approx(69.75)
    assert (gone.low[0], gone.high[0], gone.coverage[0]) == pytest.approx((66.75, 81.75, 0.85))


@pytest.mark.parametrize(
    ("scores", "band"),
    [
        ((70.0,), "Green"), ((69.9,), "Amber"), ((50.0,), "Amber"), ((49.9,), "Red"), ((0.0,), "Red"),
        ((None, 100.0), "Green"), ((None, 79.9), "Unknown"), ((None, 60.0), "Amber"), ((None, None, 60.0), "Unknown"),
        ((None, 40.0), "Red"), ((None,), "Unknown"),
    ],
)  # fmt: skip
def test_a_band_is_given_only_where_the_whole_interval_lies_in_it(scores: tuple[float | None, ...], band: str) -> None:
    assert band_of(one(*scores))[0] == band


def test_what_does_not_apply_leaves_the_denominator_and_what_is_unknown_does_not() -> None:
    exempt = np.zeros((1, N), dtype=bool)
    exempt[0, :4] = True
    found = bounds(np.where(exempt, np.nan, 80.0), shares(EQUAL, exempt))
    assert (found.low[0], found.high[0], found.coverage[0]) == (80, 80, 1)


def test_an_account_to_which_nothing_applies_is_not_known_at_all() -> None:
    everything = np.ones((1, N), dtype=bool)
    found = bounds(np.full((1, N), np.nan), shares(EQUAL, everything))
    assert (found.low[0], found.high[0], found.coverage[0]) == (0, 100, 0)
    assert bands(found, 70, 50)[0] == UNKNOWN


@pytest.mark.parametrize(
    ("changed", "score", "band", "words"),
    [
        ({"sponsor_silent": np.array([94.0])}, 90.0, "Amber", "capped: sponsor not contacted for 94 days"),
        ({"sponsor_silent": np.array([90.0])}, 90.0, "Green", ""),
        ({"sponsor_silent": np.array([np.inf])}, 90.0, "Amber", "capped: no contact with the sponsor is recorded"),
        ({"sponsor": np.array([False])}, 90.0, "Unknown", "no Green without a sponsor on record"),
        ({"sponsor": np.array([False])}, 60.0, "Amber", ""),
        ({"severity": np.array([3.0])}, 90.0, "Amber", "capped: an escalation of severity 3 is open"),
        ({"severity": np.array([2.0])}, 90.0, "Green", ""),
        ({"notice": np.array([32.0])}, 90.0, "Red", "capped: notice was given 32 days ago"),
        ({"notice": np.array([1.0])}, None, "Red", "capped: notice was given 1 day ago"),
        ({"overdue": np.array([61.0])}, 90.0, "Amber", "capped: an invoice is 61 days overdue"),
        ({"sponsor_silent": np.array([94.0])}, 30.0, "Red", ""),
    ],
)
def test_a_rule_caps_the_band_and_says_so(changed: dict[str, object], score: float, band: str, words: str) -> None:
    assert band_of(one(score), standing=quiet(**changed)) == (band, words)


def test_a_rule_that_is_switched_off_caps_nothing() -> None:
    without = Formula(**{**FIRST_FORMULA.__dict__, "vetoes": (Veto("notice given", None, "Red"),)})
    assert band_of(one(90.0), without, quiet(sponsor_silent=np.array([400.0])))[0] == "Green"


@pytest.mark.parametrize(
    ("low", "earlier", "before", "stays"),
    [
        (56.0, [56.0, 55.0], RED, False), (56.0, [54.0, 60.0], RED, True), (54.0, [60.0, 60.0], RED, True),
        (56.0, [np.nan, 60.0], RED, True), (54.0, [10.0, 10.0], AMBER, False), (56.0, [], RED, False),
    ],
)  # fmt: skip
def test_red_is_left_upwards_only_at_55_on_two_snapshots(
    low: float, earlier: list[float], before: int, stays: bool
) -> None:
    lows = np.array([earlier])
    assert stays_red(np.array([AMBER]), np.array([before]), np.array([low]), lows, 55.0)[0] == stays


def test_an_account_held_red_may_still_become_unknown() -> None:
    assert not stays_red(np.array([UNKNOWN]), np.array([RED]), np.array([10.0]), np.array([[10.0]]), 55.0)[0]


def test_the_last_judgement_looks_past_unknown_and_missing_weeks() -> None:
    weeks = np.array([[RED, UNKNOWN, -1], [GREEN, AMBER, UNKNOWN], [-1, -1, UNKNOWN]])
    assert last_judged(weeks).tolist() == [RED, AMBER, -1]


def test_the_order_of_attention() -> None:
    band = np.array([GREEN, AMBER, UNKNOWN, RED, UNKNOWN, RED, GREEN])
    revenue: Ints = np.array([900, 800, 5, 1, 50, 7, 10])
    low = np.array([90.0, 60, 10, 40, 10, 20, 71])
    assert attention(band, revenue, low).tolist() == [5, 3, 4, 2, 1, 6, 0]


def test_revenue_at_risk_is_that_of_the_red_ones() -> None:
    found = revenue_at_risk(np.array([RED, GREEN, RED, UNKNOWN]), np.array([100, 50, 20, 9]))
    assert (found.value, found.hits, found.base, found.note) == (120, 2, 4, "1 more cannot be judged")
    assert revenue_at_risk(np.array([UNKNOWN]), np.array([9])).why == "no account can be judged yet"
    assert revenue_at_risk(np.array([], dtype=np.int64), np.array([], dtype=np.int64)).value is None


def test_what_we_know_is_weighted_by_revenue() -> None:
    assert known_share(np.array([1.0, 0.5]), np.array([300, 100])).value == pytest.approx(0.875)
    assert known_share(np.array([1.0, 0.5]), np.array([0, 0])).value == pytest.approx(0.75)
    assert known_share(np.array([]), np.array([], dtype=np.int64)).value is None


# Properties on thousands of random books.

MANY = settings(max_examples=60, deadline=None)
seeds = some.integers(0, 2**32 - 1)


def random_book(seed: int, count: int = 200) -> tuple[Floats, Floats, Standing, Formula, Ints, Floats]:
    """Scores with gaps, shares, standings, a formula, and a past for each of `count` accounts."""
    rng = np.random.default_rng(seed)
    scores = np.where(rng.random((count, N)) < rng.random(), np.nan, np.round(rng.random((count, N)) * 100, 1))
    green = float(rng.uniform(60, 90))
    red = float(rng.uniform(30, green - 5))
    formula = Formula(
        None, 1, FIRST_FORMULA.starts_on, green, red, float(rng.uniform(red, green)),
        dict(zip(FACTORS, rng.integers(1, 4, N).tolist(), strict=True)), FIRST_FORMULA.validity, FIRST_FORMULA.vetoes,
    )  # fmt: skip
    exempt = rng.random((count, N)) < 0.1
    odd = rng.random((4, count))
    standing = Standing(
        rng.random(count) < 0.8, np.where(odd[0] < 0.2, np.inf, odd[0] * 150),
        np.where(odd[1] < 0.8, np.nan, np.ceil(odd[1] * 4)), np.where(odd[2] < 0.9, np.nan, odd[2] * 90),
        np.where(odd[3] < 0.8, np.nan, odd[3] * 90),
    )  # fmt: skip
    before = rng.integers(-1, 3, count)
    lows = np.where(rng.random((count, 2)) < 0.2, np.nan, rng.random((count, 2)) * 100)
    return np.where(exempt, np.nan, scores), shares(formula.weights, exempt), standing, formula, before, lows


@MANY
@given(seeds)
def test_deleting_or_ageing_any_input_never_raises_low_nor_improves_a_band(seed: int) -> None:
    """200 accounts an example: what goes stale or missing can only move an account to Unknown."""
    scores, share, standing, formula, before, lows = random_book(seed)
    rng = np.random.default_rng(seed + 1)
    fewer = np.where(rng.random(scores.shape) < rng.uniform(0.05, 0.6), np.nan, scores)
    older = Standing(
        standing.sponsor & (rng.random(len(scores)) < 0.9), standing.sponsor_silent + rng.integers(0, 60),
        standing.severity, standing.notice + 5, standing.overdue + 5,
    )  # fmt: skip
    whole, gaps = bounds(scores, share), bounds(fewer, share)
    assert (gaps.low <= whole.low).all()
    assert (gaps.high >= whole.high).all()
    band, _ = judged(whole, standing, formula, before, lows)
    after, _ = judged(gaps, older, formula, before, lows)
    rank = {RED: 0, AMBER: 1, GREEN: 2}
    for was, now in zip(band.tolist(), after.tolist(), strict=True):
        assert now in (UNKNOWN, RED) or (was != UNKNOWN and rank[now] <= rank[was])


@MANY
@given(seeds)
def test_the_true_score_of_a_book_lies_inside_every_interval_that_could_be_known_of_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.random((200, N)) * 100
    share = shares(EQUAL, np.zeros(truth.shape, dtype=bool))
    known = bounds(np.where(rng.random(truth.shape) < 0.5, np.nan, truth), share)
    score = bounds(truth, share).low
    assert ((known.low <= score + 1e-9) & (score <= known.high + 1e-9)).all()


@MANY
@given(seeds)
def test_the_parts_of_a_movement_add_up_to_it(seed: int) -> None:
    before, share_before, *_ = random_book(seed)
    now, share_now, *_ = random_book(seed + 1)
    old_rules = np.where(np.random.default_rng(seed).random(now.shape) < 0.2, np.nan, now)
    moved = movement(before, share_before, now, share_now, old_rules)
    change = bounds(now, share_now).low - bounds(before, share_before).low
    assert np.abs(moved.total - change).max() < 1e-9


def test_a_movement_tells_client_data_and_formula_apart() -> None:
    was, is_now = one(80.0, 60.0, None, 40.0), one(50.0, None, 90.0, 40.0)
    share = shares(EQUAL, np.zeros((1, N), dtype=bool))
    moved = movement(was, share, is_now, share)
    assert moved.client[0].round(3).tolist() == [-3.75, 0, 0, 0, 0, 0, 0, 0]
    assert moved.data[0].round(3).tolist() == [0, -7.5, 11.25, 0, 0, 0, 0, 0]
    assert not moved.formula.any()
    heavier = shares(EQUAL | {"value": 3}, np.zeros((1, N), dtype=bool))
    same_data = movement(was, share, was, heavier)
    assert not same_data.client.any()
    assert not same_data.data.any()
    assert same_data.total[0] == pytest.approx(bounds(was, heavier).low[0] - bounds(was, share).low[0])


@MANY
@given(seeds)
def test_the_trend_is_theil_and_sens(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low = rng.random((5, 9)) * 100
    formula = np.ones((5, 9), dtype=np.int64)
    expected = [stats.theilslopes(row[-6:]).slope for row in low]
    assert trend(low, formula) == pytest.approx(expected)


def test_a_trend_needs_four_snapshots_of_one_formula() -> None:
    low = np.array([[1.0, 2, 3, 4, 5, 6]])
    assert trend(low, np.array([[1, 1, 2, 2, 2, 2]]))[0] == pytest.approx(1)
    assert np.isnan(trend(low, np.array([[1, 1, 1, 2, 2, 2]]))[0])
    assert np.isnan(trend(low[:, :3], np.array([[1, 1, 1]]))[0])
