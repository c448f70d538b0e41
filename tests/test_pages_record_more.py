"""The other forms of the page Record, its last entries, the requests by department and the list of what to fill in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Contract
from lib.delivery.tables import Project, ScopeChange
from lib.growth.tables import Referral
from lib.money.tables import WriteOff
from lib.money.write_off_actions import edit_write_off
from lib.relationship.departure_actions import record_departure
from lib.relationship.departure_reasons import CLIENT, OURS, Reason
from lib.relationship.tables import ClientRequest, ExitInterview, Promise
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.team.tables import Absence
from tests.account_page_cases import TODAY, ago, choose, put_a_client
from tests.facts import put
from tests.health_tabs import words

TOMORROW = TODAY + timedelta(1)


@pytest.fixture
def opened(app: Callable[..., AppTest], store: Store) -> Callable[..., AppTest]:
    """Opens a form of the page for Acme, or another of its tabs."""
    put_a_client(store)

    def open_form(form: str = "Interaction", tab: str = "Record", **state: Any) -> AppTest:
        return app("record.py", {"record_tab": tab, **state}, account="Acme", record_form=form)

    return open_form


def kept(store: Store, model: Any) -> list[dict[str, Any]]:
    """The rows of a table, oldest first."""
    return [dict(row._mapping) for row in store.rows(select(table_of(model)).order_by(table_of(model).c.id))]


def widget(at: AppTest, key: str) -> Any:
    """The input with a key, whatever its kind."""
    kinds = (at.text_input, at.selectbox, at.date_input, at.number_input, at.multiselect, at.checkbox)
    return next(one for kind in kinds for one in kind if one.key == key)


def fill(at: AppTest, key: str, button: str = "Record", **typed: Any) -> AppTest:
    """Fill fields of the form `key` and send it."""
    turn = at.session_state[f"_turn_{key}"]
    for name, value in typed.items():
        widget(at, f"{key}_{turn}_{name}").set_value(value)
    return at.button(key=f"FormSubmitter:entry_{key}-{button}").click().run()


def refused(at: AppTest, key: str, rows: list[tuple[dict[str, Any], str]], button: str = "Record") -> None:
    """Each row: what is typed, and what is said of it; what was typed stays, and it is said beside a field."""
    for typed, said in rows:
        fill(at, key, button, **typed)
        turn = at.session_state[f"_turn_{key}"]
        assert sum(said in error.value for error in at.error) == 2, f"{said}: {[one.value for one in at.error]}"
        for name, value in typed.items():
            assert widget(at, f"{key}_{turn}_{name}").value == value


def test_time_off_is_refused_beside_its_field_and_then_stored(opened: Callable[..., AppTest], store: Store) -> None:
    put(store, Absence(person_id=2, kind="leave", starts_on=ago(3), ends_before=TOMORROW))
    at = opened("Time off")
    assert widget(at, "record_leave_0_person_id").value == 1  # who is at the keyboard
    refused(
        at, "record_leave",
        [
            ({"person_id": 2, "last_on": ago(1)}, "when it begins"),
            ({"last_on": TODAY}, "away then already"),
            ({"last_on": TOMORROW, "starts_on": TOMORROW, "hours_a_day": 30.0}, "must be more than 0"),
            ({"hours_a_day": None, "starts_on": None}, "say on which day it begins"),
        ],
    )  # fmt: skip
    fill(at, "record_leave", kind="sickness", starts_on=TOMORROW)
    assert not at.error
    assert [(row["person_id"], row["kind"], row["starts_on"]) for row in kept(store, Absence)][1:] == [
        (2, "sickness", TOMORROW)
    ]


def test_a_write_off_is_refused_and_then_decided_by_who_is_here(opened: Callable[..., AppTest], store: Store) -> None:
    at = opened("Write-off")
    refused(
        at, "record_write_off_1",
        [
            ({"reason": "goodwill"}, "Amount"),
            ({"amount": -5.0}, "Amount"),
            ({"amount": 250.0, "hours": -1.0}, "Hours"),
            ({"hours": 2.0, "written_off_on": TOMORROW}, "still to come"),
            ({"written_off_on": TODAY, "reason": None}, "Reason"),
        ],
    )  # fmt: skip
    fill(at, "record_write_off_1", reason="goodwill")
    assert [(row["account_id"], row["amount_cents"], row["minutes"], row["person_id"])
            for row in kept(store, WriteOff)] == [(1, 250_00, 120, 1)]  # fmt: skip


def test_a_change_of_scope_asks_for_the_project_of_this_account_only(
    opened: Callable[..., AppTest], store: Store
) -> None:
    assert "No project of this account is open" in words(opened("Scope change"))
    put(store, Project(id=1, account_id=1, name="Site", starts_on=ago(30)))
    put(store, Project(id=2, account_id=2, name="Film", starts_on=ago(30)))
    at = opened("Scope change")
    assert "Acme · Site" in words(at)
    refused(
        at, "record_scope_1",
        [
            ({"hours": 4.0}, "say what is to change"),
            ({"what": "More pages", "hours": None}, "say what it changes"),
            ({"hours": 4e9}, "too large"),
            ({"hours": 4.0, "asked_on": TOMORROW}, "still to come"),
            ({"asked_on": TODAY, "new_due_on": ago(40)}, "when the project begins"),
        ],
    )  # fmt: skip
    fill(at, "record_scope_1", new_due_on=TOMORROW)
    assert [(row["project_id"], row["what"], row["minutes"]) for row in kept(store, ScopeChange)] == [
        (1, "More pages", 240)
    ]


def test_a_referral_goes_from_asked_to_made(opened: Callable[..., AppTest], store: Store) -> None:
    at = opened("Referral")
    assert "has confirmed no outcome yet" in words(at)
    refused(at, "record_referral_1", [({"asked_on": TOMORROW}, "later than today"), ({"asked_on": None}, "a day")])
    fill(at, "record_referral_1", asked_on=ago(2))
    at = opened("Referral", record_referral_step_1="A client named somebody")
    refused(at, "make_referral", [({"made_on": ago(3)}, "who was named"), ({"referred": "Dot"}, "cannot be before")],
            "Write it down")  # fmt: skip
    fill(at, "make_referral", "Write it down", made_on=TODAY)
    assert [(row["account_id"], row["referred"]) for row in kept(store, Referral)] == [(1, "Dot")]


def test_an_exit_interview_comes_after_the_departure(opened: Callable[..., AppTest], store: Store) -> None:
    assert "This client has not left" in words(opened("Exit interview"))
    told = (Reason(CLIENT, "price", "Too dear", "Cy"), Reason(OURS, "results", "Few leads"))
    record_departure(store, "Ann Berg", 1, ago(5), None, told, False, TODAY, "left")
    at = opened("Exit interview")
    rows: list[tuple[dict[str, Any], str]] = [
        ({"held_on": ago(9)}, "What was said"),
        ({"words": "Too dear"}, "the day the client decided"),
    ]
    refused(at, "interview_1", rows, "Record interview")
    fill(at, "interview_1", "Record interview", held_on=TODAY)
    assert [row["words"] for row in kept(store, ExitInterview)] == ["Too dear"]


def test_the_phone_form_says_what_is_missing_before_a_call(opened: Callable[..., AppTest]) -> None:
    assert "No wave is open" in words(opened("Survey answer by phone"))


@pytest.mark.parametrize("form", ["Write-off", "Scope change", "Referral", "Exit interview"])
def test_without_an_account_the_form_asks_for_one(app: Callable[..., AppTest], store: Store, form: str) -> None:
    put_a_client(store)
    assert "Choose the account above" in words(app("record.py", record_form=form))


def test_a_likely_duplicate_is_held_back_until_it_is_meant(opened: Callable[..., AppTest], store: Store) -> None:
    at = opened("Promise")
    key, label = "promise_1", "Add"
    fill(at, key, label, what="Send the first draft", due_on=TOMORROW)
    assert len(kept(store, Promise)) == 2
    fill(at, key, label, what="Send the 1st draft", due_on=TOMORROW)
    assert "Ann Berg stored a likely same promise just now (“Send the first draft”)" in words(at)
    turn = at.session_state[f"_turn_{key}"]
    assert widget(at, f"{key}_{turn}_what").value == "Send the 1st draft"
    assert len(kept(store, Promise)) == 2
    assert [str(one.value).startswith("Store it all the same") for one in at.error] == [True, True]  # above, beside
    fill(at, key, label, store_it_all_the_same=True)
    assert [row["what"] for row in kept(store, Promise)][1:] == ["Send the first draft", "Send the 1st draft"]


def test_requests_stand_by_department_and_the_client_is_told_from_the_list(
    opened: Callable[..., AppTest], store: Store
) -> None:
    asked = now() - timedelta(days=3)
    put(store, ClientRequest(id=2, account_id=2, what="A demo", department="product", asked_at=asked,
                             state="done", closed_on=ago(2)))  # fmt: skip
    at = opened(tab="Client requests")
    said = words(at).replace("**", "")
    assert "1 request waits (sales 1), the oldest for 9 days. Of those that ended, 1 is still to be told" in said
    shown = at.dataframe[0].value
    assert shown[["Standing", "Account", "For", "Age (days)", "Client told"]].to_numpy().tolist() == [
        ["open", "Acme", "sales", 9, "–"], ["done", "Bolt", "product", 3, "■ not yet"],
    ]  # fmt: skip
    assert "No promise was made before a client signed" in said
    at.session_state["requests_for"] = "product"
    choose(at.run(), "record_requests", 0)
    refused(at, "tell_client_2", [({"client_told_on": ago(9)}, "before it was asked")], "The client was told")
    fill(at, "tell_client_2", "The client was told", client_told_on=TODAY)
    assert kept(store, ClientRequest)[1]["client_told_on"] == TODAY
    assert "Nothing is to be done here" in words(at)
    at.session_state["requests_state"] = "Everything"
    told = at.run().dataframe[0].value["Client told"].tolist()
    assert [one.endswith("by Ann Berg") for one in told] == [True]


def test_promises_of_the_sale_are_counted_and_listed(opened: Callable[..., AppTest], store: Store) -> None:
    put(store, Promise(account_id=1, what="A dashboard", made_on=ago(500), due_on=ago(100), person_id=1))
    at = opened(tab="Client requests")
    assert "0 of 1 kept in time in 12 months; 1 open" in words(at).replace("**", "")
    row = at.dataframe[1].value.iloc[0]
    assert (row["Standing"], row["Promise"], row["Account"]) == ("overdue", "A dashboard", "Acme")
    assert row["Why it counts"].startswith("before the client signed")


def test_the_last_entries_are_taken_back_and_what_was_built_upon_stays(
    opened: Callable[..., AppTest], store: Store
) -> None:
    assert "You have recorded nothing yet" in words(opened(tab="Last entries"))
    fill(opened("Write-off"), "record_write_off_1", amount=90.0, reason="goodwill", words="Late by a week")
    at = opened(tab="Last entries")
    assert "Write-off noted, Acme: “Late by a week”" in words(at)
    number = kept(store, WriteOff)[0]["id"]
    edit_write_off(store, "Bo Dahl", number, 1, 95.0, None, "goodwill", TODAY, 1, "Late", token="b")
    button = next(one for one in at.button if one.label == "Take back")
    button.click().run()
    assert "Bo Dahl worked on it since" in words(at)
    assert len(kept(store, WriteOff)) == 1
    fill(opened("Time off"), "record_leave")
    at = opened(tab="Last entries")
    assert "Time off changed, Ann Berg" in words(at)
    next(one for one in at.button if one.label == "Take back").click().run()
    assert kept(store, Absence) == []
    assert "~~Time off changed, Ann Berg~~" in words(at)
    assert len(kept(store, WriteOff)) == 1


def test_the_fill_list_opens_the_form_it_names(opened: Callable[..., AppTest], store: Store) -> None:
    at = opened("Write-off")
    assert "Acme: enter the last delivery and its date" in words(at)
    put(store, Contract(account_id=2, kind="retainer", starts_on=ago(200)))
    at.run()
    assert "Bolt: log the last contact" in words(at)
    next(one for one in at.button if str(one.key).startswith("fill_open_")).click().run()
    assert (at.session_state["record_form"], at.session_state["account"]) == ("Interaction", "Bolt")
    assert any(one.key == "FormSubmitter:entry_record_2-Log it" for one in at.button)
