"""What needs care in delivery and money, in one sentence: late projects, hours that run out, clients over-serviced."""

from collections.abc import Sequence

import pandas as pd

from lib import format as fmt
from lib.delivery.projects import LATE
from lib.profitability.hours import SUBJECTS
from lib.ui.delivery_budgets import BEYOND, WILL, told_budgets
from lib.ui.delivery_margin_read import all_over, said, span_of
from lib.ui.delivery_projects_read import projects
from lib.ui.page import View
from lib.ui.text import plain

MONTHS, NAMED = 3, 2


def care(view: View) -> str:
    """One sentence of what needs care as of the page's day; empty where nothing of it is recorded."""
    return view.keep("care of delivery", lambda: _care(view), of=(*SUBJECTS, "team"))


def _care(view: View) -> str:
    found = [one for one in (_late(view), _running_out(view), _over_serviced(view)) if one is not None]
    if not found:
        return ""
    needs = [words for words, urgent in found if urgent]
    if not needs:
        return f"Nothing needs care: {_listed([words for words, _ in found])}."
    return f"{_listed(needs)}."


def _late(view: View) -> tuple[str, bool] | None:
    rows = projects(view).rows
    if rows.empty:
        return None
    late = rows[rows["standing"] == LATE].sort_values("due_on")
    if late.empty:
        return "no project is late", False
    verb = "is" if len(late) == 1 else "are"
    return f"**{fmt.counted(len(late), 'project')} {verb} late** ({_names(late['account'], 'client')})", True


def _running_out(view: View) -> tuple[str, bool] | None:
    told = told_budgets(view)
    if told.empty:
        return None
    out = told[told["stands"].isin([BEYOND, WILL])].sort_values("beyond", ascending=False)
    if out.empty:
        return "no project runs out of hours", False
    words = "project runs" if len(out) == 1 else "projects run"
    return f"**{len(out):,} {words} out of agreed hours** ({_names(out['name'], 'project')})", True


def _over_serviced(view: View) -> tuple[str, bool] | None:
    span = span_of(view, MONTHS).hours
    if span is None:
        return None
    told = all_over(view, span)
    if told["over_minutes"].notna().sum() == 0:
        return None
    over = told[told["over_minutes"].fillna(0) > 0].sort_values("over_minutes", ascending=False)
    when = plain(said(span))
    if over.empty:
        return f"no client got more hours than it bought in {when}", False
    verb = "client got" if len(over) == 1 else "clients got"
    bought = "it" if len(over) == 1 else "they"
    names = _names(over["account"], "client")
    return f"**{len(over):,} {verb} more hours than {bought} bought** in {when} ({names})", True


def _names(column: "pd.Series[str]", noun: str) -> str:
    """The first few names, and how many more there are."""
    every = column.astype(str).drop_duplicates().tolist()
    shown = [plain(name) for name in every[:NAMED]]
    left = len(every) - len(shown)
    return _listed([*shown, f"{left:,} more {noun}{'' if left == 1 else 's'}"] if left else shown)


def _listed(parts: Sequence[str]) -> str:
    """Words as a person lists them: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
