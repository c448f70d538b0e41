"""Growth of the book on the screen: existing and new clients, by quarter, by account, by sector."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.book.growth import MONTHS_BACK, account_growth, by_quarter, kind_growth, sector_growth, whole_year
from lib.book.windows import incomparable
from lib.growth.target_charts import revenue_by_quarter
from lib.measure import Measure
from lib.periods import add_months, parse, trailing_year
from lib.ui.charts import chart
from lib.ui.page import BOOK_SUBJECTS, View
from lib.ui.tables import table
from lib.ui.text import plain
from lib.value.queries import benchmarks

QUARTERS, EACH_END = 8, 6
ENDS, ALL, SECTORS = "Most and least", "All accounts", "Sectors"
_SAID = {
    "existing clients": "existing clients",
    "new clients": "new clients",
    "no account": "revenue without an account",
}


def growth_finding(view: View) -> str:
    """What existing and new clients brought in twelve whole months, against a year earlier, in one sentence."""
    found = _kinds(view)
    if not found["amount"].any():
        return ""
    span = whole_year(view.as_of)
    parts = [
        f"{_SAID[kind]} brought **{plain(fmt.money(amount * 100, view.currency))}**{_change(growth)}"
        for kind, amount, growth in zip(found["kind"], found["amount"], found["growth"], strict=True)
    ]
    why = next((growth.why for growth in found["growth"] if growth.value is None), "")
    untold = f" (against a year earlier: –, {plain(why)})" if why else ""
    return f"In the 12 whole months to {plain(fmt.day(span.last_day))} {', '.join(parts)}{untold}."


def _change(growth: Measure) -> str:
    if growth.value is None:
        return ""
    if not round(growth.value * 100):
        return " (as much as a year earlier)"
    words = "more" if growth.value >= 0 else "less"
    return f" ({plain(fmt.percent(abs(growth.value)))} {words} than a year earlier)"


def _kinds(view: View) -> pd.DataFrame:
    return view.keep(
        "growth by kind", lambda: kind_growth(view.book(MONTHS_BACK), whole_year(view.as_of)), of=BOOK_SUBJECTS
    )


def growth_section(view: View) -> None:
    """Revenue by quarter, then the accounts that grew most and least, all of them, or the sectors."""
    _quarters(view)
    _kind_table(view)
    span = trailing_year(view.as_of)
    why = incomparable(view.book(MONTHS_BACK), span, span.year_earlier())
    if why:
        st.info(f"Growth by account and sector will stand here: {plain(why)}.{_told_from(view)}")
        return
    picked = st.segmented_control(
        "Growth by", [ENDS, ALL, SECTORS], default=ENDS, key="growth_by", required=True, label_visibility="collapsed"
    )  # fmt: skip
    _sectors(view) if picked == SECTORS else _accounts(view, picked == ENDS)


def _told_from(view: View) -> str:
    begun = view.book(MONTHS_BACK).records_from
    if begun is None:
        return " Import revenue, or won deals, on the Data page."
    first = add_months(begun, 24) - timedelta(days=1)
    return (
        f" The 12 months to a day are compared with the 12 before, so it can be told from {plain(fmt.day(first))} on, "
        "or as soon as older revenue is imported on the Data page."
    )


def _quarters(view: View) -> None:
    found = view.keep("growth by quarter", lambda: by_quarter(view.book(MONTHS_BACK), QUARTERS), of=BOOK_SUBJECTS)
    if found.empty:
        st.info("No revenue is recorded in these two years. Import revenue, or won deals, on the Data page.")
        return
    shown = found.assign(
        quarter=[fmt.period(parse(key)) for key in found["quarter"]],
        said=[_above(*row) for row in zip(found["growth"], found["so_far"], found["quarter"], strict=True)],
    ).drop(columns="growth")
    st.markdown("**Revenue by quarter, and growth against the same quarter a year earlier**")
    chart(
        view, "growth_by_quarter", "Stacked bars: revenue a quarter from existing and new clients, growth above each",
        lambda: revenue_by_quarter(shown, view.currency, view.dark),
    )  # fmt: skip
    reasons = {g.why: None for g, part in zip(found["growth"], found["so_far"], strict=True) if g.why and not part}
    told = f" No growth above a bar: {plain('; '.join(reasons))}." if reasons else ""
    st.caption(f"New: first seen in the twelve months before. Paler: recorded only in part.{told}")


def _above(growth: Measure, part: bool, key: str) -> str:
    if growth.value is None:
        return "in part" if part else ""
    whole = round(growth.value * 100)
    return f"{whole:+d} %" if whole else "0 %"


def _kind_table(view: View) -> None:
    found = _kinds(view)
    if not found["amount"].any():
        return
    sign = fmt.sign(view.currency).strip()
    shown = pd.DataFrame(
        {
            "From": found["kind"].str.capitalize(),
            f"12 whole months to {fmt.day(whole_year(view.as_of).last_day)} ({sign})": found["amount"],
            f"A year earlier ({sign})": found["year_earlier"].astype("Float64"),
            "Growth (%)": _percents(found["growth"]),
        }
    )  # fmt: skip
    looks: dict[str, ColumnConfig] = {
        name: st.column_config.NumberColumn(format="localized", step=1) for name in shown.columns[1:3]
    }
    looks["Growth (%)"] = st.column_config.NumberColumn(format="%+.0f", width=100)
    table(
        shown, "Revenue of twelve whole months from existing and new clients against a year earlier", looks, width=640
    )


def _percents(growth: "pd.Series[Any]") -> "pd.Series[float]":
    # Whole per cents: a fall too small to show would stand there as -0.
    values = [round(one.value * 100) if isinstance(one, Measure) and one.value is not None else None for one in growth]
    return pd.Series(values, index=growth.index, dtype="Float64")


def _accounts(view: View, ends_only: bool) -> None:
    found = view.keep(
        "growth by account", lambda: account_growth(view.book(MONTHS_BACK), trailing_year(view.as_of)), of=BOOK_SUBJECTS
    )
    if found.empty:
        st.info("No account had revenue in these two years.")
        return
    cut = ends_only and len(found) > 2 * EACH_END
    kept = pd.concat([found.head(EACH_END), found.tail(EACH_END)], ignore_index=True) if cut else found
    shown = pd.DataFrame(
        {
            "Account": kept["account"], "Now": kept["now"], "Earlier": kept["year_earlier"], "Change": kept["change"],
            "Growth": _percents(kept["growth"]), "Recurring": kept["recurring_change"],
            "Project": kept["project_change"], "Owner": kept["owner"], "Sector": kept["sector"],
        }
    )  # fmt: skip
    table(
        shown, f"{len(shown)} accounts by change of revenue, the most grown first", _account_looks(view),
        height=38 + 35 * min(len(shown), 2 * EACH_END),
    )  # fmt: skip
    left = f" The {EACH_END} that grew most and the {EACH_END} that grew least of {len(found):,}." if cut else ""
    st.caption(f"The 12 months to {plain(fmt.day(view.as_of))} against the 12 before, the most grown first.{left}")


def _account_looks(view: View) -> dict[str, ColumnConfig]:
    column, unit = st.column_config, fmt.sign(view.currency).strip()
    helps = {
        "Now": "Revenue of the 12 months to the day.", "Earlier": "Revenue of the 12 months before.",
        "Change": "What came more, or less.", "Recurring": "The part of the change in recurring revenue.",
        "Project": "The part of the change in project revenue.",
    }  # fmt: skip
    looks: dict[str, ColumnConfig] = {
        name: column.NumberColumn(f"{name} ({unit})", format="localized", step=1, width=92, help=words)
        for name, words in helps.items()
    }
    return looks | {
        "Account": column.TextColumn(width=165),
        "Growth": column.NumberColumn("Growth (%)", format="%+.0f", width=88, help="– where there was none before."),
        "Owner": column.TextColumn(width=112),
        "Sector": column.TextColumn(width=150),
    }


def _sectors(view: View) -> None:
    found = view.keep(
        "growth by sector", lambda: sector_growth(view.book(MONTHS_BACK), trailing_year(view.as_of)), of=BOOK_SUBJECTS
    )
    if found.empty:
        st.info("No account had revenue in these two years.")
        return
    published = _published(view.read(benchmarks), view.as_of)
    told = [published.get(str(sector), published.get("")) for sector in found["sector"]]
    shown = pd.DataFrame(
        {
            "Sector": found["sector"], "Clients": found["clients"], "Now": found["now"],
            "Earlier": found["year_earlier"], "Change": found["change"], "Growth": _percents(found["growth"]),
            "Published": pd.Series([one[0] if one else None for one in told], dtype="Float64"),
            "By": [one[1] if one else None for one in told],
        }
    )  # fmt: skip
    looks = _account_looks(view) | {
        "Sector": st.column_config.TextColumn(width=165),
        "Clients": st.column_config.NumberColumn(width=70),
        "Published": st.column_config.NumberColumn("Published (%)", format="%+.1f", width=110, help="Of the sector."),
        "By": st.column_config.TextColumn("Published by", width=160),
    }
    kept = shown if published else shown.drop(columns=["Published", "By"])
    table(kept, "Growth of each sector, the largest first, beside what is published of it", looks)
    if not published:
        st.caption(
            "No published revenue growth is kept to compare with. Add one, measured as “revenue growth” in %, on Value "
            "and goals under Benchmarks."
        )


def _published(kept: pd.DataFrame, as_of: date) -> dict[str, tuple[float, str]]:
    """The newest published revenue growth of each sector ("": of none) by the day: per cent, and who published it."""
    named = kept["measure"].str.strip().str.casefold() == "revenue growth"
    per_cent = kept["unit"].fillna("%").str.strip().isin(["%", "per cent", "percent"])
    found = kept[named & per_cent & (kept["year"] <= as_of.year)].drop_duplicates("sector")
    rows = zip(found["sector"], found["value"], found["published_by"], found["year"], strict=True)
    return {sector if isinstance(sector, str) else "": (value, f"{by}, {year}") for sector, value, by, year in rows}
