"""The agenda of a weekly review: its eight parts in order, made of the records since the last closed review."""

from collections.abc import Callable, Mapping
from datetime import date

from lib import format as fmt
from lib.agenda import (
    part_at_risk,
    part_decisions,
    part_movements,
    part_opportunities,
    part_people,
    part_promises,
    part_surveys,
    part_wins,
)
from lib.agenda.ground import WEEK, Ground, Scope, ground_of
from lib.agenda.items import MOST, Agenda, Item, Part, part_of
from lib.keep import Keep, at_once
from lib.review.tables import PARTS
from lib.store.engine import Store

TITLES: Mapping[str, str] = {
    "last decisions": "What we said would happen", "movements": "Accounts that moved", "at risk": "At risk",
    "promises": "Promises and contact", "people": "People with too much", "opportunities": "Opportunities",
    "surveys": "What clients said", "wins": "Wins and thanks",
}  # fmt: skip
MOST_SAID = 15  # what the last review said is read out, all of it, before anything is talked about
OF_CLIENTS = ("movements", "at risk", "promises")  # parts that tell of active clients only
_MADE: Mapping[str, tuple[Callable[[Ground], list[Item]], Callable[[Ground], str]]] = {
    "last decisions": (part_decisions.items, part_decisions.empty_words),
    "movements": (part_movements.items, part_movements.empty_words),
    "at risk": (part_at_risk.items, part_at_risk.empty_words),
    "promises": (part_promises.items, part_promises.empty_words),
    "people": (part_people.items, part_people.empty_words),
    "opportunities": (part_opportunities.items, part_opportunities.empty_words),
    "surveys": (part_surveys.items, part_surveys.empty_words),
    "wins": (part_wins.items, part_wins.empty_words),
}


def agenda(
    store: Store, as_of: date, since: date | None = None, keep: Keep = at_once, scope: Scope = ()
) -> Agenda:  # fmt: skip
    """What the records ask a meeting on `as_of` to talk about, as they were known on that day.

    `since` None: the day of the last closed review before it, or seven days before where there is none. `scope`: the
    filters as (owner or sector, name) pairs; they narrow every part (people by owner). `keep(name, subjects, about,
    work)` may give an earlier result where nothing in those subjects was written since.
    """
    ground = ground_of(store, as_of, since, keep, scope)
    parts = tuple(_part(ground, name) for name in PARTS)
    return Agenda(as_of, ground.since, ground.reviewed, _since_words(ground), parts)


def _part(ground: Ground, name: str) -> Part:
    items, empty_words = _MADE[name]
    found = items(ground)
    words = "" if found else _under_filters(ground, name, empty_words(ground))
    return part_of(name, TITLES[name], found, words, MOST_SAID if name == part_decisions.PART else MOST)


def _under_filters(ground: Ground, name: str, words: str) -> str:
    """What an empty part says under filters: that nothing else was looked at, or that there was nothing to look at."""
    if not ground.scope:
        return words
    filters = ", ".join(f"{column} {wanted}" for column, wanted in ground.scope)
    if name in OF_CLIENTS and not any(ground.inside(account) for account in ground.revenue):
        return f"No active client stands under the filters ({filters})."
    return f"Under the filters ({filters}): {words[0].lower()}{words[1:]}"


def _since_words(ground: Ground) -> str:
    if ground.reviewed:
        return f"Since the last closed review, on {fmt.day(ground.since)}."
    if ground.as_of - ground.since == WEEK:
        return f"No review was closed before, so the last seven days are told: since {fmt.day(ground.since)}."
    return f"Since {fmt.day(ground.since)}."
