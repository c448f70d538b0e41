"""The tab Win rates: rates by name and window, renewals apart, reasons of losses, and nothing decided."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Sector, Service
from lib.growth.tables import LossReason, Opportunity, Stage
from lib.people.tables import Person
from lib.store.base import Base
from lib.store.engine import Store
from tests.facts import put
from tests.page_cases import words_of

TODAY, SPRING, LAST_YEAR = date(2026, 6, 30), date(2026, 3, 3), date(2025, 3, 3)
WON, LOST = 2, 3
App = Callable[..., AppTest]


def put_firm(store: Store) -> None:
    """Audit: 9 of 10 won; Brand: 2 of 12; Care: 3 of 6, all before the last 12 months; two renewals won."""
    put(store, Sector(id=1, name="media"), Account(id=1, name="Acme", sector_id=1), Person(id=1, name="Ann"))
    put(store, *(Service(id=n, name=name) for n, name in enumerate(("Audit", "Brand", "Care"), start=1)))
    put(
        store, Stage(id=1, name="Talk"), Stage(id=WON, name="Won", kind="won"), Stage(id=LOST, name="Lost", kind="lost")
    )
    put(store, LossReason(id=1, name="Price"))
    rows: list[Base] = [
        *deals(1, 9, 1),
        *deals(2, 2, 10),
        *deals(3, 3, 3, closed_on=LAST_YEAR),
        *deals(1, 2, 0, "renewal"),
    ]
    put(store, *rows)


def deals(service: int, won: int, lost: int, kind: str = "expansion", closed_on: date = SPRING) -> list[Base]:
    return [
        Opportunity(
            account_id=1, service_id=service, person_id=1, kind=kind, stage_id=WON if at < won else LOST,
            opened_on=date(2025, 1, 1), closed_on=closed_on, loss_reason_id=None if at <= won else 1,
            loss_words=None if at <= won else "Half of that elsewhere",
        )
        for at in range(won + lost)
    ]  # fmt: skip


@pytest.fixture
def tab(app: App, store: Store) -> Callable[..., AppTest]:
    """The tab on the firm, or on the firm without a decided deal."""

    def opened(decided: bool = True, **query: str) -> AppTest:
        if decided:
            put_firm(store)
        else:
            put(store, Account(name="Acme"), Stage(name="Talk"))
        return app("growth.py", {"growth_tab": "Win rates"}, **({"as_of": str(TODAY)} | query))

    return opened


def rates(at: AppTest) -> dict[str, str]:
    shown = next(table.value for table in at.dataframe if "Share won" in table.value)
    return dict(zip(shown.iloc[:, 0], shown["Share won"], strict=True))


def test_rates_stand_with_the_best_estimate_first_and_small_bases_in_counts(tab: App) -> None:
    at = tab()
    assert rates(at) == {"Audit": "90 %", "Care": "3 of 6", "Brand": "17 %"}
    assert list(rates(at)) == ["Audit", "Care", "Brand"]
    words = words_of(at)
    assert "Of the deals decided in the last 24 months we won **50 %** (14 of 28); 95 % interval" in words
    assert "Services differ beyond chance by about ±" in words


def test_a_shorter_window_counts_fewer_deals(tab: App) -> None:
    at = tab(rates_window="12 months")
    assert set(rates(at)) == {"Audit", "Brand"}
    assert "(11 of 22)" in words_of(at)


def test_a_single_group_has_nothing_to_be_compared_with(tab: App) -> None:
    at = tab(rates_by="Owner")
    assert rates(at) == {"Ann": "50 %"}
    assert "All deals that have an owner have the same: there is nothing to compare." in words_of(at)


def test_groups_that_cannot_be_told_apart_are_said_to_be_and_have_no_estimate(tab: App, store: Store) -> None:
    put(store, Sector(id=2, name="retail"), Account(id=2, name="Beta", sector_id=2))
    at = tab(rates_by="Sector")
    assert "nothing to compare" in words_of(at)
    put(store, *(Opportunity(account_id=2, stage_id=stage, closed_on=SPRING) for stage in (WON, LOST)))
    at.run()
    assert "**Sectors cannot be told apart**" in words_of(at)
    shown = next(table.value for table in at.dataframe if "Share won" in table.value)
    assert list(shown.columns) == ["Sector", "Won", "Decided", "Share won", "95 % interval"]


def test_deals_without_a_name_are_left_out_and_said_to_be(tab: App) -> None:
    at = tab(rates_by="Manager")
    assert "No decided deal has a manager, so there is nothing to compare." in words_of(at)


def test_renewals_are_told_apart_and_reasons_of_losses_counted(tab: App) -> None:
    at = tab()
    assert "Renewals are counted apart: 2 of 2 were won." in words_of(at)
    shown = next(table.value for table in at.dataframe if "Reason" in table.value)
    assert shown[["Reason", "Lost"]].to_numpy().tolist() == [["Price", 11]]
    assert "Of 3 more lost deals no reason is written." in words_of(at)


def test_before_a_deal_is_decided_it_says_what_will_stand_here(tab: App) -> None:
    words = words_of(tab(decided=False))
    assert "No deal was won or lost in the 24 months to 30 Jun 2026. How often we win is told here as soon as" in words
