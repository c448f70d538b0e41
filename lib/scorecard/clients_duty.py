"""Duty 5, clients happy with the whole agency: what they say, whom they know, who stays, what was promised."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pandas as pd

from lib.accounts.figures import client_retention
from lib.book.measuring import active
from lib.book.windows import incomparable, window_before, window_now
from lib.days import Ints, number, numbers, record_numbers
from lib.health.contact_fact_queries import colleagues_in, contacts_in, contacts_made
from lib.measure import Measure, undefined
from lib.periods import Period, add_months, next_day
from lib.relationship.figures import LIVE_DAYS, promises_kept
from lib.relationship.promise_figures import promise_counts, promise_standing
from lib.relationship.thread_figures import threads_beyond_manager
from lib.scorecard import queries
from lib.scorecard.ground import NOBODY, Ground, Scope
from lib.scorecard.queries import PromiseKnown
from lib.scorecard.revenue_duty import handed_over, kept_rows, led_at_start
from lib.scorecard.told import Spec
from lib.surveys import follow_up_figures, follow_up_queries
from lib.surveys.promoter_figures import count
from lib.surveys.score_figures import box, distribution, promoter_score

WORDS = "Clients are happy with the whole agency, not only with one person, and stay."
_SURVEYS = ("people", "accounts", "surveys")


# What clients say


def _scores(scope: Scope, area: str, scale: str) -> pd.DataFrame:
    """One score a sheet: the first on an area, where higher is better, given in the span."""
    ground = scope.ground
    every = ground.kept("scores", _SURVEYS, (ground.as_of,), lambda: queries.survey_scores(ground.store, ground.as_of))
    asked = (every["area"] == area) & (every["scale"] == scale) & (every["better"] != "lower")
    day = numbers(every["day"])
    kept = asked.to_numpy() & scope.inside(day) & scope.mine(every["account_id"], day)
    return every[kept].drop_duplicates("response_id")


def _recommended(scope: Scope) -> pd.DataFrame:
    return _scores(scope, "recommendation", "0-10")


def _satisfied(scope: Scope) -> pd.DataFrame:
    return _scores(scope, "satisfaction", "1-5")


def _nps(scope: Scope) -> Measure:
    return promoter_score(count(_recommended(scope)["score"]))


def _box(scope: Scope) -> Measure:
    return box(distribution(_satisfied(scope)["score"], "1-5"), "1-5")


def _said(scope: Scope, found: pd.DataFrame) -> pd.DataFrame:
    named = {"day": "Day", "contact": "Contact", "survey": "Survey", "question": "Question", "score": "Score"}
    told = found[list(named)].rename(columns=named)
    told.insert(1, "Account", scope.ground.accounts_named(found["account_id"]))
    return told


def _low(scope: Scope) -> pd.DataFrame:
    ground = scope.ground
    every = ground.kept("follow-ups", _SURVEYS, (ground.as_of,), lambda: _stood(ground))
    day = numbers(every["opened_at"].dt.tz_localize(None).to_numpy().astype("datetime64[D]"))
    low = (every["reason"] == "low score").to_numpy()
    return every[low & scope.inside(day) & scope.mine(every["account_id"], day)]


def _stood(ground: Ground) -> pd.DataFrame:
    moment = pd.Timestamp(datetime.combine(next_day(ground.as_of), time(), UTC))
    found = follow_up_queries.follow_ups(ground.store, ground.as_of)
    return follow_up_figures.standing(found, moment)


def _followed_up(scope: Scope) -> Measure:
    found = _low(scope)
    return follow_up_figures.closed_in_time(found) if len(found) else undefined("no low score in these days")


def _low_rows(scope: Scope) -> pd.DataFrame:
    found = _low(scope)
    named = {"account": "Account", "contact": "Contact", "person": "Falls to", "score": "Score", "comment": "Comment"}
    told = found[list(named)].rename(columns=named)
    days = {"Opened": "opened_at", "Due": "due", "Closed": "closed_at"}
    told = told.assign(**{label: found[name].dt.tz_localize(None).dt.date for label, name in days.items()})
    return told.assign(Standing=np.where(found["open"], "open", "closed") + np.where(found["late"], ", late", ""))


# Whom they know


def _threads(scope: Scope) -> pd.DataFrame:
    """Active clients the person leads on the last day: account_id, lead, talked (bool), colleagues (besides them)."""
    ground, day = scope.ground, scope.span.last_day
    about = (ground.as_of, day)
    subjects = ("people", "accounts", "money", "growth", "relationship")
    every: pd.DataFrame = ground.kept("threads", subjects, about, lambda: _read_threads(ground, scope.span))
    return every if scope.person is None else every[every["lead"] == scope.person]


def _read_threads(ground: Ground, span: Period) -> pd.DataFrame:
    day = span.last_day
    clients = active(ground.book, Period(add_months(next_day(day), -3), next_day(day)))
    lead = ground.lead(clients, number(day))
    met = _met(ground, span)
    talked = np.isin(clients, met["account_id"])
    known = met.dropna(subset=["person_id"]).merge(pd.DataFrame({"account_id": clients, "lead": lead}), "inner")
    besides = known[known["person_id"] != known["lead"]].groupby("account_id")["person_id"].nunique()
    colleagues = besides.reindex(clients).fillna(0).to_numpy(dtype=np.int64)
    found = pd.DataFrame({"account_id": clients, "lead": lead, "talked": talked, "colleagues": colleagues})
    return found.assign(names=_names(ground, known, clients))


def _met(ground: Ground, span: Period) -> pd.DataFrame:
    """Two-way contacts of the 90 days to the last day: account_id, person_id (NA: nobody of ours is named)."""
    day = span.last_day
    since = day - timedelta(days=LIVE_DAYS)
    made = contacts_made(ground.store, day, since)
    made = made[made["two_way"].astype(bool)]
    through = contacts_in(ground.store, day, since, day).drop_duplicates("interaction_id")
    theirs = made["id"].map(through.set_index("interaction_id")["account_id"])
    account = record_numbers(made["account_id"].astype("Float64").fillna(theirs.astype("Float64")))
    own = pd.DataFrame({"interaction_id": made["id"].to_numpy(), "account_id": account})
    return own.merge(colleagues_in(ground.store, day, since), "left", "interaction_id")


def _names(ground: Ground, known: pd.DataFrame, clients: Ints) -> list[str]:
    besides = known[known["person_id"] != known["lead"]].drop_duplicates(["account_id", "person_id"])
    named = besides.assign(name=ground.people_named(besides["person_id"])).sort_values("name")
    joined = named.groupby("account_id")["name"].agg(", ".join)
    return [str(joined.get(client, "")) for client in clients.tolist()]


def _beyond(scope: Scope) -> Measure:
    found = _threads(scope)
    if found.empty or (not found["talked"].any() and not _any_contact(scope)):
        return undefined("no two-way contact is recorded" if len(found) else "leads no active client")
    talked = found[found["talked"]]
    return threads_beyond_manager(talked["colleagues"].to_numpy(dtype=np.int64), len(found) - len(talked))


def _any_contact(scope: Scope) -> bool:
    return bool(_threads(Scope(scope.ground, None, scope.span))["talked"].any())


def _thread_rows(scope: Scope) -> pd.DataFrame:
    found = _threads(scope)
    return pd.DataFrame(
        {
            "Account": scope.ground.accounts_named(found["account_id"]),
            "Led by": scope.ground.people_named(found["lead"]),
            "Talked to in 90 days": np.where(found["talked"], "yes", "no"),
            "Colleagues besides them": found["colleagues"].to_numpy(), "Who": found["names"].to_numpy(),
        }
    ).sort_values("Account")  # fmt: skip


# Who stays


def _retention(scope: Scope) -> Measure:
    book, before = scope.ground.book, window_before(scope.span)
    if why := incomparable(book, scope.span, before):
        return undefined(why, base=None)
    start, end = active(book, before), active(book, window_now(scope.span, book.as_of))
    mine, given = led_at_start(scope, start)
    measure = client_retention(start[mine & ~given].tolist(), end.tolist())
    return handed_over(measure, int(np.count_nonzero(given)))


# What was promised


def _promises(scope: Scope) -> list[tuple[PromiseKnown, int]]:
    """Promises to clients that the person led on the day each was due, with who led the client then."""
    ground = scope.ground
    subjects = ("people", "accounts", "relationship")
    every, lead = ground.kept("promises", subjects, (ground.as_of,), lambda: _read_promises(ground))
    wanted = scope.person
    return [(row, who) for row, who in zip(every, lead, strict=True) if wanted is None or who == wanted]


def _read_promises(ground: Ground) -> tuple[list[PromiseKnown], list[int]]:
    found = queries.promises(ground.store, ground.as_of)
    days = np.array([number(one.due_on) for one in found], dtype=np.int64)
    accounts = np.array([one.account_id for one in found], dtype=np.int64)
    return found, ground.lead(accounts, days).tolist()


def _of_others(scope: Scope) -> list[PromiseKnown]:
    return [row for row, lead in _promises(scope) if row.person_id is not None and row.person_id != lead]


def _kept(scope: Scope, found: Sequence[PromiseKnown]) -> Measure:
    return promises_kept(*promise_counts(found, scope.span, scope.ground.as_of))


def _promise_rows(scope: Scope, found: Sequence[PromiseKnown]) -> pd.DataFrame:
    due = [one for one in found if one.due_on in scope.span or (one.due_on < scope.span.start and not one.outcome)]
    return pd.DataFrame(
        {
            "Account": scope.ground.accounts_named([one.account_id for one in due]),
            "What": [one.what for one in due], "Made by": [one.by or NOBODY for one in due],
            "Made": [one.made_on for one in due], "Due": [one.due_on for one in due],
            "Settled": [one.settled_on for one in due],
            "Standing": [promise_standing(one, scope.ground.as_of) for one in due],
        }
    )  # fmt: skip


def _every(scope: Scope) -> list[PromiseKnown]:
    return [row for row, _ in _promises(scope)]


_LED = "Of accounts the person led that day."
SPECS = (
    Spec("nps", _nps, lambda scope: _said(scope, _recommended(scope)), here=f"{_LED} Attributed waves only."),
    Spec("satisfied", _box, lambda scope: _said(scope, _satisfied(scope)), here=f"{_LED} Attributed waves only; "
         "4 or 5 of 5 on satisfaction."),
    Spec("threads_beyond_manager", _beyond, _thread_rows, here="Of clients the person led on the last day."),
    Spec("client_retention", _retention, kept_rows, here="Of clients the person led the day before the period; those "
         "a colleague leads at its end stay out."),
    Spec("follow_ups_in_time", _followed_up, _low_rows, "Low scores followed up in time", "Here only low scores, of "
         "the period, for who led the account when the conversation was opened."),
    Spec("promises_kept", lambda scope: _kept(scope, _every(scope)), lambda scope: _promise_rows(scope, _every(scope)),
         here="To clients the person led on the day it was due, whoever made it: sales included."),
    Spec("promises_kept", lambda scope: _kept(scope, _of_others(scope)),
         lambda scope: _promise_rows(scope, _of_others(scope)), "Promises of colleagues kept",
         "Those that somebody else than the account manager made, sales among them."),
)  # fmt: skip
