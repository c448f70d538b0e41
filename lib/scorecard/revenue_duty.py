"""Duty 1, revenue growth: what own accounts bring, against a year earlier, what stayed, and the person's target."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from lib.book.measuring import active
from lib.book.series import EXISTING, NEW
from lib.book.windows import client_revenue, incomparable, untold, window_before, window_now
from lib.days import NONE, Bools, Ints, days_from, number
from lib.format import counted
from lib.growth.target_figures import target_progress, targets_on_pace
from lib.growth.target_standing import IN_FORCE, standing
from lib.measure import Measure, undefined
from lib.money.figures import net_revenue_retention, revenue, revenue_growth
from lib.scorecard.ground import BOOK, Scope
from lib.scorecard.lines import a_year_earlier, of_span
from lib.scorecard.told import Spec

WORDS = "Own accounts grow: existing clients stay and buy more, new ones join, the target is met."
_CREDIT = "Revenue counts for who led the account on its day, or who is credited with it."
_SAME = f"{_CREDIT} A year earlier counts the same accounts on the same days, whoever led them then."


def _credited(scope: Scope) -> bool:
    return len(of_span(scope)) > 0


def _revenue(scope: Scope, clients: str | None = None) -> Measure:
    book = scope.ground.book
    if why := untold(book, scope.span, book.records_from, "revenue"):
        return undefined(why, base=None)
    return revenue(_of(of_span(scope), clients)["cents"].to_numpy(dtype=np.int64))


def _of(found: pd.DataFrame, clients: str | None) -> pd.DataFrame:
    return found if clients is None else found[found["clients"] == clients]


def _growth(scope: Scope, clients: str | None = None) -> Measure:
    if why := incomparable(scope.ground.book, scope.span, scope.span.year_earlier()):
        return undefined(why, base=None)
    now, earlier = (_of(found, clients) for found in (of_span(scope), a_year_earlier(scope)))
    grown = revenue_growth(int(now["cents"].sum()), int(earlier["cents"].sum()))
    count = len(set(now["account_id"]) | set(earlier["account_id"]))
    return replace(grown, base=count) if grown.value is not None else grown


def _lines(scope: Scope, clients: str | None = None) -> pd.DataFrame:
    found, ground = _of(of_span(scope), clients), scope.ground
    return pd.DataFrame(
        {
            "Day": days_from(found["day"].to_numpy()), "Account": ground.accounts_named(found["account_id"]),
            "Service": ground.services_named(found["service_id"]), "Kind": found["kind"].to_numpy(),
            "Clients": found["clients"].to_numpy(), "Amount": found["cents"].to_numpy() / 100,
        }
    )  # fmt: skip


def _grown(scope: Scope, clients: str | None = None) -> pd.DataFrame:
    """Each account's revenue against a year earlier; none where the year earlier is not on record."""
    if incomparable(scope.ground.book, scope.span, scope.span.year_earlier()):
        return pd.DataFrame()
    now, earlier = (
        _of(found, clients).groupby("account_id")["cents"].sum() / 100
        for found in (of_span(scope), a_year_earlier(scope))
    )  # fmt: skip
    both = pd.DataFrame({"These days": now, "A year earlier": earlier}).fillna(0.0)
    told = both.assign(Change=both["These days"] - both["A year earlier"])
    told.insert(0, "Account", scope.ground.accounts_named(told.index.to_numpy()))
    return told.sort_values("Account")


# What stayed of the clients led at the start


def led_at_start(scope: Scope, accounts: Ints) -> tuple[Bools, Bools]:
    """Which accounts the person led the day before the span, and which of those a colleague leads on its last day."""
    there = np.ones(len(accounts), dtype=np.bool_)
    if scope.person is None:
        return there, ~there
    before = scope.ground.lead(accounts, number(scope.span.start - timedelta(days=1)))
    after = scope.ground.lead(accounts, number(scope.span.last_day))
    mine = before == scope.person
    return mine, mine & (after != scope.person) & (after != NONE)


def handed_over(measure: Measure, count: int) -> Measure:
    """The measure with a note on clients that stay out because a colleague leads them now."""
    if not count:
        return measure
    note = f"{counted(count, 'client')} handed to a colleague left out"
    return replace(measure, note="; ".join(filter(None, [measure.note, note])))


def _nrr(scope: Scope) -> Measure:
    book, before = scope.ground.book, window_before(scope.span)
    if why := incomparable(book, scope.span, before):
        return undefined(why, base=None)
    mine, given = led_at_start(scope, book.lines.accounts)
    start, now = client_revenue(book, before), client_revenue(book, window_now(scope.span, book.as_of))
    kept = net_revenue_retention(start[mine & ~given], now[mine & ~given])
    return handed_over(kept, int(np.count_nonzero(given & (start > 0))))


def kept_rows(scope: Scope) -> pd.DataFrame:
    book, accounts = scope.ground.book, scope.ground.book.lines.accounts
    mine, given = led_at_start(scope, accounts)
    before, now = window_before(scope.span), window_now(scope.span, book.as_of)
    start, end = client_revenue(book, before), client_revenue(book, now)
    still = np.isin(accounts, active(book, now))
    kept = mine & ((start > 0) | np.isin(accounts, active(book, before)))
    told = pd.DataFrame(
        {
            "Account": scope.ground.accounts_named(accounts), "Before": start / 100, "Now": end / 100,
            "Still a client": np.where(still, "yes", "no"),
            "Handed to": np.where(given, scope.ground.people_named(
                scope.ground.lead(accounts, number(scope.span.last_day))), ""),
        }
    )  # fmt: skip
    return told[kept]


# Targets


def _targets(scope: Scope) -> pd.DataFrame:
    ground, day = scope.ground, scope.span.last_day
    every = ground.kept("targets", BOOK, (day,), lambda: standing(ground.store, day, IN_FORCE))
    return every[every["person_id"] == scope.person] if scope.person is not None else every[every["person_id"] != NONE]


_NO_TARGET = "no target of a person is in force"


def _on_pace(scope: Scope) -> Measure:
    found = _targets(scope)
    return targets_on_pace(found["state"].tolist()) if len(found) else undefined(_NO_TARGET, absent="not applicable")


def _progress(scope: Scope) -> Measure:
    found = _targets(scope)
    if found.empty:
        return undefined(_NO_TARGET, absent="not applicable")
    known = found[found["goal_cents"].notna() & found["so_far_cents"].notna()]
    if len({*(known["kind"] == "won")}) > 1:
        return undefined("targets of revenue and of deals won are never added up: see each", base=None)
    come, goal = (int(known[name].sum()) for name in ("so_far_cents", "goal_cents"))
    return replace(target_progress(come, goal), base=len(known))


def _target_rows(scope: Scope) -> pd.DataFrame:
    found = _targets(scope)
    amounts = {"Aimed at": "goal_cents", "So far": "so_far_cents", "Expected by now": "expected_cents"}
    return pd.DataFrame(
        {
            "Of": scope.ground.people_named(found["person_id"]), "Kind": found["kind"].to_numpy(),
            "From": found["starts_on"].dt.date.to_numpy(), "To before": found["ends_before"].dt.date.to_numpy(),
            **{label: found[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan) / 100
               for label, name in amounts.items()},
            "Standing": found["state"].to_numpy(), "Why": found["why"].to_numpy(),
        }
    ).sort_values("Of", kind="stable")  # fmt: skip


_TARGET = "Of the targets set for the person that are in force on the last day."
SPECS = (
    Spec("revenue", _revenue, _lines, "Revenue of own accounts", _CREDIT, _credited),
    Spec("revenue_growth", _growth, _grown, "Growth of own accounts", _SAME, _credited),
    Spec(
        "revenue_growth", lambda scope: _growth(scope, EXISTING), lambda scope: _grown(scope, EXISTING),
        "Growth with existing clients",
        f"{_SAME} A client is existing from twelve months after it was first seen.", _credited,
    ),
    Spec(
        "revenue", lambda scope: _revenue(scope, NEW), lambda scope: _lines(scope, NEW), "Revenue of new clients",
        f"{_CREDIT} A client is new in the twelve months after it was first seen.", _credited,
    ),
    Spec("nrr", _nrr, kept_rows, "Revenue kept of own clients", "Of clients the person led the day before the "
         "period; those a colleague leads at its end stay out."),
    Spec("targets_on_pace", _on_pace, _target_rows, "Own targets on pace", _TARGET, _credited),
    Spec("target_progress", _progress, _target_rows, "Own target reached", _TARGET, _credited),
)  # fmt: skip
