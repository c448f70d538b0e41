"""What is frozen when a review is closed comes back as it was given."""

from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from lib.accounts.tables import Account
from lib.errors import RefusedValue
from lib.people.tables import Person
from lib.review.actions import open_review
from lib.review.closing_actions import close_review
from lib.review.reading_queries import review_of
from lib.review.rules import ReviewClosed
from lib.review.tables import PARTS
from lib.store.engine import Store
from tests.facts import put
from tests.review_cases import ACME, AGENDA, ANN, BO, BOLT, PROMISE, RETENTION, REVENUE, RISK, WON, call, put_firm

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
WORDS = TEXT.filter(str.strip)
NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False)
ITEM = st.fixed_dictionaries(
    {
        "part": st.sampled_from(PARTS), "account_id": st.sampled_from([None, ACME, BOLT]),
        "person_id": st.sampled_from([None, ANN, BO]), "words": WORDS,
        "figures": st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    }
)  # fmt: skip
FIGURE = st.fixed_dictionaries(
    {
        "figure": TEXT, "scope": st.sampled_from(["book", "account", "owner", "part"]), "key": st.none() | TEXT,
        "period": st.none() | TEXT, "value": st.none() | TEXT, "low": NUMBER, "high": NUMBER,
        "base": st.none() | st.integers(0, 2**31 - 1),
    }
)  # fmt: skip


def test_any_agenda_and_figures_come_back_in_order_as_given(store: Store) -> None:
    put_firm(store)
    days = iter(date.fromordinal(number) for number in range(date(2020, 1, 1).toordinal(), date.max.toordinal()))

    @settings(max_examples=25)
    @given(st.lists(ITEM, max_size=6), st.lists(FIGURE, max_size=4))
    def check(items: list[dict[str, Any]], figures: list[dict[str, Any]]) -> None:
        day = next(days)
        review = open_review(store, "Ann", day, f"open {day}") or 0
        close_review(store, "Ann", review, items, figures, f"close {day}")
        read = review_of(store, review)
        assert [{name: vars(one)[name] for name in items[0]} for one in read.items] == items
        assert [one.position for one in read.items] == list(range(1, len(items) + 1))
        assert [vars(one) for one in read.figures] == figures

    check()


def test_closing_says_when_and_by_whom_once_and_keeps_names_as_they_were(store: Store) -> None:
    review = put_firm(store)
    call(store, review, item=PROMISE, person_id=BO)
    assert close_review(store, "Bo", review, AGENDA, [REVENUE, RETENTION], "close") == review
    assert close_review(store, "Bo", review, [], [], "close") == review  # the same click
    read = review_of(store, review)
    assert (read.closed_by, read.closed_at is not None) == ("Bo", True)
    assert read.names == {
        ("person", ANN): "Ann Berg", ("person", BO): "Bo Lind", ("account", ACME): "Acme",
        ("account", BOLT): "Bolt & Sons", ("firm", None): "Harbour Lane", ("currency", None): "EUR",
    }  # fmt: skip
    with pytest.raises(ReviewClosed):
        close_review(store, "Ann", review, [], [], "twice")


def test_an_item_that_was_decided_on_keeps_its_place_or_follows_its_part_when_it_is_no_longer_told(
    store: Store,
) -> None:
    review = put_firm(store)
    call(store, review, "gone", item=RISK | {"words": "Bolt is Red."})
    call(store, review, "told", item=WON)
    close_review(store, "Ann", review, AGENDA, [], "close")
    read = review_of(store, review)
    told = [RISK["words"], "Bolt is Red.", PROMISE["words"], WON["words"]]
    assert [(one.position, one.words) for one in read.items] == list(enumerate(told, start=1))
    assert [one.review_item_id for one in read.decisions] == [read.items[1].id, read.items[3].id]


@pytest.mark.parametrize(
    ("items", "figures", "field"),
    [
        ([RISK | {"part": "gossip"}], [], "part"),
        ([RISK | {"words": ""}], [], "words"),
        ([RISK | {"account_id": 99}], [], "account_id"),
        ([], [REVENUE | {"scope": "name"}], "scope"),
        ([], [REVENUE | {"low": float("nan")}], "low"),
    ],
)
def test_what_cannot_be_frozen_leaves_the_review_open(
    store: Store, items: list[Any], figures: list[Any], field: str
) -> None:
    review = put_firm(store)
    with pytest.raises(RefusedValue) as refused:
        close_review(store, "Ann", review, items, figures, "close")
    read = review_of(store, review)
    assert (refused.value.field, read.closed_at, read.items, read.figures) == (field, None, (), ())


def test_a_review_knows_only_the_names_it_names(store: Store) -> None:
    review = put_firm(store)
    put(store, Account(id=9, name="Zed"), Person(id=9, name="Zoe"))
    close_review(store, "Ann", review, [WON], [], "close")
    assert review_of(store, review).names == {("firm", None): "Harbour Lane", ("currency", None): "EUR"}
