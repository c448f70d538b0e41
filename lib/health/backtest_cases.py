"""The cases of the backtest: each decision of a client beside what was known of it 90 days before."""

from typing import Any

import numpy as np
import pandas as pd

from lib.days import numbers
from lib.health.backtest_figures import CALLS_NEEDED, CHANCES, brier, brier_of_base_rate, risk_of
from lib.health.tables import CALLS
from lib.measure import Measure, undefined

AHEAD = 90  # days between what was known and the decision; and within which decisions of a client are one
CALL_HOLDS = 210  # days: the six-month call and a month's grace
LEFT, LOST = "left", "lost"
LEAVING_CALLS = CALLS[2:]
_DAY = np.timedelta64(1, "D")


def decisions(departures: pd.DataFrame, renewals: pd.DataFrame) -> pd.DataFrame:
    """What clients decided, one row a client and 90 days: to leave, or about a renewal; oldest first.

    `departures`: account_id, decided_on, treated; `renewals`: account_id, decided_on, outcome. Columns: account_id,
    day (of the first decision), left (a departure, or a contract not renewed), what (in words), treated (None: nobody
    said). A contract lost after the client has decided to leave is part of that decision.
    """
    gone = pd.DataFrame({"account_id": departures["account_id"], "day": departures["decided_on"], "what": LEFT,
                         "treated": departures["treated"]})  # fmt: skip
    kept = pd.DataFrame({"account_id": renewals["account_id"], "day": renewals["decided_on"],
                         "what": renewals["outcome"], "treated": None})  # fmt: skip
    both = pd.concat([gone.astype(object), kept.astype(object)], ignore_index=True)
    rows = both.sort_values(["account_id", "day"], kind="stable").to_dict("records")
    found = pd.DataFrame(_joined(rows), columns=["account_id", "day", "left", "what", "treated"])
    found = _with_ids(found).assign(day=pd.to_datetime(found["day"]), left=found["left"].astype(bool))
    return found.sort_values(["day", "account_id"], kind="stable", ignore_index=True)


def _joined(rows: list[Any]) -> list[dict[str, Any]]:
    """Decisions of one client within 90 days of the first as one; `rows` by account and day."""
    found: list[dict[str, Any]] = []
    for row in rows:
        last = found[-1] if found and found[-1]["account_id"] == row["account_id"] else None
        left = row["what"] in (LEFT, LOST)
        if last is not None and last["what"] == LEFT and row["what"] == LOST:
            continue
        if last is not None and (row["day"] - last["day"]).days <= AHEAD:
            if row["what"] == LEFT or (left and not last["left"]):
                last["what"] = row["what"]
            last["left"] = last["left"] or left
            last["treated"] = row["treated"] if row["what"] == LEFT else last["treated"]
            continue
        found.append({**row, "left": left})
    return found


def _with_ids(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with whole record numbers, also where it has no rows and so nothing to tell them by."""
    return frame.assign(account_id=frame["account_id"].astype("int64"))


def known_before(decided: pd.DataFrame) -> pd.DataFrame:
    """What to ask the store: each decision's account and the day 90 days before. Columns: account_id, day."""
    return pd.DataFrame({"account_id": decided["account_id"], "day": decided["day"] - AHEAD * _DAY})


def cases(decided: pd.DataFrame, snapshots: pd.DataFrame) -> pd.DataFrame:
    """The decisions of which a snapshot from 90 days before (at most a month older) is stored.

    `snapshots` as `snapshots_before` gives them for `known_before`. Adds known_on, taken_on, low, high, band, risk,
    and afterwards: whether the snapshot was only computed after the decision.
    """
    asked = decided.assign(known_on=known_before(decided)["day"])
    columns = ["account_id", "day", "taken_on", "recorded_at", "low", "high", "band"]
    told = _with_ids(snapshots[columns]).rename(columns={"day": "known_on"})
    found = asked.merge(told, on=["account_id", "known_on"], how="inner", validate="many_to_one")
    written = pd.to_datetime(found["recorded_at"], utc=True).dt.tz_localize(None)
    risk = risk_of(found["low"].to_numpy(dtype=np.float64), found["high"].to_numpy(dtype=np.float64))
    late = (written > found["day"]).to_numpy()
    return found.drop(columns="recorded_at").assign(risk=risk, afterwards=late)


def called_to_leave(found: pd.DataFrame, calls: pd.DataFrame) -> list[bool | None]:
    """For each case whether the last renewal call known 90 days before said the client leaves; None: no call held.

    `calls`: account_id, made_on, call. A call holds for 210 days.
    """
    asked = found[["account_id", "known_on"]].reset_index(drop=True)
    pairs = asked.reset_index(names="case").merge(_with_ids(calls[["account_id", "made_on", "call"]]), on="account_id")
    age = numbers(pairs["known_on"]) - numbers(pairs["made_on"])
    held = pairs[(age >= 0) & (age <= CALL_HOLDS)].sort_values("made_on", kind="stable")
    last = held.drop_duplicates("case", keep="last").set_index("case")["call"]
    return [None if case not in last.index else last[case] in LEAVING_CALLS for case in range(len(asked))]


def out_of_touch(found: pd.DataFrame, in_touch: pd.DataFrame, records_from: Any) -> list[bool | None]:
    """For each case whether there was no two-way contact in the 30 days up to the day; None: before the records.

    `in_touch`: the pairs of account_id and day with such a contact.
    """
    pairs = set(zip(in_touch["account_id"].tolist(), numbers(in_touch["day"]).tolist(), strict=True))
    begun = None if records_from is None else np.datetime64(records_from, "D").astype(np.int64) + 30
    rows = zip(found["account_id"].tolist(), numbers(found["known_on"]).tolist(), strict=True)
    return [None if begun is None or day < begun else (account, day) not in pairs for account, day in rows]


def treated(found: pd.DataFrame, acted: pd.DataFrame) -> list[bool]:
    """For each case whether something was done: as the departure says, else by actions within 90 days of the snapshot.

    `acted`: account_id and day of decisions of the review about an account, and of escalations opened.
    """
    by_account = {number: numbers(part["day"]) for number, part in acted.groupby("account_id")}
    nothing = np.empty(0, dtype=np.int64)
    rows = zip(found["account_id"], numbers(found["taken_on"]).tolist(), found["treated"], strict=True)
    return [
        bool(said) if said is not None and not pd.isna(said) else _acted(by_account.get(account, nothing), day)
        for account, day, said in rows
    ]


def _acted(days: Any, taken: int) -> bool:
    return bool(((days > taken) & (days <= taken + AHEAD)).any())


def closed_calls(calls: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """Renewal calls of which the outcome is known: the client's next decision, at most three months late.

    `calls`: account_id, made_on, months_ahead, call, person, by. Adds day, stayed and chance (to stay, as called).
    """
    ordered, outcomes = _with_ids(calls).sort_values("made_on", kind="stable"), decided[["account_id", "day", "left"]]
    next_one = pd.merge_asof(
        ordered.assign(made_on=ordered["made_on"].astype("datetime64[s]")),
        outcomes.assign(day=outcomes["day"].astype("datetime64[s]")).sort_values("day", kind="stable"),
        left_on="made_on", right_on="day", by="account_id", direction="forward", allow_exact_matches=False,
    )  # fmt: skip
    latest = numbers(next_one["made_on"]) + np.round(next_one["months_ahead"].to_numpy(dtype=np.float64) * 30.44) + 92
    there = next_one[(next_one["day"].notna() & (numbers(next_one["day"]) <= latest)).to_numpy()]
    stayed = ~there["left"].astype(bool)
    return there.drop(columns="left").assign(stayed=stayed, chance=there["call"].map(CHANCES)).reset_index(drop=True)


def call_scores(closed: pd.DataFrame) -> list[tuple[str, Measure, Measure]]:
    """Who called, the Brier score of their calls, and that of the base rate: all, by voice, people with 10 or more.

    A voice with under 10 closed calls has no score: it may be one person's.
    """
    voices = [(str(voice), part) for voice, part in closed.groupby("by", sort=True)]
    people = [(str(name), part) for name, part in closed.groupby("person", sort=True) if len(part) >= CALLS_NEEDED]
    return [("Everybody", *_scored(closed)), *((name, *_enough(part)) for name, part in [*voices, *people])]


def _scored(part: pd.DataFrame) -> tuple[Measure, Measure]:
    stayed = part["stayed"].to_numpy(dtype=bool)
    return brier(part["chance"].to_numpy(dtype=np.float64), stayed), brier_of_base_rate(stayed)


def _enough(part: pd.DataFrame) -> tuple[Measure, Measure]:
    if len(part) >= CALLS_NEEDED:
        return _scored(part)
    few = undefined(f"under {CALLS_NEEDED} closed calls", base=len(part), absent="withheld")
    return few, few


def withheld_people(closed: pd.DataFrame) -> int:
    """How many people made closed calls, but under 10: theirs are not told one by one."""
    counts = closed["person"].dropna().value_counts()
    return int((counts < CALLS_NEEDED).sum())
