"""What any holder earned between two days."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.days import NONE
from lib.growth.target_ledger import BOOK, between, holders, ledger

LINES = st.lists(
    st.tuples(st.sampled_from([NONE, 1, 2]), st.sampled_from([NONE, 1, 2]), st.integers(0, 20), st.integers(-99, 99))
)


def arrays(rows: list[tuple[int, ...]]) -> list[np.ndarray]:
    return list(np.array(rows, dtype=np.int64).reshape(-1, 4).T)


@settings(deadline=None)
@given(LINES, st.integers(0, 20), st.integers(0, 20), st.randoms())
def test_a_sum_between_two_days_is_what_adding_up_gives_in_any_order(rows, start, end, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    wanted = holders(np.array([NONE, 1, NONE]), np.array([NONE, NONE, 2]))
    found = between(ledger(*arrays(shuffled)), wanted, np.full(3, start), np.full(3, end))
    inside = [row for row in rows if start <= row[2] < end]
    expected = [
        sum(row[3] for row in inside), sum(row[3] for row in inside if row[0] == 1),
        sum(row[3] for row in inside if row[1] == 2),
    ]  # fmt: skip
    assert found.tolist() == expected


def test_a_holder_is_the_book_an_account_or_a_person_never_two_at_once() -> None:
    found = holders(np.array([NONE, 7, NONE, 7]), np.array([NONE, NONE, 7, 7]))
    assert found[0] == BOOK
    assert found[3] == NONE
    assert len(set(found.tolist())) == 4
