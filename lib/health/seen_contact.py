"""What is seen of the relationship: who talks to whom, updates made, escalations open, the sponsor."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, NONE, Bools, Floats, Ints, numbers, positions, record_numbers
from lib.health.grouping import distinct, last_day, of_accounts, ratio, tally, total
from lib.health.signals import Evidence, Seen

BREADTH_DAYS, CADENCE_DAYS, CADENCE_VALID, HEARD_DAYS = 90, 90, 30, 30
THREADS = np.array([np.nan, 40.0, 75.0, 100.0])  # points by live threads on the thinner side
ESCALATED = np.array([100.0, 80.0, 55.0, 25.0, 0.0])  # points by the worst severity open
EACH_MORE, UPDATE_LATE = 10.0, 10.0
# How often an update is due on an open escalation, by severity.
UPDATE_EVERY = np.array([LAST, 14, 7, 3, 1])


@dataclass(frozen=True, eq=False)
class Contacts:
    """What passed between us and the clients; frames as of `fact_queries`."""

    made: pd.DataFrame
    clients: pd.DataFrame
    colleagues: pd.DataFrame

    @cached_property
    def two_way(self) -> pd.DataFrame:
        """The talks, by number."""
        return self.made[self.made["two_way"].to_numpy(dtype=np.bool_)].sort_values("id")

    @property
    def here(self) -> pd.DataFrame:
        """Those at the client who have not left."""
        return self.clients[self.clients["here"].to_numpy(dtype=np.bool_)]

    def placed(self, ids: Ints) -> tuple[pd.DataFrame, Ints]:
        """The contacts made with their account's position; one kept on a person counts for the person's account."""
        of_person = self.clients.drop_duplicates("interaction_id").sort_values("interaction_id")
        at = positions(record_numbers(of_person["interaction_id"]), record_numbers(self.made["id"]))
        through = np.append(record_numbers(of_person["account_id"]), NONE)[at]
        return of_accounts(ids, self.made.assign(through=through), "account_id", "through")


def seen_breadth(ids: Ints, today: int, contacts: Contacts) -> Seen:
    """Points by the live threads on the thinner side: contacts, or colleagues, who talked both ways in 90 days.

    `first`: contacts, `second`: colleagues. Without names on either side nothing is known.
    """
    count = len(ids)
    made, at = contacts.placed(ids)
    live = made["two_way"].to_numpy(dtype=np.bool_) & (numbers(made["day"]) > today - BREADTH_DAYS)
    its_id, its_account = record_numbers(made["id"])[live], at[live]
    order = np.argsort(its_id)
    its_id, its_account = its_id[order], its_account[order]
    sides = [
        _people(count, its_id, its_account, frame, column)
        for frame, column in ((contacts.here, "contact_id"), (contacts.colleagues, "person_id"))
    ]
    thin = np.minimum(*sides)
    return Seen(
        score=THREADS[np.minimum(thin, 3)],
        day=last_day(count, its_account, numbers(made["day"])[live][order]),
        longer=np.zeros(count, dtype=np.int64),
        first=sides[0].astype(np.float64),
        second=sides[1].astype(np.float64),
        evidence=(Evidence("interaction", its_account, its_id),),
    )


def _people(count: int, its_id: Ints, its_account: Ints, frame: pd.DataFrame, column: str) -> Ints:
    place = positions(its_id, record_numbers(frame["interaction_id"]))
    there = place != NONE
    return distinct(count, its_account[place[there]], record_numbers(frame[column])[there])


def seen_cadence(ids: Ints, today: int, profiles: pd.DataFrame, contacts: Contacts) -> Seen:
    """Updates made ÷ updates due by the client's plan: in the 90 days up to the last one, and missed since.

    Any contact restarts the clock, so an update is missed only where nothing at all was logged for a whole interval:
    from the day the 90 days (or, later, the first plan) began, between contacts, and since the last.
    Holds as long as the plan's own interval where that is longer. `first`: made, `second`: due.
    """
    count = len(ids)
    planned, where = of_accounts(ids, profiles[profiles["cadence_days"].notna()])
    every = np.zeros(count, dtype=np.int64)
    every[where] = record_numbers(planned["cadence_days"])
    agreed = np.full(count, LAST, dtype=np.int64)
    agreed[where] = numbers(planned["planned_on"])
    made, at = contacts.placed(ids)
    day, formal = numbers(made["day"]), made["formal"].to_numpy(dtype=np.bool_)
    newest = last_day(count, at[formal], day[formal])
    inside = (day > newest[at] - CADENCE_DAYS) & (every[at] > 0)
    updates = tally(count, at[inside & formal])
    opening = np.maximum(newest - CADENCE_DAYS, agreed)
    missed = _missed(count, at[inside], day[inside], every, opening, today)
    known = (every > 0) & (updates > 0)
    return Seen(
        score=np.where(known, 100 * ratio(updates, updates + missed), np.nan),
        day=np.where(known, newest, FIRST),
        longer=np.maximum(every - CADENCE_VALID, 0),
        first=updates.astype(np.float64),
        second=(updates + missed).astype(np.float64),
        evidence=(Evidence("interaction", at[inside & formal], record_numbers(made["id"])[inside & formal]),),
    )


def _missed(count: int, at: Ints, day: Ints, every: Ints, opening: Ints, today: int) -> Ints:
    """Whole intervals without any contact: from `opening` to the first, between contacts, from the last to today."""
    order = np.lexsort((day, at))
    at, day = at[order], day[order]
    same = at[1:] == at[:-1]
    gaps, owner = (day[1:] - day[:-1])[same], at[1:][same]
    between = total(count, owner, np.maximum(gaps - 1, 0) // np.maximum(every[owner], 1))
    last, first = last_day(count, at, day), -last_day(count, at, -day)
    before = np.where(last == FIRST, 0, np.maximum(first - opening - 1, 0) // np.maximum(every, 1))
    since = np.where(last == FIRST, 0, np.maximum(today - last - 1, 0) // np.maximum(every, 1))
    return (before + between + since).astype(np.int64)


def seen_escalations(ids: Ints, today: int, escalations: pd.DataFrame, contacts: Contacts) -> Seen:
    """Points by what is open; known only where the client was heard, or an escalation touched, in 30 days.

    None open is no news of 100 points where nobody asked. `first`: how many are open, `second`: the worst severity.
    """
    count = len(ids)
    made, where = contacts.placed(ids)
    heard = ~made["outbound"].to_numpy(dtype=np.bool_)
    found, at = of_accounts(ids, escalations)
    touched = np.maximum.reduce([numbers(found[name]) for name in ("opened_on", "closed_on", "updated_on")])
    newest = np.maximum(last_day(count, where[heard], numbers(made["day"])[heard]), last_day(count, at, touched))
    is_open = found["closed_on"].isna().to_numpy()
    severity = np.where(is_open, record_numbers(found["severity"]), 0)
    worst = last_day(count, at, severity).clip(0)
    late = is_open & (today - np.maximum(touched, FIRST) > UPDATE_EVERY[severity])
    opened = tally(count, at, is_open)
    points = ESCALATED[worst] - EACH_MORE * np.maximum(opened - 1, 0) - UPDATE_LATE * (tally(count, at, late) > 0)
    silent = (opened > 0) & (newest < today - HEARD_DAYS)  # it stands open and nobody talks: known, and no points
    return Seen(
        score=np.where(newest == FIRST, np.nan, np.where(silent, 0.0, np.maximum(points, 0))),
        day=np.where(silent, today, newest),
        longer=np.zeros(count, dtype=np.int64),
        first=opened.astype(np.float64),
        second=worst.astype(np.float64),
        evidence=(
            Evidence("escalation", at[is_open], record_numbers(found["id"])[is_open]),
            _newest_heard(count, where[heard], made[heard]),
        ),
    )


def _newest_heard(count: int, at: Ints, made: pd.DataFrame) -> Evidence:
    """The last contact of each account: the frame is in order of days."""
    last = np.full(count, NONE, dtype=np.int64)
    last[at] = record_numbers(made["id"])
    return Evidence("interaction", np.flatnonzero(last != NONE), last[last != NONE])


def last_heard(profiles: pd.DataFrame, contacts: Contacts) -> Ints:
    """The day each profile's sponsor last talked to us, both ways, in the contacts read; FIRST: not in these."""
    sponsors = record_numbers(profiles["sponsor_id"])
    order = np.argsort(sponsors)
    clients = contacts.clients
    place = positions(sponsors[order], record_numbers(clients["contact_id"]))
    talk = positions(record_numbers(contacts.two_way["id"]), record_numbers(clients["interaction_id"]))
    there = (place != NONE) & (talk != NONE)
    found = np.full(len(sponsors), FIRST, dtype=np.int64)
    np.maximum.at(found, order[place[there]], numbers(contacts.two_way["day"])[talk[there]])
    return np.where(sponsors == NONE, FIRST, found)


def sponsor_silence(ids: Ints, today: int, profiles: pd.DataFrame, heard: Ints) -> tuple[Bools, Floats]:
    """Whether each account has a sponsor on record, and days since the last talk with them (infinite: never).

    `heard` has a day for each profile; FIRST: never.
    """
    known = profiles["sponsor_id"].notna().to_numpy()
    found, at = of_accounts(ids, profiles.assign(heard=heard)[known])
    there = np.zeros(len(ids), dtype=np.bool_)
    there[at] = True
    days, last = np.full(len(ids), np.nan), record_numbers(found["heard"])
    days[at] = np.where(last == FIRST, np.inf, today - last)
    return there, days
