"""Companies, contacts and deals of HubSpot arrive linked, by number or by name, deals with stages and revenue."""

from datetime import date

from lib.accounts.tables import Account
from lib.store.engine import Store
from tests.facts import put
from tests.known_exports import bring, refusals, written

DEAL = ("name", "account", "person", "stage", "opened_on", "expected_close_on", "closed_on", "amount_cents")
HISTORY = ("opportunity", "stage", "entered_on")
REVENUE = ("account", "person", "opportunity", "earned_on", "amount_cents", "kind")

COMPANIES = """\
Record ID,Company name,Website URL,Company owner,Create Date,Industry,City,Country/Region,\
Number of Employees,Annual Revenue
9001,Acme,acme.example,Ada Moss,2024-02-01 09:30,MEDIA,Graz,Austria,120,2500000
9002,Zenit,,,2024-05-20 08:00,,,,,
9003,Late,late.example,Bo Kern,20th of May,,,,,
"""
CONTACTS = """\
Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Lifecycle Stage,Create Date,Last Activity Date,\
Contact owner,Associated Company IDs
8001,Mia,Lang,mia@acme.example,+43 1 555,OPEN,customer,2024-02-01 09:30,2026-01-05 11:00,Ada Moss,9001
8002,Tom,Bach,tom@zenit.example,,,lead,2024-02-01 09:30,,,9002
8003,Nobody,Known,,,,,2024-02-01 09:30,,,9999
"""
DEALS = """\
Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date,Associated Company IDs,Associated Contact IDs
7001,Relaunch,Closed Won (Sales Pipeline),12500.50,Ada Moss,2026-03-31 17:00,2026-01-10 08:15,9001,8001
7002,Campaign,Contract Sent (Sales Pipeline),4000,Bo Kern,2026-06-30 17:00,2026-02-10 08:15,9002,8002;8003
7003,Audit,Closed Lost (Sales Pipeline),,Bo Kern,2026-02-28 17:00,2026-02-01 10:00,,
7004,Care,Closed Won (Sales Pipeline),tbd,Ada Moss,2026-03-31 17:00,2026-01-10 08:15,9001,
"""


def test_hubspot_records_find_their_company_by_its_number(store: Store) -> None:
    files = (("deals.csv", DEALS), ("contacts.csv", CONTACTS), ("companies.csv", COMPANIES))
    previewed = bring(store, *files, mapping="hubspot")
    assert written(
        store, "account", "name", "website", "sector", "location", "employees", "annual_revenue_cents"
    ) == [
        ("Acme", "acme.example", "MEDIA", "Graz, Austria", 120, 250_000_000), ("Zenit", None, None, None, None, None),
        ("Late", "late.example", None, None, None, None),
    ]  # fmt: skip
    assert written(store, "account_owner", "account", "person", "starts_on", "duty") == [
        ("Acme", "Ada Moss", date(2024, 2, 1), "lead"),
    ]
    assert written(store, "contact", "name", "account", "email", "phone") == [
        ("Mia Lang", "Acme", "mia@acme.example", "+43 1 555"), ("Tom Bach", "Zenit", "tom@zenit.example", None),
    ]  # fmt: skip
    assert written(store, "opportunity", *DEAL) == [
        ("Campaign", "Zenit", "Bo Kern", "Contract Sent (Sales Pipeline)", date(2026, 2, 10), date(2026, 6, 30), None,
         4_000_00),
        ("Relaunch", "Acme", "Ada Moss", "Closed Won (Sales Pipeline)", date(2026, 1, 10), None, date(2026, 3, 31),
         12_500_50),
        ("Audit", None, "Bo Kern", "Closed Lost (Sales Pipeline)", date(2026, 2, 1), None, date(2026, 2, 28), None),
    ]  # fmt: skip
    assert previewed.unassigned == 1
    assert refusals(previewed) == [
        (4, "Create Date", "20th of May", '"20th of May" is not a date between 1900 and 2199.'),
        (4, "Associated Company IDs", "9999", 'No account is called "9999": add it, or correct the name.'),
        (5, "Amount", "tbd", '"tbd" is not an amount.'),
    ]


def test_hubspot_deals_that_closed_have_a_history_and_those_won_revenue(store: Store) -> None:
    bring(store, ("companies.csv", COMPANIES), ("deals.csv", DEALS), mapping="hubspot")
    assert written(store, "stage", "name", "kind") == [
        ("Contract Sent (Sales Pipeline)", "open"), ("Closed Won (Sales Pipeline)", "won"),
        ("Closed Lost (Sales Pipeline)", "lost"),
    ]  # fmt: skip
    assert written(store, "opportunity_stage", *HISTORY) == [
        ("Campaign", "Contract Sent (Sales Pipeline)", None),
        ("Relaunch", "Closed Won (Sales Pipeline)", date(2026, 3, 31)),
        ("Audit", "Closed Lost (Sales Pipeline)", date(2026, 2, 28)),
    ]
    assert written(store, "revenue", *REVENUE) == [
        ("Acme", "Ada Moss", "Relaunch", date(2026, 3, 31), 12_500_50, "project"),
    ]


def test_hubspot_deals_name_companies_too_and_days_as_the_user_writes_them(store: Store) -> None:
    deals = """\
Record ID;Deal Name;Deal Stage;Amount;Deal owner;Close Date;Create Date;Associated Company;Deal Type
7001;Relaunch;closedwon;12.500,50;Ada Moss;31.03.2026;10.01.2026;Acme;New Business
7002;Campaign;contractsent;4.000,00;Bo Kern;30.06.2026;10.02.2026;;upsell
"""
    bring(store, ("deals.csv", deals), mapping="hubspot")
    assert written(store, "opportunity", "name", "account", "closed_on", "amount_cents", "kind") == [
        ("Campaign", None, None, 4_000_00, None), ("Relaunch", "Acme", date(2026, 3, 31), 12_500_50, "new business"),
    ]  # fmt: skip


def test_a_hubspot_deal_won_since_keeps_the_stage_it_came_from(store: Store) -> None:
    won = DEALS.replace("Contract Sent", "Closed Won")
    bring(store, ("companies.csv", COMPANIES), ("deals.csv", DEALS), mapping="hubspot")
    bring(store, ("companies.csv", COMPANIES), ("deals.csv", won), mapping="hubspot")
    stages = [stage for deal, stage, _ in written(store, "opportunity_stage", *HISTORY) if deal == "Campaign"]
    assert stages == ["Contract Sent (Sales Pipeline)", "Closed Won (Sales Pipeline)"]
    assert written(store, "revenue", "opportunity", "amount_cents") == [("Relaunch", 12_500_50), ("Campaign", 4_000_00)]
    assert written(store, "opportunity", "name", "closed_on")[0] == ("Campaign", date(2026, 6, 30))


def test_a_company_that_was_known_by_its_name_is_found_by_its_hubspot_number(store: Store) -> None:
    put(store, Account(name="Acme", source="toggl", source_id="Acme"), Account(name="Zenit"))
    bring(store, ("companies.csv", COMPANIES), ("contacts.csv", CONTACTS), ("deals.csv", DEALS), mapping="hubspot")
    assert written(store, "contact", "name", "account") == [("Mia Lang", "Acme"), ("Tom Bach", "Zenit")]
    assert written(store, "opportunity", "name", "account")[:2] == [("Campaign", "Zenit"), ("Relaunch", "Acme")]
    later = DEALS.replace("7001,Relaunch", "7009,Extension")
    bring(store, ("deals.csv", later), mapping="hubspot")
    assert ("Extension", "Acme") in written(store, "opportunity", "name", "account")
