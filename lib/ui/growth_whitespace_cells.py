"""The cells of whitespace under the frame's filters, with those worth a conversation marked."""

import pandas as pd

from lib import format as fmt
from lib.growth.whitespace import kept_cells
from lib.growth.whitespace_figures import CELL, STATES, SUGGESTED
from lib.ui import session
from lib.ui.growth import filtered
from lib.ui.page import View
from lib.ui.upsell import suggestions

# In the order of the legend: what each state is called on the screen.
LEGEND = {
    "owned": "owned", "pipeline": "in the pipeline", SUGGESTED: "suggested now", "gap": "gap", "declined": "declined",
    "not eligible": "not eligible",
}  # fmt: skip
SHORT = {"pipeline": "▷", SUGGESTED: "★", "declined": "✕", "not eligible": "⊘", "owned": "", "gap": ""}


def all_cells(view: View) -> pd.DataFrame:
    """The cells of the page's day, whatever the filters; columns as `whitespace.cells`."""
    return kept_cells(view.store, view.as_of, session.keep_of)


def marked_cells(view: View) -> pd.DataFrame:
    """The cells under the filters, gaps worth a conversation as `suggested`; with its chance (NaN: not suggested)."""
    return view.keep("marked cells", lambda: _marked(view))


def _marked(view: View) -> pd.DataFrame:
    found = filtered(view, all_cells(view)).merge(suggestions(view)[[*CELL, "chance"]], on=CELL, how="left")
    worth = (found["state"] == "gap") & found["chance"].notna()
    state = found["state"].cat.set_categories([*STATES, SUGGESTED])
    return found.assign(state=state.mask(worth, SUGGESTED), chance=found["chance"].where(worth))


def state_counts(found: pd.DataFrame) -> dict[str, int]:
    """How many cells are in each state, in the order of the legend."""
    counts = found["state"].value_counts()
    return {state: int(counts.get(state, 0)) for state in LEGEND}


def legend(found: pd.DataFrame) -> dict[str, str]:
    """Each state with its sign, its words and how many cells are in it."""
    return {state: f"{SHORT[state]} {LEGEND[state]} {count:,}".strip() for state, count in state_counts(found).items()}


def shown_in_cell(view: View, row: pd.Series, short: bool) -> str:
    """What stands in a cell: an amount, else the word (`short`: the sign) of its state."""
    state, amount = str(row["state"]), row["amount_cents"]
    valued = not pd.isna(amount) and amount > 0
    if short:
        return _brief(float(amount), view.currency) if valued and state == "owned" else SHORT[state]
    sign = SHORT["pipeline"] + " " if state == "pipeline" else ""
    if valued:
        return sign + fmt.money(float(amount), view.currency)
    words = {"pipeline": "▷ open", SUGGESTED: "suggested", "not eligible": "ineligible", "gap": ""}
    return words.get(state, state)


def _brief(cents: float, currency: str) -> str:
    """An amount in two figures without its currency, as wide as a cell among many: 37k."""
    two = float(f"{cents:.1e}")
    return fmt.money(two, currency).removeprefix(fmt.sign(currency)).replace(" ", "")


def told_of(view: View, row: pd.Series) -> str:
    """What stands behind a cell, in one line."""
    state, words = str(row["state"]), "" if row["words"] is None else str(row["words"])
    amount = None if pd.isna(row["amount_cents"]) else fmt.money(float(row["amount_cents"]), view.currency)
    if state == "owned":
        return f"{amount} in 12 months" if row["amount_cents"] else "under contract, no revenue in 12 months"
    if state == "pipeline":
        return f"{words}, {amount or 'nobody said how much'}"
    if state == SUGGESTED:
        return f"worth a conversation, {fmt.percent(float(row['chance']))} chance to win"
    until = _until(row)
    return f"{words.rstrip('.') if until else words}{until}" or "not bought so far"


def _until(row: pd.Series) -> str:
    if row["state"] not in ("declined", "not eligible"):
        return ""
    if pd.isna(row["until"]):
        return "; no date given to ask again" if row["state"] == "declined" else "; no end given"
    return f"; not before {fmt.day(row['until'])}"
