"""Market signals: news kept for sectors and services at once, what holds on a day, whom it touches."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from lib.accounts.tables import Sector, Service
from lib.errors import RefusedValue
from lib.growth.signal_actions import SignalChanged, add_signals, hold_until
from lib.growth.signal_figures import news, touched
from lib.growth.signal_queries import expired_signals, signals
from lib.growth.tables import MarketSignal
from lib.store.engine import Store
from tests.facts import put

SEEN, END = date(2026, 3, 2), date(2026, 9, 2)
NEWS: dict[str, Any] = {
    "headline": "Budgets  move", "effect": "opportunity", "sectors": [1, 2], "services": [1, 2], "seen_on": SEEN,
    "expires_on": END, "published_by": "Trade press",
}  # fmt: skip


@pytest.fixture
def market(store: Store) -> Store:
    put(store, Sector(id=1, name="Retail"), Sector(id=2, name="Tourism"), Service(id=1, name="Blog"))
    put(store, Service(id=2, name="Film"))
    return store


def add(store: Store, token: str = "t", **other: Any) -> None:
    add_signals(store, "Ann", **(NEWS | other), token=token)


def pairs(store: Store, day: date = SEEN) -> list[tuple[Any, Any]]:
    found = signals(store, day)
    return [
        (None if pd.isna(sector) else sector, None if pd.isna(service) else service)
        for sector, service in zip(found["sector"], found["service"], strict=True)
    ]


def test_news_makes_one_row_for_each_sector_and_service(market: Store) -> None:
    add(market)
    assert pairs(market) == [("Retail", "Blog"), ("Retail", "Film"), ("Tourism", "Blog"), ("Tourism", "Film")]
    assert signals(market, SEEN)["headline"].unique().tolist() == ["Budgets move"]


@pytest.mark.parametrize(
    ("other", "made"),
    [
        ({"services": []}, [("Retail", None), ("Tourism", None)]),
        ({"sectors": None}, [(None, "Blog"), (None, "Film")]),
        ({"sectors": [1, 1], "services": None}, [("Retail", None)]),
    ],
)
def test_a_sector_without_service_and_a_service_without_sector_are_kept(market: Store, other: Any, made: Any) -> None:
    add(market, **other)
    assert pairs(market) == made


def test_two_clicks_keep_the_news_once(market: Store) -> None:
    add(market)
    add(market)
    assert len(signals(market, SEEN)) == 4


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"headline": " "}, "headline", "say in a few words"),
        ({"sectors": [], "services": None}, "sectors", "choose a sector or a service"),
        ({"effect": None}, "effect", "for or against"),
        ({"seen_on": None}, "seen_on", "choose a day"),
        ({"seen_on": date(2200, 1, 1)}, "seen_on", "cannot be later than today"),
        ({"expires_on": SEEN}, "expires_on", "must be after 2 Mar 2026, when it was seen"),
        ({"sectors": list(range(20)), "services": list(range(20))}, "services", "these are 400 pairs"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(market: Store, wrong: Any, field: str, words: str) -> None:
    with pytest.raises(RefusedValue, match=words) as refused:
        add(market, **wrong)
    assert refused.value.field == field
    assert signals(market, SEEN).empty


def test_a_signal_holds_from_the_day_it_was_seen_to_the_day_before_its_end(market: Store) -> None:
    add(market, sectors=[1], services=[])
    add(market, "open", headline="No end", sectors=[2], services=[], expires_on=None)
    counts = {day: len(signals(market, day)) for day in (date(2026, 3, 1), SEEN, date(2026, 9, 1), END)}
    assert list(counts.values()) == [0, 2, 2, 1]
    assert expired_signals(market, date(2026, 9, 1)).empty
    assert expired_signals(market, END)["headline"].tolist() == ["Budgets move"]


def test_the_newest_news_comes_first(market: Store) -> None:
    add(market, sectors=[1], services=[])
    add(market, "later", headline="Later", seen_on=date(2026, 3, 3), sectors=[2], services=[])
    assert signals(market, date(2026, 3, 4))["headline"].tolist() == ["Later", "Budgets move"]


def test_rows_told_together_are_one_piece_of_news(market: Store) -> None:
    add(market)
    add(market, "other", headline="Other", sectors=[], services=[2])
    found = news(signals(market, SEEN))
    assert found["headline"].tolist() == ["Budgets move", "Other"]
    assert found["sectors"].tolist() == [["Retail", "Tourism"], []]
    assert found["services"].tolist() == [["Blog", "Film"], ["Film"]]
    assert [len(versions) for versions in found["versions"]] == [4, 1]


def test_an_end_is_set_for_all_rows_of_the_news_or_none(market: Store) -> None:
    add(market)
    versions = news(signals(market, SEEN))["versions"].iloc[0]
    hold_until(market, "Ann", versions, SEEN, "u")
    assert signals(market, SEEN).empty
    with pytest.raises(SignalChanged, match="it holds until 2 Mar 2026 now"):
        hold_until(market, "Bo", versions, END, "late")
    now = news(expired_signals(market, SEEN))["versions"].iloc[0]
    with pytest.raises(RefusedValue, match="cannot be before 2 Mar 2026"):
        hold_until(market, "Bo", now, date(2026, 3, 1), "early")
    hold_until(market, "Bo", now, None, "open")
    assert len(signals(market, date(2030, 1, 1))) == 4


def test_a_store_without_signals_has_no_news(store: Store) -> None:
    found = signals(store, SEEN)
    assert found.empty
    assert news(found).empty
    assert list(news(found)) == [
        "seen_on", "headline", "effect", "expires_on", "published_by", "sectors", "services", "versions",
    ]  # fmt: skip


def cells(*rows: tuple[int, str | None, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account_id", "sector", "service_id", "state"])


def test_a_signal_touches_the_clients_of_its_sector_and_tells_who_owns_its_service(market: Store) -> None:
    put(
        market,
        MarketSignal(id=1, sector_id=1, service_id=1, seen_on=SEEN, headline="A", effect="threat"),
        MarketSignal(id=2, service_id=2, seen_on=SEEN, headline="B", effect="threat"),
        MarketSignal(id=3, sector_id=2, seen_on=SEEN, headline="C", effect="threat"),
    )
    there = cells(
        (10, "Retail", 1, "owned"), (10, "Retail", 2, "gap"), (11, "Retail", 1, "declined"), (12, None, 2, "owned"),
        (13, "Tourism", 1, "owned"),
    )  # fmt: skip
    found = touched(signals(market, SEEN), there)
    told = {number: sorted(zip(part["account_id"], part["owned"], strict=True)) for number, part in found.groupby("id")}
    assert told == {
        1: [(10, True), (11, False)],
        2: [(10, False), (11, False), (12, True), (13, False)],
        3: [(13, False)],
    }


def test_without_clients_nobody_is_touched(market: Store) -> None:
    add(market)
    assert touched(signals(market, SEEN), cells()).empty
