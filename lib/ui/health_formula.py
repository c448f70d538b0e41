"""The formula of account health: what is in force, a change tried before it is saved, all versions, exemptions."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.health.call_queries import formula_authors
from lib.health.formula import FACTOR_MEANING, FACTOR_NAMES, FIRST_FORMULA, Formula
from lib.health.formula_changes import differences, rule_words, threshold_words
from lib.health.queries import formula_at, formulas
from lib.health.tables import FACTORS, VETOES
from lib.ui.health_exemptions import exemptions_part
from lib.ui.health_formula_trial import trial_part
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.tabs import tabs
from lib.ui.text import plain


def formula_tab(view: View) -> None:
    """Draw the tab."""
    tabs(
        "formula_part",
        {
            "In force": lambda: _in_force(view),
            "Try a change": lambda: trial_part(view),
            "All versions": lambda: _versions(view),
            "Does not apply": lambda: exemptions_part(view),
        },
    )


def _in_force(view: View) -> None:
    formula, authors = view.read(formula_at, view.as_of), view.read(formula_authors)
    st.markdown(f"**{plain(_title(formula, authors))}** {plain(threshold_words(formula))}.")
    st.table(
        _factors(formula), border="horizontal", hide_index=True,
        alt="The eight factors: what each looks at, its weight, and how long it stays valid",
    )  # fmt: skip
    st.caption(
        "Weights are 1, 2 or 3 and people's choice: fitting them needs 15 clients lost for each factor. A factor that "
        "is not known, or not any more, widens the interval and never leaves it."
    )
    st.markdown("**Rules that cap the band, whatever the score says**")
    rules = [rule_words(veto) for veto in formula.vetoes]
    off = [rule for rule in VETOES if rule not in {veto.rule for veto in formula.vetoes}]
    st.markdown("\n".join(f"- {plain(line)}" for line in [*rules, *(f"Off: {rule}" for rule in off)]))


def _title(formula: Formula, authors: Mapping[int, str]) -> str:
    if formula.id is None:
        return "The starting formula, until you write your own."
    by = authors.get(formula.id)
    return f"Version {formula.number} since {fmt.day(formula.starts_on)}{f', by {by}' if by else ''}."


def _factors(formula: Formula) -> pd.DataFrame:
    total = sum(formula.weights.values())
    return pd.DataFrame(
        {
            "Factor": [FACTOR_NAMES[factor] for factor in FACTORS],
            "What it looks at": [plain(FACTOR_MEANING[factor]) for factor in FACTORS],
            "Weight": [f"{formula.weights[factor]} of {total}" for factor in FACTORS],
            "Valid for": [f"{formula.validity[factor]} days" for factor in FACTORS],
        }
    )


def _versions(view: View) -> None:
    written = view.read(formulas)
    if not written:
        st.info("No version is on record yet: the starting formula holds. The first change you save begins the list.")
        return
    table(_rows(written, view.read(formula_authors)), "Every version of the formula, newest first", _VERSION_LOOKS)
    st.caption("A version is never changed: each snapshot names the one it was judged by; no line joins two.")


def _rows(written: list[Formula], authors: Mapping[int, str]) -> pd.DataFrame:
    before = [FIRST_FORMULA, *written[:-1]]
    ends = [*(formula.starts_on for formula in written[1:]), None]
    rows = [
        {
            "Version": one.number, "From": one.starts_on, "Until": until, "Made by": authors.get(one.id or 0),
            "Why": one.reason,
            "Against the one before": "; ".join(differences(earlier, one)) or ("–" if at else "The starting formula"),
        }
        for at, (one, earlier, until) in enumerate(zip(written, before, ends, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows[::-1])


_VERSION_LOOKS: dict[str, ColumnConfig] = {
    "Version": st.column_config.NumberColumn(width=65),
    "From": st.column_config.DateColumn(format="D MMM YYYY", width=95),
    "Until": st.column_config.DateColumn(format="D MMM YYYY", width=95, help="The next version begins on this day."),
    "Made by": st.column_config.TextColumn(width=120),
    "Why": st.column_config.TextColumn(width=250),
    "Against the one before": st.column_config.TextColumn(width=400),
}
