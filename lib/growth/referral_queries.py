"""Every SELECT of referrals."""

from datetime import date

import pandas as pd
from sqlalchemy import exists, select

from lib.accounts.tables import Account
from lib.days import dated, record_numbers
from lib.growth.tables import Referral
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.value.tables import Objective, ObjectiveReading

referral, account, person = table_of(Referral), table_of(Account), table_of(Person)
goal, reading = table_of(Objective), table_of(ObjectiveReading)


def referrals(store: Store, as_of: date) -> pd.DataFrame:
    """Referrals asked by the end of a day, as known then, newest first.

    Columns: id, account_id, account, person_id (NONE: nobody noted), person (who asked, None), asked_on, made_on and
    won_on (NaT: not by the day), referred (who was named; None: nobody, or later).
    """
    names = ("id", "account_id", "person_id", "asked_on", "made_on", "won_on", "referred")
    joined = referral.join(account, account.c.id == referral.c.account_id)
    joined = joined.outerjoin(person, person.c.id == referral.c.person_id)
    called = (account.c.name.label("account"), person.c.name.label("person"))
    statement = select(*(referral.c[name] for name in names), *called).select_from(joined)
    statement = statement.where(referral.c.asked_on <= as_of)
    found = store.frame(statement.order_by(referral.c.asked_on.desc(), referral.c.id.desc()))
    return _known(dated(found, "asked_on", "made_on", "won_on"), pd.Timestamp(as_of))


def _known(found: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    made, won = (found[name].where(found[name] <= today) for name in ("made_on", "won_on"))
    return found.assign(
        person_id=record_numbers(found["person_id"]), made_on=made, won_on=won,
        referred=found["referred"].astype(object).where(made.notna(), None),
    )  # fmt: skip


def confirmed_accounts(store: Store, as_of: date) -> set[int]:
    """The accounts whose client had confirmed the reading of an objective by a day."""
    read = exists().where(
        goal.c.account_id == account.c.id, reading.c.objective_id == goal.c.id, reading.c.confirmed_on <= as_of
    )
    return {int(number) for (number,) in store.rows(select(account.c.id).where(read))}
