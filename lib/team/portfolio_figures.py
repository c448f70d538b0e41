"""Expected hours a week of looking after accounts, from what each of them asks for and what an hour is reckoned for."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import Floats
from lib.format import counted
from lib.measure import Measure, undefined

PREFIX = "portfolio_load."
PARTS = ("contact", "promises", "projects", "escalations", "renewals")
SEVERITIES = (1, 2, 3, 4)


@dataclass(frozen=True)
class Reckoning:
    """Hours each thing is reckoned for: choices of the firm, not facts about it.

    A touch and a formal update: hours each time. All others: hours a week while it is open, running or near.
    """

    hours_a_touch: float = 0.75
    hours_an_update: float = 1.5
    hours_a_promise: float = 0.5
    hours_a_project: float = 1.5
    hours_a_renewal: float = 1.0
    hours_severity_1: float = 0.5
    hours_severity_2: float = 1.0
    hours_severity_3: float = 2.0
    hours_severity_4: float = 4.0


NAMES = tuple(field.name for field in fields(Reckoning))


def reckoning(settings: Mapping[str, str]) -> Reckoning:
    """The hours in force, from the settings "portfolio_load.<name>"; where a firm chose nothing, the default."""
    chosen = {name: settings[PREFIX + name] for name in NAMES if PREFIX + name in settings}
    return Reckoning(**{name: float(value) for name, value in chosen.items()})


def this_monday(as_of: date) -> date:
    """The Monday of the week of a day: the last whole weeks end before it."""
    return as_of - timedelta(days=as_of.weekday())


def contact_hours(ideal_gap_days: Floats, cadence_days: Floats, hours: Reckoning) -> Floats:
    """Hours a week of keeping in touch by each client's own plan, aligned by account; NaN: nothing agreed, either way.

    A formal update is a contact too, so only the touches beyond the updates are added: 7 ÷ ideal gap − 7 ÷ cadence.
    """
    updates, touches = 7 / np.nan_to_num(cadence_days, nan=np.inf), 7 / np.nan_to_num(ideal_gap_days, nan=np.inf)
    weekly = updates * hours.hours_an_update + np.maximum(touches - updates, 0.0) * hours.hours_a_touch
    return np.where(np.isnan(ideal_gap_days) & np.isnan(cadence_days), np.nan, weekly)


def expected(asked: pd.DataFrame, hours: Reckoning) -> pd.DataFrame:
    """What each account asks for, with the hours a week it is reckoned for.

    `asked`: ideal_gap_days, cadence_days (NaN: not agreed) and how many promises, projects, renewals and
    severity_1 … severity_4 are open. Adds a column "<part>_hours" for each of PARTS (contact NaN: no plan) and
    `hours`, their sum (contact without a plan adds nothing).
    """
    gap, cadence = (asked[name].to_numpy(dtype=np.float64) for name in ("ideal_gap_days", "cadence_days"))
    severe = sum(asked[f"severity_{one}"] * getattr(hours, f"hours_severity_{one}") for one in SEVERITIES)
    parts = pd.DataFrame(
        {
            "contact_hours": contact_hours(gap, cadence, hours),
            "promises_hours": asked["promises"] * hours.hours_a_promise,
            "projects_hours": asked["projects"] * hours.hours_a_project,
            "escalations_hours": severe,
            "renewals_hours": asked["renewals"] * hours.hours_a_renewal,
        },
        index=asked.index,
        dtype="float64",
    )
    return asked.assign(**parts, hours=parts.sum(axis=1))


def by_manager(accounts: pd.DataFrame) -> pd.DataFrame:
    """The accounts of `expected` (with person_id, person, year_cents) summed by who leads them, the most hours first.

    Columns: person_id, person, accounts, without_plan, year_cents, "<part>_hours" of PARTS, hours.
    """
    added = ["year_cents", *(f"{part}_hours" for part in PARTS), "hours"]
    groups = accounts.assign(without_plan=accounts["contact_hours"].isna()).groupby(["person_id", "person"])
    counts = groups.agg(accounts=("account_id", "size"), without_plan=("without_plan", "sum"))
    summed = counts.join(groups[added].sum()).reset_index()
    return summed.sort_values(["hours", "person"], ascending=[False, True], kind="stable").reset_index(drop=True)


def portfolio_load(hours: Floats, without_plan: int) -> Measure:
    """Expected hours a week of one account manager: the sum over the accounts they lead, one entry an account."""
    if not len(hours):
        return undefined("leads no account")
    note = f"{counted(without_plan, 'account')} without a communication plan: contact not counted"
    return Measure(float(hours.sum()), base=len(hours), note=note if without_plan else "")
