"""The five duties of an account manager in a period: figures with evidence, no total, no order of people."""

from dataclasses import dataclass
from datetime import date

from lib.errors import NotFound
from lib.keep import Keep
from lib.measure import Measure
from lib.people.queries import people
from lib.periods import Period, today
from lib.review.tables import DUTIES
from lib.scorecard import clients_duty, goals_duty, resources_duty, revenue_duty, work_duty
from lib.scorecard.ground import Ground, Scope
from lib.scorecard.spans import Spans, spans
from lib.scorecard.told import Duty, told
from lib.store.engine import Store

SUBJECTS = ("people", "accounts", "money", "growth", "delivery", "value", "surveys", "relationship")
PARTS = tuple(zip(DUTIES, (revenue_duty, work_duty, goals_duty, resources_duty, clients_duty), strict=True))


@dataclass(frozen=True)
class Scorecard:
    """A person's five duties in a period, as known on `as_of`; `spans` are the days it and the one before speak for.

    `spans.remark` says so where the period is not over.
    """

    person_id: int
    person: str
    period: Period
    as_of: date
    spans: Spans
    duties: tuple[Duty, ...]


def scorecard(
    store: Store, person_id: int, period: Period, keep: Keep, sees_costs: bool, as_of: date | None = None
) -> Scorecard:  # fmt: skip
    """The scorecard of a person for a period, as known on a day (None: today).

    What the firm did is computed once and kept. Raises NotFound, RefusedValue where the period has not begun.
    """
    day = as_of or today()
    ground = Ground(store, day, spans(period, day), keep, sees_costs)
    names = people(store).set_index("id")["name"]
    if person_id not in names.index:
        raise NotFound("Person", person_id)
    firm = firm_figures(ground)
    duties = tuple(
        Duty(name, part.WORDS, told(ground, person_id, part.SPECS, firm)) for name, part in PARTS
    )  # fmt: skip
    return Scorecard(person_id, str(names[person_id]), period, day, ground.spans, duties)


def firm_figures(ground: Ground) -> dict[str, Measure]:
    """Each figure of the whole firm by its key, kept for every scorecard of the same days."""
    span = ground.spans.now
    about = (ground.as_of, span.start, span.end, ground.sees_costs)
    scope = Scope(ground, None, span)
    return ground.kept("firm", SUBJECTS, about, lambda: _measured(scope))


def _measured(scope: Scope) -> dict[str, Measure]:
    return {spec.key: spec.measure(scope) for _, part in PARTS for spec in part.SPECS}
