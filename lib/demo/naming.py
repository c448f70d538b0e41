"""Names of invented companies: every one different, none of a real company."""

from typing import Any

from numpy.random import Generator

from lib.demo.days import Ints, Texts
from lib.demo.drawing import words
from lib.demo.firm import Firm
from lib.demo.world import World


def company_names(world: World, firm: Firm, sector: Ints, told: list[dict[str, Any]], rng: Generator) -> Texts:
    """A name for each account: a stem and a noun of its sector; the first accounts are those of the stories."""
    heads, tails = world.given["names"]["heads"], world.given["names"]["tails"]
    stems = [head + tail for head in heads for tail in tails]
    order = rng.permutation(len(stems))
    turn = rng.integers(0, 8, len(stems))
    names = []
    for at, place in enumerate(sector):
        nouns = firm.sectors[place]["nouns"]
        stem, again = order[at % len(stems)], at // len(stems)
        # A stem that comes round again takes another noun: nouns of sectors do not overlap.
        names.append(f"{stems[stem]} {nouns[(turn[stem] + again) % len(nouns)]}")
    names[: len(told)] = [account["name"] for account in told]
    return words(names)


def most_accounts(given: dict[str, Any]) -> int:
    """How many different company names the word lists can make."""
    nouns = min(len(sector["nouns"]) for sector in given["sector"])
    return len(given["names"]["heads"]) * len(given["names"]["tails"]) * nouns
