"""The part of what may be lost: Red and Unknown accounts, and terms that end soon without anybody's call."""

from datetime import date
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.accounts.renewal_figures import calendar
from lib.accounts.renewal_queries import renewals, running_terms
from lib.agenda.ground import Ground, where
from lib.agenda.items import Item, listed, tiered
from lib.health.call_queries import renewal_calls
from lib.health.calling import missing
from lib.health.words import range_words
from lib.store.engine import Store

PART = "at risk"
RENEWALS = ("accounts", "health")  # what terms, their dates and the calls on them are read from
RED, SOON, OTHERS = 2, 1, 0  # tiers: Red, then terms to act on within 90 days, then all others; each by money


def items(ground: Ground) -> list[Item]:
    """One item an account that is Red or Unknown, and one for each other account whose next term nobody called."""
    table = ground.table
    mine = where(table, (ground.inside(int(account)) for account in table["account_id"]))
    worrying = mine[mine["band"].isin(["Red", "Unknown"])]
    terms = _terms(ground)
    if len(mine) and (mine["band"] == "Unknown").all():
        told = [_nothing_known(ground, mine)]
        return told + [_term_item(ground, account, term) for account, term in terms.items()]
    told = [_account_item(ground, row, terms.get(int(row["account_id"]))) for row in worrying.to_dict("records")]
    seen = {item.account_id for item in told}
    return told + [_term_item(ground, account, term) for account, term in terms.items() if account not in seen]


def empty_words(ground: Ground) -> str:
    """That nothing is at risk as far as is known, or that there is no client."""
    if not len(ground.health.signals.accounts):
        return "No account is an active client on this day: none has a contract in force, or revenue in twelve months."
    return "No account is Red or Unknown, and of every term to act on within 180 days somebody called how it will end."


def terms_uncalled(store: Store, as_of: date) -> pd.DataFrame:
    """The next term of each account to act on (notice or end) within 180 days for which a call is missing.

    Where notice was given the client has decided, and no call says more.
    Columns: account_id, act_on, due_on, notice_on, due_cents, months (3 or 6), by (list of whose call is missing).
    """
    found = calendar(renewals(store, as_of), running_terms(store, as_of), as_of)
    acting = found[found["act_on"].notna() & found["notice_given_on"].isna()]
    gaps = missing(acting.assign(due_on=acting["act_on"]), renewal_calls(store, as_of), as_of)
    of_each = gaps.groupby("account_id", sort=False)
    by = of_each.agg(act_on=("due_on", "first"), months=("months", "first"), by=("by", list))
    nearest = acting.sort_values("act_on", kind="stable")
    terms = nearest[nearest["act_on"] >= pd.Timestamp(as_of)].drop_duplicates("account_id")
    return by.reset_index().merge(terms[["account_id", "due_on", "notice_on", "due_cents"]], "left", "account_id")


def _terms(ground: Ground) -> dict[int, dict[Any, Any]]:
    found: pd.DataFrame = ground.keep(
        "agenda terms", RENEWALS, (ground.as_of,), lambda: terms_uncalled(ground.store, ground.as_of)
    )  # fmt: skip
    rows = {int(row["account_id"]): row for row in found.to_dict("records")}
    return {account: row for account, row in rows.items() if ground.inside(account)}


def _account_item(ground: Ground, row: dict[Any, Any], term: dict[Any, Any] | None) -> Item:
    account, red = int(row["account_id"]), row["band"] == "Red"
    span, known = range_words(row["low"], row["high"]), fmt.percent(row["coverage"])
    is_what = f"is Red (score {span})" if red else f"cannot be judged (score {span}, {known} known)"
    because = f": {_started(row['words'])}" if row["words"] != "–" else ""
    ends = _term_words(ground, term) if term else ""
    return Item(
        PART, account, ground.clients.owner_id.get(account),
        f"{row['account']} {is_what}{because}; {ground.a_year(account)}, {ground.owned(account)}.{_sentence(ends)}",
        tiered(RED if red else OTHERS, ground.revenue.get(account, 0)),
        (("Band", str(row["band"])), ("Score", span), ("Revenue", ground.a_year(account))),
        "health", ground.link(account), late=red,
    )  # fmt: skip


def _sentence(words: str) -> str:
    """The same as a sentence that follows another."""
    return f" {words[0].upper()}{words[1:]}" if words else ""


def _started(words: str) -> str:
    """What weighs most as the middle of a sentence: names of factors and "Needs" begin small there."""
    return words[0].lower() + words[1:]


def _term_item(ground: Ground, account: int, term: dict[Any, Any]) -> Item:
    cents = 0 if pd.isna(term["due_cents"]) else int(term["due_cents"])
    return Item(
        PART, account, ground.clients.owner_id.get(account),
        f"{ground.name(account)}: {_term_words(ground, term)}",
        tiered(SOON if term["months"] == 3 else OTHERS, cents),
        (("Act by", fmt.day(term["act_on"].date())), ("At stake", ground.money(cents) if cents else "–")),
        "health", ground.link(account),
    )  # fmt: skip


def _term_words(ground: Ground, term: dict[Any, Any]) -> str:
    act, due = term["act_on"].date(), term["due_on"].date()
    left = fmt.counted((act - ground.as_of).days, "day")
    cents = term["due_cents"]
    worth = "" if pd.isna(cents) or not cents else f", worth {ground.money(int(cents))}"
    ends = f"its contract ends on {fmt.day(due)}{worth}"
    what = f"{ends}, in {left}" if act == due else f"the last day to give notice is {fmt.day(act)} ({left}); {ends}"
    who = " and ".join(str(by).lower() for by in term["by"])
    return f"{what}, and no call of how it will end is recorded ({who})."


def _nothing_known(ground: Ground, mine: pd.DataFrame) -> Item:
    """Where no account at all can be judged the list of them would tell nothing: one sentence does."""
    largest = mine.sort_values("revenue_cents", ascending=False, kind="stable")
    named = [f"{name} ({ground.money(cents)})" for name, cents in
             zip(largest["account"].iloc[:3], largest["revenue_cents"].iloc[:3], strict=True)]  # fmt: skip
    accounts = "the one account" if len(mine) == 1 else f"any of {len(mine):,} accounts"
    words = (
        f"Whether {accounts} is at risk cannot be told: too little is recorded of them to judge one. The largest: "
        f"{listed(named)}. The page Record says which entries would tell most."
    )
    return Item(PART, None, None, words, float(mine["revenue_cents"].sum()), page="health")
