"""The catalogue: one name, one definition, one function."""

import inspect
from importlib import import_module

import pytest

from lib.book.measuring import MEASURED
from lib.book.rows import _ROWS
from lib.catalog import CATALOG, SCOPES, Figure
from lib.measure import Measure


@pytest.mark.parametrize("entry", CATALOG.values(), ids=lambda entry: entry.name)
def test_every_figure_names_a_function_that_gives_a_measure(entry: Figure) -> None:
    module, _, name = entry.function.partition(":")
    function = getattr(import_module(module), name)
    assert inspect.signature(function).return_annotation is Measure
    assert function.__doc__


def test_the_first_figures_are_there() -> None:
    assert set(CATALOG) >= {
        "client_retention", "grr", "nrr", "quick_ratio", "revenue", "revenue_growth", "win_rate", "average_deal",
        "median_deal", "pipeline_value", "new_clients", "revenue_per_client", "accounts_expanded", "active_clients",
    }  # fmt: skip


def test_every_figure_of_a_book_is_in_the_catalogue_and_has_its_rows() -> None:
    assert set(MEASURED) == set(_ROWS)
    assert set(MEASURED) <= set(CATALOG)


def test_a_name_a_label_and_a_function_belong_to_one_figure_each() -> None:
    assert all(name == entry.name for name, entry in CATALOG.items())
    for words in ("label", "function"):
        assert len({getattr(entry, words) for entry in CATALOG.values()}) == len(CATALOG)


@pytest.mark.parametrize("entry", CATALOG.values(), ids=lambda entry: entry.name)
def test_every_figure_is_told_in_words(entry: Figure) -> None:
    assert entry.definition.endswith(".")
    assert len(entry.definition) > 30
    assert entry.formula
    assert set(entry.scopes) <= set(SCOPES)
