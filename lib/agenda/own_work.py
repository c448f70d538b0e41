"""What falls to one person by name: promises, calls after surveys, decisions, next steps, objectives to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.agenda.owed_queries import open_promises
from lib.agenda.owed_to_clients import Owed
from lib.agenda.part_decisions import decisions_known
from lib.days import NONE, record_numbers
from lib.growth.pipeline import kept_open
from lib.keep import Keep
from lib.review.decided import Decided
from lib.store.engine import Store
from lib.surveys.follow_up_figures import standing as calls_standing
from lib.surveys.follow_up_figures import still_open
from lib.surveys.follow_up_queries import follow_ups
from lib.value.standing import standing


@dataclass(frozen=True, eq=False)
class Mine:
    """Whose week it is: the person, the accounts they lead on the day, and the names of all accounts."""

    store: Store
    person_id: int
    name: str
    led: tuple[int, ...]
    names: Mapping[int, str]
    as_of: date
    keep: Keep

    def of(self, account: int) -> str:
        """The name of a client that may not be known."""
        return self.names.get(account, "a client nobody named")


def own_promises(mine: Mine) -> list[Owed]:
    """The open promises somebody made, and those nobody is named for to clients they lead."""
    found: pd.DataFrame = mine.keep(
        "agenda promises", ("people", "accounts", "relationship"), (mine.as_of,),
        lambda: open_promises(mine.store, mine.as_of),
    )  # fmt: skip
    by = record_numbers(found["person_id"])
    own = found[(by == mine.person_id) | ((by == NONE) & found["account_id"].isin(mine.led).to_numpy())]
    return [_promise(mine, row) for row in own.to_dict("records")]


def _promise(mine: Mine, row: dict[Any, Any]) -> Owed:
    account = int(row["account_id"])
    to = f"{row['contact']} of {mine.of(account)}" if row["contact"] else mine.of(account)
    return Owed(row["due_on"].date(), "promise", f"Keep the promise to {to}: “{row['what']}”.", account)


def own_calls(mine: Mine) -> list[Owed]:
    """The calls after answers to surveys that fall to somebody."""
    found: pd.DataFrame = mine.keep(
        "agenda calls", ("people", "accounts", "surveys"), (mine.as_of,), lambda: follow_ups(mine.store, mine.as_of)
    )  # fmt: skip
    owed = still_open(calls_standing(found, pd.Timestamp(mine.as_of, tz="UTC")))
    own = owed[record_numbers(owed["person_id"]) == mine.person_id]
    return [_call(mine, row) for row in own.to_dict("records")]


def _call(mine: Mine, row: dict[Any, Any]) -> Owed:
    who = row["contact"] if isinstance(row["contact"], str) else row["name"]
    named = who if isinstance(who, str) else "whoever answered"
    wrote = f": they wrote “{row['comment'].rstrip('.')}”" if isinstance(row["comment"], str) else ""
    account = NONE if pd.isna(row["account_id"]) else int(row["account_id"])
    of = f" of {mine.of(account)}" if account != NONE else ""
    words = f"Call {named}{of} after the survey ({row['reason']}){wrote}."
    return Owed(row["due"].date(), "follow-up", words, account, "surveys")


def own_decisions(mine: Mine) -> list[Owed]:
    """What reviews decided that somebody should do, and what is done but whose effect they have to look at."""
    known = decisions_known(mine.store, mine.as_of, mine.keep)
    own = [one for one in known if one.person_id == mine.person_id and one.kind == "decision" and not one.outcome]
    return [owed for one in own if (owed := _decision(mine, one))]


def _decision(mine: Mine, one: Decided) -> Owed | None:
    account = NONE if one.account_id is None else one.account_id
    about = f" for {mine.of(account)}" if account != NONE else ""
    held = fmt.day(one.held_on)
    if one.open:
        day = one.due_on or one.check_on or mine.as_of
        return Owed(day, "decision", f"Do what was decided on {held}{about}: “{one.what}”.", account, "review")
    if one.check_on is None:
        return None
    effect = f"“{one.expected_effect}”" if one.expected_effect else "what was hoped for"
    words = f"See whether {effect} came of “{one.what}”, decided on {held}{about}."
    return Owed(one.check_on, "look again", words, account, "review")


def own_deals(mine: Mine) -> list[Owed]:
    """The dated next steps of the open deals somebody sells."""
    found = kept_open(mine.store, mine.as_of, mine.keep)
    own = found[(record_numbers(found["person_id"]) == mine.person_id) & found["next_step_on"].notna().to_numpy()]
    return [_deal(row) for row in own.to_dict("records")]


def _deal(row: dict[Any, Any]) -> Owed:
    step = row["next_step"] if isinstance(row["next_step"], str) else "the next step"
    name = next((str(row[one]) for one in ("name", "service") if isinstance(row[one], str)), "a deal without a name")
    return Owed(row["next_step_on"].date(), "next step", f"{step}: {name}.", int(row["account_id"]), "growth")


def own_objectives(mine: Mine) -> list[Owed]:
    """The objectives whose next reading is due: those somebody is responsible for, or nobody is and they lead it."""
    found: pd.DataFrame = mine.keep(
        "agenda readings due", ("people", "accounts", "value"), (mine.as_of,),
        lambda: _due(standing(mine.store, mine.as_of)),
    )  # fmt: skip
    nobody = found["responsible"].isna() & found["account_id"].isin(mine.led)
    own = found[(found["responsible"] == mine.name) | nobody]
    return [_reading(mine, row) for row in own.to_dict("records")]


def _due(found: pd.DataFrame) -> pd.DataFrame:
    return found[["account_id", "name", "responsible", "review_on"]].dropna(subset="review_on")


def _reading(mine: Mine, row: dict[Any, Any]) -> Owed:
    account = int(row["account_id"])
    words = f"Read the objective “{row['name']}” of {mine.of(account)}."
    return Owed(row["review_on"].date(), "reading", words, account, "value")
