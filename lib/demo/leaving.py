"""Clients that left: when, why in both voices, and what they said afterwards."""

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import FAR, Ints, Texts
from lib.demo.drawing import between, chance, pick, words
from lib.demo.stories import DECIDED_BEFORE, places
from lib.demo.world import World
from lib.relationship.tables import CHURN_REASONS, EXIT_ANSWERS, Departure, DepartureReason, ExitInterview

# What clients say and what we find, for those that grew discontent and for those that did not; as CHURN_REASONS.
SAID_UNHAPPY = (0.34, 0.14, 0.22, 0.08, 0.06, 0.10, 0.02, 0.04)
FOUND_UNHAPPY = (0.08, 0.38, 0.24, 0.20, 0.04, 0.04, 0.01, 0.01)
OUTSIDE = (0.10, 0.0, 0.05, 0.0, 0.30, 0.30, 0.20, 0.05)
WOULD_CHANGE = ("A call before the price went up", "The same people for the whole year", "Nothing you could have done")
PRICE, QUALITY = CHURN_REASONS.index("price"), CHURN_REASONS.index("service quality")


def say_goodbye(world: World, agency: Agency) -> None:
    """Write departures, their reasons and exit interviews."""
    rng = world.stream("leaving")
    decided = agency.clients.end - between(rng, 35, 100, agency.clients.count)
    told = places(world, "left_over_quality")
    decided[told] = agency.clients.end[told] - DECIDED_BEFORE
    gone = np.flatnonzero((agency.clients.end < FAR) & (decided <= world.until))
    departures = world.sheets.add(
        Departure, decided[gone],
        account_id=gone + 1,
        decided_on=decided[gone],
        last_day_on=agency.clients.end[gone] - 1,
        treated=chance(rng, 0.5, len(gone)),
        note="Notice received by e-mail, talks offered.",
    )  # fmt: skip
    owner = agency.people.names[agency.owners.now[gone]]
    _write_reasons(world, agency, owner, gone, decided[gone], departures, rng)
    _write_interviews(world, agency, gone, departures, rng)


def _write_reasons(
    world: World, agency: Agency, owner: Texts, gone: Ints, decided: Ints, departures: Ints, rng: Generator
) -> None:
    count = len(gone)
    unhappy = agency.clients.mood_at(gone, decided) < 0.5
    outside = rng.choice(len(OUTSIDE), count, p=OUTSIDE)
    said = np.where(unhappy, rng.choice(len(OUTSIDE), count, p=SAID_UNHAPPY), outside)
    found = np.where(unhappy, rng.choice(len(OUTSIDE), count, p=FOUND_UNHAPPY), outside)
    told = np.isin(gone, places(world, "left_over_quality"))
    said, found = np.where(told, PRICE, said), np.where(told, QUALITY, found)
    sponsor = agency.contacts.names[agency.contacts.first[gone]]
    second = rng.choice(len(OUTSIDE), count, p=FOUND_UNHAPPY)
    second = np.where(second == found, (found + 1) % len(CHURN_REASONS), second)
    shown = chance(rng, 0.4, count)
    for voice, weight, reason, by, rows in (
        ("client", "primary", said, sponsor, np.ones(count, dtype=bool)),
        ("our assessment", "primary", found, owner, np.ones(count, dtype=bool)),
        ("our assessment", "contributing", second, owner, shown),
    ):
        day = np.minimum(decided[rows] + (7 if voice != "client" else 0), world.until)
        world.sheets.add(
            DepartureReason, day,
            departure_id=departures[rows], voice=voice, weight=weight, reason=words(CHURN_REASONS)[reason[rows]],
            words=pick(rng, world.given["contact"]["exit_words"], int(rows.sum())), said_by=by[rows], said_on=day,
        )  # fmt: skip


def _write_interviews(world: World, agency: Agency, gone: Ints, departures: Ints, rng: Generator) -> None:
    held = agency.clients.end[gone] + between(rng, 3, 40, len(gone))
    told = np.isin(gone, places(world, "left_over_quality"))
    rows = (chance(rng, 0.5, len(gone)) | told) & (held <= world.until)
    answers = world.stream("exit answers")
    world.sheets.add(
        ExitInterview, held[rows],
        departure_id=departures[rows],
        held_on=held[rows],
        person_id=agency.owners.support[gone[rows]] + 1,
        contact_id=agency.contacts.sponsor_id(gone[rows]),
        words=pick(rng, world.given["contact"]["exit_words"], int(rows.sum())),
        would_change=pick(answers, WOULD_CHANGE, int(rows.sum())),
        would_return=words(EXIT_ANSWERS)[answers.choice(3, int(rows.sum()), p=(0.2, 0.5, 0.3))],
        would_refer=words(EXIT_ANSWERS)[answers.choice(3, int(rows.sum()), p=(0.35, 0.35, 0.3))],
    )  # fmt: skip
