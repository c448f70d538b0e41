"""The firm's career ladder: which level follows which, kept as a dated setting."""

from datetime import date

from lib.errors import RefusedValue
from lib.scorecard.development import LADDER, ladder_of
from lib.store.engine import Store
from lib.store.settings import put_setting
from lib.store.writing import perform

LONGEST_NAME = 60


def set_ladder(store: Store, who: str, ladder: str | None, starts_on: date, token: str) -> int | None:
    """Put a ladder in force from a day on: role names parted by commas, the first step first.

    Raises RefusedValue: fewer than two steps, one twice, or no name of a role.
    """
    steps = ladder_of(ladder or "") if (ladder or "").strip(" ,") else ()
    if len(steps) < 2:
        raise RefusedValue("ladder", "needs at least two levels parted by commas, the first step first.")
    twice = next((step for step in steps if steps.count(step) > 1), None)
    if twice:
        raise RefusedValue("ladder", f"names “{twice}” twice: each level stands once.")
    if long := next((step for step in steps if len(step) > LONGEST_NAME), None):
        raise RefusedValue("ladder", f"“{long[:LONGEST_NAME]}…” is too long for a level: part levels by commas.")
    return perform(
        store, who, "change career ladder", lambda write: put_setting(write, LADDER, ", ".join(steps), starts_on), token
    )
