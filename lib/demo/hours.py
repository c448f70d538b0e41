"""Time sheets: every hour of the last months, week by week, fitted to what people could work."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lib.delivery.tables import TimeEntry
from lib.demo.absence import Away, can_work
from lib.demo.agency import Agency
from lib.demo.days import NOTHING, Bools, Floats, Ints, Texts, monday, month_of
from lib.demo.demand import Demand, weeks_of
from lib.demo.drawing import chance, words
from lib.demo.past_weeks import weeks_back
from lib.demo.projects import Projects
from lib.demo.stories import places, story
from lib.demo.world import World

FEWEST_WEEKS, MOST_WEEKS = 9, 52
WEEKS_BEFORE = 6  # of hours that the health of a week looks back on
LONGEST = 270  # minutes of one entry; longer work is noted in pieces
FULL, USUAL = 0.97, 0.93  # of the hours people could work: most that clients get, and what is noted in all
UNHAPPY, REWORK = 0.6, 0.7  # below which contentment work is done twice, and how much more of it
# Hours the client of the story gets beyond each hour it pays for, by days before the last one.
GIVEN_DAYS, GIVEN = (0, 30, 60, 90, 120, 150), (1.65, 1.2, 0.85, 0.62, 0.5, 0.45)
FORGOTTEN = 0.01  # of the billable hours of past months are on no invoice
OVERLOADED_WEEKS, OVERLOAD = 9, 1.2
OVER_BILLED = 1.25  # hours worked for each sold from which the surplus is not billed


@dataclass
class Pieces:
    """One entry a piece of work in a week, before it is laid on a day."""

    person: Ints
    account: Ints
    project: Ints
    label: Ints  # service, or behind them the kind of internal work
    week: Ints  # from the first Monday, 0, 1 …
    minutes: Floats

    def keep(self, kept: Bools | Ints) -> "Pieces":
        """Some of the entries."""
        return Pieces(
            self.person[kept],
            self.account[kept],
            self.project[kept],
            self.label[kept],
            self.week[kept],
            self.minutes[kept],
        )


def log_time(world: World, agency: Agency, projects: Projects, asked: Demand, away: Away) -> None:
    """Write time entries of whole weeks up to `until`, as many weeks as the bound on their number allows."""
    rng = world.stream("hours")
    first = monday(world.until) - 7 * (_weeks(world, agency, asked) - 1)
    works = can_work(world, agency, away, first, monday(world.until) + 6)
    works[:, np.arange(first, first + works.shape[1]) > world.until] = False
    days = works.reshape(len(agency.people.role), -1, 7)
    room = agency.people.minutes[:, None] / 5 * days.sum(axis=2)
    pieces = _client_work(world, agency, projects, asked, first, rng)
    pieces = _fitted(world, agency, pieces, room)
    pieces = _joined(pieces, _internal(agency, pieces, room, rng))
    pieces = _in_pieces(pieces)
    day = _laid_on_days(world, agency, pieces, days, first, rng)
    _write(world, agency, pieces, day, rng)


def _weeks(world: World, agency: Agency, asked: Demand) -> int:
    """How many weeks of complete time sheets fit the bound on entries (data/demo.toml); all that health looks at."""
    bound = max(world.firm["time_entries_least"], world.firm["time_entries_per_account"] * world.accounts)
    running = int(((asked.start <= world.until) & (asked.end > world.until)).sum())
    a_week = 0.85 * running + 3 * len(agency.people.role)
    fewest = weeks_back(world) + WEEKS_BEFORE if world.accounts <= world.firm["health_weeks_up_to"] else FEWEST_WEEKS
    return int(np.clip(bound / a_week, fewest, min(MOST_WEEKS, (world.until - world.start) // 7)))


def _client_work(world: World, agency: Agency, projects: Projects, asked: Demand, first: int, rng: Generator) -> Pieces:
    which, week = weeks_of(asked, first, world.until)
    account, project = asked.account[which], asked.project[which]
    person = np.where(asked.duty[which] == 1, agency.owners.on(account, week), asked.person[which])
    more = np.where(project >= 0, projects.growth[np.maximum(project, 0)], over_on(world, agency, account, week))
    more = more * (1 + REWORK * np.maximum(UNHAPPY - agency.clients.mood_at(account, week), 0))
    # The hours of the story rise week by week, whatever the draws.
    noise = np.where(np.isin(account, places(world, "subsidised_green")), 1.0, rng.lognormal(-0.06, 0.35, len(which)))
    minutes = asked.minutes[which] * more * noise
    # Support looks in every other week.
    every_other = (asked.duty[which] == 2) & ((which + week // 7) % 2 == 0)
    minutes = np.where(asked.duty[which] == 2, 2 * minutes, minutes)
    partial = np.where(week + 6 > world.until, (np.minimum(world.until - week, 4) + 1) / 5, 1.0)
    pieces = Pieces(person, account, project, asked.service[which], (week - first) // 7, minutes * partial)
    return pieces.keep((pieces.minutes >= 12) & ~every_other)


def over_on(world: World, agency: Agency, account: Ints, day: Ints) -> Floats:
    """Hours worked in contracts for each hour sold; ever more of them for the client kept Green by unbilled work."""
    given = 1 + np.interp(world.until - day, GIVEN_DAYS, GIVEN)
    told = np.isin(account, places(world, "subsidised_green"))
    return np.asarray(np.where(told, given, agency.clients.over[account]))


def _fitted(world: World, agency: Agency, pieces: Pieces, room: Floats) -> Pieces:
    """Scaled to the hours there were; the two overloaded people work beyond theirs in the last weeks.

    The client that gets more than it pays for comes first: whoever works for it lets others wait.
    """
    weeks, first = room.shape[1], np.isin(pieces.account, places(world, "subsidised_green"))
    total, ahead = _by_person_and_week(pieces, room), _by_person_and_week(pieces.keep(first), room)
    scale_first = np.minimum(1.0, FULL * room / np.maximum(ahead, 1))
    scale = np.clip((FULL * room - ahead) / np.maximum(total - ahead, 1), 0.0, 1.0)
    for name in story(world, "overloaded")["people"]:
        person, late = agency.people.named(name), slice(max(weeks - OVERLOADED_WEEKS, 0), weeks)
        scale[person, late] = scale_first[person, late] = (
            OVERLOAD * room[person, late] / np.maximum(total[person, late], 1)
        )
    at = pieces.person, pieces.week
    fitted = Pieces(
        pieces.person, pieces.account, pieces.project, pieces.label, pieces.week,
        pieces.minutes * np.where(first, scale_first[at], scale[at]),
    )  # fmt: skip
    return fitted.keep(fitted.minutes >= 10)


def _by_person_and_week(pieces: Pieces, room: Floats) -> Floats:
    flat = np.bincount(pieces.person * room.shape[1] + pieces.week, pieces.minutes, room.size)
    return np.asarray(flat.reshape(room.shape))


def _internal(agency: Agency, pieces: Pieces, room: Floats, rng: Generator) -> Pieces:
    """What is left of a usual week goes into meetings, training, administration, new business."""
    left = USUAL * rng.uniform(0.9, 1.05, room.shape) * room - _by_person_and_week(pieces, room)
    person, week = np.nonzero(left > 25)
    kind = rng.integers(0, 4, len(person))
    nowhere = np.full(len(person), -1)
    return Pieces(person, nowhere, nowhere, len(agency.firm.services) + kind, week, left[person, week])


def _joined(one: Pieces, other: Pieces) -> Pieces:
    return Pieces(*[np.concatenate([a, b]) for a, b in zip(vars(one).values(), vars(other).values(), strict=True)])


def _in_pieces(pieces: Pieces) -> Pieces:
    count = np.maximum(np.ceil(pieces.minutes / LONGEST), 1).astype(np.int64)
    row = np.repeat(np.arange(len(count)), count)
    whole = pieces.keep(row)
    whole.minutes = whole.minutes / count[row]
    return whole


def _laid_on_days(world: World, agency: Agency, pieces: Pieces, days: Bools, first: int, rng: Generator) -> Ints:
    """Days of a person's week filled one after the other, in a random order of pieces."""
    order = np.lexsort((rng.random(len(pieces.minutes)), pieces.week, pieces.person))
    person, week, minutes = pieces.person[order], pieces.week[order], pieces.minutes[order]
    begins = np.append(True, (np.diff(person) != 0) | (np.diff(week) != 0))
    group = np.cumsum(begins) - 1
    run = np.cumsum(minutes)
    before = (run - minutes)[begins][group]
    middle = (run - before - minutes / 2) / np.bincount(group, minutes)[group]
    open_days = np.argsort(~days, axis=2, kind="stable")  # the days people can work come first
    count = days.sum(axis=2)[person, week]
    day = open_days[person, week, np.minimum((middle * count).astype(np.int64), np.maximum(count - 1, 0))]
    laid = np.empty(len(order), dtype=np.int64)
    laid[order] = first + 7 * week + day
    return _weekends(world, agency, pieces, laid, days.shape[1], rng)


def _weekends(world: World, agency: Agency, pieces: Pieces, day: Ints, weeks: int, rng: Generator) -> Ints:
    crew = [agency.people.named(name) for name in story(world, "overloaded")["people"]]
    tired = np.isin(pieces.person, crew) & (pieces.week >= weeks - OVERLOADED_WEEKS) & chance(rng, 0.12, len(day))
    saturday = day - (day + 6) % 7 + 5 + rng.integers(0, 2, len(day))
    return np.where(tired & (saturday <= world.until), saturday, day)


def _write(world: World, agency: Agency, pieces: Pieces, day: Ints, rng: Generator) -> None:
    order = np.lexsort((pieces.person, day))
    pieces, day = pieces.keep(order), day[order]
    client = pieces.account >= 0
    given_away = _given_away(world, agency, pieces.account, day, rng)
    billable = client & ~given_away
    # Of the month that is not over nobody can say yet; of those before, a few hours were forgotten.
    billed = np.where(month_of(day) < world.last_month, 1 - chance(rng, FORGOTTEN, len(day)), -1)
    world.sheets.add(
        TimeEntry, day, late=True,
        person_id=pieces.person + 1,
        account_id=np.where(client, pieces.account + 1, NOTHING),
        project_id=np.where(pieces.project >= 0, pieces.project + 1, NOTHING),
        worked_on=day,
        minutes=np.maximum(np.round(pieces.minutes / 15), 1).astype(np.int64) * 15,
        billable=billable,
        invoiced=np.where(billable, billed, -1),
        task=_labels(world, agency)[pieces.label],
    )  # fmt: skip


def _given_away(world: World, agency: Agency, account: Ints, day: Ints, rng: Generator) -> Bools:
    """What is not billable: the surplus of clients that get far more than they pay for, else a little."""
    over = over_on(world, agency, np.maximum(account, 0), day)
    share = np.where(over > OVER_BILLED, 1 - 1 / over, 0.03)
    given = chance(rng, share, len(day))
    told = np.flatnonzero(np.isin(account, places(world, "subsidised_green")))
    given[told] = np.diff(np.floor(np.cumsum(share[told])), prepend=0) > 0
    return given


def _labels(world: World, agency: Agency) -> Texts:
    return words([*(service["name"] for service in agency.firm.services), *world.given["work"]["internal"]])
