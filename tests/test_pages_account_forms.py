"""The forms of the account page: what they store, what they refuse, and that a second click stores nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from lib.accounts.profile_queries import contacts, profile_on, profiles
from lib.accounts.tables import Account, AccountProfile
from lib.people.tables import Person
from lib.relationship.escalation_queries import escalation_updates, escalations
from lib.relationship.onboarding_queries import onboarding_steps
from lib.relationship.queries import contact_days, meetings, promises, requests
from lib.relationship.tables import Interaction
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ImportBatch
from lib.store.users import introduce
from lib.store.writing import perform
from lib.ui import entry
from tests.account_page_cases import TODAY, ago, choose, fill, open_account, put_a_client, unfold, widget
from tests.facts import put
from tests.page_cases import words_of

INTERACTION, PROFILE = table_of(Interaction), table_of(AccountProfile)


@pytest.fixture
def opened(app: Callable[..., AppTest], store: Store) -> Callable[[str], AppTest]:
    """Acme's page with a tab open."""
    put_a_client(store)
    return lambda tab: open_account(app, tab)


def logging(opened: Callable[[str], AppTest]) -> AppTest:
    return opened("Timeline").button(key="log_contact").click().run()


def test_a_logged_contact_restarts_the_clock(opened: Callable[[str], AppTest], store: Store) -> None:
    at = logging(opened)
    assert at.multiselect(key="log_1_0_others").value == [("person", 1)]
    fill(at, "log_1", "Log it", kind="Call", contact_id=1, summary="Spring plan")
    assert not at.error
    assert next(metric.value for metric in at.metric if metric.label == "Days since contact") == "0"
    assert contact_days(store, 1, TODAY)[0].summary == "Spring plan"
    assert "Cy Eck" in meetings(store, 1, TODAY)["contact"].tolist()
    assert "Spring plan" in words_of(at)
    assert not any(str(box.key).startswith("log_1") for box in at.text_input)


@pytest.mark.parametrize(("said", "restarts"), [("Email sent, no answer yet", False), ("Note", False), ("Visit", True)])
def test_only_what_went_both_ways_restarts_the_clock(
    said: str, restarts: bool, opened: Callable[[str], AppTest]
) -> None:
    at = fill(logging(opened), "log_1", "Log it", kind=said)
    days = next(metric.value for metric in at.metric if metric.label == "Days since contact")
    assert days == ("0" if restarts else "20")


def test_a_contact_to_come_is_refused_beside_its_field_and_what_was_typed_stays(
    opened: Callable[[str], AppTest], store: Store
) -> None:
    at = fill(logging(opened), "log_1", "Log it", happened_on=TODAY + timedelta(2), summary="Kept")
    assert sum("is still to come" in str(error.value) for error in at.error) == 2  # above, and beside the field
    assert widget(at, "log_1_0_summary").value == "Kept"
    assert len(contact_days(store, 1, TODAY + timedelta(9))) == 1


def test_a_second_click_logs_nothing(
    opened: Callable[[str], AppTest], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = entry._submit

    def twice(*drawn: Any) -> None:
        once(*drawn)
        once(*drawn)

    monkeypatch.setattr(entry, "_submit", twice)
    at = fill(logging(opened), "log_1", "Log it", summary="Once")
    assert not at.exception
    assert store.rows(select(func.count()).select_from(INTERACTION)) == [(2,)]


def test_the_profile_is_edited_in_place_and_keeps_what_it_was(opened: Callable[[str], AppTest], store: Store) -> None:
    at = opened("Profile")
    assert "More leads" in words_of(at)
    at.toggle(key="edit_profile_1").set_value(True).run()
    at.text_input(key="profile_1_1_needs").set_value("Fewer, better leads")
    at.number_input(key="profile_1_1_cadence_days").set_value(7)
    at.button(key="FormSubmitter:form_profile_1-Save").click().run()
    assert not at.error
    now, before = profiles(store, 1, TODAY)
    assert (now.values["needs"], now.starts_on, before.ends_before) == ("Fewer, better leads", TODAY, TODAY)
    assert any("More leads" in frame.value.to_string() for frame in at.dataframe)
    assert "What it was before: 2 changes" in [box.label for box in at.expander]


def test_a_profile_that_makes_no_sense_is_refused_and_the_form_stays(
    opened: Callable[[str], AppTest], store: Store
) -> None:
    at = opened("Profile")
    at.toggle(key="edit_profile_1").set_value(True).run()
    at.number_input(key="profile_1_1_maximum_gap_days").set_value(3)
    at.button(key="FormSubmitter:form_profile_1-Save").click().run()
    assert "must not be under the ideal gap of 14 days" in words_of(at)
    assert at.number_input(key="profile_1_1_maximum_gap_days").value == 3
    assert len(profiles(store, 1, TODAY)) == 1


def test_a_profile_is_begun_where_there_is_none(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = open_account(app, "Profile", account="Bolt")
    assert "Nothing is written down yet" in words_of(at)
    at.toggle(key="edit_profile_2").set_value(True).run()
    at.text_input(key="profile_2_0_preferences").set_value("Calls before nine")
    at.button(key="FormSubmitter:form_profile_2-Save").click().run()
    assert profile_on(profiles(store, 2, TODAY), TODAY).values["preferences"] == "Calls before nine"


def test_two_people_editing_one_profile_are_told_and_choose(opened: Callable[[str], AppTest], store: Store) -> None:
    at = opened("Profile")
    at.toggle(key="edit_profile_1").set_value(True).run()
    wanted = {"needs": "Theirs"}
    perform(store, "Bo", "x", lambda write: write.set(AccountProfile, 1, wanted, write.read(AccountProfile, 1)))
    at.text_input(key="profile_1_1_needs").set_value("Mine")
    at.button(key="FormSubmitter:form_profile_1-Save").click().run()
    assert "Bo changed this account profile while you were editing" in words_of(at)
    at.button(key="FormSubmitter:settle_profile_1-Save what I chose").click().run()
    assert profile_on(profiles(store, 1, TODAY), TODAY).values["needs"] == "Mine"


def test_a_profile_of_an_earlier_day_is_not_changed_past_a_later_one(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    put(store, AccountProfile(account_id=2, starts_on=ago(100), ends_before=ago(10), needs="Then"))
    put(store, AccountProfile(account_id=2, starts_on=ago(10), needs="Now"))
    at = open_account(app, "Profile", account="Bolt", as_of=ago(50).isoformat())
    assert "Then" in words_of(at)
    at.toggle(key="edit_profile_2").set_value(True).run()
    assert "A later profile is on record" in words_of(at)


def test_a_contact_is_added_and_one_marked_as_left(opened: Callable[[str], AppTest], store: Store) -> None:
    at = unfold(opened("People"), "add_contact_1")
    fill(at, "new_contact_1", "Add", name="Ève Gil", role="champion", influence=4, email="eve@acme.example")
    assert not at.error
    assert {one.name for one in contacts(store, 1, TODAY)} == {"Cy Eck", "Di Fox", "Ève Gil"}
    fill(at, "new_contact_1", "Add", name="ève gil")
    assert "ève gil is recorded here already" in words_of(at)
    choose(at, "contacts_1", 0)
    at.date_input(key="contact_1_1_left_on").set_value(ago(2))
    at.button(key="FormSubmitter:form_contact_1-Save").click().run()
    assert next(one.left_on for one in contacts(store, 1, TODAY) if one.id == 1) == ago(2)
    assert "The sponsor, **Cy Eck**, left on" in words_of(at)


def test_a_promise_is_added_and_settled(opened: Callable[[str], AppTest], store: Store) -> None:
    at = unfold(opened("Promises"), "add_promise_1")
    fill(at, "promise_1", "Add", what="Second draft", due_on=ago(40))
    assert "cannot be before" in words_of(at)
    fill(at, "promise_1", "Add", due_on=TODAY + timedelta(9), contact_id=1)
    assert [one.what for one in promises(store, 1, TODAY)] == ["Send the plan", "Second draft"]
    assert "2 open, 1 overdue" in words_of(at).replace("**", "")
    choose(at, "promises", 0)
    fill(at, "settle_promise_1", "Settle", outcome="broken")
    assert [(one.what, one.outcome) for one in promises(store, 1, TODAY)] == [
        ("Second draft", None), ("Send the plan", "broken"),
    ]  # fmt: skip


def test_a_request_is_answered_and_closed_with_the_client_told(opened: Callable[[str], AppTest], store: Store) -> None:
    at = choose(opened("Promises"), "requests", 0)
    assert "1 without an answer" in words_of(at)
    at.button(key="FormSubmitter:entry_answer_request_1-It was answered").click().run()
    assert not at.error
    assert requests(store, 1, TODAY)[0].state == "answered"
    fill(at, "close_request_1", "Close", client_told_on=TODAY)
    assert requests(store, 1, TODAY)[0].client_told_on == TODAY


def test_a_request_is_taken_down(opened: Callable[[str], AppTest], store: Store) -> None:
    at = unfold(opened("Promises"), "add_request_1")
    fill(at, "request_1", "Add", what="A case study")
    assert "say who should answer it" in words_of(at)
    fill(at, "request_1", "Add", department="marketing", contact_id=2)
    assert {one.what for one in requests(store, 1, TODAY)} == {"A quote", "A case study"}


def test_an_escalation_is_told_of_closed_and_another_opened(opened: Callable[[str], AppTest], store: Store) -> None:
    at = opened("Escalations")
    assert "Update overdue by 6 days" in words_of(at)
    assert "Bo Dahl carries it" in words_of(at).replace("**", "")
    unfold(at, "update_1")
    fill(at, "update_escalation_1", "Add", words="Called them")
    assert [one.words for one in escalation_updates(store, 1, TODAY)] == ["Called them"]
    assert "Next update due" in words_of(at)
    unfold(at, "close_1")
    fill(at, "close_escalation_1", "Close")
    assert "say how it was resolved" in words_of(at)
    fill(at, "close_escalation_1", "Close", resolution="Credited")
    unfold(at, "open_escalation_1")
    fill(at, "escalation_1", "Open", what="Late again", severity=4)
    assert [(one.what, one.resolution) for one in escalations(store, 1, TODAY)] == [
        ("Late again", None), ("Wrong prices", "Credited"),
    ]  # fmt: skip


def test_an_onboarding_is_started_and_ticked(opened: Callable[[str], AppTest], store: Store) -> None:
    at = unfold(opened("Onboarding"), "start_onboarding_1")
    fill(at, "start_onboarding_1", "Start", template_id=1)
    assert [one.name for one in onboarding_steps(store, 1, TODAY)] == ["Meet"]
    fill(at, "start_onboarding_1", "Start", template_id=1)
    assert "is under way on this account" in words_of(at)
    choose(at, "onboarding_steps", 0)
    at.button(key=f"FormSubmitter:entry_tick_{onboarding_steps(store, 1, TODAY)[0].id}-Save").click().run()
    assert onboarding_steps(store, 1, TODAY)[0].done_on == TODAY
    assert "1 of 1 steps due are done" in words_of(at).replace("**", "")
    unfold(at, "step_onboarding_1")
    fill(at, "add_step_1", "Add", name="Logins", milestone="Access", due_on=TODAY)
    assert len(onboarding_steps(store, 1, TODAY)) == 2


def test_the_timeline_is_filtered_counted_and_shown_in_pages(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    many = [Interaction(account_id=1, happened_on=ago(day), kind="note", summary=f"no {day}") for day in range(60)]
    put(store, *many)
    at = open_account(app)
    pills = at.pills(key="timeline_kinds")
    assert pills.options[:3] == ["Contact 61", "Promises 1", "Requests 1"]
    assert words_of(at).count("- **") == 50
    at.button(key="timeline_more").click().run()
    assert words_of(at).count("- **") > 60
    at.pills(key="timeline_kinds").set_value(["Promises"]).run()
    assert words_of(at).count("- **") == 1
    assert "to the first on record" in words_of(at)


def test_a_late_entry_is_marked(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    put(store, Interaction(account_id=2, happened_on=ago(30), kind="call", summary="Forgotten"))
    told = words_of(open_account(app, account="Bolt"))
    assert "Forgotten" in told
    assert "entered late on" in told
    assert "import" not in told


def test_history_that_an_import_brought_is_said_once(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    put(store, ImportBatch(id=1, who="Ann", mapping="x", files="x", sha256="x"))
    put(store, *(Interaction(account_id=2, happened_on=ago(30), kind="call", batch_id=1) for _ in range(3)))
    told = words_of(open_account(app, account="Bolt"))
    assert told.count("3 entries on") == 1
    assert "entered late" not in told


def test_a_form_asks_who_is_there_before_anything_is_written(app: Callable[..., AppTest], store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    at = open_account(app).button(key="log_contact").click().run()
    assert "Who are you?" in words_of(at)
    at.text_input(key="who_log_name").set_value("Ann Berg")
    at.button(key="FormSubmitter:who_log-Save").click().run()
    assert widget(at, "log_1_0_summary").value == ""


def test_where_the_newest_record_is_old_a_contact_is_proposed_for_today_and_the_frame_follows(
    app: Callable[..., AppTest], store: Store
) -> None:
    put(store, Account(id=1, name="Acme"), Person(id=1, name="Ann Berg"))
    put(store, Interaction(account_id=1, happened_on=ago(700), kind="call"))
    introduce(store, "Ann Berg")
    at = open_account(app)
    assert at.date_input(key="as_of").value == ago(700)
    fill(at.button(key="log_contact").click().run(), "log_1", "Log it")
    at.run()
    assert at.date_input(key="as_of").value == TODAY
    assert next(metric.value for metric in at.metric if metric.label == "Days since contact") == "0"


def test_a_refusal_goes_with_the_form_it_stood_in(opened: Callable[[str], AppTest]) -> None:
    at = unfold(opened("Promises"), "add_promise_1")
    fill(at, "promise_1", "Add", what="Send the report")
    assert any("by when" in str(error.value) for error in at.error)
    at.session_state["add_promise_1"] = False
    at.run()
    unfold(at, "add_promise_1")
    assert not at.error


def test_a_refused_edit_leaves_no_refusal_behind_on_the_form_opened_anew(opened: Callable[[str], AppTest]) -> None:
    at = opened("Profile")
    at.toggle(key="edit_profile_1").set_value(True).run()
    at.number_input(key=next(str(w.key) for w in at.number_input if "ideal_gap" in str(w.key))).set_value(0)
    next(one for one in at.button if str(one.key).startswith("FormSubmitter:form_profile_1")).click().run()
    assert any("Ideal gap" in str(error.value) for error in at.error)
    at.toggle(key="edit_profile_1").set_value(False).run()
    at.toggle(key="edit_profile_1").set_value(True).run()
    assert not at.error
