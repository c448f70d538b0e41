"""The formula of account health as plain values: weights, validity, thresholds, and the rules that cap a band."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.health.tables import FACTORS

# What a person calls a factor, and what it looks at.
FACTOR_NAMES = {
    "value": "Value delivered",
    "delivery": "Delivery on time",
    "scope": "Scope and margin",
    "breadth": "Relationship breadth",
    "cadence": "Cadence kept",
    "survey": "Client survey",
    "escalations": "Open escalations",
    "commercial": "Commercial",
}
FACTOR_MEANING = {
    "value": "How far each open objective has come, against the share of its time gone. Known when every open "
    "objective has a reading that is still valid.",
    "delivery": "Projects and deliverables handed over by the date agreed last, of those handed over in the 90 days up "
    "to the last one and those open past their date.",
    "scope": "Hours beyond what was agreed on projects and in retainers worked on, half the points gone at 15 % "
    "beyond; lower where the margin of the last three months is under 30 %.",
    "breadth": "Contacts at the client and colleagues of ours who talked to each other, both ways, in 90 days: one "
    "live thread on either side is 40, two are 75, three are 100.",
    "cadence": "Updates made, of those due by the client's own communication plan in the 90 days up to the last one, "
    "and those missed since. Any contact restarts the clock.",
    "survey": "Mean of what the client's people answered in attributed surveys, in the 120 days up to the last answer, "
    "brought to 0–100; how many were asked and answered stands apart, and silence is told, never scored. Where none "
    "answered in the 120 days before an anonymous survey closed or since, and none was asked in vain, the smallest "
    "released group stands in: mean of its net promoters (50: as many promote as detract) and its share of satisfied.",
    "escalations": "100 with none open, 80, 55, 25 or 0 by the worst one open, 10 less for each further one and where "
    "an update is overdue. Nobody talked to, nothing known.",
    "commercial": "100 less what the revenue trend, the oldest overdue invoice and a contract about to end take away.",
}


@dataclass(frozen=True)
class Veto:
    """A rule that caps the band at `caps_at` from `limit` on: days, or a severity; notice given has no limit."""

    rule: str
    limit: int | None
    caps_at: str


@dataclass(frozen=True)
class Formula:
    """One version of the formula; `weights` (1–3) and `validity` (days) by factor. `id` is None before it is stored."""

    id: int | None
    number: int
    starts_on: date
    green_from: float
    red_below: float
    leave_red_from: float
    weights: Mapping[str, int]
    validity: Mapping[str, int]
    vetoes: tuple[Veto, ...]
    reason: str | None = None


_DAYS = (90, 90, 35, 90, 30, 120, 30, 35)

# What holds until a firm writes its own: equal weights, for weights fitted to few leavers are worse than none.
FIRST_FORMULA = Formula(
    id=None,
    number=1,
    starts_on=date(1990, 1, 1),
    green_from=70.0,
    red_below=50.0,
    leave_red_from=55.0,
    weights=dict.fromkeys(FACTORS, 1),
    validity=dict(zip(FACTORS, _DAYS, strict=True)),
    vetoes=(
        Veto("sponsor silent", 90, "Amber"),
        Veto("escalation open", 3, "Amber"),
        Veto("notice given", None, "Red"),
        Veto("invoice overdue", 60, "Amber"),
    ),
    reason="The starting formula",
)
