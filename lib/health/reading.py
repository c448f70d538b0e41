"""Reading what is seen of every active account: facts of the whole book in a fixed number of selects, then scores."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import Bools, Floats, Ints, number, positions, record_numbers
from lib.health import contact_fact_queries as contact_facts
from lib.health import fact_queries as facts
from lib.health.figures import Standing
from lib.health.grouping import of_accounts
from lib.health.queries import exemptions, formula_at
from lib.health.seen_contact import (
    Contacts,
    seen_breadth,
    seen_cadence,
    seen_escalations,
    sponsor_silence,
)
from lib.health.seen_money import Ends, contract_ends, overdue_days, seen_commercial
from lib.health.seen_survey import seen_survey
from lib.health.seen_value import seen_value
from lib.health.seen_work import Work, seen_delivery, seen_scope
from lib.health.signals import Seen, Signals
from lib.health.tables import FACTORS
from lib.store.engine import Store

# Days a factor's window is long. It ends with the newest fact, and that may be as old as it stays valid: so a fact is
# read back that far and the window more, else its window would lose its beginning as time goes by.
WINDOW = {"delivery": 90, "scope": 91, "breadth": 90, "cadence": 90, "survey": 120, "escalations": 0, "commercial": 215}
YEARLY = 276  # days longer that the reading of an objective reviewed once a year holds


def read_signals(store: Store, as_of: date, validity: Mapping[str, int] | None = None) -> Signals:
    """What is seen of every active account at the end of `as_of`, with only what had happened by then.

    `validity`: for how many days each factor may hold, so how far back facts are read; None: as the formula says.
    """
    holds = validity or formula_at(store, as_of).validity
    back = {name: as_of - timedelta(days=days + holds[name]) for name, days in WINDOW.items()}
    contracts = facts.contracts_in_force(store, as_of)
    accounts = active_accounts(store, as_of, contracts)
    ids, today = record_numbers(accounts["id"]), number(as_of)
    ends = contract_ends(ids, today, contracts)
    profiles = contact_facts.profiles(store, as_of)
    invoices = facts.invoices(store, as_of, back["commercial"])
    readings = facts.readings(store, as_of, holds["value"] + YEARLY)
    seen = _seen_contacts(store, as_of, ids, profiles, back) | _seen_work(store, as_of, ids, contracts, back)
    seen["commercial"] = seen_commercial(
        ids, today, facts.revenue_days(store, as_of, back["commercial"]), invoices, ends
    )
    seen["value"] = seen_value(ids, today, facts.objectives(store, as_of), readings)
    seen["survey"] = seen_survey(ids, contact_facts.survey_answers(store, as_of, back["survey"]))
    exempt, why = _exempt(ids, exemptions(store, as_of))
    standing = _standing(as_of, ids, profiles, seen["escalations"], invoices, ends)
    return Signals(as_of, accounts, seen, standing, exempt, why)


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


def _seen_contacts(
    store: Store, as_of: date, ids: Ints, profiles: pd.DataFrame, back: Mapping[str, date]
) -> dict[str, Seen]:  # fmt: skip
    slowest = int(profiles["cadence_days"].fillna(0).max() or 0) if len(profiles) else 0
    since = min(back["breadth"], back["escalations"], back["cadence"] - timedelta(days=slowest))
    contacts = Contacts(
        contact_facts.contacts_made(store, as_of, since), contact_facts.contacts_in(store, as_of, since),
        contact_facts.colleagues_in(store, as_of, since),
    )  # fmt: skip
    today = number(as_of)
    return {
        "breadth": seen_breadth(ids, today, contacts),
        "cadence": seen_cadence(ids, today, profiles, contacts),
        "escalations": seen_escalations(
            ids, today, contact_facts.escalations(store, as_of, back["escalations"]), contacts
        ),
    }


def _seen_work(
    store: Store, as_of: date, ids: Ints, contracts: pd.DataFrame, back: Mapping[str, date]
) -> dict[str, Seen]:  # fmt: skip
    projects, changes = facts.projects(store, as_of, back["delivery"]), facts.approved_changes(store, as_of)
    recent = back["scope"]
    work = Work(
        hours=facts.hours(store, as_of, recent),
        project_hours=facts.hours_of_projects(store, as_of, recent),
        changes=changes,
        contracts=contracts,
        revenue=facts.revenue_days(store, as_of, recent),
        passed_on=facts.passed_on_days(store, as_of, recent),
    )
    deliverables = facts.deliverables(store, as_of, back["delivery"])
    return {
        "delivery": seen_delivery(ids, number(as_of), projects, changes, deliverables),
        "scope": seen_scope(ids, work),
    }


def _exempt(ids: Ints, frame: pd.DataFrame) -> tuple[Bools, dict[tuple[int, str], str]]:
    mine, at = of_accounts(ids, frame)
    table = np.zeros((len(ids), len(FACTORS)), dtype=np.bool_)
    names: Sequence[str] = mine["factor"].tolist()
    table[at, [FACTORS.index(name) for name in names]] = True
    reasons = mine["reason"].tolist()
    return table, {(int(a), name): reason for a, name, reason in zip(at, names, reasons, strict=True)}


def _standing(
    as_of: date, ids: Ints, profiles: pd.DataFrame, escalations: Seen, invoices: pd.DataFrame, ends: Ends
) -> Standing:  # fmt: skip
    sponsor, silent = sponsor_silence(ids, as_of, profiles)
    billed, at = of_accounts(ids, invoices)
    worst: Floats = np.where(np.nan_to_num(escalations.second) > 0, escalations.second, np.nan)
    return Standing(sponsor, silent, worst, ends.notice, overdue_days(len(ids), at, billed, number(as_of)))


def of_account(signals: Signals, account_id: int) -> int | None:
    """The position of an account in the signals; None where it is no active client on that day."""
    at = positions(record_numbers(signals.accounts["id"]), np.array([account_id]))[0]
    return None if at < 0 else int(at)
