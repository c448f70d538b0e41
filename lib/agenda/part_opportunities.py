"""The part of opportunities: open deals without a dated next step, and conversations that became worth having."""

from datetime import date
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.agenda.ground import Ground, judged_on, where
from lib.agenda.items import Item, listed, tiered
from lib.days import NONE, number, numbers, record_numbers
from lib.growth.hygiene_figures import AHEAD, NO_DATE, NO_STEP, OVERDUE, judged
from lib.growth.pipeline import RATE_MONTHS, kept_decided, kept_open
from lib.health.tables import BANDS
from lib.upsell.conversations import conversations
from lib.upsell.reading import read_known

PART = "opportunities"
# What conversations are read from; the bands, their gate, are told beside.
SUBJECTS = ("people", "accounts", "relationship", "value", "money", "growth", "team")
SAID = {NO_STEP: "has no next step", NO_DATE: "has a next step without a date"}
FEW = 20  # with more deals of which none has a step, one sentence tells it


def items(ground: Ground) -> list[Item]:
    """One item a deal that nothing dated moves on, and one for each conversation that could not be had before."""
    return [*_stuck(ground), *_new(ground)]


def empty_words(ground: Ground) -> str:
    """That every open deal is moved on, or that there is none; and that no conversation is new."""
    deals = _deals(ground)
    told = "Every open deal has a next step ahead of it" if len(deals) else "No deal is open"
    return f"{told}, and no new conversation is worth having since {fmt.day(ground.since)}."


def _deals(ground: Ground) -> pd.DataFrame:
    """The open deals under the filters, with how they are kept; columns as `hygiene_figures.judged`."""
    store, as_of, keep = ground.store, ground.as_of, ground.keep
    found = judged(kept_open(store, as_of, keep), kept_decided(store, as_of, RATE_MONTHS, keep), as_of)
    for column, wanted in ground.scope:
        found = found[found[column] == wanted]
    return found


def _stuck(ground: Ground) -> list[Item]:
    deals = _deals(ground)
    stuck = deals[deals["step_state"] != AHEAD]
    if len(stuck) > FEW and (deals["step_state"] == NO_STEP).all():
        return [_none_recorded(ground, deals)]
    return [_deal_item(ground, row) for row in stuck.to_dict("records")]


def _none_recorded(ground: Ground, deals: pd.DataFrame) -> Item:
    """Where nobody writes next steps down at all, a list of deals would only repeat it."""
    worth = deals["value_cents"].fillna(0).astype("int64")
    first = deals.assign(worth=worth).sort_values("worth", ascending=False, kind="stable").head(3)
    largest = listed([f"{_called(row)} ({_worth(ground, row)})" for row in first.to_dict("records")])
    words = (
        f"None of {len(deals):,} open deals, together worth {ground.money(int(worth.sum()))}, has a next step: nobody "
        f"has recorded any. The largest: {largest}."
    )
    return Item(PART, None, None, words, float(worth.sum()), page="growth", late=True)


def _deal_item(ground: Ground, row: dict[Any, Any]) -> Item:
    account = int(row["account_id"])
    cents = 0 if pd.isna(row["value_cents"]) else int(row["value_cents"])
    owner = f"{row['owner']} sells it" if isinstance(row["owner"], str) else "nobody is named for it"
    person = int(row["person_id"])
    return Item(
        PART, None if account == NONE else account,
        ground.clients.owner_id.get(account) if person == NONE else person,
        f"{_called(row)} ({_worth(ground, row)}{_stage(row)}) {_step(row, ground)}{_old(row)}; {owner}.",
        float(cents), (("Value", _worth(ground, row)), ("Problems", str(row["problems"]))),
        "growth", {} if account == NONE else ground.link(account), late=row["step_state"] == OVERDUE,
    )  # fmt: skip


def _called(row: dict[Any, Any]) -> str:
    name = next((str(row[one]) for one in ("name", "service") if isinstance(row[one], str)), "A deal without a name")
    if not isinstance(row["account"], str):
        return f"{name}, no client named"
    return name if row["account"] in name else f"{name}, {row['account']}"


def _worth(ground: Ground, row: dict[Any, Any]) -> str:
    return "no amount said" if pd.isna(row["value_cents"]) else ground.money(int(row["value_cents"]))


def _stage(row: dict[Any, Any]) -> str:
    if not isinstance(row["stage"], str):
        return ""
    days = "" if pd.isna(row["stage_days"]) else f" for {fmt.counted(int(row['stage_days']), 'day')}"
    return f", in {row['stage']}{days}"


def _step(row: dict[Any, Any], ground: Ground) -> str:
    if row["step_state"] != OVERDUE:
        return SAID[row["step_state"]]
    due = row["next_step_on"].date()
    step = f"“{row['next_step']}”" if isinstance(row["next_step"], str) else "its next step"
    late = fmt.counted((ground.as_of - due).days, "day")
    return f"waits for {step}, due on {fmt.day(due)}, {late} ago"


def _old(row: dict[Any, Any]) -> str:
    return " and is older than three in four won ones were" if row["ageing"] is True else ""


def _new(ground: Ground) -> list[Item]:
    """The conversations ready now that were not on the day the agenda begins, as known then."""
    now, then = ground.table.set_index("account_id")["band"], _bands_then(ground)
    about = (ground.as_of, ground.since, _plainly(now), _plainly(then))
    found: pd.DataFrame = ground.keep(
        "agenda conversations", SUBJECTS, about, lambda: new_conversations(ground, now, then)
    )  # fmt: skip
    return [_conversation(ground, row) for row in found.to_dict("records") if ground.inside(int(row["account_id"]))]


def _plainly(bands: "pd.Series[str]") -> tuple[tuple[int, str], ...]:
    return tuple(sorted(zip(record_numbers(bands.index).tolist(), bands.astype(str).tolist(), strict=True)))


def new_conversations(ground: Ground, now: "pd.Series[str]", then: "pd.Series[str]") -> pd.DataFrame:
    """Rows of `upsell.conversations` that are ready by the bands of now, and were not on `since` by those then."""
    today = _ready(ground, ground.as_of, now)
    if today.empty:
        return today
    before = set(_pairs(_ready(ground, ground.since, then)))
    return where(today, (pair not in before for pair in _pairs(today)))


def _ready(ground: Ground, day: date, bands: "pd.Series[str]") -> pd.DataFrame:
    found = conversations(read_known(ground.store, day, bands, ground.keep), day)
    return found[found["ready"].to_numpy(dtype=bool)]


def _pairs(found: pd.DataFrame) -> list[tuple[int, int]]:
    accounts, services = (record_numbers(found[name]).tolist() for name in ("account_id", "service_id"))
    return list(zip(accounts, services, strict=True))


def _bands_then(ground: Ground) -> "pd.Series[str]":
    """The bands of `since`: of the snapshot of that very day, else as judged for it now."""
    if ground.compared == ground.since:
        at = int((numbers(pd.Series(ground.weeks.days.astype("datetime64[D]"))) == number(ground.since)).argmax())
        codes, ids = ground.weeks.band[:, at], record_numbers(ground.health.signals.accounts["id"])
        return pd.Series([BANDS[code] for code in codes[codes >= 0]], index=ids[codes >= 0])
    then, _ = judged_on(ground.store, ground.since, ground.keep)
    return then.table.set_index("account_id")["band"]


def _conversation(ground: Ground, row: dict[Any, Any]) -> Item:
    account, cents = int(row["account_id"]), row["amount_cents"]
    worth = "" if pd.isna(cents) else f", about {ground.money(cents)} a year"
    margin = "" if pd.isna(row["expected_cents"]) else f" ({ground.money(row['expected_cents'])} of margin expected)"
    who = f"; {row['raised_by']} would raise it" if isinstance(row["raised_by"], str) else ""
    return Item(
        PART, account, ground.clients.owner_id.get(account),
        f"New since {fmt.day(ground.since)}: {row['account']} could use {row['service']}{worth}{margin}, because "
        f"{row['reason']}{who}.",
        tiered(0, 0.0 if pd.isna(cents) else float(cents)),
        (("P(win)", fmt.percent(row["chance"])), ("A year", "–" if pd.isna(cents) else ground.money(cents))),
        "growth", ground.link(account),
    )  # fmt: skip
