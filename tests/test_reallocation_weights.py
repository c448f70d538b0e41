"""What a suggestion weighs: kept as dated settings, refused by name where it makes no sense."""

from datetime import date

import pytest

from lib.errors import RefusedValue
from lib.reallocation.weights import Weights, set_weights, weights
from lib.store.engine import Store
from lib.store.settings import settings

DAY = date(2026, 3, 4)


def test_weights_hold_from_their_day_on_and_the_others_are_as_they_were(store: Store) -> None:
    set_weights(store, "Ann", {"lead": 9.0, "target": 0.8}, DAY, "t1")
    assert weights(settings(store, date(2026, 3, 3))) == Weights()
    kept = weights(settings(store, DAY))
    assert (kept.lead, kept.target, kept.notice) == (9.0, 0.8, 4.0)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [({"lead": -1.0}, "lead"), ({"high": 0.5}, "high"), ({"target": 0.0}, "target"), ({"red": 1e9}, "red")],
)
def test_what_makes_no_sense_is_refused_by_name_and_nothing_is_kept(
    store: Store, wanted: dict[str, float], field: str
) -> None:
    with pytest.raises(RefusedValue) as refused:
        set_weights(store, "Ann", wanted, DAY, "t2")
    assert refused.value.field == field
    assert weights(settings(store, DAY)) == Weights()
