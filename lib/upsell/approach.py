"""Who should raise it, with whom and when: the account's lead, its sponsor or decision maker, the next check-in."""

from datetime import date

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import FIRST, Ints, days_from, number, numbers, positions, record_numbers

COLUMNS = ["raised_with", "raise_on", "when_words"]


def approach(
    ids: Ints, profiles: pd.DataFrame, contacts: pd.DataFrame, deciders: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """With whom and when to raise anything at each account of `ids` (sorted); one row each, indexed by it.

    The day is the next check-in by the client's own rhythm: last two-way contact and the ideal gap (else the
    maximum); the as-of day where that has passed or nothing tells it. `contacts`: account_id, day; `profiles`:
    account_id, ideal_gap_days, maximum_gap_days, sponsor_id; `deciders`: contact_id, account_id, contact, role.
    Columns: raised_with (None: nobody known), raise_on (datetime64), when_words.
    """
    due, today = _check_ins(ids, profiles, contacts), number(as_of)
    told = np.where(due == FIRST, "now: no rhythm of contact is known", np.where(due > today, "next check-in", ""))
    past = (due != FIRST) & (due <= today)
    when = [
        f"now: a check-in was due on {fmt.day(day)}" if late else words
        for day, late, words in zip(days_from(due).astype(object), past, told.tolist(), strict=True)
    ]
    frame = pd.DataFrame(
        {"raised_with": _with_whom(ids, profiles, deciders), "raise_on": days_from(np.maximum(due, today))}, index=ids
    )
    return frame.assign(when_words=when)[COLUMNS]


def _check_ins(ids: Ints, profiles: pd.DataFrame, contacts: pd.DataFrame) -> Ints:
    """The day the next contact is due; FIRST where no contact or no rhythm is known."""
    last = np.append(numbers(contacts["day"]), FIRST)[positions(record_numbers(contacts["account_id"]), ids)]
    ideal, most = (np.append(record_numbers(profiles[name]), -1) for name in ("ideal_gap_days", "maximum_gap_days"))
    at = positions(record_numbers(profiles["account_id"]), ids)
    gap = np.where(ideal[at] >= 0, ideal[at], most[at])
    return np.where((last == FIRST) | (gap < 0), FIRST, last + gap)


def _with_whom(ids: Ints, profiles: pd.DataFrame, deciders: pd.DataFrame) -> list[str | None]:
    """The sponsor of the profile where still there, else whoever sponsors, else whoever decides; names by account."""
    rank = deciders.assign(
        is_sponsor=deciders["contact_id"].isin(record_numbers(profiles["sponsor_id"])),
        sponsors=deciders["role"] == "sponsor",
    ).sort_values(["account_id", "is_sponsor", "sponsors"], ascending=[True, False, False], kind="stable")
    first = rank.drop_duplicates("account_id")
    names = {
        int(account): f"{contact} ({role})" if isinstance(role, str) else str(contact)
        for account, contact, role in zip(first["account_id"], first["contact"], first["role"], strict=True)
    }
    return [names.get(one) for one in ids.tolist()]
