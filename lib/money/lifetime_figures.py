"""The shifted beta-geometric model of how long contractual clients stay (Fader & Hardie 2007)."""

from typing import Any, NamedTuple

import numpy as np
from scipy.special import betaln, hyp2f1

from lib.days import Floats
from lib.measure import Measure, undefined
from lib.money.survival_figures import LifeTable

# Beyond these logarithms the likelihood is flat: every client leaves at the same rate, or at once or never.
_LIMIT = 12.0
_STEP, _ROUNDS, _CLOSE = 2.0, 60, 1e-6


class Sbg(NamedTuple):
    """Each client leaves at the end of a period with a chance of its own, drawn from Beta(alpha, beta)."""

    alpha: float
    beta: float


def log_likelihood(model: Sbg, table: LifeTable) -> float:
    """Of a life table: Σ ended·ln α + Σ stayed·ln(β + t - 1) - Σ at risk·ln(α + β + t - 1), t = 1, 2, …

    The same as the sum of ln P(T = t) over those that ended and of ln S(t) over those still here, written by periods:
    so cohorts of any age go in together, and clients first seen late in life count from then on.
    Source: Fader & Hardie 2007, "How to project customer retention", J. Interactive Marketing 21(1), 76-90.
    """
    at_risk, ended = table
    t = np.arange(at_risk.shape[-1])
    stayed = (at_risk - ended) @ np.log(model.beta + t) - at_risk @ np.log(model.alpha + model.beta + t)
    return float(stayed + ended.sum() * np.log(model.alpha))


def fit(table: LifeTable) -> Sbg | None:
    """The model of highest likelihood; None where nobody ended.

    Where clients leave no less with time, alpha and beta grow together up to a bound: the geometric model.
    """
    if not table.ended.sum() > 0:
        return None
    alpha, beta = fit_many(LifeTable(table.at_risk[None, :], table.ended[None, :]))[0]
    return Sbg(float(alpha), float(beta))


def fit_many(tables: LifeTable) -> Floats:
    """(alpha, beta) of each life table, shape (tables, 2): Newton's method on all tables at once.

    The chance to leave in period t is written p / (1 + v·(t - 1)), with p = alpha / (alpha + beta), the rate of the
    first period, and v = 1 / (alpha + beta), how unlike the clients are. The steps are taken in ln(p / (1 - p)) and
    ln v: alike clients (v → 0) are then an end of one line, not a ridge that alpha and beta climb together.
    """
    t = np.arange(tables.at_risk.shape[-1], dtype=np.float64)
    ended, stayed = tables.ended.sum(axis=-1), tables.at_risk - tables.ended
    rate = np.clip(ended / np.maximum(tables.at_risk.sum(axis=-1), 1.0), 1e-4, 0.5)
    x = np.log(np.stack([rate / (1 - rate), rate], axis=-1))
    for _ in range(_ROUNDS):
        moved = np.clip(x + _newton_step(x, t, tables.at_risk, stayed, ended), -_LIMIT, _LIMIT)
        far = np.abs(moved - x).max(initial=0.0)
        x = moved
        if far < _CLOSE:
            break
    p, v = 1 / (1 + np.exp(-x[:, 0])), np.exp(x[:, 1])
    return np.stack([p / v, (1 - p) / v], axis=-1)


def _newton_step(x: Floats, t: Floats, at_risk: Floats, stayed: Floats, ended: Floats) -> Floats:
    """Uphill by gradient and curvature; where the curvature does not bend down, enough is taken off that it does."""
    p, v = 1 / (1 + np.exp(-x[:, 0])), np.exp(x[:, 1])
    kept, whole = 1 / (1 - p + v * t[:, None]).T, 1 / (1 + v * t[:, None]).T
    s, n = stayed * kept, at_risk * whole
    s2 = s * kept
    sums = s.sum(axis=-1), s2.sum(axis=-1)
    s_t, s2_t, s2_tt, n_t, n2_tt = s @ t, s2 @ t, s2 @ (t * t), n @ t, (n * whole) @ (t * t)
    by_p, by_v = ended / p - sums[0], s_t - n_t
    slope, pq = by_v * v, p * (1 - p)
    up = np.stack([by_p * pq, slope], axis=-1)
    bend_p = (ended / (p * p) + sums[1]) * pq * pq - by_p * pq * (1 - 2 * p)
    bend_v, bend_pv = (s2_tt - n2_tt) * v * v - slope, -s2_t * pq * v
    # The smaller root of the 2 × 2 matrix of curvature.
    middle, spread = (bend_p + bend_v) / 2, np.hypot((bend_p - bend_v) / 2, bend_pv)
    added = np.maximum(1e-9 + 1e-6 * np.abs(middle) - (middle - spread), 0.0)
    return _shortened(up, bend_p + added, bend_v + added, bend_pv)


def _shortened(up: Floats, bend_p: Floats, bend_v: Floats, bend_pv: Floats) -> Floats:
    """The step that a 2 × 2 curvature asks for, cut where it leads too far to be trusted."""
    size = bend_p * bend_v - bend_pv * bend_pv
    step = np.stack([bend_v * up[:, 0] - bend_pv * up[:, 1], bend_p * up[:, 1] - bend_pv * up[:, 0]], axis=-1)
    step /= size[:, None]
    longest = np.abs(step).max(axis=-1, keepdims=True)
    shorter: Floats = step * np.minimum(1.0, _STEP / np.maximum(longest, _STEP))
    return shorter


def survival(model: Sbg, periods: Any) -> Floats:
    """S(t), the share still here after t periods: B(alpha, beta + t) / B(alpha, beta); S(0) = 1."""
    shares: Floats = np.exp(betaln(model.alpha, model.beta + np.asarray(periods)) - betaln(model.alpha, model.beta))
    return shares


def retention(model: Sbg, periods: Any) -> Floats:
    """r(t), the share of those there in period t - 1 that stay in t: (beta + t - 1) / (alpha + beta + t - 1)."""
    t = np.asarray(periods)
    rates: Floats = (model.beta + t - 1) / (model.alpha + model.beta + t - 1)
    return rates


def discounted_lifetime(model: Sbg, discount: float) -> float:
    """DEL: discounted periods a new client brings, the first paid now, without horizon: Σ S(t) / (1 + d)^t, t ≥ 0.

    Source: Fader & Hardie 2010, "Customer-base valuation in a contractual setting", Marketing Science 29(1), 85-93.
    """
    return float(hyp2f1(1, model.beta, model.alpha + model.beta, 1 / (1 + discount)))


def discounted_residual(model: Sbg, active: Any, discount: float) -> Floats:
    """DERL: discounted periods still to come from a client active for n periods, just before its n-th renewal.

    Σ S(t) / S(n - 1) / (1 + d)^(t - n) for t ≥ n: the next payment falls due with the renewal. Source: as for DEL.
    """
    n = np.asarray(active)
    series = hyp2f1(1, model.beta + n, model.alpha + model.beta + n, 1 / (1 + discount))
    periods: Floats = retention(model, n) * series
    return periods


def expected_lifetime(model: Sbg) -> Measure:
    """Mean periods a client stays, undiscounted: (alpha + beta - 1) / (alpha - 1); none exists for alpha ≤ 1."""
    if model.alpha <= 1:
        return undefined(
            f"no finite lifetime exists without a horizon: alpha is {model.alpha:.2f}, and from 1 down those who stay "
            "long weigh without end",
            base=None,
            absent="not applicable",
        )
    return Measure((model.alpha + model.beta - 1) / (model.alpha - 1))
