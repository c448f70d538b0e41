"""The grid of whitespace on the screen: a page of clients, one of whose cells can be chosen."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.growth.whitespace_charts import MANY, grid, sector_grid
from lib.growth.whitespace_figures import sector_shares
from lib.ui.charts import chart
from lib.ui.growth_whitespace_cells import legend, shown_in_cell, told_of
from lib.ui.page import View

PAGE = 60  # clients at once
SORTS = ("Revenue", "Gaps", "Name")


def clients_in_order(found: pd.DataFrame, sort: str) -> list[int]:
    """The clients (record numbers): largest revenue first, most gaps first, or by name."""
    by = found.assign(gap=found["state"].isin(["gap", "suggested"]), cents=found["amount_cents"])
    by["cents"] = by["cents"].where(by["state"] == "owned", 0).astype("int64")
    summed = by.groupby("account_id").agg(cents=("cents", "sum"), gap=("gap", "sum"), name=("account", "first"))
    summed["name"] = summed["name"].astype(str).str.casefold()
    keys = {"Revenue": ["cents", "name"], "Gaps": ["gap", "name"], "Name": ["name"]}[sort]
    return [int(n) for n in summed.sort_values(keys, ascending=[key == "name" for key in keys]).index]


def pick_cell(view: View, found: pd.DataFrame, clients: list[int]) -> tuple[int, int] | None:
    """Draw the cells of some clients in their order; account and service (record numbers) of the chosen one."""
    shown = view.keep("whitespace grid", lambda: _shown(view, found, clients), tuple(clients))
    services = list(dict.fromkeys(found.sort_values("service_id")["service"].astype(str)))
    spec = _spec(view, shown, services, legend(found))
    event: Any = st.vega_lite_chart(
        spec, width="stretch", key="whitespace_grid", on_select="rerun", selection_mode="cell",
        alt=f"{len(clients)} clients by {len(services)} services: owned with amounts, open deals, declined, gaps",
    )  # fmt: skip
    picked = event["selection"].get("cell") or []
    at = shown[(shown["row"] == picked[0]["row"]) & (shown["service"] == picked[0]["service"])] if picked else shown[:0]
    return None if at.empty else (int(at["account_id"].iloc[0]), int(at["service_id"].iloc[0]))


def many_services(found: pd.DataFrame) -> bool:
    """Whether the cells stand so close that signs and rounded amounts take the place of words."""
    return found["service_id"].nunique() > MANY


def _shown(view: View, found: pd.DataFrame, clients: list[int]) -> pd.DataFrame:
    rows = found[found["account_id"].isin(clients)]
    place = {account: at for at, account in enumerate(clients)}
    rows = rows.assign(place=rows["account_id"].map(place)).sort_values(["place", "service_id"])
    short = many_services(found)
    return pd.DataFrame(
        {
            "account_id": rows["account_id"], "service_id": rows["service_id"], "row": rows["account"].astype(str),
            "service": rows["service"].astype(str), "state": rows["state"].astype(str),
            "shown": [shown_in_cell(view, row, short) for _, row in rows.iterrows()],
            "told": [told_of(view, row) for _, row in rows.iterrows()],
        }
    )  # fmt: skip


def _spec(view: View, shown: pd.DataFrame, services: list[str], words: dict[str, str]) -> dict[str, Any]:
    def build() -> dict[str, Any]:
        drawn = shown.drop(columns=["account_id", "service_id"])
        spec: dict[str, Any] = grid(drawn, list(dict.fromkeys(shown["row"])), services, words, view.dark).to_dict()
        spec.pop("$schema", None)
        return spec

    return view.keep("whitespace grid spec", build, view.dark, tuple(shown["account_id"].unique().tolist()))


def sectors(view: View, found: pd.DataFrame) -> None:
    """One row a sector: how many of its clients own each service."""
    named = found[found["sector"].notna()]
    if named.empty:
        return
    st.markdown("**By sector: how many of its clients own the service**")
    chart(
        view, "whitespace_sectors", "Sectors by services: share of the sector's clients that own the service",
        lambda: _sector_chart(view, named),
    )  # fmt: skip
    missing = found.loc[found["sector"].isna(), "account_id"].nunique()
    if missing:
        st.caption(f"{fmt.counted(missing, 'client')} without a sector: not counted here.")


def _sector_chart(view: View, found: pd.DataFrame) -> Any:
    shares = sector_shares(found)
    share = shares["owners"] / shares["accounts"]
    counts = [fmt.of(own, all_) for own, all_ in zip(shares["owners"], shares["accounts"], strict=True)]
    few = shares["accounts"] < fmt.SMALL_BASE
    shown = [count if small else fmt.percent(part) for count, small, part in zip(counts, few, share, strict=True)]
    frame = shares.rename(columns={"sector": "row"})[["row", "service"]].assign(
        share=share, shown=shown, told=[f"{count} clients own it" for count in counts]
    )  # fmt: skip
    services = list(dict.fromkeys(found.sort_values("service_id")["service"].astype(str)))
    return sector_grid(frame, services, view.dark)
