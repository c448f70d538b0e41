"""The part of people: who is over-extended, by which rule, and who is booked while away."""

import numpy as np

from lib.agenda.ground import Ground
from lib.agenda.items import Item, tiered
from lib.format import percent
from lib.team.load import SUBJECTS, Weeks, load, read_weeks
from lib.team.load_words import over_list, uncovered, unrecorded_words

PART = "people"


def items(ground: Ground) -> list[Item]:
    """One item a person who is over-extended, most hours beyond capacity first, and one for work in weeks away."""
    weeks = _weeks(ground)
    taken = load(weeks)
    found = over_list(weeks, taken)
    owner = dict(ground.scope).get("owner")
    kept = found if owner is None else found[found["person"] == owner]
    told = [_item(row, tiered(1, -place)) for place, row in enumerate(kept.to_dict("records"))]
    away = uncovered(weeks, taken.booked) if owner is None else ""
    return told + ([Item(PART, None, None, away, 0.0, page="team", late=True)] if away else [])


def empty_words(ground: Ground) -> str:
    """That nobody has too much, or why it cannot be told."""
    weeks = _weeks(ground)
    if not len(weeks.people):
        return "No colleague is recorded, so load cannot be told."
    if weeks.unrecorded.all():
        return "People's weekly hours are not recorded, so load cannot be told: enter them in the tab People."
    unsaid = unrecorded_words(weeks, np.ones(len(weeks.people), dtype=np.bool_))
    also = f" {unsaid}" if unsaid else ""
    if not load(weeks).booked[:, weeks.ahead].any():
        if not weeks.logged.any():
            return f"No work is booked for the next four weeks and no hours were logged, so load cannot be told.{also}"
        return f"No work is booked for the next four weeks, and nobody has logged more than their capacity.{also}"
    return f"Nobody is over-extended by any of the rules.{also}"


def _weeks(ground: Ground) -> Weeks:
    found: Weeks = ground.keep(
        "weeks of load", SUBJECTS, (ground.as_of,), lambda: read_weeks(ground.store, ground.as_of)
    )  # fmt: skip
    return found


def _item(row: dict[object, object], weight: float) -> Item:
    role = f" ({row['role']})" if isinstance(row["role"], str) else ""
    mean = float(str(row["mean"]))
    figures = [("Heaviest week", percent(float(str(row["peak"]))))]
    figures += [("Four weeks", percent(mean))] if not np.isnan(mean) else []
    return Item(
        PART, None, int(str(row["person_id"])),
        f"{row['person']}{role} is over-extended ({row['rule']}): {row['why']}.",
        weight, tuple(figures), "team", {"person": str(row["person"])}, late=True,
    )  # fmt: skip
