"""Referrals on the screen: asked, made and won, the list of them, and the forms for each step."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts.queries import account_names
from lib.accounts.renewal_queries import owners_and_sectors
from lib.growth.referral_actions import ask_referral, make_referral, win_referral
from lib.growth.referral_figures import asked_within, happened_by_quarter, referrals_in
from lib.growth.referral_queries import confirmed_accounts, referrals
from lib.measure import Measure
from lib.people.queries import current_people
from lib.periods import add_months, parse, quarter, trailing_year
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

QUARTERS = 5
ASKED = "The asking is on record."


def known(view: View) -> pd.DataFrame:
    """The referrals asked of accounts under the filters by the page's day, newest first."""
    found = view.read(referrals, view.as_of)
    if not view.scope:
        return found
    whose = view.read(owners_and_sectors, view.as_of)
    for scope, name in view.scope:
        whose = whose[whose[scope] == name]
    return found[found["account_id"].isin(whose["account_id"])].reset_index(drop=True)


def referral_finding(view: View) -> str:
    """Asked, made and won in twelve months, in one sentence."""
    measured = referrals_in(known(view), trailing_year(view.as_of))
    asked, made, won = (measured[f"referrals_{step}"] for step in ("asked", "made", "won"))
    if not asked.value:
        return "No referral was asked for in 12 months."
    of_those = f", of which **{won.hits}** {_were(won)} won" if won.value is not None else ""
    counted = fmt.counted(int(asked.value), "referral")
    return f"Of **{counted}** asked for in 12 months **{made.hits}** {_were(made)} made{of_those}."


def _were(measure: Measure) -> str:
    return "was" if measure.hits == 1 else "were"


def referral_section(view: View) -> None:
    """The figures with their bases, the quarters, the list, the forms."""
    found, span = known(view), trailing_year(view.as_of)
    lately = asked_within(found, span)
    if found.empty:
        st.info(
            "No referral is recorded. Here will stand how many clients were asked for one, how many named somebody and "
            "how many of those were won. Write down the first one below."
        )
    else:
        st.markdown(_figures(referrals_in(found, span), view))
        _quarters(view, found)
        _list(view, lately if len(lately) else found.head(10), bool(len(lately)))
    _forms(view, found)


def _figures(measured: dict[str, Measure], view: View) -> str:
    asked, made, won = (measured[f"referrals_{step}"] for step in ("asked", "made", "won"))
    if not asked.value:
        return f"None was asked for in the 12 months to {plain(fmt.day(view.as_of))}."
    parts = [f"In the 12 months to {plain(fmt.day(view.as_of))}: {_rate(made)} asked for {_were(made)} made"]
    parts.append(f"{_rate(won)} made {_were(won)} won so far" if won.value is not None else "none could be won yet")
    return "; ".join(parts) + "."


def _rate(measure: Measure) -> str:
    """The counts, and where they are enough to say so the share with its interval."""
    counts = f"**{fmt.of(measure.hits or 0, measure.base or 0)}**"
    if fmt.in_counts(measure) or measure.value is None:
        return counts
    return f"{counts} ({plain(fmt.percent(measure.value))}, 95 % interval {plain(fmt.interval(measure, 'share', ''))})"


def _quarters(view: View, found: pd.DataFrame) -> None:
    pieces = [quarter(add_months(view.as_of.replace(day=1), -3 * back)) for back in reversed(range(QUARTERS))]
    counted = happened_by_quarter(found, pieces)
    names = [fmt.period(parse(key)) for key in counted["quarter"]]
    names[-1] += " (so far)" if pieces[-1].partial(view.as_of) else ""
    wide = counted[["asked", "made", "won"]].T.set_axis(names, axis=1)
    shown = wide.reset_index(names="In the quarter").assign(
        **{"In the quarter": ["Asked for", "Made by clients", "Won"]}
    )  # fmt: skip
    table(shown, "Referrals asked for, made and won by quarter, each step in the quarter it happened", width=720)


def _list(view: View, rows: pd.DataFrame, lately: bool) -> None:
    shown = pd.DataFrame(
        {
            "Client": rows["account"], "Asked": rows["asked_on"].dt.date, "By": rows["person"],
            "Standing": [_standing(view, row) for row in rows.to_dict("records")], "Referred": rows["referred"],
            "Made": _days(rows["made_on"]), "Won": _days(rows["won_on"]),
        }
    )  # fmt: skip
    looks: dict[str, ColumnConfig] = {
        "Client": st.column_config.TextColumn(width=180), "By": st.column_config.TextColumn(width=125),
        "Standing": st.column_config.TextColumn(width=190), "Referred": st.column_config.TextColumn(width=190),
        **{name: st.column_config.DateColumn(format="D MMM YYYY", width=95) for name in ("Asked", "Made", "Won")},
    }  # fmt: skip
    table(
        shown,
        f"{len(shown)} referrals, newest first: client, who asked, what came of it",
        looks,
        height=38 + 35 * min(len(shown), 10),
    )
    if not lately:
        st.caption("None of the last 12 months: these are the newest before.")


def _days(column: "pd.Series[pd.Timestamp]") -> "pd.Series[Any]":
    return column.dt.date.astype(object).where(column.notna(), None)


def _standing(view: View, row: dict[object, object]) -> str:
    asked, made, won = (pd.Timestamp(str(row[name])) for name in ("asked_on", "made_on", "won_on"))
    if pd.notna(won):
        return f"won, {fmt.counted((won - made).days, 'day')} after it was made"
    if pd.notna(made):
        return f"made after {fmt.counted((made - asked).days, 'day')}"
    return f"asked {fmt.counted((pd.Timestamp(view.as_of) - asked).days, 'day')} ago"


def steps(view: View, found: pd.DataFrame) -> dict[str, Callable[[], None]]:
    """The forms of the next steps of the referrals `found`, by what happened."""
    waiting, made = found[found["made_on"].isna()], found[found["made_on"].notna() & found["won_on"].isna()]
    forms: dict[str, Callable[[], None]] = {}
    if len(waiting):
        forms["A client named somebody"] = lambda: _make(view, waiting)
    if len(made):
        forms["One of them became a client"] = lambda: _win(view, made)
    return forms


def _forms(view: View, found: pd.DataFrame) -> None:
    forms: dict[str, Callable[[], None]] = {"A client was asked": lambda: _ask(view)} | steps(view, found)
    for label, draw in forms.items():
        box = st.expander(label, key=f"referral_{label}", on_change="rerun")
        if box.open:
            with box:
                draw()


def _ask(view: View) -> None:
    confirmed, names = view.read(confirmed_accounts, view.as_of), view.read(account_names)
    st.caption(
        "A referral is asked of a client who has confirmed an outcome: then the right to ask is earned. "
        f"{sum(one in confirmed for one in names):,} of {fmt.counted(len(names), 'account')} have."
    )
    if needs_a_name("referral"):
        return
    clients = {one: f"{name} (confirmed an outcome)" if one in confirmed else name for one, name in names.items()}
    cells = [Cell("account_id", "Client", "choice", None, clients), *asking_cells(view)]

    def save(typed: Typed, once: str) -> None:
        ask_referral(view.store, view.who or "", **typed, token=once)

    entry("ask_referral", cells, "Write it down", save, ASKED)


def asking_cells(view: View) -> list[Cell]:
    """The fields of a client being asked for a referral but the client."""
    people = view.read(current_people)
    mine = next((number for number, name in people.items() if name == view.who), None)
    return [
        Cell("asked_on", "Asked on", "date", view.as_of),
        Cell("person_id", "By whom", "choice", mine, {None: "–"} | people),
    ]


def _make(view: View, waiting: pd.DataFrame) -> None:
    if needs_a_name("made"):
        return
    cells = [
        Cell("referral_id", "Which", "choice", _only(waiting), _named(waiting, "asked_on", "asked")),
        Cell("referred", "Whom they named", help="A person or a company."),
        Cell("made_on", "On", "date", view.as_of),
    ]

    def save(typed: Typed, once: str) -> None:
        make_referral(view.store, view.who or "", **typed, token=once)

    entry("make_referral", cells, "Write it down", save, "The referral is on record.")


def _win(view: View, made: pd.DataFrame) -> None:
    if needs_a_name("won"):
        return
    cells = [
        Cell("referral_id", "Which", "choice", _only(made), _named(made, "made_on", "made")),
        Cell("won_on", "Became a client on", "date", view.as_of),
    ]

    def save(typed: Typed, once: str) -> None:
        win_referral(view.store, view.who or "", **typed, token=once)

    entry("win_referral", cells, "Write it down", save, "Well done: it is on record.")


def _only(rows: pd.DataFrame) -> int | None:
    return int(rows["id"].iloc[0]) if len(rows) == 1 else None


def _named(rows: pd.DataFrame, day: str, word: str) -> dict[int, str]:
    told = zip(rows["id"], rows["account"], rows["referred"], rows[day], strict=True)
    return {
        int(one): f"{account}: {referred}, {word} {fmt.day(on)}" if referred else f"{account}, {word} {fmt.day(on)}"
        for one, account, referred, on in told
    }
