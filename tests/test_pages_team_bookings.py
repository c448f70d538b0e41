"""The tabs Bookings and leave, People and What-if of the page of team allocation."""

from collections.abc import Callable
from datetime import date, timedelta
from time import sleep
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner
from lib.people.tables import Person, PersonRole, Role, WeeklyHours
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import AppUser
from lib.store.users import introduce
from lib.store.writing import Write, perform
from lib.team.tables import Absence, Booking
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
MARA, JON, ACME = 1, 2, 1
BOOKING, ABSENCE, HOURS = table_of(Booking), table_of(Absence), table_of(WeeklyHours)
MONDAY = today() + timedelta(days=7 - today().weekday())


@pytest.fixture
def team(app: App, store: Store) -> Callable[..., AppTest]:
    """The page with one tab open: Mara of 40 hours is booked for 20 a week on Acme."""
    put(
        store, Person(id=MARA, name="Mara"), Person(id=JON, name="Jon"), Account(id=ACME, name="Acme"),
        Account(id=2, name="Bolt"), Role(id=1, name="Designer"),
        PersonRole(person_id=MARA, role_id=1, starts_on=date(2020, 1, 1)),
        WeeklyHours(person_id=MARA, minutes_per_week=2400, starts_on=date(2020, 1, 1)),
        Booking(
            id=1, person_id=MARA, account_id=ACME, minutes_per_week=1200, starts_on=MONDAY,
            ends_before=MONDAY + timedelta(weeks=4),
        ),
        Booking(id=2, person_id=JON, account_id=2, minutes_per_week=60, starts_on=date(2020, 1, 6),
                ends_before=date(2020, 2, 3)),
    )  # fmt: skip

    def open_tab(name: str, who: str | None = "Ann Berg") -> AppTest:
        if who:
            introduce(store, who)
        return app("team.py", {"team_tab": name})

    return open_tab


def edit(at: AppTest, key: str, **parts: Any) -> AppTest:
    """Type into a grid, as a browser hands it over."""
    edits = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | parts
    at.session_state[at.session_state[f"_place_{key}"]] = edits
    return at.run()


def stored(store: Store) -> list[tuple[Any, ...]]:
    columns = (BOOKING.c.person_id, BOOKING.c.account_id, BOOKING.c.minutes_per_week)
    return [tuple(row) for row in store.rows(select(*columns).order_by(BOOKING.c.id))]


def test_bookings_now_and_ahead_are_shown_by_name_and_those_over_when_asked(team: App) -> None:
    at = team("Bookings and leave")
    assert not at.exception
    assert "**1 booking** now and ahead for **1** person" in words_of(at)
    shown = at.session_state["_sheet_booking_grid"].cells
    assert shown[["Person", "Client", "Hours a week"]].values.tolist() == [["Mara", "Acme", 20.0]]
    at.selectbox(key="bookings_weeks").select("With those over").run()
    assert at.session_state["_sheet_booking_grid"].cells["Person"].tolist() == ["Jon", "Mara"]


def test_changes_of_many_rows_are_saved_at_once(team: App, store: Store) -> None:
    at = team("Bookings and leave")
    new = {"Person": "Mara", "Client": "Bolt", "Hours a week": 10, "From": str(MONDAY), "Until": str(MONDAY)}
    edit(at, "booking_grid", edited_rows={0: {"Hours a week": 15.5}}, added_rows=[new, {}])
    at.button(key="save_booking_grid").click().run()
    assert stored(store)[0] == (MARA, ACME, 930)
    assert stored(store)[-1] == (MARA, 2, 600)
    assert "2 changes of bookings saved." in at.toast[0].value.replace("\\", "")


def test_a_refused_row_is_named_with_its_field_and_what_was_typed_is_kept(team: App, store: Store) -> None:
    at, before = team("Bookings and leave"), stored(store)
    new = {"Person": "Mara", "Client": "Bolt", "Hours a week": 30, "From": str(MONDAY)}
    edit(at, "booking_grid", edited_rows={0: {"Hours a week": 15.0}}, added_rows=[new])
    at.button(key="save_booking_grid").click().run()
    words = words_of(at)
    assert "New row 1 (Mara, Bolt)" in words
    assert "Hours: more than they can work (week of" in words
    assert "45 h booked, 40 h to work" in words
    assert stored(store) == before
    assert at.session_state[at.session_state["_place_booking_grid"]]["added_rows"] == [new]


def test_who_was_slower_is_told_both_sides_and_may_save_over(team: App, store: Store) -> None:
    at = team("Bookings and leave")
    edit(at, "booking_grid", edited_rows={0: {"Hours a week": 15.0}})

    def theirs(write: Write) -> None:
        write.set(Booking, 1, {"minutes_per_week": 300}, write.read(Booking, 1))

    perform(store, "Ben", "test", theirs)
    at.button(key="save_booking_grid").click().run()
    assert "Ben changed it while you were editing" in words_of(at)
    assert "Hours 20 when you opened it, Hours 5 now, you want Hours 15" in words_of(at)
    at.button(key="over_booking_grid").click().run()
    assert stored(store)[0] == (MARA, ACME, 900)


def test_leave_says_which_bookings_it_falls_on(team: App, store: Store) -> None:
    at = team("Bookings and leave")
    new = {"Person": "Mara", "Kind": "Leave", "From": str(MONDAY), "Until": str(MONDAY + timedelta(days=4))}
    edit(at, "leave_grid", added_rows=[new])
    at.button(key="save_leave_grid").click().run()
    assert [(one.person_id, one.kind) for one in store.rows(select(ABSENCE))] == [(MARA, "leave")]
    assert "Mara is booked in those weeks for Acme (20 h a week)" in at.toast[0].value.replace("\\", "")


def away(store: Store, who: str, role: str) -> None:
    """Mara is ill next week and was last month, Jon on leave; `who` signs in with a role and is Jon."""
    put(store, AppUser(name=who, role=role, person_id=JON))
    weeks = {1: (MARA, "sickness", 0), 2: (MARA, "sickness", -5), 3: (JON, "leave", 2)}
    put(
        store,
        *(
            Absence(id=number, person_id=person, kind=kind, starts_on=MONDAY + timedelta(weeks=at),
                    ends_before=MONDAY + timedelta(weeks=at, days=5))
            for number, (person, kind, at) in weeks.items()
        ),
    )  # fmt: skip


def test_why_somebody_is_away_is_for_them_and_for_leads_only(team: App, store: Store) -> None:
    away(store, "Ann Berg", "editor")
    at = team("Bookings and leave")
    shown = at.session_state["_sheet_leave_grid"].cells
    assert shown[["Person", "Kind"]].values.tolist() == [["Mara", "Away"], ["Jon", "Leave"]]
    at.selectbox(key="bookings_weeks").select("With those over").run()
    assert len(at.session_state["_sheet_leave_grid"].cells) == 2  # not that Mara was ill once
    introduce(store, "Eve Lead")  # a new name is an admin's until sign-in is set up
    at.session_state["_who"] = "Eve Lead"
    assert "Sickness" in at.run().session_state["_sheet_leave_grid"].cells["Kind"].tolist()


def test_a_kind_that_is_not_shown_stays_and_cannot_be_changed_or_drawn_out(team: App, store: Store) -> None:
    away(store, "Ann Berg", "editor")
    at = team("Bookings and leave")
    at = edit(at, "leave_grid", edited_rows={0: {"Kind": "Training"}})
    at = at.button(key="save_leave_grid").click().run()
    assert "is for the person, whom they report to, leads and admins to change" in at.error[-1].value
    at = edit(at, "leave_grid", edited_rows={0: {"Person": "Jon"}})
    at = at.button(key="save_leave_grid").click().run()
    assert "add one for the other person" in at.error[-1].value
    at = edit(at, "leave_grid", edited_rows={0: {"Until": str(MONDAY + timedelta(days=2))}})
    at.button(key="save_leave_grid").click().run()
    columns = (ABSENCE.c.kind, ABSENCE.c.ends_before)
    assert store.rows(select(*columns).where(ABSENCE.c.id == 1)) == [("sickness", MONDAY + timedelta(days=3))]


def test_the_counts_of_bookings_follow_the_filters_of_the_page(team: App, app: App, store: Store) -> None:
    team("People")
    put(store, AccountOwner(account_id=ACME, person_id=JON, duty="lead", starts_on=date(2020, 1, 1)))
    at = app("team.py", {"team_tab": "Bookings and leave"}, owner="Jon")
    assert "No booking now or ahead is left under the page's filters" in words_of(at)


def test_who_gave_no_name_may_look_only(team: App) -> None:
    at = team("Bookings and leave", who=None)
    assert not at.exception
    assert not [button for button in at.button if button.key == "save_booking_grid"]
    assert at.dataframe[0].value["Person"].tolist() == ["Mara"]


def test_people_get_weekly_hours_from_a_day_on(team: App, store: Store) -> None:
    at = team("People")
    assert "**2** people with **40 hours** a week" in words_of(at)
    assert "**1** without weekly hours" in words_of(at)
    at.session_state["people_list"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    at.number_input(key=f"hours_{JON}_None_0_hours").set_value(30.0)
    at.button(key=f"FormSubmitter:entry_hours_{JON}_None-Set the hours").click().run()
    assert not at.exception
    assert [tuple(row) for row in store.rows(select(HOURS.c.person_id, HOURS.c.minutes_per_week))] == [
        (MARA, 2400), (JON, 1800)
    ]  # fmt: skip


def test_a_firm_without_hours_is_told_to_begin_with_people(app: App, store: Store) -> None:
    put(store, Person(id=1, name="Mara"), Account(id=1, name="Acme"))
    at = app("team.py")
    at.session_state["team_tab"] = "People"
    assert "Begin here: of the 1 colleague listed, nobody has weekly hours" in words_of(at.run())


def test_a_plan_is_put_together_and_applied_and_taken_back(team: App, store: Store) -> None:
    at = team("What-if")
    assert "Nothing is stored until you apply one" in words_of(at)
    at.selectbox(key="whatif_Somebody leaves__0_person_id").select(MARA)
    at.date_input(key="whatif_Somebody leaves__0_on").set_value(MONDAY + timedelta(weeks=1))
    at.button(key="FormSubmitter:entry_whatif_Somebody leaves_-Add to the plan").click().run()
    assert "Mara leaves, gone from" in words_of(at)
    assert left(store) == [None, None]
    at.session_state["whatif_apply_Plan A"] = True
    at.run()
    at.button(key="FormSubmitter:entry_whatif_apply_Plan A-Write it down").click().run()
    assert not at.exception
    assert left(store) == [MONDAY + timedelta(weeks=1), None]
    assert "Applied plans: 1" in [box.label for box in at.expander]
    at.session_state["whatif_applied"] = True
    at.run()
    [undo] = [button for button in at.button if str(button.key).startswith("whatif_undo_")]
    undo.click().run()
    assert left(store) == [None, None]


def left(store: Store) -> list[date | None]:
    person = table_of(Person)
    return [day for (day,) in store.rows(select(person.c.left_on).order_by(person.c.id))]


def test_plans_are_compared_beside_the_page(team: App) -> None:
    at = team("What-if")
    at.selectbox(key="whatif_Somebody leaves__0_person_id").select(MARA)
    at.button(key="FormSubmitter:entry_whatif_Somebody leaves_-Add to the plan").click().run()
    at.button(key="whatif_compare").click().run()
    for _ in range(40):
        if at.dataframe:
            break
        sleep(0.25)
        at.run()
    assert not at.exception
    assert at.dataframe[0].value["Plan"].tolist() == ["As it is", "Plan A"]
    assert "**1 plan** beside how it is" in words_of(at)
