"""The part of wins and thanks: what clients thanked us for, and what was renewed, won and reached."""

from datetime import date
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.agenda.ground import Ground
from lib.agenda.items import Item
from lib.agenda.win_queries import renewals_decided, wins
from lib.days import record_numbers
from lib.growth.pipeline import RATE_MONTHS, kept_decided
from lib.growth.referral_queries import referrals
from lib.value.standing import standing

PART = "wins"


def items(ground: Ground) -> list[Item]:
    """One item a win or thanks, renewal, deal won, objective reached and referral since; the largest money first."""
    return [*_told(ground), *_renewed(ground), *_deals(ground), *_objectives(ground), *_referred(ground)]


def empty_words(ground: Ground) -> str:
    """That nothing of the kind is recorded; it may have happened."""
    return (
        f"Since {fmt.day(ground.since)} no win, thanks, renewal, won deal or reached objective is recorded: whoever "
        "heard a good word should write it down."
    )


def _told(ground: Ground) -> list[Item]:
    about = (ground.since, ground.as_of)
    found: pd.DataFrame = ground.keep("agenda wins", ("review",), about, lambda: wins(ground.store, *about))
    return [item for row in found.to_dict("records") if (item := _win(ground, row))]


def _win(ground: Ground, row: dict[Any, Any]) -> Item | None:
    account = None if pd.isna(row["account_id"]) else int(row["account_id"])
    person = None if pd.isna(row["person_id"]) else int(row["person_id"])
    if not ground.inside(account, person):
        return None
    thanks, joined = (f"thanks from {row['thanks_from']}", "to") if row["thanks_from"] else ("a win", "of")
    whose = f" {joined} {ground.clients.people[person]}" if person is not None else ""
    where = f"{ground.name(account)}, " if account is not None else ""
    words = f"{where}{thanks}{whose} on {fmt.day(row['happened_on'].date())}: {str(row['words']).rstrip('.')}."
    cents = 0 if account is None else ground.revenue.get(account, 0)
    return _item(ground, account, person, words[0].upper() + words[1:], cents)


def _renewed(ground: Ground) -> list[Item]:
    about = (ground.since, ground.as_of)
    found: pd.DataFrame = ground.keep(
        "agenda renewed", ("accounts",), about, lambda: renewals_decided(ground.store, *about)
    )  # fmt: skip
    return [_renewal(ground, row) for row in found.to_dict("records") if ground.inside(int(row["account_id"]))]


def _renewal(ground: Ground, row: dict[Any, Any]) -> Item:
    account = int(row["account_id"])
    final, target = (None if pd.isna(row[name]) else int(row[name]) for name in ("final_cents", "target_cents"))
    what = f" {row['service']}" if row["service"] else ""
    worth = f" for {ground.money(final)}" if final is not None else ""
    less = f" ({ground.money(target)} was aimed at)" if row["outcome"] == "reduced" and target is not None else ""
    words = f"{ground.name(account)} renewed{what}{worth}{less}, decided on {fmt.day(row['decided_on'].date())}."
    return _item(ground, account, ground.clients.owner_id.get(account), words, final or target or 0)


def _deals(ground: Ground) -> list[Item]:
    found = kept_decided(ground.store, ground.as_of, RATE_MONTHS, ground.keep)
    won = found[found["won"] & (found["closed_on"] >= pd.Timestamp(ground.since))]
    for column, wanted in ground.scope:
        won = won[won[column] == wanted]
    return [_deal(ground, row) for row in won.to_dict("records")]


def _deal(ground: Ground, row: dict[Any, Any]) -> Item:
    account, person = int(row["account_id"]), int(row["person_id"])
    cents = None if pd.isna(row["amount_cents"]) else int(row["amount_cents"])
    name = next((str(row[one]) for one in ("name", "service") if isinstance(row[one], str)), "a deal")
    client = f" of {row['account']}" if isinstance(row["account"], str) else ""
    by = f" by {row['owner']}" if isinstance(row["owner"], str) else ""
    worth = f" for {ground.money(cents)}" if cents is not None else ", of no recorded amount"
    words = f"Won{by}: {name}{client}{worth}, closed on {fmt.day(row['closed_on'].date())}."
    return _item(ground, None if account < 0 else account, None if person < 0 else person, words, cents or 0)


def _objectives(ground: Ground) -> list[Item]:
    met: pd.DataFrame = ground.keep(
        "agenda objectives met", ("people", "accounts", "value"), (ground.since, ground.as_of),
        lambda: _reached(standing(ground.store, ground.as_of), ground.since),
    )  # fmt: skip
    return [_objective(ground, row) for row in met.to_dict("records") if ground.inside(int(row["account_id"]))]


def _reached(found: pd.DataFrame, since: date) -> pd.DataFrame:
    return found[found["delivered"].astype(bool) & (found["confirmed_on"] >= pd.Timestamp(since))]


def _objective(ground: Ground, row: dict[Any, Any]) -> Item:
    account = int(row["account_id"])
    by = row["confirmed_by"] if isinstance(row["confirmed_by"], str) else "the client"
    words = (
        f"{row['account']} reached its objective “{row['name']}”: {row['confirmed_actual']:g} of {row['target']:g}"
        f"{_unit(row)}, confirmed by {by} on {fmt.day(row['confirmed_on'].date())}."
    )
    return _item(ground, account, ground.clients.owner_id.get(account), words, ground.revenue.get(account, 0), "value")


def _unit(row: dict[Any, Any]) -> str:
    return f" {row['unit']}" if isinstance(row["unit"], str) and row["unit"] else ""


def _referred(ground: Ground) -> list[Item]:
    found: pd.DataFrame = ground.keep(
        "agenda referrals", ("people", "accounts", "growth"), (ground.as_of,),
        lambda: referrals(ground.store, ground.as_of),
    )  # fmt: skip
    won = found[found["won_on"] >= pd.Timestamp(ground.since)]
    persons = record_numbers(won["person_id"]).tolist()
    rows = zip(won.to_dict("records"), persons, strict=True)
    return [_referral(ground, row, person) for row, person in rows if ground.inside(int(row["account_id"]))]


def _referral(ground: Ground, row: dict[Any, Any], person: int) -> Item:
    account = int(row["account_id"])
    whom = f" {row['referred']}" if isinstance(row["referred"], str) else " a client"
    words = f"{row['account']} referred us to{whom}, won on {fmt.day(row['won_on'].date())}."
    return _item(ground, account, None if person < 0 else person, words, ground.revenue.get(account, 0))


def _item(
    ground: Ground, account: int | None, person: int | None, words: str, cents: float, page: str = "account"
) -> Item:  # fmt: skip
    known = account if account in ground.clients.names else None
    return Item(
        PART, known, person, words, float(cents), (("Worth", ground.money(cents)),) if cents else (),
        page if known is not None else "", {} if known is None else ground.link(known),
    )  # fmt: skip
