"""What ties a person to an account, and so what a handover loses: tenure, threads, promises, dates near."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.accounts.renewal_figures import calendar
from lib.accounts.renewal_queries import renewals, running_terms
from lib.days import Floats
from lib.reallocation import queries
from lib.reallocation.weights import Weights
from lib.store.engine import Store

NEAR_DAYS = 90  # a notice or renewal date so near makes a handover dear
MOST_YEARS, MOST_THREADS, MOST_PROMISES = 3.0, 4, 8
YEAR = 365.25


def read_ties(store: Store, as_of: date, items: pd.DataFrame) -> pd.DataFrame:
    """Items (account_id, person_id …) with leads, since, contacts, promises, escalations, notice_on (NaT), band."""
    pair = ["account_id", "person_id"]
    led = queries.leads(store, as_of).rename(columns={"starts_on": "leads_since"})
    talked = queries.threads(store, as_of)
    promised = queries.open_promises(store, as_of).dropna(subset="person_id").astype({"person_id": "int64"})
    found = (
        items.merge(led, on=pair, how="left").merge(talked, on=pair, how="left").merge(promised, on=pair, how="left")
    )
    found = found.merge(queries.open_escalations(store, as_of), on="account_id", how="left")
    found = found.merge(queries.bands(store, as_of), on="account_id", how="left")
    found = found.merge(_dates(store, as_of), on="account_id", how="left")
    counts = {name: found[name].fillna(0).astype("int64") for name in ("contacts", "promises", "escalations")}
    leads = found["leads_since"].notna()
    since = found["since"].where(~leads, found[["since", "leads_since"]].min(axis=1))
    return found.assign(**counts, leads=leads, since=since).drop(columns="leads_since")


def _dates(store: Store, as_of: date) -> pd.DataFrame:
    """The next date by which somebody must act on a contract, within 90 days. Columns: account_id, notice_on."""
    found = calendar(renewals(store, as_of), running_terms(store, as_of), as_of)
    soon = found["act_on"].notna() & (found["act_on"] <= np.datetime64(as_of + timedelta(days=NEAR_DAYS)))
    kept = found[soon & (found["act_on"] >= np.datetime64(as_of))]
    first = kept.groupby("account_id", sort=True)["act_on"].min().rename("notice_on")
    return first.reset_index().astype({"account_id": "int64"})


def years(items: pd.DataFrame, as_of: date) -> Floats:
    """For how many years each holder has known the account; 0 where nothing says."""
    days = (np.datetime64(as_of) - items["since"].to_numpy(dtype="datetime64[D]")).astype("float64")
    return np.nan_to_num(np.where(np.isnat(items["since"].to_numpy(dtype="datetime64[D]")), 0.0, days / YEAR))


def handover_cost(items: pd.DataFrame, as_of: date, weigh: Weights) -> Floats:
    """What it costs in points to give each item to somebody else."""
    count = {name: items[name].to_numpy(dtype=np.float64) for name in ("contacts", "promises", "escalations")}
    return np.asarray(
        weigh.handover
        + weigh.lead * items["leads"].to_numpy(dtype=bool)
        + weigh.tenure * np.minimum(years(items, as_of), MOST_YEARS)
        + weigh.thread * np.minimum(count["contacts"], MOST_THREADS)
        + weigh.promise * np.minimum(count["promises"], MOST_PROMISES)
        + weigh.escalation * (count["escalations"] > 0)
        + weigh.notice * near(items)
        + weigh.red * (items["band"] == "Red").to_numpy(dtype=bool)
    )


def near(items: pd.DataFrame) -> "np.typing.NDArray[np.bool_]":
    """Whether a notice or renewal date lies within 90 days, each item."""
    return items["notice_on"].notna().to_numpy(dtype=np.bool_)


def lost(items: pd.DataFrame, as_of: date) -> list[str]:
    """What a handover of each item would lose, in words."""
    known = years(items, as_of)
    return [_lost(row, known[at]) for at, row in enumerate(items.itertuples(index=False))]


def _lost(row: Any, known: float) -> str:
    parts = ["leads the account"] if row.leads else []
    parts += [f"{fmt.counted(round(known), 'year')} with the client"] if known >= 1 else []
    parts += [f"{fmt.counted(round(12 * known), 'month')} with the client"] if 1 / 12 <= known < 1 else []
    parts += [f"{fmt.counted(row.contacts, 'live thread')}"] if row.contacts else []
    parts += [f"{fmt.counted(row.promises, 'open promise')}"] if row.promises else []
    parts += [f"{fmt.counted(row.escalations, 'open escalation')}"] if row.escalations else []
    if not pd.isna(row.notice_on):
        parts.append(f"notice or renewal on {fmt.day(row.notice_on.date())}")
    parts += ["the account is Red"] if row.band == "Red" else []
    return ", ".join(parts) if parts else "no tie on record"
