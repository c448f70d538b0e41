"""One person's week: what is overdue, due today and due in the next days, each with its day and where to do it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from lib import format as fmt
from lib.agenda.ground import Clients, clients_of
from lib.agenda.owed_to_clients import SUBJECTS, Owed, owed_to_clients
from lib.agenda.own_work import Mine, own_calls, own_deals, own_decisions, own_objectives, own_promises
from lib.keep import Keep, at_once
from lib.store.engine import Store

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Duty:
    """Something a person owes on a day, in a sentence; `page` and `query` say where to do it."""

    day: date
    kind: str
    words: str
    account_id: int | None = None
    page: str = "account"
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MyWeek:
    """The duties of one person by day: before `as_of`, on it, in the seven days after; `later` are only counted."""

    person: str
    as_of: date
    overdue: tuple[Duty, ...]
    today: tuple[Duty, ...]
    ahead: tuple[Duty, ...]
    later: int
    empty_words: str


def my_week(store: Store, person_id: int, as_of: date, keep: Keep = at_once) -> MyWeek:
    """What one person owes, as known on a day; the longest overdue first."""
    clients = clients_of(store, as_of, keep)
    name = clients.people.get(person_id, "Nobody on record")
    duties = sorted(_duties(store, person_id, as_of, keep, clients), key=lambda one: (one.day, one.kind, one.words))
    overdue = tuple(one for one in duties if one.day < as_of)
    ahead = tuple(one for one in duties if as_of < one.day <= as_of + AHEAD)
    today = tuple(one for one in duties if one.day == as_of)
    empty = "" if overdue or today or ahead else _empty(name, clients, person_id, as_of)
    return MyWeek(name, as_of, overdue, today, ahead, len(duties) - len(overdue) - len(today) - len(ahead), empty)


def _empty(name: str, clients: Clients, person_id: int, as_of: date) -> str:
    led = sum(lead == person_id for lead in clients.owner_id.values())
    until = fmt.day(as_of + AHEAD)
    return f"{name} owes nothing up to {until}; {fmt.counted(led, 'account')} {'is' if led == 1 else 'are'} theirs."


def _duties(store: Store, person_id: int, as_of: date, keep: Keep, clients: Clients) -> Iterator[Duty]:
    led = tuple(a for a, lead in sorted(clients.owner_id.items()) if lead == person_id and a not in clients.gone)
    mine = Mine(store, person_id, clients.people.get(person_id, ""), led, clients.names, as_of, keep)
    theirs = {account: clients.names[account] for account in led}
    found: list[Owed] = keep(
        "owed to clients", SUBJECTS, (as_of, led, mine.name), lambda: owed_to_clients(store, theirs, mine.name, as_of)
    )  # fmt: skip
    for own in (own_promises, own_calls, own_decisions, own_deals, own_objectives):
        found = found + own(mine)
    for one in found:
        known = one.account if one.account in clients.names else None
        query = {} if known is None else {"account": clients.names[known]}
        yield Duty(one.day, one.kind, one.words, known, one.page, query)
