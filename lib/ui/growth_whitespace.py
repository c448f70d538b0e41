"""Account × service: what is owned, in the pipeline, declined, not eligible, a gap or suggested."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.ui.growth_whitespace_affinity import affinity_section
from lib.ui.growth_whitespace_cell import cell_panel, client_panel
from lib.ui.growth_whitespace_cells import marked_cells, state_counts
from lib.ui.growth_whitespace_grid import PAGE, SORTS, clients_in_order, many_services, pick_cell, sectors
from lib.ui.page import View
from lib.ui.text import plain

# On a phone a cell would be a few pixels wide: the grids keep their width and scroll sideways in their own boxes.
_WIDE = """<style>.st-key-whitespace_grid, .st-key-chart_whitespace_sectors {overflow-x: auto; overflow-y: hidden}
.st-key-whitespace_grid > div, .st-key-chart_whitespace_sectors > div {min-width: 760px}</style>"""


def whitespace_tab(view: View) -> None:
    """Account × service: what is owned, in the pipeline, declined, not eligible, a gap or suggested."""
    found = marked_cells(view)
    if found.empty:
        _nothing(view)
        return
    st.markdown(_answer(view, found))
    st.html(_WIDE)
    clients, one = _controls(found)
    if one is not None:
        client_panel(view, found, one)
    elif (chosen := pick_cell(view, found, clients)) is not None:
        if st.session_state.get("_whitespace_told") != chosen:
            st.toast("What stands behind the cell is told below the grid.")
        st.session_state["_whitespace_told"] = chosen
        cell_panel(view, found, *chosen)
    else:
        rounded = f" Amounts in {fmt.sign(view.currency).strip()}, rounded." if many_services(found) else ""
        st.caption(plain(f"Choose a cell to see what stands behind it.{rounded}"))
    sectors(view, found)
    affinity_section(view)


def _nothing(view: View) -> None:
    where = "under this owner or sector" if view.scope else f"on {fmt.day(view.as_of)}"
    st.info(
        f"No whitespace {plain(where)}. Every client stands here against every service on sale; a client has a "
        "contract in force or revenue in the twelve months before. Contracts, revenue and services come in on the "
        "Data page."
    )


def _answer(view: View, found: pd.DataFrame) -> str:
    counts, clients = state_counts(found), found["account_id"].nunique()
    owned, gaps = counts["owned"], counts["gap"] + counts["suggested"]
    open_cents = found.loc[found["state"] == "pipeline", "amount_cents"].sum()
    worth = f" worth {plain(fmt.money(float(open_cents), view.currency))}" if open_cents else ""
    services = fmt.counted(found["service_id"].nunique(), "service")
    own = f"own {plain(f'{owned / clients:.1f}')} of {services} on average"
    parts = [
        f"**{fmt.counted(clients, 'client')}** {own if clients > 1 else f'owns {owned} of {services}'}",
        f"**{fmt.counted(gaps, 'gap')}** {'is' if gaps == 1 else 'are'} open",
        f"{counts['suggested']} of them worth a conversation now" if counts["suggested"] else "",
        f"{counts['pipeline']} more {'has' if counts['pipeline'] == 1 else 'have'} a deal under way{worth}"
        if counts["pipeline"] else "",
    ]  # fmt: skip
    return "; ".join(part for part in parts if part) + "."


def _controls(found: pd.DataFrame) -> tuple[list[int], int | None]:
    """The clients of the page chosen, in the order chosen; and the one looked for, if any."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    sort = row.segmented_control(
        "Clients by", SORTS, default=SORTS[0], key="whitespace_sort", required=True, bind="query-params"
    )  # fmt: skip
    names = found.drop_duplicates("account_id").set_index("account_id")["account"].astype(str)
    names = names.sort_values(key=lambda column: column.str.casefold())
    one = row.selectbox(
        "Find a client", [int(number) for number in names.index], index=None, key="whitespace_client", width=260,
        format_func=lambda number: names[number], placeholder="All clients",
    )  # fmt: skip
    if one is not None:
        return [one], one
    clients = clients_in_order(found, sort or SORTS[0])
    pages = -(-len(clients) // PAGE)
    page = min(int(row.pagination(pages, key="whitespace_page", width=300) or 1), pages) if pages > 1 else 1
    return clients[(page - 1) * PAGE : page * PAGE], None
