"""Hours that retainers include in a month against those used of them, by account."""

from datetime import date

import numpy as np
import pandas as pd

from lib.days import LAST, NONE, number, numbers, record_numbers
from lib.delivery.queries import first_day_worked, projects
from lib.money.book_queries import retainers
from lib.periods import Period, add_months, month_start, months, next_day
from lib.profitability.hours import worked
from lib.profitability.over_servicing_figures import contract_minutes
from lib.profitability.spans import on_record
from lib.store.engine import Store

MONTHS = 3  # the month that runs and those before it


def retainer_months(store: Store, as_of: date) -> pd.DataFrame:
    """Hours included and used by account and month: the month of a day so far, and the whole ones before it.

    Columns: account_id, month (first day), so_far (bool), included, used (minutes). Used: all hours of the account but
    those on projects with agreed hours of their own. Only accounts of which every retainer says its hours, and months
    of which all hours are on record.
    """
    span = on_record(
        Period(add_months(month_start(as_of), 1 - MONTHS), next_day(as_of)), first_day_worked(store, as_of)
    )  # fmt: skip
    if span is None:
        return pd.DataFrame(columns=["account_id", "month", "so_far", "included", "used"])
    hours = worked(store, span)
    agreed = projects(store, as_of)
    own = record_numbers(agreed[agreed["scoped_minutes"].notna()]["id"])
    hours = hours[(hours["account_id"] != NONE) & ~hours["project_id"].isin(own)]
    parts = [_month(store, as_of, piece, hours) for piece in months(span)]
    return pd.concat(parts, ignore_index=True)


def _month(store: Store, as_of: date, month: Period, hours: pd.DataFrame) -> pd.DataFrame:
    terms = retainers(store, as_of, month)
    silent = set(record_numbers(terms[terms["minutes"].isna()]["account_id"]).tolist())
    told = terms[terms["minutes"].notna()]
    minutes = contract_minutes(
        told["minutes"].to_numpy(dtype=np.int64), numbers(told["starts_on"]), numbers(told["ends_before"], LAST), month
    )  # fmt: skip
    included = pd.Series(minutes).groupby(record_numbers(told["account_id"])).sum()
    included = included[[one not in silent for one in included.index]]
    inside = hours["day"].between(number(month.start), number(month.last_day))
    used = hours[inside].groupby("account_id")["minutes"].sum().reindex(included.index).fillna(0)
    return pd.DataFrame(
        {
            "account_id": included.index.to_numpy(dtype=np.int64), "month": month.start,
            "so_far": month.end > next_day(as_of), "included": included.to_numpy(dtype=np.int64),
            "used": used.to_numpy(dtype=np.int64),
        }
    )  # fmt: skip
