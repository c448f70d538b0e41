"""The groups that imported answer sheets count for: those of their account on the day they were given."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select

from lib.accounts.groups import account_groups
from lib.accounts.tables import Contact
from lib.importing.plan import Block, Plan
from lib.store.base import table_of
from lib.store.engine import Store

CONTACTS = table_of(Contact)
GROUPS = {"segment": "sector", "region": "region", "manager": "manager"}
SHEETS = "survey_response"
Cuts = Mapping[tuple[int, date], Mapping[str, str | None]]


def read_cuts(store: Store, plan: Plan) -> tuple[Cuts, Mapping[int, int]]:
    """The groups by account and day of the sheets that a plan adds, and the account of each contact.

    Nothing where the demo firm is going to go: its accounts are not those of the file.
    """
    if SHEETS not in plan.tables or plan.clears_demo:
        return {}, {}
    accounts = {row.id: row.account_id for row in store.rows(select(CONTACTS.c.id, CONTACTS.c.account_id))}
    wanted = {place for block in plan.tables[SHEETS].blocks for place in _places(block, accounts) if place}
    cuts: dict[tuple[int, date], Mapping[str, str | None]] = {}
    for day in sorted({day for _, day in wanted}):
        groups = account_groups(store, day).set_index("account_id").to_dict("index")
        of_day = [account for account, on in wanted if on == day and account in groups]
        cuts |= {(account, day): {cut: groups[account][group] for cut, group in GROUPS.items()} for account in of_day}
    return cuts, accounts


def _places(block: Block, accounts: Mapping[int, int]) -> Iterator[tuple[int, date] | None]:
    """Account and day of each sheet; None where nobody knows its account."""
    columns = block.columns
    for account, contact, day in zip(columns["account_id"], columns["contact_id"], columns["answered_on"], strict=True):
        known = accounts.get(contact) if account is None else account
        yield None if known is None else (known, day)


def fill_cuts(plan: Plan, cuts: Cuts, accounts: Mapping[int, int]) -> None:
    """Give the sheets of a plan their groups."""
    for block in plan.tables[SHEETS].blocks if SHEETS in plan.tables and cuts else ():
        rows: list[Mapping[str, str | None]] = [
            cuts.get(place, {}) if place else {} for place in _places(block, accounts)
        ]
        for cut in GROUPS:
            block.columns[cut] = [row.get(cut) for row in rows]
