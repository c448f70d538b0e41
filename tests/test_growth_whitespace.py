"""Whitespace as it was known on a day: who counts as a client, which state decides, and what stands behind it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.accounts.tables import Account, AccountOwner, Contract, Sector, Service
from lib.growth.tables import Opportunity, ServiceDecline, ServiceIneligibility, Stage
from lib.growth.whitespace import cells
from lib.money.tables import Revenue
from lib.people.tables import Person
from lib.store.engine import Store
from lib.store.opening import open_store
from tests import databases
from tests.facts import put, put_real, real_frames

TODAY = date(2026, 6, 30)
LONG_AGO, LAST_YEAR, SPRING, LATER = date(2024, 1, 1), date(2025, 3, 10), date(2026, 3, 3), date(2026, 9, 1)
AUDIT, BRAND, CARE, DESIGN, EVENTS, FAX = range(1, 7)
TALK, WON = 1, 2


@pytest.fixture
def firm(store: Store) -> Store:
    """Acme has Audit under contract since 2024; six services on sale."""
    names = ("Audit", "Brand", "Care", "Design", "Events", "Fax")
    put(store, *(Service(id=n, name=name) for n, name in enumerate(names, start=1)))
    put(store, Sector(id=1, name="media"), Person(id=1, name="Ann"), Person(id=2, name="Bo"))
    put(
        store, Stage(id=TALK, name="Talk"), Stage(id=WON, name="Won", kind="won"), Stage(id=3, name="Offer", position=1)
    )
    put(store, Account(id=1, name="Acme", sector_id=1))
    put(store, Contract(account_id=1, service_id=AUDIT, kind="retainer", starts_on=LONG_AGO))
    return store


def cell(store: Store, service: int, as_of: date = TODAY, account: int = 1) -> dict[str, Any]:
    found = cells(store, as_of)
    [row] = found[(found["account_id"] == account) & (found["service_id"] == service)].to_dict("records")
    return {str(name): None if value is pd.NaT or value is pd.NA else value for name, value in row.items()}


def state(store: Store, service: int, as_of: date = TODAY) -> str:
    return str(cell(store, service, as_of)["state"])


def sold(amount: int, day: date, service: int | None = CARE, account: int = 1) -> Revenue:
    return Revenue(account_id=account, service_id=service, earned_on=day, amount_cents=amount, kind="project")


def deal(**more: Any) -> Opportunity:
    same: dict[str, Any] = {
        "account_id": 1,
        "service_id": BRAND,
        "stage_id": TALK,
        "kind": "expansion",
        "opened_on": SPRING,
    }
    return Opportunity(**(same | more))


def said(**more: Any) -> ServiceDecline:
    same: dict[str, Any] = {"account_id": 1, "service_id": DESIGN, "declined_on": SPRING}
    return ServiceDecline(**(same | more))


def barred(**more: Any) -> ServiceIneligibility:
    same: dict[str, Any] = {"account_id": 1, "service_id": EVENTS, "why": "Sister firm does it", "starts_on": SPRING}
    return ServiceIneligibility(**(same | more))


def test_every_client_has_a_cell_for_every_service_by_account_and_service(firm: Store) -> None:
    put(firm, Account(id=2, name="Beta"), sold(100, SPRING, account=2))
    found = cells(firm, TODAY)
    assert found[["account_id", "service_id"]].to_numpy().tolist() == [[a, s] for a in (1, 2) for s in range(1, 7)]
    assert found["state"].tolist()[:6] == ["owned", "gap", "gap", "gap", "gap", "gap"]
    assert found[["account", "service", "sector"]].astype(object).iloc[0].tolist() == ["Acme", "Audit", "media"]


def test_prospects_former_clients_and_archived_accounts_have_no_cells(firm: Store) -> None:
    put(firm, Account(id=2, name="Prospect"), deal(account_id=2))
    put(firm, Account(id=3, name="Former"), sold(900, LAST_YEAR, account=3))
    put(firm, Account(id=4, name="Archived", archived_on=SPRING), sold(900, SPRING, account=4))
    put(firm, Account(id=5, name="Credited"), sold(900, SPRING, account=5), sold(-900, SPRING, account=5))
    put(firm, Account(id=6, name="Unnamed service"), sold(900, SPRING, service=None, account=6))
    assert set(cells(firm, TODAY)["account_id"]) == {1, 6}
    assert set(cells(firm, LAST_YEAR)["account_id"]) == {1, 3}  # as it was then


def test_a_store_without_clients_has_no_cells(store: Store) -> None:
    put(store, Service(name="Audit"), Account(name="Acme"))
    assert cells(store, TODAY).empty


def test_owned_carries_the_revenue_of_twelve_months_and_nothing_older_or_later(firm: Store) -> None:
    put(firm, sold(500, date(2025, 7, 1)), sold(70, TODAY), sold(9_000, date(2025, 6, 30)), sold(8_000, LATER))
    assert (state(firm, CARE), cell(firm, CARE)["amount_cents"]) == ("owned", 570)
    assert (state(firm, AUDIT), cell(firm, AUDIT)["amount_cents"]) == ("owned", 0)  # under contract


def test_what_was_bought_once_is_a_gap_that_says_until_when(firm: Store) -> None:
    put(firm, sold(900, LAST_YEAR))
    assert (state(firm, CARE), cell(firm, CARE)["words"]) == ("gap", "bought until Mar 2025")
    put(
        firm, Contract(account_id=1, service_id=BRAND, kind="support", starts_on=LONG_AGO, ends_before=date(2026, 2, 1))
    )
    assert cell(firm, BRAND)["words"] == "bought until Jan 2026"
    assert state(firm, BRAND, date(2026, 1, 31)) == "owned"


def test_a_retired_service_has_cells_only_where_it_is_still_owned(firm: Store) -> None:
    put(firm, Service(id=7, name="Telex", retired_on=SPRING), Account(id=2, name="Beta"))
    put(firm, sold(100, SPRING, service=7), sold(100, SPRING, account=2))
    kept = cells(firm, TODAY)
    assert kept.loc[kept["service_id"] == 7, ["account_id", "state"]].to_numpy().tolist() == [[1, "owned"]]
    before = cells(firm, SPRING - timedelta(1))
    assert before.loc[before["service_id"] == 7, "account_id"].tolist() == [1]  # on sale, and Beta no client yet


def test_open_deals_tell_their_value_stage_and_number_and_renewals_none(firm: Store) -> None:
    put(firm, deal(amount_cents=4_000))
    assert {k: cell(firm, BRAND)[k] for k in ("state", "amount_cents", "deals", "words")} == {
        "state": "pipeline", "amount_cents": 4_000, "deals": 1, "words": "Talk",
    }  # fmt: skip
    put(firm, deal(amount_cents=500, stage_id=3), deal(kind="renewal", amount_cents=77), deal(opened_on=LATER))
    assert {k: cell(firm, BRAND)[k] for k in ("amount_cents", "deals", "words")} == {
        "amount_cents": 4_500, "deals": 2, "words": "2 open deals: Talk, Offer",
    }  # fmt: skip


def test_what_ran_out_and_is_being_renewed_is_no_gap(firm: Store) -> None:
    put(firm, deal(kind="renewal", amount_cents=77))
    assert {k: cell(firm, BRAND)[k] for k in ("state", "amount_cents", "deals", "words")} == {
        "state": "pipeline", "amount_cents": None, "deals": 0, "words": "renewal: Talk",
    }  # fmt: skip
    put(firm, deal(kind="renewal", service_id=AUDIT))
    assert state(firm, AUDIT) == "owned"
    assert state(firm, BRAND, SPRING - timedelta(1)) == "gap"


def test_a_deal_nobody_valued_has_no_amount(firm: Store) -> None:
    put(firm, deal())
    assert (state(firm, BRAND), cell(firm, BRAND)["amount_cents"]) == ("pipeline", None)


def test_a_deal_of_an_owned_service_keeps_its_value_beside_the_revenue(firm: Store) -> None:
    put(firm, deal(service_id=AUDIT, amount_cents=4_000))
    found = cell(firm, AUDIT)
    assert (found["state"], found["amount_cents"], found["pipeline_cents"], found["deals"]) == ("owned", 0, 4_000, 1)


def test_a_deal_won_since_is_still_open_on_the_day(firm: Store) -> None:
    put(firm, deal(stage_id=WON, closed_on=LATER, amount_cents=4_000))
    assert state(firm, BRAND) == "pipeline"
    assert state(firm, BRAND, LATER) == "gap"


def test_owned_goes_before_pipeline_before_not_eligible_before_declined_before_gap(firm: Store) -> None:
    assert state(firm, DESIGN) == "gap"
    put(firm, said())
    assert state(firm, DESIGN) == "declined"
    put(firm, barred(service_id=DESIGN))
    assert state(firm, DESIGN) == "not eligible"
    put(firm, deal(service_id=DESIGN))
    assert state(firm, DESIGN) == "pipeline"
    put(firm, sold(1, TODAY, service=DESIGN))
    assert state(firm, DESIGN) == "owned"


def test_not_eligible_holds_for_its_spell_and_says_why_and_until_when(firm: Store) -> None:
    put(firm, barred(ends_before=LATER))
    found = cell(firm, EVENTS)
    assert (found["state"], found["words"], found["until"]) == (
        "not eligible",
        "Sister firm does it",
        pd.Timestamp(LATER),
    )
    assert state(firm, EVENTS, SPRING - timedelta(1)) == "gap"
    assert state(firm, EVENTS, LATER - timedelta(1)) == "not eligible"
    assert state(firm, EVENTS, LATER) == "gap"


def test_a_declined_service_is_no_gap_on_any_day_before_its_date(firm: Store) -> None:
    put(firm, said(not_before_on=LATER, words="Next year"))
    days = [SPRING - timedelta(1), SPRING, TODAY, LATER - timedelta(1), LATER]
    assert [state(firm, DESIGN, day) for day in days] == ["gap", "declined", "declined", "declined", "gap"]
    found = cell(firm, DESIGN)
    assert (found["words"], found["until"]) == ("“Next year” (3 Mar 2026)", pd.Timestamp(LATER))
    assert cell(firm, DESIGN, LATER)["words"] == "“Next year” (3 Mar 2026), may be asked again"


def test_a_decline_without_a_date_stands_until_a_newer_one_gives_one(firm: Store) -> None:
    put(firm, said())
    found = cell(firm, DESIGN)
    assert (found["state"], found["until"], found["words"]) == ("declined", None, "“not now” (3 Mar 2026)")
    put(firm, said(declined_on=date(2026, 5, 1), not_before_on=date(2026, 6, 1), words="After May"))
    assert (state(firm, DESIGN, date(2026, 5, 2)), state(firm, DESIGN)) == ("declined", "gap")


def test_an_earlier_decline_that_asks_to_wait_longer_still_stands(firm: Store) -> None:
    put(firm, said(not_before_on=LATER, words="Wait"))
    put(firm, said(declined_on=date(2026, 5, 1), not_before_on=date(2026, 6, 1), words="Soon"))
    found = cell(firm, DESIGN)
    assert (found["state"], found["words"], found["until"]) == ("declined", "“Wait” (3 Mar 2026)", pd.Timestamp(LATER))


def test_a_decline_of_another_client_or_service_changes_nothing(firm: Store) -> None:
    put(firm, Account(id=2, name="Beta"), said(account_id=2, not_before_on=LATER))
    assert state(firm, DESIGN) == "gap"


def test_the_owner_is_who_led_on_the_day(firm: Store) -> None:
    put(firm, AccountOwner(account_id=1, person_id=1, starts_on=LONG_AGO, ends_before=SPRING))
    put(firm, AccountOwner(account_id=1, person_id=2, starts_on=SPRING))
    assert [cell(firm, AUDIT, day)["owner"] for day in (LAST_YEAR, TODAY)] == ["Ann", "Bo"]


@pytest.fixture(scope="module")
def frames(real_input: Path) -> dict[str, pd.DataFrame]:
    return real_frames(real_input)


@pytest.fixture(scope="module")
def real_store(
    frames: dict[str, pd.DataFrame], empty_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Store:  # fmt: skip
    path = tmp_path_factory.mktemp("whitespace") / "steward.db"
    store = open_store(databases.copied(empty_url, path))
    put_real(store, frames)
    return store


def plain_cells(
    frames: dict[str, pd.DataFrame], first: str, last: str
) -> dict[tuple[str, str], tuple[str, int | None]]:
    """State and amount in cents of each account × product, from the files alone; `first` to `last`: twelve months."""
    pipeline = frames["sales_pipeline"].merge(frames["products"][["product", "sales_price"]], on="product")
    closed = pipeline["close_date"]
    year = pipeline[(pipeline["deal_stage"] == "Won") & (closed >= first) & (closed <= last)]
    revenue = year.groupby(["account", "product"])["close_value"].sum()
    begun = pipeline["engage_date"].isna() | (pipeline["engage_date"] <= last)
    value = pipeline[begun & (closed.isna() | (closed > last))].groupby(["account", "product"])["sales_price"].sum()
    clients = sorted(set(year["account"].dropna()))
    found: dict[tuple[str, str], tuple[str, int | None]] = {}
    for pair in ((account, product) for account in clients for product in frames["products"]["product"]):
        if revenue.get(pair, 0) > 0:
            found[pair] = ("owned", round(revenue[pair] * 100))
        else:
            found[pair] = ("pipeline", int(value[pair]) * 100) if pair in value.index else ("gap", None)
    return found


@pytest.mark.real
@pytest.mark.parametrize(("first", "last"), [("2017-01-01", "2017-12-31"), ("2016-10-01", "2017-09-30")])
def test_whitespace_of_the_real_export_is_that_of_plain_pandas(
    first: str, last: str, real_store: Store, frames: dict[str, pd.DataFrame]
) -> None:
    found = cells(real_store, date.fromisoformat(last))
    told = {
        (row["account"], row["service"]): (row["state"], None if pd.isna(row["amount_cents"]) else row["amount_cents"])
        for row in found.to_dict("records")
    }
    assert told == plain_cells(frames, first, last)
    assert len(told) == 85 * 7
