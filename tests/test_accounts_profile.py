"""What we understand of a client: spells that follow each other, two editors, the people who work there."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lib.accounts.profile import EMPTY
from lib.accounts.profile_actions import add_contact, change_profile, edit_contact
from lib.accounts.profile_queries import (
    NO_PROFILE,
    Profile,
    account_choices,
    contacts,
    identity,
    profile_on,
    profiles,
)
from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contact, Contract, Sector
from lib.errors import RefusedValue, StaleEdit
from lib.people.tables import Person, ReportingLine
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from tests.facts import put

LOG, PROFILES = table_of(ChangeLog), table_of(AccountProfile)
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def firm(store: Store) -> Store:
    put(store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"), Contact(id=1, account_id=1, name="Cy"))
    put(store, Contact(id=2, account_id=2, name="Di"))
    return store


def now_known(store: Store, day: date) -> Profile:
    return profile_on(profiles(store, 1, day), day)


def change(store: Store, day: date, shown: Profile | None = None, token: str = "", **wanted: Any) -> None:
    ground = shown or now_known(store, day)
    before = ground.values | {"version": ground.version}
    change_profile(store, "Ann", 1, before, ground.values | wanted, day, token or f"{day}{wanted}")


def test_a_change_ends_the_spell_and_begins_the_next(firm: Store) -> None:
    change(firm, MAY, risk_appetite="low", sponsor_id=1)
    change(firm, JUNE, risk_appetite="high")
    now, before = profiles(firm, 1, JUNE)
    assert (before.values["risk_appetite"], before.ends_before) == ("low", JUNE)
    assert (now.values["risk_appetite"], now.starts_on, now.sponsor) == ("high", JUNE, "Cy")
    assert now_known(firm, MAY).values["risk_appetite"] == "low"
    assert now_known(firm, date(2026, 4, 1)) is NO_PROFILE
    changed = select(LOG.c.field, LOG.c.old, LOG.c.new).where(LOG.c.kind == "changed", LOG.c.field == "risk_appetite")
    assert firm.rows(changed) == [("risk_appetite", "low", "high")]


def test_a_second_change_on_the_same_day_edits_the_spell(firm: Store) -> None:
    change(firm, MAY, needs="Leads")
    change(firm, MAY, needs="Fewer, better leads")
    assert [one.values["needs"] for one in profiles(firm, 1, JULY)] == ["Fewer, better leads"]


def test_saving_what_was_shown_writes_nothing(firm: Store) -> None:
    change(firm, MAY, needs="Leads")
    change(firm, JUNE)
    assert len(profiles(firm, 1, JULY)) == 1


def test_a_second_click_stores_once(firm: Store) -> None:
    shown = now_known(firm, MAY)
    change(firm, MAY, shown, "same", needs="Leads")
    change(firm, MAY, shown, "same", needs="Leads")
    assert len(firm.rows(select(PROFILES.c.id))) == 1


def test_two_editors_are_told_of_each_other_over_spells(firm: Store) -> None:
    change(firm, MAY, needs="Leads")
    shown = now_known(firm, MAY)
    change(firm, JUNE, needs="Renown")
    with pytest.raises(StaleEdit) as told:
        change(firm, JUNE, shown, "second", needs="Sales", risk_appetite="low")
    assert told.value.theirs == {"needs": "Renown", "risk_appetite": None}
    assert told.value.mine["needs"] == "Sales"
    assert told.value.who == "Ann"
    chosen = {**told.value.theirs, "version": told.value.version}
    change_profile(firm, "Bo", 1, chosen, {"needs": "Sales", "risk_appetite": "low"}, JUNE, "settled")
    assert now_known(firm, JUNE).values["needs"] == "Sales"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"ideal_gap_days": 30, "maximum_gap_days": 14}, "maximum_gap_days"),
        ({"cadence_days": 0}, "cadence_days"),
        ({"ideal_gap_days": -1}, "ideal_gap_days"),
        ({"sponsor_id": 2}, "sponsor_id"),
        ({"risk_appetite": "reckless"}, "risk_appetite"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(firm: Store, wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedValue) as told:
        change(firm, MAY, **wanted)
    assert told.value.field == field
    assert profiles(firm, 1, JULY) == []


def test_a_change_before_a_later_spell_is_refused(firm: Store) -> None:
    change(firm, JUNE, needs="Leads")
    later = now_known(firm, JUNE)
    with pytest.raises(RefusedValue, match="a later profile began on 2026-06-01"):
        change(firm, MAY, later, needs="Sales")


def test_a_spell_with_a_planned_end_hands_it_on(firm: Store) -> None:
    put(firm, AccountProfile(account_id=1, starts_on=MAY, ends_before=JULY, needs="Leads"))
    change(firm, JUNE, needs="Sales")
    assert [(one.starts_on, one.ends_before) for one in profiles(firm, 1, JULY)] == [(JUNE, JULY), (MAY, JUNE)]
    later = JULY + timedelta(3)
    assert not now_known(firm, later).recorded
    change(firm, later, preferences="Calls")
    again = profiles(firm, 1, later)[0]
    assert (again.starts_on, again.values["needs"], again.values["preferences"]) == (later, None, "Calls")


def test_people_at_a_client_are_added_edited_and_marked_as_left(firm: Store) -> None:
    number = add_contact(firm, "Ann", 1, {"name": "Eve", "role": "champion", "influence": 4}, "a")
    assert number is not None
    eve = next(one for one in contacts(firm, 1, MAY) if one.id == number)
    shown = eve._asdict()
    edit_contact(firm, "Ann", number, shown, {"title": "Head of marketing", "left_on": JUNE}, "e")
    assert [(one.name, one.left_on) for one in contacts(firm, 1, MAY)] == [("Eve", None), ("Cy", None)]
    assert [(one.name, one.left_on) for one in contacts(firm, 1, JUNE)] == [("Cy", None), ("Eve", JUNE)]
    with pytest.raises(StaleEdit):
        edit_contact(firm, "Bo", number, shown, {"title": "Director"}, "late")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "cy"}, "name"),
        ({"name": "Eve", "email": "eve at acme"}, "email"),
        ({"name": "Eve", "influence": 6}, "influence"),
        ({"name": "Eve", "role": "king"}, "role"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(firm: Store, values: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedValue) as told:
        add_contact(firm, "Ann", 1, values, "a")
    assert told.value.field == field


def test_a_namesake_may_follow_one_who_left(firm: Store) -> None:
    edit_contact(firm, "Ann", 1, {"version": 1, "left_on": None}, {"left_on": MAY}, "left")
    add_contact(firm, "Ann", 1, {"name": "Cy"}, "a")
    assert [one.name for one in contacts(firm, 1, JUNE)] == ["Cy", "Cy"]


def test_the_head_names_owner_and_manager_of_the_day(firm: Store) -> None:
    put(
        firm, Sector(id=1, name="retail"), Person(id=1, name="Ann"), Person(id=2, name="Bo"), Person(id=3, name="Max"),
        Account(id=3, name="Apt", sector_id=1), ReportingLine(person_id=1, manager_id=3, starts_on=MAY),
        AccountOwner(account_id=3, person_id=1, starts_on=MAY, ends_before=JULY),
        AccountOwner(account_id=3, person_id=2, starts_on=JULY),
        Contract(account_id=3, kind="retainer", starts_on=JUNE),
    )  # fmt: skip
    then, now = identity(firm, 3, JUNE), identity(firm, 3, JULY)
    assert (then.owner, then.manager, then.sector, then.first_contract_on) == ("Ann", "Max", "retail", JUNE)
    assert (now.owner, now.manager, now.owner_since) == ("Bo", None, JULY)
    assert identity(firm, 3, MAY).first_contract_on is None
    assert identity(firm, 1, JULY).owner is None
    choices = [(one.name, one.owner, one.sector) for one in account_choices(firm, JUNE)]
    assert choices == [("Acme", None, None), ("Apt", "Ann", "retail"), ("Bolt", None, None)]


def test_an_empty_profile_has_every_field(firm: Store) -> None:
    assert NO_PROFILE.values == EMPTY
    assert not NO_PROFILE.recorded
