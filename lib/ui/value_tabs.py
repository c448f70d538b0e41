"""The tabs of the page of value and goals: reviews due, promised outcomes, changed objectives, benchmarks."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts.queries import account_names
from lib.days import number, numbers
from lib.ui import value_forms as forms
from lib.ui import value_words as said
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain
from lib.ui.value import accounts, objectives
from lib.ui.value_table import LOOKS
from lib.value.measuring import fell_due
from lib.value.queries import benchmarks, terms, who_changed
from lib.value.standing import changes

SOON_DAYS = 30
_column = st.column_config
_CHANGE_LOOKS: dict[str, ColumnConfig] = {
    "When": _column.DateColumn(format="D MMM YYYY", width=90), "Account": _column.TextColumn(width=130),
    "Objective": _column.TextColumn(width=180), "Changed": _column.TextColumn(width=345),
    "Now": _column.TextColumn(width=60, help="Whether less has to be gained a day than before the change."),
    "Reason": _column.TextColumn(width=185), "Written by": _column.TextColumn(width=120),
}  # fmt: skip


def reviews_tab(view: View) -> None:
    """Objectives whose next reading is due, by account, the longest overdue first; a chosen one can be read at once."""
    due = view.keep("reviews due", lambda: _reviews(view))
    if due.empty:
        st.info(f"Every open objective was read in its rhythm; none falls due in the next {SOON_DAYS} days.")
        return
    late = due[due["days"] > 0]
    clients = fmt.counted(late["account_id"].nunique(), "client")
    st.markdown(
        f"**{fmt.counted(len(late), 'review')}** overdue at {clients}; {len(due) - len(late):,} more due in the next "
        f"{SOON_DAYS} days."
    )
    shown = pd.DataFrame(
        {
            "Account": due["account"], "Objective": due["name"], "Rhythm": due["reviewed"].str.capitalize(),
            "Last read": due["read_on"], "Due": due["review_on"],
            "When": [_when(days) for days in due["days"]], "Owner": due["owner"],
        }
    )  # fmt: skip
    chosen = chosen_row(
        shown, "Reviews due by account, the longest overdue first; choose one to add its reading",
        {"Account": _column.TextColumn(width=180), "Objective": _column.TextColumn(width=240)},
        key="reviews", ids=due["objective_id"].tolist(), rows=10,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one to add its reading.")
        return
    objective = next(due.iloc[[chosen]].itertuples())
    st.markdown(f"**{plain(objective.name)}** of {plain(objective.account)}")
    forms.reading(view, objective, "review")


def _reviews(view: View) -> pd.DataFrame:
    found = objectives(view)
    found = found[found["review_on"].notna()]
    found = found.assign(days=number(view.as_of) - numbers(found["review_on"]))
    due = found[found["days"] >= -SOON_DAYS]
    worst = due.groupby("account_id")["days"].transform("max")
    return due.assign(worst=worst).sort_values(["worst", "account", "days"], ascending=[False, True, False])


def _when(days: int) -> str:
    if days == 0:
        return "today"
    return f"{fmt.counted(days, 'day')} overdue" if days > 0 else f"in {fmt.counted(-days, 'day')}"


def promised_tab(view: View) -> None:
    """Promised outcomes by account: how many, running, fallen due, reached, confirmed; choosing one lists them."""
    promised = view.keep("promised outcomes", lambda: _promised_of(objectives(view)))
    if promised.empty:
        st.info(
            "No outcome was promised to these clients. Add an objective of the kind “promised outcome” to keep one."
        )
        return
    counted = view.keep("promised by account", lambda: _promised(view, promised))
    st.caption(
        f"Fallen due: due or closed in the 12 months to {fmt.day(view.as_of)}. Reached: of those, the last reading "
        "stands at the target or beyond. Confirmed: the client said so."
    )
    chosen = chosen_row(
        counted.drop(columns="account_id"), "Promised outcomes by account; choose one to see them",
        {"Account": _column.TextColumn(width=200)}, key="promised", ids=counted["account_id"].tolist(), rows=10,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose an account to see its promised outcomes.")
        return
    theirs = promised[promised["account_id"] == counted["account_id"].iloc[chosen]]
    table(said.shown(theirs), f"Promised outcomes of {counted['Account'].iloc[chosen]}", LOOKS)


def _promised_of(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["kind"] == "promised outcome"]


def _promised(view: View, promised: pd.DataFrame) -> pd.DataFrame:
    due = fell_due(promised, view.as_of)
    of_each = promised.groupby("account_id")
    counts = pd.DataFrame(
        {
            "Account": of_each["account"].first(),
            "Promised": of_each.size(),
            "Running": (promised["state"] != "closed").groupby(promised["account_id"]).sum(),
            "due": due.groupby("account_id").size(),
            "reached": (due["progress"] >= 1).groupby(due["account_id"]).sum(),
            "confirmed": due.groupby("account_id")["delivered"].sum(),
        }
    ).fillna({"due": 0, "reached": 0, "confirmed": 0})
    counts = counts.sort_values(["due", "Promised"], ascending=False).reset_index()
    parts = {
        label: [_of(hits, base) for hits, base in zip(counts[name], counts["due"], strict=True)]
        for label, name in (("Reached", "reached"), ("Confirmed", "confirmed"))
    }
    told = counts[["account_id", "Account", "Promised", "Running"]].assign(due=counts["due"].astype(int), **parts)
    owner = dict(zip(promised["account_id"], promised["owner"], strict=True))
    return told.rename(columns={"due": "Fallen due"}).assign(Owner=[owner[one] for one in told["account_id"]])


def _of(hits: float, base: float) -> str:
    return fmt.of(int(hits), int(base)) if base else "–"


def changed_tab(view: View) -> None:
    """Every change of what was agreed, newest first, with its reason and who wrote it."""
    found = view.keep("changed objectives", lambda: _changed(view))
    if found.empty:
        st.info("No objective was changed. A changed baseline, target or due date stands here with its reason.")
        return
    st.markdown(_finding(found))
    shown = pd.DataFrame(
        {
            "When": found["changed_on"], "Account": found["account"], "Objective": found["name"],
            "Changed": [said.change(one) for one in found.itertuples()],
            "Now": [said.EASIER[one] for one in found["easier"]],
            "Reason": found["reason"], "Written by": found["who"],
        }
    )  # fmt: skip
    table(
        shown, "Changes of terms, newest first: what, whether it is easier now, why, who wrote it", _CHANGE_LOOKS,
        height=420,
    )  # fmt: skip


def _changed(view: View) -> pd.DataFrame:
    known = objectives(view)[["objective_id", "account", "name", "unit"]]
    found = changes(terms(view.store, view.as_of)).merge(known, on="objective_id")
    wrote = who_changed(view.store)
    return found.assign(who=pd.Series([wrote.get(int(one)) for one in found["term_id"]], found.index, dtype=object))


def _finding(found: pd.DataFrame) -> str:
    many, easier = fmt.counted(len(found), "change"), int((found["easier"] > 0).sum())
    goals = fmt.counted(found["objective_id"].nunique(), "objective")
    harder = int((found["easier"] < 0).sum())
    return f"**{many}** of {goals}: **{easier:,}** made it easier to reach, **{harder:,}** harder."


def benchmarks_tab(view: View) -> None:
    """What others published, and a form to add a figure."""
    st.markdown("**Figures as their publishers give them.** None of them is a fact about this firm or its clients.")
    found = view.read(benchmarks)
    wanted = found if view.sector is None else found[found["sector"].isna() | (found["sector"] == view.sector)]
    if wanted.empty:
        st.info("No published figure is kept yet. Named like an objective, one is drawn beside it.")
    else:
        table(said.published(wanted), "Published figures with sector, source and year, newest first", height=320)
    box = st.expander("Add a published figure", expanded=wanted.empty, on_change="rerun", key="add_benchmark")
    if box.open:
        with box:
            forms.new_benchmark(view)


def new_tab(view: View) -> None:
    """A new objective of one of the accounts under the filters."""
    there = set(accounts(view)["account_id"].tolist())
    names = {one: name for one, name in view.read(account_names).items() if one in there}
    forms.new_objective(view, "new_objective", names)


def nothing_yet(view: View) -> None:
    """Accounts but no objective: what will stand here, why it is empty, and the form for the first one."""
    whose = " of these accounts" if view.scope else ""
    st.info(
        f"No objective{whose} had begun by {fmt.day(view.as_of)}. Here will stand what clients want to reach and what "
        "we promised them, each with baseline, target, where it stands against what was expected, and whether the "
        "client confirmed it. Add the first one, or import objectives on the Data page."
    )
    new_tab(view)
