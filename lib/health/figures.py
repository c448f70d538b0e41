"""The interval score: bounds, bands, caps, hysteresis, order of attention; pure functions of arrays.

Arrays have one row an account and, where two-dimensional, one column a factor in the order of FACTORS. A score is
0–100, NaN where it is unknown. Missing news is never good news: dropping the unknown and averaging the rest would
raise a score by the very act of not asking.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lib.days import Bools, Floats, Ints
from lib.health.formula import Formula, Veto
from lib.health.tables import BANDS, FACTORS
from lib.measure import Measure, undefined

GREEN, AMBER, RED, UNKNOWN = range(len(BANDS))
# What a person calls first: Red, then what we cannot judge, then Amber, then Green.
ATTENTION = {RED: 0, UNKNOWN: 1, AMBER: 2, GREEN: 3}
_EXACT = 10  # decimals kept before a bound is compared: a sum of weights is not exact


@dataclass(frozen=True, eq=False)
class Bounds:
    """What is known of each account: the score lies in `low`–`high` whatever is missing; `coverage` is 0–1."""

    low: Floats
    high: Floats
    coverage: Floats


def shares(weights: Mapping[str, int], exempt: Bools) -> Floats:
    """Weights that add up to 1 over the factors that apply to each account; all 0 where none does."""
    plain = np.where(exempt, 0.0, np.array([float(weights[name]) for name in FACTORS]))
    total = plain.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(plain, total, out=np.zeros_like(plain), where=total > 0))


def bounds(scores: Floats, share: Floats) -> Bounds:
    """lo = Σ known w·s, hi = lo + 100·Σ unknown w, coverage = Σ known w, with `share` from `shares`.

    An account to which no factor applies is not known at all: 0–100 at coverage 0.
    """
    known = ~np.isnan(scores)
    low = (share * np.where(known, scores, 0.0)).sum(axis=1)
    coverage = (share * known).sum(axis=1)
    gap = np.where(share.sum(axis=1) > 0, (share * ~known).sum(axis=1), 1.0)
    return Bounds(np.round(low, _EXACT), np.round(low + 100 * gap, _EXACT), np.minimum(np.round(coverage, _EXACT), 1.0))


def bands(found: Bounds, green_from: float, red_below: float) -> Ints:
    """Green, Amber or Red only where the whole interval says so; else Unknown."""
    amber = (found.low >= red_below) & (found.high < green_from)
    judged = np.where(found.high < red_below, RED, np.where(amber, AMBER, UNKNOWN))
    return np.where(found.low >= green_from, GREEN, judged)


def capped(band: Ints, cap: Ints) -> Ints:
    """The band under a cap (NONE-like -1: no cap).

    Amber takes Green down; Red takes all down, for nothing better is left; Unknown (something needed for Green is not
    recorded) only keeps Green from being shown.
    """
    held = np.where((cap == AMBER) & (band == GREEN), AMBER, band)
    held = np.where((cap == UNKNOWN) & (band == GREEN), UNKNOWN, held)
    return np.where(cap == RED, RED, held)


def stays_red(band: Ints, judged_before: Ints, low: Floats, earlier_lows: Floats, leave_from: float) -> Bools:
    """Which accounts stay Red although their interval no longer says so.

    `judged_before` is the last band that was not Unknown (-1: none). Red is left upwards only at `leave_from` or more
    now and on each of the snapshots in `earlier_lows` (NaN: there was none; one column a snapshot).
    """
    better = (band == AMBER) | (band == GREEN)
    enough = (low >= leave_from) & np.all(np.nan_to_num(earlier_lows, nan=-1.0) >= leave_from, axis=1)
    return np.asarray((judged_before == RED) & better & ~enough)


def attention(band: Ints, revenue: Ints, low: Floats) -> Ints:
    """Positions in the order to look at them: Red and Unknown by revenue, Amber and Green from the lowest score."""
    rank = np.array([ATTENTION[code] for code in range(len(BANDS))])[band]
    by_money = np.isin(band, (RED, UNKNOWN))
    return np.lexsort((low, np.where(by_money, -revenue, 0), rank))


@dataclass(frozen=True, eq=False)
class Standing:
    """What the rules that cap a band look at, one entry an account; NaN: nothing of the kind is recorded.

    Days since the sponsor was last talked to (infinite: never), worst severity open, days since notice was given, days
    the oldest unpaid invoice is overdue; `sponsor` says whether one is recorded. `ending` caps nothing and is told in
    words only: days until the last contract ends (below 0: since it ended; NaN: no end in sight).
    """

    sponsor: Bools
    sponsor_silent: Floats
    severity: Floats
    notice: Floats
    overdue: Floats
    ending: Floats | None = None


def caps(standing: Standing, vetoes: Sequence[Veto]) -> tuple[Ints, list[str]]:
    """The lowest cap of each account (-1: none) and its reason in words ("" where there is none)."""
    cap = np.full(len(standing.sponsor), -1, dtype=np.int64)
    words = [""] * len(cap)
    for veto in sorted(vetoes, key=lambda one: one.caps_at != "Red"):
        fired, said = _fired(standing, veto)
        for at in np.flatnonzero(fired & (cap == -1)):
            cap[at], words[at] = BANDS.index(veto.caps_at), f"capped: {said(int(at))}"
        if veto.rule == "sponsor silent":
            for at in np.flatnonzero(~standing.sponsor & (cap == -1)):
                cap[at], words[at] = UNKNOWN, "no Green without a sponsor on record"
    return cap, words


def _fired(standing: Standing, veto: Veto) -> tuple[Bools, Callable[[int], str]]:
    limit = 0 if veto.limit is None else veto.limit
    if veto.rule == "sponsor silent":
        return standing.sponsor & (standing.sponsor_silent > limit), lambda at: _silent(
            float(standing.sponsor_silent[at])
        )
    if veto.rule == "escalation open":
        return standing.severity >= limit, lambda at: f"an escalation of severity {standing.severity[at]:.0f} is open"
    if veto.rule == "notice given":
        return ~np.isnan(standing.notice), lambda at: f"notice was given {_ago(float(standing.notice[at]))}"
    return standing.overdue > limit, lambda at: f"an invoice is {standing.overdue[at]:.0f} days overdue"


def _silent(days: float) -> str:
    return "no contact with the sponsor is recorded" if np.isinf(days) else f"sponsor not contacted for {days:.0f} days"


def _ago(days: float) -> str:
    return "today" if days < 1 else f"{days:.0f} {'day' if days < 2 else 'days'} ago"


def judged(
    found: Bounds, standing: Standing, formula: Formula, judged_before: Ints, earlier_lows: Floats
) -> tuple[Ints, list[str]]:
    """The band of each account with caps and hysteresis, and what held it down in words ("" where nothing did)."""
    plain = bands(found, formula.green_from, formula.red_below)
    cap, said = caps(standing, formula.vetoes)
    after = capped(plain, cap)
    words = [why if after[at] != plain[at] else "" for at, why in enumerate(said)]
    held = stays_red(after, judged_before, found.low, earlier_lows, formula.leave_red_from)
    for at in np.flatnonzero(held):
        words[at] = f"still Red until {formula.leave_red_from:g} or more on two weekly snapshots"
    return np.where(held, RED, after), words


def revenue_at_risk(band: Ints, revenue_cents: Ints) -> Measure:
    """Yearly revenue of the accounts in Red, in cents; `hits` of `base` accounts.

    Undefined without accounts, and where none of them can be judged: 0 would say that nothing is at risk.
    """
    if not len(band):
        return undefined("no account is active")
    red, unknown = band == RED, int((band == UNKNOWN).sum())
    if unknown == len(band):
        return undefined("no account can be judged yet", base=len(band))
    note = f"{unknown:,} more cannot be judged" if unknown else ""
    return Measure(float(revenue_cents[red].sum()), base=len(band), hits=int(red.sum()), note=note)


def known_share(coverage: Floats, revenue_cents: Ints) -> Measure:
    """How much of the picture is known: mean coverage of the accounts, weighted by revenue where there is any."""
    if not len(coverage):
        return undefined("no account is active")
    weights = np.maximum(revenue_cents, 0).astype(np.float64)
    value = np.average(coverage, weights=weights) if weights.sum() > 0 else coverage.mean()
    return Measure(float(value), base=len(coverage))
