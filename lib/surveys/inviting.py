"""Who may be invited to a wave, asked once more inside the transaction that lists or sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from lib.errors import RefusedValue
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.inviting_actions import add_listed
from lib.surveys.inviting_queries import listed, people
from lib.surveys.throttle_figures import DAYS, left_out


@dataclass(frozen=True)
class Rules:
    """By what nobody is asked too often: the day, the days between two surveys, accounts that forbid it and why."""

    day: date
    days: int = DAYS
    forbidden: Mapping[int, str] = field(default_factory=dict)


def candidates(store: Store, wave_id: int, rules: Rules) -> pd.DataFrame:
    """Every contact with `why`, the reason they are not invited (None: they may be); columns of `people` besides."""
    found = people(store, wave_id, rules.day)
    return found.assign(why=left_out(found, rules.day, rules.days, rules.forbidden))


def invite(store: Store, who: str, wave_id: int, contact_ids: Sequence[int], rules: Rules, token: str) -> int:
    """List contacts in a wave; nothing is sent. How many. Raises RefusedValue naming the first who may not be asked."""

    def work(write: Write) -> int:
        known = candidates(store, wave_id, rules).set_index("contact_id")
        for number in contact_ids:
            why = known["why"].get(number, "no longer a contact")
            if why is not None:
                name = known["contact"].get(number, f"contact {number}")
                raise RefusedValue("contact_ids", f"{name} is not invited: {why}.")
        return add_listed(write, wave_id, contact_ids)

    return perform(store, who, "list people in a wave", work, token) or 0


def to_send(store: Store, wave_id: int, rules: Rules) -> pd.DataFrame:
    """Those listed and not sent their link, with `why` one is held back now (None: may go); columns of `listed`."""
    found = listed(store, wave_id, rules.day)
    waiting = found[found["state"] == "listed"].reset_index(drop=True)
    nothing: dict[str, Any] = {"state": None, "elsewhere": None, "archived_on": pd.NaT}
    return waiting.assign(why=left_out(waiting.assign(**nothing), rules.day, rules.days, rules.forbidden))
