"""T11: forged edits of every table that can be edited write nothing but what the table offers, and break no page."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.growth.tables import Opportunity, Stage
from lib.people.tables import Person, WeeklyHours
from lib.periods import today
from lib.store.engine import Store
from lib.store.users import introduce
from lib.team.tables import Absence, Booking
from lib.ui.editing import fits, fitting
from tests.demo_firm import content
from tests.facts import put
from tests.security.forged_edits import Edits, edits, forged
from tests.test_pages_surveys_import import EXPORT

FULL = os.environ.get("STEWARD_FAULTS") == "full"
App = Callable[..., AppTest]
MONDAY = today() + timedelta(days=7 - today().weekday())
Content = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Place:
    """An editor: how to get to it, its key, its columns, which may be written, and the button that saves."""

    state: dict[str, Any]
    page: str
    key: str
    columns: Sequence[str]
    locked: Sequence[str]
    rows: int
    button: str
    writes: dict[str, frozenset[str]]  # table → columns; added and removed rows only where "*" stands


LEAVE = ("Person", "Kind", "From", "Until", "Hours a day")
BOOKINGS = (
    "Person", "Role or skill", "Client", "Project or deal", "Hours a week", "From", "Until", "Tentative", "Chance (%)",
    "Overtime", "Reason",
)  # fmt: skip
PLACES = {
    "bookings": Place({"team_tab": "Bookings and leave"}, "team.py", "_place_booking_grid", BOOKINGS, (), 2, "Save",
                      {"booking": frozenset("*")}),
    "leave": Place({"team_tab": "Bookings and leave"}, "team.py", "_place_leave_grid", LEAVE, (), 1, "Save",
                   {"absence": frozenset("*")}),
    "deals": Place({"data_tab": "Waiting"}, "data.py", "deals_", ("Account", "Deal", "Service", "Owner", "Stage"),
                   ("Deal", "Service", "Owner", "Stage", "Opened"), 2, "Save accounts",
                   {"opportunity": frozenset({"account_id", "version"})}),
    "weights": Place({"health_tab": "Formula", "formula_part": "Try a change"}, "health.py", "formula_weights_",
                     ("Factor", "Weight", "Valid (days)"), ("Factor",), 8, "Save as version",
                     {"health_formula": frozenset("*"), "health_weight": frozenset("*"),
                      "health_veto": frozenset("*")}),
    "rules": Place({"health_tab": "Formula", "formula_part": "Try a change"}, "health.py", "formula_rules_",
                   ("Rule", "On", "Limit", "Counted in", "Caps at"), ("Rule", "Counted in"), 4, "Save as version",
                   {"health_formula": frozenset("*"), "health_weight": frozenset("*"), "health_veto": frozenset("*")}),
    "answers": Place({"surveys_tab": "Enter or import answers", "entering_way": "Import answers"}, "surveys.py",
                     "answers_map_", ("Column", "Take", "Answers", "Scale", "Blank", "Does not apply", "Asks about",
                                      "Better", "From", "To", "Words and points", "Question"),
                     ("Column", "Answers"), 2, "", {}),
}  # fmt: skip


@pytest.fixture
def firm(store: Store) -> Store:
    """A firm with a row for each editor."""
    put(
        store, Person(id=1, name="Mara"), Person(id=2, name="Jon"), Account(id=1, name="Acme"),
        Account(id=2, name="Bolt"), WeeklyHours(person_id=1, minutes_per_week=2400, starts_on=date(2020, 1, 1)),
        *(Booking(id=n, person_id=n, account_id=n, minutes_per_week=600, starts_on=MONDAY) for n in (1, 2)),
        Absence(id=1, person_id=1, kind="leave", starts_on=MONDAY, ends_before=MONDAY + timedelta(days=2)),
        Stage(id=1, name="Talk", kind="open"),
        *(Opportunity(id=n, name=f"Deal {n}", stage_id=1, person_id=1, opened_on=date(2025, 1, 1)) for n in (1, 2)),
    )  # fmt: skip
    introduce(store, "Ann Berg")
    return store


def opened(app: App, place: Place) -> AppTest:
    at = app(place.page, place.state)
    if place.key == "answers_map_":
        at.file_uploader(key="answers_file").upload("Clients.csv", EXPORT).run()
    assert not at.exception
    return at


def key_of(at: AppTest, place: Place) -> str:
    state = at.session_state
    if place.key.startswith("_place_"):
        return str(state[place.key])
    shown = [str(table.proto.id).split("-", 2)[2] for table in at.dataframe if table.proto.id]
    return next(key for key in shown if key.startswith(place.key))


def forge(at: AppTest, place: Place, sent: Edits) -> None:
    """Send edits, then press the button that saves, as often as a person in a hurry."""
    at.session_state[key_of(at, place)] = sent
    at.run()
    for button in [one for one in at.button if place.button and one.label.startswith(place.button)]:
        if not button.disabled:
            button.click().run()
            break


def broken_rules(place: Place, before: Content, after: Content) -> Iterator[str]:
    """What changed that the editor does not offer."""
    for table, rows in after.items():
        if rows == before[table] or "*" in place.writes.get(table, ()):
            continue
        names = [column.name for column in next(m for m in _tables() if m.name == table).columns]
        if len(rows) != len(before[table]):
            yield f"{table}: rows added or removed"
        for old, new in zip(before[table], rows, strict=False):
            changed = {name for name, a, b in zip(names, old, new, strict=True) if a != b}
            if changed - place.writes.get(table, frozenset()):
                yield f"{table}: {changed}"


def _tables() -> list[Any]:
    from lib.schema import content_tables

    return list(content_tables())


@pytest.mark.parametrize("name", PLACES)
def test_forged_edits_write_only_what_the_table_offers(app: App, firm: Store, name: str) -> None:
    place = PLACES[name]
    cases = list(forged(place.columns, place.locked, place.rows))
    at, wrong = opened(app, place), []
    for case, sent in cases if FULL else cases[::17]:
        before = content(firm)
        forge(at, place, sent)
        after = content(firm)
        wrong += [f"{case}: crash" for _ in at.exception]
        wrong += [f"{case}: {rule}" for rule in broken_rules(place, before, after)]
        if at.exception or after != before:
            at = opened(app, place)
    assert not wrong


@pytest.mark.parametrize("name", PLACES)
def test_what_does_not_fit_a_table_is_left_out_before_it_is_read(name: str) -> None:
    place = PLACES[name]
    open_ones = [column for column in place.columns if column not in place.locked]
    whole = name in ("bookings", "leave")
    for case, sent in forged(place.columns, place.locked, place.rows):
        kept = fitting(sent, open_ones, place.rows, whole_rows=whole)
        assert fits(kept, open_ones, place.rows, whole_rows=whole), case
        assert all(0 <= at < place.rows and set(cells) <= set(open_ones) for at, cells in kept["edited_rows"].items())
        assert whole or not kept["added_rows"] + kept["deleted_rows"], case


def test_an_honest_edit_passes_untouched() -> None:
    honest = edits({0: {"Account": "Acme"}, 1: {"Account": None}})
    assert fits(honest, ["Account"], 2)
    assert fitting(honest, ["Account"], 2) == honest
    rows = edits({}, [{"Person": "Mara", "Hours a week": 4.5}], [1])
    assert fitting(rows, BOOKINGS, 2, whole_rows=True) == rows
