"""The firm's settings: dated rows, the newest not after a day is the one in force."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import Setting
from lib.store.writing import Write, perform

SETTINGS = table_of(Setting)
# What holds until a firm says otherwise.
DEFAULTS = {"currency": "EUR", "firm_name": "", "demo": "no"}


def settings(store: Store, as_of: date | None = None) -> dict[str, str]:
    """Every setting in force on a day (default: the newest of each)."""
    rows = select(SETTINGS.c.name, SETTINGS.c.value).order_by(SETTINGS.c.starts_on)
    if as_of is not None:
        rows = rows.where(SETTINGS.c.starts_on <= as_of)
    return DEFAULTS | {str(name): str(value) for name, value in store.rows(rows)}


def set_setting(store: Store, who: str, name: str, value: str, starts_on: date) -> None:
    """Put a setting in force from a day on."""
    set_settings(store, who, {name: value}, starts_on)


def set_settings(store: Store, who: str, values: Mapping[str, str], starts_on: date) -> None:
    """Put several settings in force from a day on, all or none."""

    def work(write: Write) -> None:
        for name, value in values.items():
            put_setting(write, name, value, starts_on)

    perform(store, who, "change settings", work)


def put_setting(write: Write, name: str, value: str, starts_on: date) -> int:
    """The same inside a transaction already begun; the row of that day is changed where there is one."""
    found = write.connection.execute(
        select(SETTINGS.c.id).where(SETTINGS.c.name == name, SETTINGS.c.starts_on == starts_on)
    ).scalar()
    if found is None:
        return write.add(Setting(name=name, value=value, starts_on=starts_on))
    write.set(Setting, found, {"value": value}, write.read(Setting, found))
    return int(found)
