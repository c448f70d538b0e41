"""Every write to referrals: asked for, made, won, each in its turn."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lib import format as fmt
from lib.errors import RefusedValue
from lib.growth.tables import Referral
from lib.periods import today
from lib.store.engine import Store
from lib.store.writing import Write, perform


def ask_referral(
    store: Store, who: str, account_id: int | None, asked_on: date | None, person_id: int | None, token: str
) -> int | None:
    """Write down that a client was asked for a referral, when and by whom (if known). Raises RefusedValue."""
    if account_id is None:
        raise RefusedValue("account_id", "choose the client that was asked.")
    row = Referral(account_id=account_id, asked_on=_not_later("asked_on", asked_on), person_id=person_id)
    return perform(store, who, "ask for referral", lambda write: write.add(row), token)


def make_referral(
    store: Store, who: str, referral_id: int | None, referred: str | None, made_on: date | None, token: str
) -> int | None:
    """Write down whom the client named and when. Raises RefusedValue: before the asking, or made already."""
    number = _chosen(referral_id)
    named = " ".join((referred or "").split())
    if not named:
        raise RefusedValue("referred", "say who was named: a person or a company.")
    day = _not_later("made_on", made_on)

    def work(write: Write) -> int:
        current = write.read(Referral, number)
        if current["made_on"] is not None:
            raise RefusedValue("made_on", f"this referral was made already, on {fmt.day(current['made_on'])}.")
        _not_before("made_on", day, current["asked_on"], "the client was asked")
        write.set(Referral, number, {"made_on": day, "referred": named}, current)
        return number

    return perform(store, who, "make referral", work, token)


def win_referral(store: Store, who: str, referral_id: int | None, won_on: date | None, token: str) -> int | None:
    """Write down that whom the client named became a client. Raises RefusedValue: not made yet, or before that."""
    number, day = _chosen(referral_id), _not_later("won_on", won_on)

    def work(write: Write) -> int:
        current = write.read(Referral, number)
        _made_and_open(current)
        _not_before("won_on", day, current["made_on"], "the referral was made")
        write.set(Referral, number, {"won_on": day}, current)
        return number

    return perform(store, who, "win referral", work, token)


def _made_and_open(current: Mapping[str, Any]) -> None:
    if current["made_on"] is None:
        raise RefusedValue("won_on", "the client has not made this referral yet: write down first whom they named.")
    if current["won_on"] is not None:
        raise RefusedValue("won_on", f"this referral was won already, on {fmt.day(current['won_on'])}.")


def _chosen(referral_id: int | None) -> int:
    if referral_id is None:
        raise RefusedValue("referral_id", "choose which one.")
    return referral_id


def _not_later(field: str, day: date | None) -> date:
    if day is None:
        raise RefusedValue(field, "choose a day.")
    if day > today():
        raise RefusedValue(field, "cannot be later than today.")
    return day


def _not_before(field: str, day: date, earlier: date, what: str) -> None:
    if day < earlier:
        raise RefusedValue(field, f"cannot be before {fmt.day(earlier)}, when {what}.")
