"""What each account brought and cost, cut by who led it on the day: `lib.profitability.earnings` for one lead."""

import numpy as np
import pandas as pd

from lib.accounts.queries import lead_owners
from lib.days import NONE, Ints, Spells, in_force, numbers, record_numbers, spells
from lib.delivery.queries import cost_rates, first_day_worked
from lib.format import day as day_words
from lib.measure import Measure, undefined
from lib.money.book_queries import fees_of_book, passed_on_of_book, usual_margins, write_offs_of_book
from lib.periods import Period, month_start
from lib.profitability import over_servicing_figures as figures
from lib.profitability.earnings import SUMS
from lib.profitability.hours import SUBJECTS, worked
from lib.profitability.over_servicing import over_servicing
from lib.profitability.spans import on_record
from lib.scorecard.ground import Ground, Scope
from lib.store.engine import Store


def earned_by_lead(store: Store, span: Period, hours: pd.DataFrame) -> pd.DataFrame:
    """The rows of `lib.profitability.earnings.earnings`, one an account and who led it on the days of its facts.

    `hours`: those of the span, of `lib.profitability.hours.worked`.

    Columns: account_id and lead (NONE: none), and SUMS; summed over leads they are its rows to the cent a lead.
    """
    leads = spells(lead_owners(store), "account_id", "person_id")
    parts = [_fees(store, span), _hours(store, hours), *_costs(store, span)]
    cut = []
    for part in parts:
        lead = in_force(leads, part["account_id"].to_numpy(), part["day"].to_numpy())
        cut.append(part.drop(columns="day").assign(lead=lead).groupby(["account_id", "lead"]).sum())
    frame = pd.concat(cut, axis=1).fillna(0).reindex(columns=list(SUMS), fill_value=0)
    return frame.round().astype("int64").reset_index()


def _fees(store: Store, span: Period) -> pd.DataFrame:
    fees = fees_of_book(store, span)
    usual = usual_margins(store).set_index("service_id")["margin_share"]
    share = usual.reindex(record_numbers(fees["service_id"])).to_numpy(dtype=np.float64)
    cents = fees["amount_cents"].to_numpy(dtype=np.int64)
    known = np.where(np.isnan(share), 0, cents)
    return _keyed(fees, {"fees": cents, "usual_fees": known, "usual_kept": known * np.nan_to_num(share)})


def _keyed(found: pd.DataFrame, columns: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame({"account_id": record_numbers(found["account_id"]), "day": numbers(found["day"]), **columns})


def _hours(store: Store, hours: pd.DataFrame) -> pd.DataFrame:
    minutes, price, billable = (hours[name].to_numpy() for name in ("minutes", "bill_rate", "billable"))
    rates = spells(cost_rates(store), "person_id", "cents_per_hour")
    cost = in_force(rates, hours["person_id"].to_numpy(), hours["day"].to_numpy())
    columns = {
        "minutes": minutes,
        "billable_minutes": np.where(billable, minutes, 0),
        "value": np.where(billable & (price != NONE), minutes * price / 60, 0.0),
        "unpriced_minutes": np.where(billable & (price == NONE), minutes, 0),
        "cost": np.where(cost != NONE, minutes * cost / 60, 0.0),
        "unrated_minutes": np.where(cost == NONE, minutes, 0),
    }
    return pd.DataFrame({"account_id": hours["account_id"], "day": hours["day"], **columns})


def _costs(store: Store, span: Period) -> tuple[pd.DataFrame, pd.DataFrame]:
    passed, given = passed_on_of_book(store, span), write_offs_of_book(store, span)
    amounts = {"passed_on": passed, "written_off": given}
    first, second = (
        _keyed(found, {name: found["amount_cents"].to_numpy(dtype=np.int64)}) for name, found in amounts.items()
    )  # fmt: skip
    return first, second


def _worked(ground: Ground, span: Period) -> pd.DataFrame:
    return ground.kept("hours", SUBJECTS, (span.start, span.end), lambda: worked(ground.store, span))


def own_earnings(scope: Scope) -> pd.DataFrame:
    """One row an account with what it brought and cost under the scope's person; account_id, and SUMS."""
    ground, span = scope.ground, scope.span
    every = ground.kept(
        "earned", SUBJECTS, (span.start, span.end), lambda: earned_by_lead(ground.store, span, _worked(ground, span))
    )
    mine = every if scope.person is None else every[every["lead"] == scope.person]
    return mine.drop(columns="lead").groupby("account_id").sum().reset_index()


def hours_missing(scope: Scope) -> str:
    """Why the hours of the span are not all on record: fees would be set against a part of them; empty where they are.

    Empty too where no hour was ever recorded: the figures say so themselves.
    """
    ground, span = scope.ground, scope.span
    about = (ground.as_of,)
    begun = ground.kept("first hour", ("delivery",), about, lambda: first_day_worked(ground.store, ground.as_of))
    if begun is None:
        return ""
    told = on_record(span, begun)
    whole = told is not None and told.start == span.start
    return "" if whole else f"time records begin on {day_words(begun)}"


# Hours beyond what was bought: of whole months, split by who led the account while they were worked


def sold(scope: Scope) -> pd.DataFrame:
    """Minutes worked and bought of each account and lead, where it can be told, in the whole months of the span.

    Columns: account_id, lead, worked, sold (NONE: cannot be told), why. Of the firm one row an account, not split.
    """
    ground, months = scope.ground, whole_months(scope.span)
    if months is None:
        return pd.DataFrame(columns=["account_id", "lead", "worked", "sold", "why"])
    about = (ground.as_of, months.start, months.end)
    told, split = ground.kept("sold", SUBJECTS, about, lambda: _sold(ground, months))
    return told if scope.person is None else split[split["lead"] == scope.person]


def whole_months(span: Period) -> Period | None:
    """The whole calendar months at the start of a span that are over; None where there is none."""
    end = month_start(span.end)
    return Period(span.start, end, span.key) if end > span.start and span.start.day == 1 else None


def _sold(ground: Ground, span: Period) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = over_servicing(ground.store, ground.as_of, span)
    minutes = found["sold_minutes"].fillna(NONE).to_numpy(dtype=np.int64)
    told = pd.DataFrame(
        {
            "account_id": record_numbers(found["account_id"]), "lead": NONE,
            "worked": found["worked_minutes"].to_numpy(dtype=np.int64), "sold": minutes,
            "why": found["why"].to_numpy(dtype=object),
        }
    )  # fmt: skip
    return told, _split(ground.leads, told, _worked(ground, span))


def _split(leads: Spells, told: pd.DataFrame, hours: pd.DataFrame) -> pd.DataFrame:
    """What was bought follows the hours: an account nobody worked for is of nobody here, it cannot be over-serviced."""
    hours = hours[hours["account_id"] != NONE]
    lead = in_force(leads, hours["account_id"].to_numpy(), hours["day"].to_numpy())
    parts = hours.assign(lead=lead).groupby(["account_id", "lead"])["minutes"].sum().rename("worked").reset_index()
    bought = dict(zip(told["account_id"].tolist(), told["sold"].tolist(), strict=True))
    why = dict(zip(told["account_id"].tolist(), told["why"].tolist(), strict=True))
    pieces = [
        _pieces(bought.get(account, NONE), rows["worked"].to_numpy(dtype=np.int64))
        for account, rows in parts.groupby("account_id")
    ]
    found = parts.assign(sold=np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64))
    return found.assign(why=[why.get(account, "") for account in found["account_id"].tolist()])


def _pieces(sold_minutes: int, minutes: Ints) -> Ints:
    return np.full(len(minutes), NONE) if sold_minutes == NONE else figures.split(sold_minutes, minutes)


def over_serviced(scope: Scope) -> Measure:
    """`figures.over_servicing` of the accounts of the scope's person."""
    if whole_months(scope.span) is None:
        return undefined(f"no whole month is over by {day_words(scope.span.last_day)}", base=None)
    if why := hours_missing(scope):
        return undefined(why, base=None)
    found = sold(scope)
    untold = found[(found["sold"] == NONE) & (found["worked"] > 0)]
    measure = figures.over_servicing(found["worked"].to_numpy(dtype=np.int64), found["sold"].to_numpy(dtype=np.int64))
    if measure.value is None and len(untold):
        return undefined(str(untold["why"].iloc[0]), base=0)
    return measure
