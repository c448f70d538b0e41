"""What speaks against a Green: fixed checks told beside it, and the unbilled work behind it; never a second score."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Bools, Floats, Ints, number, numbers, record_numbers
from lib.health import contradiction_queries as facts
from lib.health.figures import GREEN
from lib.health.grouping import last_day, of_accounts, tally, total
from lib.health.judging import Health
from lib.health.tables import FACTORS
from lib.keep import Keep, at_once
from lib.store.engine import Store

CONFIRMED_DAYS, SPONSOR_DAYS, CALL_DAYS, WINDOW = 90, 60, 120, 30
RISEN_BY, RISEN_MINUTES = 1.25, 300  # a quarter more, and five hours, than in the 30 days before
MONEY_DAYS = 91
INVOICED_AFTER = 45  # days an invoice may take: hours not on one before that are not unbilled yet
WORSE_CALLS = ("likely to leave", "leaving")
BREADTH = FACTORS.index("breadth")


@dataclass(frozen=True, eq=False)
class Checks:
    """By account position, whether each check speaks against it, and the numbers its words tell."""

    unconfirmed: Bools
    sponsor_silent: Floats  # days; NaN: in touch
    unanswered: Ints  # surveys asked since the last answer
    unbilled_now: Floats  # minutes in 30 days
    unbilled_before: Floats
    single_thread: Bools
    call: list[str]  # "" where nobody said worse


def read_checks(store: Store, health: Health, keep: Keep = at_once) -> Checks:
    """The checks of every active account as of the day of `health`; `keep` as in `read_signals`."""
    ids, as_of = record_numbers(health.signals.accounts["id"]), health.signals.as_of

    def kept(name: str, work: Callable[[Store, Ints, date], Any]) -> Any:
        return keep(name, SUBJECTS[name], (as_of, ids.tobytes()), lambda: work(store, ids, as_of))

    last_confirmed: Ints = kept("last confirmed", _confirmed)
    silent = health.signals.standing.sponsor_silent
    seen = health.signals.seen["breadth"]
    thin = np.minimum(seen.first, seen.second) == 1
    recent, before = kept("unbilled", _unbilled_twice)
    return Checks(
        unconfirmed=last_confirmed < number(as_of) - CONFIRMED_DAYS,
        sponsor_silent=np.where(silent > SPONSOR_DAYS, silent, np.nan),
        unanswered=kept("unanswered", _unanswered),
        unbilled_now=recent,
        unbilled_before=before,
        single_thread=thin & ~np.isnan(health.scores[:, BREADTH]),
        call=kept("worse calls", _worse),
    )


# The subjects whose tables each check reads.
SUBJECTS = {
    "last confirmed": ("value",),
    "unbilled": ("delivery",),
    "unanswered": ("accounts", "surveys"),
    "worse calls": ("health",),
}


def _confirmed(store: Store, ids: Ints, as_of: date) -> Ints:
    confirmed, at = of_accounts(ids, facts.confirmed(store, as_of))
    return last_day(len(ids), at, numbers(confirmed["day"]))


def _unbilled_twice(store: Store, ids: Ints, as_of: date) -> tuple[Floats, Floats]:
    last = as_of - timedelta(days=INVOICED_AFTER)
    return _unbilled(store, ids, last), _unbilled(store, ids, last - timedelta(days=WINDOW))


def _unanswered(store: Store, ids: Ints, as_of: date) -> Ints:
    count = len(ids)
    answered, at = of_accounts(ids, facts.answered(store, as_of))
    last = last_day(count, at, numbers(answered["day"]))
    asked, where = of_accounts(ids, facts.asked(store, as_of))
    return tally(count, where, numbers(asked["day"]) > last[where])


def _unbilled(store: Store, ids: Ints, last: date) -> Floats:
    found, at = of_accounts(ids, facts.unbilled(store, last - timedelta(days=WINDOW - 1), last))
    return total(len(ids), at, found["minutes"].to_numpy(dtype=np.float64))


def _worse(store: Store, ids: Ints, as_of: date) -> list[str]:
    words = [""] * len(ids)
    calls, at = of_accounts(ids, facts.latest_calls(store, as_of, CALL_DAYS))
    for place, said in zip(at.tolist(), calls["call"].tolist(), strict=True):
        words[place] = f"called “{said}”" if said in WORSE_CALLS else ""
    overrides, at = of_accounts(ids, facts.overrides(store, as_of))
    for place, band in zip(at.tolist(), overrides["band"].tolist(), strict=True):
        words[place] = f"a person holds it for {band}" if band != "Green" else words[place]
    return words


def told(checks: Checks, at: int) -> list[str]:
    """What speaks against the account at a position, in words."""
    silent = checks.sponsor_silent[at]
    days = "sponsor was never talked to" if np.isinf(silent) else f"sponsor silent for {silent:.0f} days"
    found = [
        ("no outcome confirmed by the client in 90 days", bool(checks.unconfirmed[at])),
        (days, not np.isnan(silent)),
        (f"asked for a survey {checks.unanswered[at]} times, no answer", bool(checks.unanswered[at] >= 2)),
        (
            f"unbilled hours up from {checks.unbilled_before[at] / 60:.0f} to {checks.unbilled_now[at] / 60:.0f}"
            f" in 30 days, up to {INVOICED_AFTER} days ago",
            bool(risen(checks.unbilled_now, checks.unbilled_before)[at]),
        ),
        ("one live thread", bool(checks.single_thread[at])),
        (checks.call[at], bool(checks.call[at])),
    ]
    return [words for words, fires in found if fires]


def risen(now: Floats, before: Floats) -> Bools:
    """Whether unbilled minutes rose by a quarter and by five hours."""
    return np.asarray((now >= RISEN_BY * before) & (now - before >= RISEN_MINUTES))


def on_greens(health: Health, checks: Checks) -> pd.DataFrame:
    """Green accounts with what speaks against them, most first. Columns: account_id, account, count, words, revenue."""
    rows = [(at, told(checks, at)) for at in np.flatnonzero(health.band == GREEN).tolist()]
    frame = pd.DataFrame(
        {
            "at": [at for at, words in rows if words],
            "count": [len(words) for _, words in rows if words],
            "words": ["; ".join(words) for _, words in rows if words],
        }
    ).astype({"at": "int64", "count": "int64"})
    accounts = health.signals.accounts.iloc[frame["at"]].reset_index(drop=True)
    frame = frame.assign(account_id=accounts["id"], account=accounts["name"], revenue=accounts["revenue_cents"] / 100)
    return frame.sort_values(["count", "revenue"], ascending=False).drop(columns="at").reset_index(drop=True)


def subsidised(store: Store, health: Health) -> pd.DataFrame:
    """Green accounts kept so by work nobody pays: unbilled hours of 91 days at the bill rate, and write-offs since.

    The days end 45 days back: younger hours may still be invoiced.

    Columns: account_id, account, hours, worth (currency units; missing without a bill rate), written_off, revenue (of
    the twelve months); the costliest first.
    """
    ids, as_of, count = record_numbers(health.signals.accounts["id"]), health.signals.as_of, len(health.band)
    last = as_of - timedelta(days=INVOICED_AFTER)
    first = last - timedelta(days=MONEY_DAYS - 1)
    work, at = of_accounts(ids, facts.unbilled(store, first, last))
    minutes = total(count, at, work["minutes"].to_numpy(dtype=np.float64))
    gone, at = of_accounts(ids, facts.written_off(store, first, as_of))
    lost = total(count, at, gone["cents"].to_numpy(dtype=np.float64))
    worth = minutes / 60 * _rates(store, ids, as_of)
    frame = pd.DataFrame(
        {
            "account_id": ids, "account": health.signals.accounts["name"], "hours": minutes / 60, "worth": worth / 100,
            "written_off": lost / 100, "revenue": health.signals.accounts["revenue_cents"] / 100,
        }
    )  # fmt: skip
    kept = frame[(health.band == GREEN) & ((minutes > 0) | (lost > 0))]
    cost = kept["worth"].fillna(0) + kept["written_off"]
    costly: pd.DataFrame = kept.assign(cost=cost).sort_values("cost", ascending=False)
    return costly.reset_index(drop=True)


def _rates(store: Store, ids: Ints, as_of: date) -> Floats:
    """Cents an hour of each account: its own rate, else the standard one; NaN where there is neither."""
    rates = facts.bill_rates(store, as_of)
    standard = rates[rates["account_id"].isna()]["cents_per_hour"]
    cents = np.full(len(ids), float(standard.iloc[-1]) if len(standard) else np.nan)
    own, at = of_accounts(ids, rates[rates["account_id"].notna()])
    cents[at] = own["cents_per_hour"].to_numpy(dtype=np.float64)
    return cents
