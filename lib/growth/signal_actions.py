"""Every write to market signals: news entered for sectors and services at once, and until when it holds."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from lib import format as fmt
from lib.errors import RefusedValue, StewardError
from lib.growth.tables import SIGNAL_EFFECTS, MarketSignal
from lib.periods import today
from lib.required import tidy, written
from lib.store.base import now
from lib.store.engine import Store
from lib.store.writing import Write, perform

MOST_PAIRS = 200


class SignalChanged(StewardError):
    """Two people changed until when one signal holds."""

    def __init__(self, expires_on: date | None) -> None:
        until = "it holds without end" if expires_on is None else f"it holds until {fmt.day(expires_on)}"
        super().__init__(f"Somebody was faster: {until} now. Nothing was saved; look, and save again.")


def add_signals(
    store: Store, who: str, headline: str | None, effect: str | None, sectors: Sequence[int] | None,
    services: Sequence[int] | None, seen_on: date | None, expires_on: date | None, published_by: str | None,
    token: str,
) -> None:  # fmt: skip
    """Keep one piece of news: a row for each pair of its sectors and services, all of them or none.

    Sectors without a service and services without a sector are kept as they are; at least one is needed. Raises
    RefusedValue naming the field.
    """
    told, day = _headline(headline), _seen(seen_on)
    if effect not in SIGNAL_EFFECTS:
        raise RefusedValue("effect", "say whether it speaks for or against.")
    _refuse_early_end(day, expires_on)
    pairs = list(product(_each(sectors), _each(services)))
    if pairs == [(None, None)]:
        raise RefusedValue("sectors", "choose a sector or a service it speaks of.")
    if len(pairs) > MOST_PAIRS:
        raise RefusedValue("services", f"these are {len(pairs):,} pairs: at most {MOST_PAIRS} at once.")
    common = {
        "headline": told, "effect": effect, "seen_on": day, "expires_on": expires_on,
        "published_by": tidy(published_by), "recorded_at": now(), "version": 1,
    }  # fmt: skip

    def work(write: Write) -> None:
        rows = [common | {"sector_id": sector, "service_id": service} for sector, service in pairs]
        write.add_many(MarketSignal, rows)

    perform(store, who, "add market signal", work, token)


def hold_until(store: Store, who: str, shown_versions: dict[int, int], expires_on: date | None, token: str) -> None:
    """Say until when a piece of news holds: its rows with the versions a form showed, all of them or none.

    `expires_on` is the first day it no longer holds (None: no end known). Raises SignalChanged, RefusedValue.
    """

    def work(write: Write) -> None:
        for signal_id, version in shown_versions.items():
            current = write.read(MarketSignal, signal_id)
            if current["version"] != version:
                raise SignalChanged(current["expires_on"])
            if expires_on is not None and expires_on < current["seen_on"]:
                raise RefusedValue("expires_on", f"cannot be before {fmt.day(current['seen_on'])}, when it was seen.")
            write.set(MarketSignal, signal_id, {"expires_on": expires_on}, current)

    perform(store, who, "change market signal", work, token)


def _each(ids: Sequence[int] | None) -> Sequence[int | None]:
    return list(dict.fromkeys(ids)) if ids else [None]


def _headline(headline: str | None) -> str:
    return written("headline", headline, "say in a few words what was published.")


def _seen(seen_on: date | None) -> date:
    if seen_on is None:
        raise RefusedValue("seen_on", "choose a day.")
    if seen_on > today():
        raise RefusedValue("seen_on", "cannot be later than today.")
    return seen_on


def _refuse_early_end(seen_on: date, expires_on: date | None) -> None:
    if expires_on is not None and expires_on <= seen_on:
        raise RefusedValue("expires_on", f"must be after {fmt.day(seen_on)}, when it was seen.")
