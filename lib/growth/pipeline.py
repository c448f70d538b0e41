"""The pipeline as it was known on a day: open deals and decided ones, with the names that held then."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.accounts.attribution import attributed, read_names
from lib.accounts.queries import list_prices
from lib.days import NONE, Ints, in_force, number, numbers, record_numbers, spells
from lib.growth.figures import deal_values, known_before_closing, last_entries
from lib.growth.pipeline_queries import (
    asked_in_log,
    changed_since,
    decided,
    entries,
    estimates_then,
    open_on,
    stages,
)
from lib.keep import Keep
from lib.periods import add_months
from lib.store.engine import Store

RENEWAL = "renewal"
SUBJECTS = ("people", "accounts", "growth")  # what the pipeline is read from
RATE_MONTHS = 24  # decided deals of so long tell how often we win


def kept_open(store: Store, as_of: date, keep: Keep) -> pd.DataFrame:
    """The deals open on a day, kept until anybody writes to what they are read from."""
    found: pd.DataFrame = keep("every open deal", SUBJECTS, (as_of,), lambda: open_deals(store, as_of))
    return found


def kept_decided(store: Store, as_of: date, months: int | None, keep: Keep) -> pd.DataFrame:
    """The deals decided in so many months up to a day (None: ever), kept in the same way."""
    since = None if months is None else add_months(as_of, -months)
    found: pd.DataFrame = keep(
        "every decided deal", SUBJECTS, (as_of, since), lambda: decided_deals(store, as_of, since)
    )  # fmt: skip
    return found


def open_deals(store: Store, as_of: date) -> pd.DataFrame:
    """Every deal open at the end of a day, as it was known then; by id.

    Columns: id, version, name, kind (None: nobody said), account_id, service_id, person_id (NONE: none), account,
    service, sector, owner (who sells it, else who leads the account), manager (of the owner), stage_id (NONE: not
    recorded), stage, in_stage_on, opened_on, expected_close_on, amount_cents (NA: nobody said), list_price_cents (of
    the service, NA: none), value_cents (amount, else list price), next_step, next_step_on, reason_quoted.
    """
    names, changed = read_names(store), changed_since(store, as_of)
    frame = estimates_then(open_on(store, as_of), changed)
    today = np.full(len(frame), number(as_of), dtype=np.int64)
    person = record_numbers(frame["person_id"])
    prices = spells(list_prices(store), "service_id", "list_price_cents")
    price = in_force(prices, record_numbers(frame["service_id"]), today)
    amount = _asked(frame, changed, price)
    staged = _staged(frame, entries(store, as_of, open_only=True), stages(store), changed)
    shown = staged.drop(columns=["stage_kind", "closed_on"]).assign(
        person_id=person,
        amount_cents=_cents(amount),
        list_price_cents=_cents(price),
        value_cents=_cents(deal_values(amount, price)),
    )
    return attributed(names, shown, today, person)


def _asked(frame: pd.DataFrame, changed: pd.DataFrame, price: Ints) -> Ints:
    """Cents asked for, NONE where nobody said: what a deal closed at since was not known, unless the log tells it."""
    later = (frame["stage_kind"] != "open").to_numpy() & ~asked_in_log(frame, changed)
    return known_before_closing(record_numbers(frame["amount_cents"]), later, price)


def _staged(
    frame: pd.DataFrame, entered: pd.DataFrame, known: pd.DataFrame, changed: pd.DataFrame
) -> pd.DataFrame:  # fmt: skip
    """The stage each deal was in on the day, and since when.

    One still open is in the stage it stands in where no entry is dated; of one that closed since that is not known.
    """
    before = pd.to_numeric(changed[changed["field"] == "stage_id"].set_index("opportunity_id")["old"])
    stood = frame.set_index("id")["stage_id"]
    last = last_entries(entered, "stage_id", stood, before).reindex(frame["id"]).set_axis(frame.index)
    now = np.where(frame["stage_kind"] == "open", record_numbers(frame["stage_id"]), NONE)
    told = record_numbers(last["stage_id"])
    stage = np.where(told == NONE, now, told)
    names = pd.Series(known["name"].to_numpy(dtype=object), index=known["id"])
    return frame.assign(stage_id=stage, stage=names.reindex(stage).to_numpy(), in_stage_on=last["entered_on"])


def decided_deals(store: Store, as_of: date, since: date | None = None) -> pd.DataFrame:
    """Every deal won or lost by a day (and not before `since`), with the names of the day it closed; by id.

    Columns: id, name, kind, account_id, service_id, person_id, account, service, sector, owner, manager, won (bool),
    opened_on, expected_close_on, closed_on (NaT: unknown, only without `since`), amount_cents (NA: none), age_days
    (from opening to closing; NA: unknown), loss_reason, loss_words.
    """
    frame = decided(store, as_of, since)
    closed = numbers(frame["closed_on"], number(as_of))
    person = record_numbers(frame["person_id"])
    shown = frame.drop(columns="stage_kind").assign(
        person_id=person,
        won=(frame["stage_kind"] == "won").to_numpy(dtype=bool),
        amount_cents=_cents(record_numbers(frame["amount_cents"])),
        age_days=(frame["closed_on"] - frame["opened_on"]).dt.days.astype("Int64"),
    )
    return attributed(read_names(store), shown, closed, person)


def without_renewals(deals: pd.DataFrame) -> pd.DataFrame:
    """The deals that would be new money: all but renewals; one of unsaid kind counts."""
    return deals[deals["kind"] != RENEWAL]


def _cents(values: Ints) -> Any:
    return pd.arrays.IntegerArray(values, values == NONE)
