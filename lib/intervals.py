"""Intervals around estimates, by the methods that the catalogue names."""

from functools import lru_cache

from statsmodels.stats.proportion import proportion_confint


@lru_cache(maxsize=65_536)
def wilson(hits: int, base: int) -> tuple[float, float]:
    """The 95 % score interval of a share of `hits` in `base` > 0 (Wilson 1927, JASA 22, 209-212)."""
    low, high = proportion_confint(hits, base, alpha=0.05, method="wilson")
    return float(low), float(high)
