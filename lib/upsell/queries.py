"""Every SELECT of what decides whether to raise a service with a client: their plan, their words, what is open."""

from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Table, func, or_, select

from lib.accounts.tables import AccountProfile, Contact, Service
from lib.days import dated
from lib.relationship.queries import end_of
from lib.relationship.tables import ClientRequest, Escalation, Interaction, InteractionContact
from lib.store.base import as_stored, table_of
from lib.store.engine import Store
from lib.value.tables import Objective, ObjectiveTerm

profile, contact, service = table_of(AccountProfile), table_of(Contact), table_of(Service)
escalation, request = table_of(Escalation), table_of(ClientRequest)
interaction, took_part = table_of(Interaction), table_of(InteractionContact)
objective, term = table_of(Objective), table_of(ObjectiveTerm)


def catalogue(store: Store) -> pd.DataFrame:
    """Every service. Columns: service_id, service, margin_share (NaN: nobody said), risk, keywords (None); by id."""
    columns = (
        service.c.id.label("service_id"), service.c.name.label("service"), service.c.margin_share, service.c.risk,
        service.c.keywords,
    )  # fmt: skip
    return store.frame(select(*columns).order_by(service.c.id)).astype({"margin_share": "float64"})


def profiles(store: Store, as_of: date) -> pd.DataFrame:
    """What is understood of each account on a day; by account, of two in force the one begun last.

    Columns: account_id, risk_appetite, needs, long_term_objectives (None: not recorded), ideal_gap_days,
    maximum_gap_days, sponsor_id (missing: none).
    """
    names = (
        "account_id", "risk_appetite", "needs", "long_term_objectives", "ideal_gap_days", "maximum_gap_days",
        "sponsor_id",
    )  # fmt: skip
    known = select(*(profile.c[name] for name in names)).where(*_in_force(profile, as_of))
    found = store.frame(known.order_by(profile.c.account_id, profile.c.starts_on, profile.c.id))
    return found.drop_duplicates("account_id", keep="last").reset_index(drop=True)


def open_escalations(store: Store, as_of: date) -> pd.DataFrame:
    """Escalations open at the end of a day, the gravest first. Columns: account_id, severity, what, opened_on."""
    columns = (escalation.c.account_id, escalation.c.severity, escalation.c.what, escalation.c.opened_on)
    there = (escalation.c.opened_on <= as_of, _open_on(escalation, "closed_on", as_of))
    ordered = select(*columns).where(*there).order_by(escalation.c.severity.desc(), escalation.c.opened_on)
    return dated(store.frame(ordered), "opened_on")


def open_objectives(store: Store, as_of: date) -> pd.DataFrame:
    """Objectives begun by a day and not closed by then. Columns: account_id, service_id (missing: none), name."""
    begun = select(term.c.objective_id).where(term.c.starts_on <= as_of)
    there = (objective.c.id.in_(begun), _open_on(objective, "closed_on", as_of))
    columns = (objective.c.account_id, objective.c.service_id, objective.c.name)
    return store.frame(select(*columns).where(*there).order_by(objective.c.id))


def requests(store: Store, as_of: date, days: int) -> pd.DataFrame:
    """What clients asked for in the `days` up to a day, newest first. Columns: account_id, what, asked_on."""
    end = end_of(as_of)
    there = (request.c.asked_at < end, request.c.asked_at >= end - timedelta(days))
    columns = (request.c.account_id, request.c.what, request.c.asked_at)
    found = store.frame(select(*columns).where(*there).order_by(request.c.asked_at.desc()))
    days_asked = pd.to_datetime(found["asked_at"], utc=True).dt.tz_localize(None).dt.floor("D")
    return found.drop(columns="asked_at").assign(asked_on=days_asked)


def last_contacts(store: Store, as_of: date) -> pd.DataFrame:
    """The last two-way contact with each account by a day, notes apart; one on a person counts for the account.

    By account. Columns: account_id, day.
    """
    happened = (interaction.c.happened_on <= as_of, interaction.c.direction == "two way", interaction.c.kind != "note")
    own = select(interaction.c.account_id, func.max(interaction.c.happened_on).label("day")).where(
        *happened, interaction.c.account_id.is_not(None)
    )
    on_a_person = (
        select(contact.c.account_id, func.max(interaction.c.happened_on).label("day"))
        .join(took_part, took_part.c.interaction_id == interaction.c.id)
        .join(contact, contact.c.id == took_part.c.contact_id)
        .where(*happened, interaction.c.account_id.is_(None))
    )
    both = own.group_by(interaction.c.account_id).union_all(on_a_person.group_by(contact.c.account_id)).subquery()
    newest = select(both.c.account_id, as_stored(func.max(both.c.day), "day")).group_by(both.c.account_id)
    return dated(store.frame(newest.order_by(both.c.account_id)), "day")


def deciders(store: Store, as_of: date) -> pd.DataFrame:
    """Who at each client decides, sponsors, or is the sponsor in its profile, and is still there.

    By account, the most influential first. Columns: contact_id, account_id, contact, role (None: not recorded).
    """
    columns = (contact.c.id.label("contact_id"), contact.c.account_id, contact.c.name.label("contact"), contact.c.role)
    in_profile = select(profile.c.sponsor_id).where(profile.c.sponsor_id.is_not(None), *_in_force(profile, as_of))
    decides = or_(contact.c.role.in_(("sponsor", "decision maker")), contact.c.id.in_(in_profile))
    there = (decides, _open_on(contact, "left_on", as_of))
    rank = (contact.c.account_id, func.coalesce(contact.c.influence, 0).desc(), contact.c.id)
    return store.frame(select(*columns).where(*there).order_by(*rank))


def _in_force(table: Table, day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.starts_on <= day, _open_on(table, "ends_before", day)


def _open_on(table: Table, column: str, day: date) -> ColumnElement[bool]:
    return or_(table.c[column].is_(None), table.c[column] > day)
