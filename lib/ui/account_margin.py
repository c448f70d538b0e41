"""The margin of one account: from hours and cost rates where they are on record, else from the services' usual one."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import in_force, numbers, record_numbers, spells
from lib.delivery.figures import delivery_margin, hours_cost, usual_margin
from lib.delivery.queries import account_days, cost_rates, first_day_worked
from lib.measure import Measure
from lib.money.account_figures import by_service, in_span
from lib.money.account_queries import passed_on_cents
from lib.periods import Period
from lib.profitability.privacy import WHY, instead
from lib.ui import who
from lib.ui.page import View

RATED = 0.9  # share of the hours that must have a cost rate before a margin made of them is believed
BY_HOURS, BY_SERVICES = "by hours", "by services"


def margin(view: View, account_id: int, lines: pd.DataFrame, year: Period) -> tuple[Measure, str]:
    """The margin of a span that ends with the as-of day, and what it is made from (BY_HOURS, BY_SERVICES).

    `lines`: the account's revenue. By hours it begins with the time records: fees without their hours would look rich.
    Only leads and administrators see the one by hours: it is made of what people cost.
    """
    begun = view.read(first_day_worked, view.as_of)
    span = _from(year, begun)
    worked = None if span is None else view.read(account_days, span, account_id)
    if span is None or worked is None or worked.empty:
        return _usual(lines, year, "no hours are logged on this account"), BY_SERVICES
    cost, unrated = _cost(worked, view.read(cost_rates))
    minutes = int(worked["minutes"].sum())
    if unrated > (1 - RATED) * minutes:
        missing = f"{fmt.percent(unrated / minutes)} of the hours have no cost rate"
        return _usual(lines, year, missing), BY_SERVICES
    if not who.sees_costs():
        return instead(_usual(lines, year, WHY)), BY_SERVICES
    found = delivery_margin(in_span(lines, span), view.read(passed_on_cents, account_id, span), cost)
    notes = [f"{minutes / 60:,.0f} h since {fmt.day(span.start)}"]
    notes += [f"{unrated / 60:,.0f} h without a cost rate"] if unrated else []
    return replace(found, note=f"from {', '.join(notes)}"), BY_HOURS


def _from(year: Period, begun: date | None) -> Period | None:
    return None if begun is None else Period(max(year.start, begun), year.end)


def _cost(worked: pd.DataFrame, rates: pd.DataFrame) -> tuple[int, int]:
    price = in_force(spells(rates, "person_id", "cents_per_hour"), record_numbers(worked["person_id"]),
                     numbers(worked["day"]))  # fmt: skip
    return hours_cost(np.asarray(worked["minutes"], dtype=np.int64), price)


def _usual(lines: pd.DataFrame, span: Period, why: str) -> Measure:
    services = by_service(lines, span)
    found = usual_margin(np.asarray(services["cents"], dtype=np.int64), services["margin_share"].to_numpy(np.float64))
    note = "; ".join(part for part in ("as its services usually leave", why, found.note) if part)
    return replace(found, note=note) if found.value is not None else found
