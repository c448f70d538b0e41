"""Every write to what a client asked for: taken down, answered, closed, and the client told."""

from datetime import date, datetime

from lib import format as fmt
from lib.errors import RefusedValue
from lib.relationship.actions import happened, refuse_strangers
from lib.relationship.tables import ClientRequest
from lib.store.base import now
from lib.store.engine import Store
from lib.store.writing import Write, perform


def add_request(
    store: Store, who: str, account_id: int, *, what: str | None, department: str | None, asked_at: datetime | None,
    contact_id: int | None, person_id: int | None, token: str,
) -> int | None:  # fmt: skip
    """Take down what a client asked for, when, and the department it went to. Raises RefusedValue."""

    def work(write: Write) -> int:
        if not what:
            raise RefusedValue("what", "say what the client asked for.")
        if department is None:
            raise RefusedValue("department", "say who should answer it.")
        refuse_strangers(write, account_id, [contact_id])
        return write.add(
            ClientRequest(
                account_id=account_id, what=what, department=department, asked_at=_moment("asked_at", asked_at),
                contact_id=contact_id, person_id=person_id,
            )
        )  # fmt: skip

    return perform(store, who, "add request", work, token)


def answer_request(store: Store, who: str, request_id: int, answered_at: datetime | None, token: str) -> None:
    """Note the first answer a client got. Raises RefusedValue where there was one, or before it was asked."""

    def work(write: Write) -> int:
        current = write.read(ClientRequest, request_id)
        if current["first_answer_at"] is not None:
            raise RefusedValue("answered_at", "the first answer is recorded already.")
        moment = _moment("answered_at", answered_at)
        if moment < current["asked_at"]:
            raise RefusedValue("answered_at", f"cannot be before it was asked, {_told(current['asked_at'])}.")
        state = "answered" if current["state"] == "open" else current["state"]
        write.set(ClientRequest, request_id, {"first_answer_at": moment, "state": state}, current)
        return request_id

    perform(store, who, "answer request", work, token)


def close_request(
    store: Store, who: str, request_id: int, state: str | None, closed_on: date | None, told_on: date | None, token: str
) -> None:
    """Close a request as done or declined, and say when the client was told (None: not yet). Raises RefusedValue."""

    def work(write: Write) -> int:
        current = write.read(ClientRequest, request_id)
        if state is None:
            raise RefusedValue("state", "say how it ended.")
        asked = current["asked_at"].date()
        days = {"closed_on": happened("closed_on", closed_on)}
        if told_on is not None:
            days["client_told_on"] = happened("client_told_on", told_on)
        for field, day in days.items():
            if day < asked:
                raise RefusedValue(field, f"cannot be before it was asked, {fmt.day(asked)}.")
        write.set(ClientRequest, request_id, {"state": state, **days}, current)
        return request_id

    perform(store, who, "close request", work, token)


def tell_client(store: Store, who: str, request_id: int, told_on: date | None, token: str) -> None:
    """Note that the client was told how a request ended. Raises RefusedValue: still open, told already, too early."""

    def work(write: Write) -> int:
        current = write.read(ClientRequest, request_id)
        day = happened("client_told_on", told_on)
        if current["state"] not in ("done", "declined"):
            raise RefusedValue("client_told_on", "it is not closed yet: say first how it ended.")
        if current["client_told_on"] is not None:
            raise RefusedValue(
                "client_told_on", f"the client was told on {fmt.day(current['client_told_on'])} already."
            )
        asked = current["asked_at"].date()
        if day < asked:
            raise RefusedValue("client_told_on", f"cannot be before it was asked, {fmt.day(asked)}.")
        write.set(ClientRequest, request_id, {"client_told_on": day}, current)
        return request_id

    perform(store, who, "tell client", work, token)


def _moment(field: str, moment: datetime | None) -> datetime:
    if moment is None:
        raise RefusedValue(field, "say when.")
    if moment > now():
        raise RefusedValue(field, f"{_told(moment)} is still to come.")
    return moment


def _told(moment: datetime) -> str:
    return f"{fmt.day(moment.date())}, {moment:%H:%M} UTC"
