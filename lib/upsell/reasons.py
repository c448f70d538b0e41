"""What speaks for a service at a client: an objective, a need in their own words, a signal from their market."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from lib import format as fmt

# In this order where several speak for one service: their own aims before the market's.
KINDS = ("objective", "need", "request", "market signal")
COLUMNS = ["account_id", "service_id", "kind", "quote"]
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_AIMS = {"needs": "need", "long_term_objectives": "need"}


def reasons(
    catalogue: pd.DataFrame, profiles: pd.DataFrame, objectives: pd.DataFrame, requests: pd.DataFrame,
    signals: pd.DataFrame, sectors: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Every reason of every account for every service, the strongest kind first. Columns: COLUMNS.

    - `catalogue`: service_id, service, keywords. A text speaks for a service where it holds its name or a keyword.
    - `profiles`: account_id, needs, long_term_objectives
    - `objectives`: open ones: account_id, service_id (missing: none), name
    - `requests`: account_id, what, asked_on
    - `signals`: in force: sector_id, service_id (missing: any), headline, effect, seen_on
    - `sectors`: account_id, sector_id
    """
    words = _patterns(catalogue)
    texts = pd.concat([_aims(profiles), _objectives(objectives), _requests(requests)], ignore_index=True)
    parts = [_linked(objectives), _speaking(texts, words), _signalled(signals, sectors)]
    found = pd.concat(parts, ignore_index=True).drop_duplicates(["account_id", "service_id", "quote"])
    rank = found["kind"].map({kind: at for at, kind in enumerate(KINDS)})
    ordered = found.assign(rank=rank).sort_values(["account_id", "service_id", "rank"], kind="stable")
    return ordered[COLUMNS].reset_index(drop=True)


def _patterns(catalogue: pd.DataFrame) -> dict[int, "re.Pattern[str]"]:
    columns = (catalogue[name].tolist() for name in ("service_id", "service", "keywords"))
    found = {}
    for number, name, keywords in zip(*columns, strict=True):
        said = str(keywords).split(",") if isinstance(keywords, str) else []
        parts = [re.escape(" ".join(word.split())) for word in [str(name), *said] if word.strip()]
        # A keyword counts as the beginning of a word: "measur" speaks in "measurable", "art" not in "start".
        found[int(number)] = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)
    return found


def _aims(profiles: pd.DataFrame) -> pd.DataFrame:
    """Each sentence of what the client needs and wants in the long run."""
    rows = [
        (account, kind, sentence, f"“{sentence}”")
        for name, kind in _AIMS.items()
        for account, text in zip(profiles["account_id"].tolist(), profiles[name].tolist(), strict=True)
        for sentence in _sentences(text)
    ]
    return _texts(rows)


def _sentences(text: Any) -> Iterator[str]:
    if isinstance(text, str):
        yield from (" ".join(part.split()) for part in _SENTENCE.split(text) if part.strip())


def _objectives(objectives: pd.DataFrame) -> pd.DataFrame:
    pairs = zip(objectives["account_id"].tolist(), objectives["name"].tolist(), strict=True)
    return _texts([(account, "objective", name, f"their objective “{name}”") for account, name in pairs])


def _requests(requests: pd.DataFrame) -> pd.DataFrame:
    columns = (requests[name].tolist() for name in ("account_id", "what", "asked_on"))
    return _texts(
        [
            (account, "request", what, f"they asked on {fmt.day(day.date())}: “{what}”")
            for account, what, day in zip(*columns, strict=True)
        ]
    )


def _texts(rows: list[tuple[Any, str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account_id", "kind", "text", "quote"]).astype({"account_id": "int64"})


def _speaking(texts: pd.DataFrame, patterns: dict[int, "re.Pattern[str]"]) -> pd.DataFrame:
    """The texts that hold a word of a service. Many clients say the same: each text is searched once."""
    spoken = pd.Index(texts["text"].unique())
    hits = [
        (text, number) for number, pattern in patterns.items() for text in spoken if pattern.search(text) is not None
    ]
    by_text = pd.DataFrame(hits, columns=["text", "service_id"]).astype({"text": object, "service_id": "int64"})
    return texts.astype({"text": object}).merge(by_text, on="text")[COLUMNS]


def _linked(objectives: pd.DataFrame) -> pd.DataFrame:
    """Objectives agreed for a service: they speak for it by themselves."""
    linked = objectives[objectives["service_id"].notna()]
    quotes = [f"their objective “{name}”" for name in linked["name"]]
    return linked.astype({"service_id": "int64"}).assign(kind="objective", quote=quotes)[COLUMNS]


def _signalled(signals: pd.DataFrame, sectors: pd.DataFrame) -> pd.DataFrame:
    return _touching(signals[signals["effect"] == "opportunity"], sectors).assign(kind="market signal")[COLUMNS]


def threats(signals: pd.DataFrame, sectors: pd.DataFrame) -> pd.DataFrame:
    """Signals in force that speak against a service at clients of a sector. Columns: account_id, service_id, quote."""
    return _touching(signals[signals["effect"] == "threat"], sectors)


def _touching(signals: pd.DataFrame, sectors: pd.DataFrame) -> pd.DataFrame:
    """Signals that name a service, at the accounts of their sector; those of no sector at all accounts."""
    told = signals[signals["service_id"].notna()]
    quotes = [_told(row) for row in told.itertuples()]
    told = told.assign(quote=quotes)[["sector_id", "service_id", "quote"]].astype({"service_id": "int64"})
    of_one = told[told["sector_id"].notna()].astype({"sector_id": "int64"})
    known = sectors[sectors["sector_id"] >= 0]
    here = known.merge(of_one, on="sector_id")
    everywhere = sectors[["account_id"]].merge(told[told["sector_id"].isna()][["service_id", "quote"]], how="cross")
    return pd.concat([here, everywhere], ignore_index=True)[["account_id", "service_id", "quote"]]


def _told(row: Any) -> str:
    source = f", {row.published_by}" if isinstance(row.published_by, str) else ""
    return f"market: “{row.headline}” ({fmt.day(row.seen_on.date())}{source})"
