"""What the tests of the health page's tabs share: a firm of three clients, and opening a tab."""

from collections.abc import Callable
from datetime import date

from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Contract, Renewal, Service
from lib.health.actions import put_formula
from lib.health.formula import FIRST_FORMULA
from lib.money.tables import Revenue
from lib.people.tables import Person
from lib.relationship.tables import Escalation
from lib.store.engine import Store
from lib.store.users import introduce
from lib.store.writing import perform
from tests.facts import put
from tests.page_cases import words_of

DAY, BEGAN = date(2025, 3, 3), date(2024, 7, 1)
ANN = "Ann Berg"


def put_renewing_firm(store: Store) -> None:
    """Acme falls due on 1 July 2025 with a target of 12,000; Bolt ends on 1 May, nothing written; Cove has no end.

    The starting formula is on record from long ago: the first visit of a week would write it as of this year.
    """
    perform(store, ANN, "first formula", lambda write: put_formula(write, FIRST_FORMULA))
    put(store, Person(id=1, name=ANN), Person(id=2, name="Mia Voss"), Service(id=1, name="Audit"))
    for number, (name, ends) in enumerate(
        [("Acme", date(2025, 7, 1)), ("Bolt", date(2025, 5, 1)), ("Cove", None)], start=1
    ):
        put(
            store,
            Account(id=number, name=name),
            AccountOwner(account_id=number, person_id=2 if number == 3 else 1, starts_on=BEGAN),
            Contract(
                id=number, account_id=number, service_id=1, kind="retainer", starts_on=BEGAN, ends_before=ends,
                monthly_fee_cents=100_000, notice_days=30,
            ),
            Revenue(account_id=number, earned_on=date(2025, 2, 1), amount_cents=number * 100_000, kind="recurring"),
            Escalation(account_id=number, opened_on=date(2025, 2, 20), severity=4, what="Late again"),
        )  # fmt: skip
    put(store, Renewal(id=1, contract_id=1, due_on=date(2025, 7, 1), target_cents=1_200_000))
    introduce(store, ANN)


def open_tab(app: Callable[..., AppTest], tab: str, part: str = "", **query: str) -> AppTest:
    """The health page with a tab (and a part of the Formula tab) open, as of DAY."""
    state = {"health_tab": tab} | ({"formula_part": part} if part else {})
    return app("health.py", state, **({"as_of": str(DAY)} | query))


def choose(at: AppTest, key: str, row: int) -> AppTest:
    """Choose a row of the table `key`."""
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def told(at: AppTest) -> str:
    """All that stands on the page, without the marks of bold type."""
    return words_of(at).replace("**", "")
