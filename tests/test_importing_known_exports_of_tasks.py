"""Issues exported by Jira and tasks exported by Asana arrive as tasks with state, days and estimates."""

from datetime import date

from lib.accounts.tables import Account
from lib.delivery.tables import Project
from lib.store.engine import Store
from tests.facts import put
from tests.known_exports import bring, refusals, written

TASK = ("name", "project", "person", "state", "opened_on", "due_on", "done_on")

JIRA = """\
Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,Resolution,Assignee,Reporter,Creator,\
Created,Updated,Last Viewed,Resolved,Due date,Votes,Labels,Labels,Description,Comment,Comment,Original Estimate,\
Remaining Estimate,Time Spent,Work Ratio,Custom field (Story Points)
Login fails,WEB-1,10001,Bug,Done,WEB,Website,High,Fixed,Ada Moss,Bo Kern,Bo Kern,\
11/May/26 3:26 PM,12/May/26 7:07 AM,,20/May/26 4:53 PM,22/May/26 12:00 AM,0,auth,urgent,"First, look
then mend",12/May/26;Ada;on it,,7200,0,5400,75%,3
New form,WEB-2,10002,Story,In Progress,WEB,Website,Medium,,,Bo Kern,Bo Kern,\
02/Jun/26 9:00 AM,02/Jun/26 9:05 AM,,,,0,,,,,,38h,38h,,,
Broken,WEB-3,10003,Bug,To Do,WEB,Website,Medium,,Bo Kern,Bo Kern,Bo Kern,\
31/Jun/26 9:00 AM,02/Jun/26 9:05 AM,,,,0,,,,,,3600,3600,,,
"""


def test_jira_issues_keep_days_with_months_in_letters_and_estimates_in_seconds(store: Store) -> None:
    previewed = bring(store, ("jira.csv", "\ufeff" + JIRA.replace("\n", "\r\n")), mapping="jira")
    assert written(store, "task", *TASK, "estimated_minutes", "spent_minutes") == [
        (
            "Login fails",
            "Website",
            "Ada Moss",
            "Done",
            date(2026, 5, 11),
            date(2026, 5, 22),
            date(2026, 5, 20),
            120,
            90,
        ),
        ("New form", "Website", None, "In Progress", date(2026, 6, 2), None, None, 2280, None),
    ]
    assert refusals(previewed) == [
        (5, "Created", "31/Jun/26 9:00 AM", '"31/Jun/26 9:00 AM" is not a date between 1900 and 2199.'),
    ]


def test_tasks_belong_to_the_project_that_is_there_already(store: Store) -> None:
    (acme,) = put(store, Account(name="Acme"))
    put(store, Project(name="Website", account_id=acme))
    bring(store, ("jira.csv", JIRA), mapping="jira")
    assert written(store, "project", "name", "account") == [("Website", "Acme")]


def test_a_jira_issue_done_since_is_the_same_task(store: Store) -> None:
    bring(store, ("jira.csv", JIRA), mapping="jira")
    bring(store, ("jira.csv", JIRA.replace("WEB-2", "OPS-9").replace("In Progress", "Done")), mapping="jira")
    assert [state for (state,) in written(store, "task", "state")] == ["Done", "Done"]


ASANA = """\
Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,\
Notes,Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies),Priority
1211430000000001,2026-03-02,2026-03-09,2026-03-09,Brief,Done,Ada Moss,ada@firm.example,,2026-03-10,,"Short,
please",Website,,,Sketches,High
1211430000000002,2026-03-03,,2026-03-03,Sketches,Doing,Bo Kern,bo@firm.example,2026-03-04,2026-03-20,,,Website,,Brief,,
1211430000000003,2026-03-03,,2026-03-03,Call,,,,,,,,,Sketches,,,
1211430000000004,2026-03-03,,2026-03-03,,Doing,,,,,,,Website,,,,
1211430000000005,2026-03-03,,2026-03-03,Later,Doing,,,,soon,,,Website,,,,
"""


def test_asana_tasks_keep_section_assignee_and_days(store: Store) -> None:
    previewed = bring(store, ("asana.csv", "\ufeff" + ASANA), mapping="asana")
    assert written(store, "task", *TASK) == [
        ("Brief", "Website", "Ada Moss", "Done", date(2026, 3, 2), date(2026, 3, 10), date(2026, 3, 9)),
        ("Sketches", "Website", "Bo Kern", "Doing", date(2026, 3, 3), date(2026, 3, 20), None),
        ("Call", None, None, None, date(2026, 3, 3), None, None),
    ]
    assert written(store, "person", "name", "email") == [
        ("Ada Moss", "ada@firm.example"),
        ("Bo Kern", "bo@firm.example"),
    ]
    assert refusals(previewed) == [
        (6, "Name", "", "Name: must be filled in."),
        (7, "Due Date", "soon", '"soon" is not a date between 1900 and 2199.'),
    ]


def test_asana_numbers_that_a_spreadsheet_rounded_tell_no_task(store: Store) -> None:
    rounded = "".join("1.21143E+15" + line[16:] if line[:5] == "12114" else line for line in ASANA.splitlines(True))
    previewed = bring(store, ("asana.csv", rounded), mapping="asana")
    assert written(store, "task", "name") == []
    assert [(line, column, value) for line, column, value, _ in refusals(previewed)] == [
        (line, "Task ID", "1.21143E+15") for line in (2, 4, 5, 6, 7)
    ]
    assert {reason for *_, reason in refusals(previewed)} == {
        "A spreadsheet program rounded this number: export the file again and import it without opening it in one."
    }
