"""Growth targets and referrals, and where the book and its accounts stand."""

import streamlit as st

from lib import format as fmt
from lib.book import earlier_figure, evidence, figure
from lib.book.growth import MONTHS_BACK
from lib.growth.target_figures import targets_on_pace
from lib.growth.target_standing import IN_FORCE
from lib.measure import Measure
from lib.periods import trailing_year
from lib.ui.figures import Card, cards
from lib.ui.growth_targets_book import growth_finding, growth_section
from lib.ui.growth_targets_referrals import referral_finding, referral_section
from lib.ui.growth_targets_table import finding, targets, targets_section
from lib.ui.page import BOOK_SUBJECTS, View
from lib.ui.text import plain

HEADLINE = ("revenue_growth", "average_deal", "median_deal", "revenue_per_client", "accounts_expanded")


def targets_tab(view: View) -> None:
    """The answer in words, headline figures, targets against their pace, growth of the book, referrals."""
    st.markdown(_answer(view))
    cards(view, _cards(view))
    st.subheader("Targets", anchor=False)
    targets_section(view)
    st.subheader("Growth", anchor=False)
    growth_section(view)
    st.subheader("Referrals", anchor=False)
    referral_section(view)


def _answer(view: View) -> str:
    found = targets(view, IN_FORCE)
    parts = [finding(view, found), _how_many(targets_on_pace(found["state"].tolist()), len(found))]
    told = " ".join(f"{part}." for part in parts if part)
    return f"{told} {growth_finding(view)} {referral_finding(view)}".strip()


def _how_many(measure: Measure, count: int) -> str:
    if not count:
        return "No growth target is in force"
    if measure.value is None:
        return f"Of **{fmt.counted(count, 'target')}** in force none can be told yet"
    untold = f" ({plain(measure.note)})" if measure.note else ""
    noun = "target in force is" if measure.base == 1 else "targets in force are"
    return f"**{fmt.of(measure.hits or 0, measure.base or 0)}** {noun} on pace or better{untold}"


def _cards(view: View) -> list[Card]:
    span = trailing_year(view.as_of)
    found = view.keep("growth figures", lambda: _figures(view), of=BOOK_SUBJECTS)
    return [
        Card(
            name, now, lambda name=name: evidence(view.book(MONTHS_BACK), name, span), before,  # type: ignore[misc]
            period=fmt.span(span),
        )
        for name, (now, before) in found.items()
    ]  # fmt: skip


def _figures(view: View) -> dict[str, tuple[Measure, Measure]]:
    book, span = view.book(MONTHS_BACK), trailing_year(view.as_of)
    earlier = span.year_earlier()
    return {name: (figure(book, name, span), earlier_figure(book, name, earlier)) for name in HEADLINE}
