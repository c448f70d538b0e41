"""Every write to contact with a client and to promises made to it: one named action, one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lib import format as fmt
from lib.accounts.tables import Contact
from lib.errors import RefusedValue
from lib.periods import today
from lib.relationship.tables import Interaction, InteractionContact, InteractionPerson, Promise
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

CONTACTS = table_of(Contact)


@dataclass(frozen=True)
class Talk:
    """A contact to log: what kind, which way, with whom of theirs and of ours, and what was said to come next.

    The next step is kept as a promise to the client: by the first of ours, to the first of theirs.
    """

    happened_on: date | None
    kind: str | None
    direction: str = "two way"
    contact_ids: Sequence[int] = ()
    person_ids: Sequence[int] = ()
    summary: str | None = None
    formal_update: bool = False
    next_step: str | None = None
    next_step_on: date | None = None


def log_interaction(store: Store, who: str, account_id: int, talk: Talk, token: str) -> int | None:
    """Log a contact with a client; the keep-in-touch clock starts again from it.

    Raises RefusedValue for one without kind or day, in the future, or with a contact of another client; and for a next
    step without a day, a day without one, or one due before the contact.
    """
    return perform(store, who, "log interaction", lambda write: _log(write, account_id, talk), token)


def _log(write: Write, account_id: int, talk: Talk) -> int:
    if talk.kind is None:
        raise RefusedValue("kind", "say what it was.")
    day = happened("happened_on", talk.happened_on)
    refuse_strangers(write, account_id, talk.contact_ids)
    row_id = write.add(
        Interaction(
            account_id=account_id, happened_on=day, kind=talk.kind, direction=talk.direction,
            formal_update=talk.formal_update, summary=talk.summary,
        )
    )  # fmt: skip
    for contact_id in talk.contact_ids:
        write.add(InteractionContact(interaction_id=row_id, contact_id=contact_id))
    for person_id in talk.person_ids:
        write.add(InteractionPerson(interaction_id=row_id, person_id=person_id))
    if talk.next_step or talk.next_step_on:
        write.add(_next_step(account_id, talk, day))
    return row_id


def _next_step(account_id: int, talk: Talk, day: date) -> Promise:
    if not talk.next_step:
        raise RefusedValue("next_step", "say what comes next, or take its day away.")
    if talk.next_step_on is None:
        raise RefusedValue("next_step_on", "say by when: a next step without a day is forgotten.")
    if talk.next_step_on < day:
        raise RefusedValue("next_step_on", f"cannot be before {fmt.day(day)}, when it was said.")
    return Promise(
        account_id=account_id, what=talk.next_step, made_on=day, due_on=talk.next_step_on,
        person_id=next(iter(talk.person_ids), None), contact_id=next(iter(talk.contact_ids), None),
    )  # fmt: skip


def happened(field: str, day: date | None) -> date:
    """A day on which something is said to have happened. Raises RefusedValue for none, and for one to come."""
    if day is None:
        raise RefusedValue(field, "say on which day.")
    if day > today():
        raise RefusedValue(field, f"{fmt.day(day)} is still to come: what has not happened cannot be recorded.")
    return day


def refuse_strangers(write: Write, account_id: int, contact_ids: Sequence[int | None]) -> None:
    """Raises RefusedValue where one of the contacts is not the client's."""
    wanted = {number for number in contact_ids if number is not None}
    theirs = select(CONTACTS.c.id).where(CONTACTS.c.id.in_(wanted), CONTACTS.c.account_id == account_id)
    if len(write.connection.execute(theirs).all()) != len(wanted):
        raise RefusedValue("contact_id", "must be one of this client's contacts: reload the page.")


def add_promise(
    store: Store, who: str, account_id: int, *, what: str | None, due_on: date | None, made_on: date | None,
    person_id: int | None, contact_id: int | None, token: str,
) -> int | None:  # fmt: skip
    """Record a promise made to a client. Raises RefusedValue for one without words or days, or due too early."""

    def work(write: Write) -> int:
        made = happened("made_on", made_on)
        if not what:
            raise RefusedValue("what", "say what was promised.")
        if due_on is None:
            raise RefusedValue("due_on", "say by when it was promised.")
        if due_on < made:
            raise RefusedValue("due_on", f"cannot be before {fmt.day(made)}, the day it was promised.")
        refuse_strangers(write, account_id, [contact_id])
        return write.add(
            Promise(
                account_id=account_id, what=what, made_on=made, due_on=due_on, person_id=person_id,
                contact_id=contact_id,
            )
        )  # fmt: skip

    return perform(store, who, "add promise", work, token)


def settle_promise(
    store: Store, who: str, promise_id: int, outcome: str | None, settled_on: date | None, token: str
) -> None:
    """Close a promise as kept, broken or withdrawn on a day. Raises RefusedValue where it is settled already."""

    def work(write: Write) -> int:
        current = write.read(Promise, promise_id)
        if outcome is None:
            raise RefusedValue("outcome", "say how it ended.")
        if current["outcome"] is not None:
            raise RefusedValue("outcome", f"it was settled already, as {current['outcome']}.")
        day = happened("settled_on", settled_on)
        if day < current["made_on"]:
            raise RefusedValue("settled_on", f"cannot be before {fmt.day(current['made_on'])}, when it was promised.")
        write.set(Promise, promise_id, {"outcome": outcome, "settled_on": day}, current)
        return promise_id

    perform(store, who, "settle promise", work, token)
