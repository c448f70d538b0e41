"""Every SELECT of market signals: news and forecasts on sectors, for or against services."""

from datetime import date

import pandas as pd
from sqlalchemy import or_, select

from lib.accounts.tables import Sector, Service
from lib.days import dated
from lib.growth.tables import MarketSignal
from lib.store.base import table_of
from lib.store.engine import Store

signal, sector, service = table_of(MarketSignal), table_of(Sector), table_of(Service)
_joined = signal.outerjoin(sector, sector.c.id == signal.c.sector_id).outerjoin(
    service, service.c.id == signal.c.service_id
)
_columns = (
    signal.c.id, signal.c.version, signal.c.sector_id, signal.c.service_id, sector.c.name.label("sector"),
    service.c.name.label("service"), signal.c.seen_on, signal.c.expires_on, signal.c.headline, signal.c.effect,
    signal.c.published_by,
)  # fmt: skip
_LINKS = {"sector_id": "Int64", "service_id": "Int64"}


def signals(store: Store, as_of: date) -> pd.DataFrame:
    """The signals in force on a day, newest first: seen by then, and holding beyond it or without end.

    Columns: id, version, sector_id, service_id (NA: none), sector, service (None: none), seen_on, expires_on (the
    first day it no longer holds; NaT: no end), headline, effect (opportunity, threat), published_by.
    """
    holds = or_(signal.c.expires_on.is_(None), signal.c.expires_on > as_of)
    return _found(store, signal.c.seen_on <= as_of, holds)


def expired_signals(store: Store, as_of: date) -> pd.DataFrame:
    """The signals that no longer hold on a day, newest first; columns as `signals`."""
    return _found(store, signal.c.seen_on <= as_of, signal.c.expires_on <= as_of)


def _found(store: Store, *where: object) -> pd.DataFrame:
    statement = select(*_columns).select_from(_joined).where(*where)  # type: ignore[arg-type]
    found = store.frame(statement.order_by(signal.c.seen_on.desc(), signal.c.id))
    return dated(found, "seen_on", "expires_on").astype(_LINKS)
