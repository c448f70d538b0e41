"""Recording an exit interview: who asked whom and when, what was said, and the reasons that came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib import format as fmt
from lib.accounts.tables import Contact
from lib.errors import RefusedValue
from lib.relationship.departure_reasons import Reason, add_reasons, given_reasons
from lib.relationship.tables import Departure, ExitInterview
from lib.required import given
from lib.store.engine import Store
from lib.store.writing import Write, perform

SAID = ("words", "would_change", "would_return", "would_refer")


@dataclass(frozen=True)
class Interview:
    """An exit interview: the day it was held, the colleague who asked, the contact who spoke, what was said.

    `would_change`: what would have changed it; `would_return`, `would_refer`: one of EXIT_ANSWERS. None: not asked.
    """

    held_on: date | None
    person_id: int | None = None
    contact_id: int | None = None
    words: str | None = None
    would_change: str | None = None
    would_return: str | None = None
    would_refer: str | None = None


def record_interview(
    store: Store, who: str, departure_id: int | None, interview: Interview, reasons: Sequence[Reason], as_of: date,
    token: str,
) -> int | None:  # fmt: skip
    """Record an exit interview of a departure with the reasons told in it; gives its number.

    Raises RefusedValue naming departure_id, held_on (none, to come, before the decision), words (nothing was said),
    contact_id (of another client), client or ours (as of `given_reasons`).
    """
    departure = given("departure_id", departure_id, "choose who left.")
    held = given("held_on", interview.held_on, "say on which day it was held.")
    if held > as_of:
        raise RefusedValue("held_on", f"must not be after {fmt.day(as_of)}, the day it is recorded for.")
    told = given_reasons(reasons)
    said = {name: getattr(interview, name) for name in SAID}
    if not any(said.values()) and not told:
        raise RefusedValue("words", "write what was said, or choose a reason: nothing was filled in.")

    def work(write: Write) -> int:
        _belongs(write, departure, held, interview.contact_id)
        made = write.add(
            ExitInterview(
                departure_id=departure, held_on=held, person_id=interview.person_id, contact_id=interview.contact_id,
                **said,
            )
        )  # fmt: skip
        add_reasons(write, departure, told, who, held)
        return made

    return perform(store, who, "record exit interview", work, token)


def _belongs(write: Write, departure_id: int, held_on: date, contact_id: int | None) -> None:
    left = write.read(Departure, departure_id)
    if held_on < left["decided_on"]:
        raise RefusedValue("held_on", f"cannot be before {fmt.day(left['decided_on'])}, the day the client decided.")
    if contact_id is not None and write.read(Contact, contact_id)["account_id"] != left["account_id"]:
        raise RefusedValue("contact_id", "works for another client: choose somebody of the one that left.")
