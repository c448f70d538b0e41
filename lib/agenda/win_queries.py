"""The SELECTs of what went well in some days: wins told, thanks of clients, renewals won."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from lib.accounts.tables import Contract, Renewal, Service
from lib.days import dated
from lib.review.tables import Win
from lib.store.base import table_of
from lib.store.engine import Store

win, renewal = table_of(Win), table_of(Renewal)
contract, service = table_of(Contract), table_of(Service)


def wins(store: Store, since: date, as_of: date) -> pd.DataFrame:
    """Wins and thanks from `since` (inside) to a day, newest first.

    Columns: id, happened_on, account_id, person_id (missing: none), words, thanks_from (None).
    """
    names = ("id", "happened_on", "account_id", "person_id", "words", "thanks_from")
    between = (win.c.happened_on >= since, win.c.happened_on <= as_of)
    ordered = select(*(win.c[name] for name in names)).where(*between).order_by(win.c.happened_on.desc(), win.c.id)
    found = store.frame(ordered)
    thanks = found["thanks_from"].astype(object)
    return dated(found, "happened_on").assign(thanks_from=thanks.where(thanks.notna(), None))


def renewals_decided(store: Store, since: date, as_of: date) -> pd.DataFrame:
    """The renewals won (renewed, or renewed for less) from `since` (inside) to a day, newest first.

    Columns: id, account_id, service (None), due_on, decided_on, outcome, target_cents, final_cents.
    """
    columns = (
        renewal.c.id, contract.c.account_id, service.c.name.label("service"), renewal.c.due_on, renewal.c.decided_on,
        renewal.c.outcome, renewal.c.target_cents, renewal.c.final_cents,
    )  # fmt: skip
    joined = renewal.join(contract, contract.c.id == renewal.c.contract_id)
    joined = joined.outerjoin(service, service.c.id == contract.c.service_id)
    between = (renewal.c.decided_on >= since, renewal.c.decided_on <= as_of, renewal.c.outcome != "lost")
    statement = select(*columns).select_from(joined).where(*between)
    found = store.frame(statement.order_by(renewal.c.decided_on.desc(), renewal.c.id))
    names = found["service"].astype(object)
    cents = {name: found[name].astype("Int64") for name in ("target_cents", "final_cents")}
    return dated(found, "due_on", "decided_on").assign(service=names.where(names.notna(), None), **cents)
