"""The price list on the page of upsell opportunities: filled, empty, wrong input."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.service_queries import catalogue, price_history, skills_needed
from lib.accounts.tables import Account, Contract, Sector, Service, ServiceLine, ServicePrice, ServiceSkill
from lib.money.tables import Revenue
from lib.people.tables import Person, PersonSkill, Skill, WeeklyHours
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.team.tables import Booking
from tests.facts import put, put_real, real_frames
from tests.page_cases import words_of

App = Callable[..., AppTest]
DAY, BEGAN = "2026-01-31", date(2025, 1, 1)
BLOG, FILM, PRINT = 1, 2, 3
SERVICES = table_of(Service)


@pytest.fixture
def shop(app: App, store: Store) -> Callable[..., AppTest]:
    """The price list of a firm with a blog that fits, a film nobody listed skills of, and print retired, as Ann."""
    put(store, Sector(id=1, name="Retail"), Account(id=1, name="Acme", sector_id=1), Account(id=2, name="Bolt"))
    put(store, ServiceLine(id=1, name="Content"), Skill(id=1, name="copywriting"), Person(id=1, name="Mara Steen"))
    put(store, WeeklyHours(person_id=1, minutes_per_week=2400, starts_on=BEGAN))
    put(store, PersonSkill(person_id=1, skill_id=1, level=4, starts_on=BEGAN))
    put(store, Booking(person_id=1, minutes_per_week=600, starts_on=BEGAN))
    put(
        store,
        Service(id=BLOG, name="Blog *bold*", service_line_id=1, margin_share=0.4, risk="low"),
        Service(id=FILM, name="Film"),
        Service(id=PRINT, name="Print", retired_on=date(2025, 6, 1)),
    )
    put(store, ServiceSkill(service_id=BLOG, skill_id=1, minutes_per_month=840, least_level=3))
    put(store, ServicePrice(service_id=BLOG, list_price_cents=120_000, starts_on=BEGAN))
    put(store, Contract(account_id=1, service_id=BLOG, kind="retainer", starts_on=BEGAN, monthly_fee_cents=100))
    put(
        store,
        Revenue(account_id=1, service_id=BLOG, earned_on=date(2026, 1, 5), amount_cents=90_000, kind="recurring"),
        Revenue(account_id=2, service_id=PRINT, earned_on=date(2025, 5, 5), amount_cents=50_000, kind="project"),
    )
    introduce(store, "Ann Berg")
    return lambda **query: opened(app, **query)


def opened(app: App, **query: str) -> AppTest:
    return app("growth.py", {"growth_tab": "Price list"}, **({"as_of": DAY} | query))


def services(at: AppTest, column: str = "Clients") -> Any:
    """The first table that has such a column beside services."""
    frames = [table.value for table in at.dataframe]
    return next(frame for frame in frames if "Service" in frame and "Can we deliver it" in frame and column in frame)


def choose(at: AppTest, key: str, row: int) -> AppTest:
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def panel(at: AppTest, row: int, tab: str) -> AppTest:
    at.session_state[f"service_tab_{(BLOG, FILM)[row]}"] = tab
    return choose(at, "services", row)


def submit(at: AppTest, form: str, button: str) -> AppTest:
    return at.button(key=f"FormSubmitter:{form}-{button}").click().run()


def test_the_list_tells_price_margin_capacity_skills_and_use(shop: App) -> None:
    at = shop()
    assert not at.exception
    assert "**2 services** on sale. Begun in the 12 weeks from 2 Mar 2026, **1** fits, of **1** it cannot be told." in (
        words_of(at)
    )
    assert "**1** without a list price in force, **1** without a margin, **1** without a risk." in words_of(at)
    blog = services(at).iloc[0]
    assert (blog["Line"], blog["Price"], blog["Margin"], blog["Risk"]) == ("Content", 1200, 40, "Low")
    assert (blog["Can we deliver it"], blog["Skills needed"]) == ("● Fits", "Copywriting 14 h, level 3")
    assert (blog["Clients"], blog["Revenue"]) == (1, 900)
    assert services(at)["Can we deliver it"].tolist() == ["● Fits", "○ Cannot be told"]


def test_clients_are_those_under_the_filters(shop: App) -> None:
    assert services(shop(sector="Retail"))["Clients"].tolist() == [1, 0]


def test_a_chosen_service_says_who_could_do_it_and_shows_stored_marks_as_written(shop: App) -> None:
    at = panel(shop(), 0, "Who could do it")
    assert not at.exception
    assert "Fits: copywriting 3.2 h of 30 h free a week by Mara Steen, in the 12 weeks from 2 Mar 2026." in words_of(at)
    assert any(str(head.value) == "Blog \\*bold\\*" for head in at.subheader)
    people = next(table.value for table in at.dataframe if "Person" in table.value)
    assert people.iloc[0][["Person", "Counts", "Booked", "Free"]].tolist() == ["Mara Steen", "yes", 10, 30]


def test_a_service_without_skills_says_so_and_takes_the_first_one(shop: App, store: Store) -> None:
    at = panel(shop(), 1, "Skills needed")
    assert "No skill is listed. Say what the service takes" in words_of(at)
    at = submit(at, f"entry_new_need_{FILM}", "Add the skill")
    assert "choose a skill, or name a new one" in words_of(at)
    at.text_input(key=f"new_need_{FILM}_0_new_skill").set_value("motion design")
    at.number_input(key=f"new_need_{FILM}_0_hours").set_value(8.0)
    at = submit(at, f"entry_new_need_{FILM}", "Add the skill")
    assert not at.error
    assert services(at)["Skills needed"].tolist()[1] == "Motion design 8 h, level 3"
    assert services(at)["Can we deliver it"].tolist() == ["● Fits", "■ Does not fit"]


def test_a_needed_skill_is_changed_and_removed_in_place(shop: App, store: Store) -> None:
    at = choose(panel(shop(), 0, "Skills needed"), f"needs_{BLOG}", 0)
    at.number_input(key="need_1_1_0_hours").set_value(200.0)
    at = submit(at, "entry_need_1_1", "Save")
    assert services(at)["Can we deliver it"].iloc[0] == "■ Does not fit"
    at = at.button(key="remove_need_1_2").click().run()
    assert not at.exception
    assert skills_needed(store).empty


def test_a_new_price_keeps_the_history_and_a_wrong_one_what_was_typed(shop: App, store: Store) -> None:
    at = panel(shop(), 0, "Price")
    key = f"price_{BLOG}_1"
    at.number_input(key=f"{key}_0_list_price").set_value(-4)
    at = submit(at, f"entry_{key}", "Set the price")
    assert words_of(at).count("List price (€): must be 0 or more.") == 2  # at the top and beside the field
    assert at.number_input(key=f"{key}_0_list_price").value == -4
    at.number_input(key=f"{key}_0_list_price").set_value(1500)
    at = submit(at, f"entry_{key}", "Set the price")
    assert price_history(store, BLOG)["list_price_cents"].tolist() == [150_000, 120_000]
    assert services(at)["Price"].iloc[0] == 1500


def test_fields_are_edited_and_a_name_taken_is_refused_beside_its_field(shop: App, store: Store) -> None:
    at = panel(shop(), 1, "Edit")
    at.text_input(key=f"service_{FILM}_1_name").set_value("BLOG *bold*")
    at = submit(at, f"form_service_{FILM}", "Save")
    assert "a service called Blog *bold* is listed already" in words_of(at)
    at.text_input(key=f"service_{FILM}_1_name").set_value("Films")
    at.number_input(key=f"service_{FILM}_1_margin_percent").set_value(35)
    at = submit(at, f"form_service_{FILM}", "Save")
    row = catalogue(store).set_index("name").loc["Films"]
    assert row["margin_share"] == 0.35


def test_a_service_is_retired_and_sold_again(shop: App, store: Store) -> None:
    at = submit(panel(shop(), 1, "Retire"), f"entry_retire_{FILM}", "Retire it")
    assert services(at)["Service"].tolist() == ["Blog *bold*"]
    at.session_state["services_gone"] = True
    at = choose(at.run(), "services_retired", 1)
    at = at.button(key=f"again_{PRINT}").click().run()
    assert not at.exception
    assert store.rows(select(SERVICES.c.id).where(SERVICES.c.retired_on.is_(None)).order_by(SERVICES.c.id)) == [
        (BLOG,), (PRINT,),
    ]  # fmt: skip


def test_without_any_service_the_form_stands_open_and_makes_the_first(app: App, store: Store) -> None:
    put(store, Account(name="Acme"))
    introduce(store, "Ann Berg")
    at = opened(app)
    assert "No service is listed. Here will stand what the firm sells" in words_of(at)
    at.text_input(key="new_service_0_name").set_value("Blog")
    at.number_input(key="new_service_0_list_price").set_value(900)
    at = submit(at, "entry_new_service", "Add the service")
    assert not at.exception
    assert services(at)["Price"].tolist() == [900]


@pytest.mark.real
def test_the_real_price_list_reads_well_without_margin_skills_and_capacity(
    app: App, store: Store, real_input: Path
) -> None:
    frames = real_frames(real_input)
    put_real(store, frames)
    at = opened(app, as_of="2017-12-31")
    assert not at.exception
    assert "**7 services** on sale; whether the team could deliver them cannot be told yet." in words_of(at)
    deals = frames["sales_pipeline"]
    won = deals[(deals["deal_stage"] == "Won") & (deals["close_date"] > "2016-12-31")].groupby("product")
    listed = services(at).set_index("Service")
    assert listed["Revenue"].to_dict() == won["close_value"].sum().to_dict()
    assert listed["Clients"].to_dict() == won["account"].nunique().to_dict()
    assert listed["Price"].to_dict() == frames["products"].set_index("product")["sales_price"].to_dict()
    assert listed["Can we deliver it"].unique().tolist() == ["○ Cannot be told"]
    assert listed[["Margin", "Risk", "Skills needed"]].isna().all().all()
