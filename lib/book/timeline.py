"""One list of everything that happened with one client, from every subject, newest first."""

from collections.abc import Callable
from datetime import date

from lib.accounts.change_queries import field_change_events
from lib.accounts.timeline_queries import contact_leave_events, contract_events, owner_events, profile_events
from lib.delivery.timeline_queries import project_events
from lib.events import Event, newest_first
from lib.growth.timeline_queries import opportunity_events, referral_events
from lib.money.timeline_queries import invoice_events
from lib.relationship.episode_queries import departure_events, escalation_events, onboarding_events
from lib.relationship.timeline_queries import contact_events, promise_events, request_events
from lib.store.engine import Store
from lib.surveys.timeline_queries import survey_events
from lib.value.timeline_queries import objective_events

_SOURCES: tuple[Callable[[Store, int, date], list[Event]], ...] = (
    contact_events, promise_events, request_events, escalation_events, objective_events, project_events, survey_events,
    invoice_events, opportunity_events, referral_events, contract_events, departure_events, onboarding_events,
    owner_events, contact_leave_events, profile_events, field_change_events,
)  # fmt: skip


def timeline(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Everything on record of a client that had happened by the end of a day, the newest first."""
    return newest_first(event for read in _SOURCES for event in read(store, account_id, as_of))
