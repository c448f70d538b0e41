"""Every write to an account: one named action, one transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from lib.accounts.tables import Account, AccountOwner
from lib.errors import RefusedValue
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

OWNERS = table_of(AccountOwner)


def edit_account(
    store: Store, who: str, account_id: int, shown: Mapping[str, Any], wanted: Mapping[str, Any], token: str
) -> None:
    """Change an account's own fields from what a form showed; StaleEdit where somebody was faster."""
    if not wanted.get("name", shown.get("name")):
        raise RefusedValue("name", "an account needs a name.")

    def work(write: Write) -> int:
        write.edit(Account, account_id, shown, wanted)
        return account_id

    perform(store, who, "edit account", work, token)


def hand_over(store: Store, who: str, account_id: int, person_id: int, starts_on: date, token: str) -> None:
    """Give an account a new lead from a day on; the one before stays on record until then."""
    perform(store, who, "hand over account", lambda write: _hand_over(write, account_id, person_id, starts_on), token)


def _hand_over(write: Write, account_id: int, person_id: int, starts_on: date) -> int:
    open_lead = select(OWNERS.c.id, OWNERS.c.person_id, OWNERS.c.starts_on).where(
        OWNERS.c.account_id == account_id, OWNERS.c.duty == "lead", OWNERS.c.ends_before.is_(None)
    )
    for row_id, holder, _began in write.connection.execute(open_lead).all():
        if holder == person_id:
            raise RefusedValue("person_id", "looks after this account already.")
        write.end_spell(AccountOwner, row_id, starts_on)
    return write.add(AccountOwner(account_id=account_id, person_id=person_id, starts_on=starts_on, duty="lead"))
