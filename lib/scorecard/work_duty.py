"""Duty 2, great work: the goal met, on time, from complete briefs, roadblocks cleared, few rounds of changes."""

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, NONE, Bools, Ints, days_from, number, numbers, positions, record_numbers
from lib.delivery import work
from lib.delivery.brief_figures import briefs_complete
from lib.delivery.figures import judged_on_time, revision_rounds
from lib.delivery.projects import Projects, read_projects
from lib.delivery.queries import deliverables, roadblocks
from lib.delivery.roadblock_clearing_figures import roadblocks_cleared, stood
from lib.delivery.roadblock_figures import as_they_stood, days_lost
from lib.delivery.scope_figures import first_round
from lib.measure import Measure
from lib.scorecard.ground import Ground, Scope
from lib.scorecard.told import Spec

WORDS = "The work is great: it meets the client's goal, on time, and nothing stands in its way for long."
_SUBJECTS = ("people", "accounts", "delivery")


def projects(ground: Ground) -> Projects:
    """Every project known on the day, kept for all scorecards."""
    return ground.kept("projects", _SUBJECTS, (ground.as_of,), lambda: read_projects(ground.store, ground.as_of))


def own_projects(scope: Scope, days: Ints) -> Projects:
    """The projects whose account the person led on a day of each: aligned with `projects`."""
    every = projects(scope.ground)
    return every.only(scope.mine(every.rows["account_id"], days))


def _due(scope: Scope) -> Projects:
    return own_projects(scope, projects(scope.ground).work.due)


def delivered(scope: Scope) -> Projects:
    """The projects of accounts the person led on the day of delivery, delivered at all."""
    found = own_projects(scope, projects(scope.ground).work.delivered)
    return found.only(found.work.delivered != LAST)


def _begun(scope: Scope) -> Projects:
    found = own_projects(scope, projects(scope.ground).work.starts)
    return found.only(scope.inside(found.work.starts))


def _on_time(scope: Scope) -> Measure:
    return work.on_time(_due(scope).work, scope.span)


def _on_time_rows(scope: Scope) -> pd.DataFrame:
    found = _due(scope)
    at = found.work
    judged = judged_on_time(at.due, at.delivered, scope.start, scope.end, at.as_of) & at.counted
    return _shown(found.only(judged))


def _shown(found: Projects) -> pd.DataFrame:
    rows, at = found.rows, found.work
    words = {1: "yes", 0: "no", NONE: "not judged"}
    return pd.DataFrame(
        {
            "Project": rows["name"].to_numpy(), "Account": rows["account"].astype(object).to_numpy(),
            "Agreed due": days_from(at.due), "First agreed": days_from(at.original_due),
            "Delivered": days_from(at.delivered, LAST),
            "On time": np.where(at.due == FIRST, "no due date", np.where(at.delivered <= at.due, "yes", "no")),
            "Goal": rows["goal"].to_numpy(), "Goal met": [words[met] for met in at.met.tolist()],
        }
    )  # fmt: skip


def _goal_met(scope: Scope) -> Measure:
    return work.goal_met(delivered(scope).work, scope.span)


def _goal_rows(scope: Scope) -> pd.DataFrame:
    found = delivered(scope)
    return _shown(found.only(scope.inside(found.work.delivered) & found.work.counted))


def _brief_parts(found: Projects) -> tuple[Bools, Bools, Bools]:
    goal = np.array([isinstance(words, str) and bool(words.strip()) for words in found.rows["goal"]], dtype=np.bool_)
    return goal, found.work.agreed != NONE, found.work.original_due != FIRST


def _briefs(scope: Scope) -> Measure:
    return briefs_complete(*_brief_parts(_begun(scope)))


def _brief_rows(scope: Scope) -> pd.DataFrame:
    found = _begun(scope)
    parts = dict(zip(("Goal written", "Hours agreed", "Due date agreed"), _brief_parts(found), strict=True))
    said = {label: np.where(there, "yes", "no") for label, there in parts.items()}
    begun = days_from(found.work.starts)
    account = found.rows["account"].astype(object).to_numpy()
    return pd.DataFrame({"Project": found.rows["name"].to_numpy(), "Account": account, "Begun": begun, **said})


# Roadblocks and rounds hang on projects: their account is the project's


def _with_account(ground: Ground, found: pd.DataFrame) -> pd.DataFrame:
    rows = projects(ground).rows
    ids = record_numbers(rows["id"])
    rank = np.argsort(ids)
    at = positions(ids[rank], record_numbers(found["project_id"]))
    known = found[at != NONE]
    found_for: pd.DataFrame = known.assign(account_id=record_numbers(rows["account_id"])[rank[at[at != NONE]]])
    return found_for


def _roadblocks(scope: Scope) -> pd.DataFrame:
    """Roadblocks that stood in the span, of accounts the person led when they were closed, else on its last day."""
    ground = scope.ground
    every = ground.kept("roadblocks", _SUBJECTS, (ground.as_of,), lambda: _read_roadblocks(ground))
    closed = numbers(every["closed_on"], LAST)
    there = stood(numbers(every["opened_on"]), closed, scope.start, scope.end)
    return every[there & scope.mine(every["account_id"], np.minimum(closed, number(scope.span.last_day)))]


def _read_roadblocks(ground: Ground) -> pd.DataFrame:
    return _with_account(ground, as_they_stood(roadblocks(ground.store, ground.as_of), ground.as_of))


def _cleared(scope: Scope) -> Measure:
    found = _roadblocks(scope)
    opened, closed = numbers(found["opened_on"]), numbers(found["closed_on"], LAST)
    return roadblocks_cleared(opened, closed, scope.start, scope.end)


def _days_lost(scope: Scope) -> Measure:
    return days_lost(record_numbers(_closed(scope)["lost"]))


def _closed(scope: Scope) -> pd.DataFrame:
    found = _roadblocks(scope)
    return found[numbers(found["closed_on"], LAST) < scope.end]


def _roadblock_rows(scope: Scope, found: pd.DataFrame) -> pd.DataFrame:
    named = {
        "project": "Project", "what": "What", "cause": "Cause", "person": "Falls to", "opened_on": "Opened",
        "closed_on": "Closed", "lost": "Days lost",
    }  # fmt: skip
    told = found[list(named)].rename(columns=named)
    told.insert(0, "Account", scope.ground.accounts_named(found["account_id"]))
    return told


def _handed_over(scope: Scope) -> pd.DataFrame:
    ground = scope.ground
    every = ground.kept("deliverables", _SUBJECTS, (ground.as_of,), lambda: _read_deliverables(ground))
    day = numbers(every["delivered_on"], LAST)
    return every[scope.inside(day) & scope.mine(every["account_id"], day)]


def _read_deliverables(ground: Ground) -> pd.DataFrame:
    return _with_account(ground, deliverables(ground.store, ground.as_of))


def _rounds(scope: Scope) -> Measure:
    found = _handed_over(scope)
    return revision_rounds(record_numbers(found["rounds"]), record_numbers(found["rounds_in_scope"]))


def _first_round(scope: Scope) -> Measure:
    return first_round(record_numbers(_handed_over(scope)["rounds"]))


def _round_rows(scope: Scope) -> pd.DataFrame:
    found = _handed_over(scope)
    named = {
        "project": "Project", "name": "Deliverable", "delivered_on": "Handed over", "rounds": "Rounds of changes",
        "rounds_in_scope": "Rounds agreed",
    }  # fmt: skip
    told = found[list(named)].rename(columns=named)
    told.insert(0, "Account", scope.ground.accounts_named(found["account_id"]))
    return told


_DELIVERED = "Of accounts the person led on the day of delivery."
SPECS = (
    Spec("goal_met", _goal_met, _goal_rows, here=_DELIVERED),
    Spec("on_time", _on_time, _on_time_rows, here="Of accounts the person led on the day the project was due."),
    Spec("briefs_complete", _briefs, _brief_rows, here="Of accounts the person led on the day the project began."),
    Spec(
        "roadblocks_cleared", _cleared, lambda scope: _roadblock_rows(scope, _roadblocks(scope)),
        here="Of accounts the person led when it was closed, else on the last day.",
    ),
    Spec(
        "days_lost", _days_lost, lambda scope: _roadblock_rows(scope, _closed(scope)),
        here="Of accounts the person led when it was closed.",
    ),
    Spec("revision_rounds", _rounds, _round_rows, here=_DELIVERED),
    Spec("first_round", _first_round, _round_rows, here=_DELIVERED),
)  # fmt: skip
