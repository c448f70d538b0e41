"""The tabs of delivery and money that are about money: filled, filtered, empty, wrong input, and who sees margins."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.benchmarks import benchmarks
from lib.money.tables import Revenue, WriteOff
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import AppUser
from lib.store.users import introduce
from lib.team.tables import Booking
from lib.ui.whole import whole
from tests.facts import put
from tests.money_cases import ANN, BO, PROJECT, put_firm
from tests.page_cases import words_of

App = Callable[..., AppTest]
DAY = "2026-03-31"
WRITE_OFFS = table_of(WriteOff)


def opened(app: App, tab: str, **query: str) -> AppTest:
    return app("delivery.py", {"delivery_tab": tab}, **({"as_of": DAY} | query))


def said(at: AppTest) -> str:
    assert not at.exception, at.exception[0].value
    return words_of(at).replace("**", "")


def table(at: AppTest, column: str) -> pd.DataFrame:
    return next(one.value for one in at.dataframe if column in one.value)


@pytest.fixture
def firm(store: Store) -> Store:
    """The small firm, looked at by Ann, who may see costs."""
    put_firm(store)
    introduce(store, "Ann")
    return store


def seen_as(store: Store, role: str) -> None:
    """Dora looks on, with a role."""
    put(store, AppUser(name="Dora", role=role))
    introduce(store, "Dora")


def test_the_head_says_what_needs_care(app: App, firm: Store) -> None:
    words = said(opened(app, "Benchmarks"))
    assert (
        "1 project runs out of agreed hours (Site) and 1 client got more hours than it bought in February to March "
        "2026 (Bo)."
    ) in words
    assert "Site" not in said(opened(app, "Benchmarks", owner="Bert"))
    assert "1 project is late (Bo)" in said(opened(app, "Benchmarks", as_of="2026-05-01"))


def test_whole_columns_are_rounded_not_cut_off() -> None:
    assert whole([110.75, 20.5, 0.4, None]).tolist() == [111, 21, 0, pd.NA]


def test_margins_are_told_to_who_may_see_costs(app: App, firm: Store) -> None:
    at = opened(app, "Margin")
    found = table(at, "Margin").set_index("Account")["Margin"]
    assert found.to_dict() == {"Acme": "17 %", "Bo": "48 %", "Cove": "–", "No account": "40 %"}
    assert "withheld" not in said(at)


def test_a_viewer_is_shown_no_margin_made_of_what_people_cost(app: App, firm: Store) -> None:
    seen_as(firm, "viewer")
    at = opened(app, "Margin")
    found = table(at, "Margin").set_index("Account")
    assert found["Margin"].to_dict() == {"Acme": "40 %", "Bo": "withheld", "Cove": "–", "No account": "40 %"}
    assert "by hours" not in found["Made of"].tolist()
    assert "those made of hours are for leads and administrators" in said(at)
    at.session_state["margin_by"] = "Owner"
    owners = table(at.run(), "Margin").set_index("Owner")["Margin"]
    assert owners.to_dict() == {"Bert": "40 %", "Ann": "withheld", "Nobody leads it": "–", "No account": "40 %"}


def test_what_a_lead_saw_is_not_kept_for_a_viewer(app: App, firm: Store) -> None:
    assert "48 %" in table(opened(app, "Margin"), "Margin")["Margin"].tolist()
    seen_as(firm, "editor")
    assert "48 %" not in table(opened(app, "Margin"), "Margin")["Margin"].tolist()


def test_a_filter_keeps_its_accounts_alone(app: App, firm: Store) -> None:
    at = opened(app, "Margin", owner="Bert")
    assert table(at, "Margin")["Account"].tolist() == ["Acme"]
    assert "fees came to €2 k" in said(at)


def test_services_have_their_usual_margin(app: App, firm: Store) -> None:
    at = opened(app, "Margin")
    at.session_state["margin_by"] = "Service"
    assert table(at.run(), "Service")["Service"].tolist() == ["Care", "No service"]


def test_over_servicing_names_the_accounts_and_the_owners(app: App, firm: Store) -> None:
    at = opened(app, "Over-servicing")
    assert "3 hours were worked beyond what clients bought (5.4 % of the hours bought), worth €240" in said(at)
    assert "time records begin on 2 Feb 2026" in said(at)
    assert table(at, "Beyond (h)").set_index("Account")["Beyond (h)"].to_dict() == {"Bo": 3, "Acme": 0, "Cove": 0}
    at.session_state["over_servicing_by"] = "Owner"
    assert table(at.run(), "Accounts").set_index("Owner")["Beyond (h)"].to_dict() == {
        "Ann": 3, "Nobody led it": 0, "Bert": 0,
    }  # fmt: skip


def test_a_chosen_account_says_what_it_bought(app: App, firm: Store) -> None:
    at = opened(app, "Over-servicing")
    at.session_state["over_servicing_2026-02-01"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    assert table(at.run(), "What")["Hours"].tolist() == [0, 10, 0, 13]


def test_budgets_say_what_went_beyond_and_when_it_runs_out(app: App, firm: Store) -> None:
    week = {"project_id": PROJECT, "account_id": BO, "person_id": ANN}
    put(firm, Booking(**week, starts_on=date(2026, 4, 6), ends_before=date(2026, 4, 13), minutes_per_week=300))
    at = opened(app, "Budgets")
    assert "Of 1 running project with agreed hours 1 went beyond them already" in said(at)
    assert table(at, "Stands")["Stands"].tolist() == ["▲ beyond by 3 h"]
    assert "In March 2026 150 % of the hours included were used; 1 of 1 accounts used more than theirs." in said(at)
    at.session_state["budgets"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    assert "13 of 10 h spent, 18 h when what is booked is done; at the price of an hour €1.44 k" in said(at.run())


def test_a_write_off_is_noted_and_what_is_wrong_refused(app: App, firm: Store) -> None:
    at = opened(app, "Write-offs")
    assert "€350 was written off, 9.7 % of the fees, in 2 entries" in said(at)
    at.session_state["write_off_add"] = True
    at = at.run()
    button = at.button(key="FormSubmitter:entry_write_off-Note it")
    at = button.click().run()
    assert "Client: choose the client it was given to." in said(at)
    at.selectbox(key="write_off_0_account_id").set_value(BO)
    at.number_input(key="write_off_0_amount").set_value(40.0)
    at.selectbox(key="write_off_0_reason").set_value("other")
    at = at.button(key="FormSubmitter:entry_write_off-Note it").click().run()
    assert not at.exception
    assert firm.rows(select(WRITE_OFFS.c.amount_cents).where(WRITE_OFFS.c.reason == "other"))[0][0] == 4_000


def test_a_write_off_is_corrected_and_taken_back(app: App, firm: Store) -> None:
    at = opened(app, "Write-offs")
    at.session_state["write_offs"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at = at.run()
    number = next(box for box in at.number_input if str(box.key).endswith("_amount"))
    number.set_value(60.0)
    save = next(one for one in at.button if str(one.key).startswith("FormSubmitter:entry_write_off_"))
    at = save.click().run()
    assert not at.exception
    assert sorted(row[0] for row in firm.rows(select(WRITE_OFFS.c.amount_cents))) == [6_000, 30_000]
    take_back = next(one for one in at.button if one.label == "Take it back")
    at = take_back.click().run()
    assert not at.exception
    assert [row[0] for row in firm.rows(select(WRITE_OFFS.c.amount_cents))] == [30_000]


def test_a_benchmark_is_edited_and_stands_beside_its_figure(app: App, firm: Store) -> None:
    assert "published: 50–60 % (Parakeeto" in said(opened(app, "Margin"))
    at = opened(app, "Benchmarks")
    row = list(benchmarks(firm)).index("delivery_margin")
    at.session_state["benchmarks"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    at = at.run()
    next(box for box in at.number_input if str(box.key).endswith("_low")).set_value(45.0)
    save = next(one for one in at.button if str(one.key).startswith("FormSubmitter:entry_benchmark_"))
    at = save.click().run()
    assert not at.exception
    assert "own benchmark: 45–60 %" in said(opened(app, "Margin"))


def test_a_store_with_revenue_alone_says_what_is_missing(app: App, store: Store) -> None:
    put(store, Revenue(earned_on=date(2026, 2, 3), amount_cents=1_000_00, kind="project"))
    put(store, Account(id=1, name="Acme"))
    for tab in ("Margin", "Over-servicing", "Write-offs", "Budgets", "Benchmarks"):
        words = said(opened(app, tab))
        assert "cannot be told: no projects and no hours are recorded" in words
        assert "nan" not in words.lower().split()
