"""A review as it was written down: what a closed one is drawn from, without a look at anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Held:
    """One review in a list of them."""

    id: int
    held_on: date
    closed_at: datetime | None
    closed_by: str | None
    items: int
    decisions: int
    risks: int


@dataclass(frozen=True)
class FrozenItem:
    """An item of the agenda as it was told, with the figures shown beside it (label, value as text)."""

    id: int
    position: int
    part: str
    account_id: int | None
    person_id: int | None
    words: str
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FrozenFigure:
    """A figure as it stood; `value` as text in currency units, a share from 0 to 1, or a word."""

    figure: str
    scope: str
    key: str | None
    period: str | None
    value: str | None
    low: float | None
    high: float | None
    base: int | None


@dataclass(frozen=True)
class FrozenDecision:
    """What was decided; what came of it is said later and elsewhere."""

    id: int
    review_item_id: int | None
    account_id: int | None
    person_id: int | None
    kind: str
    what: str
    due_on: date | None
    expected_effect: str | None
    check_on: date | None


@dataclass(frozen=True)
class ReviewRead:
    """One review with its items, figures and decisions in order.

    `names` has the firm's name ("firm", None), its currency ("currency", None), and people and accounts by number
    ("person", 3) as they were called when the review was closed; what was not kept is missing.
    """

    id: int
    held_on: date
    closed_at: datetime | None
    closed_by: str | None
    version: int
    items: tuple[FrozenItem, ...]
    figures: tuple[FrozenFigure, ...]
    decisions: tuple[FrozenDecision, ...]
    names: Mapping[tuple[str, int | None], str]
