"""The head of the page of delivery and money."""

from lib.measure import Measure
from lib.ui.figures import Card
from lib.ui.page import View

Figures = dict[str, Measure]


def headline(view: View) -> Figures:
    """The figures of the head of the page."""
    return {}


def answer(view: View, said: Figures) -> str:
    """The page's question answered in one sentence, from the data."""
    return f"Nothing is told yet, as of {view.as_of}."


def cards(view: View, said: Figures) -> list[Card]:
    """The headline figures with the rows behind them."""
    return []  # until the first figure is written
