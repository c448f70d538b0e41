"""The tab of targets and growth: filled, empty, wrong input."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.growth.tables import GrowthTarget, Referral
from lib.growth.target_actions import edit_target
from lib.money.tables import Revenue
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.ui.growth_targets_forms import span_of
from lib.value.tables import SectorBenchmark
from tests.facts import put
from tests.page_cases import words_of
from tests.target_cases import ACME, ANN, BO, put_firm, target

TARGET, REFERRAL = table_of(GrowthTarget), table_of(Referral)
App = Callable[..., AppTest]
DAY = "2026-06-30"


def opened(app: App, **query: str) -> AppTest:
    """The page of upsell opportunities with the tab open."""
    at = app("growth.py", {"growth_tab": "Targets and growth"}, **({"as_of": DAY} | query))
    assert not at.exception, at.exception[0].value
    return at


def said(at: AppTest) -> str:
    assert not at.exception, at.exception[0].value
    return words_of(at).replace("**", "")


def table(at: AppTest, column: str, number: int = 0) -> pd.DataFrame:
    """The first table (or another) that has a column."""
    return [one.value for one in at.dataframe if column in one.value][number]


def open_box(at: AppTest, key: str) -> AppTest:
    at.session_state[key] = True
    return at.run()


def choose(at: AppTest, row: int) -> AppTest:
    at.session_state["targets_in_force"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def changing(app: App) -> AppTest:
    """The target of the book chosen, the box with its form open."""
    at = opened(app)
    at.session_state["targets_in_force_Change or remove_1"] = True
    return choose(at, 0)


def submit(at: AppTest, form: str, button: str) -> AppTest:
    return at.button(key=f"FormSubmitter:{form}-{button}").click().run()


@pytest.fixture
def firm(store: Store) -> Store:
    """The small firm with a target of the book (behind), of Ann (ahead), of Acme (on pace), past ones and referrals."""
    put_firm(store)
    put(
        store, target(amount_cents=3_000_000), target(amount_cents=1_200_000, account_id=ACME),
        target("growth", share=0.05, person_id=ANN), target("won", amount_cents=100_000, person_id=BO),
        target(year=2025, amount_cents=1_800_000),
    )  # fmt: skip
    put(store, Referral(account_id=ACME, asked_on=date(2026, 1, 5), made_on=date(2026, 2, 4), referred="Cove Ltd"))
    put(store, Referral(account_id=2, person_id=BO, asked_on=date(2026, 6, 10)))
    introduce(store, "Ann Berg")
    return store


def test_the_tab_answers_in_words_and_lists_what_is_in_force(app: App, firm: Store) -> None:
    at = opened(app)
    words = said(at)
    assert "The book has brought €12 k of its target of €30 k: behind, €3 k less than expected by now." in words
    assert "3 of 4 targets in force are on pace or better." in words
    assert "Of 2 referrals asked for in 12 months 1 was made, of which 0 were won." in words
    assert "1 of 2 asked for was made; 0 of 1 made were won so far." in words
    shown = table(at, "Aim")
    assert shown["For"].tolist() == ["The book", "Ann Berg", "Bo Lind", "Acme"]
    assert shown["Aim"].tolist() == ["Revenue", "Growth +5 %", "Won deals", "Revenue"]
    assert shown["So far"].tolist() == [12_000, 6_000, 2_000, 6_000]
    assert shown["Gap"].round(2).tolist()[:2] == [-3_000, -300]
    assert shown["Standing"].tolist() == ["▼ Behind", "● On pace", "★ Reached", "● On pace"]
    assert [box.label for box in at.expander if "target" in box.label] == [
        "1 target past, met or missed",
        "Set a target",
    ]


def test_the_filters_hold_for_targets_and_referrals_and_it_is_said_which_are_missing(app: App, firm: Store) -> None:
    at = opened(app, owner="Ann Berg")
    assert table(at, "Aim")["For"].tolist() == ["Ann Berg", "Acme"]
    assert "Targets of the book hold for all sectors and owners: they are shown without a filter." in said(at)
    assert table(at, "Standing", 1)["Client"].tolist() == ["Acme"]
    at = opened(app, sector="Media")
    assert table(at, "Aim")["For"].tolist() == ["Acme"]
    assert "Targets of the book and of people hold" in said(at)


def test_a_chosen_target_tells_how_its_pace_was_reckoned_and_is_changed(app: App, firm: Store) -> None:
    at = choose(opened(app), 0)
    words = said(at)
    assert "The book: revenue, 1 Jan 2026 – 31 Dec 2026" in words
    assert "€12,000.00 of €30,000.00 so far. €15,000.00 was expected by 30 Jun 2026 (seasonal pace" in words
    at.session_state["targets_in_force_Change or remove_1"] = True
    at.session_state["targets_in_force_Rows_1"] = True
    at = at.run()
    assert table(at, "Kind")["Amount (€)"].sum() == 12_000
    at.text_input(key="targets_in_force_1_1_amount_cents").set_value("24,000.50")
    at = submit(at, "form_targets_in_force_1", "Save")
    assert not at.error
    assert store_amount(firm) == 2_400_050
    assert not at.exception


def store_amount(store: Store) -> Any:
    return store.rows(select(TARGET.c.amount_cents).where(TARGET.c.id == 1))[0][0]


@pytest.mark.parametrize(("typed", "sentence"), [("a lot", "is not a number"), ("-5", "must be above zero")])
def test_a_wrong_amount_is_refused_beside_the_field(typed: str, sentence: str, app: App, firm: Store) -> None:
    at = changing(app)
    at.text_input(key="targets_in_force_1_1_amount_cents").set_value(typed)
    at = submit(at, "form_targets_in_force_1", "Save")
    assert sentence in said(at)
    assert at.text_input(key="targets_in_force_1_1_amount_cents").value == typed
    assert store_amount(firm) == 3_000_000


def test_who_was_slower_is_told_of_the_other(app: App, firm: Store) -> None:
    at = changing(app)
    at.text_input(key="targets_in_force_1_1_amount_cents").set_value("20000")
    edit_target(firm, "Bo", 1, {"version": 1, "amount_cents": 3_000_000}, {"amount_cents": 2_500_000}, "bo")
    at = submit(at, "form_targets_in_force_1", "Save")
    assert "Bo changed this growth target while you were editing" in said(at)
    assert store_amount(firm) == 2_500_000


def test_a_target_is_removed(app: App, firm: Store) -> None:
    at = changing(app)
    at = at.button(key="remove_targets_in_force_1").click().run()
    assert not at.error
    assert table(at, "Aim")["For"].tolist() == ["Ann Berg", "Bo Lind", "Acme"]


def test_a_target_is_set_and_a_second_one_is_refused_by_name(app: App, firm: Store) -> None:
    at = open_box(opened(app), "add_target")
    form = "target_revenue_This_year"
    at.number_input(key=f"{form}_0_amount_cents").set_value(500.0)
    at = submit(at, f"entry_{form}", "Set the target")
    assert "the book has a revenue target for 1 Jan 2026 – 31 Dec 2026 already" in said(at)
    at.selectbox(key=f"{form}_0_whose").set_value("account 2")
    at = submit(at, f"entry_{form}", "Set the target")
    assert not at.error
    assert table(at, "Aim")["For"].tolist() == ["The book", "Ann Berg", "Bo Lind", "Acme", "Bolt"]
    names = ("account_id", "amount_cents", "starts_on", "ends_before")
    newest = select(*(TARGET.c[name] for name in names)).where(TARGET.c.id == 6)
    assert tuple(firm.rows(newest)[0]) == (2, 50_000, date(2026, 1, 1), date(2027, 1, 1))


def test_a_target_without_an_amount_or_with_turned_days_is_refused(app: App, firm: Store) -> None:
    at = open_box(opened(app), "add_target")
    at.segmented_control(key="target_kind").set_value("growth")
    at.segmented_control(key="target_span").set_value("Next quarter").run()
    form = "target_growth_Next_quarter"
    assert at.date_input(key=f"{form}_0_ends_before").value == date(2026, 9, 30)
    at = submit(at, f"entry_{form}", "Set the target")
    assert "say by how many per cent revenue is to grow" in said(at)
    at.number_input(key=f"{form}_0_share").set_value(-200.0)
    at = submit(at, f"entry_{form}", "Set the target")
    assert "cannot be below -100 %" in said(at)
    at.number_input(key=f"{form}_0_share").set_value(5.0)
    at.date_input(key=f"{form}_0_ends_before").set_value(date(2026, 6, 1))
    at = submit(at, f"entry_{form}", "Set the target")
    assert "the last day cannot be before 1 Jul 2026" in said(at)
    assert at.number_input(key=f"{form}_0_share").value == 5.0


def test_a_referral_goes_through_its_steps(app: App, firm: Store) -> None:
    at = opened(app)
    for label in ("A client was asked", "A client named somebody", "One of them became a client"):
        at.session_state[f"referral_{label}"] = True
    at = at.run()
    assert "0 of 2 accounts have." in said(at)
    at.text_input(key="make_referral_0_referred").set_value("Dell & Sons")
    at = submit(at, "entry_make_referral", "Write it down")
    at.date_input(key="win_referral_0_won_on").set_value(date(2026, 2, 1))
    at.selectbox(key="win_referral_0_referral_id").set_value(1)
    at = submit(at, "entry_win_referral", "Write it down")
    assert "cannot be before 4 Feb 2026, when the referral was made" in said(at)
    at = submit(at, "entry_ask_referral", "Write it down")
    assert "choose the client that was asked" in said(at)
    rows = firm.rows(select(REFERRAL.c.referred, REFERRAL.c.won_on).order_by(REFERRAL.c.id))
    assert [tuple(row) for row in rows] == [("Cove Ltd", None), ("Dell & Sons", None)]


def test_growth_by_account_and_sector_stands_beside_what_is_published(app: App, firm: Store) -> None:
    """The twelve months to June 2026 against the twelve before need records from July 2024 on."""
    put(
        firm,
        *(
            Revenue(account_id=1, earned_on=date(2024, month, 3), amount_cents=5_000, kind="project")
            for month in (6, 9)
        ),
    )
    put(
        firm,
        SectorBenchmark(sector_id=1, measure="Revenue growth", value=4.5, unit="%", published_by="Press", year=2025),
    )
    at = opened(app)
    shown = table(at, "Recurring")
    assert shown["Account"].tolist() == ["Bolt", "Acme"]
    at.session_state["growth_by"] = "Sectors"
    sectors = table(at.run(), "Clients")
    assert sectors["Published"].fillna(0).tolist()[sectors["Sector"].tolist().index("Media")] == 4.5


def test_a_store_without_targets_referrals_or_an_earlier_year_says_what_will_stand_here(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    put(store, Revenue(account_id=1, earned_on=date(2026, 3, 1), amount_cents=100_000, kind="project"))
    words = said(opened(app))
    assert "No growth target is in force." in words
    assert "No target is in force on 30 Jun 2026. Here will stand what is aimed at" in words
    assert "against a year earlier: –, records begin on 1 Mar 2026, too late to compare" in words
    assert "it can be told from 29 Feb 2028 on" in words
    assert "No referral is recorded. Here will stand" in words
    assert "None" not in words
    assert "nan" not in words.lower().split()


def test_a_store_with_a_bare_account_says_what_is_missing(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    words = said(opened(app))
    assert "No revenue is recorded in these two years" in words
    assert "no revenue recorded yet" in words


def test_presets_name_calendar_spans() -> None:
    spans = {
        words: span_of(date(2026, 11, 21), words)
        for words in ("This year", "Next year", "This quarter", "Next quarter")
    }
    assert {words: (span.start, span.end) for words, span in spans.items()} == {
        "This year": (date(2026, 1, 1), date(2027, 1, 1)), "Next year": (date(2027, 1, 1), date(2028, 1, 1)),
        "This quarter": (date(2026, 10, 1), date(2027, 1, 1)), "Next quarter": (date(2027, 1, 1), date(2027, 4, 1)),
    }  # fmt: skip
