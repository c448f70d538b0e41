"""Benchmarks: published figures as defaults, edited and switched off, with their source in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.benchmarks import (
    PUBLISHED,
    Benchmark,
    BenchmarkChanged,
    benchmarks,
    caption,
    edit_benchmark,
    in_words,
    restore_benchmark,
)
from lib.errors import RefusedValue
from lib.store.engine import Store


def edit(store: Store, token: str = "one", **values: object) -> None:
    wanted = {"low": 0.4, "high": 0.5, "source": "Our own five years", "year": 2026, "on": True} | values
    shown = benchmarks(store)["delivery_margin"]
    edit_benchmark(store, "Ann", shown, **wanted, token=token)  # type: ignore[arg-type]


def test_every_benchmark_names_source_and_trust_and_no_two_are_alike() -> None:
    assert len({one.name for one in PUBLISHED}) == len(PUBLISHED)
    assert all(one.label and one.source and one.trust for one in PUBLISHED)
    assert all(one.low is not None or one.high is not None for one in PUBLISHED)
    assert all(one.low <= one.high for one in PUBLISHED if one.low is not None and one.high is not None)
    assert all(0 <= end <= 1 for one in PUBLISHED if one.unit == "share" for end in (one.low, one.high) if end)


def test_an_untouched_store_has_what_was_published(store: Store) -> None:
    assert list(benchmarks(store).values()) == list(PUBLISHED)


def test_an_edited_one_is_the_firms_own_until_it_is_taken_back(store: Store) -> None:
    edit(store)
    own = benchmarks(store)["delivery_margin"]
    assert (own.low, own.high, own.edited, own.trust) == (0.4, 0.5, True, "set by the firm")
    assert caption(own) == "own benchmark: 40–50 % (Our own five years 2026; set by the firm)"
    restore_benchmark(store, "Ann", own, "two")
    assert list(benchmarks(store).values()) == list(PUBLISHED)


def test_one_only_switched_off_keeps_its_source_and_trust(store: Store) -> None:
    edit(store, low=0.5, high=0.6, source="Parakeeto", year=None, on=False)
    found = benchmarks(store)["delivery_margin"]
    assert not found.on
    assert found.trust == "a consultancy's rule"


def test_per_cents_typed_as_they_were_shown_are_still_the_published_ones(store: Store) -> None:
    for one in PUBLISHED:
        if one.unit == "share":
            low, high = (None if end is None else round(end * 100, 2) / 100 for end in (one.low, one.high))
            edit_benchmark(store, "Ann", one, low, high, one.source, one.year, False, token=one.name)
            assert benchmarks(store)[one.name].trust == one.trust, one.name


def test_who_was_slower_is_told_how_it_stands(store: Store) -> None:
    shown = benchmarks(store)["delivery_margin"]
    edit(store)
    with pytest.raises(BenchmarkChanged, match="40–50 % \\(Our own five years\\) now"):
        edit_benchmark(store, "Bo", shown, 0.5, 0.6, "Ours", 2025, True, token="two")
    with pytest.raises(BenchmarkChanged):
        restore_benchmark(store, "Bo", shown, "three")
    assert benchmarks(store)["delivery_margin"].low == 0.4


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("low", {"low": None, "high": None}), ("low", {"low": -0.1}), ("high", {"high": 1.2}),
        ("high", {"low": 0.6}), ("source", {"source": "  "}), ("year", {"year": 1200}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(store: Store, field: str, values: dict[str, object]) -> None:
    with pytest.raises(RefusedValue) as refused:
        edit(store, **values)
    assert refused.value.field == field
    assert not benchmarks(store)["delivery_margin"].edited


def test_ranges_are_said_in_words() -> None:
    words = {one.name: in_words(one) for one in PUBLISHED}
    assert words["on_time"] == "73.8 %"
    assert words["realisation"] == "90 % or more"
    assert words["book_most"] == "at most $500,000"
    assert words["executive_hours"] == "28–32 h"


@given(some.floats(0, 1), some.floats(0, 1))
def test_the_words_hold_both_ends(low: float, high: float) -> None:
    one = Benchmark("x", "X", min(low, high), max(low, high), "share", "S", None, "t")
    assert in_words(one).endswith(" %")
    assert "year not said" in caption(one)
