"""Every write to the firm's own lists of the pipeline: its stages, and its categories of lost deals."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.growth.tables import LossReason, Opportunity, OpportunityStage, Stage
from lib.required import folded, given, happened, written
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

STAGE, OPPORTUNITY, ENTERED = table_of(Stage), table_of(Opportunity), table_of(OpportunityStage)
Listed = type[Stage] | type[LossReason]
Values = Mapping[str, Any]


def add_stage(
    store: Store, who: str, name: str | None, kind: str | None, chance: float | None, token: str
) -> int | None:
    """Put a stage at the end of those of its kind; `chance` is a share (0 to 1), what the firm says of it.

    Raises RefusedValue naming the field.
    """
    called = written("name", name, "say what the stage is called.")
    of_kind = given("kind", kind, "say whether a deal in it is open, won or lost.")
    share = _share(chance)

    def work(write: Write) -> int:
        _refuse_taken(write, Stage, None, called)
        return write.add(Stage(name=called, kind=of_kind, chance=share, position=_next_position(write, Stage)))

    return perform(store, who, "add stage", work, token)


def edit_stage(store: Store, who: str, stage_id: int, shown: Values, wanted: Values, token: str) -> int | None:
    """Change name, chance or kind of a stage from what a form showed; the kind only while nothing ever stood in it.

    Raises StaleEdit where somebody was faster, RefusedValue naming the field.
    """

    def work(write: Write) -> int:
        values = dict(wanted)
        if "name" in values:
            values["name"] = written("name", values["name"], "a stage needs a name.")
            _refuse_taken(write, Stage, stage_id, values["name"])
        if "chance" in values:
            _share(values["chance"])
        current = write.read(Stage, stage_id)
        if values.get("kind", current["kind"]) != current["kind"]:
            _refuse_other_kind(write, stage_id, current)
        write.edit(Stage, stage_id, shown, values)
        return stage_id

    return perform(store, who, "edit stage", work, token)


def retire_stage(store: Store, who: str, stage_id: int, retired_on: date | None, token: str) -> int | None:
    """No longer offer a stage from a day on; what stood in it stays on record.

    Raises RefusedValue where open deals stand in it, or where it is the last one in use of its kind.
    """
    day = happened("retired_on", retired_on)

    def work(write: Write) -> int:
        current = write.read(Stage, stage_id)
        _refuse_last(write, current)
        inside = select(func.count()).where(OPPORTUNITY.c.stage_id == stage_id)
        if current["kind"] == "open" and (many := write.connection.execute(inside).scalar_one()):
            raise RefusedValue("retired_on", f"{fmt.counted(many, 'open deal')} in “{current['name']}”: move them on.")
        write.set(Stage, stage_id, {"retired_on": day}, current)
        return stage_id

    return perform(store, who, "retire stage", work, token)


def add_loss_reason(store: Store, who: str, name: str | None, token: str) -> int | None:
    """Put a category of lost deals at the end of the list. Raises RefusedValue."""
    called = written("name", name, "say what the category is called.")

    def work(write: Write) -> int:
        _refuse_taken(write, LossReason, None, called)
        return write.add(LossReason(name=called, position=_next_position(write, LossReason)))

    return perform(store, who, "add loss reason", work, token)


def rename_loss_reason(store: Store, who: str, reason_id: int, shown: Values, wanted: Values, token: str) -> int | None:
    """Call a category otherwise, for the deals lost for it too. Raises StaleEdit, RefusedValue."""

    def work(write: Write) -> int:
        called = written("name", wanted.get("name"), "a category needs a name.")
        _refuse_taken(write, LossReason, reason_id, called)
        write.edit(LossReason, reason_id, shown, {"name": called})
        return reason_id

    return perform(store, who, "rename loss reason", work, token)


def retire_loss_reason(store: Store, who: str, reason_id: int, retired_on: date | None, token: str) -> int | None:
    """No longer offer a category from a day on; deals lost for it keep it. Raises RefusedValue."""
    day = happened("retired_on", retired_on)
    return _set(store, who, "retire loss reason", LossReason, reason_id, {"retired_on": day}, token)


def use_again(store: Store, who: str, model: Listed, row_id: int, token: str) -> int | None:
    """Offer a retired stage or category again."""
    return _set(store, who, "use again", model, row_id, {"retired_on": None}, token)


def put_in_order(store: Store, who: str, model: Listed, row_ids: Sequence[int], token: str) -> int | None:
    """Give stages or categories the order of their numbers; those not named come after, as they stood.

    Raises NotFound for one that is gone.
    """

    def work(write: Write) -> None:
        table = table_of(model)
        known = select(table.c.id).order_by(table.c.position, table.c.id)
        others = [found for (found,) in write.connection.execute(known).all() if found not in row_ids]
        for position, row_id in enumerate([*row_ids, *others]):
            write.set(model, row_id, {"position": position}, write.read(model, row_id))

    return perform(store, who, "put in order", work, token)


def _set(store: Store, who: str, action: str, model: Listed, row_id: int, values: Values, token: str) -> int | None:
    def work(write: Write) -> int:
        write.set(model, row_id, values, write.read(model, row_id))
        return row_id

    return perform(store, who, action, work, token)


def _share(chance: float | None) -> float | None:
    if chance is not None and not 0 <= chance <= 1:
        raise RefusedValue("chance", "must be between 0 and 100 %.")
    return chance


def _next_position(write: Write, model: Listed) -> int:
    last = write.connection.execute(select(func.max(table_of(model).c.position))).scalar()
    return 0 if last is None else int(last) + 1


def _refuse_taken(write: Write, model: Listed, row_id: int | None, name: str) -> None:
    """Names are one's own whatever their capitals: “won” and “Won” would be read as one stage."""
    table = table_of(model)
    for other_id, other, retired_on in write.connection.execute(select(table.c.id, table.c.name, table.c.retired_on)):
        if other_id != row_id and folded(other) == folded(name):
            again = ": use it again instead." if retired_on else ": choose another name."
            raise RefusedValue("name", f"“{other}” is in the list already{again}")


def _refuse_other_kind(write: Write, stage_id: int, current: Values) -> None:
    stood = select(func.count()).where(OPPORTUNITY.c.stage_id == stage_id)
    entered = select(func.count()).where(ENTERED.c.stage_id == stage_id)
    if any(write.connection.execute(many).scalar_one() for many in (stood, entered)):
        kind = current["kind"]
        raise RefusedValue("kind", f"deals stood in it as {kind}: it stays {kind}, or their history would be another.")
    _refuse_last(write, current)


def _refuse_last(write: Write, current: Values) -> None:
    usable = select(func.count()).where(
        STAGE.c.kind == current["kind"], STAGE.c.retired_on.is_(None), STAGE.c.id != current["id"]
    )
    if current["retired_on"] is None and not write.connection.execute(usable).scalar_one():
        raise RefusedValue("kind", f"it is the last stage in use for what is {current['kind']}: add another first.")
