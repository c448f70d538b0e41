"""What the lifetime tab is asked: how far ahead, what waiting costs, and what margin is told from."""

from dataclasses import dataclass

import streamlit as st

from lib.health.lifetimes import REVENUE, Margins
from lib.money.clv_figures import Terms
from lib.ui import who


@dataclass(frozen=True)
class Asked:
    """What the tab's controls hold: the terms, and what margin is told from."""

    terms: Terms
    basis: str

    @property
    def plain(self) -> tuple[object, ...]:
        """What a kept result depends on."""
        return self.terms.months, self.terms.yearly_discount, self.basis

    @property
    def word(self) -> str:
        """What the money is."""
        return "revenue" if self.basis == REVENUE else "margin"


def ask(margins: Margins) -> Asked:
    """The controls of the tab; margin can only be told from what the records hold."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    months = row.number_input(
        "Horizon (months)", 12, 120, 36, 12, key="lifetime_months", width=150, help="How far ahead value is counted."
    )
    rate = row.number_input(
        "Discount (% a year)", 0.0, 50.0, 10.0, 1.0, key="lifetime_discount", format="%.1f", width=160,
        help="What a year of waiting costs: money that comes later counts for less.",
    )  # fmt: skip
    bases = margins.told(sees_costs=who.sees_costs())
    if len(bases) == 1:
        return Asked(Terms(int(months), float(rate) / 100), bases[0])
    basis = row.selectbox("Margin from", bases, key="lifetime_basis", width=220)
    return Asked(Terms(int(months), float(rate) / 100), basis)
