"""The report on the real CRM export, against plain pandas on its files: every scope, quarter and month."""

import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.report import Row, report
from lib.store.engine import Store
from lib.store.opening import open_store
from tests import databases
from tests.facts import put_real, real_frames

pytestmark = pytest.mark.real

AS_OF = date(2017, 12, 31)
SCOPES = {
    "book": None, "account": "account", "owner": "sales_agent", "manager": "manager", "service": "product",
    "sector": "sector",
}  # fmt: skip
MONTHS = [str(month) for month in pd.period_range("2016-10", "2017-12", freq="M")]
QUARTERS = ["2016Q4", "2017Q1", "2017Q2", "2017Q3", "2017Q4"]
RECORDED = {"all", *QUARTERS[1:], *MONTHS[5:]}  # the first deal was closed on 2017-03-01
COMPARED = [("2017Q2", "2017Q3"), ("2017Q3", "2017Q4")]
Cells = Mapping[tuple[str, str, str | None, str], Row]
Of = tuple[str, str]  # a column of the deals, and how pandas sums it up


@pytest.fixture(scope="module")
def frames(real_input: Path) -> dict[str, pd.DataFrame]:
    return real_frames(real_input)


def loaded(frames: Mapping[str, pd.DataFrame], empty_url: str, folder: Path) -> Store:
    store = open_store(databases.copied(empty_url, folder / "steward.db"))
    put_real(store, frames)
    return store


@pytest.fixture(scope="module")
def store(real_input: Path, empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The export as a person loads it: through the importer, its one proposed name accepted."""
    path = tmp_path_factory.mktemp("imported") / "steward.db"
    store = open_store(databases.copied(empty_url, path))
    apply(store, "test", preview(store, read_sources([real_input]), accept_matches=True))
    return store


@pytest.fixture(scope="module")
def cells(store: Store) -> Cells:
    made = report(store, AS_OF)
    assert made.start == date(2016, 10, 20)
    return {(row["figure"], row["scope"], row["key"], row["period"]): row for row in made.rows}


@pytest.fixture(scope="module")
def deals(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The pipeline with manager, sector and list price beside each deal."""
    pipeline = frames["sales_pipeline"].merge(frames["sales_teams"], on="sales_agent", validate="m:1")
    pipeline = pipeline.merge(frames["accounts"][["account", "sector"]], on="account", how="left", validate="m:1")
    deals = pipeline.merge(frames["products"], on="product", validate="m:1")
    assert len(deals) == 8_800
    return deals


def groups(frame: pd.DataFrame, scope: str) -> dict[str | None, pd.DataFrame]:
    column = SCOPES[scope]
    return {None: frame} if column is None else dict(iter(frame.groupby(column)))


def by_key_and_period(closed: pd.DataFrame, scope: str, of: Of) -> dict[tuple[str | None, str], float]:
    """One column of closed deals summed up (or averaged, ...) by key of a scope and month, quarter or all time."""
    (column, how), keys = of, SCOPES[scope]
    key = pd.Series("book", closed.index) if keys is None else closed[keys]
    days = pd.PeriodIndex(closed["close_date"], freq="D")
    found: dict[tuple[str | None, str], float] = {}
    for period in (pd.Index(["all"] * len(closed)), *(days.asfreq(size).astype(str) for size in ("M", "Q"))):
        for (name, when), value in closed.groupby([key, period])[column].agg(how).items():
            found[None if keys is None else name, when] = value
    return found


def same(told: float | None, wanted: float | None) -> bool:
    if told is None or wanted is None:
        return told is wanted
    return math.isclose(told, wanted, rel_tol=1e-6, abs_tol=1e-12)


def check(cells: Cells, deals: pd.DataFrame, figure: str, of: Of, stage: str | None, without: float | None) -> int:
    """Compare every cell of a figure with the same over the closed deals (`stage`: in that one); how many had rows.

    `without`: what it is where there are no rows.
    """
    closed = deals[deals["deal_stage"].isin([stage] if stage else ["Won", "Lost"])]
    compared, wrong = 0, []
    for scope in SCOPES:
        found = by_key_and_period(closed, scope, of)
        for key in [None] if SCOPES[scope] is None else deals[SCOPES[scope]].dropna().unique():
            for period in ["all", *QUARTERS, *MONTHS]:
                cell, wanted = cells[figure, scope, key, period], found.get((key, period))
                compared += wanted is not None
                if wanted is None:
                    wanted = without if period in RECORDED else None
                if not same(cell["value"], wanted):
                    wrong.append((cell, wanted))
    assert not wrong, wrong[:5]
    return compared


def test_the_scopes_have_the_keys_of_the_files(cells: Cells, frames: dict[str, pd.DataFrame]) -> None:
    keys = {scope: {key for _, of, key, _ in cells if of == scope} for scope in SCOPES}
    assert {scope: len(found) for scope, found in keys.items()} == {
        "book": 1, "account": 85, "owner": 30, "manager": 6, "service": 7, "sector": 10,
    }  # fmt: skip
    assert keys["service"] == set(frames["products"]["product"])
    assert keys["owner"] == set(frames["sales_pipeline"]["sales_agent"])


def test_revenue_is_what_was_won(cells: Cells, deals: pd.DataFrame) -> None:
    compared = check(cells, deals, "revenue", ("close_value", "sum"), "Won", without=0)
    assert compared > 1_500
    assert cells["revenue", "book", None, "all"]["value"] == 10_005_534


def test_average_and_median_deal_are_of_won_deals_only(cells: Cells, deals: pd.DataFrame) -> None:
    check(cells, deals, "average_deal", ("close_value", "mean"), "Won", without=None)
    check(cells, deals, "median_deal", ("close_value", "median"), "Won", without=None)


def test_win_rates_leave_open_deals_out(cells: Cells, deals: pd.DataFrame) -> None:
    won = deals.assign(won=deals["deal_stage"] == "Won")
    check(cells, won, "win_rate", ("won", "mean"), None, without=None)
    assert cells["win_rate", "book", None, "all"]["value"] == pytest.approx(4_238 / 6_711)
    assert cells["win_rate", "book", None, "all"]["base"] == 6_711


def test_win_rates_carry_the_interval_of_wilson(cells: Cells) -> None:
    z = 1.959963984540054
    for cell in (cell for cell in cells.values() if cell["figure"] == "win_rate" and cell["base"]):
        p, n = cell["value"], cell["base"]
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        assert cell["low"] == pytest.approx((middle - half) / (1 + z * z / n), abs=1e-9)
        assert cell["high"] == pytest.approx((middle + half) / (1 + z * z / n), abs=1e-9)


def test_the_open_pipeline_stands_at_list_price(cells: Cells, deals: pd.DataFrame) -> None:
    open_now = deals[deals["deal_stage"].isin(["Prospecting", "Engaging"])]
    for scope in SCOPES:
        rest = groups(open_now, scope)
        for key in groups(deals, scope):
            cell = cells["pipeline_value", scope, key, "all"]
            rows = rest.get(key, open_now[:0])
            assert (cell["value"], cell["base"]) == (pytest.approx(rows["sales_price"].sum()), len(rows))
    assert cells["pipeline_value", "book", None, "all"]["base"] == 1_589 + 500


def test_the_pipeline_of_a_past_day_is_what_was_open_then(cells: Cells, deals: pd.DataFrame) -> None:
    for period in [*MONTHS, *QUARTERS]:
        day = pd.Period(period).end_time.date().isoformat()
        there = deals[~(deals["engage_date"] > day) & ~(deals["close_date"] <= day)]
        assert cells["pipeline_value", "book", None, period]["value"] == pytest.approx(there["sales_price"].sum())


def by_quarter(won: pd.DataFrame, each: str | list[str] = "account") -> pd.DataFrame:
    """Won amounts: a row an account (or what `each` says), a column a quarter."""
    quarters = pd.PeriodIndex(won["close_date"], freq="Q").astype(str)
    table = won.pivot_table(index=each, columns=quarters, values="close_value", aggfunc="sum", fill_value=0)
    return table.reindex(columns=QUARTERS, fill_value=0)


def retained(before: "pd.Series[float]", now: "pd.Series[float]") -> dict[str, Any]:
    there, gained = before > 0, (now - before).clip(lower=0).sum()
    lost = (before - now).clip(lower=0).sum()
    return {
        "grr": now[there].clip(upper=before[there]).sum() / before.sum() if there.any() else None,
        "nrr": now[there].sum() / before.sum() if there.any() else None,
        "client_retention": (now[there] > 0).mean() if there.any() else None,
        "quick_ratio": gained / lost if lost else None,
    }


def test_quarters_keep_clients_and_revenue_as_plain_sums_say(cells: Cells, deals: pd.DataFrame) -> None:
    won = deals[deals["deal_stage"] == "Won"]
    for scope, keys in SCOPES.items():
        kept = by_quarter(won.assign(key="book" if keys is None else won[keys]), ["key", "account"])
        for name, table in kept.groupby(level="key"):
            key = None if keys is None else name
            for before, quarter in COMPARED:
                for figure, value in retained(table[before], table[quarter]).items():
                    cell = cells[figure, scope, key, quarter]
                    assert cell["value"] == (None if value is None else pytest.approx(value)), cell


def test_nothing_is_compared_with_a_time_before_the_records(cells: Cells) -> None:
    compared = ("grr", "nrr", "client_retention", "quick_ratio", "accounts_expanded")
    early = [cell for cell in cells.values() if cell["figure"] in compared and cell["period"] in (*QUARTERS[:3], "all")]
    assert len(early) > 500
    assert {cell["value"] for cell in early} == {None}
    assert {cell["value"] for cell in cells.values() if cell["figure"] == "revenue_growth"} == {None}


def test_accounts_expand_by_revenue_or_by_products(cells: Cells, deals: pd.DataFrame) -> None:
    won = deals[deals["deal_stage"] == "Won"]
    table = by_quarter(won)
    quarters = pd.PeriodIndex(won["close_date"], freq="Q").astype(str)
    products = won.pivot_table(index="account", columns=quarters, values="product", aggfunc="nunique", fill_value=0)
    for before, quarter in COMPARED:
        grew = (table[quarter] > table[before]) | (products[quarter] > products[before])
        cell = cells["accounts_expanded", "book", None, quarter]
        assert (cell["value"], cell["base"]) == (grew[table[before] > 0].sum(), (table[before] > 0).sum())


def test_clients_are_counted_as_plain_sets_are(cells: Cells, deals: pd.DataFrame) -> None:
    won = deals[deals["deal_stage"] == "Won"]
    table = by_quarter(won)
    first = won.groupby("account")["close_date"].min()
    for quarter in QUARTERS[1:]:
        paying = table[quarter][table[quarter] > 0]
        new = (pd.PeriodIndex(first, freq="Q").astype(str) == quarter).sum()
        told = {name: cells[name, "book", None, quarter]["value"] for name in ("active_clients", "new_clients")}
        assert told == {"active_clients": len(paying), "new_clients": new}
        assert cells["revenue_per_client", "book", None, quarter]["value"] == pytest.approx(paying.mean())


def test_a_report_of_a_past_day_knows_nothing_of_what_came_after(
    store: Store, frames: dict[str, pd.DataFrame], empty_url: str, tmp_path: Path
) -> None:
    """The export as it would have been on that day, loaded into a store of its own, gives the same report."""
    day = date(2017, 9, 30)
    then = loaded(frames | {"sales_pipeline": known_by(frames["sales_pipeline"], day)}, empty_url, tmp_path)
    scopes = ["book", "owner", "service", "sector"]
    assert report(then, day, scopes=scopes).rows == report(store, day, scopes=scopes).rows


def known_by(pipeline: pd.DataFrame, day: date) -> pd.DataFrame:
    known = pipeline[~(pipeline["engage_date"] > day.isoformat())].copy()
    later = known["close_date"] > day.isoformat()
    known.loc[later, "deal_stage"] = "Engaging"
    known.loc[later, ["close_date", "close_value"]] = None
    return known
