"""Every SELECT about what a handover would lose, and which service a piece of work belongs to."""

from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Table, and_, func, or_, select

from lib.accounts.tables import Account, AccountOwner, Contract
from lib.days import dated
from lib.delivery.tables import Project
from lib.health.tables import HealthSnapshot
from lib.people.tables import Role, Skill
from lib.relationship.tables import Escalation, Interaction, InteractionContact, InteractionPerson, Promise
from lib.store.base import as_stored, table_of
from lib.store.engine import Store
from lib.team.tables import Booking

booking = table_of(Booking)
account, owner, contract, project = (table_of(model) for model in (Account, AccountOwner, Contract, Project))
interaction, took_part = table_of(Interaction), table_of(InteractionPerson)
with_contact, promise, escalation = table_of(InteractionContact), table_of(Promise), table_of(Escalation)
snapshot, role, skill = table_of(HealthSnapshot), table_of(Role), table_of(Skill)

ALWAYS = date(1970, 1, 1), date(9000, 1, 1)
THREAD_DAYS = 90  # a contact talked with within so many days is a live thread
BAND_DAYS = 21  # a kept band older than this says nothing of today


def _in_force(table: Table, day: date) -> ColumnElement[bool]:
    return and_(table.c.starts_on <= day, or_(table.c.ends_before.is_(None), table.c.ends_before > day))


def _open_on(column: ColumnElement[date], day: date) -> ColumnElement[bool]:
    return or_(column.is_(None), column > day)


def account_names(store: Store) -> dict[int, str]:
    """Every account: number → name."""
    return {int(number): str(name) for number, name in store.rows(select(account.c.id, account.c.name))}


def leads(store: Store, day: date) -> pd.DataFrame:
    """Who leads each account on a day, the spell begun last. Columns: account_id, person_id, starts_on."""
    columns = (owner.c.account_id, owner.c.person_id, as_stored(owner.c.starts_on))
    statement = select(*columns).where(owner.c.duty == "lead", _in_force(owner, day))
    found = store.frame(statement.order_by(owner.c.account_id, owner.c.starts_on, owner.c.id))
    return dated(found, "starts_on").drop_duplicates("account_id", keep="last").reset_index(drop=True)


def project_services(store: Store) -> pd.DataFrame:
    """What each project is called and delivers. Columns: project_id, project, account_id, service_id (NA: unsaid)."""
    columns = (project.c.id.label("project_id"), project.c.name.label("project"), project.c.account_id)
    found = store.frame(select(*columns, project.c.service_id).order_by(project.c.id))
    return found.astype({"account_id": "Int64", "service_id": "Int64"})


def services_under_contract(store: Store, day: date) -> pd.DataFrame:
    """The services each account has contracts for on a day, projects aside. Columns: account_id, service_id."""
    kept = (contract.c.service_id.is_not(None), contract.c.kind != "project", _in_force(contract, day))
    return store.frame(select(contract.c.account_id, contract.c.service_id).where(*kept).distinct())


def threads(store: Store, as_of: date) -> pd.DataFrame:
    """Whom people talked with. Columns: person_id, account_id, since (first talk), contacts (of the last 90 days)."""
    talks = (
        interaction.join(took_part, took_part.c.interaction_id == interaction.c.id)
        .outerjoin(with_contact, with_contact.c.interaction_id == interaction.c.id)
    )  # fmt: skip
    lately = and_(interaction.c.happened_on > as_of - timedelta(days=THREAD_DAYS), interaction.c.direction == "two way")
    live = func.count(func.distinct(with_contact.c.contact_id)).filter(lately)
    pair = (took_part.c.person_id, interaction.c.account_id)
    columns = (*pair, as_stored(func.min(interaction.c.happened_on)).label("since"), live.label("contacts"))
    there = interaction.c.happened_on <= as_of, interaction.c.account_id.is_not(None)
    return dated(store.frame(select(*columns).select_from(talks).where(*there).group_by(*pair)), "since")


def open_promises(store: Store, as_of: date) -> pd.DataFrame:
    """Promises open on a day. Columns: account_id, person_id (NA: nobody named), promises."""
    pair = (promise.c.account_id, promise.c.person_id)
    there = promise.c.made_on <= as_of, _open_on(promise.c.settled_on, as_of)
    statement = select(*pair, func.count().label("promises")).where(*there).group_by(*pair)
    return store.frame(statement).astype({"person_id": "Int64"})


def open_escalations(store: Store, as_of: date) -> pd.DataFrame:
    """Escalations open on a day. Columns: account_id, escalations."""
    there = escalation.c.opened_on <= as_of, _open_on(escalation.c.closed_on, as_of)
    each = escalation.c.account_id
    return store.frame(select(each, func.count().label("escalations")).where(*there).group_by(each))


def bands(store: Store, as_of: date) -> pd.DataFrame:
    """The band last kept of each account, of the last three weeks. Columns: account_id, band."""
    window = snapshot.c.taken_on > as_of - timedelta(days=BAND_DAYS), snapshot.c.taken_on <= as_of
    columns = (snapshot.c.account_id, snapshot.c.band)
    found = store.frame(select(*columns).where(*window).order_by(snapshot.c.taken_on, snapshot.c.id))
    return found.drop_duplicates("account_id", keep="last").reset_index(drop=True)


def role_targets(store: Store) -> list[tuple[int, float | None]]:
    """Each role and the share of their hours its people should be booked for (None: nobody said)."""
    return [(int(number), target) for number, target in store.rows(select(role.c.id, role.c.utilisation_target))]


def skill_names(store: Store) -> dict[int, str]:
    """Every skill: number → name."""
    return {int(number): str(name) for number, name in store.rows(select(skill.c.id, skill.c.name))}


def booked_projects(store: Store, as_of: date) -> pd.DataFrame:
    """Projects with work booked after a day, by account and name. Columns: project_id, project, account."""
    ahead = or_(booking.c.ends_before.is_(None), booking.c.ends_before > as_of)
    booked = select(booking.c.project_id).where(booking.c.project_id.is_not(None), ahead)
    columns = (project.c.id.label("project_id"), project.c.name.label("project"), account.c.name.label("account"))
    joined = project.outerjoin(account, account.c.id == project.c.account_id)
    there = select(*columns).select_from(joined).where(project.c.id.in_(booked))
    return store.frame(there.order_by(account.c.name, project.c.name, project.c.id))
