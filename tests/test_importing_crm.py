"""The real CRM export: everything in it arrives, checked against plain pandas; its dirt is told."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.importing.apply import apply
from lib.importing.issues import accept_match, open_issues
from lib.importing.preview import Preview, preview
from lib.importing.sources import Source, read_sources
from lib.importing.telling import told
from lib.importing.unassigned import unassigned, unassigned_count
from lib.importing.undo import undo
from lib.store.engine import Store
from lib.store.opening import damage, open_store
from lib.store.settings import settings
from lib.store.writing import data_version
from tests import databases
from tests.importing_cases import assert_same_content, content, counts, rows

pytestmark = pytest.mark.real
WHEN_AND_WHERE_FROM = ("version", "batch_id", "recorded_at")


@pytest.fixture(scope="module")
def files(real_input: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in sorted(real_input.glob("*.csv"))}


@pytest.fixture(scope="module")
def sources(real_input: Path) -> list[Source]:
    return read_sources([real_input])


@pytest.fixture(scope="module")
def loaded(sources: list[Source], empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Preview]:
    """A store with the export in it, names not accepted; tests only read it."""
    store = open_store(databases.copied(empty_url, tmp_path_factory.mktemp("crm") / "steward.db"))
    plan = preview(store, sources)
    apply(store, "Ann", plan)
    return store, plan


def test_every_row_is_new_and_none_is_refused(loaded: tuple[Store, Preview], files: dict[str, pd.DataFrame]) -> None:
    accounts, deals, teams = files["accounts"], files["sales_pipeline"], files["sales_teams"]
    closed = deals["deal_stage"].isin(["Won", "Lost"])
    expected = {
        "sector": accounts["sector"].nunique(), "account": len(accounts), "service_line": 3, "service": 7,
        "service_price": 7, "person": teams["sales_agent"].nunique() + teams["manager"].nunique(),
        "reporting_line": len(teams), "stage": 4, "opportunity": len(deals),
        "opportunity_stage": len(deals) + int(closed.sum()),
        "revenue": int((deals["deal_stage"] == "Won").sum()),
    }  # fmt: skip
    assert counts(loaded[1]) == {name: (count, 0, 0, 0) for name, count in expected.items()}
    assert (expected["account"], expected["opportunity"], expected["revenue"]) == (85, 8800, 4238)
    assert (expected["person"], expected["opportunity_stage"]) == (41, 15_511)
    assert loaded[1].refused == []


def test_the_dirt_of_the_export_is_told(loaded: tuple[Store, Preview]) -> None:
    plan = loaded[1]
    assert [(one.given, one.table, one.proposed, one.rows) for one in plan.proposals] == [
        ("GTXPro", "service", "GTX Pro", 1480)
    ]
    assert (plan.unassigned, plan.unknown) == (1425, 0)
    text = told(plan)
    for said in (
        '"GTXPro" (1,480 rows) may be the service "GTX Pro": --accept-matches takes it.',
        "1,425 opportunities have no account",
        "500 opportunities have no engage date",
        "2,089 opportunities have no close date",
        "5 sales agents have no opportunity: Carl Lin, Carol Thompson, Elizabeth Anderson, Mei-Mei Johns, Natalya",
        'sector "technolgy" (12 rows) is kept as written; usual spelling: technology.',
        'office_location "Philipines" (1 row) is kept as written; usual spelling: Philippines.',
        'close_value "0" is read as empty (2,473 rows)',
    ):
        assert said in text


def test_accounts_arrive_with_sector_size_and_parent(
    loaded: tuple[Store, Preview], files: dict[str, pd.DataFrame]
) -> None:
    store, wanted = loaded[0], files["accounts"]
    sectors = dict(rows(store, "sector", "id", "name"))
    columns = ("id", "name", "sector_id", "annual_revenue_cents", "employees", "parent_id", "founded_year")
    found = pd.DataFrame(rows(store, "account", *columns), columns=list(columns))
    names = dict(zip(found["id"], found["name"], strict=True))
    assert found["name"].tolist() == wanted["account"].tolist()
    assert found["sector_id"].map(sectors).tolist() == wanted["sector"].tolist()
    assert found["annual_revenue_cents"].tolist() == (wanted["revenue"] * 100_000_000).round().astype(int).tolist()
    assert found["employees"].tolist() == wanted["employees"].tolist()
    assert found["founded_year"].tolist() == wanted["year_established"].tolist()
    parents = found["parent_id"].map(names)
    assert parents.dropna().tolist() == wanted["subsidiary_of"].dropna().tolist()
    assert parents.notna().tolist() == wanted["subsidiary_of"].notna().tolist()


def deals_of(store: Store) -> pd.DataFrame:
    def by_number(table: str) -> dict[int, str]:
        return dict(rows(store, table, "id", "name"))

    links = ("person_id", "service_id", "account_id", "stage_id")
    columns = ("source_id", *links, "opened_on", "closed_on", "amount_cents")
    found = pd.DataFrame(rows(store, "opportunity", *columns), columns=list(columns))
    for column in links:
        found[column] = found[column].map(by_number(column.removesuffix("_id")))
    return found


def same(found: Any, wanted: pd.Series) -> bool:
    return [None if pd.isna(value) else value for value in found] == [None if pd.isna(one) else one for one in wanted]


def test_deals_arrive_line_for_line(loaded: tuple[Store, Preview], files: dict[str, pd.DataFrame]) -> None:
    found, wanted = deals_of(loaded[0]), files["sales_pipeline"]
    assert same(found["source_id"], wanted["opportunity_id"])
    assert same(found["person_id"], wanted["sales_agent"])
    assert same(found["account_id"], wanted["account"])
    assert same(found["stage_id"], wanted["deal_stage"])
    assert same(found["service_id"], wanted["product"].where(wanted["product"] != "GTXPro"))
    assert same(found["opened_on"].map(str, na_action="ignore"), wanted["engage_date"])
    assert same(found["closed_on"].map(str, na_action="ignore"), wanted["close_date"])
    assert same(found["amount_cents"], (wanted["close_value"] * 100).where(wanted["close_value"] > 0))


def test_won_deals_are_revenue_of_their_seller_on_the_day_they_closed(
    loaded: tuple[Store, Preview], files: dict[str, pd.DataFrame]
) -> None:
    store, deals = loaded[0], files["sales_pipeline"]
    won = deals[deals["deal_stage"] == "Won"]
    people, accounts = dict(rows(store, "person", "id", "name")), dict(rows(store, "account", "id", "name"))
    columns = ("source_id", "earned_on", "amount_cents", "kind", "person_id", "account_id", "opportunity_id")
    found = pd.DataFrame(rows(store, "revenue", *columns), columns=list(columns))
    assert found["source_id"].tolist() == won["opportunity_id"].tolist()
    assert found["earned_on"].map(str).tolist() == won["close_date"].tolist()
    assert found["amount_cents"].tolist() == (won["close_value"] * 100).astype(int).tolist()
    assert found["person_id"].map(people).tolist() == won["sales_agent"].tolist()
    assert found["account_id"].map(accounts).tolist() == won["account"].tolist()
    assert set(found["kind"]) == {"project"}
    numbers = dict(rows(store, "opportunity", "id", "source_id"))
    assert found["opportunity_id"].map(numbers).tolist() == won["opportunity_id"].tolist()


def test_the_stages_of_a_deal_are_dated(loaded: tuple[Store, Preview], files: dict[str, pd.DataFrame]) -> None:
    store, deals = loaded[0], files["sales_pipeline"]
    stages = dict(rows(store, "stage", "id", "name"))
    assert dict(rows(store, "stage", "name", "kind")) == {
        "Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost",
    }  # fmt: skip
    numbers = dict(rows(store, "opportunity", "id", "source_id"))
    found = {
        (numbers[deal], stages[stage]): entered
        for deal, stage, entered in rows(store, "opportunity_stage", "opportunity_id", "stage_id", "entered_on")
    }
    wanted: dict[tuple[str, str], date | None] = {}
    for deal in deals.itertuples():
        if deal.deal_stage == "Prospecting":
            wanted[deal.opportunity_id, "Prospecting"] = None
            continue
        wanted[deal.opportunity_id, "Engaging"] = date.fromisoformat(deal.engage_date)
        if deal.deal_stage in ("Won", "Lost"):
            wanted[deal.opportunity_id, deal.deal_stage] = date.fromisoformat(deal.close_date)
    assert found == wanted


def test_prices_teams_and_offices_arrive(loaded: tuple[Store, Preview], files: dict[str, pd.DataFrame]) -> None:
    store, products, teams = loaded[0], files["products"], files["sales_teams"]
    services, lines = dict(rows(store, "service", "id", "name")), dict(rows(store, "service_line", "id", "name"))
    prices = {
        services[number]: cents for number, cents in rows(store, "service_price", "service_id", "list_price_cents")
    }
    assert prices == {row.product: row.sales_price * 100 for row in products.itertuples()}
    assert {name: lines[line] for name, line in rows(store, "service", "name", "service_line_id")} == dict(
        zip(products["product"], products["series"], strict=True)
    )
    people = dict(rows(store, "person", "id", "name"))
    managers = {people[who]: people[boss] for who, boss in rows(store, "reporting_line", "person_id", "manager_id")}
    assert managers == dict(zip(teams["sales_agent"], teams["manager"], strict=True))
    offices = dict(zip(teams["sales_agent"], teams["regional_office"], strict=True))
    assert {name: office for name, office in rows(store, "person", "name", "office") if name in offices} == offices
    assert settings(store)["currency"] == "USD"


def test_deals_without_account_wait_for_a_person(loaded: tuple[Store, Preview], files: dict[str, pd.DataFrame]) -> None:
    store, deals = loaded[0], files["sales_pipeline"]
    wanted = deals[deals["account"].isna()]
    assert unassigned_count(store) == len(wanted) == 1425
    assert set(unassigned(store, limit=5000)["name"]) == set(wanted["opportunity_id"])
    assert len(unassigned(store, limit=100, offset=1400)) == 25
    assert open_issues(store)[["given", "rows", "proposed_name"]].to_numpy().tolist() == [["GTXPro", 1480, "GTX Pro"]]


def test_a_dry_run_writes_nothing(store: Store, sources: list[Source]) -> None:
    before = data_version(store)
    preview(store, sources)
    assert (data_version(store), content(store)) == (before, {})


def test_the_same_export_again_adds_and_changes_nothing(loaded: tuple[Store, Preview], sources: list[Source]) -> None:
    again = preview(loaded[0], sources)
    assert (again.total("new"), again.total("changed"), again.total("refused")) == (0, 0, 0)
    assert again.total("same") == 8800 + 15_511 + 4238 + 85 + 7 + 7 + 41 + 35


def test_three_ways_of_accepting_a_name_give_the_same(
    loaded: tuple[Store, Preview], store: Store, sources: list[Source], tmp_path: Path
) -> None:
    apply(store, "Ann", preview(store, sources, accept_matches=True))
    without = [databases.copied(loaded[0].url, tmp_path / f"{name}.db") for name in ("by_hand", "second_run")]
    stores = [store, *map(open_store, without)]
    assert accept_match(stores[1], "Ann", "GTXPro", "service", 2) == 1480
    second = preview(stores[2], sources, accept_matches=True)
    found = {name: changed for name, (_, changed, _, _) in counts(second).items() if changed}
    assert found == {"opportunity": 1480, "revenue": 729}
    apply(stores[2], "Ann", second)
    contents = [content(store, *WHEN_AND_WHERE_FROM) for store in stores]
    assert_same_content(contents[1], contents[0])
    assert_same_content(contents[2], contents[0])
    for store in stores:
        assert open_issues(store).empty
        assert damage(store) == []
        assert preview(store, sources).total("changed") == 0


def test_undo_of_the_whole_export_leaves_nothing(
    loaded: tuple[Store, Preview], url: str, sources: list[Source]
) -> None:
    databases.fill(url, loaded[0].url)
    store, first = open_store(url), 1
    before = content(store, "version")
    second = apply(store, "Ann", preview(store, sources, accept_matches=True))
    undo(store, "Bob", second)
    assert_same_content(content(store, "version"), before)
    undo(store, "Bob", first)
    assert content(store) == {}
    assert damage(store) == []
