"""The lifetime tab: how long clients stay, what a new one and those here are worth over a stated horizon."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts.queries import accounts
from lib.health.lifetime_values import Values, endless_months, value_clients
from lib.health.lifetimes import (
    REVENUE,
    SILENCE,
    Lifetimes,
    Margins,
    read_lifetimes,
    read_margins,
)
from lib.measure import Measure
from lib.money.lifetime_charts import survival
from lib.money.lifetime_figures import expected_lifetime
from lib.money.survival_figures import ENDED_NEEDED, median_months
from lib.ui.charts import chart
from lib.ui.figures import Card, cards
from lib.ui.health_lifetime_terms import Asked, ask
from lib.ui.health_segments import by_segment
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain


def lifetime_tab(view: View) -> None:
    """Lifetime value in words and figures, the survival curve, every client, and segments."""
    found = view.read(read_lifetimes, view.as_of)
    if found.clients.empty:
        st.info(
            "No client has a contract or revenue on record by this day, so there is no lifetime to tell. Import "
            "contracts or revenue on the Data page."
        )
        return
    margins = view.keep("margins", lambda: read_margins(view.store, found))
    answer = st.container()
    asked = ask(margins)
    values = view.keep("lifetime values", lambda: _values(view, found, margins, asked), *asked.plain)
    answer.markdown(_answer(view, values, asked))
    cards(view, _cards(view, found, values, asked))
    _curve(view, found, values)
    _accounts(view, values, asked)
    if values.model is not None:
        _by_tenure(values)
    by_segment(view, found, margins, asked)
    st.caption(plain(_how(found, values, margins, asked)))


def _values(view: View, found: Lifetimes, margins: Margins, asked: Asked) -> Values:
    book = view.book(37).accounts
    shown = book if view.owner is None else book[(book["owner"] == view.owner).to_numpy()]
    which = found.clients["account_id"].isin(shown["id"]).to_numpy(dtype=np.bool_)
    return value_clients(found, margins.monthly(asked.basis), which, asked.terms)


def _answer(view: View, values: Values, asked: Asked) -> str:
    here = len(values.clients)
    if values.clv.value is None or values.to_come.value is None:
        why = values.clv.why
        still = f"{fmt.counted(here, 'client')} {'is' if here == 1 else 'are'} still here"
        return f"**A lifetime cannot be told yet: {plain(why)}.** {plain(still + _leaving(values))}."
    return (
        f"A new client is worth **{_money(view, values.clv.value)}** of {asked.word} over {asked.terms.months} months "
        f"(95 % interval {_span(view, values.clv)}); the {plain(fmt.counted(here, 'client'))} here still bring "
        f"**{_money(view, values.to_come.value)}** ({_span(view, values.to_come)}){plain(_leaving(values))}."
    )


def _leaving(values: Values) -> str:
    count = int(values.clients["leaves_on"].notna().sum())
    return f"; {count} of them {'has' if count == 1 else 'have'} decided to leave" if count else ""


def _money(view: View, cents: float) -> str:
    return plain(fmt.money(cents, view.currency))


def _span(view: View, measure: Measure) -> str:
    return plain(fmt.interval(measure, "money", view.currency))


def _cards(view: View, found: Lifetimes, values: Values, asked: Asked) -> list[Card]:
    over = f"{asked.terms.months} months at {asked.terms.yearly_discount:.1%} a year, as of {fmt.day(view.as_of)}"
    new = "A new client's lifetime revenue" if asked.basis == REVENUE else ""
    lives = lambda: _lives(view, found)  # noqa: E731 - the same rows behind two figures
    return [
        Card("clv", values.clv, lives, None, new, over),
        Card("value_to_come", values.to_come, lambda: _account_rows(view, values, asked), None, "", over),
        Card("still_here", values.stay, lives, None, f"Still here after {asked.terms.months} months", over),
    ]


def _lives(view: View, found: Lifetimes) -> pd.DataFrame:
    names = view.keep("account names", lambda: _names(view))
    clients = found.clients
    return pd.DataFrame(
        {
            "Client": clients["account_id"].map(names), "Began": clients["starts_on"].dt.date,
            "Ended": clients["ended_on"].dt.date, "Ended by": clients["ended_by"].replace("", None),
            "Months": found.lives.months, "Watched from month": found.lives.since + 1,
        }
    ).sort_values(["Ended", "Client"], na_position="last", ignore_index=True)  # fmt: skip


def _names(view: View) -> "pd.Series[str]":
    # All accounts, whatever the filters: how long clients stay is told from all of them.
    return accounts(view.store).set_index("id")["name"]


def _curve(view: View, found: Lifetimes, values: Values) -> None:
    if not found.lives.ended.any():
        st.info(
            f"Nobody has left yet on record: of {fmt.counted(len(found.clients), 'client')} none has a departure, and "
            f"none was silent for more than {SILENCE} days."
        )
        return
    st.markdown(f"**{plain(_curve_finding(values) + _half(found, values))}**")
    chart(
        view, f"survival_{values.terms.months}",
        "Share of clients still here by years since they began, observed and by the model, with 95 % intervals",
        lambda: survival(values.line, values.terms.months, view.dark),
    )  # fmt: skip


def _half(found: Lifetimes, values: Values) -> str:
    half = None if values.model is None else median_months(found.lives)
    return "" if half is None else f"; half are gone after {half / 12:.1f} years"


def _curve_finding(values: Values) -> str:
    if values.stay.value is None or values.stay.low is None or values.stay.high is None:
        return f"{values.ended} clients have left: the shaded band says how little that tells"
    low, high = (round(bound * 100) for bound in (values.stay.low, values.stay.high))
    months = values.terms.months
    return f"Of 100 new clients {values.stay.value * 100:.0f} are still here after {months} months ({low} to {high})"


def _accounts(view: View, values: Values, asked: Asked) -> None:
    st.subheader("What each client still brings", anchor=False)
    rows = _account_rows(view, values, asked)
    column = st.column_config
    looks: dict[str, ColumnConfig] = {
        "Client": column.TextColumn(width=190),
        "Here for (years)": column.NumberColumn(format="%.1f"),
        "Months to come": column.NumberColumn(format="%.1f", help="Discounted months of margin within the horizon."),
    }
    table(rows, "Clients by what they still bring: years here, margin a month, months to come", looks, height=320)


def _account_rows(view: View, values: Values, asked: Asked) -> pd.DataFrame:
    names, clients, unit = (
        view.keep("account names", lambda: _names(view)),
        values.clients,
        fmt.sign(view.currency).strip(),
    )
    worth = {name: clients["monthly"] * clients[name] / 100 for name in ("months", "low", "high")}
    bounds = pd.DataFrame({"low": worth["low"], "high": worth["high"]})
    frame = pd.DataFrame(
        {
            "Client": clients["account_id"].map(names),
            "Here for (years)": clients["lived"] / 12,
            f"{asked.word.capitalize()} a month ({unit})": (clients["monthly"] / 100).round(),
            "Months to come": clients["months"],
            f"Still brings ({unit})": worth["months"].round(),
            "95 % from": bounds.min(axis=1).round(),
            "to": bounds.max(axis=1).round(),
            "Leaves on": clients["leaves_on"].dt.date,
        }
    )
    ranked = frame.sort_values(f"Still brings ({unit})", ascending=False, kind="stable", ignore_index=True)
    if values.model is None:
        ranked = frame.sort_values(frame.columns[2], ascending=False, kind="stable", ignore_index=True)
        ranked = ranked.drop(columns=["Months to come", f"Still brings ({unit})", "95 % from", "to"])
    return ranked if ranked["Leaves on"].notna().any() else ranked.drop(columns="Leaves on")


def _by_tenure(values: Values) -> None:
    st.subheader("By how long a client has been here", anchor=False)
    found = values.tenures
    span = [f"{low:.1f} to {high:.1f}" for low, high in zip(found["low"], found["high"], strict=True)]
    shown = pd.DataFrame(
        {
            "Years here": found["years"], f"Months to come, of {values.terms.months}": found["months"],
            "95 % interval": span, "Without a horizon, by the model": found["endless"],
        }
    )  # fmt: skip
    tenths: dict[str, ColumnConfig] = {
        str(name): st.column_config.NumberColumn(format="%.1f") for name in shown.columns[[1, 3]]
    }
    table(shown, "Discounted months still to come by years a client has been here", tenths, width=640)


def _how(found: Lifetimes, values: Values, margins: Margins, asked: Asked) -> str:
    begun = f" Ends are on record from {fmt.day(found.records_from)}: who began earlier counts from then on, " if (
        found.records_from
    ) else " "  # fmt: skip
    parts = [
        f"How it is told: {margins.words[asked.basis]}, a month's mean of the last twelve.",
        "A life begins with the first contract or revenue and ends on the last day of a departure, or after "
        f"{SILENCE} days without contract and revenue.{begun}"
        + ("for those that left before are not on record." if found.records_from else ""),
        "In months of life with 10 or more clients watched Kaplan–Meier decides, in others the shifted beta-geometric "
        f"model; the interval is from 500 draws of the clients. At least {ENDED_NEEDED} must have ended.",
    ]
    return " ".join([*parts, *_model_words(values)])


ALIKE_FROM = 100  # alpha from which on a client's age tells next to nothing
_ALIKE = ": clients leave at about the same rate whatever their age"


def _parameter(value: float) -> str:
    return f"{value:,.0f}" if value >= ALIKE_FROM else f"{value:.3g}"


def _model_words(values: Values) -> list[str]:
    if values.model is None:
        return []
    alpha, beta = values.model
    mean, endless = expected_lifetime(values.model), endless_months(values.model, values.terms)
    words = [f"Model: alpha {_parameter(alpha)}, beta {_parameter(beta)}{_ALIKE if alpha > ALIKE_FROM else ''}."]
    if mean.value is None:
        words.append(f"{mean.why.capitalize()}.")
    else:
        words.append(f"Without a horizon a client stays {mean.value / 12:.1f} years on average by it.")
    if endless is not None:
        words.append(f"Discounted and without a horizon a new client brings {endless:.1f} months.")
    return words
