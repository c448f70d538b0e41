"""What an entry of the catalogue is made of."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "money", "score", "count", "ratio"]

# Where a figure is computed from: the book of accounts in money, or a subject that has figures of its own.
Home = Literal[
    "book", "health", "lifetime", "relationship", "value", "delivery", "renewals", "growth", "team", "money", "surveys",
    "review",
]  # fmt: skip

SCOPES = ("book", "account", "owner", "manager", "service", "sector")


@dataclass(frozen=True)
class Figure:
    """One figure, the same wherever it is shown.

    `definition` is the tooltip, `formula` the formula in words; `unit` of a value: share (0-1), money (cents), score
    (-1 to 1), count or ratio; `better` says which way is good; `function` is "module:name"; `method` names how an
    interval is made, `covers` what share of cases it holds.
    `home` says what it is computed from.
    """

    name: str
    label: str
    definition: str
    formula: str
    unit: Unit
    better: Literal["up", "down"] | None
    function: str
    method: str = ""
    covers: str = "95 % interval"
    scopes: tuple[str, ...] = SCOPES
    home: Home = "book"
