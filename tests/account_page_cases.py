"""What the tests of the account page share: a client with a bit of everything, opening a tab, filling a form."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contact, Contract
from lib.people.tables import Person
from lib.periods import today
from lib.relationship.tables import (
    ClientRequest,
    Escalation,
    Interaction,
    InteractionContact,
    InteractionPerson,
    OnboardingTemplate,
    OnboardingTemplateStep,
    Promise,
)
from lib.store.base import now
from lib.store.engine import Store
from lib.store.users import introduce
from tests.facts import put

TODAY = today()


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days)


def put_a_client(store: Store) -> None:
    """Acme (owner Ann, sponsor Cy, 20 days silent against 14 and 30) and Bolt, of which nothing is known."""
    put(
        store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"), Person(id=1, name="Ann Berg"),
        Person(id=2, name="Bo Dahl"), AccountOwner(account_id=1, person_id=1, starts_on=ago(400)),
        Contract(account_id=1, kind="retainer", starts_on=ago(400)),
        Contact(id=1, account_id=1, name="Cy Eck", role="sponsor", influence=5),
        Contact(id=2, account_id=1, name="Di Fox"),
        AccountProfile(
            account_id=1, starts_on=ago(300), cadence_days=14, ideal_gap_days=14, maximum_gap_days=30, sponsor_id=1,
            needs="More leads", risk_appetite="low",
        ),
        Interaction(id=1, account_id=1, happened_on=ago(20), kind="call", formal_update=True, summary="Budget"),
        InteractionContact(interaction_id=1, contact_id=2), InteractionPerson(interaction_id=1, person_id=1),
        Promise(id=1, account_id=1, what="Send the plan", made_on=ago(30), due_on=ago(3), person_id=1),
        ClientRequest(id=1, account_id=1, what="A quote", department="sales", asked_at=now() - timedelta(days=9)),
        Escalation(id=1, account_id=1, severity=3, what="Wrong prices", opened_on=ago(9), person_id=2),
        OnboardingTemplate(id=1, name="Change of sponsor"),
        OnboardingTemplateStep(
            onboarding_template_id=1, position=1, milestone="First contact", name="Meet", due_after_days=7
        ),
    )  # fmt: skip
    introduce(store, "Ann Berg")


def open_account(app: Callable[..., AppTest], tab: str = "Timeline", **query: str) -> AppTest:
    """The page of Acme (or of `account`) with a tab open."""
    return app("account.py", {"account_tab": tab}, **({"account": "Acme"} | query))


def unfold(at: AppTest, key: str) -> AppTest:
    """Open a closed box of a form."""
    at.session_state[key] = True
    return at.run()


def choose(at: AppTest, key: str, row: int = 0) -> AppTest:
    """Choose a row of the table `key`."""
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def fill(at: AppTest, key: str, button: str, **typed: Any) -> AppTest:
    """Fill the fields of the form `key`, the first of its kind on the page, and send it."""
    turn = at.session_state[f"_turn_{key}"]
    for name, value in typed.items():
        widget(at, f"{key}_{turn}_{name}").set_value(value)
    return at.button(key=f"FormSubmitter:entry_{key}-{button}").click().run()


def widget(at: AppTest, key: str) -> Any:
    """The input with a key, whatever its kind."""
    kinds = (at.text_input, at.selectbox, at.date_input, at.number_input, at.multiselect, at.checkbox)
    return next(one for kind in kinds for one in kind if one.key == key)
