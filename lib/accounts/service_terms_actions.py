"""Every write to what a service costs and takes: its list price from a day on, the skills it needs."""

import math
from datetime import date

from sqlalchemy import select

from lib.accounts.service_actions import named, price_in_cents
from lib.accounts.tables import Service, ServicePrice, ServiceSkill
from lib.errors import RefusedValue, StewardError
from lib.people.tables import Skill
from lib.required import tidy
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

PRICES, NEEDS = table_of(ServicePrice), table_of(ServiceSkill)
MOST_HOURS = 10_000  # a month, of one skill: sixty people at once


class PriceChanged(StewardError):
    """Two people changed the price of one service: the second is told what the first one wrote."""

    def __init__(self, starts_on: date | None) -> None:
        now = "is gone" if starts_on is None else f"begins on {starts_on}"
        super().__init__(
            f"Somebody was faster: the last price {now} now. Nothing was saved; look at it, and save again."
        )


class NeedChanged(StewardError):
    """Two people changed what a service takes of one skill."""

    def __init__(self, hours: float, level: int) -> None:
        super().__init__(
            f"Somebody was faster: it takes {hours:g} hours a month at level {level} now. Nothing was saved; look, and "
            "save again."
        )


def set_price(
    store: Store, who: str, service_id: int, shown_price_id: int | None, list_price: int | None,
    starts_on: date | None, token: str,
) -> int | None:  # fmt: skip
    """A list price in whole units of currency from a day on; the one before ends there and stays on record.

    On the day the last price began this corrects that price. `shown_price_id` is the last price the person saw (None:
    none). Raises PriceChanged where somebody was faster, RefusedValue naming the field.
    """
    cents = price_in_cents(list_price)
    if starts_on is None:
        raise RefusedValue("starts_on", "choose the first day of this price.")
    begins = starts_on

    def work(write: Write) -> int:
        write.read(Service, service_id)
        return _next_price(write, service_id, shown_price_id, cents, begins)

    return perform(store, who, "set price", work, token)


def _next_price(write: Write, service_id: int, shown: int | None, cents: int, begins: date) -> int:
    of_it = select(PRICES.c.id).where(PRICES.c.service_id == service_id)
    newest = write.connection.execute(of_it.order_by(PRICES.c.starts_on.desc(), PRICES.c.id.desc()).limit(1)).scalar()
    last = None if newest is None else write.read(ServicePrice, newest)
    if newest != shown:
        raise PriceChanged(None if last is None else last["starts_on"])
    if last is None:
        return write.add(ServicePrice(service_id=service_id, list_price_cents=cents, starts_on=begins))
    _refuse_price(last["list_price_cents"] == cents and last["ends_before"] is None, begins, last["starts_on"])
    if begins == last["starts_on"]:
        write.set(ServicePrice, int(last["id"]), {"list_price_cents": cents}, last)
        return int(last["id"])
    if last["ends_before"] is None or last["ends_before"] > begins:
        write.end_spell(ServicePrice, last["id"], begins)
    return write.add(ServicePrice(service_id=service_id, list_price_cents=cents, starts_on=begins))


def _refuse_price(same: bool, begins: date, began: date) -> None:
    if begins < began:
        raise RefusedValue("starts_on", f"must not be before {began}, when the last price began.")
    if same:
        raise RefusedValue("list_price", "is the price in force already: nothing would change.")


def add_need(
    store: Store, who: str, service_id: int, skill_id: int | None, new_skill: str | None, hours: float | None,
    least_level: int | None, token: str,
) -> int | None:  # fmt: skip
    """A skill that a service takes: hours a month at a least level; `new_skill` names one not listed yet.

    Raises RefusedValue naming the field.
    """
    called = tidy(new_skill)
    if skill_id is None and called is None:
        raise RefusedValue("skill_id", "choose a skill, or name a new one.")
    minutes, level = _minutes(hours), _level(least_level)

    def work(write: Write) -> int:
        write.read(Service, service_id)
        skill = named(write, Skill, called) if called else int(skill_id or 0)
        there = select(NEEDS.c.id).where(NEEDS.c.service_id == service_id, NEEDS.c.skill_id == skill)
        if write.connection.execute(there).first() is not None:
            raise RefusedValue("skill_id", "is listed for this service already: change that entry instead.")
        return write.add(
            ServiceSkill(service_id=service_id, skill_id=skill, minutes_per_month=minutes, least_level=level)
        )

    return perform(store, who, "add needed skill", work, token)


def change_need(
    store: Store, who: str, need_id: int, shown_version: int, hours: float | None, least_level: int | None, token: str
) -> None:
    """Other hours a month or another least level of a skill that a service takes.

    Raises NeedChanged where somebody was faster than `shown_version`, RefusedValue naming the field.
    """
    minutes, level = _minutes(hours), _level(least_level)

    def work(write: Write) -> int:
        current = write.read(ServiceSkill, need_id)
        if current["version"] != shown_version:
            raise NeedChanged(current["minutes_per_month"] / 60, current["least_level"])
        write.set(ServiceSkill, need_id, {"minutes_per_month": minutes, "least_level": level}, current)
        return need_id

    perform(store, who, "change needed skill", work, token)


def remove_need(store: Store, who: str, need_id: int, token: str) -> None:
    """A skill that a service does not take after all; the change log keeps what was listed."""

    def work(write: Write) -> int:
        write.remove(ServiceSkill, need_id)
        return need_id

    perform(store, who, "remove needed skill", work, token)


def _minutes(hours: float | None) -> int:
    if hours is None or not math.isfinite(hours) or not 0 < hours <= MOST_HOURS:
        raise RefusedValue("hours", f"write the hours a month, more than 0 and at most {MOST_HOURS:,}.")
    return max(round(hours * 60), 1)


def _level(level: int | None) -> int:
    if level is None or not 1 <= level <= 5:
        raise RefusedValue("least_level", "must be from 1 (learning) to 5 (teaches others).")
    return level
