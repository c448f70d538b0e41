"""News and forecasts from the markets of our clients."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.signal_figures import news, touched
from lib.growth.signal_queries import expired_signals, signals
from lib.ui import growth_signals_forms as forms
from lib.ui.growth_services_read import USE_SUBJECTS, client_cells
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

EFFECTS = {"opportunity": "▲ For", "threat": "▼ Against"}
ROWS = 10
_column = st.column_config


def signals_tab(view: View) -> None:
    """News and forecasts from the markets of our clients."""
    found, clients = _news(view)
    gone = view.read(expired_signals, view.as_of)
    gone = news(_of_sector(view, gone))
    if found.empty:
        _nothing(view)
    else:
        st.markdown(_answer(found, clients))
        _listed(view, found, clients)
    _expired(gone)
    box = st.expander("Add news", key="signals_add", on_change="rerun", expanded=found.empty)
    if box.open:
        with box:
            forms.new_signal(view)


def _nothing(view: View) -> None:
    whose = f" for the sector {plain(view.sector)}" if view.sector else ""
    st.info(
        f"No market signal holds{whose} on {fmt.day(view.as_of)}. Here will stand news and forecasts that speak for or "
        "against a service in a sector; suggestions quote them as a reason to talk. Add the first one."
    )


def _of_sector(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """The signals of the page's sector and those of none."""
    return found if view.sector is None else found[found["sector"].isna() | (found["sector"] == view.sector)]


def _news(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    return view.keep("market signals", lambda: _read(view), of=USE_SUBJECTS)


def _read(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The news that holds with the clients it touches and how many of them own a service of it; and those clients."""
    rows, cells = _of_sector(view, signals(view.store, view.as_of)), client_cells(view)
    found, hit = news(rows), touched(rows, cells)
    at = {one: place for place, versions in enumerate(found["versions"]) for one in versions}
    placed = hit.assign(place=hit["id"].map(at)).groupby(["place", "account_id"]).agg({"owned": "any"}).reset_index()
    counts = placed.groupby("place").agg(clients=("owned", "size"), own=("owned", "sum"))
    whole = counts.reindex(found.index).fillna(0).astype("int64")
    known = cells.drop_duplicates("account_id")[["account_id", "account", "sector", "owner"]]
    return found.join(whole), placed.merge(known, on="account_id")


def _answer(found: pd.DataFrame, clients: pd.DataFrame) -> str:
    speaks = found["effect"].value_counts()
    good, bad = (int(speaks.get(effect, 0)) for effect in EFFECTS)
    hit = clients["account_id"].nunique()
    verb, touch = ("speaks" if good == 1 else "speak"), ("client is" if hit == 1 else "clients are")
    return (
        f"**{fmt.counted(good, 'signal')}** {verb} for a service now, **{bad}** against; **{hit:,}** {touch} touched."
    )


def _listed(view: View, found: pd.DataFrame, clients: pd.DataFrame) -> None:
    ids = [min(versions) for versions in found["versions"]]
    chosen = chosen_row(
        _shown(found), "Market signals that hold, newest first, with the clients they touch", _LOOKS, key="signals",
        ids=ids, rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one to see the clients it touches, or to say until when it holds.")
        return
    one = found.iloc[chosen]
    with st.container(border=True, key="signal_panel"):
        st.subheader(plain(one["headline"]), anchor=False)
        source = one["published_by"] if isinstance(one["published_by"], str) else "nobody noted where"
        st.caption(plain(f"Published by: {source}."))
        _touched(one, clients[clients["place"] == chosen])
        forms.until(view, one["versions"], one["seen_on"], one["expires_on"])


def _touched(one: Any, clients: pd.DataFrame) -> None:
    if clients.empty:
        st.caption("It touches no client under the page's filters.")
        return
    shown = pd.DataFrame({"Client": clients["account"], "Sector": clients["sector"], "Owner": clients["owner"]})
    if one["services"]:
        shown["Owns it"] = ["yes" if owned else "no" for owned in clients["owned"]]
    height = None if len(shown) <= ROWS else 38 + 35 * ROWS
    table(shown.astype(object), "Clients it touches", height=height, width=720)


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    own = [
        fmt.of(own, clients) if services and clients else None
        for own, clients, services in zip(found["own"], found["clients"], found["services"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Headline": found["headline"],
            "Speaks": found["effect"].map(EFFECTS),
            "Sectors": [", ".join(names) or "every sector" for names in found["sectors"]],
            "Services": [", ".join(names) or "any service" for names in found["services"]],
            "Seen": found["seen_on"],
            "Holds until": found["expires_on"],
            "Clients": found["clients"],
            "Own it": own,
        }
    )


_LOOKS: dict[str, ColumnConfig] = {
    "Headline": _column.TextColumn(width=290),
    "Speaks": _column.TextColumn(width=80, help="For: an opportunity. Against: a threat."),
    "Sectors": _column.TextColumn(width=130),
    "Services": _column.TextColumn(width=150),
    "Seen": _column.DateColumn(format="D MMM YY", width=72),
    "Holds until": _column.DateColumn(format="D MMM YY", width=80, help="The first day it no longer holds."),
    "Clients": _column.NumberColumn(width=62, help="Active clients of these sectors under the page's filters."),
    "Own it": _column.TextColumn(width=68, help="How many of these clients own one of the services."),
}


def _expired(gone: pd.DataFrame) -> None:
    if gone.empty:
        return
    holds = "signal that no longer holds" if len(gone) == 1 else "signals that no longer hold"
    box = st.expander(f"{len(gone):,} {holds}", key="signals_gone", on_change="rerun")
    if not box.open:
        return
    shown = pd.DataFrame(
        {
            "Headline": gone["headline"], "Speaks": gone["effect"].map(EFFECTS),
            "Sectors": [", ".join(names) or "every sector" for names in gone["sectors"]],
            "Services": [", ".join(names) or "any service" for names in gone["services"]],
            "Seen": gone["seen_on"], "Held until": gone["expires_on"],
        }
    )  # fmt: skip
    with box:
        looks = {name: look for name, look in _LOOKS.items() if name in shown}
        table(shown, "Market signals that no longer hold", looks, height=None if len(shown) <= ROWS else 388)
