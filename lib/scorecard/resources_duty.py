"""Duty 4, agency resources: what hours bring, what is given away, and how far work goes beyond what was agreed."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.days import NONE
from lib.delivery import work
from lib.delivery.figures import beyond, write_off_share
from lib.measure import Measure, undefined
from lib.money.book_queries import first_write_off_day
from lib.profitability.earnings import BY_SERVICES, Earned, together
from lib.scorecard.earned import hours_missing, over_serviced, own_earnings, sold
from lib.scorecard.ground import Scope
from lib.scorecard.told import Spec
from lib.scorecard.work_duty import delivered, projects

WORDS = "The agency's hours are spent well: paid for, within what was agreed, and not given away."
_DAYS = "Fees and hours count for who led the account on their day."


def _earned(scope: Scope) -> Earned:
    return together(own_earnings(scope), sees_costs=scope.ground.sees_costs)


def _realisation(scope: Scope) -> Measure:
    if why := hours_missing(scope):
        return undefined(why, base=None)
    measure = _earned(scope).realisation
    return replace(measure, base=_clients(scope)) if measure.value is not None else measure


def _clients(scope: Scope) -> int:
    """How many accounts brought fees or took hours."""
    rows = own_earnings(scope)
    return int(((rows["account_id"] != NONE) & ((rows["fees"] != 0) | (rows["minutes"] > 0))).sum())


def _margin(scope: Scope) -> Measure:
    why = hours_missing(scope)
    if why and own_earnings(scope)["minutes"].any():  # without any hours it is made of services
        return undefined(why, base=None)
    found = _earned(scope)
    if found.made_of != BY_SERVICES or found.margin.value is None:
        return found.margin
    note = "an estimate from the usual margins of the services"
    return replace(found.margin, note="; ".join(filter(None, [note, found.margin.note])))


def _written_off(scope: Scope) -> Measure:
    ground, rows = scope.ground, own_earnings(scope)
    about, first = (ground.as_of,), lambda: first_write_off_day(ground.store, ground.as_of)
    if ground.kept("first write-off", ("money",), about, first) is None:
        return undefined("no write-off was ever recorded")
    share = write_off_share(int(rows["written_off"].sum()), int(rows["fees"].sum()))
    return replace(share, base=_clients(scope)) if share.value is not None else share


def _earned_rows(scope: Scope) -> pd.DataFrame:
    rows = own_earnings(scope)
    rows = rows[rows["account_id"] != NONE].set_index("account_id")
    cents = {"Fees": "fees", "Passed on": "passed_on", "Written off": "written_off", "Worth at bill rates": "value"}
    minutes = {"Hours": "minutes", "Billable hours": "billable_minutes"}
    told = pd.DataFrame(
        {label: rows[name].to_numpy() / 100 for label, name in cents.items()}
        | {label: rows[name].to_numpy() / 60 for label, name in minutes.items()}
    )
    told.insert(0, "Account", scope.ground.accounts_named(rows.index.to_numpy()))
    return told.sort_values("Account")


def _over_rows(scope: Scope) -> pd.DataFrame:
    found = sold(scope)
    hours, bought = (found[name].to_numpy(dtype=np.float64) / 60 for name in ("worked", "sold"))
    known = found["sold"].to_numpy(dtype=np.float64) != NONE
    return pd.DataFrame(
        {
            "Account": scope.ground.accounts_named(found["account_id"]), "Hours worked": hours,
            "Hours bought": np.where(known, bought, np.nan),
            "Hours beyond": np.where(known, np.maximum(hours - bought, 0), np.nan),
            "Why it cannot be told": found["why"].to_numpy(dtype=object),
        }
    ).sort_values("Account")  # fmt: skip


def _creep(scope: Scope) -> Measure:
    found = delivered(scope)
    return work.scope_creep(found.work.only(scope.inside(found.work.delivered)), projects(scope.ground).hours_from)


def _creep_rows(scope: Scope) -> pd.DataFrame:
    found = delivered(scope)
    found = found.only(scope.inside(found.work.delivered) & found.timed)
    agreed = found.work.agreed
    return pd.DataFrame(
        {
            "Project": found.rows["name"].to_numpy(), "Account": found.rows["account"].astype(object).to_numpy(),
            "Hours agreed": np.where(agreed == NONE, np.nan, agreed / 60), "Hours worked": found.work.worked / 60,
            "Hours beyond": np.where(agreed == NONE, np.nan, beyond(agreed, found.work.worked) / 60),
        }
    )  # fmt: skip


SPECS = (
    Spec("realisation", _realisation, _earned_rows, here=_DAYS),
    Spec("delivery_margin", _margin, _earned_rows, here=f"{_DAYS} Made of hours only for who may see what they cost."),
    Spec("over_servicing", over_serviced, _over_rows, here="What was bought follows the hours to who led the account "
         "while they were worked."),
    Spec("write_off_share", _written_off, _earned_rows, here="Of accounts the person led that day, whoever decided "
         "it."),
    Spec("scope_creep", _creep, _creep_rows, here="Here of projects delivered in the period, for who led the account "
         "that day."),
)  # fmt: skip
