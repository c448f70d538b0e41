"""Conversations of a real store: who may be asked for what, and why not."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from lib.accounts.tables import AccountProfile, Contact
from lib.growth.tables import Opportunity, ServiceDecline
from lib.store.base import table_of
from lib.store.engine import Store
from lib.upsell.conversations import conversations
from lib.upsell.reading import read_known
from tests.facts import put
from tests.upsell_cases import (
    BARRED,
    CARE,
    DECLINED,
    ESCALATED,
    NAMES,
    OWNER,
    PIPELINE,
    READY,
    TIMID,
    TODAY,
    UNCONFIRMED,
    put_gated_firm,
)  # fmt: skip

GREEN = pd.Series("Green", index=list(NAMES))


def found(store: Store, bands: "pd.Series[str]" = GREEN, day: date = TODAY) -> pd.DataFrame:
    return conversations(read_known(store, day, bands), day).set_index("account_id")


@pytest.fixture
def firm(store: Store) -> Store:
    put_gated_firm(store)
    return store


def test_each_account_stands_before_its_own_gate(firm: Store) -> None:
    talks = found(firm)
    assert set(talks.index) == {READY, DECLINED, ESCALATED, UNCONFIRMED, TIMID}
    assert talks["held_by"].to_dict() == {
        READY: "",
        DECLINED: talks["declined_words"][DECLINED],
        ESCALATED: "escalation open since 3 Nov 2026: “Wrong prices”",
        UNCONFIRMED: "no promised outcome was confirmed by the client in 180 days",
        TIMID: "high risk, but their appetite for risk is low",
    }
    assert talks.index[talks["ready"]].tolist() == [READY]
    assert talks["declined_words"][DECLINED].startswith("declined, not before 1 Mar 2027: “Not this year.”")


def test_what_is_owned_in_the_pipeline_or_barred_is_no_conversation(firm: Store) -> None:
    assert not {OWNER, PIPELINE, BARRED} & set(found(firm).index)


def test_a_conversation_tells_what_it_is_worth_why_and_who_raises_it(firm: Store) -> None:
    talk = found(firm).loc[READY]
    assert talk["amount_cents"] == 1_000_000  # six won deals
    assert talk["amount_is"] == "median of 6 won deals"
    assert talk["chance"] == pytest.approx(0.5)
    assert talk["chance_low"] < 0.5 < talk["chance_high"]
    assert talk["expected_cents"] == pytest.approx(250_000)
    assert talk["reason"] == "“A website that sells on phones.”"
    assert (talk["raised_by"], talk["raised_with"]) == ("Sam Second", "Contact of Ready (sponsor)")
    assert (talk["raise_on"].date(), talk["when_words"]) == (date(2026, 11, 24), "next check-in")
    assert talk["verdict"] is None
    assert "Cannot be told" in talk["verdict_words"]


def test_a_red_account_gets_no_suggestion_and_is_told_so(firm: Store) -> None:
    talks = found(firm, GREEN.where(GREEN.index != READY, "Red"))
    assert not talks["ready"].any()
    assert talks["held_by"][READY] == "the account is Red: first mend what is wrong"


def test_a_client_who_left_has_no_conversation(firm: Store) -> None:
    assert READY not in found(firm, GREEN.drop(READY)).index


def test_a_past_day_knows_only_what_was_said_by_then(firm: Store) -> None:
    before = found(firm, day=date(2026, 8, 31))
    assert not before["declined"].any()
    assert set(before["held_by"]) >= {"no promised outcome was confirmed by the client in 180 days"}


def test_a_firm_without_anything_has_no_conversation(store: Store) -> None:
    assert found(store, pd.Series([], dtype=object)).empty


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=some.integers(-300, 0), until=some.one_of(some.none(), some.integers(1, 400)), later=some.integers(0, 100))
def test_a_declined_service_is_never_ready_before_its_date(
    firm: Store, said: int, until: int | None, later: int
) -> None:
    # Every example adds one refusal more: the latest of all dates counts.
    declined_on = TODAY + timedelta(said)
    put(
        firm,
        ServiceDecline(
            account_id=READY, service_id=CARE, declined_on=declined_on,
            not_before_on=declined_on + timedelta(until) if until else None,
        ),
    )  # fmt: skip
    day = TODAY + timedelta(later)
    with firm.read() as connection:
        decline = table_of(ServiceDecline)
        declined = select(decline.c.not_before_on).where(decline.c.account_id == READY)
        until_days = list(connection.execute(declined.order_by(decline.c.declined_on, decline.c.id)).scalars())
    waiting = until_days[-1] is None or any(no is not None and no > day for no in until_days)
    talk = found(firm, day=day).loc[READY]
    assert talk["declined"] == waiting
    assert talk["ready"] == (not waiting)


def test_the_sponsor_in_the_profile_is_who_to_talk_to_whatever_the_role(firm: Store) -> None:
    put(
        firm,
        Contact(id=50, account_id=READY, name="Theirs", left_on=TODAY + timedelta(1)),
        Contact(id=51, account_id=READY, name="Influential", role="sponsor", influence=5),
        AccountProfile(
            account_id=READY, starts_on=TODAY, needs="A website that sells on phones.", risk_appetite="high",
            sponsor_id=50,
        ),
    )  # fmt: skip
    assert found(firm).loc[READY, "raised_with"] == "Theirs"
    assert found(firm, day=TODAY + timedelta(1)).loc[READY, "raised_with"] == "Influential (sponsor)"


def test_a_service_whose_renewal_is_open_is_no_new_conversation(firm: Store) -> None:
    put(firm, Opportunity(account_id=READY, service_id=CARE, stage_id=1, kind="renewal", opened_on=TODAY))
    assert READY not in found(firm).index
    assert READY in found(firm, day=TODAY - timedelta(1)).index
