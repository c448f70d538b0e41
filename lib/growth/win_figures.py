"""How often deals are won, by any name they carry, and the chance of a service in a sector."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.days import NONE, Floats, Ints
from lib.intervals import wilson
from lib.shrinkage import LEAST_STRENGTH, Shrunk, beta_interval, prior_strength, shrunk_shares

_ERRORS_WIDE = 2 * 1.959963985  # standard errors in a 95 % interval


def win_rates(decided: pd.DataFrame, by: str) -> tuple[pd.DataFrame, Shrunk]:
    """Win rates of the groups of a column, and the shrinkage behind them (its mean, and whether they differ at all).

    `decided` has a bool column won and the column `by`; deals without a name there are left out. One row per group
    with a decided deal, the best estimate first, or by name where groups cannot be told apart. Columns: group, won,
    decided, share (won / decided) with Wilson's interval raw_low to raw_high, rate (drawn to the mean) with low to
    high, weight (how much the group's own share counts).
    """
    counts = won_and_decided(decided, [by])
    frame = counts.rename(columns={by: "group"}).sort_values("group").reset_index(drop=True)
    won, base = frame["won"].to_numpy(dtype=np.int64), frame["decided"].to_numpy(dtype=np.int64)
    shrunk = shrunk_shares(won, base)
    bounds = np.array([wilson(*pair) for pair in zip(won.tolist(), base.tolist(), strict=True)]).reshape(-1, 2)
    frame = frame.assign(
        share=won / np.maximum(base, 1), raw_low=bounds[:, 0], raw_high=bounds[:, 1],
        rate=shrunk.rate, low=shrunk.low, high=shrunk.high, weight=shrunk.weight,
    )  # fmt: skip
    if shrunk.told_apart:
        frame = frame.sort_values(["rate", "group"], ascending=[False, True])
    return frame.reset_index(drop=True), shrunk


def won_and_decided(decided: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How many deals were won and decided in each group that has one. Columns: those of `by`, won, decided."""
    named = decided[decided[by].notna().all(axis=1)]
    plain = named.assign(**{name: named[name].astype(object) for name in by})
    grouped = plain.groupby(by, sort=True)["won"].agg(["sum", "size"]).reset_index()
    return grouped.rename(columns={"sum": "won", "size": "decided"}).astype({"won": "int64", "decided": "int64"})


@dataclass(frozen=True)
class Chances:
    """The chance to win a service in a sector: rates of services drawn to the firm's, cells to their service's.

    `services` (by service_id: decided, rate, low, high) and `cells` (by service_id and sector: won, decided) hold those
    with a decided deal; `new` is the rate, low and high of a service never offered; `between` the variance between
    sectors of one service. NaN where no deal was ever decided.
    """

    services: pd.DataFrame
    cells: pd.DataFrame
    new: tuple[float, float, float]
    between: float

    def of(self, services: Ints, sectors: Any) -> tuple[Floats, Floats, Floats, Ints]:
        """The chance of each service (record numbers) in a sector (names; None: unknown), aligned arrays.

        Returned: the chance, its 95 % interval low and high, and how many decided deals of the service are behind it.
        """
        known = self.services.reindex(services)
        filled = known[["rate", "low", "high"]].fillna(dict(zip(("rate", "low", "high"), self.new, strict=True)))
        rate, low, high = (filled[name].to_numpy(dtype=np.float64) for name in ("rate", "low", "high"))
        decided = known["decided"].fillna(0).to_numpy(dtype=np.int64)
        if not self.between:
            return rate, low, high, decided
        asked = pd.MultiIndex.from_arrays([services, pd.Series(sectors, dtype=object)], names=self.cells.index.names)
        here = self.cells.reindex(asked).fillna(0)
        return *self._in_sector(rate, (high - low) / _ERRORS_WIDE, here), decided

    def _in_sector(self, rate: Floats, error: Floats, here: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
        """The rate of each cell, with the doubt about its service's rate added to its own."""
        won, base = (here[name].to_numpy(dtype=np.float64) for name in ("won", "decided"))
        prior = prior_strength(rate, self.between)
        drawn = (rate * prior + won) / (prior + base)
        variance = drawn * (1 - drawn) / (prior + base + 1) + (prior / (prior + base) * error) ** 2
        return drawn, *beta_interval(drawn, np.maximum(drawn * (1 - drawn) / variance - 1, LEAST_STRENGTH))


def chances(decided: pd.DataFrame) -> Chances:
    """Chances from decided deals (columns service_id, sector, won): beta-binomial with priors by moments.

    The rate of a service is drawn to the firm's by `shrunk_shares`. The rate in a sector is drawn to its service's:
    the prior has the service's rate as mean and the variance between sectors of one service as variance. A service
    never offered has the firm's mean, with the interval of a new group.
    """
    offered = decided[decided["service_id"] != NONE]
    services, cells = won_and_decided(offered, ["service_id"]), won_and_decided(offered, ["service_id", "sector"])
    won, base = (np.append(services[name].to_numpy(dtype=np.int64), 0) for name in ("won", "decided"))
    shrunk = shrunk_shares(won, base)  # the last one: a service never offered
    rates = services[["service_id", "decided"]].assign(
        rate=shrunk.rate[:-1], low=shrunk.low[:-1], high=shrunk.high[:-1]
    )  # fmt: skip
    indexed = rates.set_index("service_id")
    return Chances(
        services=indexed,
        cells=cells.set_index(["service_id", "sector"]),
        new=(float(shrunk.rate[-1]), float(shrunk.low[-1]), float(shrunk.high[-1])),
        between=variance_within(cells, indexed["rate"]),
    )


def variance_within(cells: pd.DataFrame, rates: "pd.Series[float]") -> float:
    """The variance between the sectors of one service, beyond chance: by moments, 0 where there is none.

    DerSimonian and Laird's estimate with a mean of its own for each service. `cells`: service_id, won, decided;
    `rates`: the rate of each service, which gives the binomial variance.
    """
    rate = cells["service_id"].map(rates)
    freedom = len(cells) - cells["service_id"].nunique()
    if freedom == 0 or not (rate * (1 - rate)).all():
        return 0.0
    weight = cells["decided"] / (rate * (1 - rate))
    of_service = cells[["won", "decided"]].groupby(cells["service_id"]).transform("sum")
    away = cells["won"] / cells["decided"] - of_service["won"] / of_service["decided"]
    total = weight.groupby(cells["service_id"]).transform("sum")
    return max(0.0, float(((weight * away**2).sum() - freedom) / (weight - weight**2 / total).sum()))


def loss_counts(decided: pd.DataFrame) -> pd.DataFrame:
    """Why deals were lost, the most frequent first. Columns: reason (None: not written), lost, words (the newest).

    `decided` has won, loss_reason, loss_words, closed_on.
    """
    lost = decided[~decided["won"]].sort_values("closed_on", kind="stable", na_position="first")
    counts = lost.groupby("loss_reason", dropna=False).size().rename("lost").reset_index()
    said = lost.dropna(subset=["loss_reason", "loss_words"]).drop_duplicates("loss_reason", keep="last")
    words = counts["loss_reason"].map(said.set_index("loss_reason")["loss_words"])
    told = counts.assign(words=words).rename(columns={"loss_reason": "reason"}).astype({"reason": object})
    told = told.assign(unsaid=told["reason"].isna()).sort_values(
        ["unsaid", "lost", "reason"], ascending=[True, False, True]
    )
    return told[["reason", "lost", "words"]].reset_index(drop=True)
