"""Hours worked by person: sold, beyond what clients pay for, internal; and what to do first about an overload."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.format import percent
from lib.measure import Measure, undefined

KINDS = ("sold", "over", "untold", "internal")
WORTH_RESCOPING = 60.0  # minutes a week of one person for one client: less is not worth a talk about scope
WORTH_SAYING = 30.0  # minutes a week: less is as good as nothing
MUCH_INTERNAL = 0.25  # share of the hours worked from which internal work is looked at before clients are moved
MOST_NAMED = 2


def split(worked: pd.DataFrame, beyond: pd.DataFrame) -> pd.DataFrame:
    """Each person's minutes on each client, in parts: one row a row of `worked`.

    `worked`: person_id, account_id (NA: internal work), minutes. `beyond`: account_id, share (of the hours worked for
    the account, those beyond what it bought; NaN: cannot be told). Everybody who works for an account shares in what
    went beyond in proportion to their hours on it. Adds sold, over, untold, internal: they add up to minutes.
    """
    share = worked["account_id"].map(beyond.set_index("account_id")["share"]).to_numpy(dtype=np.float64)
    minutes = worked["minutes"].to_numpy(dtype=np.float64)
    inside = worked["account_id"].isna().to_numpy(dtype=np.bool_)
    untold = ~inside & np.isnan(share)
    over = np.where(inside | untold, 0.0, minutes * np.nan_to_num(share))
    return worked.assign(
        sold=np.where(inside | untold, 0.0, minutes - over),
        over=over,
        untold=np.where(untold, minutes, 0.0),
        internal=np.where(inside, minutes, 0.0),
    )


def by_person(parts: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Hours a week by person from minutes of so many weeks. Columns: person_id, the KINDS, hours; most beyond first."""
    summed = parts.groupby("person_id")[list(KINDS)].sum() / 60 / weeks
    told = summed.assign(hours=summed.sum(axis=1)).reset_index()
    return told.sort_values(["over", "hours"], ascending=False, kind="stable").reset_index(drop=True)


def over_serviced_share(over: float, told: float) -> Measure:
    """Hours worked for clients beyond what they pay for, as a share of the client hours of which it can be told."""
    if told <= 0:
        return undefined("no client hours of which it can be told what was sold")
    return Measure(over / told)


@dataclass(frozen=True)
class Client:
    """Hours a week one person works for one client, and those of them beyond what it pays for."""

    name: str
    hours: float
    over: float


@dataclass(frozen=True)
class Overload:
    """One person with too much: hours a week beyond capacity (0 or less: only in single weeks), clients, internal."""

    excess: float
    hours: float
    internal: float
    untold: float
    clients: tuple[Client, ...]


def advice(found: Overload) -> list[str]:
    """What to do about an overload, first things first: re-scope before moving; sentences of plain words.

    Undoing what nobody pays for costs no client their person; so a move is advised only for what it leaves.
    """
    if not found.hours:
        return ["No hours were logged in these weeks, so where they go cannot be told: look at the bookings."]
    free = sorted((one for one in found.clients if one.over * 60 >= WORTH_RESCOPING), key=lambda one: -one.over)
    said = [_rescope(one, first=at == 0) for at, one in enumerate(free[:MOST_NAMED])]
    eased = sum(one.over for one in free[:MOST_NAMED])
    if found.internal > MUCH_INTERNAL * found.hours:
        share, order = percent(found.internal / found.hours), "too" if free else "first"
        said.append(
            f"{found.internal:.1f} of {found.hours:.1f} hours a week are internal ({share}): look there {order}."
        )
    return [*said, _rest(found, eased, bool(free))]


def _rescope(one: Client, first: bool) -> str:
    start = "First re-scope" if first else "Then re-scope"
    return f"{start} {one.name}: {one.over:.1f} of {one.hours:.1f} hours a week are beyond what it pays for."


def _rest(found: Overload, eased: float, rescoped: bool) -> str:
    """What is left to move once the clients named have been re-scoped."""
    left = found.excess - eased
    if rescoped and left * 60 < WORTH_SAYING:
        return "That is enough: nothing needs to move."
    most = max(found.clients, key=lambda one: one.hours, default=None)
    largest = f" The most hours go to {most.name} ({most.hours:.1f} a week)." if most else ""
    what = f"about {left:.0f} hours a week" if left * 60 >= WORTH_SAYING else "something in the weeks beyond capacity"
    if rescoped:
        return f"What is left to move after that: {what}; see Suggest.{largest}"
    return f"{_paid(found)}: move {what}; see Suggest.{largest}"


def _paid(found: Overload) -> str:
    beyond = sum(one.over for one in found.clients)
    if found.untold >= max(found.hours - found.internal - 0.05, 0.05):
        return "What these clients pay for cannot be told"
    if beyond * 60 >= WORTH_SAYING:
        return f"Only {beyond:.1f} hours a week are beyond what clients pay for"
    if found.untold * 60 >= WORTH_SAYING:
        return f"No hours are known to be beyond what clients pay for ({found.untold:.1f} a week cannot be told)"
    return "No hours are beyond what clients pay for"
