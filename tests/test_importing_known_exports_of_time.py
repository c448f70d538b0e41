"""Hours exported by Toggl, Clockify and Harvest arrive as time entries, in minutes, with person, client and project."""

from datetime import date

from lib.store.engine import Store
from tests.known_exports import bring, refusals, written

ENTRY = ("person", "account", "project", "worked_on", "minutes", "billable", "task", "note")

TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)
Ada Moss,ada@firm.example,Acme,Website,Design,"Sketches, first round",Yes,2026-03-02,09:00:00,2026-03-02,10:30:00,01:30:00,,180.00
Ada Moss,ada@firm.example,Acme,Website,Design,"Sketches, first round",Yes,2026-03-02,13:00:00,2026-03-02,14:30:00,01:30:00,,180.00
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
