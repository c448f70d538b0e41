"""The part of movements: accounts whose band changed since the last review, each with its exact cause."""

from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.agenda.ground import Ground
from lib.agenda.items import MOST, Item
from lib.days import number, record_numbers
from lib.health.judging import Health
from lib.health.moves import Kept, in_one_sentence, kept_on, why_moved
from lib.health.queries import snapshots_between
from lib.health.tables import BANDS
from lib.health.words import range_words

PART = "movements"
BETTER = {"Red": 0, "Amber": 1, "Green": 2}


def items(ground: Ground) -> list[Item]:
    """One item an account that changed its band, by revenue; the cause is worked out for those that can be shown."""
    if ground.compared is None:
        return []
    moved = _moved(ground)
    held = _held_then(ground) if moved else {}
    return [_item(ground, at, then, held, shown=place < MOST) for place, (at, then) in enumerate(moved)]


def empty_words(ground: Ground) -> str:
    """Why nothing moved, or why that cannot be told."""
    if not len(ground.health.signals.accounts):
        return "No account is an active client on this day, so none could move."
    if ground.compared is None:
        return (
            "No snapshot of account health was kept before, so movements cannot be told yet: the first visit of a week "
            "keeps one."
        )
    return f"No account has changed its band since {fmt.day(ground.compared)}."


def _moved(ground: Ground) -> list[tuple[int, str]]:
    """Positions of the accounts that moved, with the band they had; the most revenue first."""
    health, weeks = ground.health, ground.weeks
    column = int(np.searchsorted(weeks.days, number(ground.compared))) if ground.compared else 0
    then = weeks.band[:, column]
    ids = record_numbers(health.signals.accounts["id"]).tolist()
    cents = record_numbers(health.signals.accounts["revenue_cents"])
    places = np.flatnonzero((then >= 0) & (then != health.band))
    ordered = places[np.argsort(-cents[places], kind="stable")].tolist()
    return [(at, BANDS[then[at]]) for at in ordered if ground.inside(ids[at])]


def _held_then(ground: Ground) -> dict[int, str]:
    """What capped the band of each account in the snapshot compared with, where something did."""
    day = ground.compared
    kept = snapshots_between(ground.store, day, day) if day else pd.DataFrame({"account_id": [], "capped_by": []})
    capped = kept[kept["capped_by"].notna()]
    return dict(zip(record_numbers(capped["account_id"]).tolist(), capped["capped_by"].tolist(), strict=True))


def _item(ground: Ground, at: int, then: str, held: dict[int, str], *, shown: bool) -> Item:
    health, account = ground.health, int(ground.health.signals.accounts["id"].iloc[at])
    band, name = BANDS[health.band[at]], ground.name(account)
    kept = _kept(ground, account) if shown else None
    why = _cause(health, at, kept, held.get(account, "")) if kept else ""
    return Item(
        PART, account, ground.clients.owner_id.get(account), f"{name} {_went(then, band)}{why}.",
        float(ground.revenue.get(account, 0)), _figures(ground, at, account, kept), "health", ground.link(account),
        late=BETTER.get(band, 1) < BETTER.get(then, 1),
    )  # fmt: skip


def _kept(ground: Ground, account: int) -> Kept | None:
    day = ground.compared
    if day is None:
        return None
    found: Kept | None = ground.keep(
        "agenda kept", ("health",), (account, day), lambda: kept_on(ground.store, account, day)
    )  # fmt: skip
    return found


def _went(then: str, now: str) -> str:
    if now == "Unknown":
        return f"was {then} and can no longer be judged"
    if then == "Unknown":
        return f"could not be judged and is {now} now"
    return f"{'rose' if BETTER[now] > BETTER[then] else 'fell'} from {then} to {now}"


def _cause(health: Health, at: int, then: Kept, held_then: str) -> str:
    """What moved it, from the exact split of the change and from what holds the band; nothing is guessed."""
    moves = why_moved(health, at, then)
    change = float(health.bounds.low[at]) - then.low
    parts = [f"the least its score can be {in_one_sentence(moves, change)}"]
    parts += [_factor(moves.iloc[0].to_dict())] if len(moves) else []
    held = _holding(health.capped[at], held_then)
    return ": " + "; ".join([*held, *parts] if health.capped[at] else [*parts, *held])  # a rule decides the band alone


def _factor(move: dict[Any, Any]) -> str:
    sums = [float(move[name]) for name in ("client", "data", "formula")]
    return f"most by {str(move['factor']).lower()} ({sum(sums):+.1f}: then {move['then']}; now {move['now']})"


def _holding(now: str, then: str) -> list[str]:
    if now:
        return [now if now != then else f"{now}, as before"]
    if not then:
        return []
    return [f"no longer {then}" if then.startswith("capped") else f"no longer held by a rule ({then})"]


def _figures(ground: Ground, at: int, account: int, kept: Kept | None) -> tuple[tuple[str, str], ...]:
    low, high = float(ground.health.bounds.low[at]), float(ground.health.bounds.high[at])
    before = (("Score then", range_words(kept.low, kept.high)),) if kept else ()
    return (*before, ("Score now", range_words(low, high)), ("Revenue", ground.a_year(account)))
