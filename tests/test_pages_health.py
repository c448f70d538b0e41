"""The account health page: its answer, its table, why a score moved, what to enter next, and its tabs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.health.drawing import HEIGHT, WIDTH
from lib.health.keeping import judge_day, keep_weeks
from lib.health.queries import snapshot_days
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.periods import today
from lib.report import report
from lib.store.engine import Store
from lib.ui.health_judged import trend_mark
from lib.ui.health_next import _in_money
from tests.page_cases import words_of
from tests.random_facts import LAST, put_random_facts

TABS = (
    "Contradictions", "Renewals", "Retention", "Lifetime value", "Why clients left", "Week by week", "Backtest",
    "Formula",
)  # fmt: skip
AS_OF = "2026-10-31"
KEY = "health_accounts"


def table_of(at: AppTest) -> "list[dict[str, object]]":
    """The rows of the main table."""
    return list(at.dataframe[0].value.to_dict("records"))


def cell(at: AppTest, row: int, column: str) -> AppTest:
    at.session_state[KEY] = {"selection": {"rows": [], "columns": [], "cells": [[row, column]]}}
    return at.run()


def test_the_page_answers_who_needs_care_and_what_it_is_worth(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("health.py", as_of=AS_OF)
    assert not at.exception
    health = judge_day(demo_store, date.fromisoformat(AS_OF)).table
    red, unknown = ((health["band"] == band).sum() for band in ("Red", "Unknown"))
    said = words_of(at)
    assert f"{red or 'No'} account{' needs' if red == 1 else 's need'} care today" in said
    assert f"{unknown} cannot be judged" in said
    assert [metric.label for metric in at.metric][:5] == [
        "Clients kept", "Net revenue kept", "Gross revenue kept", "Revenue at risk", "What we know",
    ]  # fmt: skip


def test_the_table_stands_in_order_of_attention_and_says_what_the_report_says(
    app: Callable[..., AppTest], demo_store: Store
) -> None:
    rows = table_of(app("health.py", as_of=AS_OF))
    health = judge_day(demo_store, date.fromisoformat(AS_OF)).table
    assert [row["Account"] for row in rows] == health["account"].tolist()
    told = {
        row["key"]: row["value"]
        for row in report(demo_store, date.fromisoformat(AS_OF), scopes=["account"], figures=["health"]).rows
        if row["figure"] == "health"
    }
    shown = {str(row["Account"]): str(row["Band"]).split()[1].strip(",") for row in rows}
    assert shown == told


def test_bands_can_be_chosen(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("health.py", as_of=AS_OF)
    everyone = table_of(at)
    at.button_group(key="bands").set_value(["Green"]).run()
    assert {str(row["Band"])[:7] for row in table_of(at)} == {"● Green"}
    assert 0 < len(table_of(at)) < len(everyone)


def test_an_owner_sees_the_accounts_they_own_now(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("health.py", as_of=AS_OF)
    owner = str(table_of(at)[0]["Owner"])
    theirs = [row["Account"] for row in table_of(at) if row["Owner"] == owner]
    mine = app("health.py", as_of=AS_OF, owner=owner)
    assert [row["Account"] for row in table_of(mine)] == theirs


def test_a_click_on_a_movement_shows_why_it_moved(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("health.py", as_of=AS_OF)
    rows = table_of(at)
    row = next(n for n, one in enumerate(rows) if abs(float(str(one["Moved"]))) >= 1)
    cell(at, row, "Moved")
    assert not at.exception
    verb = "rose" if float(str(rows[row]["Moved"])) > 0 else "fell"
    assert any(f"{rows[row]['Account']} {verb}" in line for line in words_of(at).splitlines())


def test_a_click_on_any_other_cell_opens_the_account(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("health.py", as_of=AS_OF)
    name = str(table_of(at)[2]["Account"])
    cell(at, 2, "Account")
    assert not at.exception
    assert at.title[0].value == "Account"
    assert name in words_of(at)


def test_the_account_page_says_the_same_points_as_the_table(app: Callable[..., AppTest], demo_store: Store) -> None:
    rows = table_of(app("health.py", as_of=AS_OF))
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        said = words_of(app("account.py", {"account_tab": "Why"}, as_of=AS_OF, account=str(row["Account"])))
        least, _, most = str(row["Range"]).rstrip(" ↗↘").partition("–")
        assert f"the score is {f'between {least} and {most}' if most else least};" in said


def test_a_trend_is_marked_from_half_a_point_a_week_on() -> None:
    assert [trend_mark(slope) for slope in (0.5, -0.7, 0.4, -0.4, float("nan"))] == [" ↗", " ↘", "", "", ""]


def test_the_picture_of_an_interval_fits_its_column() -> None:
    # A row of 35 pixels draws it 29 high; what is wider than its column of 98 is cut at both sides.
    wide = WIDTH * 29 / HEIGHT
    assert wide <= 98 - 8


def test_work_given_away_is_named_by_what_it_is() -> None:
    assert _in_money(101, 8_736, 19_214, "EUR") == "Green by 101 unbilled hours and write-offs, €19.2 k"
    assert _in_money(10, 0, 1_014, "EUR") == "Green by 10 unbilled hours, €1.01 k"
    assert _in_money(0, 1_404, 1_404, "EUR") == "Green by write-offs, €1.4 k"


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_on_the_demo_firm(tab: str, app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("health.py", {"health_tab": tab}, as_of=AS_OF)
    assert not at.exception
    assert not at.error


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_where_next_to_nothing_is_known(tab: str, app: Callable[..., AppTest], store: Store) -> None:
    put_random_facts(store, 1)
    at = app("health.py", {"health_tab": tab}, as_of=str(LAST))
    assert not at.exception
    assert not at.error


def test_the_first_visit_of_a_week_keeps_it_on_whatever_page(app: Callable[..., AppTest], demo_store: Store) -> None:
    before = snapshot_days(demo_store, today())
    app()
    assert [day for day in snapshot_days(demo_store, today()) if day not in before] == [today()]
    app("health.py")
    assert len(snapshot_days(demo_store, today())) == len(before) + 1


def test_a_movement_is_since_the_last_review_and_adds_up(app: Callable[..., AppTest], store: Store) -> None:
    put_random_facts(store, 3)
    keep_weeks(store, "Ann", LAST, 6)
    rows = {str(row["Account"]): row for row in table_of(app("health.py", as_of=str(LAST)))}
    now = judge_day(store, LAST).table.set_index("account")["low"]
    then = judge_day(store, date(2025, 6, 23)).table.set_index("account")["low"]
    for name, row in rows.items():
        assert float(str(row["Moved"])) == pytest.approx(round(now[name] - then[name]), abs=1e-6)


def test_a_day_before_all_records_says_that_nobody_is_a_client(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("health.py", as_of="2001-01-01")
    assert not at.exception
    assert "No account is an active client on this day" in words_of(at)


@pytest.mark.real
def test_on_the_real_export_all_is_unknown_and_the_fill_list_is_the_way_out(
    app: Callable[..., AppTest], store: Store, real_input: Path
) -> None:
    apply(store, "test", preview(store, read_sources([real_input], None), accept_matches=True))
    at = app("health.py", as_of="2017-12-31")
    assert not at.exception
    said = words_of(at)
    assert "None of 85 accounts can be judged yet" in said
    assert said.count("log the last contact") == 5
    assert {str(row["Band"])[:9] for row in table_of(at)} == {"○ Unknown"}
    assert {row["Known"] for row in table_of(at)} == {12.0}  # revenue is all that is known: one factor of eight
    for tab in TABS:
        at.session_state["health_tab"] = tab
        at.run()
        assert not at.exception, tab
