"""The pipeline's tab: told in a sentence, moved on the board and in the table, won, lost, edited, its lists kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.growth.actions import edit_opportunity, move_stage
from lib.growth.pipeline_queries import loss_reasons, stages
from lib.growth.tables import Opportunity
from lib.store.engine import Store
from lib.store.users import introduce
from tests.account_page_cases import choose, fill, open_account, unfold, widget
from tests.facts import put
from tests.growth_cases import CARE, LAST, LOST, OFFER, OFFERED, OPENED, PRICE, TALK, WON, deal, history, put_pipeline
from tests.page_cases import words_of

DAY = date(2026, 5, 25)
App = Callable[..., AppTest]


@pytest.fixture
def tab(app: App, store: Store) -> App:
    """The tab on the small pipeline, as Ann."""
    put_pipeline(store)
    introduce(store, "Ann Berg")
    return lambda **query: app("growth.py", **({"as_of": DAY.isoformat()} | query))


def opened(at: AppTest, number: int, part: str) -> AppTest:
    """The panel of a deal in the table, with one of its forms."""
    listed = at.session_state["_rows_pipeline_deals"]
    at.session_state["table_deal_tab"] = part
    return choose(at, "pipeline_deals", listed.index(number))


def test_the_finding_comes_first_and_renewals_stand_apart(tab: App) -> None:
    words = words_of(tab()).replace("**", "")
    assert "2 open deals worth €5 k; 1 has no dated next step, 1 has an overdue one." in words
    assert "1 renewal worth €0 stands apart" in words


def test_the_board_has_a_column_for_each_stage_in_use_in_the_firms_order(tab: App) -> None:
    at = tab()
    words = words_of(at).replace("**", "")
    heads = [words.index(head) for head in ("Talk · 1 · €0", "Offer · 1 · €5 k", "Last word · 0 · €0")]
    assert heads == sorted(heads)
    assert "Tender" not in words
    assert "84 days · Ann" in words
    assert "Send it by 20 May 2026 :orange[▲ overdue]" in words
    assert "no client yet" in words


def test_a_card_keeps_a_long_next_step_short(tab: App, store: Store) -> None:
    put(store, Opportunity(stage_id=TALK, opened_on=DAY, next_step="Ask again " * 40, next_step_on=date(2026, 6, 1)))
    words = words_of(tab())
    assert "Ask again… by 1 Jun 2026" in words
    assert words.count("Ask again") < 12


def test_details_asked_for_on_a_card_are_announced_and_can_be_put_away(tab: App) -> None:
    at = unfold(tab(), "board_move_1")
    at.button(key="board_open_1").click().run()
    assert "Its details stand below the board" in at.toast[0].value
    at.button(key="board_close").click().run()
    assert not [button for button in at.button if button.key == "board_close"]


def test_a_card_is_moved_where_it_lies(tab: App, store: Store) -> None:
    at = unfold(tab(), "board_move_1")
    at.selectbox(key="board_to_1_1").select(LAST).run()
    assert not at.exception
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED), (LAST, DAY)]
    assert "Last word · 1 · €5 k" in words_of(at).replace("**", "")


def test_a_card_that_somebody_moved_meanwhile_is_not_moved_again(tab: App, store: Store) -> None:
    at = unfold(tab(), "board_move_1")
    move_stage(store, "Bo", 1, OFFER, LAST, DAY, "bo")
    at.selectbox(key="board_to_1_1").select(TALK).run()
    assert "this opportunity stands in “Last word” now. Nothing was saved" in words_of(at)
    assert deal(store, 1)["stage_id"] == LAST


def test_who_is_not_known_is_asked_before_anything_moves(app: App, store: Store) -> None:
    put_pipeline(store)
    at = unfold(app("growth.py", as_of=DAY.isoformat()), "board_move_1")
    at.selectbox(key="board_to_1_1").select(LAST).run()
    assert deal(store, 1)["stage_id"] == OFFER
    assert "Who are you? The change log needs a name" in words_of(at)


def test_the_table_tells_what_to_mend_first(tab: App) -> None:
    at = tab(pipeline_shape="Table")
    [shown] = [one.value for one in at.dataframe if "To mend" in one.value]
    assert shown["To mend"].tolist() == ["no next step, no client", "step overdue"]
    assert [list(menu) for menu in shown["Move"]] == [["Talk", "Offer", "Last word"]] * 2
    assert shown["Client"].tolist() == ["no client yet", "Acme"]


def test_a_click_in_the_table_moves_the_row_that_was_shown_once(tab: App, store: Store) -> None:
    at = tab(pipeline_shape="Table")
    at = AppTest.from_function(_click_twice, default_timeout=30).run()
    assert not at.exception
    assert history(store, 1) == [(TALK, OPENED), (OFFER, OFFERED), (LAST, DAY)]


def _click_twice() -> None:
    from dataclasses import replace
    from datetime import date

    import streamlit as st

    from lib.ui import growth_pipeline_table, session
    from lib.ui.growth import all_open
    from lib.ui.page import View

    view = View(session.store(), date(2026, 5, 25), None, None, "EUR", "Ann Berg", False, st.container())
    rows = all_open(replace(view), view.as_of)
    at = rows["id"].tolist().index(1)
    for _ in range(2):
        growth_pipeline_table.move_clicked(view, rows, at, "Last word")


def test_a_deal_without_a_client_is_given_one(tab: App, store: Store) -> None:
    at = opened(tab(pipeline_shape="Table"), 3, "Edit and next step")
    at.selectbox(key="table_edit_3_1_account_id").select(2)
    at.number_input(key="table_edit_3_1_amount_cents").set_value(1200)
    at.button(key="FormSubmitter:form_table_edit_3-Save").click().run()
    assert not at.exception
    assert (deal(store, 3)["account_id"], deal(store, 3)["amount_cents"]) == (2, 120_000)


def test_two_editors_see_both_amounts_in_whole_units(tab: App, store: Store) -> None:
    at = opened(tab(pipeline_shape="Table"), 1, "Edit and next step")
    at.number_input(key="table_edit_1_1_amount_cents").set_value(6000)
    edit_opportunity(store, "Bo", 1, {"version": 1, "amount_cents": 500_000}, {"amount_cents": 450_000}, "bo")
    at.button(key="FormSubmitter:form_table_edit_1-Save").click().run()
    assert "Bo changed this opportunity while you were editing (amount)" in words_of(at)
    [sides] = [one for one in at.radio if str(one.key).startswith("table_edit_1_")]
    assert [str(option).replace("\\", "") for option in sides.options] == ["Yours: 6000", "Bo: 4500"]
    at.button(key="FormSubmitter:settle_table_edit_1-Save what I chose").click().run()
    assert deal(store, 1)["amount_cents"] == 600_000


def test_a_step_without_a_day_is_refused_beside_it_and_kept(tab: App, store: Store) -> None:
    at = opened(tab(pipeline_shape="Table"), 3, "Edit and next step")
    at.text_input(key="table_edit_3_1_next_step").set_value("Ring them")
    at.button(key="FormSubmitter:form_table_edit_3-Save").click().run()
    assert "a step without a day is not done: say by when" in words_of(at)
    assert at.text_input(key="table_edit_3_1_next_step").value == "Ring them"
    assert deal(store, 3)["next_step"] is None


def test_a_deal_is_won_for_an_amount(tab: App, store: Store) -> None:
    at = opened(tab(pipeline_shape="Table"), 1, "Won")
    fill(at, "table_won_1_1", "It is won", amount_cents=4800)
    assert not at.exception
    assert (deal(store, 1)["stage_id"], deal(store, 1)["amount_cents"]) == (WON, 480_000)
    assert "1 open deal worth €0" in words_of(at).replace("**", "")


def test_a_deal_is_lost_only_with_category_and_words(tab: App, store: Store) -> None:
    at = opened(tab(pipeline_shape="Table"), 1, "Lost")
    fill(at, "table_lost_1_1", "It is lost", loss_words="Too dear")
    assert "choose the category it falls under" in words_of(at)
    fill(at, "table_lost_1_1", "It is lost", loss_reason_id=PRICE)
    assert (deal(store, 1)["stage_id"], deal(store, 1)["loss_words"]) == (LOST, "Too dear")


def test_the_history_tells_how_long_it_stood_in_each_stage(tab: App) -> None:
    at = opened(tab(pipeline_shape="Table"), 1, "Stages")
    [found] = [one.value for one in at.dataframe if "Days in it" in one.value]
    assert found[["Stage", "Days in it"]].to_numpy().tolist() == [["Talk", 35], ["Offer", 49]]


def test_a_new_opportunity_stands_on_the_board_at_once(tab: App) -> None:
    at = unfold(tab(), "pipeline_new")
    new: dict[str, Any] = {"account_id": 2, "service_id": CARE, "kind": "expansion", "amount_cents": 700}
    fill(at, "pipeline_new_deal", "Open it", **new)
    assert "3 open deals worth €5.7 k" in words_of(at).replace("**", "")


def test_what_was_closed_by_mistake_is_opened_again(tab: App, store: Store) -> None:
    at = unfold(tab(), "pipeline_closed")
    assert "1 won worth €7 k and 0 lost" in words_of(at).replace("**", "")
    choose(at, "pipeline_closed_deals")
    at.button(key="pipeline_reopen_4").click().run()
    assert (deal(store, 4)["stage_id"], deal(store, 4)["closed_on"]) == (TALK, None)


def test_the_firm_keeps_its_own_stages(tab: App, store: Store) -> None:
    at = unfold(tab(), "pipeline_lists")
    fill(at, "new_stage", "Add the stage", name="oFFER")
    assert "“Offer” is in the list already" in words_of(at)
    fill(at, "new_stage", "Add the stage", name="Contract", chance=90.0)
    assert stages(store).set_index("name")["chance"]["Contract"] == 0.9
    assert "Contract · 0 · €0" in words_of(at).replace("**", "")
    choose(at, "stage_list", list(stages(store)["name"]).index("Contract"))
    made = int(stages(store).set_index("name")["id"]["Contract"])
    at.button(key=f"stage_Up_{made}").click().run()
    assert list(stages(store)["name"])[:5] == ["Tender", "Talk", "Offer", "Contract", "Last word"]
    at.button(key=f"stage_retire_{made}").click().run()
    assert "Contract · 0 · €0" not in words_of(at).replace("**", "")


def test_the_firm_keeps_its_own_categories(tab: App, store: Store) -> None:
    at = unfold(tab(), "pipeline_lists")
    fill(at, "new_loss_reason", "Add the category", name="No budget")
    assert list(loss_reasons(store)["name"]) == ["Price", "Fax broke", "No budget"]
    choose(at, "reason_list")
    at.text_input(key="loss_reason_1_1_name").set_value("Too dear")
    at.button(key="FormSubmitter:form_loss_reason_1-Save").click().run()
    assert "Too dear" in set(loss_reasons(store)["name"])


def test_without_a_deal_it_says_what_will_stand_here(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    introduce(store, "Ann Berg")
    at = app("growth.py")
    assert not at.exception
    assert "No opportunity is open on this day. Open one below" in words_of(at)
    unfold(at, "pipeline_new")
    assert "The firm has no open stage yet" in words_of(at)
    unfold(at, "pipeline_lists")
    assert "No stage yet: add an open one first" in words_of(at)


def test_an_account_opens_moves_and_closes_its_opportunities(app: App, store: Store) -> None:
    put_pipeline(store)
    introduce(store, "Ann Berg")
    at = open_account(app, "Opportunities", as_of=DAY.isoformat())
    unfold(at, "opportunity_new_1")
    fill(at, "opportunity_of_1", "Open it", service_id=CARE, amount_cents=300)
    assert "3 open worth €5.3 k" in words_of(at).replace("**", "")
    at.session_state["account_deal_tab"] = "Move"
    choose(at, "account_opportunities", at.session_state["_rows_account_opportunities"].index(1))
    widget(at, "account_move_1_2_0_stage_id").set_value(LAST)
    at.button(key="FormSubmitter:entry_account_move_1_2-Move it").click().run()
    assert deal(store, 1)["stage_id"] == LAST
