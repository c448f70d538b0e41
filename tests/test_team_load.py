"""Load by person and week: what counts, what is mixed, who is over-extended."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.people.tables import Person
from lib.store.engine import Store
from lib.team import load_grid
from lib.team.capacity import capacity
from lib.team.load import NEXT_WEEKS, WEEKS_AHEAD, WEEKS_BACK, Weeks, load, most_loaded, over, read_weeks
from lib.team.load_figures import IN_FULL, LEFT_OUT, WEIGHTED, running_week, share, share_counted
from lib.team.load_queries import logged_work
from lib.team.load_words import over_list, tentative_words, uncovered, unrecorded_words
from lib.ui.team_head_rows import extended, loaded, unstaffed
from tests.facts import put
from tests.load_cases import COPY, DESIGNER, JON, MARA, NEW, WEDNESDAY, booking, leave, logged, put_firm

NOW = WEEKS_BACK  # the column of the running week, 2 March
ON = date(2026, 1, 5)


@pytest.fixture
def firm(store: Store) -> Store:
    put_firm(store)
    return store


def hours(minutes: "np.typing.NDArray[np.float64]", person: int = MARA) -> list[float]:
    return [float(value) / 60 for value in minutes[person - 1]]


def weeks(store: Store, day: date = WEDNESDAY) -> Weeks:
    return read_weeks(store, day)


def test_the_weeks_are_four_back_and_twelve_ahead_of_the_running_one(firm: Store) -> None:
    found = weeks(firm)
    assert (found.starts[0], found.starts[NOW], found.starts[-1]) == (
        date(2026, 2, 2), date(2026, 3, 2), date(2026, 5, 18),
    )  # fmt: skip
    assert found.starts[found.ahead][0] == date(2026, 3, 9)
    assert len(found.starts) == WEEKS_BACK + WEEKS_AHEAD
    assert len(found.starts[found.ahead]) == NEXT_WEEKS


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 3, 1), date(2026, 3, 2)),  # at the end of a Sunday its week is over
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2026, 3, 7), date(2026, 3, 2)),
    ],
)
def test_the_running_week_is_that_of_the_end_of_the_day(day: date, monday: date) -> None:
    assert running_week(day) == monday


def test_capacity_is_that_of_the_kernel(firm: Store) -> None:
    put(firm, leave(date(2026, 3, 5), date(2026, 3, 17)))
    found = weeks(firm)
    np.testing.assert_allclose(found.capacity, capacity(firm, found.starts[0], len(found.starts)).minutes)
    assert hours(found.contract) == [40.0] * 16


def test_past_weeks_show_what_was_logged_and_later_ones_what_is_booked(firm: Store) -> None:
    put(firm, booking(30, ON), booking(20, ON, person=JON))
    put(firm, logged(8, date(2026, 2, 3)), logged(5, date(2026, 2, 8)), logged(9, date(2026, 3, 3)))
    shown = load(weeks(firm)).shown
    assert hours(shown)[: NOW + 2] == [13, 0, 0, 0, 30, 30]  # Sunday counts; the running week is booked
    assert hours(shown, JON)[:NOW] == [20] * 4  # who logs nothing shows bookings


def test_hours_logged_after_the_day_are_not_known_on_it(firm: Store) -> None:
    put(firm, logged(8, date(2026, 2, 24)), logged(8, date(2026, 2, 26)))
    assert hours(weeks(firm, date(2026, 2, 25)).logged)[NOW] == 8


@pytest.mark.parametrize(("treatment", "expected"), [(WEIGHTED, 13), (IN_FULL, 20), (LEFT_OUT, 10)])
def test_tentative_bookings_count_as_chosen(firm: Store, treatment: str, expected: float) -> None:
    put(firm, booking(10, ON), booking(10, ON, tentative=True, chance=0.3))
    taken = load(weeks(firm), treatment)
    assert hours(taken.booked)[NOW] == pytest.approx(expected)
    assert hours(taken.tentative)[NOW] == 10  # in full, however it is counted


@pytest.mark.parametrize("treatment", [WEIGHTED, LEFT_OUT])
def test_one_tentative_booking_can_be_counted_in_full(firm: Store, treatment: str) -> None:
    picked = put(firm, booking(10, ON, tentative=True, chance=0.3))[0]
    sure = put(firm, booking(4, ON))[0]
    assert hours(load(weeks(firm), treatment, [picked]).booked)[NOW] == 14
    assert "Mara · Acme · 10 h a week · 30 % · from 5 Jan" in tentative_words(weeks(firm))[picked]
    assert sure not in tentative_words(weeks(firm))


def test_placeholders_load_nobody_and_count_from_now_on(firm: Store) -> None:
    put(firm, booking(12, ON, person=None, skill=COPY), booking(6, ON, person=None, role=DESIGNER, tentative=True))
    taken = load(weeks(firm))
    assert taken.booked.sum() == 0
    assert (taken.unmet / 60).sum(axis=0).tolist() == [0.0] * NOW + [15.0] * WEEKS_AHEAD  # unsaid chance: half
    cells, rows = load_grid.placeholder_cells(weeks(firm), taken)
    assert rows == ["copy (skill)", "Designer (role)"]
    assert cells["shown"][NOW] == "12"


def over_hundred(store: Store, *weekly: float) -> None:
    """Bookings of Mara, one a week from the next whole one on."""
    begun = date(2026, 3, 9).toordinal()
    for at, amount in enumerate(weekly):
        put(store, booking(amount, date.fromordinal(begun + 7 * at), date.fromordinal(begun + 7 * at + 7)))


@pytest.mark.parametrize(
    ("weekly", "fired"),
    [
        ((40, 40, 40, 40), ""),  # full is not over
        ((41, 40, 40, 40), ""),  # one week up to 110 %
        ((44, 40, 40, 40), ""),  # 110 % is not more than 110 %
        ((41, 40, 40, 41), "over 100 % in two or more of four weeks"),
        ((45, 0, 0, 0), "over 110 % in a week"),
        ((0, 45, 41, 0), "over 110 % in a week; over 100 % in two or more of four weeks"),
        ((0, 0, 0, 0, 80), ""),  # the fifth week is not looked at
    ],
)
def test_booked_beyond_capacity_fires_its_rule(firm: Store, weekly: tuple[float, ...], fired: str) -> None:
    over_hundred(firm, *weekly)
    found = over_list(weeks(firm), load(weeks(firm)))
    assert found["rule"].tolist() == ([fired] if fired else [])


@pytest.mark.parametrize(("count", "fires"), [(2, False), (3, True), (4, True)])
def test_logged_beyond_capacity_in_three_of_four_weeks_fires(firm: Store, count: int, fires: bool) -> None:
    for at in range(count):
        monday = date(2026, 2, 2).toordinal() + 7 * at
        put(firm, *(logged(8.5, date.fromordinal(monday + day)) for day in range(5)))
    found = weeks(firm)
    assert over(found, load(found)).worked.tolist() == [fires, False, False]


def test_the_reason_names_week_and_numbers(firm: Store) -> None:
    over_hundred(firm, 40, 40, 40, 47.2)
    found = over_list(weeks(firm), load(weeks(firm)))
    assert found["why"].tolist() == ["booked 118 % in the week of 30 Mar, 104 % on average"]
    assert found["peak"].tolist() == [pytest.approx(1.18)]


def test_the_reason_says_that_leave_made_the_week_short(firm: Store) -> None:
    put(firm, booking(30, ON), leave(date(2026, 3, 10), date(2026, 3, 14)))
    why = over_list(weeks(firm), load(weeks(firm)))["why"][0]
    assert "booked 375 % in the week of 9 Mar, with 8 of 40 hours left after leave and holidays" in why


def test_most_hours_beyond_capacity_come_first(firm: Store) -> None:
    put(firm, booking(30, ON, person=JON), leave(date(2026, 3, 10), date(2026, 3, 14), JON))  # 22 h beyond, 375 %
    put(firm, booking(50, ON))  # 40 h beyond, 125 %
    assert over_list(weeks(firm), load(weeks(firm)))["person"].tolist() == ["Mara", "Jon"]


def test_a_whole_week_away_is_away_not_zero_and_what_is_booked_in_it_needs_cover(firm: Store) -> None:
    put(firm, booking(30, ON), leave(date(2026, 3, 9), date(2026, 3, 16)))
    found = weeks(firm)
    taken = load(found)
    cells = load_grid.people_cells(found, taken, np.array([0]), load_grid.PERCENT)
    assert cells["shown"][NOW : NOW + 3].tolist() == ["75", "away", "75"]
    assert over_list(found, taken).empty
    assert uncovered(found, taken.booked).endswith("has to cover 30 h: Mara (30 h, 9 Mar).")


def test_people_without_recorded_hours_are_named_not_counted(firm: Store) -> None:
    put(firm, booking(60, ON, person=NEW))
    found = weeks(firm)
    assert most_loaded(found, load(found)).tolist() == [1, 0]  # by name where the load is the same
    assert over_list(found, load(found)).empty
    assert unrecorded_words(found, np.ones(3, dtype=bool)).startswith("No weekly hours are recorded for New,")


def test_a_group_is_sum_over_sum_not_a_mean_of_rates(firm: Store) -> None:
    put(firm, booking(40, ON), leave(date(2026, 3, 2), date(2026, 3, 5)))  # 40 of 16 h: 250 %; Jon 0 of 40
    found = weeks(firm)
    cells, rows = load_grid.role_cells(found, load(found), load_grid.PERCENT)
    assert rows == ["Everyone (2)", "Designer (2)"]
    assert cells[cells["row"] == "Designer (2)"]["shown"].tolist()[NOW] == "71"  # 40 of 56, not 125


def test_cells_show_hours_where_asked_and_keep_the_colour_of_the_share(firm: Store) -> None:
    put(firm, booking(44.5, ON))
    cells = load_grid.people_cells(weeks(firm), load(weeks(firm)), np.array([0]), load_grid.HOURS)
    cell = cells.iloc[NOW]
    assert (cell["shown"], cell["band"], cell["told"], cell["capacity_h"]) == (
        "44", "over 110 %", "111 % of capacity", "40.0 h",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "band"), [(0.0, "under 50 %"), (0.5, "50–70 %"), (0.7, "70–100 %"), (1.0, "70–100 %"),
                        (1.001, "over 100 %"), (1.1, "over 100 %"), (1.101, "over 110 %")],
)  # fmt: skip
def test_bands_begin_where_the_rules_do(value: float, band: str) -> None:
    assert load_grid._band(value) == band


def test_who_left_is_no_longer_there_and_who_joins_is(store: Store) -> None:
    put(store, Person(id=1, name="Gone", left_on=WEDNESDAY), Person(id=2, name="Soon", joined_on=date(2026, 4, 1)))
    put(store, Person(id=3, name="Late", joined_on=date(2026, 12, 1)))
    assert weeks(store).people["name"].tolist() == ["Soon"]


def test_the_rows_behind_a_person_are_what_they_logged(firm: Store) -> None:
    put(firm, logged(3, date(2026, 3, 2)), logged(2, date(2026, 3, 3), client=False), logged(1, WEDNESDAY, JON))
    rows = logged_work(firm, MARA, date(2026, 2, 2), date(2026, 3, 5))
    assert rows["minutes"].tolist() == [120, 180]
    assert rows["account"].isna().tolist() == [True, False]


@given(some.lists(some.tuples(some.booleans(), some.none() | some.floats(0, 1)), min_size=1, max_size=6), some.data())
def test_left_out_is_least_and_in_full_is_most(rows: list[tuple[bool, float | None]], data: some.DataObject) -> None:
    bookings = pd.DataFrame(
        {"id": range(len(rows)), "tentative": [one for one, _ in rows], "chance": [chance for _, chance in rows]}
    ).astype({"chance": "float64"})
    picked = data.draw(some.sets(some.integers(0, len(rows) - 1)))
    least, middle, most = (share_counted(bookings, one, picked) for one in (LEFT_OUT, WEIGHTED, IN_FULL))
    assert (least <= middle).all()
    assert (middle <= most).all()
    assert (least[sorted(picked)] == 1).all()
    assert (most == 1).all()


def test_no_capacity_has_no_share() -> None:
    assert np.isnan(share(np.array([60.0]), np.array([0.0]))).all()


def test_a_store_without_people_has_no_rows_anywhere(store: Store) -> None:
    found = weeks(store)
    taken = load(found)
    assert most_loaded(found, taken).tolist() == []
    for rows in (loaded(found, taken), extended(found, taken), unstaffed(found, taken)):
        assert rows.empty
