"""What clients are worth over a stated horizon: survival where it was observed, a model beyond, and their margin."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lib.days import NONE, Bools, Floats, Ints
from lib.measure import Measure, undefined
from lib.money.lifetime_figures import Sbg, fit_many
from lib.money.survival_figures import ENDED_NEEDED, LifeTable, Lives, life_table, seen, too_few

RESAMPLES = 500
OBSERVED_FROM = 10  # clients under observation in a month of life from which on what was seen of them decides
_SEED = 2007
_PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Terms:
    """How far we look ahead, in months, and what a year of waiting costs."""

    months: int = 36
    yearly_discount: float = 0.10

    @property
    def monthly(self) -> float:
        """What a payment is worth that comes a month later."""
        return float((1 + self.yearly_discount) ** (-1 / 12))


@dataclass(frozen=True, eq=False)
class Curves:
    """How long clients stay. Row 0 is the estimate, each other row the same of clients drawn anew (bootstrap).

    `share`: (rows, months + 1), the share still here after 0, 1, 2 … months; `weights`: (rows, clients), how often
    each client was drawn; `observed`: for each month of life whether what was seen decides, or the model.
    """

    share: Floats
    weights: Floats
    observed: Bools
    model: Sbg
    clients: int
    ended: int


def curves(lives: Lives, months: int) -> Curves | None:
    """Survival up to a month of life; None under 10 ended clients.

    In a month of life with at least 10 clients under observation the chance to leave is that of Kaplan–Meier, in any
    other that of the shifted beta-geometric model fitted to all months. Repeatable: the draws are seeded.
    """
    there = seen(lives)
    ended = int((lives.ended & there).sum())
    if ended < ENDED_NEEDED:
        return None
    weights = _draws(len(there))
    tables = life_table(lives, weights)
    models = fit_many(tables)
    observed = tables.at_risk[0] >= OBSERVED_FROM
    return Curves(
        share=_share(tables, models, observed, months),
        weights=weights,
        observed=observed,
        model=Sbg(*models[0].tolist()),
        clients=int(there.sum()),
        ended=ended,
    )


def _draws(clients: int) -> Floats:
    drawn = np.random.default_rng(_SEED).integers(0, clients, (RESAMPLES, clients))
    places = (drawn + clients * np.arange(RESAMPLES)[:, None]).ravel()
    counted = np.bincount(places, minlength=RESAMPLES * clients).reshape(RESAMPLES, clients)
    return np.vstack([np.ones(clients), counted])


def _share(tables: LifeTable, models: Floats, observed: Bools, months: int) -> Floats:
    alpha, beta = models[:, :1], models[:, 1:]
    leaving = alpha / (alpha + beta + np.arange(months))
    told = min(months, len(observed))
    at_risk, ended = tables.at_risk[:, :told], tables.ended[:, :told]
    decides = observed[:told] & (at_risk > 0)
    leaving[:, :told] = np.where(decides, ended / np.maximum(at_risk, 1.0), leaving[:, :told])
    return np.hstack([np.ones((len(leaving), 1)), np.cumprod(1 - leaving, axis=1)])


def new_client_months(found: Curves, terms: Terms) -> Floats:
    """Discounted months a new client brings within the horizon, the first paid now; one a row of the curves.

    Σ S(t) · d^t for t from 0 to the horizon, that month outside: DEL of Fader & Hardie 2010 with a horizon.
    """
    weight = terms.monthly ** np.arange(terms.months)
    return np.asarray(found.share[:, : terms.months] @ weight)


def still_here(found: Curves | None, ended: int, months: int) -> Measure:
    """Of new clients, the share still here after so many months; undefined under 10 ended clients."""
    if found is None:
        return too_few(ended)
    return _measured(found.share[:, months], found.clients)


def residual_months(found: Curves, terms: Terms, lived: Ints) -> Floats:
    """Discounted months still to come within the horizon from clients with `lived` whole months behind them.

    Shape (rows of the curves, clients): Σ S(lived + j) / S(lived) · d^(j - 1) for j from 1 to the horizon, DERL of
    Fader & Hardie 2010 with a horizon: this month is paid, the next payment falls due with the next renewal. The
    curves must reach the longest life and the horizon after it.
    """
    discount = terms.monthly ** np.arange(found.share.shape[1])
    sums = np.cumsum(found.share * discount, axis=1)
    here = found.share[:, lived] * discount[lived]
    ahead = (sums[:, lived + terms.months] - sums[:, lived]) / terms.monthly
    return ratio(ahead, here, 0.0)


def with_notice(months: Floats, left: Ints, terms: Terms) -> Floats:
    """The same where the last day is known: exactly the months left (NONE: not known) within the horizon."""
    known = np.minimum(np.maximum(left, 0), terms.months)
    paid = (1 - terms.monthly**known) / (1 - terms.monthly) if terms.yearly_discount else known
    return np.where(left == NONE, months, paid)


def lifetime_value(found: Curves | None, ended: int, margins: Any, terms: Terms) -> Measure:
    """Customer lifetime value of a new client in cents: mean margin a month of active clients × the months it brings.

    `margins`: cents a month, one entry a client as in the lives, NaN for one no longer active. Undefined under 10
    ended clients. The interval is the 2.5th to 97.5th percentile over clients drawn anew, their margins with them.
    """
    if found is None:
        return too_few(ended)
    cents = np.asarray(margins, dtype=np.float64)
    there = ~np.isnan(cents)
    if not there.any():
        return undefined("no client is active", base=0)
    drawn = found.weights @ there
    mean = ratio(found.weights @ np.where(there, cents, 0.0), drawn, np.nan)
    return _measured(mean * new_client_months(found, terms), found.clients)


def value_to_come(found: Curves | None, ended: int, margins: Any, months: Floats) -> Measure:
    """What the clients there are still bring within the horizon, in cents: Σ margin a month × months still to come.

    `margins`: cents a month of each client; `months`: as `residual_months` (rows, clients). The interval is of how
    long they stay (clients drawn anew); their margins are taken as they are. Undefined under 10 ended clients.
    """
    if found is None:
        return too_few(ended)
    cents = np.asarray(margins, dtype=np.float64)
    return _measured(months @ cents, len(cents))


def _measured(values: Floats, base: int) -> Measure:
    low, high = np.nanpercentile(values[1:], _PERCENTILES)
    return Measure(float(values[0]), base=base, low=float(low), high=float(high))


def ratio(part: Floats, whole: Floats, otherwise: float) -> Floats:
    """part ÷ whole; `otherwise` where the whole is not above zero."""
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, otherwise), where=whole > 0))


def bounds(months: Floats) -> tuple[Floats, Floats, Floats]:
    """Estimate, low and high of each client's months still to come."""
    low, high = np.percentile(months[1:], _PERCENTILES, axis=0)
    return months[0], low, high
