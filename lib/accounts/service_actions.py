"""Every write to services themselves: a new one, its own fields, its end and return; one action, one transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, select

from lib.accounts.tables import RISK_APPETITES, Service, ServiceLine, ServicePrice
from lib.errors import RefusedValue, StaleEdit
from lib.required import MOST_CENTS, tidy, written
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

SERVICES, LINES = table_of(Service), table_of(ServiceLine)
Values = Mapping[str, Any]


def add_service(
    store: Store, who: str, name: str | None, service_line_id: int | None, new_line: str | None, list_price: int | None,
    starts_on: date | None, margin_percent: float | None, risk: str | None, keywords: str | None, token: str,
) -> int | None:  # fmt: skip
    """Offer a service from a day on at a list price in whole units of currency; its number comes back.

    `new_line` names a family of services that is not listed yet. Raises RefusedValue naming the field.
    """
    called = written("name", name, "a service needs a name.")
    cents = price_in_cents(list_price)
    if starts_on is None:
        raise RefusedValue("starts_on", "choose the day from which it is offered at this price.")
    begins, share, family, words = starts_on, _share(margin_percent), tidy(new_line), tidy(keywords)

    def work(write: Write) -> int:
        _refuse_twin(write, called, None)
        line = named(write, ServiceLine, family) if family else service_line_id
        made = write.add(
            Service(name=called, service_line_id=line, margin_share=share, risk=_risk(risk), keywords=words)
        )
        write.add(ServicePrice(service_id=made, list_price_cents=cents, starts_on=begins))
        return made

    return perform(store, who, "add service", work, token)


def edit_service(store: Store, who: str, service_id: int, shown: Values, wanted: Values, token: str) -> None:
    """Change a service's own fields from what a form showed; the margin is in whole per cent.

    Raises StaleEdit where somebody was faster, RefusedValue naming the field.
    """
    called = {"name": written("name", wanted["name"], "a service needs a name.")} if "name" in wanted else {}
    _risk(wanted.get("risk"))
    if wanted.get("name") == shown.get("name"):
        called = {}  # left alone: it stays as an import brought it
    before, after = _stored(shown), _stored(wanted) | called

    def work(write: Write) -> int:
        if after.get("name", before.get("name")) != before.get("name"):
            _refuse_twin(write, str(after["name"]), service_id)
        write.edit(Service, service_id, before, after)
        return service_id

    try:
        perform(store, who, "edit service", work, token)
    except StaleEdit as clash:
        before, mine, theirs = (_shown(side) for side in (clash.shown, clash.mine, clash.theirs))
        raise StaleEdit(SERVICES.name, clash.version, before, mine, theirs, clash.who) from clash


def retire_service(store: Store, who: str, service_id: int, retired_on: date | None, token: str) -> None:
    """Take a service off the price list from a day on; what was sold of it stays on record. Raises RefusedValue."""
    if retired_on is None:
        raise RefusedValue("retired_on", "choose the first day it is no longer offered.")

    def work(write: Write) -> int:
        current = write.read(Service, service_id)
        if current["retired_on"] is not None:
            raise RefusedValue("retired_on", f"it was retired already, on {current['retired_on']}.")
        write.set(Service, service_id, {"retired_on": retired_on}, current)
        return service_id

    perform(store, who, "retire service", work, token)


def sell_again(store: Store, who: str, service_id: int, token: str) -> None:
    """Put a retired service back on the price list. Raises RefusedValue where it is there."""

    def work(write: Write) -> int:
        current = write.read(Service, service_id)
        if current["retired_on"] is None:
            raise RefusedValue("retired_on", "it is on sale already.")
        write.set(Service, service_id, {"retired_on": None}, current)
        return service_id

    perform(store, who, "sell service again", work, token)


def price_in_cents(list_price: int | None) -> int:
    """A list price in whole units of currency as cents. Raises RefusedValue."""
    if list_price is None:
        raise RefusedValue("list_price", "write what it costs, 0 where it is free.")
    if not 0 <= list_price * 100 <= MOST_CENTS:
        raise RefusedValue("list_price", "must be 0 or more." if list_price < 0 else "is too large to be true.")
    return list_price * 100


def named(write: Write, model: type[Any], name: str) -> int:
    """The number of the row of that name, whatever its capitals; a new row where there is none."""
    found = same_name(write, model, name)
    return write.add(model(name=name)) if found is None else found


def same_name(write: Write, model: type[Base], name: str) -> int | None:
    """The number of the row that has a name, whatever its capitals."""
    table: Table = table_of(model)
    # Compared here: the database's lower() knows no letters beyond English.
    rows = write.connection.execute(select(table.c.id, table.c.name).order_by(table.c.id)).all()
    wanted = name.casefold()
    return next((int(row_id) for row_id, known in rows if known.casefold() == wanted), None)


def _refuse_twin(write: Write, name: str, own: int | None) -> None:
    rows = write.connection.execute(select(SERVICES.c.id, SERVICES.c.name, SERVICES.c.retired_on)).all()
    for row_id, known, retired_on in rows:
        if row_id != own and known.casefold() == name.casefold():
            hint = "" if retired_on is None else " and is retired: sell it again instead"
            raise RefusedValue("name", f"a service called {known} is listed already{hint}.")


def _risk(risk: str | None) -> str | None:
    if risk is not None and risk not in RISK_APPETITES:
        raise RefusedValue("risk", f"must be one of {', '.join(RISK_APPETITES)}.")
    return risk


def _share(percent: float | None) -> float | None:
    if percent is None:
        return None
    if not -100 <= percent <= 100:
        raise RefusedValue("margin_percent", "must be between -100 and 100 per cent of the price.")
    return percent / 100


def _stored(values: Values) -> dict[str, Any]:
    """The values of a form as the store keeps them."""
    kept = {name: value for name, value in values.items() if name != "margin_percent"}
    return kept | ({"margin_share": _share(values["margin_percent"])} if "margin_percent" in values else {})


def _shown(values: Values) -> dict[str, Any]:
    """Stored values as a form shows them."""
    kept = {name: value for name, value in values.items() if name != "margin_share"}
    if "margin_share" not in values:
        return kept
    share = values["margin_share"]
    return kept | {"margin_percent": None if share is None else round(share * 100)}
