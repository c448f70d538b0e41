"""The words of comments, and which of them set two groups of comments apart."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

_WORD = re.compile(r"[^\W\d_]{3,}")
# Words that say nothing of what a comment is about.
_COMMON_WORDS = (
    "the and for are was were has have had been being with that this those these than then them they their there "
    "from our your you his her him she its not but all any can could would should will just very too more most "
    "much many when what which who whom why how into out over about after before again also only some such own "
    "same off did does doing done get got one two "
)
_COMMON = frozenset(_COMMON_WORDS.split())
_APART = 1.96


def words_of(text: str) -> list[str]:
    """The words of a text in small letters that say something of it; of three letters or more."""
    return [word for word in _WORD.findall(text.casefold()) if word not in _COMMON]


@dataclass(frozen=True)
class Lift:
    """A word, in how many comments of each group it stands, and how far apart that is in standard errors."""

    word: str
    first: int
    second: int
    z: float


def lift(first: Sequence[str], second: Sequence[str], least: int = 5) -> list[Lift]:
    """Words that stand more often in one group of comments than in the other, most telling first.

    Log-odds ratio with an informative Dirichlet prior, the words of both groups together (Monroe, Colaresi and Quinn
    2008, Political Analysis 16, 372-403, equations 15 to 22). Words in fewer than `least` comments, or with |z| under
    1.96, are left out; z above 0: more in the first.
    """
    counts = (_in_comments(first), _in_comments(second))
    prior = counts[0] + counts[1]
    total = float(sum(prior.values()))
    sums = [float(sum(each.values())) for each in counts]
    found = [
        Lift(word, counts[0][word], counts[1][word], _z([each[word] for each in counts], prior[word], sums, total))
        for word in prior
        if prior[word] >= least
    ]
    telling = [each for each in found if abs(each.z) >= _APART]
    return sorted(telling, key=lambda each: (-abs(each.z), each.word))


def _in_comments(texts: Iterable[str]) -> "Counter[str]":
    return Counter(word for text in texts for word in set(words_of(text)))


def _z(counts: Sequence[int], prior: int, sums: Sequence[float], total: float) -> float:
    odds = [
        log((count + prior) / (size + total - count - prior)) for count, size in zip(counts, sums, strict=True)
    ]  # fmt: skip
    variance = sum(1 / (count + prior) for count in counts)
    return (odds[0] - odds[1]) / sqrt(variance)
