"""Over-servicing of the whole book: what each account bought, what was worked for it, and under whose lead."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.queries import lead_owners
from lib.days import LAST, NONE, Floats, Ints, in_force, number, numbers, record_numbers, spells
from lib.delivery.queries import first_day_worked, project_minutes, projects, scope_changes
from lib.delivery.work import as_they_stood
from lib.format import counted, day
from lib.money.book_queries import fees_of_book, passed_on_of_book, retainers
from lib.periods import Period, next_day
from lib.profitability import over_servicing_figures as figures
from lib.profitability.hours import account_prices, read_prices, worked
from lib.profitability.spans import on_record
from lib.store.engine import Store

COLUMNS = (
    "account_id", "worked_minutes", "sold_minutes", "over_minutes", "over_cents", "why", "how", "contract_minutes",
    "scope_minutes", "fee_minutes", "price",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sold:
    """What accounts bought: minutes by contract, by what agreed scopes still held, by fees (NaN: no price known)."""

    by_contract: "pd.Series[int]"
    by_scope: "pd.Series[int]"
    by_fees: "pd.Series[float]"
    unsure: "pd.Series[int]"  # minutes on projects begun before time records: their scope may have been used up before


def over_servicing(store: Store, as_of: date, span: Period) -> pd.DataFrame:
    """Hours worked beyond what the fee buys in a span of whole months, one row an account with hours or fees.

    Columns: account_id; worked_minutes; sold_minutes, over_minutes, over_cents (NA: cannot be told, `why` says it);
    how (what was sold is made of, in words); contract_minutes, scope_minutes, fee_minutes (NaN: no price), the parts
    of what was sold; price (cents an hour, NaN). Sold is, for each account: what the agreed scopes of its projects
    still held, and the hours its retainers include; where a retainer does not say them, its fees less costs passed on
    at its price of an hour.
    """
    span = Period(span.start, min(span.end, next_day(as_of)), span.key)
    begun = first_day_worked(store, as_of)
    kept = on_record(span, begun)
    hours = worked(store, span)
    hours = hours[hours["account_id"] != NONE]
    if kept is None or kept.start > span.start:
        since = "nobody has logged hours yet" if begun is None else f"time records begin on {day(begun)}"
        return _untold(hours, since)
    fees, passed = fees_of_book(store, span), passed_on_of_book(store, span)
    terms = retainers(store, as_of, span)
    ids = np.unique(np.concatenate([record_numbers(one["account_id"]) for one in (hours, fees, terms)]))
    ids = ids[ids != NONE]
    prices = account_prices(read_prices(store), hours, ids, span)
    scopes = _scopes(store, as_of, span, hours, prices)
    return _table(ids, hours, prices, _sold(ids, span, terms, scopes, prices, fees, passed))


def _untold(hours: pd.DataFrame, why: str) -> pd.DataFrame:
    minutes = hours.groupby("account_id")["minutes"].sum()
    nothing = pd.Series(pd.NA, index=range(len(minutes)), dtype="Int64")
    frame = pd.DataFrame({"account_id": minutes.index.to_numpy(), "worked_minutes": minutes.to_numpy()})
    empty = dict.fromkeys(("sold_minutes", "over_minutes", "over_cents"), nothing)
    parts = dict.fromkeys(("contract_minutes", "scope_minutes", "fee_minutes", "price"), np.nan)
    return frame.assign(**empty, why=why, how="", **parts)[list(COLUMNS)]


def _scopes(
    store: Store, as_of: date, span: Period, hours: pd.DataFrame, prices: "pd.Series[float]"
) -> pd.DataFrame:  # fmt: skip
    """Projects worked on whose hours were agreed: project_id, account_id, minutes, held (of them), unsure (bool).

    A project that has a fee and no scope has the hours that its fee buys.
    """
    last = min(as_of, span.last_day)
    listed = projects(store, last)
    before = project_minutes(store, date.fromordinal(span.start.toordinal() - 1))
    work = as_they_stood(listed, scope_changes(store, last), before, last)
    begun = first_day_worked(store, as_of)
    fee = record_numbers(listed["fee_cents"])
    price = _array(prices.reindex(record_numbers(listed["account_id"])))
    by_fee = figures.bought(fee, price)
    agreed = np.where((work.agreed == NONE) & (fee > 0) & ~np.isnan(by_fee), np.nan_to_num(by_fee), work.agreed)
    told = pd.DataFrame(
        {
            "project_id": work.ids, "agreed": np.rint(agreed).astype(np.int64), "before": work.worked,
            "unsure": work.starts < number(begun or as_of),
        }
    )  # fmt: skip
    on_project = hours[hours["project_id"] != NONE].groupby(["project_id", "account_id"])["minutes"].sum().reset_index()
    found = on_project.merge(told[told["agreed"] != NONE], on="project_id")
    share = found["minutes"] / found.groupby("project_id")["minutes"].transform("sum")  # more than one account: rare
    left = (share * (found["agreed"] - found["before"])).round().to_numpy(dtype=np.int64)
    held = figures.scope_left(left, np.zeros(len(left), dtype=np.int64), found["minutes"].to_numpy(dtype=np.int64))
    return found.assign(held=held)


def _sold(
    ids: Ints, span: Period, terms: pd.DataFrame, scopes: pd.DataFrame, prices: "pd.Series[float]",
    fees: pd.DataFrame, passed: pd.DataFrame,
) -> Sold:  # fmt: skip
    said = terms["minutes"].fillna(0).to_numpy(dtype=np.int64)
    minutes = figures.contract_minutes(said, numbers(terms["starts_on"]), numbers(terms["ends_before"], LAST), span)
    by_contract = pd.Series(minutes).groupby(record_numbers(terms["account_id"])).sum().reindex(ids).fillna(0)
    silent = set(record_numbers(terms[terms["minutes"].isna()]["account_id"]).tolist())
    covered = set(record_numbers(terms["account_id"]).tolist()) - silent
    by_contract = by_contract.where(np.isin(ids, list(covered)), 0).astype("int64")
    cents = np.asarray(_open_fees(fees, passed, scopes, covered).reindex(ids).fillna(0), dtype=np.int64)
    by_scope = scopes.groupby("account_id")["held"].sum().reindex(ids).fillna(0).astype("int64")
    unsure = scopes[scopes["unsure"]].groupby("account_id")["minutes"].sum().reindex(ids).fillna(0).astype("int64")
    return Sold(by_contract, by_scope, pd.Series(figures.bought(cents, _array(prices)), index=ids), unsure)


def _array(prices: "pd.Series[float]") -> Floats:
    return np.asarray(prices, dtype=np.float64)


def _open_fees(
    fees: pd.DataFrame, passed: pd.DataFrame, scopes: pd.DataFrame, covered: set[int]
) -> "pd.Series[int]":  # fmt: skip
    """Fees less costs passed on that neither a scope nor a retainer's hours speak for, by account.

    Project fees that name no project are those of the agreed projects where the account has any.
    """
    scoped = set(scopes["account_id"].tolist())
    agreed = set(scopes["project_id"].tolist())
    account, project = record_numbers(fees["account_id"]), record_numbers(fees["project_id"])
    recurring = (fees["kind"] == "recurring").to_numpy(dtype=bool)
    taken = np.isin(project, list(agreed)) | (recurring & np.isin(account, list(covered)))
    taken |= ~recurring & (project == NONE) & np.isin(account, list(scoped))
    income = fees["amount_cents"][~taken].groupby(account[~taken]).sum()
    buyer, bought_for = record_numbers(passed["account_id"]), record_numbers(passed["project_id"])
    ours = ~np.isin(bought_for, list(agreed)) & ~np.isin(buyer, list(covered))
    return income.sub(passed["amount_cents"][ours].groupby(buyer[ours]).sum(), fill_value=0).clip(lower=0)


def _table(ids: Ints, hours: pd.DataFrame, prices: "pd.Series[float]", sold: Sold) -> pd.DataFrame:
    minutes = hours.groupby("account_id")["minutes"].sum().reindex(ids).fillna(0).to_numpy(dtype=np.int64)
    total = sold.by_contract.to_numpy() + sold.by_scope.to_numpy() + sold.by_fees.to_numpy()
    told = np.where(np.isnan(total), NONE, np.nan_to_num(np.rint(total))).astype(np.int64)
    over = figures.beyond(minutes, told)
    priced = ~np.isnan(prices.to_numpy()) & (told != NONE)
    cents = np.rint(over * np.nan_to_num(prices.to_numpy()) / 60).astype(np.int64)
    frame = pd.DataFrame(
        {
            "account_id": ids, "worked_minutes": minutes, "sold_minutes": pd.arrays.IntegerArray(told, told == NONE),
            "over_minutes": pd.arrays.IntegerArray(over, told == NONE),
            "over_cents": pd.arrays.IntegerArray(cents, ~priced),
            "why": np.where(told == NONE, "no price of an hour is recorded", ""), "how": _words(sold, minutes),
            "contract_minutes": sold.by_contract.to_numpy(), "scope_minutes": sold.by_scope.to_numpy(),
            "fee_minutes": sold.by_fees.to_numpy(), "price": prices.to_numpy(),
        }
    )  # fmt: skip
    return frame[list(COLUMNS)]


def _words(sold: Sold, worked_minutes: Ints) -> list[str]:
    rows = zip(sold.by_contract, sold.by_scope, sold.by_fees, sold.unsure, worked_minutes, strict=True)
    return [_how(*row) for row in rows]


def _how(by_contract: int, by_scope: int, by_fees: float, unsure: int, minutes: int) -> str:
    parts = ["hours its retainer includes"] if by_contract else []
    parts += ["agreed scope of its projects"] if by_scope else []
    parts += ["fees at its price of an hour"] if by_fees > 0 else []
    if not parts and not np.isnan(by_fees):
        parts = ["no fee and no contract in these months"] if minutes else ["no hours worked"]
    early = f" (at least: {counted(round(unsure / 60), 'hour')} on projects older than the time records)"
    return " + ".join(parts) + (early if unsure else "")


def by_owner(store: Store, span: Period, told: pd.DataFrame) -> pd.DataFrame:
    """`over_servicing` by who led the account on the days worked; what was sold and gone beyond follows the hours.

    One row an owner (person_id NONE: nobody led it), with hours or without: person_id, accounts, worked_minutes,
    sold_minutes, over_minutes, over_cents. The sums are those of the accounts that can be told.
    """
    known = told[told["over_minutes"].notna() & (told["worked_minutes"] > 0)].set_index("account_id")
    hours = worked(store, span)
    hours = hours[hours["account_id"].isin(known.index)]
    leads = spells(lead_owners(store), "account_id", "person_id")
    owner = in_force(leads, hours["account_id"].to_numpy(), hours["day"].to_numpy())
    parts = hours.assign(person_id=owner).groupby(["account_id", "person_id"])["minutes"].sum().reset_index()
    for name in ("sold_minutes", "over_minutes", "over_cents"):
        pieces = [
            figures.split(int(known[name].fillna(0).loc[account]), rows["minutes"].to_numpy())
            for account, rows in parts.groupby("account_id")
        ]
        parts[name] = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64)
    found = parts.rename(columns={"minutes": "worked_minutes"}).groupby("person_id")
    sums = found[["worked_minutes", "sold_minutes", "over_minutes", "over_cents"]].sum()
    return sums.assign(accounts=found.size()).reset_index().sort_values("over_minutes", ascending=False)
