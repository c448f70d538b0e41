"""Every write to growth targets: one named action, one transaction."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from lib import format as fmt
from lib.accounts.tables import Account
from lib.errors import RefusedValue
from lib.growth.tables import TARGET_KINDS, GrowthTarget
from lib.people.tables import Person
from lib.periods import Period
from lib.required import cents
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

TARGETS = table_of(GrowthTarget)
MOST_SHARE = 100  # a hundredfold: anything more is a slip of the finger


def add_target(
    store: Store, who: str, kind: str | None, starts_on: date | None, ends_before: date | None, token: str,
    account_id: int | None = None, person_id: int | None = None, amount_cents: int | None = None,
    share: float | None = None,
) -> int | None:  # fmt: skip
    """Set a target of the book, of an account or of a person, from a day to another (outside).

    Revenue and won deals need an amount in cents, growth a share (0.08: 8 % more than a year earlier). Raises
    RefusedValue naming the field: no amount, no days, or a target of the same kind that covers some of them already.
    """
    if account_id is not None and person_id is not None:
        raise RefusedValue("person_id", "a target is of an account or of a person: choose one of them.")
    if kind not in TARGET_KINDS:
        raise RefusedValue("kind", "choose what is aimed at.")
    aim = _aim(kind, amount_cents, share)
    start, end = _spell(starts_on, ends_before)

    def work(write: Write) -> int:
        _not_twice(write, kind, account_id, person_id, start, end)
        return write.add(
            GrowthTarget(
                kind=kind, account_id=account_id, person_id=person_id, starts_on=start, ends_before=end, **aim
            )
        )  # fmt: skip

    return perform(store, who, "add growth target", work, token)


def edit_target(
    store: Store, who: str, target_id: int, shown: Mapping[str, Any], wanted: Mapping[str, Any], token: str
) -> None:
    """Change the amount (cents) or growth (share) of a target from what a form showed; earlier days keep the old one.

    Raises StaleEdit where somebody was faster, RefusedValue naming the field.
    """

    def work(write: Write) -> int:
        current = write.read(GrowthTarget, target_id)
        aim = {name: wanted.get(name, current[name]) for name in ("amount_cents", "share")}
        if current["version"] == shown["version"]:  # else edit tells of the colleague who was faster
            _aim(current["kind"], aim["amount_cents"], aim["share"])
        write.edit(GrowthTarget, target_id, shown, wanted)
        return target_id

    perform(store, who, "edit growth target", work, token)


def remove_target(store: Store, who: str, target_id: int, token: str) -> None:
    """Take a target away that was set by mistake; the change log keeps what it was."""

    def work(write: Write) -> int:
        write.remove(GrowthTarget, target_id)
        return target_id

    perform(store, who, "remove growth target", work, token)


def _aim(kind: str, amount_cents: int | None, share: float | None) -> dict[str, Any]:
    if kind == "growth":
        if share is None or not math.isfinite(share):
            raise RefusedValue("share", "say by how many per cent revenue is to grow.")
        if share < -1:
            raise RefusedValue("share", "cannot be below -100 %: revenue cannot fall by more than all of it.")
        if share > MOST_SHARE:
            raise RefusedValue("share", "is too large to be true.")
        return {"share": float(share), "amount_cents": None}
    if amount_cents is None:
        raise RefusedValue("amount_cents", "say how much is aimed at.")
    if amount_cents <= 0:
        raise RefusedValue("amount_cents", "must be above zero.")
    return {"amount_cents": cents("amount_cents", amount_cents), "share": None}


def _spell(starts_on: date | None, ends_before: date | None) -> tuple[date, date]:
    if starts_on is None:
        raise RefusedValue("starts_on", "choose the first day of the target.")
    if ends_before is None:
        raise RefusedValue("ends_before", "choose the last day of the target: without it there is no pace.")
    if ends_before <= starts_on:
        raise RefusedValue(
            "ends_before", f"the last day cannot be before {fmt.day(starts_on)}, when the target begins."
        )
    return starts_on, ends_before


def _not_twice(write: Write, kind: str, account_id: int | None, person_id: int | None, start: date, end: date) -> None:
    """RefusedValue where a target of the same scope and kind covers some of the days; it is named."""
    same = (
        TARGETS.c.kind == kind, TARGETS.c.account_id.is_not_distinct_from(account_id),
        TARGETS.c.person_id.is_not_distinct_from(person_id), TARGETS.c.starts_on < end,
        or_(TARGETS.c.ends_before.is_(None), TARGETS.c.ends_before > start),
    )  # fmt: skip
    found = write.connection.execute(
        select(TARGETS.c.starts_on, TARGETS.c.ends_before).where(*same).order_by(TARGETS.c.starts_on)
    ).first()
    if found is not None:
        days = f"from {fmt.day(found[0])} on" if found[1] is None else f"for {fmt.span(Period(found[0], found[1]))}"
        whose = _whose(write, account_id, person_id)
        raise RefusedValue(
            "starts_on", f"{whose} has a {_KINDS[kind]} target {days} already: change that one, or other days."
        )


_KINDS = {"revenue": "revenue", "growth": "growth", "won": "won deals"}


def _whose(write: Write, account_id: int | None, person_id: int | None) -> str:
    if account_id is not None:
        return str(write.read(Account, account_id)["name"])
    return "the book" if person_id is None else str(write.read(Person, person_id)["name"])
