"""The tab of one person's week: one's own by itself, another person's for a lead."""

from collections.abc import Callable
from datetime import date

from streamlit.testing.v1 import AppTest

from lib.agenda.my_week import Duty, MyWeek
from lib.store.engine import Store
from lib.store.tables import AppUser
from lib.ui.review_my_week import answer
from tests.agenda_cases import ANN, AS_OF, BO, put_week
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
DUTY = Duty(date(2025, 3, 8), "promise", "Send it.")


def opened(app: App, who: str) -> AppTest:
    at = app("review.py", {"_who": who, "review_tab": "My week"}, as_of=str(AS_OF))
    assert not at.exception, at.exception[0].stack_trace
    return at


def test_the_week_in_one_sentence() -> None:
    week = MyWeek("Ann", AS_OF, (DUTY, DUTY), (DUTY,), (), 0, "")
    assert answer(week) == "Ann: 2 overdue, 1 due today, 0 in the seven days after."
    assert answer(MyWeek("Ann", AS_OF, (), (), (), 3, "Ann owes nothing.")) == "Ann owes nothing."


def test_whoever_is_at_the_keyboard_sees_their_own_week_and_no_choice(app: App, store: Store) -> None:
    put_week(store)
    put(store, AppUser(name="Bo", role="editor"))
    at = opened(app, "Bo")
    assert "my_week_person" not in [box.key for box in at.selectbox]
    assert "**Bo: " in words_of(at)
    assert "Do what was decided on 3 Mar 2025 for Bolt: “Plan the year”." in words_of(at)


def test_a_lead_chooses_whose_week_starting_with_their_own(app: App, store: Store) -> None:
    put_week(store)
    put(store, AppUser(name="Ann", role="lead"))
    at = opened(app, "Ann")
    box = at.selectbox(key="my_week_person")
    assert box.value == ANN
    assert "Plan the year" not in words_of(at)
    said = words_of(box.set_value(BO).run())
    assert "Plan the year" in said
    assert "7 Mar 2025, 3 days ago · decision" in said


def test_a_visitor_without_a_name_chooses_first(app: App, store: Store) -> None:
    put_week(store)
    assert "Choose whose week to show" in words_of(opened(app, "Nobody of the firm"))
