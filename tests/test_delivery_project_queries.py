"""What is read of one project."""

import pytest

from lib.delivery.project_queries import change_form, hours_by_person, roadblock_form
from lib.store.engine import Store
from tests.client_facts import on
from tests.facts import put
from tests.work_book import AS_OF, FILM, SITE, book


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *book())
    return store


def test_hours_are_told_by_person_up_to_the_day(filled: Store) -> None:
    found = hours_by_person(filled, SITE, AS_OF)[["person", "minutes", "unbilled"]]
    assert found.to_numpy().tolist() == [["Ann", 5600, 0], ["Bo", 1400, 1400]]
    assert hours_by_person(filled, SITE, on("06-09"))["minutes"].tolist() == [1400]
    assert hours_by_person(filled, FILM, on("08-19")).empty


def test_forms_start_from_what_is_stored_now(filled: Store) -> None:
    assert change_form(filled, 1) == (1, 1, "approved", on("07-12"))
    assert roadblock_form(filled, 3) == (1, on("11-01"), on("11-08"))
    assert change_form(filled, 99) is roadblock_form(filled, 99) is None
