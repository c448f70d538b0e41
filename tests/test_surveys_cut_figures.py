"""The groups of an anonymous wave: whoever is asked, no combination of cuts is small enough to point at somebody."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import RefusedValue
from lib.respond.wave import Cuts, Wave, check_groups
from lib.surveys.crowd_figures import CUTS
from lib.surveys.cut_figures import frozen_cuts, groups

NAMES = st.one_of(st.none(), st.sampled_from(["a", "b", "c", "d"]))


def people(*rows: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CUTS))


@given(
    rows=st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=3, max_size=60),
    k=st.integers(3, 10),
    keep=st.permutations(CUTS).flatmap(lambda order: st.integers(0, 3).map(lambda size: order[:size])),
)
def test_every_combination_holds_k_people_and_nobody_is_put_into_a_strange_group(
    rows: list[tuple[str | None, str | None, str | None]], k: int, keep: list[str]
) -> None:
    asked = people(*rows)
    if len(rows) < k:
        with pytest.raises(RefusedValue, match=f"needs {k} at least"):
            frozen_cuts(asked, k, keep)
        return
    told = frozen_cuts(asked, k, keep)
    assert told.index.equals(asked.index)
    wave = Wave("w", "Pulse", "Firm", "anonymous", date(2099, 1, 1), k=k)
    check_groups(wave, [Cuts(*row) for row in told.itertuples(index=False)])  # refuses what is too small
    assert told.isna().to_numpy()[:, [cut not in keep for cut in CUTS]].all()
    same = (told == asked) | told.isna()
    assert same.to_numpy().all()
    assert groups(told)["people"].sum() == len(rows)


def test_the_least_important_cut_is_given_up_first() -> None:
    asked = people(*[("retail", "north", "Ann")] * 3, *[("retail", "north", "Bo")] * 2)
    assert groups(frozen_cuts(asked, 3)).values.tolist() == [["retail", "north", None, 5]]
    assert groups(frozen_cuts(asked, 2)).values.tolist() == [
        ["retail", "north", "Ann", 3],
        ["retail", "north", "Bo", 2],
    ]
    apart = people(*[("retail", "north", "Ann")] * 3, *[("retail", "south", "Bo")] * 2, *[("media", "south", "Bo")] * 2)
    kept = frozen_cuts(apart, 3, ["manager", "segment"])
    assert groups(kept).values.tolist() == [[None, None, "Bo", 4], ["retail", None, "Ann", 3]]


def test_one_person_alone_takes_the_smallest_group_along() -> None:
    asked = people(("media", None, None), *[("retail", None, None)] * 6, *[("sport", None, None)] * 5)
    assert groups(frozen_cuts(asked, 5))[["segment", "people"]].values.tolist() == [["retail", 6], [None, 6]]
