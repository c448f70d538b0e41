"""The weekly reviews of the last weeks, and what people are told, thanked for and want to learn."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Ints, moment, monday, or_nothing
from lib.demo.drawing import between, chance, happenings, only, pick, words
from lib.demo.past_weeks import History
from lib.demo.stories import places, story
from lib.demo.world import World
from lib.health.figures import RED, UNKNOWN
from lib.health.tables import BANDS
from lib.money.tables import Revenue
from lib.relationship.tables import Promise
from lib.review.tables import (
    CheckUp,
    Decision,
    DevelopmentGoal,
    FigureSnapshot,
    Review,
    ReviewFigure,
    ReviewItem,
    Win,
)

MOVEMENTS, AT_RISK, PROMISES = 5, 4, 2  # items of a kind in one review
LOOK_AGAIN = 28  # days after a decision its effect is judged
OUTCOMES = ("happened", "partly", "did not happen")


@dataclass
class Agenda:
    """The items of one review: part, account (-1: none), person (-1: none), words."""

    items: list[tuple[str, int, int, str]] = field(default_factory=list)

    def add(self, part: str, account: int, person: int, text: str) -> None:
        """Put one item at the end."""
        self.items.append((part, account, person, text))


def hold_reviews(world: World, agency: Agency, history: History) -> None:
    """Write closed reviews with items, figures and decisions, wins, check-ups and development goals."""
    rng = world.stream("review")
    last = monday(world.until - 1)
    head = agency.people.in_roles(agency.firm.places_of_role("Head of client services"))[0]
    held = last - 7 * np.arange(world.firm["reviews"])[::-1]
    reviews = world.sheets.add(
        Review, held,
        held_on=held, closed_at=moment(held, np.full(len(held), 10 * 60 + 40)),
        closed_by=str(agency.people.names[head]),
    )  # fmt: skip
    for review, on in zip(reviews.tolist(), held.tolist(), strict=True):
        agenda = _agenda(world, agency, history, on, rng)
        ids = _write_items(world, review, on, agenda)
        _write_decisions(world, review, on, agenda, ids, agency, rng)
        _write_figures(world, agency, history, review, on)
        _write_names(world, agency, agenda, review, on)
    _write_wins(world, agency, rng)
    _write_check_ups(world, agency, rng)
    _write_development(world, agency, rng)


def _agenda(world: World, agency: Agency, history: History, on: int, rng: Generator) -> Agenda:
    agenda = Agenda()
    agenda.add("last decisions", -1, -1, "What we said last week, and what happened")
    _movements(agenda, agency, history, history.week(on))
    _promises(agenda, world, agency, on)
    told = story(world, "overloaded")
    agenda.add("people", -1, agency.people.named(told["people"][on // 7 % 2]), "Booked over 110 % for the coming weeks")
    stuck = places(world, "stuck_opportunity")[0]
    agenda.add(
        "opportunities",
        stuck,
        int(agency.owners.now[stuck]),
        f"{agency.clients.names[stuck]}: an opportunity without a next step",
    )
    if on // 7 % 3 == 0:
        agenda.add("surveys", -1, -1, "New answers came in: read the comments")
    agenda.add("wins", -1, -1, str(pick(rng, world.given["review"]["wins"], 1)[0]))
    return agenda


def _movements(agenda: Agenda, agency: Agency, history: History, week: int) -> None:
    now, before = history.band[:, week], history.band[:, max(week - 1, 0)]
    for account in np.flatnonzero((now != before) & (now >= 0) & (before >= 0))[:MOVEMENTS].tolist():
        text = f"{agency.clients.names[account]}: {BANDS[before[account]]} → {BANDS[now[account]]}"
        agenda.add("movements", account, int(agency.owners.now[account]), text)
    risky = np.flatnonzero((now == RED) | (now == UNKNOWN))
    for account in risky[np.argsort(-agency.clients.fee[risky], kind="stable")][:AT_RISK].tolist():
        agenda.add(
            "at risk",
            account,
            int(agency.owners.now[account]),
            f"{agency.clients.names[account]} is {BANDS[now[account]]}",
        )


def _promises(agenda: Agenda, world: World, agency: Agency, on: int) -> None:
    made, due, settled = (world.sheets.column(Promise, name) for name in ("made_on", "due_on", "settled_on"))
    late = np.flatnonzero((made < on) & (due < on) & (due > on - 60) & ((settled == NOTHING) | (settled > on)))
    for promise in late[:PROMISES].tolist():
        account = int(world.sheets.column(Promise, "account_id")[promise]) - 1
        what, person = (world.sheets.column(Promise, name)[promise] for name in ("what", "person_id"))
        agenda.add(
            "promises",
            account,
            int(person) - 1 if person > 0 else -1,
            f"{agency.clients.names[account]}: {what}, overdue",
        )


def _or_nothing(places_or_none: list[int]) -> Ints:
    return np.array([at + 1 if at >= 0 else NOTHING for at in places_or_none], dtype=np.int64)


def _write_items(world: World, review: int, on: int, agenda: Agenda) -> Ints:
    return world.sheets.add(
        ReviewItem, np.full(len(agenda.items), on),
        review_id=review, position=np.arange(1, len(agenda.items) + 1),
        part=words([part for part, *_ in agenda.items]),
        account_id=_or_nothing([account for _, account, _, _ in agenda.items]),
        person_id=_or_nothing([person for _, _, person, _ in agenda.items]),
        words=words([text for *_, text in agenda.items]),
    )  # fmt: skip


def _write_decisions(
    world: World, review: int, on: int, agenda: Agenda, ids: Ints, agency: Agency, rng: Generator
) -> None:
    """Three of the items about accounts get a decision, one more is an accepted risk every second week."""
    able = np.array([at for at, item in enumerate(agenda.items) if item[1] >= 0])
    chosen = able[: 3 + on // 7 % 2]
    account = np.array([agenda.items[at][1] for at in chosen])
    count = len(chosen)
    risk = (np.arange(count) == 3).astype(np.int64)
    due = on + between(rng, 4, 15, count)
    done = or_nothing(due + between(rng, -3, 6, count), world.until)
    judged = (on + LOOK_AGAIN <= world.until) & (risk == 0)
    what = pick(rng, world.given["growth"]["next_steps"], count)
    world.sheets.add(
        Decision, np.full(count, on),
        review_id=review, review_item_id=ids[chosen], account_id=account + 1, person_id=agency.owners.now[account] + 1,
        kind=words(("decision", "accepted risk"))[risk],
        what=np.where(risk == 1, "No action: we accept the risk", what),
        due_on=np.where(risk == 1, NOTHING, due), done_on=np.where(risk == 1, NOTHING, done),
        expected_effect=only(risk == 0, pick(rng, world.given["review"]["effects"], count)),
        check_on=np.where(risk == 1, NOTHING, on + LOOK_AGAIN),
        outcome=only(judged, words(OUTCOMES)[rng.choice(3, count, p=(0.55, 0.25, 0.2))]),
    )  # fmt: skip


def _write_figures(world: World, agency: Agency, history: History, review: int, on: int) -> None:
    earned, cents = (world.sheets.column(Revenue, name) for name in ("earned_on", "amount_cents"))
    figures: list[tuple[str, Any]] = [
        ("revenue", int(cents[(earned > on - 365) & (earned <= on)].sum()) / 100),
        ("clients", int(agency.clients.active(on).sum())),
    ]
    band = history.band[:, history.week(on)]
    figures += [(f"health {name.lower()}", int((band == at).sum())) for at, name in enumerate(BANDS)]
    world.sheets.add(
        ReviewFigure, np.full(len(figures), on),
        review_id=review, figure=words([name for name, _ in figures]), scope="book", period="12 months",
        value=words([str(value) for _, value in figures]), base=int(agency.clients.active(on).sum()),
    )  # fmt: skip
    # The catalogue's figure for all of the records, as the report would have said that day.
    known = earned <= on
    world.sheets.add(
        FigureSnapshot, on,
        taken_on=on, figure="revenue", scope="book", key="",
        value=str(int(cents[known].sum()) / 100), base=int(known.sum()),
    )  # fmt: skip


def _write_names(world: World, agency: Agency, agenda: Agenda, review: int, on: int) -> None:
    """Whom a closed review names, as they were called then; firm and currency too."""
    clients = sorted({account for _, account, _, _ in agenda.items if account >= 0})
    people = agency.people.names.tolist()
    named: list[tuple[str, str | None, str]] = [
        *(("person", str(at), name) for at, name in enumerate(people, start=1)),
        *(("account", str(at + 1), str(agency.clients.names[at])) for at in clients),
        ("firm", None, world.firm["name"]),
        ("currency", None, world.firm["currency"]),
    ]
    figure, key, value = (words(list(column)) for column in zip(*named, strict=True))
    world.sheets.add(
        ReviewFigure, np.full(len(named), on), review_id=review, figure=figure, scope="name", key=key, value=value
    )


def _write_wins(world: World, agency: Agency, rng: Generator) -> None:
    starts, ends = agency.clients.span(world)
    account, when = happenings(rng, np.maximum(starts, world.until - 365), ends, 0.9)
    thanked = chance(rng, 0.5, len(account))
    world.sheets.add(
        Win, when,
        happened_on=when, account_id=account + 1, person_id=agency.owners.on(account, when) + 1,
        words=pick(rng, world.given["review"]["wins"], len(account)),
        thanks_from=only(thanked, pick(rng, world.given["clients"]["titles"], len(account))),
    )  # fmt: skip


def _write_check_ups(world: World, agency: Agency, rng: Generator) -> None:
    """The larger half of the clients is met for a check-up each quarter, in winter for the year."""
    starts, ends = agency.clients.span(world)
    large = agency.clients.fee >= np.median(agency.clients.fee)
    account, held = happenings(rng, starts + 60, np.where(large, ends, starts), 3.2)
    yearly = held // 30 % 4 == 0
    world.sheets.add(
        CheckUp, held,
        account_id=account + 1, person_id=agency.owners.on(account, held) + 1,
        period=words(("quarter", "year"))[yearly.astype(np.int64)], held_on=held,
        words=pick(rng, world.given["review"]["check_up_words"], len(account)),
    )  # fmt: skip


def _write_development(world: World, agency: Agency, rng: Generator) -> None:
    person, when = happenings(
        rng, np.maximum(agency.people.joined, world.start), np.minimum(agency.people.left, world.until), 0.6
    )
    due = when + between(rng, 90, 270, len(person))
    reached = np.where(
        chance(rng, 0.7, len(person)), or_nothing(due + between(rng, -50, 40, len(person)), world.until), NOTHING
    )
    skill = rng.integers(0, len(agency.firm.skills), len(person))
    world.sheets.add(
        DevelopmentGoal, when,
        person_id=person + 1, skill_id=np.where(chance(rng, 0.5, len(person)), skill + 1, NOTHING),
        what=pick(rng, world.given["review"]["development"], len(person)), set_on=when, due_on=due, reached_on=reached,
    )  # fmt: skip
