"""Revenue kept, won and lost: the published cases, and what must hold whatever the amounts are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.days import Ints
from lib.money.figures import (
    gross_revenue_retention,
    movements,
    net_revenue_retention,
    quick_ratio,
    revenue,
    revenue_growth,
    revenue_per_client,
)

CENTS = some.integers(0, 10**9)
BOOKS = some.lists(some.tuples(CENTS, CENTS), max_size=30)


def cents(*amounts: int) -> Ints:
    return np.array(amounts, dtype=np.int64)


def columns(book: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    start, now = np.array(book, dtype=np.int64).reshape(-1, 2).T
    return start, now


@pytest.mark.parametrize(
    ("start", "now", "grr", "nrr"),
    [
        # measures.md: 100→120, 50→40, 30→0, 20→20
        (cents(100, 50, 30, 20), cents(120, 40, 0, 20), 0.8, 0.9),
        # ChartMogul: 100 of MRR, churn 10, contraction 10, expansion 10; gross churn 20 %, net churn 10 %
        # (help.chartmogul.com/hc/en-us/articles/203359341-Metric-MRR-Churn-Rate)
        (cents(10, 20, 70), cents(0, 10, 80), 0.8, 0.9),
        # ChurnZero: 27,000 of MRR, 8,000 upsold, 5,000 churned; NRR 111 % = 30,000 / 27,000
        # (churnzero.net/churnopedia/net-revenue-retention)
        (cents(5_000, 22_000), cents(0, 30_000), 0.81481481, 1.11111111),
        # A new client counts in neither.
        (cents(100, 0), cents(100, 900), 1.0, 1.0),
        (cents(0, 0), cents(5, 0), None, None),
        (cents(), cents(), None, None),
    ],
)
def test_revenue_retention_is_the_published_one(start: Ints, now: Ints, grr: float | None, nrr: float | None) -> None:
    assert gross_revenue_retention(start, now).value == (None if grr is None else pytest.approx(grr))
    assert net_revenue_retention(start, now).value == (None if nrr is None else pytest.approx(nrr))


@pytest.mark.parametrize(
    ("new", "expansion", "churn", "contraction", "expected"),
    [
        # pitchkit.net/resources/glossary/quick-ratio
        (20_000, 8_000, 5_000, 3_000, 3.5),
        # theprimecalculator.com/business/saas-quick-ratio-calculator/formula, printed as 2.92
        (25_000, 10_000, 8_000, 4_000, 2.91666667),
        # Nothing lost: undefined. A public calculator says 0, which would read as the worst.
        (1_000, 0, 0, 0, None),
    ],
)
def test_quick_ratio_is_the_published_one(
    new: int, expansion: int, churn: int, contraction: int, expected: float | None
) -> None:
    measured = quick_ratio(new, expansion, churn, contraction)
    assert measured.value == (None if expected is None else pytest.approx(expected))
    assert (measured.absent == "not applicable") == (expected is None)


@given(BOOKS)
def test_gross_retention_is_at_most_one_and_at_most_net(book: list[tuple[int, int]]) -> None:
    gross, net = (kept(*columns(book)).value for kept in (gross_revenue_retention, net_revenue_retention))
    if gross is None or net is None:
        assert gross is net is None
        assert not any(start for start, _ in book)
    else:
        assert 0 <= gross <= min(1, net)


@given(BOOKS, some.lists(CENTS, max_size=5))
def test_new_clients_change_neither_retention(book: list[tuple[int, int]], brought: list[int]) -> None:
    larger = book + [(0, amount) for amount in brought]
    for kept in (gross_revenue_retention, net_revenue_retention):
        assert kept(*columns(book)) == kept(*columns(larger))


@given(BOOKS.flatmap(lambda book: some.tuples(some.just(book), some.permutations(book))))
def test_the_order_of_clients_does_not_matter(books: tuple[list[tuple[int, int]], list[tuple[int, int]]]) -> None:
    first, other = books
    for kept in (gross_revenue_retention, net_revenue_retention):
        assert kept(*columns(first)) == kept(*columns(other))


@given(BOOKS)
def test_movements_explain_the_whole_change(book: list[tuple[int, int]]) -> None:
    start, now = columns(book)
    moved = movements(start, now)
    assert all((part >= 0).all() for part in moved)
    assert (moved.new + moved.expansion - moved.churn - moved.contraction == now - start).all()
    assert (sum((part > 0).astype(int) for part in moved) <= 1).all(), "a client moves in one way"


def test_movements_name_what_happened_to_each_client() -> None:
    moved = movements(cents(0, 10, 10, 10), cents(5, 12, 0, 7))
    assert [part.tolist() for part in moved] == [[5, 0, 0, 0], [0, 2, 0, 0], [0, 0, 10, 0], [0, 0, 0, 3]]


def test_a_net_credit_is_no_revenue() -> None:
    moved = movements(cents(-5, 10), cents(3, -2))
    assert [int(part.sum()) for part in moved] == [3, 0, 10, 0]
    assert gross_revenue_retention(cents(-5), cents(3)).value is None


def test_revenue_takes_credits_off() -> None:
    assert revenue(cents(500, -200)).value == 300
    assert revenue(cents()).value == 0


def test_growth_is_relative_to_a_year_earlier_and_undefined_from_nothing() -> None:
    assert revenue_growth(150, 100).value == 0.5
    assert revenue_growth(0, 100).value == -1
    assert revenue_growth(150, 0).value is None
    assert revenue_growth(150, -10).value is None


def test_revenue_per_client_leaves_out_those_without() -> None:
    measured = revenue_per_client(cents(300, 0, 100, -50))
    assert (measured.value, measured.base) == (200, 2)
    assert revenue_per_client(cents(0)).value is None
