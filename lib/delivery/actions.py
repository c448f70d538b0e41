"""Every write to the work done for clients: changes of scope asked for and decided, roadblocks opened and closed."""

from datetime import date
from typing import Any

from lib import format as fmt
from lib.delivery.tables import DELAY_CAUSES, Project, Roadblock, ScopeChange
from lib.errors import RefusedValue, StewardError
from lib.required import cents, given, happened, not_before, written
from lib.store.engine import Store
from lib.store.writing import Write, perform

MOST_HOURS, MOST_DAYS = 100_000, 3_660


class AlreadySettled(StewardError):
    """Two people settled one thing: the second is told how it stands."""

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"This {what} was {how} already. Nothing was saved; look at it, and change it on purpose.")


def add_change(
    store: Store, who: str, *, project_id: int | None, what: str | None, asked_on: date | None, hours: float | None,
    fee: float | None, new_due_on: date | None, token: str,
) -> int | None:  # fmt: skip
    """Record a change of scope the client is asked to sign: hours more (or less), a fee, another due date.

    Raises RefusedValue naming the field; for a project called off, and for a change that changes nothing.
    """
    number = given("project_id", project_id, "choose the project.")
    words = written("what", what, "say what is to change.")
    day = happened("asked_on", asked_on)
    if not hours and not fee and new_due_on is None:
        raise RefusedValue("hours", "say what it changes: hours, fee or due date.")
    row = ScopeChange(
        project_id=number, what=words, asked_on=day, minutes=_minutes(hours), new_due_on=new_due_on,
        fee_cents=None if fee is None else cents("fee", round(fee * 100)),
    )  # fmt: skip

    def work(write: Write) -> int:
        begun = _live(write, number)["starts_on"]
        not_before("new_due_on", new_due_on, begun, "when the project begins")
        return write.add(row)

    return perform(store, who, "add scope change", work, token)


def _minutes(hours: float | None) -> int:
    if hours is None:
        return 0
    if not abs(hours) <= MOST_HOURS:  # so that what is no number is refused too
        raise RefusedValue("hours", "is too large to be true.")
    return round(hours * 60)


def _live(write: Write, project_id: int) -> dict[str, Any]:
    current = write.read(Project, project_id)
    if current["state"] == "cancelled":
        raise RefusedValue("project_id", "this project was cancelled: choose one that runs.")
    return current


def decide_change(
    store: Store, who: str, change_id: int, shown_version: int, *, decision: str | None, decided_on: date | None,
    decided_by_id: int | None, token: str,
) -> int | None:  # fmt: skip
    """Record the client's answer to a change of scope: "approved" or "declined", on a day, by whom at the client.

    Raises AlreadySettled where it was decided before, StaleEdit where its terms are no longer those that were shown,
    RefusedValue naming the field.
    """
    said = given("decision", decision, "say what the client answered.")
    if said not in ("approved", "declined"):
        raise RefusedValue("decision", "is approved or declined.")
    day = happened("decided_on", decided_on)

    def work(write: Write) -> int:
        current = write.read(ScopeChange, change_id)
        if current["decision"] != "waiting":
            raise AlreadySettled("change", _settled(current["decision"], current["decided_on"]))
        not_before("decided_on", day, current["asked_on"], "when the client was asked")
        wanted = {"decision": said, "decided_on": day, "decided_by_id": decided_by_id}
        shown = {"version": shown_version, "decision": "waiting", "decided_on": None, "decided_by_id": None}
        write.edit(ScopeChange, change_id, shown, wanted)
        return change_id

    return perform(store, who, "decide scope change", work, token)


def _settled(how: str, day: date | None) -> str:
    return f"{how} on {fmt.day(day)}" if day else how


def open_roadblock(
    store: Store, who: str, *, project_id: int | None, what: str | None, cause: str | None, person_id: int | None,
    opened_on: date | None, token: str,
) -> int | None:  # fmt: skip
    """Record what stops a project, its cause and who of ours clears it.

    Raises RefusedValue naming the field; for a project called off, or delivered before that day.
    """
    number = given("project_id", project_id, "choose the project.")
    row = Roadblock(
        project_id=number, person_id=given("person_id", person_id, "name the one colleague who clears it."),
        what=written("what", what, "say what stops the work."), opened_on=happened("opened_on", opened_on),
        cause=given("cause", cause, "say what it comes from."),
    )  # fmt: skip
    if row.cause not in DELAY_CAUSES:
        raise RefusedValue("cause", f"is one of: {', '.join(DELAY_CAUSES)}.")

    def work(write: Write) -> int:
        done = _live(write, number)["delivered_on"]
        if done is not None and done < row.opened_on:
            raise RefusedValue("opened_on", f"the project was delivered on {fmt.day(done)}, before that day.")
        return write.add(row)

    return perform(store, who, "open roadblock", work, token)


def close_roadblock(
    store: Store, who: str, roadblock_id: int, shown_version: int, *, closed_on: date | None, days_lost: int | None,
    token: str,
) -> int | None:  # fmt: skip
    """Record that a roadblock is gone, and how many days it cost the project (0: none).

    Raises AlreadySettled where it was closed before, StaleEdit where somebody changed it, RefusedValue.
    """
    day = happened("closed_on", closed_on)
    lost = given("days_lost", days_lost, "say how many days the project lost; 0 where it lost none.")
    if not 0 <= lost <= MOST_DAYS:
        raise RefusedValue("days_lost", f"is a number of days from 0 to {MOST_DAYS:,}.")

    def work(write: Write) -> int:
        current = write.read(Roadblock, roadblock_id)
        if current["closed_on"] is not None:
            raise AlreadySettled("roadblock", _settled("closed", current["closed_on"]))
        not_before("closed_on", day, current["opened_on"], "when it was opened")
        shown = {"version": shown_version, "closed_on": None, "days_lost": current["days_lost"]}
        write.edit(Roadblock, roadblock_id, shown, {"closed_on": day, "days_lost": lost})
        return roadblock_id

    return perform(store, who, "close roadblock", work, token)
