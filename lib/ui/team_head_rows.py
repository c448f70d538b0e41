"""The rows behind the headline figures of the team."""

import numpy as np
import pandas as pd

from lib.team.load import Load, Weeks, most_loaded
from lib.team.load_figures import at_work, share
from lib.team.load_words import booking_words, over_list, seat_words
from lib.team.utilisation import Used


def loaded(weeks: Weeks, taken: Load) -> pd.DataFrame:
    """Everybody's booked hours, capacity and free hours of the next weeks, most loaded first."""
    order = most_loaded(weeks, taken)
    booked, capacity = (minutes[order][:, weeks.ahead] / 60 for minutes in (taken.booked, weeks.capacity))
    free, booked = np.maximum(capacity - booked, 0).sum(axis=1), at_work(booked, capacity)
    return pd.DataFrame(
        {
            "Person": weeks.people["name"].iloc[order].tolist(),
            "Role": weeks.people["role"].iloc[order].tolist(),
            "Booked (h)": booked.sum(axis=1).round(1),
            "Capacity (h)": capacity.sum(axis=1).round(1),
            "Load (%)": (share(booked.sum(axis=1), capacity.sum(axis=1)) * 100).round(),
            "Free (h)": free.round(1),
        }
    )


def extended(weeks: Weeks, taken: Load) -> pd.DataFrame:
    """Who is over-extended, and by which rule."""
    who = over_list(weeks, taken)
    return pd.DataFrame({"Person": who["person"], "Role": who["role"], "Why": who["why"].map(capital)})


def capital(text: str) -> str:
    """A sentence begun with a capital letter."""
    return text[:1].upper() + text[1:]


def unstaffed(weeks: Weeks, taken: Load) -> pd.DataFrame:
    """The placeholders with hours in the next weeks."""
    seats = weeks.bookings[weeks.is_placeholder]
    hours = taken.unmet[:, weeks.ahead].sum(axis=1) / 60
    kept = seats[hours > 0]
    return pd.DataFrame(
        {
            "Wanted": [seat_words(row) for row in kept.itertuples()],
            "For": [booking_words(row) for row in kept.itertuples()],
            "Hours, 4 weeks": hours[hours > 0].round(1),
            "Sure": ["tentative" if maybe else "confirmed" for maybe in kept["tentative"]],
            "From": kept["starts_on"].to_numpy(),
        }
    )


def billed(used: Used, owner: str | None) -> pd.DataFrame:
    """Billable hours and capacity of everybody in the last four whole weeks."""
    people = used.people if owner is None else used.people[used.people["person"] == owner]
    return pd.DataFrame(
        {
            "Person": people["person"],
            "Role": people["role"],
            "Billable (h)": (people["billable"] / 60).round(1),
            "Logged (h)": (people["logged"] / 60).round(1),
            "Capacity (h)": (people["capacity"] / 60).round(1),
            "Billable (%)": (people["billable"] / people["capacity"].where(people["capacity"] > 0) * 100).round(),
        }
    ).sort_values("Billable (%)", ascending=False)
