"""Market signals on the page of upsell opportunities: filled, empty, wrong input."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Sector, Service
from lib.growth.signal_queries import signals
from lib.growth.tables import MarketSignal
from lib.money.tables import Revenue
from lib.store.engine import Store
from lib.store.users import introduce
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
DAY = date(2026, 1, 31)


@pytest.fixture
def market(app: App, store: Store) -> Callable[..., AppTest]:
    """The signals of a firm with two retailers, of which one owns the blog, and a hotel, as Ann."""
    put(store, Sector(id=1, name="Retail"), Sector(id=2, name="Tourism"), Service(id=1, name="Blog"))
    put(store, Service(id=2, name="Film"))
    for number, name, sector, service in ((1, "Acme", 1, 1), (2, "Bolt", 1, 2), (3, "Cove", 2, 2)):
        put(store, Account(id=number, name=name, sector_id=sector))
        bought: dict[str, Any] = {"earned_on": date(2026, 1, 5), "amount_cents": 90_000, "kind": "project"}
        put(store, Revenue(account_id=number, service_id=service, **bought))
    introduce(store, "Ann Berg")
    return lambda **query: opened(app, **query)


def told(store: Store) -> None:
    """News for the blog in retail, a threat to tourism, and one that no longer holds."""
    put(
        store,
        MarketSignal(
            sector_id=1, service_id=1, seen_on=date(2026, 1, 2), headline="Shops <b>read</b>", effect="opportunity",
            published_by="Trade press",
        ),
        MarketSignal(sector_id=2, seen_on=date(2026, 1, 3), headline="Fewer guests", effect="threat"),
        MarketSignal(
            sector_id=2, seen_on=date(2025, 1, 3), headline="Old news", effect="threat", expires_on=date(2025, 6, 1)
        ),
    )  # fmt: skip


def opened(app: App, **query: str) -> AppTest:
    return app("growth.py", {"growth_tab": "Market signals"}, **({"as_of": DAY.isoformat()} | query))


def listed(at: AppTest) -> Any:
    return next(table.value for table in at.dataframe if "Headline" in table.value)


def submit(at: AppTest, form: str, button: str) -> AppTest:
    return at.button(key=f"FormSubmitter:entry_{form}-{button}").click().run()


def test_the_signals_that_hold_come_newest_first_with_the_clients_they_touch(market: App, store: Store) -> None:
    told(store)
    at = market()
    assert not at.exception
    assert "**1 signal** speaks for a service now, **1** against; **3** clients are touched." in words_of(at)
    found = listed(at)
    assert found["Headline"].tolist() == ["Fewer guests", "Shops <b>read</b>"]
    assert found["Speaks"].tolist() == ["▼ Against", "▲ For"]
    assert found["Services"].tolist() == ["any service", "Blog"]
    assert found["Clients"].tolist() == [1, 2]
    assert found["Own it"].fillna("–").tolist() == ["–", "1 of 2"]
    assert at.expander[-2].label == "1 signal that no longer holds"


def test_the_sector_of_the_frame_holds_here_too(market: App, store: Store) -> None:
    told(store)
    assert listed(market(sector="Retail"))["Headline"].tolist() == ["Shops <b>read</b>"]


def test_a_chosen_signal_lists_its_clients_and_can_be_ended(market: App, store: Store) -> None:
    told(store)
    at = market()
    at.session_state["signals"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    at.run()
    clients = next(table.value for table in at.dataframe if "Owns it" in table.value)
    assert clients[["Client", "Owns it"]].to_numpy().tolist() == [["Acme", "yes"], ["Bolt", "no"]]
    assert "Published by: Trade press" in words_of(at)
    at.date_input(key="until_1_1_0_expires_on").set_value(date(2025, 12, 1))
    at = submit(at, "until_1_1", "Save the day")
    assert words_of(at).count("Holds until: cannot be before 2 Jan 2026, when it was seen.") == 2
    at.date_input(key="until_1_1_0_expires_on").set_value(DAY)
    at = submit(at, "until_1_1", "Save the day")
    assert listed(at)["Headline"].tolist() == ["Fewer guests"]


def test_without_signals_the_form_stands_open_and_takes_news_for_several_markets(market: App, store: Store) -> None:
    at = market()
    assert "No market signal holds on 31 Jan 2026. Here will stand news and forecasts" in words_of(at)
    at.text_input(key="new_signal_0_headline").set_value("Budgets move")
    at = submit(at, "new_signal", "Add the news")
    assert words_of(at).count("Sectors: choose a sector or a service it speaks of.") == 2
    assert at.text_input(key="new_signal_0_headline").value == "Budgets move"
    at.multiselect(key="new_signal_0_sectors").set_value([1, 2])
    at.multiselect(key="new_signal_0_services").set_value([1, 2])
    at = submit(at, "new_signal", "Add the news")
    assert not at.exception
    assert len(signals(store, DAY)) == 4
    assert signals(store, DAY)["expires_on"].dt.date.unique().tolist() == [date(2026, 7, 31)]
    assert listed(at)["Sectors"].tolist() == ["Retail, Tourism"]
