"""Deals, organisations and people of Pipedrive arrive from lists and sample sheets, with stages and revenue."""

from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook

from lib.store.engine import Store
from tests.known_exports import bring, refusals, written

DEAL = ("name", "account", "person", "stage", "opened_on", "expected_close_on", "closed_on", "amount_cents")
HISTORY = ("opportunity", "stage", "entered_on")
REVENUE = ("account", "person", "opportunity", "earned_on", "amount_cents", "kind")

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
    won = PIPELINE.replace("0,EUR,Open,Proposal", "4000,EUR,Won,Proposal").replace(
        "2026-06-30,,,", "2026-06-30,2026-05-04 10:00:00,,"
    )
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


def test_a_pipedrive_workbook_is_read_as_its_csv(store: Store) -> None:
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet("Deals"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["Deal - ID", "Deal - Title", "Deal - Value", "Deal - Status", "Deal - Stage"])
        sheet.write_row(0, 5, ["Deal - Organization", "Deal - Deal created", "Deal - Won time"])
        sheet.write_row(1, 0, [51, "Relaunch", 12500.5, "Won", "Negotiations", "Acme"])
        sheet.write_datetime(1, 6, datetime(2026, 1, 10, 8, 15), day)
        sheet.write_datetime(1, 7, datetime(2026, 3, 31, 17, 0), day)
    bring(store, ("deals.xlsx", content.getvalue()), mapping="pipedrive")
    assert written(store, "opportunity", *DEAL, "source_id") == [
        ("Relaunch", "Acme", None, "Won", date(2026, 1, 10), None, date(2026, 3, 31), 12_500_50, "51"),
    ]


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
