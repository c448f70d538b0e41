"""Hours exported by Toggl, Clockify and Harvest arrive as time entries, in minutes, with person, client and project."""

import re
from datetime import date

from lib.store.engine import Store
from tests.known_exports import bring, refusals, written

ENTRY = ("person", "account", "project", "worked_on", "minutes", "billable", "task", "note")

TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)
Ada Moss,ada@firm.example,Acme,Website,Design,"Sketches, first round",Yes,2026-03-02,09:00:00,2026-03-02,10:30:00,\
01:30:00,,180.00
Ada Moss,ada@firm.example,Acme,Website,Design,"Sketches, first round",Yes,2026-03-02,13:00:00,2026-03-02,14:30:00,\
01:30:00,,180.00
Bo Kern,bo@firm.example,Zenit,Website,,"Call
and notes",No,2026-03-03,16:00:00,2026-03-03,16:20:40,00:20:40,"call, client",
Bo Kern,bo@firm.example,,,,Team meeting,No,2026-03-03,17:00:00,2026-03-03,18:00:00,01:00:00,,
Bo Kern,bo@firm.example,Zenit,Website,,Typo,Yes,2026-13-03,17:00:00,2026-03-03,18:00:00,01:00:00,,
"""


def test_toggl_entries_keep_their_minutes_and_projects_of_one_name_stay_apart(store: Store) -> None:
    previewed = bring(store, ("toggl.csv", "\ufeff" + TOGGL.replace("\n", "\r\n")), mapping="toggl")
    assert written(store, "time_entry", *ENTRY) == [
        ("Ada Moss", "Acme", "Website", date(2026, 3, 2), 90, True, "Design", "Sketches, first round"),
        ("Ada Moss", "Acme", "Website", date(2026, 3, 2), 90, True, "Design", "Sketches, first round"),
        ("Bo Kern", "Zenit", "Website", date(2026, 3, 3), 21, False, None, "Call\nand notes"),
        ("Bo Kern", None, None, date(2026, 3, 3), 60, False, None, "Team meeting"),
    ]
    assert written(store, "project", "name", "account", "state") == [
        ("Website", "Acme", "running"), ("Website", "Zenit", "running"),
    ]  # fmt: skip
    assert written(store, "person", "name", "email", "source") == [
        ("Ada Moss", "ada@firm.example", "toggl"), ("Bo Kern", "bo@firm.example", "toggl"),
    ]  # fmt: skip
    assert refusals(previewed) == [
        (7, "Start date", "2026-13-03", '"2026-13-03" is not a date between 1900 and 2199.'),
    ]


def test_toggl_says_yes_in_the_language_of_its_user_and_may_leave_amounts_out(store: Store) -> None:
    bring(
        store,
        (
            "toggl.csv",
            """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ada Moss,ada@firm.example,Acme,Website,,Sketches,Ja,2026-03-02,09:00:00,2026-03-02,10:30:00,01:30:00,
Ada Moss,ada@firm.example,Acme,Website,,Rework,Nein,2026-03-03,09:00:00,2026-03-03,10:30:00,00:45:00,
""",
        ),
        mapping="toggl",
    )
    assert written(store, "time_entry", "note", "billable") == [("Sketches", True), ("Rework", False)]


CLOCKIFY = """\
"Project","Client","Description","Task","User","Group","Email","Tags","Billable","Start Date","Start Time","End Date",\
"End Time","Duration (h)","Duration (decimal)","Billable Rate (USD)","Billable Amount (USD)"
"Website","Acme","Sketches","Design","Ada Moss","Studio","ada@firm.example","","Yes","03/02/2026","09:00:00 AM",\
"03/02/2026","10:30:00 AM","01:30:00","1.50","120.00","180.00"
"Website","Acme","Build","","Bo Kern","","bo@firm.example","","No","03/13/2026","11:40:00 PM",\
"03/14/2026","12:10:00 AM","00:30:00","0.50","0.00","0.00"
"","","Admin","","Bo Kern","","bo@firm.example","","No","03/04/2026","02:00:00 PM",\
"03/04/2026","02:20:00 PM","00:20:00","0.33","0.00","0.00"
"Website","Acme","Asleep","","Bo Kern","","bo@firm.example","","Yes","03/05/2026","02:00:00 PM",\
"03/06/2026","05:00:00 PM","27:00:00","27.00","0.00","0.00"
"""


def test_clockify_entries_are_dated_month_first_where_the_column_says_so(store: Store) -> None:
    previewed = bring(store, ("clockify.csv", CLOCKIFY), mapping="clockify")
    assert written(store, "time_entry", *ENTRY) == [
        ("Ada Moss", "Acme", "Website", date(2026, 3, 2), 90, True, "Design", "Sketches"),
        ("Bo Kern", "Acme", "Website", date(2026, 3, 13), 30, False, None, "Build"),
        ("Bo Kern", None, None, date(2026, 3, 4), 20, False, None, "Admin"),
    ]
    ((*where, reason),) = refusals(previewed)
    assert where == [5, "Duration (h)", "27:00:00"]
    assert reason.startswith("Minutes: must be between zero and the length of a day")


def test_newer_clockify_has_more_columns_and_may_call_tasks_activities(store: Store) -> None:
    bring(
        store,
        (
            "clockify.csv",
            """\
"Project","Client","Description","Activity","User","Group","Email","Tags","Billable","Start Date","Start Time",\
"End Date","End Time","Duration (h)","Duration (decimal)","Billable Rate (USD)","Billable Amount (USD)","Type",\
"Invoiced","Invoice ID","Date of creation"
"Website","Acme","Sketches","Design","Ada Moss","","ada@firm.example","","Yes","30/03/2026","09:00 AM",\
"30/03/2026","10:30 AM","01:30:00","1.50","120.00","180.00","REGULAR","Yes","INV-7","31/03/2026"
""",
        ),
        mapping="clockify",
    )
    assert written(store, "time_entry", *ENTRY) == [
        ("Ada Moss", "Acme", "Website", date(2026, 3, 30), 90, True, "Design", "Sketches"),
    ]


def test_an_entry_invoiced_since_is_still_the_same_entry(store: Store) -> None:
    text = """\
Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,First Name,Last Name,Roles,Employee?,\
Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL
2026-03-02,Acme,Website,W-1,Design,Sketches,1.5,Yes,No,No,Ada,Moss,Designer,Yes,120,180,60,90,Euro - EUR,
"""
    bring(store, ("harvest.csv", text), mapping="harvest")
    bring(store, ("harvest.csv", text.replace("Yes,No,No", "Yes,Yes,Yes")), mapping="harvest")
    assert written(store, "time_entry", "note", "minutes") == [("Sketches", 90)]


CLOCKIFY_PROJECTS = """\
Project,Client,Status,Visibility,Billability,Tasks,Tracked (h),Estimated (h),Remaining (h),Overage (h),Billable (h),\
Non-billable (h),Billable Rate (USD),Amount (USD),Project members,Project manager,Note
Website,Acme,Active,Public,Yes,,2.00,40.50,38.50,0.00,1.50,0.50,120.00,180.00,"Ada Moss, Bo Kern",Ada Moss,
Brand,Zenit,Archived,Public,Yes,,90.00,0.00,0.00,0.00,90.00,0.00,120.00,0.00,Bo Kern,,
Blog,Zenit,Paused,Public,Yes,,0.00,0.00,0.00,0.00,0.00,0.00,120.00,0.00,Bo Kern,,
"""


def test_clockify_projects_are_those_of_its_time_entries(store: Store) -> None:
    previewed = bring(
        store, ("clockify.csv", CLOCKIFY), ("projects.csv", CLOCKIFY_PROJECTS), mapping="clockify"
    )  # fmt: skip
    assert written(store, "project", "name", "account", "person", "state", "scoped_minutes") == [
        ("Website", "Acme", "Ada Moss", "running", 2430), ("Brand", "Zenit", None, "delivered", None),
    ]  # fmt: skip
    *where, reason = refusals(previewed)[-1]
    assert where == [4, "Status", "Paused"]
    assert reason.startswith("State: must be one of ")
    assert {"running", "delivered"} <= set(re.findall(r"\w+", reason))


def test_clockify_projects_without_the_column_of_clients_are_those_that_have_none(store: Store) -> None:
    header, *lines = (
        CLOCKIFY_PROJECTS.replace(",Client,", ",").replace(",Acme,", ",").replace(",Zenit,", ",").split("\n")
    )
    bring(store, ("projects.csv", "\n".join([header, *lines[:2]])), mapping="clockify")
    assert written(store, "project", "name", "account", "scoped_minutes", "source_id") == [
        ("Website", None, 2430, " | Website"), ("Brand", None, None, " | Brand"),
    ]  # fmt: skip


HARVEST = """\
Date;Client;Project;Project Code;Task;Notes;Hours;Billable?;Invoiced?;Approved?;First Name;Last Name;Roles;Employee?;\
Billable Rate;Billable Amount;Cost Rate;Cost Amount;Currency;External Reference URL
02.03.2026;Müller & Söhne;Relaunch;R-1;Konzept;"Workshop; danach Protokoll";1,25;Yes;No;No;Ada;Moss;Design;Yes;\
120,00;150,00;60,00;75,00;Euro - EUR;
14.03.2026;Müller & Söhne;Relaunch;R-1;Konzept;;20,01;Yes;No;No;Bo;Kern;;Yes;\
120,00;2.401,20;60,00;1.200,60;Euro - EUR;
15.03.2026;Intern;Verwaltung;;Büro;;acht;No;No;No;Bo;Kern;;Yes;0,00;0,00;60,00;0,00;Euro - EUR;
"""


def test_harvest_hours_have_the_decimals_of_the_account(store: Store) -> None:
    previewed = bring(store, ("zeiten.csv", HARVEST.encode("cp1252")), mapping="harvest")
    assert written(store, "time_entry", *ENTRY) == [
        ("Ada Moss", "Müller & Söhne", "Relaunch", date(2026, 3, 2), 75, True, "Konzept", "Workshop; danach Protokoll"),
        ("Bo Kern", "Müller & Söhne", "Relaunch", date(2026, 3, 14), 1201, True, "Konzept", None),
    ]
    assert refusals(previewed) == [(4, "Hours", "acht", '"acht" is not a duration in hours, minutes or seconds.')]


def test_harvest_projects_have_hours_or_money_or_nothing_as_budget(store: Store) -> None:
    projects = """\
Client,Project,Project Code,Start Date,End Date,Project Notes,Total Hours,Billable Hours,Billable Amount,Budget By,\
Budget,Budget Spent,Budget Remaining,Total Costs,Team Costs,Expenses
Müller & Söhne,Relaunch,R-1,2026-02-01,2026-05-31,,21.26,21.26,"2,551.20",Hours Per Project,150.0,21.26,128.74,0,0,0
Acme,Brand,,2026-01-15,,,0.0,0.0,0.0,Total Project Fees,"12,500.0",0.0,"12,500.0",0,0,0
Acme,Care,,2026-01-15,2026-01-01,,0.0,0.0,0.0,No Budget,,,,0,0,0
Acme,Blog,,,,,0.0,0.0,0.0,No Budget,,,,0,0,0
"""
    previewed = bring(
        store, ("zeiten.csv", HARVEST.encode("cp1252")), ("projects.csv", projects), mapping="harvest"
    )  # fmt: skip
    assert written(
        store, "project", "name", "account", "starts_on", "original_due_on", "scoped_minutes", "fee_cents"
    ) == [
        ("Relaunch", "Müller & Söhne", date(2026, 2, 1), date(2026, 5, 31), 9000, None),
        ("Verwaltung", "Intern", None, None, None, None),
        ("Brand", "Acme", date(2026, 1, 15), None, None, 1_250_000),
        ("Blog", "Acme", None, None, None, None),
    ]
    assert refusals(previewed)[-1][:3] == (4, "End Date", "2026-01-01")
