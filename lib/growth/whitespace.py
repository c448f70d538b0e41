"""Whitespace as it was known on a day: every client account × service, and what stands between it and a sale."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.accounts.attribution import named, read_names, sector_of
from lib.accounts.queries import accounts, contracts
from lib.days import LAST, NONE, Ints, in_force, number, numbers, record_numbers
from lib.growth import whitespace_queries as queries
from lib.growth.pipeline import RENEWAL, kept_open, open_deals, without_renewals
from lib.growth.whitespace_figures import (
    CELL,
    cell_states,
    deal_words,
    declined_words,
    former_words,
    standing_declines,
)
from lib.keep import Keep
from lib.relationship.departure_queries import departures
from lib.store.engine import Store

SUBJECTS = ("people", "accounts", "money", "growth")


def cells(
    store: Store, as_of: date, left: Ints | None = None, opened: pd.DataFrame | None = None
) -> pd.DataFrame:  # fmt: skip
    """The cells of a day, by account and service: one for each client account and service on sale.

    A client account has a contract in force, or revenue in the trailing 12 months and is not `gone` (`left`, where
    the caller knows them, as `opened` are the deals open on the day); an archived one is none. A service retired by
    the day has cells only where it is still owned. Columns: account_id, service_id, account, service, sector, owner
    (who led on the day), state (of STATES), amount_cents (owned: revenue of the service in the trailing 12 months;
    pipeline: value of its open deals; NA: none, or nobody said), deals (open ones, whatever the state),
    pipeline_cents (their value; NA: none), words (what stands behind the state; None: nothing), until (declined,
    not eligible: the first day to ask again; NaT: no date given). Deals are those without renewals; an open renewal
    alone makes a cell pipeline too, without amount.
    """
    today, bought, terms = number(as_of), queries.bought(store, as_of), contracts(store, as_of)
    in_term = numbers(terms["ends_before"], LAST) > today
    catalogue = queries.services(store)
    grid = _grid(_clients(store, as_of, bought, terms[in_term], left), record_numbers(catalogue["id"]))
    grid = _owned(grid, bought, terms[in_term])
    retired = record_numbers(catalogue.loc[numbers(catalogue["retired_on"], LAST) <= today, "id"])
    grid = grid[grid["owned"] | ~grid["service_id"].isin(retired)]
    deals = open_deals(store, as_of) if opened is None else opened
    grid = _with(grid, _open(without_renewals(deals)))
    grid = _with(grid, _renewing(deals[deals["kind"] == RENEWAL]))
    grid = _refused(grid, store, as_of)
    grid = _with(grid, _former(bought, terms[~in_term]))
    return _named(store, today, _told(grid))


def kept_cells(store: Store, as_of: date, keep: Keep) -> pd.DataFrame:
    """The cells, kept until anybody writes to what they are read from: a contact logged leaves them as they are.

    `keep(name, subjects, about, work)` may give an earlier result where nothing in those subjects was written since.
    """
    left = keep("clients gone", ("accounts", "relationship"), (as_of,), lambda: gone(store, as_of))

    def work() -> pd.DataFrame:
        return cells(store, as_of, left, kept_open(store, as_of, keep))

    found: pd.DataFrame = keep("whitespace", SUBJECTS, (as_of, left.tobytes()), work)
    return found


def gone(store: Store, as_of: date) -> Ints:
    """The accounts whose last day as a client lies before a day; by number."""
    left = departures(store, as_of)
    return np.unique(record_numbers(left.loc[numbers(left["last_day_on"], LAST) < number(as_of), "account_id"]))


def _clients(store: Store, as_of: date, bought: pd.DataFrame, in_term: pd.DataFrame, left: Ints | None) -> Ints:
    """Accounts that are clients on the day, as account health counts them; by number."""
    year = bought.groupby("account_id")["year_cents"].sum()
    paying = np.setdiff1d(record_numbers(year.index[year > 0]), gone(store, as_of) if left is None else left)
    known = accounts(store)
    archived = known.loc[numbers(known["archived_on"], LAST) <= number(as_of), "id"]
    return np.setdiff1d(np.union1d(record_numbers(in_term["account_id"]), paying), record_numbers(archived))


def _grid(clients: Ints, services: Ints) -> pd.DataFrame:
    """Every account × service, all services of the first account first."""
    pairs = {"account_id": np.repeat(clients, len(services)), "service_id": np.tile(services, len(clients))}
    return pd.DataFrame(pairs).astype("int64")


def _with(grid: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The cells with what is told of some of them: at most one row per account and service, others are left out."""
    placed = told.assign(**{key: record_numbers(told[key]) for key in CELL})
    return grid.merge(placed, on=CELL, how="left", validate="one_to_one")


def _owned(grid: pd.DataFrame, bought: pd.DataFrame, in_term: pd.DataFrame) -> pd.DataFrame:
    """The cells with owned and year_cents."""
    under_contract = in_term[CELL].drop_duplicates().assign(under_contract=True)
    found = _with(_with(grid, bought[[*CELL, "year_cents"]]), under_contract)
    year = found["year_cents"].fillna(0).astype("int64")
    return grid.assign(year_cents=year, owned=found["under_contract"].notna() | (year > 0))


def _open(deals: pd.DataFrame) -> pd.DataFrame:
    """Account and service of open deals. Columns: those, deals, pipeline_cents (NA: none has a value), stages."""
    known = deals[(deals["account_id"] != NONE) & (deals["service_id"] != NONE)]
    grouped = known.groupby(CELL)
    counted = pd.DataFrame({"deals": grouped.size(), "pipeline_cents": grouped["value_cents"].sum(min_count=1)})
    return counted.assign(stages=deal_words(known)).reset_index()


def _renewing(renewals: pd.DataFrame) -> pd.DataFrame:
    """Account and service of open renewals: what ran out and is being renewed is no gap. Columns: those, renewing."""
    known = _open(renewals)
    return known[CELL].assign(renewing=("renewal: " + known["stages"]).astype(object))


def _refused(grid: pd.DataFrame, store: Store, as_of: date) -> pd.DataFrame:
    """The cells with barred and free_on (not eligible), said and ask_on (declined), lapsed (said once, over)."""
    barred = queries.ineligibilities(store, as_of).rename(columns={"why": "barred", "ends_before": "free_on"})
    declines = queries.declines(store, as_of)
    newest = declines.drop_duplicates(CELL, keep="last")
    standing = standing_declines(declines, as_of).rename(columns={"not_before_on": "ask_on"})
    grid = _with(grid, barred.drop_duplicates(CELL, keep="last"))
    grid = _with(grid, standing.assign(said=declined_words(standing))[[*CELL, "said", "ask_on"]])
    return _with(grid, newest.assign(lapsed=declined_words(newest) + ", may be asked again")[[*CELL, "lapsed"]])


def _former(bought: pd.DataFrame, ended: pd.DataFrame) -> pd.DataFrame:
    """What accounts bought once. Columns: account_id, service_id, former (until when, in words)."""
    terms = ended[CELL].assign(last_on=ended["ends_before"] - pd.Timedelta(days=1))
    newest = pd.concat([bought[[*CELL, "last_on"]], terms]).dropna().groupby(CELL)["last_on"].max()
    return former_words(newest).rename("former").reset_index()


def _told(grid: pd.DataFrame) -> pd.DataFrame:
    """The cells with state, amount_cents, deals, pipeline_cents, words and until."""
    deals = grid["deals"].fillna(0).astype("int64")
    in_pipeline = (deals > 0) | grid["renewing"].notna()
    holds = (grid["owned"], in_pipeline, grid["barred"].notna(), grid["said"].notna())
    state = pd.Series(cell_states(*(part.to_numpy(dtype=bool) for part in holds)), index=grid.index)
    pipeline = grid["pipeline_cents"].astype("Int64")
    amount = grid["year_cents"].astype("Int64").where(state == "owned", pipeline.where(state == "pipeline"))
    gap = grid["lapsed"].where(grid["lapsed"].notna(), grid["former"])
    stages = grid["stages"].where(grid["stages"].notna(), grid["renewing"])
    words = {"pipeline": stages, "not eligible": grid["barred"], "declined": grid["said"], "gap": gap}
    dates = {"not eligible": grid["free_on"], "declined": grid["ask_on"]}
    return grid[CELL].assign(
        state=state, amount_cents=amount, deals=deals, pipeline_cents=pipeline,
        words=_by_state(state, words, None), until=_by_state(state, dates, pd.NaT).astype("datetime64[s]"),
    )  # fmt: skip


def _by_state(state: "pd.Series[Any]", told: dict[str, "pd.Series[Any]"], empty: Any) -> "pd.Series[Any]":
    """Of each cell what is told for its state."""
    found = np.full(len(state), empty, dtype=object)
    for name, values in told.items():
        at = (state == name).to_numpy() & values.notna().to_numpy()
        found[at] = values.to_numpy(dtype=object)[at]
    return pd.Series(found, index=state.index, dtype=object)


def _named(store: Store, today: int, grid: pd.DataFrame) -> pd.DataFrame:
    names, account = read_names(store), record_numbers(grid["account_id"])
    shown = grid.assign(
        account=named(names.accounts, account),
        service=named(names.services, record_numbers(grid["service_id"])),
        sector=named(names.sectors, sector_of(names, account)),
        owner=named(names.people, in_force(names.leads, account, np.full(len(account), today, dtype=np.int64))),
    )
    first = ["account_id", "service_id", "account", "service", "sector", "owner"]
    return shown[[*first, *(name for name in shown.columns if name not in first)]].reset_index(drop=True)
