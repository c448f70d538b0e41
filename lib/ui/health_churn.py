"""The churn tab: why clients left in three voices that are never merged, and how often two of them disagree."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import number, numbers
from lib.measure import Measure
from lib.periods import Period, trailing_year
from lib.relationship.departure_figures import departures_in, disagreement
from lib.ui.figures import Card, cards
from lib.ui.health_departures import Churn, departure_rows, departure_words, read_churn, voices
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain


def churn_tab(view: View) -> None:
    """Departures in words and figures, reasons by voice side by side, every departure with its words."""
    found = read_churn(view)
    if found is None:
        st.info(
            "No departures are recorded by this day. When a client decides to leave, record the day and the reason, "
            "theirs and ours: on the account's page under Profile, or with the template 'departure' on the Data page."
        )
        return
    year = trailing_year(view.as_of)
    gone, differ = _gone(found, year), disagreement(found.left["agree"].tolist())
    st.markdown(_answer(found, gone, differ, year))
    earlier = _gone(found, year.year_earlier())

    def rows() -> pd.DataFrame:
        return departure_rows(view, found)

    cards(
        view,
        [
            Card("departures", gone, rows, earlier, "", fmt.span(year)),
            Card("churn_disagreement", differ, rows, None, "", f"to {fmt.day(view.as_of)}"),
        ],
    )
    voices(view, found)
    _every_departure(view, found)


def _gone(found: Churn, span: Period) -> Measure:
    return departures_in(numbers(found.left["decided_on"]), number(span.start), number(span.end))


def _answer(found: Churn, gone: Measure, differ: Measure, year: Period) -> str:
    count = int(gone.value or 0)
    clients = "client has" if count == 1 else "clients have"
    words = f"**{count or 'No'} {clients} decided to leave** in the twelve months to {plain(fmt.day(year.last_day))}"
    words += f", {plain(fmt.counted(len(found.left), 'departure'))} on record in all"
    if differ.value is None:
        return f"{words}. {plain(differ.why.capitalize())}, so voices cannot be compared."
    return f"{words}. In **{plain(fmt.of(differ.hits or 0, differ.base or 0))}** the client and we name another reason."


def _every_departure(view: View, found: Churn) -> None:
    st.subheader("Every departure", anchor=False)
    rows = departure_rows(view, found)
    column, unit = st.column_config, fmt.sign(view.currency).strip()
    looks: dict[str, ColumnConfig] = {
        "Client": column.TextColumn(width=135),
        "Decided": column.DateColumn(format="D MMM YYYY", width=90),
        "They say": column.TextColumn(width=100),
        "We say": column.TextColumn(width=100),
        "Same?": column.TextColumn(width=75, help="Whether client and firm name a primary reason in common."),
        "90 days before": column.TextColumn(width=118, help="Band and score of the health snapshot then."),
        "Weakest then": column.TextColumn(width=150),
        "Treated": column.TextColumn(width=65, help="Whether something was done to keep the client."),
        f"A year ({unit})": column.NumberColumn(format="localized", width=85, help="Paid in the year before."),
    }
    chosen = chosen_row(
        rows, "Departures, newest first: reasons in both voices, what the data showed, treated or not", looks,
        key="churn_departures", ids=found.left["id"].tolist(), rows=8,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a departure to read what was said, by whom and when.")
        return
    departure_words(found, chosen)
