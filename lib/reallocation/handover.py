"""What somebody who takes work for a client over must know of it, gathered from the records as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.accounts.profile_queries import ContactRow, Profile, profile_on
from lib.accounts.renewal_figures import calendar
from lib.accounts.renewal_queries import renewals, running_terms
from lib.checkup.gathering import pack_of
from lib.checkup.pack import Pack
from lib.checkup.records import Records, read_records, rows
from lib.periods import today, trailing_year
from lib.relationship.escalation_queries import EscalationRow, escalations
from lib.relationship.figures import next_check_in
from lib.relationship.queries import RequestRow, last_two_way, requests
from lib.store.engine import Store
from lib.store.settings import settings

WAITING = ("open", "answered")


@dataclass(frozen=True)
class Moved:
    """Work that changes hands: minutes a week, and whether looking after the account goes with it."""

    giver: str
    taker: str
    minutes: float
    leads: bool


@dataclass(frozen=True)
class Known:
    """A person at the client who is still there: how to reach them, who of us spoke with them last, and when."""

    name: str
    role: str
    influence: int | None
    reach: str
    last_on: date | None
    last_with: str


@dataclass(frozen=True)
class Ahead:
    """A contract date: `act_on` is the next day by which somebody must do something, `what` says what."""

    service: str
    due_on: date
    act_on: date
    what: str


@dataclass(frozen=True)
class Handover:
    """Everything a taker reads; `records` is the client's year, as a check-up tells it. For colleagues only."""

    records: Pack
    start: date
    moves: tuple[Moved, ...]
    profile: Profile
    people: tuple[Known, ...]
    escalations: tuple[EscalationRow, ...]
    requests: tuple[RequestRow, ...]
    ahead: tuple[Ahead, ...]
    last_contact_on: date | None
    next_contact_on: date | None

    @property
    def client(self) -> str:
        """Whose work it is."""
        return self.records.client

    @property
    def title(self) -> str:
        """The title in the properties of its files."""
        return f"Handover of {self.client}, {self.start.isoformat()}"

    @property
    def subject(self) -> str:
        """What kind of file it is."""
        return "Handover, internal"

    @property
    def firm(self) -> str:
        """Who made it."""
        return self.records.firm

    @property
    def prepared_on(self) -> date:
        """The day it was made."""
        return self.records.prepared_on


def handover(
    store: Store, account_id: int, moves: Sequence[Moved], start: date, as_of: date, prepared_on: date | None = None
) -> Handover:  # fmt: skip
    """The handover of an account's moves from `start` on, as known at the end of `as_of`.

    The number of SELECTs does not grow with what there is.
    """
    found = read_records(store, account_id, trailing_year(as_of), as_of)
    profile = profile_on(list(found.profiles), as_of)
    gaps = (profile.values["ideal_gap_days"], profile.values["maximum_gap_days"])
    last = last_two_way(found.days)
    return Handover(
        records=pack_of(found, settings(store), prepared_on or today()),
        start=start,
        moves=tuple(moves),
        profile=profile,
        people=_people(found),
        escalations=tuple(one for one in escalations(store, account_id, as_of) if one.closed_on is None),
        requests=tuple(one for one in requests(store, account_id, as_of) if one.state in WAITING),
        ahead=_ahead(store, account_id, as_of),
        last_contact_on=last,
        next_contact_on=next_check_in(last, *gaps),
    )


def _people(found: Records) -> tuple[Known, ...]:
    """Those still there, who has most influence first; who of us took part in the last talk with each."""
    talks = found.meetings.dropna(subset=["contact_id"])
    newest: dict[Any, Any] = talks.groupby("contact_id")["day"].max().to_dict()
    return tuple(_known(one, talks, newest.get(one.id)) for one in found.contacts if one.left_on is None)


def _known(contact: ContactRow, talks: pd.DataFrame, last: "pd.Timestamp | None") -> Known:
    then = talks[(talks["contact_id"] == contact.id) & (talks["day"] == last)] if last is not None else talks.head(0)
    return Known(
        name=contact.name,
        role=", ".join(part for part in (contact.title, contact.role) if part),
        influence=contact.influence,
        reach=", ".join(part for part in (contact.email, contact.phone) if part),
        last_on=None if last is None else last.date(),
        last_with=", ".join(sorted(set(then["person"].dropna()))),
    )


def _ahead(store: Store, account_id: int, as_of: date) -> tuple[Ahead, ...]:
    """The contract dates of the next twelve months, and those past due and undecided."""
    found = calendar(renewals(store, as_of, account_id), running_terms(store, as_of, account_id), as_of)
    return tuple(_date(row) for row in rows(found[found["act_on"].notna()]))


def _date(row: Mapping[str, object]) -> Ahead:
    due, act = (pd.Timestamp(str(row[name])).date() for name in ("due_on", "act_on"))
    given = pd.notna(row["notice_given_on"])  # type: ignore[call-overload] # a cell is a day or nothing
    then = "renews by itself" if row["auto_renews"] else "ends, or is renewed"
    what = "notice was given" if given else "last day to give notice" if act < due else then
    return Ahead(str(row["service"] or "The contract"), due, act, what)
