"""The part of surveys: waves that were closed, low scores and comments that came in, calls owed after them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.agenda.ground import Ground, where
from lib.agenda.items import Item, tiered
from lib.agenda.wave_words import wave_words
from lib.periods import next_day, today
from lib.store.base import now
from lib.surveys import follow_up_figures as calls
from lib.surveys.follow_up_queries import follow_ups, sheets
from lib.surveys.wave_queries import waves

PART = "surveys"
SUBJECTS = ("people", "accounts", "surveys")
WAVE, CALL, LOW, COMMENT = 3, 2, 1, 0  # tiers: results, overdue calls, low scores without one, then what was written
TOPS = {"0-10": 10, "1-5": 5, "1-7": 7}
LONGEST = 200  # letters of a comment that are told: the rest stands where it was written


def items(ground: Ground) -> list[Item]:
    """Calls overdue, low scores nobody took up, waves closed since, and comments since; each tier by revenue."""
    return [*_overdue(ground), *_low(ground), *_closed(ground), *_comments(ground)]


def empty_words(ground: Ground) -> str:
    """That no survey was ever sent, or that nothing new came in."""
    known = _waves(ground)
    if known.empty:
        return "No survey was ever sent, so what clients think is not known from one."
    last = known.iloc[0]
    opened = f"{last['wave']} ({last['survey']}), opened on {fmt.day(last['opens_on'].date())}"
    return f"Nothing new came in since {fmt.day(ground.since)}, and no call is overdue; the last wave was {opened}."


def _waves(ground: Ground) -> pd.DataFrame:
    found: pd.DataFrame = ground.keep(
        "agenda waves", SUBJECTS, (ground.as_of,), lambda: waves(ground.store, ground.as_of)
    )  # fmt: skip
    return found


def _sheets(ground: Ground) -> pd.DataFrame:
    """The sheets of attributed waves of the last year, under the filters; columns as `follow_up_queries.sheets`."""
    found: pd.DataFrame = ground.keep(
        "agenda sheets", SUBJECTS, (ground.as_of,), lambda: sheets(ground.store, ground.as_of, calls.DAYS)
    )  # fmt: skip
    return _under(ground, found)


def _under(ground: Ground, found: pd.DataFrame) -> pd.DataFrame:
    """The rows under the filters; those without an account belong to nobody's, so they stand under each."""
    return where(found, (pd.isna(one) or ground.inside(int(one)) for one in found["account_id"]))


def calls_owed(ground: Ground) -> pd.DataFrame:
    """Every conversation owed as it stands at the end of the day, or now; columns as `follow_up_figures.standing`."""
    found: pd.DataFrame = ground.keep(
        "agenda calls", SUBJECTS, (ground.as_of,), lambda: follow_ups(ground.store, ground.as_of)
    )  # fmt: skip
    return calls.still_open(calls.standing(_under(ground, found).reset_index(drop=True), moment_of(ground.as_of)))


def moment_of(as_of: date) -> pd.Timestamp:
    """The moment a day is looked at: now, or the end of a past day."""
    return pd.Timestamp(now()) if as_of >= today() else pd.Timestamp(next_day(as_of), tz="UTC")


def _overdue(ground: Ground) -> list[Item]:
    owed = calls_owed(ground)
    return [_call(ground, row) for row in owed[owed["late"]].to_dict("records")]


def _call(ground: Ground, row: dict[Any, Any]) -> Item:
    account = _account(row)
    person = None if pd.isna(row["person_id"]) else int(row["person_id"])
    score = f" after {_score(row)}" if not pd.isna(row["score"]) else f" ({row['reason']})"
    whose = f"{row['person']} was to call" if person else "nobody was named to call"
    words = f"The call with {_who(row)}{score} is {calls.in_words(row['left'])}: {whose}{_wrote(row)}."
    return _item(ground, account, person or _lead(ground, account), words, CALL, late=True)


def _low(ground: Ground) -> list[Item]:
    found = calls.never_opened(_sheets(ground))
    return [_low_item(ground, row) for row in found.to_dict("records")]


def _low_item(ground: Ground, row: dict[Any, Any]) -> Item:
    account = _account(row)
    words = (
        f"{_who(row)} gave {_score(row)} on {fmt.day(row['answered_on'].date())}, and nobody opened a conversation "
        f"about it{_wrote(row)}."
    )
    return _item(ground, account, _lead(ground, account), words, LOW, late=True)


def _comments(ground: Ground) -> list[Item]:
    """What was written since, low scores without a conversation apart; they are told already."""
    found = _sheets(ground)
    since = found[(found["answered_on"] >= pd.Timestamp(ground.since)) & found["comment"].notna()]
    kept = since[~(since["low"] & ~since["owed"])]
    return [_comment(ground, row) for row in kept.to_dict("records")]


def _comment(ground: Ground, row: dict[Any, Any]) -> Item:
    account = _account(row)
    score = f", with {_score(row)}" if not pd.isna(row["score"]) else ""
    words = f"{_who(row)} wrote on {fmt.day(row['answered_on'].date())}{score}: “{_short(row['comment'])}”."
    return _item(ground, account, _lead(ground, account), words, COMMENT)


def _closed(ground: Ground) -> list[Item]:
    found = _waves(ground)
    lately = found[found["closed_on"] >= pd.Timestamp(ground.since)]
    return [
        Item(PART, None, None, words, tiered(WAVE, 0.0), page="surveys", query={})
        for words in (wave_words(ground, row) for row in lately.to_dict("records"))
    ]


def _item(
    ground: Ground, account: int | None, person: int | None, words: str, tier: int, *, late: bool = False
) -> Item:  # fmt: skip
    cents = 0 if account is None else ground.revenue.get(account, 0)
    query = {} if account is None else ground.link(account)
    figures = () if account is None else (("Revenue", ground.a_year(account)),)
    return Item(PART, account, person, words, tiered(tier, cents), figures, "surveys", query, late)


def _account(row: Mapping[Any, Any]) -> int | None:
    return None if pd.isna(row["account_id"]) else int(row["account_id"])


def _lead(ground: Ground, account: int | None) -> int | None:
    return None if account is None else ground.clients.owner_id.get(account)


def _who(row: Mapping[Any, Any]) -> str:
    names = [row["contact"], row.get("name")]
    who = next((str(name) for name in names if isinstance(name, str)), "Somebody")
    return f"{who} of {row['account']}" if isinstance(row["account"], str) else who


def _score(row: Mapping[Any, Any]) -> str:
    return f"{row['score']:g} of {TOPS[row['scale']]}"


def _wrote(row: Mapping[Any, Any]) -> str:
    return f"; they wrote “{_short(row['comment'])}”" if isinstance(row["comment"], str) else ""


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text.rstrip(".") if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
