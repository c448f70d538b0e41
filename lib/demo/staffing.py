"""Which colleagues work for which account: one specialist for each service a client buys."""

from dataclasses import dataclass

import numpy as np

from lib.demo.clients import Clients
from lib.demo.days import FAR, Floats, Ints
from lib.demo.drawing import among
from lib.demo.engagements import Engagements
from lib.demo.firm import Firm
from lib.demo.people import People
from lib.demo.stories import story
from lib.demo.world import World


@dataclass(frozen=True)
class Staff:
    """The specialist of each engagement, and where the engagements of an account lie."""

    specialist: Ints
    first: Ints
    count: Ints

    def colleague(self, account: Ints, draws: Floats) -> Ints:
        """A specialist of each account, -1 where it has none."""
        at = among(self.first, self.count, account, draws)
        return np.where(at >= 0, self.specialist[at], -1)


def assign_specialists(world: World, firm: Firm, people: People, clients: Clients, engagements: Engagements) -> Staff:
    """Give each engagement the specialist with the most room, the largest engagements first."""
    hours = _room(world, people)
    taken = np.zeros(len(people.role))
    specialist = np.zeros(engagements.count, dtype=np.int64)
    holders = [people.holders(skill) for skill in range(len(firm.skills))]
    living = np.where(engagements.end == FAR, 1.0, 0.05)
    for at in np.argsort(-engagements.fee * living, kind="stable"):
        able = holders[firm.skill_of[engagements.service[at]]]
        chosen = able[np.argmin((taken[able] + engagements.fee[at]) / hours[able])]
        specialist[at] = chosen
        taken[chosen] += engagements.fee[at] * living[at]
    count = np.bincount(engagements.account, minlength=clients.count)
    return Staff(specialist, np.cumsum(count) - count, count)


def busy_holders(world: World, people: People, skill: int) -> Ints:
    """Those who have a skill and are given projects: everybody but the idle designer of the story."""
    able = people.holders(skill)
    idle = people.named(story(world, "overloaded")["idle"])
    return np.asarray(able[able != idle])


def _room(world: World, people: People) -> Floats:
    """How much of their hours people have for accounts; the idle designer of the story next to none."""
    hours = people.minutes.astype(np.float64)
    hours[people.joined > world.until - 120] *= 0.6
    told = story(world, "overloaded")
    hours[people.named(told["idle"])] *= 0.02
    return hours
