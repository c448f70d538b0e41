"""Five minutes that would tell us most: what to enter for which account, as items for the page Record."""

import numpy as np

from lib.agenda.ground import Ground
from lib.agenda.items import Item
from lib.days import record_numbers
from lib.health.filling_figures import INPUTS, best, worth
from lib.health.words import silent_words

PART, SHOWN = "fill", 5


def fill_list(ground: Ground, count: int = SHOWN) -> list[Item]:
    """The entries worth most for the seconds they take, at most one an account, under the filters; best first.

    Empty where nothing that is missing could change a band. `query` names the account and which input
    (`filling_figures.INPUTS` by key) to open.
    """
    health = ground.health
    ids = record_numbers(health.signals.accounts["id"])
    cents = record_numbers(health.signals.accounts["revenue_cents"])
    found = worth(
        health.bounds.low, health.bounds.high, health.band, health.missing, health.share, cents,
        health.formula.green_from, health.formula.red_below,
    )  # fmt: skip
    shown = np.array([ground.inside(int(account)) for account in ids], dtype=np.bool_)
    picked = best(np.where(shown[:, None], found.value, 0.0), count)
    return [
        _item(ground, at, which, bool(found.alone[at, which]), float(found.width[at, which]), found.value[at, which])
        for at, which in picked
    ]


def empty_words(ground: Ground) -> str:
    """Why there is nothing to fill in."""
    if not len(ground.health.signals.accounts):
        return "No account is an active client on this day, so no entry could tell of one."
    return "Nothing that is missing could change a band today."


def _item(ground: Ground, at: int, which: int, alone: bool, width: float, value: np.float64) -> Item:
    asked, account = INPUTS[which], int(ground.health.signals.accounts["id"].iloc[at])
    silent = silent_words(ground.health.signals, at) if asked.key == "survey" else ""
    said = f" ({silent})" if silent else ""
    effect = "could settle the band" if alone else f"narrows the range by {width:.0f} points"
    words = f"{ground.name(account)}: {asked.words}{said}; it {effect} and takes about {asked.seconds} seconds."
    figures = (("Effect", effect), ("Revenue", ground.a_year(account)), ("Takes", f"{asked.seconds} s"))
    query = ground.link(account) | {"input": asked.key}
    return Item(PART, account, ground.clients.owner_id.get(account), words, float(value), figures, "account", query)
