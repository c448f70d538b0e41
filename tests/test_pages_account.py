"""The account panel: choosing, editing, two editors, hand-over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Sector
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.users import introduce
from lib.store.writing import perform
from lib.ui import forms
from tests.page_cases import choose_first_account, form_of, panel_of, plainly, words_of
from tests.small_firm import put_small_firm

ACCOUNT, SECTOR, OWNER, PERSON = table_of(Account), table_of(Sector), table_of(AccountOwner), table_of(Person)
LOG = table_of(ChangeLog)


def test_a_chosen_account_stays_chosen_when_the_table_changes_under_it(
    app: Callable[..., AppTest], store: Store
) -> None:
    put_small_firm(store)
    at = choose_first_account(app("portfolio.py", as_of="2024-12-31"))
    chosen = panel_of(at)
    orders = set()
    for day in (date(2024, 6, 30), date(2024, 3, 31), date(2024, 9, 30), date(2023, 9, 30)):
        at.date_input(key="as_of").set_value(day).run()
        assert panel_of(at) == chosen
        orders.add(at.session_state["portfolio_accounts"]["selection"]["rows"][0])
    assert len(orders) > 1


def test_an_account_that_a_filter_takes_away_is_no_longer_chosen(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = choose_first_account(app("portfolio.py"))
    sector = store.rows(
        select(SECTOR.c.name).join(ACCOUNT, ACCOUNT.c.sector_id == SECTOR.c.id).where(ACCOUNT.c.name == plainly(at))
    )
    other = "media" if sector == [("retail",)] else "retail"
    at.selectbox(key="sector").set_value(other).run()
    assert panel_of(at) == ""


def test_the_panel_names_who_looked_after_an_account_on_the_day(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = choose_first_account(app("portfolio.py", as_of="2023-06-30"))
    then, now = (
        store.rows(
            select(PERSON.c.name)
            .join(OWNER, OWNER.c.person_id == PERSON.c.id)
            .join(ACCOUNT, ACCOUNT.c.id == OWNER.c.account_id)
            .where(
                ACCOUNT.c.name == plainly(at),
                OWNER.c.ends_before.is_not(None) if past else OWNER.c.ends_before.is_(None),
            )
        )[0][0]
        for past in (True, False)
    )
    assert f"Looked after by {then} on 30 Jun 2023; last handed to {now}." in words_of(at)


def test_a_form_that_comes_back_shows_what_a_colleague_saved(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app("portfolio.py"))
    account = int(form_of(at).split("_")[1])
    at.session_state["portfolio_accounts"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    at.run()
    other = {"location": "Oslo"}
    perform(store, "Bo", "edit account", lambda write: write.set(Account, account, other, write.read(Account, account)))
    choose_first_account(at)
    assert at.text_input(key=f"{form_of(at)}_location").value == "Oslo"


def test_a_second_click_on_save_after_the_first_was_stored_changes_nothing(
    app: Callable[..., AppTest], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clicks come as two calls with what the form was drawn with; the first has spent the form's state."""
    put_small_firm(store)
    introduce(store, "Ann Berg")
    twice = forms._submit

    def both(*drawn: Any) -> None:
        twice(*drawn)
        twice(*drawn)

    monkeypatch.setattr(forms, "_submit", both)
    at = choose_first_account(app("portfolio.py"))
    key = form_of(at)
    at.text_input(key=f"{key}_location").set_value("Oslo")
    at.button(key=f"FormSubmitter:form_{key.rsplit('_', 1)[0]}-Save").click().run()
    assert not at.exception
    assert not at.warning
    changes = select(LOG.c.id).where(LOG.c.field == "location", LOG.c.kind == "changed")
    assert len(store.rows(changes)) == 1


def test_an_account_is_edited_in_place_and_logged(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app("portfolio.py"))
    key = form_of(at)
    at.text_input(key=f"{key}_name").set_value("A new name")
    at.button(key=f"FormSubmitter:form_{key.rsplit('_', 1)[0]}-Save").click().run()
    assert not at.error
    assert "A new name" in [name for (name,) in store.rows(select(ACCOUNT.c.name))]


def test_two_people_editing_one_account_are_told_and_choose(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app("portfolio.py"))
    key = form_of(at)
    account = int(key.split("_")[1])
    record = key.rsplit("_", 1)[0]
    other = {"name": "Bo was faster", "location": "Oslo"}
    perform(store, "Bo", "edit account", lambda write: write.set(Account, account, other, write.read(Account, account)))
    at.text_input(key=f"{key}_name").set_value("Ann's name")
    at.button(key=f"FormSubmitter:form_{record}-Save").click().run()
    assert "Bo changed this account" in words_of(at)
    sides = {radio.label: radio.value for radio in at.radio}
    assert sides == {"Name": "mine", "Location": "theirs"}
    assert store.rows(select(ACCOUNT.c.name).where(ACCOUNT.c.id == account)) == [("Bo was faster",)]
    at.button(key=f"FormSubmitter:settle_{record}-Save what I chose").click().run()
    found = store.rows(select(ACCOUNT.c.name, ACCOUNT.c.location).where(ACCOUNT.c.id == account))
    assert found == [("Ann's name", "Oslo")]


def test_a_refused_value_keeps_what_was_typed(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app("portfolio.py"))
    key = form_of(at)
    at.text_input(key=f"{key}_note").set_value("kept")
    at.number_input(key=f"{key}_employees").set_value(-5)
    at.button(key=f"FormSubmitter:form_{key.rsplit('_', 1)[0]}-Save").click().run()
    assert "Employees: cannot be below zero" in words_of(at)
    assert at.text_input(key=f"{key}_note").value == "kept"


def test_a_hand_over_keeps_the_owner_before_on_record(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = choose_first_account(app("portfolio.py"))
    key = next(str(box.key) for box in at.selectbox if str(box.key).startswith("hand_over_")).removesuffix("_to")
    owners = table_of(AccountOwner)
    before = store.rows(select(owners.c.id))
    at.selectbox(key=f"{key}_to").set_value(5)
    at.button(key=f"FormSubmitter:{key}-Hand over").click().run()
    assert not at.error
    rows = store.rows(select(owners.c.person_id).where(owners.c.ends_before.is_(None), owners.c.person_id == 5))
    assert rows == [(5,)]
    assert len(store.rows(select(owners.c.id))) == len(before) + 1
