"""The demo firm itself: its catalogue of services, roles, skills, stages, reasons and templates."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lib.accounts.tables import Sector, Service, ServiceLine, ServicePrice, ServiceSkill
from lib.demo.days import FAR, NOTHING, Floats, Ints, first_of, or_nothing
from lib.demo.drawing import spread, words
from lib.demo.world import World
from lib.growth.tables import LossReason, Stage
from lib.people.tables import Role, Skill
from lib.relationship.tables import OnboardingTemplate, OnboardingTemplateStep
from lib.review.tables import DUTIES, LevelExpectation
from lib.value.tables import SectorBenchmark

PRICE_RISE = 0.03  # a year, every January


@dataclass(frozen=True)
class Firm:
    """What the firm sells and whom it employs for it; positions in these lists are ids less one."""

    sectors: list[dict[str, Any]]
    services: list[dict[str, Any]]
    roles: list[dict[str, Any]]
    skills: list[str]
    stages: list[dict[str, Any]]
    price_cents: Ints
    is_project: Ints
    win_rate: Floats
    skill_of: Ints  # the main skill a service needs
    bill_cents: Ints  # of an hour, by role
    standard_cents: int

    def service(self, name: str) -> int:
        """The place of a service."""
        return next(at for at, service in enumerate(self.services) if service["name"] == name)

    def sector(self, name: str) -> int:
        """The place of a sector."""
        return next(at for at, sector in enumerate(self.sectors) if sector["name"] == name)

    def skill(self, name: str) -> int:
        """The place of a skill."""
        return self.skills.index(name)

    def places_of_role(self, *names: str) -> list[int]:
        """The places of roles."""
        return [at for at, role in enumerate(self.roles) if role["name"] in names]

    @property
    def recurring(self) -> Ints:
        """Places of the services paid by the month."""
        return np.flatnonzero(self.is_project == 0)

    @property
    def projects(self) -> Ints:
        """Places of the services sold as projects, but for retired ones."""
        return np.array(
            [at for at, service in enumerate(self.services) if service.get("project") and service["weight"]]
        )


def lay_out_firm(world: World) -> Firm:
    """Write the firm's catalogue; nothing in it is drawn."""
    firm = _read(world)
    _catalogue(world, firm)
    _prices(world, firm)
    _pipeline(world, firm)
    _templates(world)
    _expectations(world, firm)
    _benchmarks(world, firm)
    return firm


def _read(world: World) -> Firm:
    services, skills, roles = world.given["service"], world.given["skills"]["names"], world.given["role"]
    return Firm(
        sectors=world.given["sector"],
        services=services,
        roles=roles,
        skills=skills,
        stages=world.given["stage"],
        price_cents=np.array([service["price"] * 100 for service in services]),
        is_project=np.array([int(service.get("project", False)) for service in services]),
        win_rate=np.array([service["win_rate"] for service in services]),
        skill_of=np.array([skills.index(service["need"][0][0]) for service in services]),
        bill_cents=np.array([role["bill"] * 100 for role in roles]),
        standard_cents=world.firm["bill_rate"] * 100,
    )


def _catalogue(world: World, firm: Firm) -> None:
    lines = [line["name"] for line in world.given["service_line"]]
    sheets, start = world.sheets, world.start
    sheets.add(Sector, start, name=words([sector["name"] for sector in firm.sectors]))
    sheets.add(ServiceLine, start, name=words(lines))
    retired = [world.first_day(-8) if service.get("retired") else NOTHING for service in firm.services]
    sheets.add(
        Service, start,
        name=words([service["name"] for service in firm.services]),
        service_line_id=np.array([lines.index(service["line"]) + 1 for service in firm.services]),
        margin_share=np.array([service["margin"] for service in firm.services]),
        risk=words([service["risk"] for service in firm.services]),
        keywords=words([service["keywords"] for service in firm.services]),
        retired_on=np.array(retired),
    )  # fmt: skip
    sheets.add(Skill, start, name=words(firm.skills))
    sheets.add(
        Role, start,
        name=words([role["name"] for role in firm.roles]),
        utilisation_target=np.array([role["target"] for role in firm.roles], dtype=float),
    )  # fmt: skip
    _needs(world, firm)


def _needs(world: World, firm: Firm) -> None:
    needs = [(at, *need) for at, service in enumerate(firm.services) for need in service["need"]]
    world.sheets.add(
        ServiceSkill, world.start,
        service_id=np.array([at + 1 for at, *_ in needs]),
        skill_id=np.array([firm.skill(skill) + 1 for _, skill, *_ in needs]),
        minutes_per_month=np.array([hours * 60 for _, _, hours, _ in needs]),
        least_level=np.array([level for *_, level in needs]),
    )  # fmt: skip


def yearly_spells(world: World) -> tuple[Ints, Ints]:
    """First day and first day outside of each calendar year of the records; the last one is still in force."""
    years = np.arange(world.first_month // 12, world.last_month // 12 + 1)
    return first_of(years * 12), np.append(first_of(years[1:] * 12), FAR)


def _prices(world: World, firm: Firm) -> None:
    starts, ends = yearly_spells(world)
    service, year = spread(np.full(len(firm.services), len(starts)))
    # Prices in demo.toml are those of the last year.
    cents = firm.price_cents[service] / (1 + PRICE_RISE) ** (len(starts) - 1 - year)
    world.sheets.add(
        ServicePrice, starts[year],
        service_id=service + 1,
        list_price_cents=(np.round(cents / 1000) * 1000).astype(np.int64),
        starts_on=starts[year],
        ends_before=or_nothing(ends[year]),
    )  # fmt: skip


def _pipeline(world: World, firm: Firm) -> None:
    world.sheets.add(
        Stage, world.start,
        name=words([stage["name"] for stage in firm.stages]),
        kind=words([stage.get("kind", "open") for stage in firm.stages]),
        position=np.arange(len(firm.stages)),
        chance=np.array([stage["chance"] for stage in firm.stages], dtype=float),
    )  # fmt: skip
    reasons = world.given["growth"]["loss_reasons"]
    world.sheets.add(LossReason, world.start, name=words(reasons), position=np.arange(len(reasons)))


def _templates(world: World) -> None:
    templates = world.given["onboarding"]
    world.sheets.add(OnboardingTemplate, world.start, name=words([template["name"] for template in templates]))
    steps = [
        (at, place, *step) for at, template in enumerate(templates) for place, step in enumerate(template["steps"])
    ]
    world.sheets.add(
        OnboardingTemplateStep, world.start,
        onboarding_template_id=np.array([at + 1 for at, *_ in steps]),
        position=np.array([place for _, place, *_ in steps]),
        milestone=words([milestone for _, _, milestone, _, _ in steps]),
        name=words([name for _, _, _, name, _ in steps]),
        due_after_days=np.array([days for *_, days in steps]),
    )  # fmt: skip


def _expectations(world: World, firm: Firm) -> None:
    expected = [
        (role, duty, text)
        for role, texts in world.given["duties"].items()
        for duty, text in zip(DUTIES, texts, strict=True)
    ]
    world.sheets.add(
        LevelExpectation, world.start,
        role_id=np.array([firm.places_of_role(role)[0] + 1 for role, *_ in expected]),
        duty=words([duty for _, duty, _ in expected]),
        words=words([text for *_, text in expected]),
    )  # fmt: skip


def _benchmarks(world: World, firm: Firm) -> None:
    """A made-up figure for each sector, labelled as an example: a firm enters the published ones itself."""
    given = world.given["benchmark"]
    sector, which = spread(np.full(len(firm.sectors), len(given)))
    world.sheets.add(
        SectorBenchmark, world.start,
        sector_id=sector + 1,
        measure=words([given[at]["measure"] for at in which]),
        value=np.round(np.array([given[at]["value"] for at in which]) * (0.9 + 0.02 * (sector % 10)), 2),
        unit=words([given[at]["unit"] for at in which]),
        published_by="example",
        year=1970 + world.last_month // 12 - 1,
    )  # fmt: skip
