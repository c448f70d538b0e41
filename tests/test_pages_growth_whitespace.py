"""The tab Whitespace: its answer, its grid, one client, what stands behind a cell, affinity, and nothing at all."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contract, Service
from lib.money.tables import Revenue
from lib.store.engine import Store
from tests.facts import put
from tests.page_cases import words_of
from tests.upsell_cases import CARE, DECLINED, NAMES, OWNER, TODAY, put_gated_firm

App = Callable[..., AppTest]


@pytest.fixture
def tab(app: App, store: Store) -> Callable[..., AppTest]:
    """The tab on the gated firm."""
    put_gated_firm(store)

    def opened(**query: str) -> AppTest:
        return app("growth.py", {"growth_tab": "Whitespace"}, **({"as_of": str(TODAY)} | query))

    return opened


def grid_of(at: AppTest) -> list[dict[Any, Any]]:
    """The cells in the grid, as they are sent."""
    [chart] = [one for one in at.get("vega_lite_chart") if '"cell"' in one.proto.spec]
    frames = [convert_arrow_bytes_to_pandas_df(sent.data.data) for sent in chart.proto.datasets]
    return next(frame for frame in frames if "state" in frame).to_dict("records")


def test_the_answer_counts_what_is_owned_open_and_worth_a_conversation(tab: App) -> None:
    words = words_of(tab())
    assert (
        "**8 clients** own 1.1 of 2 services on average; **4 gaps** are open; 1 of them worth a conversation now"
        in words
    )
    assert "1 more has a deal under way worth €12 k" in words
    assert "too few to tell" in words  # which are bought together


def test_one_client_has_no_average(app: App, store: Store) -> None:
    put(store, Service(id=1, name="Audit"), Service(id=2, name="Care"), Account(id=1, name="Acme"))
    put(store, Contract(account_id=1, service_id=1, kind="support", starts_on=TODAY))
    at = app("growth.py", {"growth_tab": "Whitespace"}, as_of=str(TODAY))
    assert "**1 client** owns 1 of 2 services; **1 gap** is open." in words_of(at)


def test_the_grid_tells_each_state_in_words_and_what_is_behind_it(tab: App) -> None:
    care = {row["row"]: (row["state"], row["shown"]) for row in grid_of(tab()) if row["service"] == "Website care"}
    assert care == {
        "Ready": ("suggested", "suggested"), "Declined": ("declined", "declined"), "Escalated": ("gap", ""),
        "Unconfirmed": ("gap", ""), "Timid": ("gap", ""), "Owner": ("owned", "owned"),
        "Pipeline": ("pipeline", "▷ €12 k"), "Barred": ("not eligible", "ineligible"),
    }  # fmt: skip
    told = {row["row"]: row["told"] for row in grid_of(tab()) if row["service"] == "Website care"}
    assert told["Declined"] == "“Not this year.” (1 Sep 2026); not before 1 Mar 2027"
    assert told["Barred"] == "A sister company does it; no end given"
    assert told["Owner"] == "under contract, no revenue in 12 months"


def test_among_many_services_rounded_amounts_and_signs_take_the_place_of_words(tab: App, store: Store) -> None:
    put(store, *(Service(id=n, name=f"Service {n}") for n in range(3, 18)))
    put(store, Revenue(account_id=OWNER, service_id=CARE, earned_on=TODAY, amount_cents=36_540_00, kind="recurring"))
    at = tab()
    care = {row["row"]: row["shown"] for row in grid_of(at) if row["service"] == "Website care"}
    assert (care["Owner"], care["Pipeline"], care["Declined"]) == ("37k", "▷", "✕")
    assert "Amounts in €, rounded" in words_of(at)


def test_the_frames_filters_hold(tab: App) -> None:
    shown = {row["row"] for row in grid_of(tab(owner="Lea Lead"))}
    assert shown == {name for account, name in NAMES.items() if account % 2 == 0}


def test_one_client_is_told_service_by_service(tab: App) -> None:
    at = tab()
    at.selectbox(key="whitespace_client").select(DECLINED).run()
    shown = next(table.value for table in at.dataframe if "Behind it" in table.value)
    assert shown[["Service", "State"]].to_numpy().tolist() == [["Campaign", "owned"], ["Website care", "declined"]]
    assert shown["Behind it"].iloc[1] == "“Not this year.” (1 Sep 2026); not before 1 Mar 2027"


def test_a_chosen_cell_tells_what_stands_behind_it(tab: App) -> None:
    at = tab()
    at.session_state["whitespace_grid"] = {"selection": {"cell": [{"row": "Declined", "service": "Website care"}]}}
    words = words_of(at.run())
    assert "**Declined · Website care: declined**" in words
    assert "Said “not now” on 1 Sep 2026: “Not this year.”; ask again from 1 Mar 2027." in words
    assert [link.proto.query_string for link in at.get("page_link")] == ["account=Declined"]


def test_services_bought_together_are_told_with_their_interval_and_counts(app: App, store: Store) -> None:
    """20 of 40 clients have Audit, 14 of them and one other Brand; the rest has Care, so that all are clients."""
    put(store, *(Service(id=n, name=name) for n, name in enumerate(("Audit", "Brand", "Care"), start=1)))
    put(store, *(Account(id=n, name=f"Client {n}") for n in range(1, 41)))
    owned = [*((n, 1) for n in range(1, 21)), *((n, 2) for n in [*range(1, 15), 21]), *((n, 3) for n in range(21, 41))]
    put(store, *(Contract(account_id=n, service_id=of, kind="support", starts_on=TODAY) for n, of in owned))
    words = words_of(app("growth.py", {"growth_tab": "Whitespace"}, as_of=str(TODAY)))
    assert "Clients with **Brand** also own **Audit** 1.87 times as often as all clients (1.40–1.98; 14 of 15" in words
    assert "1 would look clear by chance alone" in words


def test_before_anything_was_bought_it_says_what_will_stand_here(tab: App) -> None:
    words = words_of(tab(as_of="2025-06-30"))
    assert "No whitespace on 30 Jun 2025. Every client stands here against every service on sale" in words
