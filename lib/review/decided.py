"""What a decision of a review is, as known on a day, and how it stands."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Decided:
    """A decision or accepted risk with the names of now; `done_on` and `outcome` as they were known on the day asked.

    Fields of the table keep their names, so that a form can be filled with them.
    """

    id: int
    version: int
    review_id: int
    held_on: date
    review_item_id: int | None
    account_id: int | None
    account: str | None
    person_id: int | None
    person: str | None
    kind: str
    what: str
    due_on: date | None
    expected_effect: str | None
    check_on: date | None
    done_on: date | None
    outcome: str | None

    @property
    def open(self) -> bool:
        """Whether something is still to be done: not done, and nobody said what came of it."""
        return self.kind == "decision" and self.done_on is None and self.outcome is None

    def overdue(self, as_of: date) -> bool:
        """Whether it is carried over: open, and its due day is over."""
        return self.open and self.due_on is not None and self.due_on < as_of
