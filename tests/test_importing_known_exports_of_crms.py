"""Deals exported by HubSpot, Salesforce and Pipedrive arrive as opportunities with stages, owners, accounts, revenue."""

from datetime import date

from lib.store.engine import Store
from tests.known_exports import bring, refusals, written

DEAL = ("name", "account", "person", "stage", "opened_on", "expected_close_on", "closed_on", "amount_cents")
HISTORY = ("opportunity", "stage", "entered_on")
REVENUE = ("account", "person", "opportunity", "earned_on", "amount_cents", "kind")

COMPANIES = """\
Record ID,Company name,Website URL,Company owner,Create Date,Industry,City,Country/Region,Number of Employees,Annual Revenue
9001,Acme,acme.example,Ada Moss,2024-02-01 09:30,MEDIA,Graz,Austria,120,2500000
9002,Zenit,,,2024-05-20 08:00,,,,,
9003,Late,late.example,Bo Kern,20th of May,,,,,
"""
CONTACTS = """\
Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Lifecycle Stage,Create Date,Last Activity Date,Contact owner,\
Associated Company IDs
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
7001;Relaunch;closedwon;12.500,50;Ada Moss;31.03.2026;10.01.2026;Acme;newbusiness
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


USERS = """\
"ID","USERNAME","LASTNAME","FIRSTNAME","NAME","EMAIL"
"0051t000002FAiAAAW","ada@firm.example.prod","Moss","Ada","Ada Moss","ada@firm.example"
"0051t000002FAiAAAw","bo@firm.example.prod","Kern","Bo","Bo Kern","#N/A"
"""
ACCOUNTS = """\
"ID","ISDELETED","MASTERRECORDID","NAME","TYPE","PARENTID","BILLINGCITY","BILLINGCOUNTRY","WEBSITE","INDUSTRY",\
"ANNUALREVENUE","NUMBEROFEMPLOYEES"
"0011t00000A1bcDAAR","false","","Café Zürich","Customer","0011t00000A1bcEAAR","Zürich","CH","cafe.example","Food",\
"2500000.0","120"
"0011t00000A1bcEAAR","false","","Müller Group","Customer","","","","","","",""
"0011t00000A1bcFAAR","true","0011t00000A1bcEAAR","Müller Grp","Customer","","","","","","",""
"""
OPPORTUNITIES = """\
"ID","ISDELETED","ACCOUNTID","NAME","DESCRIPTION","STAGENAME","AMOUNT","PROBABILITY","EXPECTEDREVENUE",\
"TOTALOPPORTUNITYQUANTITY","CLOSEDATE","TYPE","NEXTSTEP","LEADSOURCE","ISCLOSED","ISWON","FORECASTCATEGORY","OWNERID",\
"CREATEDDATE"
"0061t00000B1aaAAAR","false","0011t00000A1bcDAAR","Relaunch","Two
lines","Closed Won","12500.5","100.0","12500.5","","2026-03-31","New Customer","","Web","true","true","Closed",\
"0051t000002FAiAAAW","2026-01-10T08:15:00.000Z"
"0061t00000B1aaAAAr","false","0011t00000A1bcEAAR","Campaign","","Proposal","#N/A","60.0","","","2026-06-30","#N/A",\
"Send offer","#N/A","false","false","Pipeline","0051t000002FAiAAAw","2026-02-10T08:15:00.000Z"
"0061t00000B1aaBAAR","false","0011t00000A1bcEAAR","Audit","","Declined","900.0","0.0","0.0","","2026-02-28","","","",\
"true","false","Omitted","0051t000002FAiAAAw","2026-02-01T10:00:00.000Z"
"0061t00000B1aaCAAR","true","0011t00000A1bcEAAR","Mistake","","Proposal","1.0","0.0","0.0","","2026-02-28","","","",\
"false","false","Omitted","0051t000002FAiAAAw","2026-02-01T10:00:00.000Z"
"0061t00000B1aaDAAR","false","0011t00000A1bcEAAR","Care","","Proposal","900.0","0.0","0.0","","2026-02-30","","","",\
"false","false","Pipeline","0051t000002FAiAAAw","2026-02-01T10:00:00.000Z"
"""


def test_salesforce_data_loader_numbers_link_and_case_matters(store: Store) -> None:
    names = ("opportunities.csv", "accounts.csv", "users.csv")
    files = zip(names, (OPPORTUNITIES, ACCOUNTS, USERS), strict=True)
    previewed = bring(store, *((name, text.encode("latin-1")) for name, text in files), mapping="salesforce")
    assert written(store, "person", "name", "email") == [("Ada Moss", "ada@firm.example"), ("Bo Kern", None)]
    assert written(store, "account", "name", "parent", "sector", "location", "annual_revenue_cents") == [
        ("Café Zürich", "Müller Group", "Food", "Zürich, CH", 250_000_000), ("Müller Group", None, None, None, None),
    ]  # fmt: skip
    assert written(store, "opportunity", *DEAL, "kind", "next_step") == [
        ("Campaign", "Müller Group", "Bo Kern", "Proposal", date(2026, 2, 10), date(2026, 6, 30), None, None, None,
         "Send offer"),
        ("Relaunch", "Café Zürich", "Ada Moss", "Closed Won", date(2026, 1, 10), None, date(2026, 3, 31), 12_500_50,
         "new business", None),
        ("Audit", "Müller Group", "Bo Kern", "Declined", date(2026, 2, 1), None, date(2026, 2, 28), 900_00, None, None),
    ]  # fmt: skip
    assert written(store, "stage", "name", "kind") == [("Proposal", "open"), ("Closed Won", "won"), ("Declined", "lost")]
    assert written(store, "revenue", *REVENUE) == [
        ("Café Zürich", "Ada Moss", "Relaunch", date(2026, 3, 31), 12_500_50, "project"),
    ]
    assert refusals(previewed) == [
        (7, "CLOSEDATE", "2026-02-30", '"2026-02-30" is not a date between 1900 and 2199.'),
    ]


def test_a_salesforce_report_ends_before_its_footer(store: Store) -> None:
    report = """\
"Opportunity Owner","Account Name","Opportunity Name","Stage","Fiscal Period","Amount","Close Date"
"Ada Moss","Acme","Relaunch","Closed Won","Q1-2026","$1,234,567","3/31/2026"
"Bo Kern","Acme","Campaign
(phase 1)","Proposal/Price Quote","Q2-2026","","6/30/2026"
"Bo Kern","Zenit","Audit","Closed Lost","Q1-2026","$900.50","2/3/2026"
"Bo Kern","Zenit","Care","Closed Lost","Q1-2026","1,234 EUR","2/3/2026"
"Open and closed opportunities"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
"Confidential Information - Do Not Distribute"
"Generated By:  Ada Moss  4/2/2026 9:15 AM"
"""
    previewed = bring(store, ("report.csv", report), mapping="salesforce")
    assert written(store, "opportunity", *DEAL) == [
        ("Campaign\n(phase 1)", "Acme", "Bo Kern", "Proposal/Price Quote", None, date(2026, 6, 30), None, None),
        ("Relaunch", "Acme", "Ada Moss", "Closed Won", None, None, date(2026, 3, 31), 1_234_567_00),
        ("Audit", "Zenit", "Bo Kern", "Closed Lost", None, None, date(2026, 2, 3), 900_50),
    ]
    assert written(store, "opportunity_stage", *HISTORY) == [
        ("Campaign\n(phase 1)", "Proposal/Price Quote", None), ("Relaunch", "Closed Won", date(2026, 3, 31)),
        ("Audit", "Closed Lost", date(2026, 2, 3)),
    ]  # fmt: skip
    assert written(store, "revenue", *REVENUE) == [
        ("Acme", "Ada Moss", "Relaunch", date(2026, 3, 31), 1_234_567_00, "project"),
    ]
    assert refusals(previewed) == [(6, "Amount", "1,234 EUR", '"1,234 EUR" is not an amount in USD.')]
    assert any("4 footer lines left out" in note for note in previewed.notes)


def test_a_salesforce_amount_in_another_currency_is_refused_not_added_up(store: Store) -> None:
    report = """\
"Opportunity Owner","Account Name","Opportunity Name","Stage","Fiscal Period","Amount Currency","Amount","Close Date"
"Ada Moss","Acme","Relaunch","Closed Won","Q1-2026","EUR","1.234,50","31.03.2026"
"Bo Kern","Acme","Campaign","Proposal/Price Quote","Q2-2026","EUR","","30.06.2026"
"Bo Kern","Acme","Care","Closed Won","Q2-2026","EUR","2.000,00","30.06.2026"
"Bo Kern","Zenit","Audit","Closed Won","Q1-2026","USD","900,50","03.02.2026"
"""
    previewed = bring(store, ("report.csv", report), mapping="salesforce")
    assert written(store, "opportunity", "name", "amount_cents") == [
        ("Campaign", None), ("Relaunch", 1_234_50), ("Care", 2_000_00),
    ]  # fmt: skip
    assert written(store, "revenue", "opportunity", "amount_cents") == [("Relaunch", 1_234_50), ("Care", 2_000_00)]
    assert refusals(previewed) == [(5, "Amount Currency + Amount", "USD 900,50", '"USD 900,50" is not an amount in EUR.')]


ORGANIZATIONS = """\
Organization - ID,Organization - Name,Organization - Address,Organization - Owner
12,Acme,"Hauptplatz 1, Graz",Ada Moss
13,Zenit,,Ada Moss
"""
PEOPLE = """\
Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Phone - Work
31,Mia Lang,Acme,mia@acme.example,+43 1 555
32,Tom Bach,,tom@zenit.example,
"""
PIPELINE = """\
Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Status,Deal - Stage,Deal - Owner,Deal - Organization,\
Deal - Deal created,Deal - Expected close date,Deal - Won time,Deal - Lost time,Deal - Lost reason
51,Relaunch,12500.5,EUR,Won,Negotiations,Ada Moss,Acme,2026-01-10 08:15:00,,2026-03-31 17:00:00,,
52,Campaign,0,EUR,Open,Proposal,Bo Kern,Zenit,2026-02-10 08:15:00,2026-06-30,,,
53,Audit,900,EUR,Lost,Proposal,Bo Kern,Zenit,2026-02-01 10:00:00,,,2026-02-28 09:00:00,Too dear
54,Care,900,USD,Open,Proposal,Bo Kern,Zenit,2026-02-01 10:00:00,,,,
55,Brand,900,EUR,Open,Proposal,Bo Kern,Zenits,2026-02-01 10:00:00,,,,
"""


def test_a_pipedrive_deal_ends_in_its_status_and_is_otherwise_in_its_stage(store: Store) -> None:
    files = (("people.csv", PEOPLE), ("deals.csv", PIPELINE), ("organizations.csv", ORGANIZATIONS))
    previewed = bring(store, *files, mapping="pipedrive")
    assert written(store, "account", "name", "location") == [("Acme", "Hauptplatz 1, Graz"), ("Zenit", None)]
    assert written(store, "contact", "name", "account", "email", "phone") == [
        ("Mia Lang", "Acme", "mia@acme.example", "+43 1 555"),
    ]
    assert written(store, "opportunity", *DEAL, "loss_reason") == [
        ("Campaign", "Zenit", "Bo Kern", "Proposal", date(2026, 2, 10), date(2026, 6, 30), None, None, None),
        ("Brand", None, "Bo Kern", "Proposal", date(2026, 2, 1), None, None, 900_00, None),
        ("Relaunch", "Acme", "Ada Moss", "Won", date(2026, 1, 10), None, date(2026, 3, 31), 12_500_50, None),
        ("Audit", "Zenit", "Bo Kern", "Lost", date(2026, 2, 1), None, date(2026, 2, 28), 900_00, "Too dear"),
    ]
    assert written(store, "stage", "name", "kind") == [("Proposal", "open"), ("Won", "won"), ("Lost", "lost")]
    assert written(store, "revenue", *REVENUE) == [
        ("Acme", "Ada Moss", "Relaunch", date(2026, 3, 31), 12_500_50, "project"),
    ]
    assert [(one.given, one.proposed, one.rows) for one in previewed.proposals] == [("Zenits", "Zenit", 1)]
    assert refusals(previewed) == [
        (3, "Person - Organization", "", "Account: must be filled in."),
        (5, "Deal - Currency + Deal - Value", "USD 900", '"USD 900" is not an amount in EUR.'),
    ]


def test_a_pipedrive_deal_won_since_moves_from_its_stage_to_won(store: Store) -> None:
    bring(store, ("deals.csv", PIPELINE), mapping="pipedrive")
    won = PIPELINE.replace("0,EUR,Open,Proposal", "4000,EUR,Won,Proposal").replace("2026-06-30,,,", "2026-06-30,2026-05-04 10:00:00,,")
    bring(store, ("deals.csv", won), mapping="pipedrive")
    assert written(store, "opportunity", "name", "stage", "closed_on", "amount_cents")[0] == (
        "Campaign", "Won", date(2026, 5, 4), 4_000_00,
    )  # fmt: skip
    history = [(stage, day) for deal, stage, day in written(store, "opportunity_stage", *HISTORY) if deal == "Campaign"]
    assert history == [("Proposal", None), ("Won", date(2026, 5, 4))]


def test_a_pipedrive_sheet_with_numbers_for_days_and_a_decimal_comma_is_read(store: Store) -> None:
    deals = """\
Deal - Title;Deal - Value;Deal - Currency of value;Deal - Status;Deal - Stage (pipeline);Organization;Contact person;\
Deal - Creation date;Deal - Expected close date;Deal - Won time;Deal - Lost time;Deal - Lost reason;Deal - Probability
Relaunch;12.500,50;€;Won;Negotiations;Acme;Mia Lang;46032;;46112;;;
Campaign;4.000,00;€;Open;Proposal;Zenit;Tom Bach;46063;46203;;;;60
Audit;900,00;€;Lost;Proposal;Zenit;Tom Bach;46054;;;gone;;
"""
    previewed = bring(store, ("deals.csv", deals), mapping="pipedrive")
    assert written(store, "opportunity", *DEAL) == [
        ("Campaign", "Zenit", None, "Proposal", date(2026, 2, 10), date(2026, 6, 30), None, 4_000_00),
        ("Relaunch", "Acme", None, "Won", date(2026, 1, 10), None, date(2026, 3, 31), 12_500_50),
    ]
    assert refusals(previewed) == [(4, "Deal - Lost time", "gone", '"gone" is not a date between 1900 and 2199.')]


def test_the_pipedrive_sample_sheet_has_organisations_people_and_deals_in_one(store: Store) -> None:
    sheet = """\
Person - Name*,Person - First name,Person - Last name,Person - Phone,Person - Email (Work),Person - Email (Home),\
Organization - Name*,Organization - Address,Deal - Title,Deal - Value,Activity - Subject*,Activity - Due date,\
Note - Content*
Mia Lang,Mia,Lang,+43 1 555,mia@acme.example,,Acme,"Hauptplatz 1, Graz",Relaunch,12500.5,Call,2026-03-01,<b>Keen</b>
Tom Bach,Tom,Bach,,tom@zenit.example,,Zenit,,,,,,
Ina Roth,Ina,Roth,,ina@zenit.example,,Zenit,,Audit,dear,,,
"""
    previewed = bring(store, ("sheet.csv", sheet), mapping="pipedrive")
    assert written(store, "account", "name", "location") == [("Acme", "Hauptplatz 1, Graz"), ("Zenit", None)]
    assert written(store, "contact", "name", "account", "email") == [
        ("Mia Lang", "Acme", "mia@acme.example"), ("Tom Bach", "Zenit", "tom@zenit.example"),
        ("Ina Roth", "Zenit", "ina@zenit.example"),
    ]  # fmt: skip
    assert written(store, "opportunity", *DEAL) == [("Relaunch", "Acme", None, "Open", None, None, None, 12_500_50)]
    assert refusals(previewed) == [(4, "Deal - Value", "dear", '"dear" is not an amount.')]
