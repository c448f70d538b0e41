"""Every write to escalations: opened, told of, closed."""

from datetime import date

from lib import format as fmt
from lib.errors import RefusedValue
from lib.relationship.actions import happened
from lib.relationship.tables import Escalation, EscalationUpdate
from lib.store.engine import Store
from lib.store.writing import Write, perform


def open_escalation(
    store: Store, who: str, account_id: int, *, severity: int | None, what: str | None, opened_on: date | None,
    person_id: int | None, token: str,
) -> int | None:  # fmt: skip
    """Open an escalation with one named owner. Raises RefusedValue for one without severity, words or owner."""

    def work(write: Write) -> int:
        if severity is None:
            raise RefusedValue("severity", "say how severe it is.")
        if not what:
            raise RefusedValue("what", "say what went wrong.")
        if person_id is None:
            raise RefusedValue("person_id", "name the one colleague who carries it.")
        day = happened("opened_on", opened_on)
        return write.add(
            Escalation(account_id=account_id, severity=severity, what=what, opened_on=day, person_id=person_id)
        )

    return perform(store, who, "open escalation", work, token)


def add_update(
    store: Store, who: str, escalation_id: int, *, words: str | None, given_on: date | None, person_id: int | None,
    token: str,
) -> int | None:  # fmt: skip
    """Keep an update given to the client; the clock of the next one starts again. Raises RefusedValue."""

    def work(write: Write) -> int:
        if not words:
            raise RefusedValue("words", "say what the client was told.")
        day = _within(write, escalation_id, "given_on", given_on)
        return write.add(EscalationUpdate(escalation_id=escalation_id, given_on=day, words=words, person_id=person_id))

    return perform(store, who, "update escalation", work, token)


def close_escalation(
    store: Store, who: str, escalation_id: int, *, resolution: str | None, closed_on: date | None, token: str
) -> None:
    """Close an escalation with how it was resolved. Raises RefusedValue where it is closed, or nothing is said."""

    def work(write: Write) -> int:
        if not resolution:
            raise RefusedValue("resolution", "say how it was resolved.")
        day = _within(write, escalation_id, "closed_on", closed_on)
        current = write.read(Escalation, escalation_id)
        write.set(Escalation, escalation_id, {"closed_on": day, "resolution": resolution}, current)
        return escalation_id

    perform(store, who, "close escalation", work, token)


def _within(write: Write, escalation_id: int, field: str, day: date | None) -> date:
    """A day on which the escalation was open."""
    current, when = write.read(Escalation, escalation_id), happened(field, day)
    if when < current["opened_on"]:
        raise RefusedValue(field, f"cannot be before {fmt.day(current['opened_on'])}, when it was opened.")
    if current["closed_on"] is not None:
        raise RefusedValue(field, f"the escalation was closed on {fmt.day(current['closed_on'])}.")
    return when
