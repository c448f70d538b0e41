"""Seeded draws that several subjects of the demo firm share."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from lib.demo.days import Bools, Floats, Ints, Texts


def words(values: Sequence[object]) -> Texts:
    """A column of words (or other single things)."""
    column = np.empty(len(values), dtype=object)
    column[:] = list(values)
    return column


def pick(rng: Generator, options: Sequence[str], count: int) -> Texts:
    """`count` words out of `options`, each as likely."""
    return words(options)[rng.integers(0, len(options), count)]


def chance(rng: Generator, share: float | Floats, count: int) -> Bools:
    """`count` times yes with probability `share`."""
    return rng.random(count) < share


def between(rng: Generator, low: Ints | int, high: Ints | int, count: int) -> Ints:
    """A whole number from `low` to `high`, both inside; `low` where the span is empty."""
    span = np.maximum(np.asarray(high) - np.asarray(low) + 1, 1)
    return np.asarray(low + np.floor(rng.random(count) * span), dtype=np.int64)


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Rows of groups of `counts`: the group of each row and its place within the group, from 0."""
    group = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    place = np.arange(len(group), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return group, place


def shares(weights: Sequence[float], total: int, least: Sequence[int]) -> list[int]:
    """Whole parts of `total` in proportion to `weights`, none under its `least`; largest remainders first."""
    exact = np.asarray(weights) / max(sum(weights), 1e-9) * total
    parts = np.maximum(np.floor(exact).astype(int), least)
    order = np.argsort(-(exact - np.floor(exact)), kind="stable")
    for at in order[: max(total - int(parts.sum()), 0)]:
        parts[at] += 1
    return [int(part) for part in parts]


def happenings(rng: Generator, starts: Ints, ends: Ints, a_year: float | Floats) -> tuple[Ints, Ints]:
    """Things that happen now and then: who and on which day, oldest first; `a_year` times from `starts` to `ends`."""
    days = np.maximum(ends - starts, 0)
    who, _ = spread(rng.poisson(days / 365.25 * a_year))
    when = starts[who] + np.floor(rng.random(len(who)) * days[who]).astype(np.int64)
    order = np.argsort(when, kind="stable")
    return who[order], when[order]


def among(first: Ints, count: Ints, who: Ints, draws: Floats) -> Ints:
    """One of the entries each of `who` has, which lie together from `first`; -1 for those that have none."""
    place = np.floor(draws * count[who]).astype(np.int64)
    return np.where(count[who] > 0, first[who] + place, -1)


def only(said: Bools, values: Texts) -> Texts:
    """`values` where something was said, None elsewhere."""
    shown = values.copy()
    shown[~said] = None
    return shown
