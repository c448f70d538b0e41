"""What a check-up pack holds: plain values a client may see, made from the records of one account and period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lib.measure import Measure
from lib.periods import Period


@dataclass(frozen=True)
class Met:
    """A person who took part in two-way contacts of the period: how often, and when last."""

    name: str
    role: str
    times: int
    last_on: date


@dataclass(frozen=True)
class Relationship:
    """Who spoke to whom; `updates` made of those due by the communication plan, `promises` kept of those due."""

    owner: str | None
    sponsor: str | None
    contacts: int
    last_contact_on: date | None
    theirs: tuple[Met, ...]
    ours: tuple[Met, ...]
    updates: Measure
    promises: Measure


@dataclass(frozen=True)
class Outcome:
    """A promised outcome or a goal as it stands: `progress` and `elapsed` are shares (None: not known).

    `state` is one of lib.value.figures.STATES; `actual` is the latest reading, `confirmed_*` of the latest reading a
    client confirmed.
    """

    name: str
    kind: str
    unit: str
    baseline: float | None
    target: float | None
    due_on: date | None
    actual: float | None
    read_on: date | None
    expected: float | None
    progress: float | None
    elapsed: float | None
    state: str
    review_on: date | None
    confirmed: bool
    confirmed_on: date | None
    confirmed_by: str | None

    @property
    def open(self) -> bool:
        """Whether it is still worked on."""
        return self.state != "closed"

    @property
    def reached(self) -> bool:
        """Whether the latest reading stands at the target or beyond."""
        return self.progress is not None and self.progress >= 1


@dataclass(frozen=True)
class Job:
    """A project; `due_on` as agreed at the sign-off of its last approved change. Minutes: None where not known."""

    name: str
    service: str
    state: str
    starts_on: date | None
    due_on: date | None
    first_due_on: date | None
    delivered_on: date | None
    goal: str | None
    goal_met: bool | None
    agreed_minutes: int | None
    worked_minutes: int | None


@dataclass(frozen=True)
class Work:
    """Projects due or delivered in the period, and all that are `running` or planned on the as-of day."""

    jobs: tuple[Job, ...]
    running: tuple[Job, ...]
    on_time: Measure
    goal_met: Measure


@dataclass(frozen=True)
class Fee:
    """Fees of one month; `inside` the period, `partial` where the records cover only a part of it."""

    month: Period
    recurring_cents: int
    project_cents: int
    inside: bool
    partial: bool

    @property
    def cents(self) -> int:
        """All fees of the month."""
        return self.recurring_cents + self.project_cents


@dataclass(frozen=True)
class Change:
    """A change of scope asked for in the period, or waiting for a decision."""

    asked_on: date
    project: str
    what: str
    minutes: int
    fee_cents: int | None
    new_due_on: date | None
    decision: str
    decided_on: date | None
    decided_by: str | None


@dataclass(frozen=True)
class Wave:
    """A survey wave of the period: how many were asked and answered."""

    name: str
    survey: str
    asked: int
    answered: int


@dataclass(frozen=True)
class Area:
    """What one question was answered with: scores from high to low, so that no row of them is one person's."""

    area: str
    question: str
    scale: str
    scores: tuple[float, ...]


@dataclass(frozen=True)
class Said:
    """What was answered in attributed waves of the period, without names; `withheld` anonymous waves stay closed."""

    waves: tuple[Wave, ...]
    areas: tuple[Area, ...]
    comments: tuple[str, ...]
    withheld: int


@dataclass(frozen=True)
class Owed:
    """A promise still open: what, by whom, until when."""

    what: str
    by: str | None
    due_on: date


@dataclass(frozen=True)
class Ending:
    """A service whose term ends or is renewed next."""

    service: str
    on: date
    how: str


@dataclass(frozen=True)
class Row:
    """One row of evidence: when, of what kind, what."""

    day: date
    kind: str
    what: str


@dataclass(frozen=True)
class Pack:
    """One client's check-up of a period, as known at the end of `as_of`.

    Holds nothing a client may not see: no margin, cost, health band, call, write-off or internal note.
    """

    client: str
    firm: str
    period: Period
    as_of: date
    prepared_on: date
    currency: str
    relationship: Relationship
    outcomes: tuple[Outcome, ...]
    work: Work
    fees: tuple[Fee, ...]
    changes: tuple[Change, ...]
    said: Said
    owed: tuple[Owed, ...]
    endings: tuple[Ending, ...]
    evidence: tuple[Row, ...]

    @property
    def title(self) -> str:
        """The title in the properties of its files."""
        return f"Check-up of {self.client}, {self.period.key}"

    @property
    def subject(self) -> str:
        """What kind of file it is."""
        return "Client check-up"

    @property
    def so_far(self) -> bool:
        """Whether the period is not over yet."""
        return self.period.partial(self.as_of)

    @property
    def fees_inside(self) -> Iterable[Fee]:
        """The months of the period."""
        return [fee for fee in self.fees if fee.inside]
