"""The head of team allocation and its tabs of load and utilisation: filled, empty, filtered, edited."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner
from lib.people.tables import Person
from lib.store.engine import Store
from lib.store.users import introduce
from lib.team.utilisation_queries import roles
from tests.facts import put
from tests.load_cases import COPY, JON, MARA, booking, leave, logged, put_firm
from tests.page_cases import words_of

App = Callable[..., AppTest]
DAY, ON = "2026-03-04", date(2026, 1, 5)


@pytest.fixture
def firm(store: Store) -> Store:
    """Mara is over-extended, Jon away for a week, of New no hours are known; a tentative booking and a placeholder."""
    put_firm(store)
    put(store, booking(45, ON), booking(10, ON, person=JON), booking(8, ON, person=None, skill=COPY))
    put(store, booking(20, ON, person=JON, tentative=True, chance=0.5), leave(date(2026, 3, 9), date(2026, 3, 16), JON))
    put(store, logged(9, date(2026, 2, 2)), logged(3, date(2026, 2, 3), client=False, billable=False))
    return store


def opened(app: App, tab: str, **query: str) -> AppTest:
    at = app("team.py", {"team_tab": tab}, **({"as_of": DAY} | query))
    assert not at.exception, at.exception[0].value
    return at


def said(at: AppTest) -> str:
    assert not at.exception, at.exception[0].value
    return words_of(at).replace("**", "")


def test_the_head_names_who_is_over_extended_and_the_tab_says_by_which_rule(app: App, firm: Store) -> None:
    words = said(opened(app, "Load"))
    assert "1 person is over-extended: Mara (booked 112 % in the week of 9 Mar)." in words
    assert (
        "- Mara, Designer: Booked 112 % in the week of 9 Mar, 112 % on average; over 100 % in 4 of the next 4" in words
    )
    assert "No weekly hours are recorded for New" in words
    assert "somebody has to cover 20 h: Jon (20 h, 9 Mar)" in words
    assert "96 hours over the next 12 weeks, by role or skill." in words


def test_tentative_bookings_are_counted_as_chosen(app: App, firm: Store) -> None:
    """From 9 March: Mara 180 h of 160, Jon 3 weeks of 10 or 30 h of 120."""
    at = opened(app, "Load")
    assert "86 % of the hours from 9 Mar to 5 Apr are booked" in said(at)  # 180 + 60 of 280
    at = at.segmented_control(key="load_tentative").set_value("Left out").run()
    assert "75 % of the hours" in said(at)  # 180 + 30
    at = at.multiselect(key="load_in_full").set_value([4]).run()  # the fourth booking
    assert "96 % of the hours" in said(at)  # 180 + 90


def test_one_person_opens_to_the_rows_and_not_to_why_they_were_away(app: App, firm: Store) -> None:
    at = opened(app, "Load")
    at = at.selectbox(key="load_person").set_value(JON).run()
    assert not at.exception
    bookings, away = (one.value for one in at.dataframe)
    assert bookings["Sure"].tolist() == ["tentative, 50 %", "confirmed"]
    assert away[["How long"]].to_numpy().tolist() == [["whole days"]]
    assert "leave" not in str(away.to_dict())


def test_hours_of_a_person_are_told_by_week_never_by_day(app: App, firm: Store) -> None:
    """Which Sunday or day of leave somebody worked on is nobody else's business."""
    put(firm, logged(2, date(2026, 2, 8)), logged(1, date(2026, 2, 4)))
    at = opened(app, "Load").selectbox(key="load_person").set_value(MARA).run()
    weeks = at.dataframe[-1].value
    assert [str(day.date()) for day in weeks["Week of"]] == ["2026-02-02", "2026-02-02"]
    assert weeks["Hours"].tolist() == [12, 3]


def test_the_owner_filter_shows_one_person_and_says_so(app: App, firm: Store) -> None:
    put(firm, AccountOwner(account_id=1, person_id=JON, duty="lead", starts_on=ON))
    words = said(opened(app, "Load", owner="Jon"))
    assert "Only Jon is shown" in words
    assert "Nobody of 1 is over-extended" in words
    assert "Mara, Designer" not in words


def test_without_hours_the_page_says_where_to_enter_them(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Person(id=1, name="Mara"), Person(id=2, name="Jon"))
    for tab in ("Load", "Utilisation"):
        at = opened(app, tab)
        assert "no weekly hours are recorded for any of 2 people. Enter them in the tab People" in said(at)
        assert len(at.metric) >= 1


def test_utilisation_stands_side_by_side_with_its_denominators(app: App, firm: Store) -> None:
    at = opened(app, "Utilisation")
    assert "3 % of capacity was billable in 2 Feb 2026 – 1 Mar 2026: 72 points below the 75 % that the targets" in said(
        at
    )
    assert "Billable utilisation, professional services, published: 68.9" in said(at)
    several = at.dataframe[0].value
    assert several["Rate (%)"].tolist() == [3, 75, 3, 4, 4, 69]
    assert several["By"].tolist()[:2] == ["Capacity", "Hours logged"]
    assert at.dataframe[1].value["Distance"].tolist() == [-72]


def test_a_target_is_set_on_the_page_and_no_share_is_refused(app: App, firm: Store) -> None:
    introduce(firm, "Ann Berg")
    at = opened(app, "Utilisation")
    at.session_state["utilisation_targets"] = True
    at = at.run()
    for typed, stored in ((140, 0.75), (60, 0.6)):
        at.number_input(key="role_target_1_1_utilisation_target").set_value(typed)
        at = next(one for one in at.button if one.label == "Save").click().run()
        assert roles(firm)["target"].tolist() == [stored]
        if typed == 140:
            assert "Billable target (%): must lie between 0 and 100 %." in said(at)


def test_a_firm_without_people_is_told_to_add_them(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    for tab in ("Load", "Utilisation"):
        assert "so no load can be told: add people in the tab People." in said(opened(app, tab))


def test_an_owner_who_left_has_no_load_and_the_page_says_so(app: App, firm: Store) -> None:
    put(firm, Person(id=9, name="Gone", left_on=date(2026, 2, 1)))
    put(firm, AccountOwner(account_id=1, person_id=9, duty="lead", starts_on=ON))
    for tab in ("Load", "Utilisation"):
        assert "Gone is not with the firm on 4 Mar 2026" in said(opened(app, tab, owner="Gone"))


def test_before_bookings_begin_nobody_is_called_free_and_scheduled_is_not_known(app: App, firm: Store) -> None:
    at = opened(app, "Utilisation", as_of="2026-01-02")
    assert "Nothing is booked in the four weeks from 5 Jan 2026" not in said(at)  # Mara's work begins on that Monday
    put(firm, logged(8, date(2025, 9, 1)))
    at = opened(app, "Utilisation", as_of="2025-10-15")
    assert "Nothing is booked in the four weeks from 20 Oct 2025, so no load can be told" in said(at)
    assert [one.value for one in at.metric[:3]] == ["–", "0", "–"]
    assert at.dataframe[0].value["Rate (%)"].isna().tolist()[-1]
