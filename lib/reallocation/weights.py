"""What the suggestion weighs: choices a firm may change, kept as settings; points are those of a per cent of load."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from lib.errors import RefusedValue
from lib.store.engine import Store
from lib.store.settings import put_setting
from lib.store.writing import Write, perform
from lib.team.allocation import FAIRNESS

PREFIX = "allocation."
MOST = 1000.0


@dataclass(frozen=True)
class Weights:
    """Points. A point of load above target costs `over`, above 115 % `high`, beyond 133 % `beyond`, below 70 % `under`.

    A handover costs `handover`, plus `lead` where the account's lead changes, plus for what is lost: a year of tenure
    (at most three), a live thread (at most four), an open promise (at most eight), an open escalation, a notice or
    renewal date within 90 days, a Red account; a level of skill less than before costs `level`. Of a role without a
    target `target` is the share of its hours that should be booked.
    """

    over: float = FAIRNESS["over"]
    high: float = FAIRNESS["high"]
    beyond: float = FAIRNESS["beyond"]
    under: float = FAIRNESS["under"]
    handover: float = 1.0
    lead: float = 2.0
    tenure: float = 0.5
    thread: float = 0.5
    promise: float = 0.25
    escalation: float = 3.0
    notice: float = 4.0
    red: float = 2.0
    level: float = 2.0
    target: float = 0.75

    @property
    def fairness(self) -> Mapping[str, float]:
        """The cost of load as the solver takes it."""
        return {name: getattr(self, name) for name in FAIRNESS}


def weights(firm: Mapping[str, str]) -> Weights:
    """The weights of a firm's settings; what it never said is as in Weights."""
    said = {each.name: firm.get(PREFIX + each.name) for each in fields(Weights)}
    return Weights(**{name: float(value) for name, value in said.items() if value is not None})


def set_weights(store: Store, who: str, wanted: Mapping[str, float], starts_on: date, token: str) -> None:
    """Keep weights from a day on. Raises RefusedValue, naming the weight, where one is none."""
    made = _checked(wanted)

    def work(write: Write) -> None:
        for name, value in asdict(made).items():
            if name in wanted:
                put_setting(write, PREFIX + name, f"{value:g}", starts_on)

    perform(store, who, "change what a suggestion weighs", work, token)


def _checked(wanted: Mapping[str, float]) -> Weights:
    for name, value in wanted.items():
        if not 0 <= value <= MOST:
            raise RefusedValue(name, f"must lie between 0 and {MOST:g}.")
    made = Weights(**wanted)
    if not made.over <= made.high <= made.beyond:
        raise RefusedValue("high", "must not be below the weight of the band before it, or more load would cost less.")
    if not 0 < made.target <= 1:
        raise RefusedValue("target", "must be a share above 0 and not above 1.")
    return made
