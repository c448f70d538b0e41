"""Every mapping that is shipped loads, is told by its header alone and in README, and takes no other tool's files."""

import re

import pytest

from lib.importing.mapping import MappedFile, recognise
from lib.importing.mapping_files import mappings
from lib.importing.raw_table import RawTable
from lib.importing.sources import read_uploads
from tests.house_rules import ROOT

# Header rows as the tools write them; what a user may add or a tool leaves out is in the tests of each tool.
HEADERS = {
    "toggl 0": "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,"
    "Tags,Amount (EUR)",
    "clockify 0": "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,"
    "End Time,Duration (h),Duration (decimal),Billable Rate (USD),Billable Amount (USD)",
    "clockify 1": "Project,Client,Status,Visibility,Billability,Tasks,Tracked (h),Estimated (h),Remaining (h),"
    "Overage (h),Billable (h),Non-billable (h),Billable Rate (USD),Amount (USD),Project members,Project manager,Note",
    "clockify 2": "Project,Status,Visibility,Billability,Activities,Tracked (h),Estimated (h),Remaining (h),"
    "Overage (h),Billable (h),Non-billable (h),Billable Rate (USD),Amount (USD),Project members,Project manager,Note",
    "harvest 0": "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,First Name,Last Name,"
    "Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL",
    "harvest 1": "Client,Project,Project Code,Start Date,End Date,Project Notes,Total Hours,Billable Hours,"
    "Billable Amount,Budget By,Budget,Budget Spent,Budget Remaining,Total Costs,Team Costs,Expenses",
    "hubspot 0": "Record ID,Company name,Company Domain Name,Company owner,Create Date",
    "hubspot 1": "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Lifecycle Stage,Create Date,"
    "Last Activity Date,Contact owner,Associated Company",
    "hubspot 2": "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Lifecycle Stage,Create Date,"
    "Last Activity Date,Contact owner,Associated Company IDs",
    "hubspot 3": "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date,Associated Company,"
    "Associated Contact IDs",
    "hubspot 4": "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date,Associated Company IDs,"
    "Associated Contact IDs",
    "salesforce 1": '"ID","ISDELETED","MASTERRECORDID","NAME","TYPE","PARENTID","ANNUALREVENUE"',
    "salesforce 2": '"ID","ISDELETED","ACCOUNTID","NAME","DESCRIPTION","STAGENAME","AMOUNT","PROBABILITY",'
    '"EXPECTEDREVENUE","TOTALOPPORTUNITYQUANTITY","CLOSEDATE","TYPE","NEXTSTEP","LEADSOURCE","ISCLOSED","ISWON",'
    '"FORECASTCATEGORY"',
    "salesforce 3": "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Close Date",
    "pipedrive 4": "Person - Name*,Person - First name,Person - Last name,Person - Phone,Person - Email (Work),"
    "Person - Email (Home),Organization - Name*,Organization - Address,Deal - Title,Deal - Value,Activity - Subject*,"
    "Activity - Due date,Note - Content*",
    "jira 0": "Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Resolution,Assignee,Reporter,Creator,"
    "Created,Updated,Last Viewed,Resolved,Due date,Votes,Labels,Labels,Description,Original Estimate,"
    "Remaining Estimate,Time Spent,Work Ratio,Custom field (Team)",
    "asana 0": "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,"
    "Due Date,Tags,Notes,Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies)",
    "surveymonkey 0": "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
    "Custom Data 1,How likely are you to recommend us?",
    "typeform 0": "#,How likely are you to recommend us?,Start Date (UTC),Submit Date (UTC),Network ID",
}
KNOWN = mappings()
FILES = [pytest.param(file, id=f"{file.mapping} {file.position}") for mapping in KNOWN for file in mapping.files]


def kind(file: MappedFile) -> str:
    return f"{file.mapping} {file.position}"


def test_every_mapping_is_called_as_its_file_is_and_has_a_source_of_its_own() -> None:
    assert [mapping.name for mapping in KNOWN] == sorted(path.stem for path in (ROOT / "data/mappings").glob("*.toml"))
    sources = [{file.source for file in mapping.files} for mapping in KNOWN]
    assert all(len(one) == 1 for one in sources)
    assert len(set[str | None]().union(*sources)) == len(KNOWN)


@pytest.mark.parametrize(("wanted", "header"), HEADERS.items(), ids=HEADERS)
def test_an_export_is_known_by_its_header_alone(wanted: str, header: str) -> None:
    (source,) = read_uploads([("export.csv", header.encode())])
    assert kind(source.file) == wanted


@pytest.mark.parametrize("file", FILES)
def test_no_mapping_takes_the_files_of_another(file: MappedFile) -> None:
    for header in (file.header, (*file.header, *file.optional)):
        table = RawTable("export.csv", header, [], [[] for _ in header], [], [], "")
        assert kind(recognise(table, None, KNOWN)) == kind(file)


@pytest.mark.parametrize("file", FILES)
def test_what_tells_and_chooses_rows_is_in_every_file_of_the_kind(file: MappedFile) -> None:
    """A key or condition on a column that may be missing could not be read where it is."""
    needed = [name for target in file.into for name in (*target.key, *(when.column for when in target.when))]
    made_up = {name for name in needed if name.startswith(("=", "<"))}
    assert set(needed) - made_up <= set(file.header)


def test_readme_lists_the_mappings_that_there_are() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("| mapping | export |")[1].split("\n\n")[0]
    assert sorted(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)) == [mapping.name for mapping in KNOWN]
