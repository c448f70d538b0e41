"""Previews: what would be new, changed, same and refused, with line, column, value and reason; nothing is written."""

from datetime import date
from pathlib import Path

import pytest

from lib.importing.converting import UndecidableCells
from lib.importing.preview import UnknownChoice
from lib.importing.telling import told
from lib.store.engine import Store
from lib.store.settings import set_setting
from lib.store.writing import data_version
from tests.importing_cases import ACCOUNTS, DEALS, HOURS, counts, imported, previewed, rows


def test_a_preview_counts_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    before = data_version(store)
    plan = previewed(store, tmp_path, ACCOUNTS, "Id,Company,Sector\n1,Acme,Retail\n2,Beta,retail\n")
    assert counts(plan) == {"account": (2, 0, 0, 0), "sector": (1, 0, 0, 0)}
    assert data_version(store) == before
    assert rows(store, "account", "name") == []


def test_rows_are_new_changed_same_and_refused(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, "Id,Company,Staff\n1,Acme,10\n2,Beta,20\n3,Gamma,30\n")
    plan = previewed(store, tmp_path, ACCOUNTS, "Id,Company,Staff\n1,Acme,10\n2,Beta,21\n3,Gamma,many\n4,Delta,40\n")
    assert counts(plan) == {"account": (1, 1, 1, 1)}
    assert plan.plan.tables["account"].changes[2].fields == {"employees": (20, 21)}


def test_a_refused_row_says_line_column_value_and_reason(store: Store, tmp_path: Path) -> None:
    text = "Id,Company,Staff,Since\n1,Acme,10,2020-01-01\n2,Beta,many,\n,Gamma,5,\n3,,5,\n4,Acme,1,\n5,Zeta,-3,\n"
    plan = previewed(store, tmp_path, ACCOUNTS, text)
    found = [(row.line, row.column, row.value, row.reason) for row in plan.refused]
    assert found == [
        (3, "Staff", "many", '"many" is not a whole number.'),
        (4, "Id", "", "Id: must be filled in, it tells this record from others."),
        (5, "Company", "", "Name: must be filled in."),
        (6, "Company", "Acme", "Another line of this file is the account with this name: only one can be."),
        (7, "Staff", "-3", "Employees: cannot be below zero."),
    ]
    assert counts(plan)["account"] == (1, 0, 0, 5)
    assert 'Refused: file1.csv, line 7, Staff "-3": Employees: cannot be below zero.' in told(plan)


def test_a_line_that_does_not_fit_the_header_is_refused_too(store: Store, tmp_path: Path) -> None:
    plan = previewed(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme\n2,Beta,too,much\n")
    assert counts(plan) == {"account": (1, 0, 0, 1)}
    assert (plan.refused[0].line, plan.refused[0].column) == (3, "")


def test_a_rule_between_two_fields_is_held_against_what_is_stored(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, DEALS, "Deal,Company,Stage,Opened\nD1,,Open,2024-05-10\n")
    plan = previewed(store, tmp_path, DEALS, "Deal,Company,Stage,Closed,Amount\nD1,,Won,2024-05-01,5\n")
    assert [row.reason for row in plan.refused] == ["Closed on: cannot be before opened on."]
    assert counts(plan)["opportunity"] == (0, 0, 0, 1)
    assert "revenue" not in counts(plan), "what belongs to a refused row is left out with it, and told once"


def test_decimal_comma_and_day_first_are_decided_from_all_cells(store: Store, tmp_path: Path) -> None:
    text = "Who;Client;Day;Hours\nAnn;Acme;03.04.2024;1,5\nAnn;Acme;25.04.2024;0,25\n"
    imported(store, tmp_path, HOURS, text)
    assert rows(store, "time_entry", "worked_on", "minutes") == [(date(2024, 4, 3), 90), (date(2024, 4, 25), 15)]


def test_a_column_that_can_be_read_in_two_ways_is_refused_and_can_be_decided(store: Store, tmp_path: Path) -> None:
    text = "Who,Client,Day,Hours\nAnn,Acme,03/04/2024,1.5\n"
    with pytest.raises(UndecidableCells, match=r"file1\.csv, column Day: .*--dates"):
        previewed(store, tmp_path, HOURS, text)
    with pytest.raises(UnknownChoice, match="'american' is not known: the order of dates is dmy, mdy or ymd"):
        previewed(store, tmp_path, HOURS, text, dates="american")
    plan = previewed(store, tmp_path, HOURS, text, dates="dmy")
    assert plan.plan.tables["time_entry"].blocks[0].columns["worked_on"] == [date(2024, 4, 3)]


def test_the_other_dates_of_a_file_decide_for_a_column_that_cannot(store: Store, tmp_path: Path) -> None:
    text = "Deal,Company,Stage,Opened,Closed,Amount\nD1,,Won,03/04/2024,25/04/2024,5\n"
    imported(store, tmp_path, DEALS, text)
    assert rows(store, "opportunity", "opened_on", "closed_on") == [(date(2024, 4, 3), date(2024, 4, 25))]


def test_a_near_name_keeps_the_row_with_its_link_open(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme Corp\n")
    text = "Deal,Company,Stage\nD1,AcmeCorp,Open\nD2,AcmeCorp,Open\nD3,Nobody,Open\nD4,,Open\n"
    plan = previewed(store, tmp_path, DEALS, text)
    assert counts(plan)["opportunity"] == (4, 0, 0, 0)
    assert [(one.given, one.table, one.proposed, one.rows) for one in plan.proposals] == [
        ("AcmeCorp", "account", "Acme Corp", 2)
    ]
    assert (plan.unassigned, plan.unknown) == (4, 1)
    assert plan.plan.tables["opportunity"].blocks[0].columns["account_id"] == [None] * 4
    taken = previewed(store, tmp_path, DEALS, text, accept_matches=True)
    assert taken.plan.tables["opportunity"].blocks[0].columns["account_id"] == [1, 1, None, None]
    assert taken.plan.aliases == {("account", "AcmeCorp"): 1}
    assert '"AcmeCorp" (2 rows) is taken as the account "Acme Corp".' in told(taken)


def test_a_row_that_needs_its_link_is_refused_with_the_proposal(store: Store, tmp_path: Path) -> None:
    mapping = """
name = "contacts"
source = "crm"
[[file]]
header = ["Name", "Company"]
[[file.into]]
table = "contact"
key = ["Name"]
[file.into.fields]
name = "Name"
account_id = { column = "Company", lookup = "account" }
"""
    imported(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme Corp\n")
    plan = previewed(store, tmp_path, mapping, "Name,Company\nAnn,AcmeCorp\nBob,\nCyd,Acme Corp\n")
    assert [(row.line, row.column, row.value) for row in plan.refused] == [
        (2, "Company", "AcmeCorp"),
        (3, "Company", ""),
    ]
    assert 'the nearest is "Acme Corp"' in plan.refused[0].reason
    assert plan.refused[1].reason == "Account: must be filled in."
    assert [one.given for one in plan.proposals] == ["AcmeCorp"]
    accepted = previewed(store, tmp_path, mapping, "Name,Company\nAnn,AcmeCorp\n", accept_matches=True)
    assert counts(accepted) == {"contact": (1, 0, 0, 0)}


def test_of_two_new_spellings_the_usual_one_is_created_and_the_other_proposed(store: Store, tmp_path: Path) -> None:
    text = "Who,Client,Day,Hours\nAnn,Acme-Corp,2024-01-01,1\nAnn,Acme Corp,2024-01-02,1\nAnn,Acme Corp,2024-01-03,1\n"
    plan = previewed(store, tmp_path, HOURS, text)
    assert counts(plan) == {"person": (1, 0, 0, 0), "account": (1, 0, 0, 0), "time_entry": (3, 0, 0, 0)}
    assert [(one.given, one.proposed, one.rows) for one in plan.proposals] == [("Acme-Corp", "Acme Corp", 1)]


def test_a_new_person_with_a_known_mail_address_is_proposed_as_that_person(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, HOURS, "Who,Mail,Client,Day,Hours\nRobert,bob@x.eu,Acme,2024-01-01,1\n")
    plan = previewed(store, tmp_path, HOURS, "Who,Mail,Client,Day,Hours\nBob,bob@x.eu,Acme,2024-01-02,1\n")
    assert [(one.given, one.proposed) for one in plan.proposals] == [("Bob", "Robert")]
    assert "person" not in counts(plan)


def test_lines_of_one_record_fill_each_other_and_a_contradiction_is_refused_once(store: Store, tmp_path: Path) -> None:
    text = "Id,Company,Staff,Site\n1,Acme,,a.eu\n1,Acme,10,\n1,Acme,10,\n1,Acme,11,\n1,Acme,11,\n"
    plan = previewed(store, tmp_path, ACCOUNTS, text)
    assert [(row.line, row.value, row.reason) for row in plan.refused] == [
        (5, "11", "Line 2 says otherwise of the same account.")
    ]
    columns = plan.plan.tables["account"].blocks[0].columns
    assert (columns["employees"], columns["website"]) == ([10], ["a.eu"])


def test_a_parent_may_stand_below_its_child(store: Store, tmp_path: Path) -> None:
    text = "Id,Company,Parent\n1,Sub,Top\n2,Top,\n3,Lost,Nobody\n4,Self,Self\n"
    imported(store, tmp_path, ACCOUNTS, text)
    assert rows(store, "account", "name", "parent_id") == [("Sub", 2), ("Top", None), ("Lost", None)]
    assert rows(store, "import_issue", "kind", "given") == [("refused", "Self"), ("match", "Nobody")]


def test_nobody_is_linked_to_a_parent_that_was_refused(store: Store, tmp_path: Path) -> None:
    plan = previewed(store, tmp_path, ACCOUNTS, "Id,Company,Parent,Staff\n1,Sub,Top,1\n2,Top,,-1\n")
    assert counts(plan)["account"] == (1, 0, 0, 1)
    assert plan.plan.tables["account"].blocks[0].columns["parent_id"] == [None]
    assert [(link.given, link.reason) for link in plan.plan.links] == [("Top", "The row it names was refused.")]


def test_codes_for_empty_are_empty_and_told(store: Store, tmp_path: Path) -> None:
    mapping = ACCOUNTS.replace('header = ["Id", "Company"]', 'header = ["Id", "Company"]\nmissing = ["#N/A", "n/a"]')
    plan = previewed(store, tmp_path, mapping, "Id,Company,Staff,Site\n1,Acme,N/A,#N/A\n2,Beta,5,\n")
    columns = plan.plan.tables["account"].blocks[0].columns
    assert (columns["employees"], columns["website"]) == ([None, 5], [None, None])
    assert 'file1.csv: Staff "N/A" is read as empty (1 row).' in plan.notes


def test_codes_of_another_tool_are_matched_with_case(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, "Id,Company\n001aB,Acme\n001Ab,Beta\n")
    by_id = DEALS.replace(
        'column = "Company", lookup = "account"', 'column = "Company", lookup = "account", by = "source_id"'
    )
    plan = previewed(store, tmp_path, by_id, "Deal,Company,Stage\nD1,001Ab,Open\nD2,001ab,Open\n")
    assert plan.plan.tables["opportunity"].blocks[0].columns["account_id"] == [2, None]


def test_notes_tell_misspellings_remarks_and_settings(store: Store, tmp_path: Path) -> None:
    mapping = (
        ACCOUNTS.replace("[[file]]", '[settings]\ncurrency = "USD"\n[[file]]', 1).replace(
            "create = true }", 'create = true, suspect = { retial = "retail" } }'
        )
        + '[[remark]]\nempty = "account.employees"\nsay = "{count} accounts have no size."\n'
    )
    text = "Id,Company,Sector,Staff\n1,Acme,Retial,\n2,Beta,Retial,\n3,Gamma,Retail,7\n"
    plan = previewed(store, tmp_path, mapping, text)
    assert plan.notes == [
        "The setting currency becomes USD.",
        "2 accounts have no size.",
        'Sector "Retial" (2 rows) is kept as written; usual spelling: retail.',
    ]
    set_setting(store, "Ann", "currency", "EUR", date(2020, 1, 1))
    assert previewed(store, tmp_path, mapping, text).plan.settings == {}


def test_a_demo_firm_counts_as_nothing_and_its_end_is_announced(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, ACCOUNTS, "Id,Company\n1,Demo Ltd\n2,Acme\n")
    set_setting(store, "Ann", "demo", "yes", date(2020, 1, 1))
    plan = previewed(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme\n")
    assert counts(plan) == {"account": (1, 0, 0, 0)}
    assert plan.notes[0] == "The demo firm (2 accounts) will be cleared."


def test_progress_is_told_to_the_end(store: Store, tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    previewed(store, tmp_path, ACCOUNTS, "Id,Company\n1,Acme\n2,Beta\n", progress=lambda *step: steps.append(step))
    assert steps == [(0, 2, "file1.csv"), (2, 2, "read")]


def test_the_least_day_of_a_file_can_be_picked_for_all_rows(store: Store, tmp_path: Path) -> None:
    mapping = ACCOUNTS.replace('client_since = "Since"', 'client_since = { column = "Since", pick = "least" }')
    plan = previewed(store, tmp_path, mapping, "Id,Company,Since\n1,Acme,2020-02-01\n2,Beta,2019-05-01\n3,Gamma,\n")
    assert plan.plan.tables["account"].blocks[0].columns["client_since"] == [date(2019, 5, 1)] * 3


def test_conditions_choose_lines(tmp_path: Path, store: Store) -> None:
    text = "Id,Company,Sector\n1,Acme,Retail\n2,Beta,\n3,Gamma,Energy\n"
    for when, kept in (
        ('{ column = "Sector", filled = true }', ["Acme", "Gamma"]),
        ('{ column = "Sector", in = ["RETAIL ", ""] }', ["Acme", "Beta"]),
        ('[{ column = "Sector", not_in = ["retail"] }, { column = "Sector", filled = true }]', ["Gamma"]),
    ):
        mapping = ACCOUNTS.replace('key = ["Id"]', f'key = ["Id"]\nwhen = {when}').replace(
            'header = ["Id", "Company"]', 'header = ["Id", "Company", "Sector"]'
        )
        plan = previewed(store, tmp_path, mapping, text)
        assert plan.plan.tables["account"].blocks[0].columns["name"] == kept


def test_a_first_column_of_two_and_joined_columns(store: Store, tmp_path: Path) -> None:
    mapping = (
        ACCOUNTS.replace('name = "Company"', 'name = { columns = ["Company", "Site"], join = " / " }')
        .replace('employees = "Staff"', 'note = { column = ["Remark", "Sector"] }')
        .replace("optional = [", 'optional = ["Remark", ')
    )
    plan = previewed(store, tmp_path, mapping, "Id,Company,Site,Sector\n1,Acme,Rome,Retail\n2,Beta,,\n")
    columns = plan.plan.tables["account"].blocks[0].columns
    assert (columns["name"], columns["note"]) == (["Acme / Rome", "Beta"], ["Retail", None])
    assert "employees" not in columns
