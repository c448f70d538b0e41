"""Taking an applied what-if plan back, exactly, from what the change log holds of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, tuple_

from lib.errors import StewardError, words
from lib.people.tables import Person, PersonRole, PersonSkill, ReportingLine, WeeklyHours
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.restoring import restore
from lib.store.tables import ChangeLog
from lib.store.writing import Write, perform
from lib.team.booking_plan_actions import APPLY
from lib.team.tables import Absence, Booking

LOG = table_of(ChangeLog)
WRITTEN = (Booking, Absence, Person, WeeklyHours, PersonRole, PersonSkill, ReportingLine)
MODELS: dict[str, type[Base]] = {table_of(model).name: model for model in WRITTEN}
UNDO = "undo plan"


class PlanStands(StewardError):
    """A plan that cannot be taken back."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The plan cannot be taken back: {why} Nothing was changed.")


def undo_plan(store: Store, who: str, mark: str, token: str) -> int | None:
    """Give every field that a plan changed its old value and remove what it added; all or nothing.

    Raises PlanStands where it was taken back before, or something it wrote was changed since (said which).
    """

    def work(write: Write) -> int:
        own = _own(write, mark)
        _refuse_changed(write, own)
        restore(write, MODELS, own)
        return len(own)

    return perform(store, who, f"{UNDO} {mark}", work, token)


def _own(write: Write, mark: str) -> Sequence[Any]:
    if write.connection.execute(select(LOG.c.id).where(LOG.c.action == f"{UNDO} {mark}").limit(1)).first():
        raise PlanStands("it was taken back already.")
    lines = select(LOG).where(LOG.c.action.startswith(f"{APPLY} {mark} ", autoescape=True)).order_by(LOG.c.id)
    own = write.connection.execute(lines).all()
    if not own:
        raise PlanStands("the change log holds nothing that it wrote.")
    return own


def _refuse_changed(write: Write, own: Sequence[Any]) -> None:
    touched = tuple_(LOG.c.table_name, LOG.c.row_id).in_({(line.table_name, line.row_id) for line in own})
    later = select(LOG).where(LOG.c.id > own[-1].id, touched).order_by(LOG.c.id).limit(1)
    line = write.connection.execute(later).first()
    if line is not None:
        what = f"{words(line.table_name)} number {line.row_id}"
        raise PlanStands(
            f"{line.who} changed what it wrote since ({what}, “{line.action}”): correct the rows one by one."
        )
