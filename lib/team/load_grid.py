"""The cells of a heatmap of load: one row a person, role or placeholder and week, with what stands in and behind it."""

from typing import Any

import numpy as np
import pandas as pd

from lib.days import Floats, Ints
from lib.team.load import Load, Weeks
from lib.team.load_figures import share
from lib.team.load_words import is_away, seat_words, short_day

PERCENT, HOURS = "% of capacity", "Hours"
UNITS = (PERCENT, HOURS)
# Lower bounds of the share of capacity, and what stands in the legend; the last three are those of the rules.
BANDS = ((0.0, "under 50 %"), (0.5, "50–70 %"), (0.7, "70–100 %"), (1.0, "over 100 %"), (1.1, "over 110 %"))
AWAY, GONE, WANTED = "away", "not here", "nobody named"
EVERYONE, UNSAID_ROLE = "Everyone", "No role said"


def people_cells(weeks: Weeks, taken: Load, order: Ints, unit: str) -> pd.DataFrame:
    """Person × week for the people at `order`. Columns as `_cells`."""
    names = weeks.people["name"].iloc[order].tolist()
    gone = weeks.contract[order] <= 0
    away = is_away(weeks)[order]
    minutes = {
        "shown": taken.shown[order], "capacity": weeks.capacity[order], "booked": taken.booked[order],
        "tentative": taken.tentative[order], "logged": weeks.logged[order],
        "absence": (weeks.contract - weeks.capacity)[order],
    }  # fmt: skip
    state = np.where(away, AWAY, np.where(gone, GONE, ""))
    return _cells(weeks, names, minutes, state, unit)


def role_cells(weeks: Weeks, taken: Load, unit: str) -> tuple[pd.DataFrame, list[str]]:
    """Everyone, and each role, × week: hours summed, then divided. The cells, and the rows most loaded first."""
    known = ~weeks.unrecorded
    role = weeks.people["role"].fillna(UNSAID_ROLE).to_numpy(dtype=object)
    groups = [(EVERYONE, known), *((name, known & (role == name)) for name in dict.fromkeys(role[known]))]
    labels = [f"{name} ({int(who.sum())})" for name, who in groups]
    minutes = {
        name: np.array([values[who].sum(axis=0) for _, who in groups])
        for name, values in {
            "shown": taken.shown, "capacity": weeks.capacity, "booked": taken.booked, "tentative": taken.tentative,
            "logged": weeks.logged, "absence": weeks.contract - weeks.capacity,
        }.items()
    }  # fmt: skip
    state = np.where(minutes["capacity"] > 0, "", AWAY)
    ahead = np.nan_to_num(share(*(minutes[one][:, weeks.ahead].sum(axis=1) for one in ("booked", "capacity"))))
    order = [0, *(1 + np.argsort(-ahead[1:], kind="stable"))]
    return _cells(weeks, labels, minutes, state, unit), [labels[at] for at in order]


def placeholder_cells(weeks: Weeks, taken: Load) -> tuple[pd.DataFrame, list[str]]:
    """Hours a week that nobody is named for, by role or skill. The cells (in hours), and the rows, most hours first."""
    seats = [seat_words(row) for row in _tuples(weeks.bookings[weeks.is_placeholder])]
    found = pd.DataFrame(taken.unmet).groupby(np.array(seats, dtype=object)).sum() if seats else pd.DataFrame()
    found = found[found.sum(axis=1) > 0] if len(found) else found
    found = found.loc[found.sum(axis=1).sort_values(ascending=False, kind="stable").index] if len(found) else found
    minutes = found.to_numpy(dtype=np.float64).reshape(len(found), len(weeks.mondays))
    nothing = np.zeros_like(minutes)
    parts = dict.fromkeys(("capacity", "tentative", "logged", "absence"), nothing)
    state = np.where(minutes > 0, WANTED, GONE)
    names = [str(name) for name in found.index]
    return _cells(weeks, names, {"shown": minutes, "booked": minutes, **parts}, state, HOURS), names


def _tuples(frame: pd.DataFrame) -> Any:
    return frame.itertuples()


def _cells(
    weeks: Weeks, rows: list[str], minutes: dict[str, Floats], state: Any, unit: str
) -> pd.DataFrame:  # fmt: skip
    """Row-wise cells. Columns: row, week (short), band, shown (text), past (bool), and for the tooltip told, week of,
    capacity, booked, tentative, logged, absence (hours in words)."""
    shape = (len(rows), len(weeks.mondays))
    shares = share(minutes["shown"], minutes["capacity"])
    flat = state.ravel().tolist()
    days = [short_day(day) for day in weeks.starts]
    text = _texts(minutes["shown"], shares, unit)
    return pd.DataFrame(
        {
            "row": np.repeat(np.array(rows, dtype=object), shape[1]),
            "week": np.tile(np.array(days, dtype=object), shape[0]),
            "band": [one or _band(value) for one, value in zip(flat, shares.ravel(), strict=True)],
            "shown": [_stands(one, word) for one, word in zip(flat, text, strict=True)],
            "past": np.tile(np.arange(shape[1]) < weeks.past, shape[0]),
            "told": [_told(one, value) for one, value in zip(flat, shares.ravel(), strict=True)],
            **{f"{name}_h": _hours(values) for name, values in minutes.items() if name != "shown"},
        }
    )


def _texts(minutes: Floats, shares: Floats, unit: str) -> list[str]:
    if unit == HOURS:
        return [f"{value / 60:.0f}" if value >= 600 else f"{value / 60:.2g}" for value in minutes.ravel()]
    return ["–" if np.isnan(value) else f"{value * 100:.0f}" for value in shares.ravel()]


def _stands(state: str, text: str) -> str:
    return {AWAY: AWAY, GONE: ""}.get(state, text)


def _told(state: str, value: float) -> str:
    return state or f"{value * 100:.0f} % of capacity"


def _band(value: float) -> str:
    # Strictly above for what is over: 100 % is full, not over.
    last = BANDS[0][1]
    for least, words in BANDS:
        if value > least + 1e-9 or (least < 1 and value >= least):
            last = words
    return last


def _hours(minutes: Floats) -> list[str]:
    return [f"{value / 60:.1f} h" for value in minutes.ravel()]
