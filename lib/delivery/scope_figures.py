"""Figures of scope across the book: hours beyond and what they are worth, changes waiting, first-round approval."""

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Ints
from lib.delivery.figures import beyond, unbilled_beyond
from lib.delivery.work import Work
from lib.measure import Measure, undefined


def by_project(work: Work, cents_per_hour: Ints) -> pd.DataFrame:
    """Hours beyond scope, one row a project in the order of `work`.

    Columns: minutes agreed (NA, and none beyond, where no hours were agreed), worked, beyond, unbilled (of those
    beyond, the ones not billed); unbilled_cents (NA: no bill rate).

    `cents_per_hour`: the price of an hour for each project; NONE where there is none. Rounded to the cent a project,
    so that sums over accounts, owners and services are the book's.
    """
    agreed = np.where(work.agreed > 0, work.agreed, NONE)
    unbilled = unbilled_beyond(agreed, work.worked, work.unbilled)
    unpriced: Bools = (cents_per_hour == NONE) & (unbilled > 0)
    cents = np.rint(unbilled * np.where(cents_per_hour == NONE, 0, cents_per_hour) / 60).astype(np.int64)
    return pd.DataFrame(
        {
            "agreed": pd.arrays.IntegerArray(agreed, agreed == NONE),
            "worked": work.worked,
            "beyond": beyond(agreed, work.worked),
            "unbilled": unbilled,
            "unbilled_cents": pd.arrays.IntegerArray(cents, unpriced),
        }
    )


def by_group(found: pd.DataFrame, groups: "pd.Series[str]") -> pd.DataFrame:
    """Rows of `by_project` by group, one row each: projects (with an agreed scope), over (of them, beyond it), agreed,
    beyond, unbilled (minutes), share (beyond of agreed), unbilled_cents (NA: a part of the hours has no price).

    The most minutes beyond first.
    """
    scoped = found[found["agreed"].notna()]
    frame = scoped.assign(group=groups.loc[scoped.index].to_numpy(dtype=object), over=scoped["beyond"] > 0, projects=1)
    summed = frame.groupby("group", sort=True)[["projects", "over", "agreed", "beyond", "unbilled"]].sum()
    cents = frame.groupby("group", sort=True)["unbilled_cents"].agg(lambda one: one.sum(skipna=False))
    told = summed.assign(unbilled_cents=cents.astype("Int64"), share=summed["beyond"] / summed["agreed"])
    return told.sort_values("beyond", ascending=False, kind="stable").reset_index()


def given_away(unbilled_cents: "pd.Series[int]", unbilled: "pd.Series[int]") -> Measure:
    """What unbilled hours beyond scope are worth at the bill rate, in cents; one entry a project.

    `unbilled_cents` is NA where there is no bill rate; the note says how many hours have none.
    """
    known = unbilled_cents.notna()
    without = int(unbilled[~known].sum())
    if without and not int(unbilled[known].sum()):
        return undefined("no bill rate is recorded")
    note = f"{without / 60:,.0f} h without a bill rate left out" if without else ""
    return Measure(int(unbilled_cents[known].sum()), base=len(unbilled_cents), note=note)


def waiting(fee_cents: "pd.Series[int]") -> Measure:
    """How many changes of scope wait for the client's answer; one entry each, NA where it has no fee."""
    unpriced = int(fee_cents.isna().sum())
    return Measure(len(fee_cents), base=len(fee_cents), note=f"{unpriced:,} without a fee" if unpriced else "")


def first_round(rounds: Ints) -> Measure:
    """Of deliverables handed over, the share the client took without asking for any change; rounds of changes each.

    A count of all, not a sample: no interval.
    """
    base = len(rounds)
    if not base:
        return undefined("no deliverable was handed over in the period")
    hits = int(np.count_nonzero(rounds == 0))
    return Measure(hits / base, base=base, hits=hits)


def rounds_by(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Deliverables handed over by a column, one row a value: deliverables, first (taken without a change), rounds
    (sum over those with rounds agreed), in_scope (their sum), agreed (how many have rounds agreed), over (how many
    went beyond). The most beyond first."""
    agreed = found["rounds_in_scope"].notna()
    scope = found["rounds_in_scope"].fillna(0).astype("int64")
    parts = pd.DataFrame(
        {
            by: found[by],
            "deliverables": 1,
            "first": found["rounds"] == 0,
            "rounds": found["rounds"].where(agreed, 0),
            "in_scope": scope,
            "agreed": agreed,
            "over": agreed & (found["rounds"] > scope),
        }
    )
    summed = parts.groupby(by, sort=True).sum().reset_index()
    return summed.sort_values(["over", "deliverables"], ascending=False, kind="stable").reset_index(drop=True)
