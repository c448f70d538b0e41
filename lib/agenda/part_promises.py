"""The part of promises: overdue ones, and clients we have not talked with for longer than was agreed with them."""

from collections import defaultdict
from datetime import date
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.agenda.ground import Ground, where
from lib.agenda.items import Item, listed
from lib.agenda.owed_queries import open_promises, promises_made
from lib.relationship.figures import DUE, OVERDUE, gap_standing
from lib.store.engine import Store
from lib.upsell.queries import last_contacts, profiles

PART = "promises"
SUBJECTS = ("people", "accounts", "relationship")


def items(ground: Ground) -> list[Item]:
    """One item an account with overdue promises, one for each beyond its maximum gap, one for all past the ideal."""
    return [*_overdue(ground), *_gaps(ground)]


def empty_words(ground: Ground) -> str:
    """That all was kept, or that nothing is recorded that could be broken."""
    made = ground.keep("agenda promises made", ("relationship",), (ground.as_of,),
                       lambda: promises_made(ground.store, ground.as_of))  # fmt: skip
    agreed = len(gaps_known(ground))
    promised = "No promise is overdue" if made else "No promise to a client was ever recorded, so none can be overdue"
    if agreed:
        return f"{promised}; every client with an agreed gap was talked to within it."
    return f"{promised}; with no client it is agreed how often to talk, so no gap can be broken."


def promises_open(ground: Ground) -> pd.DataFrame:
    """The open promises to accounts that are still clients, under the filters; columns as `open_promises`."""
    found: pd.DataFrame = ground.keep(
        "agenda promises", SUBJECTS, (ground.as_of,), lambda: open_promises(ground.store, ground.as_of)
    )  # fmt: skip
    gone = ground.clients.gone
    return where(found, (int(one) not in gone and ground.inside(int(one)) for one in found["account_id"]))


def gaps_known(ground: Ground) -> pd.DataFrame:
    """The active clients under the filters with whom a gap is agreed.

    Columns: account_id, ideal, maximum (None: not agreed), last (date of the last two-way contact; None: none).
    """
    found: pd.DataFrame = ground.keep(
        "agenda gaps", ("accounts", "relationship"), (ground.as_of,), lambda: contact_gaps(ground.store, ground.as_of)
    )  # fmt: skip
    return where(found, (int(one) in ground.revenue and ground.inside(int(one)) for one in found["account_id"]))


def contact_gaps(store: Store, as_of: date) -> pd.DataFrame:
    """The same of every account with an agreed gap."""
    agreed = profiles(store, as_of)[["account_id", "ideal_gap_days", "maximum_gap_days"]]
    agreed = agreed[agreed[["ideal_gap_days", "maximum_gap_days"]].notna().any(axis=1)]
    found = agreed.merge(last_contacts(store, as_of), "left", "account_id")
    return pd.DataFrame(
        {
            "account_id": found["account_id"].astype("int64"),
            "ideal": _whole(found["ideal_gap_days"]),
            "maximum": _whole(found["maximum_gap_days"]),
            "last": pd.Series([None if pd.isna(day) else day.date() for day in found["day"]], dtype=object),
        }
    )


def _whole(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return pd.Series([None if pd.isna(days) else int(days) for days in column], dtype=object)


def _overdue(ground: Ground) -> list[Item]:
    found = promises_open(ground)
    of_account: dict[int, list[dict[Any, Any]]] = defaultdict(list)
    for row in found[found["due_on"] < pd.Timestamp(ground.as_of)].to_dict("records"):
        of_account[int(row["account_id"])].append(row)
    return [_promise_item(ground, account, rows) for account, rows in of_account.items()]


def _promise_item(ground: Ground, account: int, rows: list[dict[Any, Any]]) -> Item:
    told = [_promise(row, ground.as_of) for row in rows]
    name, first = ground.name(account), rows[0]
    if len(told) == 1:
        words = f"Overdue to {name}: {told[0]}."
    else:
        words = f"{len(told)} promises to {name} are overdue: {'; '.join(told[:3])}"
        words += f"; and {len(told) - 3:,} more." if len(told) > 3 else "."
    person = None if pd.isna(first["person_id"]) else int(first["person_id"])
    longest = fmt.counted((ground.as_of - first["due_on"].date()).days, "day")
    return Item(
        PART, account, person or ground.clients.owner_id.get(account), words, float(ground.revenue.get(account, 0)),
        (("Overdue", str(len(told))), ("Longest", longest), ("Revenue", ground.a_year(account))),
        "account", ground.link(account), late=True,
    )  # fmt: skip


def _promise(row: dict[Any, Any], as_of: date) -> str:
    by = f"{row['person']}" if row["person"] else "nobody named"
    to = f" to {row['contact']}" if row["contact"] else ""
    due = row["due_on"].date()
    late = fmt.counted((as_of - due).days, "day")
    return f"“{row['what']}”, promised by {by}{to} for {fmt.day(due)}, {late} ago"


def _gaps(ground: Ground) -> list[Item]:
    told: list[Item] = []
    past_ideal: list[int] = []
    for row in gaps_known(ground).to_dict("records"):
        standing = _standing(row, ground.as_of)
        if standing == DUE:
            past_ideal.append(int(row["account_id"]))
        elif standing == OVERDUE:
            told.append(_gap_item(ground, int(row["account_id"]), row))
    return told + _past_ideal(ground, past_ideal)


def _standing(row: dict[Any, Any], as_of: date) -> str:
    """How the gap stands; where no contact was ever recorded it is overdue: silence is no contact."""
    if row["last"] is None:
        return OVERDUE
    return gap_standing((as_of - row["last"]).days, row["ideal"], row["maximum"])


def _gap_item(ground: Ground, account: int, row: dict[Any, Any]) -> Item:
    name, agreed = ground.name(account), _agreed(row)
    days = None if row["last"] is None else (ground.as_of - row["last"]).days
    silent = f"No two-way contact with {name} was ever recorded" if days is None else (
        f"Nobody has talked with {name} for {fmt.counted(days, 'day')} (last on {fmt.day(row['last'])})"
    )  # fmt: skip
    return Item(
        PART, account, ground.clients.owner_id.get(account),
        f"{silent}; {agreed}, {ground.owned(account)}.",
        float(ground.revenue.get(account, 0)),
        (("Days", _days(days)), ("At most", _days(row["maximum"])), ("Ideal", _days(row["ideal"]))),
        "account", ground.link(account), late=True,
    )  # fmt: skip


def _agreed(row: dict[Any, Any]) -> str:
    ideal, most = row["ideal"], row["maximum"]
    if most is None:
        return f"every {ideal} days would be ideal"
    return f"at most {most} days are agreed" + (f", {ideal} would be ideal" if ideal is not None else "")


def _days(value: int | None) -> str:
    return "–" if value is None else str(value)


def _past_ideal(ground: Ground, accounts: list[int]) -> list[Item]:
    """All that are past the ideal gap and inside the maximum, in one sentence: soon, not broken."""
    if not accounts:
        return []
    ordered = sorted(accounts, key=lambda account: -ground.revenue.get(account, 0))
    names = listed([ground.name(account) for account in ordered])
    who = "1 client is" if len(accounts) == 1 else f"{len(accounts):,} clients are"
    words = f"{who} past the ideal gap between contacts, still inside the longest one: {names}."
    return [Item(PART, None, None, words, -1.0, page="portfolio")]
