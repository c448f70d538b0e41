"""Why clients left: voices are counted apart, and compared by their primary reasons."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as some

from lib.relationship.departure_figures import (
    AGREE,
    CLIENT,
    DIFFER,
    NOBODY,
    ONE_VOICE,
    OURS,
    agreement,
    departures_in,
    disagreement,
    primary_reasons,
    reason_counts,
)

SAID = pd.DataFrame(
    [
        (1, CLIENT, "primary", "price"), (1, OURS, "primary", "service quality"), (1, OURS, "contributing", "price"),
        (2, CLIENT, "primary", "price"), (2, OURS, "primary", "price"), (2, OURS, "primary", "results"),
        (3, OURS, "primary", "merger"), (4, CLIENT, "contributing", "budget cut"),
    ],
    columns=["departure_id", "voice", "weight", "reason"],
)  # fmt: skip


def test_voices_agree_when_they_name_one_primary_reason_in_common() -> None:
    assert agreement([1, 2, 3, 4, 5], SAID) == [DIFFER, AGREE, ONE_VOICE, NOBODY, NOBODY]


def test_the_rate_of_disagreement_is_of_those_that_can_be_compared() -> None:
    found = disagreement(agreement([1, 2, 3, 4, 5], SAID))
    assert (found.hits, found.base) == (1, 2)
    assert found.low is not None
    assert disagreement([ONE_VOICE, NOBODY]).value is None


def test_each_voice_is_counted_by_itself() -> None:
    theirs, ours = (reason_counts(SAID, voice) for voice in (CLIENT, OURS))
    assert theirs.to_dict("split")["data"] == [["price", "primary", 2], ["budget cut", "contributing", 1]]
    assert ours["departures"].sum() == 5
    assert ours["reason"].iloc[:2].tolist() == ["price", "price"]
    assert reason_counts(SAID.iloc[:0], CLIENT).empty


def test_primary_reasons_are_kept_in_the_order_they_were_said() -> None:
    assert primary_reasons(SAID, OURS) == {1: ["service quality"], 2: ["price", "results"], 3: ["merger"]}


def test_departures_are_counted_by_the_day_they_were_decided() -> None:
    found = departures_in(np.array([9, 10, 19, 20]), 10, 20)
    assert (found.value, found.base) == (2, 2)


@given(some.lists(some.sampled_from([AGREE, DIFFER, ONE_VOICE, NOBODY])))
def test_the_interval_holds_the_rate(marks: list[str]) -> None:
    found = disagreement(marks)
    if found.value is not None:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value + 1e-12
        assert found.value <= found.high + 1e-12
    else:
        assert not {AGREE, DIFFER} & set(marks)
