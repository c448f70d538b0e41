"""Reading what is seen of every active account: facts of the whole book in a fixed number of selects, then scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.days import FIRST, NONE, Bools, Ints, number, numbers, positions, record_numbers
from lib.health import contact_fact_queries as contact_facts
from lib.health import fact_queries as facts
from lib.health import survey_fact_queries as survey_facts
from lib.health.figures import Standing
from lib.health.grouping import last_day, of_accounts
from lib.health.queries import exemptions, formula_at
from lib.health.seen_contact import (
    BREADTH_DAYS,
    Contacts,
    last_heard,
    seen_breadth,
    seen_cadence,
    seen_escalations,
    sponsor_silence,
)
from lib.health.seen_money import contract_ends, overdue_days, seen_commercial
from lib.health.seen_survey import seen_survey
from lib.health.seen_value import seen_value
from lib.health.seen_work import Work, seen_delivery, seen_scope
from lib.health.signals import Seen, Signals
from lib.health.standing_in import standing_in
from lib.health.tables import FACTORS
from lib.keep import Keep, at_once
from lib.store.engine import Store

# Days a factor's window is long. It ends with the newest fact, and that may be as old as it stays valid: so a fact is
# read back that far and the window more, else its window would lose its beginning as time goes by.
WINDOW = {"delivery": 90, "scope": 91, "breadth": 90, "cadence": 90, "survey": 120, "escalations": 1, "commercial": 215}
YEARLY = 276  # days longer that the reading of an objective reviewed once a year holds


@dataclass(frozen=True, eq=False)
class Clients:
    """The accounts that are clients on a day (id, name, revenue_cents; by id), the contracts in force with them, and
    those of all accounts that said they leave (account_id, decided_on).
    """

    accounts: pd.DataFrame
    contracts: pd.DataFrame
    leaving: pd.DataFrame

    @property
    def ids(self) -> Ints:
        """Their record numbers, in order."""
        return record_numbers(self.accounts["id"])


@dataclass(frozen=True, eq=False)
class Part:
    """What one kind of facts tells: factors, and what the rules that cap a band look at (arrays by position)."""

    seen: Mapping[str, Seen]
    standing: Mapping[str, Any] = field(default_factory=dict)


def read_signals(
    store: Store, as_of: date, validity: Mapping[str, int] | None = None, keep: Keep = at_once
) -> Signals:  # fmt: skip
    """What is seen of every active account at the end of `as_of`, with only what had happened by then.

    `validity`: for how many days each factor may hold, so how far back facts are read; None: as the formula says.
    `keep(name, subjects, about, work)` may give an earlier result of `work` where nothing in the tables of `subjects`
    was written since: each part of the reading names the subjects it reads.
    """
    holds = dict(validity or formula_at(store, as_of).validity)
    back = {name: as_of - timedelta(days=days + holds[name]) for name, days in WINDOW.items()}
    clients: Clients = keep("clients", SUBJECTS["clients"], (as_of,), lambda: _clients(store, as_of))
    leaving = (
        record_numbers(clients.leaving["account_id"]).tobytes(),
        numbers(clients.leaving["decided_on"]).tobytes(),
    )
    about = (as_of, tuple(holds.items()), clients.ids.tobytes(), leaving)

    def part(name: str, work: Callable[[Store, date, Clients, Mapping[str, date], Mapping[str, int]], Any]) -> Any:
        return keep(name, SUBJECTS[name], about, lambda: work(store, as_of, clients, back, holds))

    parts: list[Part] = [part(name, work) for name, work in _PARTS.items()]
    seen = {name: one for each in parts for name, one in each.seen.items()}
    standing = {name: values for each in parts for name, values in each.standing.items()}
    exempt, why = part("exempt", lambda *_: _exempt(clients.ids, exemptions(store, as_of)))
    return Signals(as_of, clients.accounts, seen, Standing(**standing), exempt, why)


def _clients(store: Store, as_of: date) -> Clients:
    contracts = facts.contracts_in_force(store, as_of)
    return Clients(active_accounts(store, as_of, contracts), contracts, facts.leaving(store, as_of))


def active_accounts(store: Store, as_of: date, contracts: pd.DataFrame) -> pd.DataFrame:
    """The accounts that are clients on a day: a contract in force, or revenue in the twelve months before, and not
    gone. Columns: id, name, revenue_cents (of those months); by id.
    """
    accounts = facts.accounts(store, as_of)
    ids = record_numbers(accounts["id"])
    paid, at = of_accounts(ids, facts.yearly_revenue(store, as_of))
    cents = np.zeros(len(ids), dtype=np.int64)
    cents[at] = record_numbers(paid["cents"])
    under_contract = np.isin(ids, record_numbers(contracts["account_id"]))
    gone = np.isin(ids, record_numbers(facts.departures(store, as_of)["account_id"]))
    there = under_contract | ((cents > 0) & ~gone)
    return accounts.assign(id=ids, revenue_cents=cents)[there].reset_index(drop=True)


def _contacts(
    store: Store, as_of: date, clients: Clients, back: Mapping[str, date], _holds: Mapping[str, int]
) -> Part:  # fmt: skip
    ids, today = clients.ids, number(as_of)
    profiles = contact_facts.profiles(store, as_of)
    slowest = int(profiles["cadence_days"].fillna(0).max()) if len(profiles) else 0
    since = min(back["breadth"], back["escalations"], back["cadence"] - timedelta(days=slowest))
    live = as_of - timedelta(days=BREADTH_DAYS)
    contacts = Contacts(
        contact_facts.contacts_made(store, as_of, since),
        contact_facts.contacts_in(store, as_of, since, live), contact_facts.colleagues_in(store, as_of, live),
    )  # fmt: skip
    escalations = seen_escalations(ids, today, contact_facts.escalations(store, as_of, back["escalations"]), contacts)
    sponsor, silent = sponsor_silence(ids, today, profiles, _heard(store, as_of, profiles, contacts))
    worst = np.where(np.nan_to_num(escalations.second) > 0, escalations.second, np.nan)
    return Part(
        {
            "breadth": seen_breadth(ids, today, contacts),
            "cadence": seen_cadence(ids, today, profiles, contacts),
            "escalations": escalations,
        },
        {"sponsor": sponsor, "sponsor_silent": silent, "severity": worst},
    )


def _heard(store: Store, as_of: date, profiles: pd.DataFrame, contacts: Contacts) -> Ints:
    """The day each profile's sponsor last talked to us; those not heard in the contacts read are looked up apart."""
    heard, sponsors = last_heard(profiles, contacts), record_numbers(profiles["sponsor_id"])
    quiet = (heard == FIRST) & (sponsors != NONE)
    older = contact_facts.last_talks(store, as_of, sponsors[quiet].tolist()).sort_values("contact_id")
    at = positions(record_numbers(older["contact_id"]), sponsors)
    return np.where(quiet & (at != NONE), np.append(numbers(older["day"]), FIRST)[at], heard)


def _work(
    store: Store, as_of: date, clients: Clients, back: Mapping[str, date], _holds: Mapping[str, int]
) -> Part:  # fmt: skip
    projects, changes = facts.projects(store, as_of, back["delivery"]), facts.approved_changes(store, as_of)
    recent = back["scope"]
    work = Work(
        hours=facts.hours(store, as_of, recent),
        project_hours=facts.hours_of_projects(store, as_of, recent),
        changes=changes,
        contracts=clients.contracts,
        revenue=facts.revenue_days(store, as_of, recent),
        passed_on=facts.passed_on_days(store, as_of, recent),
    )
    deliverables = facts.deliverables(store, as_of, back["delivery"])
    return Part(
        {
            "delivery": seen_delivery(clients.ids, number(as_of), projects, changes, deliverables),
            "scope": seen_scope(clients.ids, work),
        }
    )


def _money(
    store: Store, as_of: date, clients: Clients, back: Mapping[str, date], _holds: Mapping[str, int]
) -> Part:  # fmt: skip
    ids, today = clients.ids, number(as_of)
    ends = contract_ends(ids, today, _speaking(store, as_of, clients), clients.leaving)
    invoices = facts.invoices(store, as_of, back["commercial"])
    revenue = _revenue(store, as_of, ids, back["commercial"])
    billed, at = of_accounts(ids, invoices)
    return Part(
        {"commercial": seen_commercial(ids, today, revenue, invoices, ends)},
        {"notice": ends.notice, "overdue": overdue_days(len(ids), at, billed, today), "ending": ends.ending},
    )


def _speaking(store: Store, as_of: date, clients: Clients) -> pd.DataFrame:
    """The contracts in force; of clients without one those that ended last: an end by itself is no good news."""
    without = clients.ids[~np.isin(clients.ids, record_numbers(clients.contracts["account_id"]))]
    ended = facts.last_contracts(store, as_of, without.tolist())
    return pd.concat([clients.contracts, ended], ignore_index=True) if len(ended) else clients.contracts


def _revenue(store: Store, as_of: date, ids: Ints, since: date) -> pd.DataFrame:
    """Revenue by day as far back as the trend of each account looks; of those that earned nothing lately all of it.

    An invoice keeps such an account in sight: a trend cut off by the window would rise as time goes by.
    """
    revenue = facts.revenue_days(store, as_of, since)
    newest = last_day(len(ids), *_days_of(ids, revenue))
    quiet = ids[newest <= number(since) + WINDOW["commercial"]]
    older = facts.revenue_days_of(store, as_of, quiet.tolist())
    if not len(older):
        return revenue
    rest = revenue[~np.isin(record_numbers(revenue["account_id"]), quiet)]
    return pd.concat([rest, older], ignore_index=True)


def _days_of(ids: Ints, frame: pd.DataFrame) -> tuple[Ints, Ints]:
    mine, at = of_accounts(ids, frame)
    return at, numbers(mine["day"])


def _value(
    store: Store, as_of: date, clients: Clients, _back: Mapping[str, date], holds: Mapping[str, int]
) -> Part:  # fmt: skip
    readings = facts.readings(store, as_of, holds["value"] + YEARLY)
    return Part({"value": seen_value(clients.ids, number(as_of), facts.objectives(store, as_of), readings)})


def _survey(
    store: Store, as_of: date, clients: Clients, back: Mapping[str, date], _holds: Mapping[str, int]
) -> Part:  # fmt: skip
    since, today = back["survey"], number(as_of)
    released = survey_facts.released_scores(store, as_of, since)
    groups = survey_facts.groups_asked(store, sorted(set(released["wave_id"].tolist()))) if len(released) else None
    stand_in = None if groups is None else standing_in(clients.ids, released, groups)
    answers, invited = survey_facts.survey_answers(store, as_of, since), survey_facts.asked(store, as_of, since)
    return Part({"survey": seen_survey(clients.ids, today, answers, invited, stand_in)})


_PARTS = {"contacts": _contacts, "work": _work, "money": _money, "value": _value, "survey": _survey}
# The subjects whose tables each part reads: a test watches the statements and holds them against this.
SUBJECTS = {
    "clients": ("accounts", "money", "relationship"),
    "contacts": ("accounts", "people", "relationship"),
    "work": ("accounts", "delivery", "money", "people"),
    "money": ("accounts", "money"),
    "value": ("value",),
    "survey": ("accounts", "surveys"),
    "exempt": ("health",),
}


def _exempt(ids: Ints, frame: pd.DataFrame) -> tuple[Bools, dict[tuple[int, str], str]]:
    mine, at = of_accounts(ids, frame)
    table = np.zeros((len(ids), len(FACTORS)), dtype=np.bool_)
    names: Sequence[str] = mine["factor"].tolist()
    table[at, [FACTORS.index(name) for name in names]] = True
    reasons = mine["reason"].tolist()
    return table, {(int(a), name): reason for a, name, reason in zip(at, names, reasons, strict=True)}


def of_account(signals: Signals, account_id: int) -> int | None:
    """The position of an account in the signals; None where it is no active client on that day."""
    at = positions(record_numbers(signals.accounts["id"]), np.array([account_id]))[0]
    return None if at < 0 else int(at)
