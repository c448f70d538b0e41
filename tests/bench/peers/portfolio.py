"""The portfolio as plain values for the pages of other frameworks: Steward's own figures, without Streamlit."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib import format as fmt
from lib.book import account_table, earlier_figure, figure, only, read_book, revenue_by_month_kind
from lib.catalog import CATALOG
from lib.periods import Period, add_months, month_start, next_day, trailing_year
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.settings import settings
from lib.store.writing import data_version

EVERY_SECTOR = "All sectors"
HEADLINE = {
    "revenue": "Revenue", "client_retention": "Clients kept", "nrr": "Net revenue kept", "win_rate": "Win rate",
    "pipeline_value": "Open pipeline",
}  # fmt: skip
COLUMNS = ("Account", "Revenue", "Growth", "By month", "Owner", "Sector", "Services", "Client since")
MONTHS_BACK = 37


@dataclass(frozen=True)
class Portfolio:
    """What the page shows: `cards` (label, value, value a year earlier), a sentence, the accounts, revenue by month."""

    cards: list[tuple[str, str, str]]
    answer: str
    accounts: pd.DataFrame
    months: pd.DataFrame


def computed(store: Store, as_of: date, sector: str) -> Portfolio:
    """Read and computed for all accounts, or those of one sector."""
    book = read_book(store, as_of, add_months(month_start(as_of), -MONTHS_BACK))
    book = book if sector == EVERY_SECTOR else only(book, "sector", sector)
    span, currency = trailing_year(as_of), settings(store)["currency"]
    now = {name: figure(book, name, span) for name in (*HEADLINE, "active_clients")}
    before = {name: earlier_figure(book, name, span.year_earlier()) for name in HEADLINE}
    words = {name: fmt.figure(one, CATALOG[name].unit, currency) for name, one in now.items()}
    earlier = {name: fmt.figure(one, CATALOG[name].unit, currency) for name, one in before.items()}
    months = Period(add_months(month_start(as_of), -23), next_day(as_of))
    return Portfolio(
        cards=[(label, words[name], earlier[name]) for name, label in HEADLINE.items()],
        answer=f"{words['active_clients']} clients brought {words['revenue']}, {words['pipeline_value']} is open.",
        accounts=_accounts(account_table(book, span)),
        months=revenue_by_month_kind(book, months)[["month", "kind", "amount"]],
    )


def _accounts(table: pd.DataFrame) -> pd.DataFrame:
    growth = [None if one.value is None else one.value * 100 for one in table["growth"]]
    rows = zip(
        table["account"], table["revenue"], growth, table["monthly"], table["owner"], table["sector"],
        table["services"], (day.isoformat() if day else None for day in table["client_since"]), strict=True,
    )  # fmt: skip
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def page() -> Callable[[str], Portfolio]:
    """The portfolio of a sector, of the store and day in the environment; with PEER_KEEPS kept until anybody writes."""
    store, as_of = open_store(), date.fromisoformat(os.environ["PEER_AS_OF"])
    if not os.environ.get("PEER_KEEPS"):
        return lambda sector: computed(store, as_of, sector)
    kept: dict[object, Portfolio] = {}

    def known(sector: str) -> Portfolio:
        key = (sector, data_version(store))
        if key not in kept:
            kept[key] = computed(store, as_of, sector)
        return kept[key]

    return known


def sectors() -> list[str]:
    """What can be chosen."""
    from lib.book.queries import sector_names

    return [EVERY_SECTOR, *sector_names(open_store())]
