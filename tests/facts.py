"""Facts put into a store by a test: small ones a row at a time, the real CRM export whole."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import select

from lib.accounts.tables import Account, Sector, Service, ServicePrice
from lib.growth.tables import Opportunity, Stage
from lib.money.tables import Revenue
from lib.people.tables import Person, ReportingLine
from lib.store.base import Base, now, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform


def put(store: Store, *records: Base) -> list[int]:
    """Write records in one action; their numbers come back."""
    made: list[int] = []
    perform(store, "test", "put facts", lambda write: made.extend(write.add(record) for record in records))
    return made


def put_real(store: Store, frames: Mapping[str, pd.DataFrame]) -> None:
    """Load the frames of the CRM export; every row dated as the files date it."""
    perform(store, "test", "load the real input", lambda write: _load(write, frames))


def real_frames(folder: Path) -> dict[str, pd.DataFrame]:
    """The four files of the CRM export by name, "GTXPro" as "GTX Pro"."""
    frames = {path.stem: pd.read_csv(path) for path in folder.glob("*.csv")}
    frames["sales_pipeline"]["product"] = frames["sales_pipeline"]["product"].replace("GTXPro", "GTX Pro")
    return frames


def _load(write: Write, frames: Mapping[str, pd.DataFrame]) -> None:
    teams, products = frames["sales_teams"], frames["products"]
    begun = date(2016, 1, 1)
    sectors = _add(write, Sector, [{"name": name} for name in frames["accounts"]["sector"].unique()])
    accounts = frames["accounts"][["account", "sector"]].to_dict("records")
    account = _add(write, Account, [{"name": r["account"], "sector_id": sectors[r["sector"]]} for r in accounts])
    service = _add(write, Service, [{"name": name} for name in products["product"]])
    prices = zip(products["product"], products["sales_price"], strict=True)
    rows = [{"service_id": service[n], "list_price_cents": p * 100, "starts_on": begun} for n, p in prices]
    _fill(write, ServicePrice, rows)
    people = [*teams["sales_agent"], *teams["manager"].unique()]
    person = _add(write, Person, [{"name": name} for name in people])
    lines = zip(teams["sales_agent"], teams["manager"], strict=True)
    _fill(
        write, ReportingLine, [{"person_id": person[a], "manager_id": person[m], "starts_on": begun} for a, m in lines]
    )
    kinds = {"Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost"}
    stage = _add(write, Stage, [{"name": name, "kind": kind} for name, kind in kinds.items()])
    _add_deals(write, frames["sales_pipeline"], account, service, person, stage)


def _add_deals(
    write: Write, pipeline: pd.DataFrame, account: dict[str, int], service: dict[str, int], person: dict[str, int],
    stage: dict[str, int],
) -> None:  # fmt: skip
    deals = [
        {
            "source_id": row.opportunity_id, "account_id": account.get(row.account), "service_id": service[row.product],
            "person_id": person[row.sales_agent], "stage_id": stage[row.deal_stage], "opened_on": _day(row.engage_date),
            "closed_on": _day(row.close_date),
            "amount_cents": None if pd.isna(row.close_value) else round(row.close_value * 100),
        }
        for row in pipeline.itertuples()
    ]  # fmt: skip
    _fill(write, Opportunity, deals)
    won = [deal for deal in deals if deal["stage_id"] == stage["Won"]]
    same = ("account_id", "service_id", "person_id", "amount_cents")
    revenue = [{name: deal[name] for name in same} | {"earned_on": deal["closed_on"]} for deal in won]
    _fill(write, Revenue, [row | {"kind": "project"} for row in revenue])


def _day(text: Any) -> date | None:
    return None if pd.isna(text) else date.fromisoformat(text)


def _fill(write: Write, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    defaults = {"recorded_at": now(), "version": 1} | ({"position": 0} if model is Stage else {})
    write.add_many(model, [defaults | row for row in rows])


def _add(write: Write, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Add records with names; name → number."""
    _fill(write, model, rows)
    table = table_of(model)
    made = write.connection.execute(select(table.c.name, table.c.id)).all()
    return {row.name: row.id for row in made}
