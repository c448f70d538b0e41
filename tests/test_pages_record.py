"""The page Record: every form of what happens with a client refuses wrong input beside its field, and stores once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Service
from lib.growth.tables import LossReason, Opportunity, Stage
from lib.relationship.tables import ClientRequest, Escalation, EscalationUpdate, Interaction, Promise
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.ui import entry
from lib.ui.record import FORMS
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests.account_page_cases import TODAY, ago, put_a_client
from tests.facts import put
from tests.page_cases import words_of

TOMORROW = TODAY + timedelta(1)
Cases = Sequence[tuple[dict[str, Any], str]]


@pytest.fixture
def record(app: Callable[..., AppTest], store: Store) -> Callable[..., AppTest]:
    """The page for Acme, with a form open and what is chosen in it."""
    put_a_client(store)
    put(
        store, Service(id=1, name="Search"), Service(id=2, name="Print"), Stage(id=1, name="Talk"),
        Stage(id=2, name="Offer", position=1), Stage(id=3, name="Won", kind="won", position=2),
        Stage(id=4, name="Lost", kind="lost", position=3), LossReason(id=1, name="Price"),
        Opportunity(id=1, account_id=1, service_id=1, kind="expansion", stage_id=1, opened_on=ago(9), name="More"),
        Objective(id=1, account_id=1, name="Leads", unit="leads"),
        ObjectiveTerm(objective_id=1, baseline=1, target=9, starts_on=ago(90), due_on=TOMORROW),
    )  # fmt: skip
    return lambda form, **state: app("record.py", {"record_form": form} | state, account="Acme")


def widget(at: AppTest, key: str) -> Any:
    kinds = (
        at.text_input, at.selectbox, at.date_input, at.number_input, at.multiselect, at.checkbox, at.datetime_input,
    )  # fmt: skip
    return next(one for kind in kinds for one in kind if one.key == key)


def send(at: AppTest, key: str, button: str, typed: dict[str, Any]) -> AppTest:
    turn = at.session_state[f"_turn_{key}"]
    for name, value in typed.items():
        widget(at, f"{key}_{turn}_{name}").set_value(value)
    at.button(key=f"FormSubmitter:entry_{key}-{button}").click().run()
    assert not at.exception
    return at


def refuse_each(at: AppTest, key: str, button: str, cases: Cases) -> AppTest:
    """Each of the cases, typed over what the one before left, is refused above and beside its field, and stays."""
    assert not at.exception
    for typed, reason in cases:
        at = send(at, key, button, typed)
        told = [str(error.value) for error in at.error]
        assert sum(reason in words for words in told) == 2, (typed, told)
        assert all(widget(at, f"{key}_0_{name}").value == value for name, value in typed.items()), typed
    return at


def count(store: Store, *kinds: type[Base]) -> list[int]:
    return [store.rows(select(func.count()).select_from(table_of(kind)))[0][0] for kind in kinds]


def test_the_page_opens_on_a_contact_with_every_form_named_and_asks_for_the_account(
    app: Callable[..., AppTest], store: Store
) -> None:
    put_a_client(store)
    at = app("record.py")
    assert not at.exception
    assert (at.pills[0].options, at.pills[0].value) == (list(FORMS), "Interaction")
    assert "Choose the account above" in words_of(at)
    at.selectbox(key="account").set_value("Acme").run()
    visible = [cell.label for cell in (*at.text_input, *at.date_input)]
    assert {"In a sentence", "Next step promised", "Next step by"} <= set(visible)
    assert widget(at, "record_1_0_happened_on").value == TODAY


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_stands_with_and_without_an_account(form: str, record: Callable[..., AppTest]) -> None:
    at = record(form)
    assert not at.exception
    at.selectbox(key="account").set_value(None).run()
    assert not at.exception


def test_an_address_that_names_no_form_or_no_account_says_so(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = app("record.py", record_form="Gossip", account="Nobody")
    assert not at.exception
    assert at.pills[0].value == "Interaction"
    assert "No account is called “Nobody”" in words_of(at)


def test_a_contact_is_kept_with_its_next_step_as_a_promise(record: Callable[..., AppTest], store: Store) -> None:
    week = TODAY + timedelta(7)
    at = refuse_each(record("Interaction"), "record_1", "Log it", [
        ({"happened_on": TOMORROW, "summary": "Talked of autumn"}, "is still to come"),
        ({"happened_on": TODAY, "kind": "Call", "next_step_on": week + timedelta(1)}, "say what comes next"),
        ({"next_step": "Send the plan", "next_step_on": None}, "say by when"),
        ({"next_step_on": ago(1)}, "cannot be before"),
    ])  # fmt: skip
    assert count(store, Interaction, Promise) == [1, 1]
    send(at, "record_1", "Log it", {"next_step_on": week, "contact_id": 1})
    assert count(store, Interaction, Promise) == [2, 2]
    promise = table_of(Promise)
    columns = (promise.c.what, promise.c.made_on, promise.c.due_on, promise.c.person_id, promise.c.contact_id)
    assert tuple(store.rows(select(*columns).where(promise.c.id == 2))[0]) == ("Send the plan", TODAY, week, 1, 1)


def test_a_next_step_that_is_only_proposed_by_its_day_is_none(record: Callable[..., AppTest], store: Store) -> None:
    at = send(record("Interaction"), "record_1", "Log it", {"summary": "Said hello"})
    assert not at.error
    assert count(store, Interaction, Promise) == [2, 1]


def test_a_double_click_stores_once(
    record: Callable[..., AppTest], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = entry._submit

    def twice(*drawn: Any) -> None:
        once(*drawn)
        once(*drawn)

    monkeypatch.setattr(entry, "_submit", twice)
    at = send(record("Interaction"), "record_1", "Log it", {"summary": "Once", "next_step": "Send it"})
    assert not at.error
    assert count(store, Interaction, Promise) == [2, 2]


def test_a_promise_of_anybody_of_ours(record: Callable[..., AppTest], store: Store) -> None:
    at = refuse_each(record("Promise"), "promise_1", "Add", [
        ({"person_id": 2, "what": "  "}, "say what was promised"),
        ({"what": "Second draft"}, "say by when"),
        ({"due_on": ago(2)}, "cannot be before"),
        ({"due_on": TOMORROW, "made_on": TOMORROW}, "is still to come"),
        ({"made_on": ago(30), "what": "Send the plan"}, "tick this where it is another one"),
    ])  # fmt: skip
    assert count(store, Promise) == [1]
    assert not send(at, "promise_1", "Add", {"store_it_all_the_same": True}).error
    assert count(store, Promise) == [2]


def test_a_reading_of_an_objective_of_this_account(record: Callable[..., AppTest], store: Store) -> None:
    at = refuse_each(record("Reading of an objective"), "record_reading_1", "Add the reading", [
        ({"evidence": "Their report"}, "write a number"),
        ({"actual": 4.0, "read_on": TOMORROW}, "cannot be later than today"),
    ])  # fmt: skip
    assert not send(at, "record_reading_1", "Add the reading", {"read_on": TODAY}).error
    assert count(store, ObjectiveReading) == [1]
    at = at.selectbox(key="account").set_value("Bolt").run()
    assert "No objective of this account is open" in words_of(at)


def test_a_new_opportunity(record: Callable[..., AppTest], store: Store) -> None:
    at = record("Opportunity and stage", record_deal_of_1=None)
    refuse_each(at, "record_deal_1", "Open it", [
        ({"next_step": "Call them"}, "choose what could be sold"),
        ({"service_id": 2, "amount_cents": -1}, "cannot be below zero"),
        ({"amount_cents": 900}, "say by when"),
        ({"next_step": "", "next_step_on": TOMORROW}, "say what is to be done"),
        ({"next_step": "Call", "opened_on": TOMORROW}, "is still to come"),
        ({"opened_on": TODAY, "expected_close_on": ago(1)}, "when it was opened"),
        ({"expected_close_on": None, "service_id": 1}, "open for the client already"),
    ])  # fmt: skip
    assert not send(at, "record_deal_1", "Open it", {"service_id": 2}).error
    assert count(store, Opportunity) == [2]


@pytest.mark.parametrize(
    ("became", "key", "button", "cases", "whole", "stage"),
    [
        ("Another stage", "record_deal_move_1_1", "Move it", [
            ({"stage_id": None}, "choose where it stands now"),
            ({"stage_id": 2, "moved_on": TOMORROW}, "still to come"),
            ({"moved_on": ago(20)}, "cannot be before"),
        ], {"moved_on": TODAY}, 2),
        ("Won", "record_deal_won_1_1", "It is won", [
            ({"amount_cents": None}, "say what was won"), ({"amount_cents": -1}, "cannot be below zero"),
            ({"amount_cents": 5, "closed_on": TOMORROW}, "still to come"),
        ], {"closed_on": TODAY}, 3),
        ("Lost", "record_deal_lost_1_1", "It is lost", [
            ({"loss_reason_id": None, "loss_words": "Too dear"}, "choose the category"),
            ({"loss_reason_id": 1, "loss_words": ""}, "say in a few words why"),
            ({"loss_words": "Too dear", "closed_on": TOMORROW}, "still to come"),
        ], {"closed_on": TODAY}, 4),
    ],
)  # fmt: skip
def test_what_became_of_an_opportunity(
    record: Callable[..., AppTest], store: Store, became: str, key: str, button: str, cases: Cases,
    whole: dict[str, Any], stage: int,
) -> None:  # fmt: skip
    at = refuse_each(record("Opportunity and stage", record_move_1=became), key, button, cases)
    assert not send(at, key, button, whole).error
    deal = table_of(Opportunity)
    assert [tuple(row) for row in store.rows(select(deal.c.stage_id))] == [(stage,)]


def test_an_escalation_opened_told_of_and_closed(record: Callable[..., AppTest], store: Store) -> None:
    at = refuse_each(record("Escalation"), "update_escalation_1", "Add", [
        ({"words": ""}, "say what the client was told"), ({"words": "Sorry", "given_on": TOMORROW}, "still to come"),
        ({"given_on": ago(10)}, "cannot be before"),
    ])  # fmt: skip
    assert not send(at, "update_escalation_1", "Add", {"given_on": TODAY}).error
    at.segmented_control(key="record_told_1").set_value("Close").run()
    refuse_each(at, "close_escalation_1", "Close", [
        ({"resolution": ""}, "say how it was resolved"), ({"resolution": "Paid", "closed_on": ago(10)}, "before"),
    ])  # fmt: skip
    assert not send(at, "close_escalation_1", "Close", {"closed_on": TODAY}).error
    refuse_each(at, "escalation_1", "Open", [
        ({"what": "Late"}, "say how severe it is"), ({"severity": 4, "what": ""}, "say what went wrong"),
        ({"what": "Late", "opened_on": TOMORROW}, "still to come"),
    ])  # fmt: skip
    assert not send(at, "escalation_1", "Open", {"opened_on": TODAY}).error
    assert count(store, Escalation, EscalationUpdate) == [2, 1]


def test_a_request_to_a_department(record: Callable[..., AppTest], store: Store) -> None:
    noon = datetime.combine(date(2020, 2, 3), datetime.min.time()).replace(hour=12)
    at = refuse_each(record("Client request"), "request_1", "Add", [
        ({"what": "", "department": "product"}, "say what the client asked for"),
        ({"what": "A report", "department": None}, "say who should answer it"),
        ({"department": "product", "asked_at": noon.replace(year=TODAY.year + 1)}, "is still to come"),
    ])  # fmt: skip
    assert not send(at, "request_1", "Add", {"asked_at": noon}).error
    assert count(store, ClientRequest) == [2]


def test_where_the_newest_record_is_old_the_forms_start_with_today(app: Callable[..., AppTest], store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Interaction(account_id=1, happened_on=ago(400), kind="call"))
    introduce(store, "Ann Berg")
    days = {"Promise": "promise_1_0_made_on", "Time off": "record_leave_0_starts_on",
            "Write-off": "record_write_off_1_0_written_off_on"}  # fmt: skip
    for form, key in days.items():
        at = app("record.py", {"record_form": form}, account="Acme")
        assert widget(at, key).value == TODAY, form
        assert "the newest day on record; the forms start with today" in words_of(at)
