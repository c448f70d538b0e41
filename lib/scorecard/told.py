"""How a figure of a scorecard is told: now, one period before and for the whole firm, with its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lib.catalog import CATALOG
from lib.catalog.entry import Unit
from lib.measure import Measure, undefined
from lib.scorecard.ground import Ground, Scope

LED_NONE = "led no account in these days"
NO_LEADS = "nobody is recorded as leading an account"


@dataclass(frozen=True)
class Spec:
    """A figure of a duty: its name in the catalogue, how it is measured in a scope, and the rows behind it.

    `label` where the catalogue's would not say which part it is; `here`: how it is taken on a scorecard. `credited`:
    it is also of who is credited with revenue without leading an account.
    """

    name: str
    measure: Callable[[Scope], Measure]
    rows: Callable[[Scope], pd.DataFrame]
    label: str = ""
    here: str = ""
    credited: Callable[[Scope], bool] | None = None

    @property
    def key(self) -> str:
        """What tells it from the others of a scorecard."""
        return self.label or self.name


@dataclass(frozen=True)
class Told:
    """One figure of a person: `now`, one period `before`, and the whole firm's beside it as context, never as a rank.

    `name` is that of the catalogue, whose unit and better it has; `words` the definition, and how it is taken here.
    `rows` gives the evidence under names a person reads.
    """

    name: str
    label: str
    words: str
    now: Measure
    before: Measure | None
    firm: Measure | None
    unit: Unit
    better: Literal["up", "down"] | None
    rows: Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class Duty:
    """One of the five duties: its `name` of DUTIES, what it asks in `words`, and its figures; it has no total."""

    name: str
    words: str
    figures: tuple[Told, ...]


def told(ground: Ground, person_id: int, specs: Sequence[Spec], firm: dict[str, Measure]) -> tuple[Told, ...]:
    """The figures of a person; `firm` has the whole firm's by key."""
    now, before = (Scope(ground, person_id, span) for span in (ground.spans.now, ground.spans.before))
    return tuple(_told(spec, now, before, firm[spec.key]) for spec in specs)


def _told(spec: Spec, now: Scope, before: Scope, firm: Measure) -> Told:
    entry = CATALOG[spec.name]
    return Told(
        name=spec.name, label=spec.label or entry.label,
        words=f"{entry.definition} {spec.here}".strip(),
        now=_honest(spec, now), before=_honest(spec, before), firm=firm, unit=entry.unit, better=entry.better,
        rows=lambda: spec.rows(now).reset_index(drop=True),
    )  # fmt: skip


def _honest(spec: Spec, scope: Scope) -> Measure:
    """The measure; not applicable where the person led no account, and is credited with nothing."""
    if scope.led_any or (spec.credited is not None and spec.credited(scope)):
        return spec.measure(scope)
    why = LED_NONE if len(scope.ground.leads.key) else NO_LEADS
    return undefined(why, absent="not applicable")
