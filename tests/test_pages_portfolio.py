"""The portfolio page: its figures, tabs and table."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.catalog import CATALOG, OF_BOOK
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from tests.page_cases import words_of
from tests.small_firm import put_small_firm

LOG = table_of(ChangeLog)


def test_the_portfolio_tells_absence_with_its_reason(app: Callable[..., AppTest], store: Store) -> None:
    put_small_firm(store)
    at = app("portfolio.py", as_of="2023-02-10")
    values = {metric.label: metric.value for metric in at.metric}
    assert values["Net revenue kept"] == "–"
    assert "records begin" in words_of(at)


def test_a_part_of_the_records_is_not_compared_with_a_whole_year(app: Callable[..., AppTest], store: Store) -> None:
    """Records begin in January 2023: of the year to June 2023 they hold a half."""
    put_small_firm(store)
    changes = {metric.label: metric.delta for metric in app("portfolio.py", as_of="2024-06-30").metric}
    assert changes["Revenue"] == ""
    assert changes["Win rate"] == ""


def test_revenue_by_account_begins_with_the_records_and_says_what_is_partial(
    app: Callable[..., AppTest], store: Store
) -> None:
    put_small_firm(store)
    at = app("portfolio.py", {"portfolio_tab": "Revenue by account"}, as_of="2023-08-15")
    columns = at.dataframe[1].value.columns.tolist()
    assert columns == ["Account", "2023Q1", "2023Q2", "2023Q3"]


@pytest.mark.parametrize("span", ["12 months", "Last full quarter", "Last full month"])
@pytest.mark.parametrize("tab", ["Revenue by month", "Retention by quarter", "Revenue by account", "All figures"])
def test_every_tab_and_span_of_the_portfolio_opens(
    span: str, tab: str, app: Callable[..., AppTest], demo_store: Store
) -> None:
    at = app("portfolio.py", {"portfolio_tab": tab}, period=span)
    assert not at.exception
    assert [bool(metric.value) for metric in at.metric] == [True] * 5


def test_every_figure_of_the_portfolio_opens_to_rows(app: Callable[..., AppTest], demo_store: Store) -> None:
    at = app("portfolio.py")
    at.session_state["portfolio_tab"] = "All figures"
    for number, figure in enumerate(CATALOG[name] for name in OF_BOOK):
        at.session_state["every_figure"] = {"selection": {"rows": [number], "columns": [], "cells": []}}
        at.run()
        assert not at.exception
        assert figure.definition in words_of(at)
