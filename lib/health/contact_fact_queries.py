"""Every SELECT of what passed between us and clients, as the health score looks at it: whole book, one window."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from sqlalchemy import and_, func, or_, select

from lib.accounts.tables import AccountProfile, Contact
from lib.days import dated
from lib.health.fact_queries import in_force, open_on
from lib.people.tables import Person
from lib.relationship.tables import (
    Escalation,
    EscalationUpdate,
    Interaction,
    InteractionContact,
    InteractionPerson,
)
from lib.store.base import as_stored, table_of
from lib.store.engine import Store

profile, contact, person = table_of(AccountProfile), table_of(Contact), table_of(Person)
interaction, took_part, colleague = table_of(Interaction), table_of(InteractionContact), table_of(InteractionPerson)
escalation, update = table_of(Escalation), table_of(EscalationUpdate)


def contacts_made(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """What passed between us and the client, notes apart. Columns: id, account_id (missing: only on a person), day,
    two_way, outbound, formal.
    """
    columns = (
        interaction.c.id, interaction.c.account_id, as_stored(interaction.c.happened_on, "day"),
        as_stored(interaction.c.direction == "two way", "two_way"),
        as_stored(interaction.c.direction == "outbound", "outbound"), as_stored(interaction.c.formal_update, "formal"),
    )  # fmt: skip
    there = (interaction.c.happened_on > since, interaction.c.happened_on <= as_of, interaction.c.kind != "note")
    return dated(store.frame(select(*columns).where(*there).order_by(interaction.c.happened_on)), "day")


def contacts_in(store: Store, as_of: date, since: date, all_since: date) -> pd.DataFrame:
    """Client contacts who took part from `all_since` on, and from `since` on where only they tell the account.

    Columns: interaction_id, contact_id, account_id (the contact's), here (not left by `as_of`).
    """
    lately = or_(interaction.c.happened_on > all_since, interaction.c.account_id.is_(None))
    joined = (
        select(
            took_part.c.interaction_id,
            took_part.c.contact_id,
            contact.c.account_id,
            as_stored(open_on(contact.c.left_on, as_of), "here"),
        )
        .join(interaction, interaction.c.id == took_part.c.interaction_id)
        .join(contact, contact.c.id == took_part.c.contact_id)
        .where(interaction.c.happened_on > since, interaction.c.happened_on <= as_of, interaction.c.kind != "note")
        .where(lately)
    )
    return store.frame(joined)


def colleagues_in(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Our people who took part from `since` to `as_of` and are still here. Columns: interaction_id, person_id."""
    joined = (
        select(colleague.c.interaction_id, colleague.c.person_id)
        .join(interaction, interaction.c.id == colleague.c.interaction_id)
        .join(person, person.c.id == colleague.c.person_id)
        .where(interaction.c.happened_on > since, interaction.c.happened_on <= as_of, interaction.c.kind != "note")
        .where(open_on(person.c.left_on, as_of))
    )
    return store.frame(joined)


def profiles(store: Store, as_of: date) -> pd.DataFrame:
    """What is understood of each account. Columns: account_id, cadence_days, sponsor_id (missing: none, or left),
    planned_on (since when some plan for updates is agreed; NaT: none).
    """
    plans = (
        select(profile.c.account_id, func.min(profile.c.starts_on).label("planned_on"))
        .where(profile.c.cadence_days.is_not(None))
        .group_by(profile.c.account_id)
        .subquery()
    )
    here = and_(contact.c.id == profile.c.sponsor_id, open_on(contact.c.left_on, as_of))
    joined = (
        select(profile.c.account_id, profile.c.cadence_days, contact.c.id.label("sponsor_id"), plans.c.planned_on)
        .join(contact, here, isouter=True)
        .join(plans, plans.c.account_id == profile.c.account_id, isouter=True)
        .where(in_force(profile, as_of))
        .order_by(profile.c.account_id, profile.c.starts_on)
    )
    return dated(store.frame(joined), "planned_on").drop_duplicates("account_id", keep="last")


def last_talks(store: Store, as_of: date, contacts: Sequence[int]) -> pd.DataFrame:
    """The last time each of some contacts talked to us, both ways, by `as_of`. Columns: contact_id, day."""
    talks = (
        select(took_part.c.contact_id, func.max(interaction.c.happened_on).label("day"))
        .join(interaction, interaction.c.id == took_part.c.interaction_id)
        .where(took_part.c.contact_id.in_(contacts), interaction.c.direction == "two way")
        .where(interaction.c.happened_on <= as_of, interaction.c.kind != "note")
        .group_by(took_part.c.contact_id)
    )
    return dated(store.frame(talks), "day")


def escalations(store: Store, as_of: date, since: date) -> pd.DataFrame:
    """Escalations open on `as_of`, and those closed since `since`, with the day of their last update.

    Columns: id, account_id, severity, opened_on, closed_on (NaT: not by `as_of`), updated_on.
    """
    last = (
        select(func.max(update.c.given_on))
        .where(update.c.escalation_id == escalation.c.id, update.c.given_on <= as_of)
        .scalar_subquery()
    )
    columns = (
        escalation.c.id, escalation.c.account_id, escalation.c.severity, escalation.c.opened_on,
        escalation.c.closed_on, last.label("updated_on"),
    )  # fmt: skip
    there = (escalation.c.opened_on <= as_of, or_(escalation.c.closed_on.is_(None), escalation.c.closed_on > since))
    found = dated(store.frame(select(*columns).where(*there)), "opened_on", "closed_on", "updated_on")
    return found.assign(closed_on=found["closed_on"].mask(found["closed_on"] > pd.Timestamp(as_of)))
