"""Every write to what we understand of a client: its profile, spell by spell, and the people who work there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from lib.accounts.profile import CHANGE_PROFILE, EMPTY
from lib.accounts.tables import AccountProfile, Contact
from lib.errors import RefusedValue, StaleEdit
from lib.required import folded
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import Write, perform

PROFILES, CONTACTS, LOG = table_of(AccountProfile), table_of(Contact), table_of(ChangeLog)
Values = Mapping[str, Any]


def change_profile(
    store: Store, who: str, account_id: int, shown: Values, wanted: Values, day: date, token: str
) -> None:
    """What is understood of a client from `day` on: ends the spell in force and begins the next.

    A second change on the day a spell began changes that spell. `shown` is what the form was filled with and its
    `version` (0: nothing was recorded). Raises StaleEdit where somebody was faster, RefusedValue where a later spell
    is on record.
    """
    perform(store, who, CHANGE_PROFILE, lambda write: _change_profile(write, account_id, shown, wanted, day), token)


def _change_profile(write: Write, account_id: int, shown: Values, wanted: Values, day: date) -> int | None:
    current = _newest(write, account_id, day)
    mine = {name: value for name, value in wanted.items() if value != shown[name]}
    if not mine:
        return None
    _refuse_stale(write, current, shown, wanted, mine)
    _refuse_what_makes_no_sense(write, account_id, current | mine, day)
    if current["version"] == 0:
        return write.add(AccountProfile(account_id=account_id, starts_on=day, **mine))
    if current["starts_on"] == day:
        write.set(AccountProfile, current["id"], mine, current)
        return int(current["id"])
    return _next_spell(write, account_id, current, mine, day)


def _newest(write: Write, account_id: int, day: date) -> dict[str, Any]:
    """The last spell begun; where it has ended by the day nothing of it holds any more."""
    statement = select(PROFILES).where(PROFILES.c.account_id == account_id).order_by(PROFILES.c.starts_on.desc())
    row = write.connection.execute(statement.limit(1)).mappings().first()
    if row is None:
        return {"version": 0} | EMPTY
    ended = row["ends_before"] is not None and row["ends_before"] <= day
    return {str(name): value for name, value in row.items()} | (EMPTY if ended else {})


def _refuse_stale(write: Write, current: Values, shown: Values, wanted: Values, mine: Values) -> None:
    if current["version"] == shown["version"]:
        return
    fields = [name for name in wanted if name in mine or current[name] != shown[name]]
    newest = select(LOG.c.who).where(LOG.c.table_name == PROFILES.name, LOG.c.row_id == current.get("id"))
    editor = write.connection.execute(newest.order_by(LOG.c.id.desc()).limit(1)).scalar()
    before, typed, stored = ({name: side[name] for name in fields} for side in (shown, wanted, current))
    raise StaleEdit(PROFILES.name, current["version"], before, typed, stored, editor or "Somebody")


def _refuse_what_makes_no_sense(write: Write, account_id: int, values: Values, day: date) -> None:
    if values["version"] and values["starts_on"] > day:
        raise RefusedValue("starts_on", f"a later profile began on {values['starts_on']}: choose that day or after.")
    ideal, most = values["ideal_gap_days"], values["maximum_gap_days"]
    if ideal is not None and most is not None and most < ideal:
        raise RefusedValue("maximum_gap_days", f"must not be under the ideal gap of {ideal} days.")
    for name in ("cadence_days", "ideal_gap_days", "maximum_gap_days"):
        if values[name] is not None and not 0 < values[name] <= 3660:
            raise RefusedValue(name, "must be between 1 day and ten years.")
    if values["sponsor_id"] is not None:
        _refuse_strangers(write, account_id, values["sponsor_id"])


def _refuse_strangers(write: Write, account_id: int, contact_id: int) -> None:
    at = write.connection.execute(select(CONTACTS.c.account_id).where(CONTACTS.c.id == contact_id)).scalar()
    if at != account_id:
        raise RefusedValue("sponsor_id", "must be one of this client's contacts.")


def _next_spell(write: Write, account_id: int, current: Values, mine: Values, day: date) -> int:
    ends = current["ends_before"]
    if ends is None or ends > day:
        write.end_spell(AccountProfile, current["id"], day)
    kept = {name: mine.get(name, current[name]) for name in EMPTY}
    after = ends if ends is not None and ends > day else None
    # The version goes on rising over the spells: a form filled from any earlier one is told of this change.
    row_id = write.add(
        AccountProfile(account_id=account_id, starts_on=day, ends_before=after, version=current["version"] + 1, **kept)
    )
    for name, value in mine.items():
        write.note("changed", PROFILES, row_id, name, current[name], value)
    return row_id


def add_contact(store: Store, who: str, account_id: int, values: Values, token: str) -> int | None:
    """Record a person at a client. Raises RefusedValue for one without a name, or recorded there already."""

    def work(write: Write) -> int:
        _refuse_contact(write, account_id, None, values)
        return write.add(Contact(account_id=account_id, **values))

    return perform(store, who, "add contact", work, token)


def edit_contact(store: Store, who: str, contact_id: int, shown: Values, wanted: Values, token: str) -> None:
    """Change a person at a client, or mark them as left, from what a form showed. Raises StaleEdit, RefusedValue."""

    def work(write: Write) -> int:
        current = write.read(Contact, contact_id)
        _refuse_contact(write, current["account_id"], contact_id, current | dict(wanted))
        write.edit(Contact, contact_id, shown, wanted)
        return contact_id

    perform(store, who, "edit contact", work, token)


def _refuse_contact(write: Write, account_id: int, contact_id: int | None, values: Values) -> None:
    name, email, influence = (values.get(field) for field in ("name", "email", "influence"))
    if not name:
        raise RefusedValue("name", "a contact needs a name.")
    if email and ("@" not in email or " " in email):
        raise RefusedValue("email", f"'{email}' is no address: write it like ann@client.com.")
    if influence is not None and not 1 <= influence <= 5:
        raise RefusedValue("influence", "must be from 1 (little) to 5 (decides).")
    here = select(CONTACTS.c.id, CONTACTS.c.name).where(
        CONTACTS.c.account_id == account_id, CONTACTS.c.left_on.is_(None)
    )
    known = write.connection.execute(here).all()
    others = [found for found, called in known if found != contact_id and folded(called) == folded(name)]
    if others and values.get("left_on") is None:
        raise RefusedValue("name", f"{name} is recorded here already: change that entry instead.")
