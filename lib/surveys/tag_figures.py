"""Tags proposed for comments: by the firm's keywords, and by the words of comments that people tagged."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from lib.surveys.comment_terms import words_of

KEYWORDS_SETTING = "comment_keywords"
KEYWORDS: Mapping[str, tuple[str, ...]] = {
    "responsiveness": ("respon", "reply", "replies", "answer", "wait", "slow", "call back", "called back", "reach",
                       "quick", "fast", "late reply"),
    "reliability": ("reliab", "deadline", "delay", "mistake", "error", "quality", "on time", "deliver", "promise",
                    "rely", "broke", "bug"),
    "price": ("price", "pricing", "cost", "expensive", "cheap", "budget", "fee", "invoice", "value for", "rate"),
    "people": ("team", "people", "contact person", "staff", "friendly", "helpful", "kind", "expert", "colleague"),
    "onboarding": ("onboard", "start", "kick-off", "kickoff", "handover", "hand-over", "training", "introduc", "setup"),
}  # fmt: skip
LEAST_TAGGED, LEAST_OF_TAG = 20, 5  # comments tagged by hand before anything is learnt from them, and with one tag
_SURE = 0.6


@dataclass(frozen=True)
class Suggested:
    """A tag proposed for a comment, and the words it was proposed for."""

    tag: str
    words: tuple[str, ...]


def read_keywords(text: str | None) -> dict[str, tuple[str, ...]]:
    """The firm's dictionary from its setting, "tag: word, word; tag: word": the usual one where there is none."""
    parts = [part.partition(":") for part in re.split(r"[;\n]", text or "") if part.strip()]
    found = {
        " ".join(tag.casefold().split()): tuple(
            word for word in (w.strip().casefold() for w in words.split(",")) if word
        )
        for tag, _, words in parts
    }
    return {tag: words for tag, words in found.items() if tag and words} or dict(KEYWORDS)


def keywords_as_text(keywords: Mapping[str, Sequence[str]]) -> str:
    """The dictionary as the setting keeps it, a tag a line."""
    return "\n".join(f"{tag}: {', '.join(words)}" for tag, words in keywords.items())


def by_keywords(text: str, keywords: Mapping[str, Sequence[str]]) -> list[Suggested]:
    """The tags one of whose keywords begins a word of the text."""
    low = text.casefold()
    found = {tag: tuple(word for word in words if _begins(word).search(low)) for tag, words in keywords.items()}
    return [Suggested(tag, words) for tag, words in found.items() if words]


@lru_cache(maxsize=2_048)
def _begins(word: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w){re.escape(word)}")


@dataclass(frozen=True)
class Learnt:
    """How much each word speaks for each tag (log-odds), and each tag without a word."""

    weights: Mapping[str, Mapping[str, float]]
    start: Mapping[str, float]


def learn(tagged: Sequence[tuple[str, Sequence[str]]]) -> Learnt:
    """From comments tagged by hand, each with its tags: log-odds of each word with and without a tag.

    Naive Bayes over the words of a comment, half a comment added to each count. Nothing is learnt from fewer than 20
    tagged comments, nor of a tag that fewer than 5 or all have.
    """
    if len(tagged) < LEAST_TAGGED:
        return Learnt({}, {})
    held = [(set(words_of(text)), set(tags)) for text, tags in tagged]
    sizes = Counter(tag for _, tags in held for tag in tags)
    fit = [tag for tag, size in sizes.items() if LEAST_OF_TAG <= size < len(held)]
    weights = {tag: _weights(held, tag, sizes[tag]) for tag in sorted(fit)}
    return Learnt(weights, {tag: log(sizes[tag] / (len(held) - sizes[tag])) for tag in weights})


def _weights(held: Sequence[tuple[set[str], set[str]]], tag: str, size: int) -> dict[str, float]:
    inside = Counter(word for words, tags in held if tag in tags for word in words)
    outside = Counter(word for words, tags in held if tag not in tags for word in words)
    rest = len(held) - size
    return {
        word: log((inside[word] + 0.5) / (size + 1)) - log((outside[word] + 0.5) / (rest + 1))
        for word in {*inside, *outside}
    }


def by_words(text: str, learnt: Learnt) -> list[Suggested]:
    """The tags that a comment's words speak for, six in ten sure or more, with the words that spoke most."""
    words, found = set(words_of(text)), []
    for tag, weights in learnt.weights.items():
        known = {word: weights[word] for word in words if word in weights}
        odds = learnt.start[tag] + sum(known.values())
        speaking = sorted((word for word in known if known[word] > 0), key=lambda word: (-known[word], word))[:3]
        if speaking and 1 / (1 + exp(-max(min(odds, 50.0), -50.0))) >= _SURE:
            found.append(Suggested(tag, tuple(speaking)))
    return found


def suggested(
    text: str, keywords: Mapping[str, Sequence[str]], learnt: Learnt, settled: Sequence[str]
) -> list[Suggested]:
    """What to propose for a comment: learnt tags first, then keywords; none of those `settled`, given or rejected."""
    found: dict[str, Suggested] = {}
    for one in [*by_words(text, learnt), *by_keywords(text, keywords)]:
        if one.tag not in settled:
            found.setdefault(one.tag, one)
    return list(found.values())
