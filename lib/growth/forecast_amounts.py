"""What an open deal brings when it is won: what was asked, or its list price times what such deals were won at."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.accounts.queries import list_prices
from lib.days import NONE, Bools, Floats, Ints, in_force, numbers, record_numbers, spells
from lib.growth.forecast_chances import ENOUGH
from lib.store.engine import Store


@dataclass(frozen=True, eq=False)
class Amounts:
    """For each open deal the cents it starts from (NONE: neither asked for nor a list price), and its ratios.

    `pool` is the place in `ratios` of what such deals were won at, as a share of the list price; NONE: as asked.
    """

    cents: Ints
    pool: Ints
    ratios: "list[Floats]"

    def mean(self) -> Floats:
        """Expected cents of each deal when won; 0 where nothing is known."""
        means = np.append([float(found.mean()) for found in self.ratios], 1.0)
        return np.where(self.cents == NONE, 0.0, self.cents * means[self.pool])


def with_list_prices(store: Store, decided: pd.DataFrame) -> pd.DataFrame:
    """Decided deals with list_price_cents: that of the service on the day the deal closed (NA: none)."""
    prices = spells(list_prices(store), "service_id", "list_price_cents")
    found = in_force(prices, record_numbers(decided["service_id"]), numbers(decided["closed_on"]))
    return decided.assign(list_price_cents=pd.arrays.IntegerArray(found, found == NONE))


def amounts(open_deals: pd.DataFrame, decided: pd.DataFrame) -> Amounts:
    """Amounts of open deals (as `pipeline.open_deals`), taught by decided ones with list prices.

    A service with fewer than ENOUGH deals won at a known price learns from all services; without any such deal the
    list price itself stands.
    """
    ratio, service = _ratios(decided)
    asked, price = record_numbers(open_deals["amount_cents"]), record_numbers(open_deals["list_price_cents"])
    at_list = (asked == NONE) & (price != NONE)
    pool = np.where(at_list, 0, NONE)
    pools = [ratio if len(ratio) else np.ones(1)]
    ours = record_numbers(open_deals["service_id"])
    for each in np.unique(ours[at_list]):
        own = ratio[service == each]
        if len(own) >= ENOUGH:
            pool = np.where(at_list & (ours == each), len(pools), pool)
            pools.append(own)
    return Amounts(np.where(at_list, price, asked), pool, pools)


def _ratios(decided: pd.DataFrame) -> tuple[Floats, Ints]:
    """Won amount by list price, in ascending order so that the order of rows does not matter, and the service."""
    won, price = record_numbers(decided["amount_cents"]), record_numbers(decided["list_price_cents"])
    known = decided["won"].to_numpy(dtype=np.bool_) & (won != NONE) & (price > 0)
    ratio, service = won[known] / price[known], record_numbers(decided["service_id"])[known]
    rank = np.lexsort((ratio, service))
    return ratio[rank], service[rank]


def drawn_cents(found: Amounts, deals: Ints, rng: np.random.Generator) -> Floats:
    """Cents of deals won in a simulation, `deals` their places (a deal once for each run it is won in)."""
    cents = np.maximum(found.cents, 0)[deals].astype(np.float64)
    pool = found.pool[deals]
    sizes = np.array([len(ratios) for ratios in found.ratios])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    listed: Bools = pool != NONE
    at = starts[pool[listed]] + (rng.random(int(listed.sum())) * sizes[pool[listed]]).astype(np.int64)
    cents[listed] *= np.concatenate(found.ratios)[at]
    return cents
