"""What an import left open, settled by a person: names accepted, made new, put aside; deals given their account."""

from datetime import date
from pathlib import Path

import pytest

from lib.errors import NotFound, StaleEdit
from lib.importing.issues import (
    NeedsMore,
    NothingOpen,
    accept_match,
    assign_account,
    create_instead,
    dismiss,
    open_issues,
)
from lib.importing.unassigned import unassigned, unassigned_count
from lib.store.engine import Store
from lib.store.opening import open_store
from tests import databases
from tests.importing_cases import ACCOUNTS, DEALS, counts, imported, previewed, rows

CLIENTS = "Id,Company\n1,Acme Corp\n2,Beta\n"
DEAL_FILE = (
    "Deal,Company,Stage,Opened,Closed,Amount\n"
    "D1,AcmeCorp,Won,2024-01-05,2024-02-01,100\n"
    "D2,AcmeCorp,Open,2024-03-01,,\n"
    "D3,ACMECORP,Open,,,\n"
    "D4,Nobody,Open,2024-04-01,,\n"
    "D5,,Won,2024-01-01,2024-02-03,50\n"
    "D6,Beta,Won,2024-01-01,2024-02-30,50\n"
)


@pytest.fixture
def deals(store: Store, tmp_path: Path) -> Store:
    """Two clients and six deals: three name a client nearly, one nobody, one none, and one has no such day."""
    imported(store, tmp_path, ACCOUNTS, CLIENTS)
    imported(store, tmp_path, DEALS, DEAL_FILE)
    return store


def test_open_issues_gather_the_rows_of_a_name_and_show_each_refused_line(deals: Store) -> None:
    found = open_issues(deals)
    columns = ["kind", "given", "target_table", "field", "proposed_name", "rows", "line"]
    assert found[columns].astype(object).where(found[columns].notna(), None).to_numpy().tolist() == [
        ["match", "AcmeCorp", "account", "account_id", "Acme Corp", 2, 2],
        ["match", "ACMECORP", "account", "account_id", "Acme Corp", 1, 4],
        ["match", "Nobody", "account", "account_id", None, 1, 5],
        ["refused", "2024-02-30", None, "Closed", None, 1, 7],
    ]


def test_an_accepted_name_links_its_rows_and_their_revenue_now_and_later(deals: Store, tmp_path: Path) -> None:
    assert accept_match(deals, "Bob", "acmecorp", "account", 1) == 3
    assert rows(deals, "opportunity", "account_id") == [1, 1, 1, None, None]
    assert rows(deals, "revenue", "opportunity_id", "account_id") == [(1, 1), (5, None)]
    assert rows(deals, "name_alias", "given", "row_id", "accepted_by") == [("acmecorp", 1, "Bob")]
    assert open_issues(deals)["given"].tolist() == ["Nobody", "2024-02-30"]
    assert counts(previewed(deals, tmp_path, DEALS, DEAL_FILE))["opportunity"] == (0, 0, 5, 1)
    later = previewed(deals, tmp_path, DEALS, "Deal,Company,Stage\nD9,AcmeCorp,Open\n")
    assert later.plan.tables["opportunity"].blocks[0].columns["account_id"] == [1]
    log = rows(deals, "change_log", "who", "action", "table_name", "row_id", "field", "old", "new")
    assert ("Bob", "accept match", "revenue", 1, "account_id", None, "1") in log


def test_accepting_later_and_at_once_give_the_same(deals: Store, empty_url: str, tmp_path: Path) -> None:
    accept_match(deals, "Bob", "AcmeCorp", "account", 1)
    later = rows(deals, "opportunity", "source_id", "account_id"), rows(deals, "revenue", "source_id", "account_id")
    other = tmp_path / "other"
    other.mkdir()
    fresh = open_store(databases.copied(empty_url, other / "steward.db"))
    imported(fresh, other, ACCOUNTS, CLIENTS)
    imported(fresh, other, DEALS, DEAL_FILE, accept_matches=True)
    assert later == (
        rows(fresh, "opportunity", "source_id", "account_id"),
        rows(fresh, "revenue", "source_id", "account_id"),
    )
    assert rows(fresh, "name_alias", "given", "row_id") == [("AcmeCorp", 1)]


def test_a_link_that_a_person_made_meanwhile_stays(deals: Store) -> None:
    assign_account(deals, "Cyd", {2: (1, 2)})
    assert accept_match(deals, "Bob", "AcmeCorp", "account", 1) == 2
    assert rows(deals, "opportunity", "account_id") == [1, 2, 1, None, None]


def test_a_name_nobody_knows_becomes_a_new_record(deals: Store, tmp_path: Path) -> None:
    number = create_instead(deals, "Bob", "Nobody", "account")
    assert rows(deals, "account", "name")[-1] == "Nobody"
    assert rows(deals, "opportunity", "account_id")[3] == number
    assert ("Nobody", "created") in rows(deals, "import_issue", "given", "state")
    assert counts(previewed(deals, tmp_path, DEALS, DEAL_FILE))["opportunity"] == (0, 0, 5, 1)
    with pytest.raises(NothingOpen, match='"Nobody" is not open any more'):
        create_instead(deals, "Bob", "Nobody", "account")


def test_a_record_that_needs_more_than_a_name_is_not_made(store: Store, tmp_path: Path) -> None:
    mapping = """
name = "calls"
source = "crm"
[[file]]
header = ["Company", "What", "Made", "Due", "By"]
[[file.into]]
table = "promise"
[file.into.fields]
account_id = { column = "Company", lookup = "account" }
what = "What"
made_on = "Made"
due_on = "Due"
contact_id = { column = "By", lookup = "contact" }
"""
    imported(store, tmp_path, ACCOUNTS, CLIENTS)
    imported(store, tmp_path, mapping, "Company,What,Made,Due,By\nBeta,Call,2024-01-01,2024-01-02,Cyd\n")
    with pytest.raises(NeedsMore, match="A new contact needs account too"):
        create_instead(store, "Bob", "Cyd", "contact")
    assert open_issues(store)["given"].tolist() == ["Cyd"]


def test_accepting_says_when_the_record_is_gone_or_nobody_waits(deals: Store) -> None:
    with pytest.raises(NotFound):
        accept_match(deals, "Bob", "AcmeCorp", "account", 99)
    with pytest.raises(NothingOpen):
        accept_match(deals, "Bob", "Zeta", "account", 1)
    assert rows(deals, "name_alias", "id") == []


def test_a_click_sent_twice_is_done_once(deals: Store) -> None:
    assert accept_match(deals, "Bob", "AcmeCorp", "account", 1, token="t") == 3
    assert accept_match(deals, "Bob", "AcmeCorp", "account", 1, token="t") == 3


def test_what_was_put_aside_is_not_asked_again(deals: Store, tmp_path: Path) -> None:
    found = open_issues(deals).set_index("given")["issue_id"]
    assert dismiss(deals, "Bob", int(found["AcmeCorp"])) == 3
    assert dismiss(deals, "Bob", int(found["2024-02-30"])) == 1
    assert open_issues(deals)["given"].tolist() == ["Nobody"]
    imported(deals, tmp_path, DEALS, DEAL_FILE)
    assert open_issues(deals)["given"].tolist() == ["Nobody"]
    with pytest.raises(NothingOpen):
        dismiss(deals, "Bob", int(found["AcmeCorp"]))


def test_a_later_file_that_answers_a_question_closes_it(deals: Store, tmp_path: Path) -> None:
    imported(deals, tmp_path, ACCOUNTS, CLIENTS + "3,Nobody\n")
    imported(deals, tmp_path, DEALS, DEAL_FILE)
    assert rows(deals, "opportunity", "account_id")[3] == 3
    assert "Nobody" not in open_issues(deals)["given"].tolist()


def test_deals_without_account_are_shown_in_pages_the_newest_first(deals: Store) -> None:
    assert unassigned_count(deals) == 5
    found = unassigned(deals, limit=2)
    assert found.columns.tolist() == [
        "id", "version", "name", "service", "person", "stage", "opened_on", "amount_cents",
    ]  # fmt: skip
    assert found[["name", "stage"]].to_numpy().tolist() == [["D4", "Open"], ["D2", "Open"]]
    assert unassigned(deals, limit=10, offset=2)["name"].tolist() == ["D1", "D5", "D3"]
    assert sorted(unassigned(deals, filters={"stage_id": 2})["name"]) == ["D1", "D5"]
    assert unassigned(deals, 10, 0, {"opened_on": date(2024, 4, 1)})["name"].tolist() == ["D4"]
    assert unassigned_count(deals, {"opened_on": date(2024, 4, 1)}) == 1


def test_a_deal_gets_its_account_and_so_does_its_revenue(deals: Store) -> None:
    assert assign_account(deals, "Bob", {5: (1, 2), 4: (1, 1)}) == 2
    assert rows(deals, "opportunity", "account_id") == [None, None, None, 1, 2]
    assert rows(deals, "revenue", "opportunity_id", "account_id") == [(1, None), (5, 2)]
    assert "Nobody" not in open_issues(deals)["given"].tolist()
    assert unassigned_count(deals) == 3


def test_of_two_who_assign_one_deal_the_second_is_told(deals: Store) -> None:
    assign_account(deals, "Bob", {5: (1, 2)})
    with pytest.raises(StaleEdit) as told:
        assign_account(deals, "Cyd", {4: (1, 1), 5: (1, 1)})
    assert told.value.theirs == {"account_id": 2}
    assert rows(deals, "opportunity", "account_id")[3] is None, "all or nothing"
