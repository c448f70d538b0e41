"""Writing referrals down, each step in its turn, and reading them as known on a day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import select

from lib.accounts.tables import Contact
from lib.errors import NotFound, RefusedValue
from lib.growth.referral_actions import ask_referral, make_referral, win_referral
from lib.growth.referral_queries import confirmed_accounts, referrals
from lib.growth.tables import Referral
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from lib.value.tables import Objective, ObjectiveReading
from tests.facts import put
from tests.target_cases import ACME, ANN, BOLT, put_firm

REFERRAL = table_of(Referral)
ASKED, MADE, WON = date(2026, 1, 10), date(2026, 2, 10), date(2026, 5, 10)
TOMORROW = today() + timedelta(days=1)


def stored(store: Store) -> list[Any]:
    names = ("account_id", "person_id", "asked_on", "referred", "made_on", "won_on")
    return [tuple(row) for row in store.rows(select(*(REFERRAL.c[name] for name in names)))]


def test_a_referral_goes_from_asked_to_won_and_each_step_is_stored_once(store: Store) -> None:
    put_firm(store)
    for _ in range(2):
        ask_referral(store, "Ann", ACME, ASKED, ANN, "a")
        make_referral(store, "Ann", 1, " Cove   Ltd ", MADE, "b")
        win_referral(store, "Ann", 1, WON, "c")
    assert stored(store) == [(ACME, ANN, ASKED, "Cove Ltd", MADE, WON)]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s: ask_referral(s, "Ann", None, ASKED, None, "x"), "Account: choose the client that was asked."),
        (lambda s: ask_referral(s, "Ann", ACME, None, None, "x"), "Asked on: choose a day."),
        (lambda s: ask_referral(s, "Ann", ACME, TOMORROW, None, "x"), "Asked on: cannot be later than today."),
        (lambda s: make_referral(s, "Ann", None, "Cove", MADE, "x"), "Referral: choose which one."),
        (lambda s: make_referral(s, "Ann", 1, "  ", MADE, "x"), "Referred: say who was named"),
        (
            lambda s: make_referral(s, "Ann", 1, "Cove", date(2026, 1, 9), "x"),
            "Made on: cannot be before 10 Jan 2026, when the client was asked.",
        ),
        (
            lambda s: make_referral(s, "Ann", 2, "Cove", date(2026, 3, 1), "x"),
            "Made on: this referral was made already, on 10 Feb 2026.",
        ),
        (lambda s: win_referral(s, "Ann", 1, WON, "x"), "Won on: the client has not made this referral yet"),
        (
            lambda s: win_referral(s, "Ann", 2, date(2026, 2, 9), "x"),
            "Won on: cannot be before 10 Feb 2026, when the referral was made.",
        ),
        (lambda s: win_referral(s, "Ann", 3, WON, "x"), "Won on: this referral was won already, on 10 May 2026."),
        (lambda s: win_referral(s, "Ann", None, WON, "x"), "Referral: choose which one."),
    ],
)
def test_a_step_out_of_turn_is_refused_in_words(store: Store, act: Callable[[Store], object], sentence: str) -> None:
    put_firm(store)
    put(store, Referral(account_id=ACME, asked_on=ASKED), Referral(account_id=ACME, asked_on=ASKED, made_on=MADE))
    put(store, Referral(account_id=ACME, asked_on=ASKED, made_on=MADE, won_on=WON))
    before = stored(store)
    with pytest.raises(RefusedValue) as refused:
        act(store)
    assert str(refused.value).startswith(sentence)
    assert stored(store) == before


def test_a_referral_that_is_gone_is_told(store: Store) -> None:
    with pytest.raises(NotFound):
        make_referral(store, "Ann", 9, "Cove", MADE, "x")


def test_as_of_a_day_only_what_had_happened_is_known(store: Store) -> None:
    put_firm(store)
    put(store, Referral(account_id=ACME, person_id=ANN, asked_on=ASKED, made_on=MADE, referred="Cove", won_on=WON))
    known = {
        day: referrals(store, day)[["made_on", "won_on", "referred"]].to_dict("records")
        for day in (date(2026, 1, 9), ASKED, MADE, WON)
    }
    assert known == {
        date(2026, 1, 9): [],
        ASKED: [{"made_on": pd.NaT, "won_on": pd.NaT, "referred": None}],
        MADE: [{"made_on": pd.Timestamp(MADE), "won_on": pd.NaT, "referred": "Cove"}],
        WON: [{"made_on": pd.Timestamp(MADE), "won_on": pd.Timestamp(WON), "referred": "Cove"}],
    }
    assert referrals(store, ASKED)[["account", "person"]].to_dict("records") == [
        {"account": "Acme", "person": "Ann Berg"}
    ]  # fmt: skip


def test_clients_that_confirmed_an_outcome_by_the_day_have_earned_the_right(store: Store) -> None:
    put_firm(store)
    put(store, Contact(id=1, account_id=ACME, name="Cleo"))
    put(store, Objective(id=1, account_id=ACME, name="Leads"), Objective(id=2, account_id=BOLT, name="Visits"))
    put(store, ObjectiveReading(objective_id=1, read_on=ASKED, actual=1, confirmed_by_id=1, confirmed_on=MADE))
    put(store, ObjectiveReading(objective_id=2, read_on=ASKED, actual=1))
    assert confirmed_accounts(store, ASKED) == set()
    assert confirmed_accounts(store, MADE) == {ACME}
