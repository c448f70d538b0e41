"""The price list: services with price, margin, risk and the skills they need."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.team.fit import WINDOW_WEEKS, start_of
from lib.team.fit_figures import FITS, MOVE, NOT
from lib.ui import growth_services_forms as forms
from lib.ui.growth_services_panel import panel
from lib.ui.growth_services_read import PriceList, price_list
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

VERDICTS: dict[object, str] = {FITS: "● Fits", MOVE: "▲ With a move", NOT: "■ Does not fit"}
_FIT_WORDS: dict[object, tuple[str, str]] = {
    FITS: ("fits", "fit"), MOVE: ("fits with a move", "fit with a move"), NOT: ("does not fit", "do not fit"),
}  # fmt: skip
UNTOLD = "○ Cannot be told"
ROWS = 12


def services_tab(view: View) -> None:
    """The price list: services with price, margin, risk and the skills they need."""
    found = price_list(view)
    if found.on_sale.empty and found.retired.empty:
        st.info(
            "No service is listed. Here will stand what the firm sells, with price, margin, risk, the skills it takes "
            "and whether the team has the time. Add the first one, or import services on the Data page."
        )
    else:
        st.markdown(_answer(view, found))
        st.caption(
            "Free time is weekly hours less absence, public holidays and bookings, tentative ones by their chance, in "
            f"{WINDOW_WEEKS} whole weeks from the first Monday at least four weeks ahead."
        )
        _listed(view, found)
        _retired(view, found)
    _add(view, unfolded=found.on_sale.empty)


def _answer(view: View, found: PriceList) -> str:
    sold = found.on_sale
    parts = [f"**{fmt.counted(len(sold), 'service')}** on sale{_could(view, found)}."]
    gaps = {
        "list price in force": int(sold["price_cents"].isna().sum()), "margin": int(sold["margin_share"].isna().sum()),
        "risk": int(sold["risk"].isna().sum()),
    }  # fmt: skip
    missing = [f"**{count}** without a {name}" for name, count in gaps.items() if count]
    return " ".join([*parts, *([f"{', '.join(missing)}."] if missing else [])])


def _could(view: View, found: PriceList) -> str:
    verdicts = found.fits["verdict"]
    counts = {verdict: int((verdicts == verdict).sum()) for verdict in VERDICTS}
    untold = int(verdicts.isna().sum())
    if not len(verdicts) or untold == len(verdicts):
        return "; whether the team could deliver them cannot be told yet" if len(verdicts) else ""
    told = [f"**{count}** {_FIT_WORDS[verdict][count != 1]}" for verdict, count in counts.items() if count]
    told += [f"of **{untold}** it cannot be told"] if untold else []
    return f". Begun in the {WINDOW_WEEKS} weeks from {fmt.day(start_of(view.as_of))}, {', '.join(told)}"


def _listed(view: View, found: PriceList) -> None:
    if found.on_sale.empty:
        st.info("Nothing is on sale: every service is retired. Sell one again, or add one.")
        return
    chosen = chosen_row(
        _shown(view, found.on_sale, found.fits), "Services on sale with price, margin, risk, capacity, skills and use",
        _looks(view), key="services", ids=found.on_sale["id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one to see who could do it, and to change its price, skills or words.")
        return
    panel(view, found, found.on_sale.iloc[chosen])


def _shown(view: View, services: pd.DataFrame, fits: pd.DataFrame) -> pd.DataFrame:
    verdicts = [fits["verdict"].get(one) for one in services["id"]]
    return pd.DataFrame(
        {
            "Service": services["name"],
            "Line": services["line"],
            "Price": services["price_cents"].astype("Float64") / 100,
            "Margin": services["margin_share"] * 100,
            "Risk": services["risk"].str.capitalize(),
            "Can we deliver it": [VERDICTS.get(verdict, UNTOLD) for verdict in verdicts],
            "Skills needed": services["skills"],
            "Clients": services["clients"],
            "Revenue": services["year_cents"] / 100,
        }
    )


def _looks(view: View) -> dict[str, ColumnConfig]:
    column, unit = st.column_config, fmt.sign(view.currency).strip()
    whose = " Under the page's filters." if view.scope else ""
    return {
        "Service": column.TextColumn(width=142),
        "Line": column.TextColumn(width=66),
        "Price": column.NumberColumn(
            f"List price ({unit})", format="localized", step=1, width=90, help="In force on the day."
        ),
        "Margin": column.NumberColumn("Margin (%)", format="%d", width=78, help="What is left of the price."),
        "Risk": column.TextColumn(width=62, help="What it asks of a client's appetite for risk."),
        "Can we deliver it": column.TextColumn(width=116, help="Whether the team has the skills and the time."),
        "Skills needed": column.TextColumn(
            "Skills needed a month", width=234, help="The largest one; +1: one more."
        ),
        "Clients": column.NumberColumn(
            width=58, format="localized", help=f"With a contract for it, or revenue of it in 12 months.{whose}"
        ),
        "Revenue": column.NumberColumn(
            f"12 months ({unit})", format="localized", step=1, width=94, help=f"Revenue of it.{whose}"
        ),
    }  # fmt: skip


def _retired(view: View, found: PriceList) -> None:
    if found.retired.empty:
        return
    box = st.expander(f"{fmt.counted(len(found.retired), 'retired service')}", key="services_gone", on_change="rerun")
    if not box.open:
        return
    gone = found.retired
    shown = pd.DataFrame(
        {
            "Service": gone["name"], "Line": gone["line"], "Retired on": gone["retired_on"],
            "Clients": gone["clients"], f"12 months ({fmt.sign(view.currency).strip()})": gone["year_cents"] / 100,
        }
    )  # fmt: skip
    with box:
        chosen = chosen_row(
            shown, "Services no longer sold", {}, key="services_retired", ids=gone["id"].tolist(), rows=ROWS
        )  # fmt: skip
        if chosen is None:
            st.caption("Choose one to sell it again.")
            return
        st.markdown(f"**{plain(gone['name'].iloc[chosen])}**")
        forms.again(view, int(gone["id"].iloc[chosen]))


def _add(view: View, unfolded: bool) -> None:
    box = st.expander("Add a service", key="services_add", on_change="rerun", expanded=unfolded)
    if box.open:
        with box:
            forms.new_service(view)
