"""Every SELECT of what people think of an account's health: calls, overrides, exemptions; and who made a formula."""

from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import select

from lib.accounts.queries import lead_owners
from lib.accounts.tables import Account
from lib.days import NONE, dated, in_force, numbers, record_numbers, spells
from lib.health.tables import BandOverride, FactorExemption, RenewalCall
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

call, override, exemption = table_of(RenewalCall), table_of(BandOverride), table_of(FactorExemption)
account, person, log = table_of(Account), table_of(Person), table_of(ChangeLog)

MANAGER, LEAD = "Account manager", "Lead"


def renewal_calls(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """What people said up to a day, of one account or of all; oldest first.

    Columns: account_id, person_id, person (missing: nobody recorded), made_on, months_ahead, call, reason, and by:
    "Account manager" where the person looked after the account on that day, else "Lead".
    """
    names = ("account_id", "person_id", "made_on", "months_ahead", "call", "reason")
    statement = (
        select(*(call.c[name] for name in names), person.c.name.label("person"))
        .outerjoin(person, person.c.id == call.c.person_id)
        .where(call.c.made_on <= as_of)
        .order_by(call.c.made_on, call.c.id)
    )
    one = statement if account_id is None else statement.where(call.c.account_id == account_id)
    frame = dated(store.frame(one), "made_on")
    leads = spells(lead_owners(store), "account_id", "person_id")
    owner = in_force(leads, record_numbers(frame["account_id"]), numbers(frame["made_on"]))
    caller = record_numbers(frame["person_id"])
    return frame.assign(by=np.where((owner == caller) & (owner != NONE), MANAGER, LEAD))


def overrides(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Bands set beside the computed ones up to a day, of one account or of all; oldest first.

    Columns: id, account_id, person (missing: nobody recorded), band, reason, evidence, starts_on, ends_before.
    """
    names = ("id", "account_id", "band", "reason", "evidence", "starts_on", "ends_before")
    statement = (
        select(*(override.c[name] for name in names), person.c.name.label("person"))
        .outerjoin(person, person.c.id == override.c.person_id)
        .where(override.c.starts_on <= as_of)
        .order_by(override.c.starts_on, override.c.id)
    )
    one = statement if account_id is None else statement.where(override.c.account_id == account_id)
    return dated(store.frame(one), "starts_on", "ends_before")


def exemption_spells(store: Store, as_of: date) -> pd.DataFrame:
    """Every exemption begun by a day, those in force first, then by account.

    Columns: id, account_id, account, factor, reason, starts_on, ends_before (NaT: still in force).
    """
    names = ("id", "account_id", "factor", "reason", "starts_on", "ends_before")
    statement = (
        select(*(exemption.c[name] for name in names), account.c.name.label("account"))
        .join(account, account.c.id == exemption.c.account_id)
        .where(exemption.c.starts_on <= as_of)
        .order_by(account.c.name, exemption.c.id)
    )
    frame = dated(store.frame(statement), "starts_on", "ends_before")
    over = frame["ends_before"] <= np.datetime64(as_of)
    return frame.assign(over=over).sort_values("over", kind="stable").drop(columns="over").reset_index(drop=True)


def formula_authors(store: Store) -> dict[int, str]:
    """Who wrote each version of the formula, by its record number; versions that came with an import are not in it."""
    made = select(log.c.row_id, log.c.who).where(
        log.c.table_name == "health_formula", log.c.kind == "added", log.c.row_id.is_not(None)
    )
    return {int(row): str(who) for row, who in store.rows(made)}
