"""What was written, counted: who wrote, how often a tag was given, what says the same, how two readers agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from statsmodels.stats.inter_rater import cohens_kappa

from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.surveys.comment_terms import words_of
from lib.surveys.score_figures import Distribution, average, distribution

IN_WORDS, WITH_TERMS = 50, 300  # under 50 comments tags are told in counts; from 300 on terms can be compared
NO_SCORE = "No score"
_EDGES = {"0-10": (6, 8), "1-5": (2, 3), "1-7": (3, 4)}
_NAMES = {"0-10": ("Detractors", "Passives", "Promoters"), "1-5": ("Low", "Middle", "High")}
_LIKE = 0.8  # of their words in common: near-duplicates
BY = "; "  # between the names of all who gave a tag


def category(score: float, scale: str | None, better: str | None = "higher") -> str:
    """What an answer counts as: detractors, passives, promoters of 0 to 10; low, middle, high of other scales."""
    if pd.isna(score) or scale not in _EDGES:
        return NO_SCORE
    low, middle = _EDGES[scale]
    place = (score > low) + (score > middle)
    names = _NAMES.get(scale, _NAMES["1-5"])
    return names[2 - place if better == "lower" and scale != "0-10" else place]


def wrote_by_category(sheets: pd.DataFrame) -> pd.DataFrame:
    """The share of respondents who wrote, in each category; who writes is not everybody.

    `sheets`: one row an answer sheet with `category`, `wrote` (bool) and `person` (their first sheet, which says what
    they count as). Columns: category, answered, wrote, share, low, high (Wilson).
    """
    wrote = sheets["person"].isin(sheets.loc[sheets["wrote"], "person"])
    people = sheets.assign(wrote=wrote)[sheets["response_id"] == sheets["person"]]
    found = people.groupby("category").agg(answered=("wrote", "size"), wrote=("wrote", "sum")).reset_index()
    bounds = [wilson(int(hits), int(base)) for hits, base in zip(found["wrote"], found["answered"], strict=True)]
    low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
    return found.assign(share=found["wrote"] / found["answered"], low=low, high=high)


@dataclass(frozen=True)
class TagCount:
    """A tag: the share of comments that have it, and the mean score of the sheets they stand on."""

    tag: str
    share: Measure
    score: Measure


def tag_counts(comments: pd.DataFrame, tags: pd.DataFrame) -> list[TagCount]:
    """The tags of comments, most frequent first.

    `comments`: answer_id, response_id, person, score, scale; `tags`: answer_id, tag (given ones). A person's score
    counts once a tag, however many of their comments have it: that of their first sheet with it.
    """
    given = comments.merge(tags[["answer_id", "tag"]], "inner", "answer_id")
    counts = Counter(given["tag"])
    ordered = sorted(counts, key=lambda tag: (-counts[tag], tag))
    return [TagCount(tag, _share(counts[tag], len(comments)), _score(given[given["tag"] == tag])) for tag in ordered]


def _share(hits: int, base: int) -> Measure:
    low, high = wilson(hits, base)
    return Measure(hits / base, base=base, hits=hits, low=low, high=high)


def _score(tagged: pd.DataFrame) -> Measure:
    scored = tagged.sort_values("response_id").drop_duplicates("person").dropna(subset=["score"])
    if scored.empty:
        return undefined("Nobody who wrote this gave a score.")
    found: Distribution = distribution(scored["score"].astype(float), str(scored["scale"].iloc[0]))
    return average(found)


def near_duplicates(texts: Sequence[str]) -> list[list[int]]:
    """Groups of texts with four of five words in common, largest first, by their places; single ones are left out."""
    held = [frozenset(words_of(text)) for text in texts]
    place: dict[str, int] = {}
    pairs = [(at, place.setdefault(word, len(place))) for at, words in enumerate(held) for word in sorted(words)]
    if not pairs:
        return []
    rows, columns = np.array(pairs).T
    shape = (len(texts), len(place))
    inside = csr_array((np.ones(len(pairs), dtype=np.int64), (rows, columns)), shape=shape)
    both = (inside @ inside.T).tocoo()
    sizes = np.array([len(words) for words in held])
    common = both.data / (sizes[both.row] + sizes[both.col] - both.data)
    near = common >= _LIKE
    like = csr_array((np.ones(int(near.sum())), (both.row[near], both.col[near])), shape=(len(texts), len(texts)))
    _, labels = connected_components(like, directed=False)
    groups = [np.flatnonzero(labels == label).tolist() for label, size in Counter(labels.tolist()).items() if size > 1]
    return sorted(groups, key=lambda group: (-len(group), group))


@dataclass(frozen=True)
class Agreement:
    """How two people agree who both tagged `comments` of the same comments."""

    people: tuple[str, str]
    comments: int
    kappa: Measure


def agreement(tags: pd.DataFrame) -> Agreement | None:
    """Cohen's kappa of the two people who tagged most comments both, over each comment and tag; None: nobody did.

    `tags`: answer_id, tag, tagged_by (names parted by "; "). Whether a tag was given is one decision for each comment
    and each tag that either of them ever used.
    """
    given = tags.dropna(subset=["tagged_by"])
    single = given.assign(who=given["tagged_by"].astype(str).str.split(BY)).explode("who")
    readers = {answer: sorted({str(name) for name in who}) for answer, who in single.groupby("answer_id")["who"]}
    pairs = Counter((a, b) for who in readers.values() for at, a in enumerate(who) for b in who[at + 1 :])
    if not pairs:
        return None
    pair = min(pairs, key=lambda two: (-pairs[two], two))
    shared = [answer for answer, who in readers.items() if set(pair) <= set(who)]
    return Agreement(pair, len(shared), _kappa(single[single["answer_id"].isin(shared)], pair, shared))


def _kappa(single: pd.DataFrame, pair: tuple[str, str], shared: Sequence[object]) -> Measure:
    gave = [{(row.answer_id, row.tag) for row in single[single["who"] == who].itertuples()} for who in pair]
    used = sorted({str(tag) for each in gave for _, tag in each})
    table = np.zeros((2, 2))
    for answer in shared:
        for tag in used:
            table[int((answer, tag) in gave[0]), int((answer, tag) in gave[1])] += 1
    if len(used) < 2 or table.sum(axis=0).min() == 0 or table.sum(axis=1).min() == 0:
        return undefined("Both gave only one tag, so agreement cannot be told from chance.", base=len(shared))
    found = cohens_kappa(table)
    low, high = max(-1.0, float(found.kappa_low)), min(1.0, float(found.kappa_upp))
    return Measure(float(found.kappa), base=len(shared), low=low, high=high)
