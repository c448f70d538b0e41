"""Every project as it stood on a day, under the names it goes by."""

from datetime import date

import pandas as pd
import pytest

from lib.delivery.projects import days_late, read_projects
from lib.store.engine import Store
from tests.client_facts import on
from tests.facts import put
from tests.work_book import AS_OF, book


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *book())
    return store


def column(store: Store, name: str, as_of: date = AS_OF) -> dict[str, object]:
    rows = read_projects(store, as_of).rows
    return dict(zip(rows["name"], rows[name], strict=True))


def test_what_was_called_off_is_left_out_and_each_project_stands_in_a_word(filled: Store) -> None:
    assert column(filled, "standing") == {
        "Site": "delivered", "Film *b*": "late", "Shop": "on schedule", "Fair": "delivered",
    }  # fmt: skip


def test_the_owner_is_who_led_the_account_at_delivery_or_leads_it_on_the_day(filled: Store) -> None:
    assert column(filled, "owner") == {"Site": "Ann", "Film *b*": "Bo", "Shop": "Bo", "Fair": "Bo"}
    assert column(filled, "owner", on("08-19")) == {"Site": "Ann", "Film *b*": "Ann"}


def test_what_nobody_said_has_a_word_of_its_own(filled: Store) -> None:
    assert column(filled, "service")["Fair"] == "no service"
    assert column(filled, "person") == {"Site": "Cy", "Film *b*": "nobody", "Shop": "nobody", "Fair": "nobody"}
    assert column(filled, "sector") == {
        "Site": "Retail", "Film *b*": "Retail", "Shop": "no sector", "Fair": "no sector",
    }  # fmt: skip


def test_a_delivery_and_a_change_of_the_due_date_are_not_known_before_they_came(filled: Store) -> None:
    before, after = column(filled, "due_on", on("07-11")), column(filled, "due_on", on("07-12"))
    assert (before["Site"], after["Site"]) == (pd.Timestamp("2024-07-31"), pd.Timestamp("2024-08-25"))
    assert pd.isna(column(filled, "delivered_on", on("08-19"))["Site"])


def test_days_late_count_from_the_due_date_agreed_last(filled: Store) -> None:
    found = read_projects(filled, AS_OF)
    told = dict(zip(found.rows["name"], days_late(found.work), strict=True))
    assert (told["Site"], told["Film *b*"], told["Fair"]) == (0, 66, 9)
    assert pd.isna(told["Shop"])


def test_lately_means_running_or_delivered_in_twelve_months(filled: Store) -> None:
    found = read_projects(filled, date(2025, 8, 20))
    assert found.only(found.lately).rows["name"].tolist() == ["Film *b*", "Fair", "Shop"]
    assert read_projects(filled, date(2025, 8, 19)).lately.sum() == 4


def test_rows_and_work_stay_side_by_side(filled: Store) -> None:
    found = read_projects(filled, AS_OF)
    turned = found.only(found.work.ids.argsort()[::-1])
    assert turned.rows["id"].tolist() == turned.work.ids.tolist() == [4, 3, 2, 1]
    assert turned.work.agreed.tolist() == [-1, 600, 1200, 6600]
    assert found.only(found.work.state == 9).rows.empty
