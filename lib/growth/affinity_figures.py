"""Affinity of services: clients that own one, how much oftener than all clients they own another."""

import numpy as np
import pandas as pd

from lib.days import Bools, Floats
from lib.intervals import wilson

LEAST_OWNERS = 10
BY_CHANCE = 0.025  # of pairs without affinity, at most so many have a lower bound above 1


def affinities(owns: Bools) -> pd.DataFrame:
    """How much oftener owners of one service own another: one row per ordered pair of services that both have owners.

    `owns` is accounts × services. Columns: owned, other (places of the two services), owners (of the first), both,
    share (both / owners) with Wilson's interval low to high, base_share (owners of the other / accounts), lift (share /
    base_share) with lift_low to lift_high, clear (lift_low above 1, on at least LEAST_OWNERS owners).
    """
    together = owns.astype(np.int64).T @ owns.astype(np.int64)
    owners = together.diagonal()
    owned, other = np.nonzero((owners[:, None] > 0) & (owners[None, :] > 0) & ~np.eye(len(owners), dtype=bool))
    both, base = together[owned, other], owners[owned]
    bounds = np.array([wilson(*pair) for pair in zip(both.tolist(), base.tolist(), strict=True)]).reshape(-1, 2)
    base_share = owners[other] / max(len(owns), 1)
    lift_low = bounds[:, 0] / base_share
    return pd.DataFrame(
        {
            "owned": owned, "other": other, "owners": base, "both": both,
            "share": both / base, "low": bounds[:, 0], "high": bounds[:, 1], "base_share": base_share,
            "lift": both / base / base_share, "lift_low": lift_low, "lift_high": bounds[:, 1] / base_share,
            "clear": (lift_low > 1) & (base >= LEAST_OWNERS),
        }
    )  # fmt: skip


def pairs_looked_at(pairs: pd.DataFrame) -> int:
    """How many pairs of `affinities` have owners enough to be judged."""
    return int((pairs["owners"] >= LEAST_OWNERS).sum())


def clear_by_chance(looked_at: int) -> int:
    """How many of so many pairs would look clear though there is no affinity: at most BY_CHANCE of them, rounded up."""
    return int(np.ceil(looked_at * BY_CHANCE))


def chance_lift(owns: Bools, pairs: pd.DataFrame) -> Floats:
    """The factor on the chance to sell each service to each account, accounts × services: 1 where nothing is clear.

    It is the largest lower bound of a clear lift among the services the account owns: what we can be sure of.
    """
    clear, services = pairs[pairs["clear"]], owns.shape[1]
    sure = np.ones((services, services))
    sure[clear["owned"], clear["other"]] = clear["lift_low"]
    factor = np.ones(owns.shape)
    for owned in range(services):
        factor = np.where(owns[:, [owned]], np.maximum(factor, sure[owned]), factor)
    return factor
