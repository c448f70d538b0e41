"""The rows behind one figure of a scorecard, read when somebody asks for them."""

from datetime import date

import pandas as pd

from lib.catalog import CATALOG
from lib.keep import Keep
from lib.periods import Period
from lib.scorecard.ground import Ground, Scope
from lib.scorecard.scorecard import PARTS
from lib.scorecard.spans import spans
from lib.scorecard.told import Spec
from lib.store.engine import Store


def evidence(
    store: Store, person_id: int, period: Period, keep: Keep, sees_costs: bool, as_of: date, *, duty: str, label: str
) -> pd.DataFrame:  # fmt: skip
    """What a figure (by its duty and label) of a person's scorecard is made of, under names a person reads."""
    ground = Ground(store, as_of, spans(period, as_of), keep, sees_costs)
    found = _spec(duty, label).rows(Scope(ground, person_id, ground.spans.now))
    return found.reset_index(drop=True)


def _spec(duty: str, label: str) -> Spec:
    specs: tuple[Spec, ...] = dict(PARTS)[duty].SPECS
    return next(spec for spec in specs if label == (spec.label or CATALOG[spec.name].label))
