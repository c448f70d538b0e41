"""Who works at the demo firm: roles, managers, hours, cost and skills, each as dated rows."""

from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

import numpy as np
from numpy.random import Generator

from lib.demo.days import FAR, Bools, Ints, Texts, or_nothing
from lib.demo.drawing import between, chance, shares, spread, words
from lib.demo.firm import Firm, yearly_spells
from lib.demo.stories import story
from lib.demo.world import World
from lib.people.tables import CostRate, Person, PersonRole, PersonSkill, ReportingLine, WeeklyHours

RAISE = 0.03  # of cost rates, every January
LEAVERS_EACH = 12  # one leaver kept in the records for so many people
FULL_TIME, PART_TIMES = 2400, (1920, 1440)


@dataclass(frozen=True)
class People:
    """Everybody who works or worked for the firm; places in these arrays are ids less one."""

    role: Ints
    office: Ints
    joined: Ints
    left: Ints
    minutes: Ints  # contracted a week, today
    names: Texts
    level: Ints  # person × skill, 0: does not have it
    manager: Ints

    def in_roles(self, places: list[int]) -> Ints:
        """Those in any of the roles who are still here."""
        return np.flatnonzero(np.isin(self.role, places) & (self.left == FAR))

    def holders(self, skill: int) -> Ints:
        """Those still here who have a skill."""
        return np.flatnonzero((self.level[:, skill] > 0) & (self.left == FAR))

    def named(self, name: str) -> int:
        """The place of one person."""
        return int(np.flatnonzero(self.names == name)[0])


def hire(world: World, firm: Firm) -> People:
    """Hire everybody and write all dated rows about them."""
    rng = world.stream("people")
    people = _heads(world, firm, rng)
    people = replace(people, level=_levels(world, firm, people, rng), manager=_managers(firm, people))
    _write_people(world, people)
    _write_roles(world, firm, people, rng)
    _write_lines(world, people)
    _write_hours(world, people, rng)
    _write_cost(world, firm, people)
    _write_skills(world, people, rng)
    return people


def _heads(world: World, firm: Firm, rng: Generator) -> People:
    role = _roles_held(world, firm)
    left = _leaving_days(world, role, rng)
    total, first_of_role = len(role), np.append(True, np.diff(role) != 0)
    old_guard = first_of_role | chance(rng, 0.72, total) | (left < FAR) | _in_story(firm, role)
    joined = np.where(
        old_guard,
        world.start - between(rng, 200, 3000, total),
        between(rng, world.start + 60, world.until - 45, total),
    )
    part_time = chance(rng, 0.18, total) & ~_in_story(firm, role) & ~first_of_role
    minutes = np.where(part_time, np.array(PART_TIMES)[rng.integers(0, 2, total)], FULL_TIME)
    office = (rng.random(total) >= world.given["office"][0]["share"]).astype(np.int64)
    none = np.zeros(0, dtype=np.int64)
    return People(role, office, joined, left, minutes, _names(world, firm, role, rng), none, none)


def _roles_held(world: World, firm: Firm) -> Ints:
    total = max(world.firm["least_people"], round(world.firm["people_per_account"] * world.accounts))
    fixed = [bool(role.get("fixed")) for role in firm.roles]
    counts = shares(
        [role.get("share", 0) for role in firm.roles],
        total - sum(fixed),
        [0 if role.get("fixed") else role.get("least", 1) for role in firm.roles],
    )
    counts = [1 if is_fixed else count for is_fixed, count in zip(fixed, counts, strict=True)]
    # Leavers stand behind everybody who is here, in roles that own accounts or do the work.
    gone = firm.places_of_role("Account manager", "Designer", "Senior account manager", "Developer")
    leavers = [gone[at % len(gone)] for at in range(max(1, total // LEAVERS_EACH))]
    return np.append(np.repeat(np.arange(len(firm.roles)), counts), np.array(leavers))


def _leaving_days(world: World, role: Ints, rng: Generator) -> Ints:
    # Roles rise up to the last of those who are here; behind them stand the leavers.
    here = int(np.flatnonzero(np.diff(role) < 0)[0]) + 1
    left = np.full(len(role), FAR)
    left[here:] = between(rng, world.start + 150, world.until - 60, len(role) - here)
    return left


def _in_story(firm: Firm, role: Ints) -> Bools:
    """The designers of the overload story: the first three, so that the same people are meant at any size."""
    inside = np.zeros(len(role), dtype=bool)
    inside[np.flatnonzero(role == firm.places_of_role("Designer")[0])[:3]] = True
    return inside


def _names(world: World, firm: Firm, role: Ints, rng: Generator) -> Texts:
    first, last = world.given["names"]["first"], world.given["names"]["last"]
    drawn = rng.permutation(len(first) * len(last))[: len(role)]
    names = words([f"{first[at % len(first)]} {last[at // len(first)]}" for at in drawn])
    told = story(world, "overloaded")
    names[_in_story(firm, role)] = [*told["people"], told["idle"]]
    return names


def slug(name: str) -> str:
    """A name as it stands in an e-mail address: `Tom Verbrugge` → `tom.verbrugge`."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(plain.split())


def _managers(firm: Firm, people: People) -> Ints:
    manager = np.full(len(people.role), -1)
    for place, role in enumerate(firm.roles):
        if "manager" in role:
            bosses = people.in_roles(firm.places_of_role(role["manager"]))
            members = np.flatnonzero(people.role == place)
            manager[members] = bosses[np.arange(len(members)) % len(bosses)]
    return manager


def _levels(world: World, firm: Firm, people: People, rng: Generator) -> Ints:
    total = len(people.role)
    level = np.zeros((total, len(firm.skills)), dtype=np.int64)
    for place, role in enumerate(firm.roles):
        members = np.flatnonzero(people.role == place)
        for skill in role["skills"]:
            level[members, firm.skill(skill)] = between(rng, 3, 5, len(members))
    for single in world.given["skills"]["single"]:
        members = people.in_roles(firm.places_of_role(single["role"]))
        level[members[single["place"]], firm.skill(single["name"])] = 4
    return level


def _write_people(world: World, people: People) -> None:
    offices: list[dict[str, Any]] = world.given["office"]
    domain = world.firm["email_domain"]
    world.sheets.add(
        Person, people.joined,
        name=people.names,
        email=words([f"{slug(name)}@{domain}" for name in people.names]),
        office=words([offices[at]["city"] for at in people.office]),
        country=words([offices[at]["country"] for at in people.office]),
        region=words([offices[at].get("region") for at in people.office]),
        joined_on=people.joined,
        left_on=or_nothing(people.left),
    )  # fmt: skip


def _write_roles(world: World, firm: Firm, people: People, rng: Generator) -> None:
    total = len(people.role)
    lower = np.array([firm.places_of_role(role["lower"])[0] if "lower" in role else -1 for role in firm.roles])
    promoted_on = between(rng, world.start + 30, world.until - 30, total)
    promoted = (lower[people.role] >= 0) & chance(rng, 0.4, total)
    promoted &= (people.joined + 200 < promoted_on) & (promoted_on + 90 < people.left)
    before = np.flatnonzero(promoted)
    _spells(
        world, PersonRole, before, people.joined[before], promoted_on[before], role_id=lower[people.role[before]] + 1
    )
    now_from = np.where(promoted, promoted_on, people.joined)
    _spells(world, PersonRole, np.arange(total), now_from, people.left, role_id=people.role + 1)


def _spells(world: World, model: type[Any], person: Ints, starts: Ints, ends: Ints, **columns: Any) -> None:
    world.sheets.add(
        model, starts, person_id=person + 1, starts_on=starts, ends_before=or_nothing(ends), **columns
    )  # fmt: skip


def _write_lines(world: World, people: People) -> None:
    managed = np.flatnonzero(people.manager >= 0)
    boss = people.manager[managed]
    starts = np.maximum(people.joined[managed], people.joined[boss])
    ends = people.left[managed]
    kept = starts < ends
    _spells(world, ReportingLine, managed[kept], starts[kept], ends[kept], manager_id=boss[kept] + 1)


def _write_hours(world: World, people: People, rng: Generator) -> None:
    total = len(people.role)
    changed_on = between(rng, world.start + 90, world.until - 60, total)
    changed = (people.minutes < FULL_TIME) & (people.joined < changed_on) & (changed_on < people.left)
    before = np.flatnonzero(changed)
    _spells(world, WeeklyHours, before, people.joined[before], changed_on[before], minutes_per_week=FULL_TIME)
    starts = np.where(changed, changed_on, people.joined)
    _spells(world, WeeklyHours, np.arange(total), starts, people.left, minutes_per_week=people.minutes)


def _write_cost(world: World, firm: Firm, people: People) -> None:
    starts, ends = yearly_spells(world)
    person, year = spread(np.full(len(people.role), len(starts)))
    begins = np.where(year == 0, people.joined[person], np.maximum(starts[year], people.joined[person]))
    stops = np.minimum(ends[year], people.left[person])
    kept = begins < stops
    cost = np.array([role["cost"] * 100 for role in firm.roles])[people.role[person]] * (0.94 + 0.02 * (person % 7))
    cents = np.round(cost / (1 + RAISE) ** (len(starts) - 1 - year) / 50).astype(np.int64) * 50
    _spells(world, CostRate, person[kept], begins[kept], stops[kept], cents_per_hour=cents[kept])


def _write_skills(world: World, people: People, rng: Generator) -> None:
    person, skill = np.nonzero(people.level)
    level = people.level[person, skill]
    grew_on = between(rng, world.start + 60, world.until - 20, len(person))
    grew = chance(rng, 0.25, len(person)) & (level > 3)
    grew &= (people.joined[person] < grew_on) & (grew_on < people.left[person])
    old = np.flatnonzero(grew)
    _spells(
        world, PersonSkill, person[old], people.joined[person[old]], grew_on[old],
        skill_id=skill[old] + 1, level=level[old] - 1,
    )  # fmt: skip
    starts = np.where(grew, grew_on, people.joined[person])
    _spells(world, PersonSkill, person, starts, people.left[person], skill_id=skill + 1, level=level)
