"""Writing why a client left: in each voice one primary reason and what contributed; the voices are never merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.errors import RefusedValue
from lib.relationship.tables import CHURN_REASONS, VOICES, WEIGHTS, DepartureReason
from lib.store.writing import Write

CLIENT, OURS = VOICES
PRIMARY, CONTRIBUTING = WEIGHTS
FIELDS = {CLIENT: "client", OURS: "ours"}


@dataclass(frozen=True)
class Reason:
    """A reason in one voice ("client" or "our assessment"); `reason` None: nothing was said.

    `words`: the client's own, or of our assessment what makes us think so.
    """

    voice: str
    reason: str | None
    words: str | None = None
    said_by: str | None = None
    weight: str = PRIMARY


def given_reasons(reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons that were given. Raises RefusedValue naming client or ours.

    Refused: a reason twice in one voice, one that contributes without a primary one, words without a reason.
    """
    given = [one for one in reasons if one.reason is not None]
    for voice, field in FIELDS.items():
        mine = [one for one in given if one.voice == voice]
        if len({one.reason for one in mine}) < len(mine):
            raise RefusedValue(field, "a reason is either the primary one or contributes, not both.")
        if all(one.weight != PRIMARY for one in mine) and (mine or _words_only(reasons, voice)):
            raise RefusedValue(field, f"choose the primary reason: {', '.join(CHURN_REASONS)}.")
    return given


def _words_only(reasons: Sequence[Reason], voice: str) -> bool:
    return any(one.words for one in reasons if one.voice == voice)


def add_reasons(write: Write, departure_id: int, reasons: Sequence[Reason], who: str, said_on: date) -> None:
    """Write reasons of one departure; those in our voice were said by `who`."""
    for one in reasons:
        write.add(
            DepartureReason(
                departure_id=departure_id, voice=one.voice, weight=one.weight, reason=str(one.reason), words=one.words,
                said_by=one.said_by or (who if one.voice != CLIENT else None), said_on=said_on,
            )
        )  # fmt: skip
