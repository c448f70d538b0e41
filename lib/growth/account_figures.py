"""The opportunities of one account as they were known on a day: stage, value, age, next step."""

from datetime import date

import numpy as np
import pandas as pd

from lib.days import NONE, record_numbers
from lib.growth.figures import deal_values, last_entries


def as_known(opportunities: pd.DataFrame, entered: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The rows of `account_queries.account_opportunities` as known on a day; `entered` those of `stages_entered`.

    One that closed later is still open, in the open stage it was in (None: not recorded) and at what was known then.
    Columns: those of the first, and outcome (open, won, lost), in_stage_on, value_cents (NA: neither amount nor list
    price), at_list_price, age_days and stage_days (NA: unknown start), step_overdue.
    """
    today = pd.Timestamp(as_of)
    later = (opportunities["stage_kind"] != "open") & (opportunities["closed_on"] > today)
    is_open = (opportunities["stage_kind"] == "open") | later
    stood = opportunities.set_index("id")["stage"]
    last = last_entries(entered, "stage", stood).reindex(opportunities["id"]).set_axis(opportunities.index)
    known = opportunities.assign(
        outcome=opportunities["stage_kind"].where(~is_open, "open"),
        closed_on=opportunities["closed_on"].where(~is_open),
        in_stage_on=last["entered_on"],
        # Open now: the stage as it stands, unless it was entered later than the day.
        stage=_stage_then(opportunities, last["stage"], is_open, later),
    )
    amount = record_numbers(opportunities["amount_cents"])
    price = record_numbers(opportunities["list_price_cents"])
    # What a deal closed at was not known while it was open.
    hidden = later & ~opportunities["asked_known"]
    asked = np.where(hidden, np.where((price == NONE) & (amount > 0), amount, NONE), amount)
    value = np.where(is_open, deal_values(asked, price), asked)
    overdue = is_open & (opportunities["next_step_on"] < today)
    return known.assign(
        value_cents=pd.arrays.IntegerArray(value, value == NONE),
        at_list_price=np.asarray(is_open) & (asked == NONE) & (value != NONE),
        age_days=_days_since(opportunities["opened_on"], today),
        stage_days=_days_since(known["in_stage_on"], today),
        step_overdue=overdue,
    )


def _stage_then(
    opportunities: pd.DataFrame, entered: "pd.Series[str]", is_open: "pd.Series[bool]", later: "pd.Series[bool]"
) -> "pd.Series[str]":
    now = opportunities["stage"].where(~later)
    return now.where(~is_open | entered.isna(), entered)


def _days_since(days: "pd.Series[pd.Timestamp]", today: pd.Timestamp) -> "pd.Series[int]":
    return (today - pd.to_datetime(days)).dt.days.astype("Int64")
