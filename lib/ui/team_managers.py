"""Load of account managers from the relationship side, and overload by where it comes from."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.team.portfolio import NEAR_DAYS, SUBJECTS, WEEKS, Portfolio, portfolio
from lib.team.portfolio_figures import portfolio_load
from lib.ui import session
from lib.ui.delivery_benchmarks_read import beside
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.team_managers_forms import reckoning_form
from lib.ui.team_managers_hours import hours_section
from lib.ui.text import plain

ROWS = 10
PART_NAMES = {
    "contact_hours": "Contact", "promises_hours": "Promises", "projects_hours": "Projects",
    "escalations_hours": "Escalations", "renewals_hours": "Renewals",
}  # fmt: skip


def managers_tab(view: View) -> None:
    """Load of account managers from the relationship side, and overload by where it comes from."""
    found = session.keep_of("portfolio", SUBJECTS, (view.as_of,), lambda: portfolio(view.store, view.as_of))
    st.subheader("What looking after clients asks for", anchor=False)
    if found.managers.empty:
        st.info(
            "No client has a lead on this day. Here will stand what each account manager's clients ask for in hours a "
            "week. Name a lead for each account: on the page of the account, or by importing account owners."
        )
    else:
        _load(view, found)
    hours_section(view)


def _load(view: View, found: Portfolio) -> None:
    shown = _under_filters(view, found)
    if shown.empty:
        st.info("Nobody who leads a client is left under the page's filters: choose another owner or sector.")
        return
    st.markdown(_answer(shown))
    if view.sector:
        st.caption("Whoever leads a client of this sector is listed, with all of their clients: load has no sector.")
    chosen = chosen_row(
        _table(shown), "Account managers with expected, booked, logged and contracted hours a week", _looks(view),
        key="managers", ids=shown["person_id"].tolist(), rows=ROWS,
    )  # fmt: skip
    st.caption(_meaning(shown))
    beside(view, "accounts_high_touch", "accounts_mixed", "accounts_standard")
    if chosen is None:
        st.caption("Choose a manager to see which client asks for what.")
    else:
        _clients(view, found, shown.iloc[chosen])
    reckoning_form(view, found.hours)


def _under_filters(view: View, found: Portfolio) -> pd.DataFrame:
    kept = found.managers
    if view.owner:
        kept = kept[kept["person"] == view.owner]
    if view.sector:
        kept = kept[kept["person_id"].isin(found.accounts[found.accounts["sector"] == view.sector]["person_id"])]
    return kept.reset_index(drop=True)


def _answer(shown: pd.DataFrame) -> str:
    first = shown.iloc[0]
    head = (
        f"**{fmt.counted(len(shown), 'account manager')}** lead{'s' if len(shown) == 1 else ''} "
        f"**{fmt.counted(int(shown['accounts'].sum()), 'client')}**. Most is expected of "
        f"**{plain(first['person'])}**: **{first['hours']:.1f} h** a week for "
        f"{fmt.counted(int(first['accounts']), 'client')}"
    )
    beyond = int((shown["hours"] > shown["capacity"]).sum())
    tail = f" Of **{beyond}** more is expected than the hours they have." if beyond else ""
    return f"{head}{_beside(first)}.{tail}"


def _beside(row: "pd.Series[float]") -> str:
    parts = [f"{row['booked']:.1f} h booked"]
    parts += [f"{row['logged']:.1f} h logged"] if not np.isnan(row["logged"]) else []
    of = "" if np.isnan(row["capacity"]) else f" of {row['capacity']:.1f} h capacity"
    return f", beside {' and '.join(parts)}{of}"


def _meaning(shown: pd.DataFrame) -> str:
    without = int(shown["without_plan"].sum())
    planless = f" Contact with {fmt.counted(without, 'client')} without a communication plan is not in it."
    return (
        "All in hours a week. Expected: what a manager's clients ask for by their own communication plans, open "
        "promises, running projects, open escalations and renewals or notice dates within "
        f"{NEAR_DAYS} days, at the hours chosen below.{planless if without else ''} Booked and capacity: mean of the "
        f"next {WEEKS} whole weeks, all work. Logged: mean of the {WEEKS} weeks before this one."
    )


def _table(shown: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Manager": shown["person"], "Clients": shown["accounts"], "Book": shown["year_cents"] / 100,
            "Expected": shown["hours"], **{name: shown[column] for column, name in PART_NAMES.items()},
            "Booked": shown["booked"], "Logged": shown["logged"], "Capacity": shown["capacity"],
        }
    )  # fmt: skip


def _looks(view: View) -> dict[str, ColumnConfig]:
    column = st.column_config
    widths = dict(zip(PART_NAMES.values(), (64, 72, 68, 84, 76), strict=True))
    parts = {name: column.NumberColumn(format="%.1f", width=width) for name, width in widths.items()}
    return {
        "Manager": column.TextColumn("Account manager", width=124, pinned=True),
        "Clients": column.NumberColumn(width=54, format="localized"),
        "Book": column.NumberColumn(
            f"12 months ({fmt.sign(view.currency).strip()})", format="localized", step=1, width=94,
            help="Revenue of these clients in the twelve months to the day.",
        ),
        "Expected": column.NumberColumn(format="%.1f", width=74, help="The sum of the five columns after it."),
        **parts,
        "Booked": column.NumberColumn(format="%.1f", width=64, help="Hours a week, all bookings of the person."),
        "Logged": column.NumberColumn(format="%.1f", width=64, help="Hours a week, all time entries of the person."),
        "Capacity": column.NumberColumn(format="%.1f", width=68, help="Weekly hours less absence and public holidays."),
    }  # fmt: skip


def _clients(view: View, found: Portfolio, manager: "pd.Series[float]") -> None:
    theirs = found.accounts[found.accounts["person_id"] == manager["person_id"]]
    theirs = theirs.sort_values(["hours", "account"], ascending=[False, True], kind="stable")
    load = portfolio_load(theirs["hours"].to_numpy(dtype=np.float64), int(theirs["contact_hours"].isna().sum()))
    note = f" ({load.note})" if load.note else ""
    st.markdown(f"**{plain(manager['person'])}**: what each client asks for, {load.value:.1f} h a week in all{note}")
    severe = sum(theirs[f"severity_{one}"] for one in (1, 2, 3, 4))
    shown = pd.DataFrame(
        {
            "Client": theirs["account"], "Expected (h a week)": theirs["hours"],
            "Contact every (days)": theirs["ideal_gap_days"], "Update every (days)": theirs["cadence_days"],
            "Open promises": theirs["promises"], "Projects": theirs["projects"], "Escalations": severe,
            "Renewals near": theirs["renewals"], "Next on": theirs["next_on"],
            f"12 months ({fmt.sign(view.currency).strip()})": theirs["year_cents"] / 100,
        }
    )  # fmt: skip
    looks: dict[str, ColumnConfig] = {"Expected (h a week)": st.column_config.NumberColumn(format="%.1f")}
    table(shown, "Clients of the chosen manager with what each asks for", looks, key="managers_clients")
