"""What is seen of the client's own voice: attributed answers, or what a group it belongs to said anonymously."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.days import Bools, Ints, numbers, record_numbers
from lib.health.grouping import last_day, of_accounts, ratio, tally, total
from lib.health.seen_asked import seen_asked, silent
from lib.health.signals import Evidence, Objects, Seen
from lib.health.standing_in import StandIn

WINDOW = 120


def seen_survey(
    ids: Ints, today: int, answers: pd.DataFrame, invited: pd.DataFrame, stand_in: StandIn | None = None
) -> Seen:  # fmt: skip
    """Mean of the answer sheets of the 120 days up to the last one, each brought to 0–100.

    Where no sheet is of the 120 days before an anonymous wave closed, or newer, a group of that wave stands in; but not
    for a client that was asked by name in that time and kept silent: who answers is more content than who does not.
    Time alone turns no own answer into that of a group, and no silence. `first`: the score out
    of ten, `second`: how many sheets (of a group: how many answered). `asked` counts people, apart from any score: of
    the same days as the score; where no sheet of its own is behind it, of the 120 days up to `today`. Frames as of
    `survey_fact_queries`.
    """
    own = _own(ids, answers)
    group = np.zeros(len(ids), dtype=np.bool_)
    if stand_in is not None:
        now = np.full(len(ids), today)
        since_then = seen_asked(ids, invited, now, now - stand_in.day + WINDOW)
        group = ~np.isnan(stand_in.score) & (own.day <= stand_in.day - WINDOW) & ~silent(since_then)
    told = _with_groups(own, group, stand_in) if stand_in is not None and group.any() else own
    until = np.where(group | np.isnan(told.score), today, own.day)
    asked = seen_asked(ids, invited, until, WINDOW)
    return replace(told, asked=replace(asked, group=_named(group, stand_in)))


def _own(ids: Ints, answers: pd.DataFrame) -> Seen:
    count = len(ids)
    answers, at = of_accounts(ids, answers)
    day, sheet = numbers(answers["day"]), record_numbers(answers["id"])
    newest = last_day(count, at, day)
    recent = day > newest[at] - WINDOW
    its_account, points = at[recent], answers["points"].to_numpy(dtype=np.float64)
    score = ratio(total(count, its_account, points[recent]), tally(count, its_account))
    return Seen(
        score=score,
        day=newest,
        longer=np.zeros(count, dtype=np.int64),
        first=score / 10,
        second=tally(count, its_account).astype(np.float64),
        evidence=(Evidence("survey_response", its_account, sheet[recent]),),
    )


def _named(group: Bools, stand_in: StandIn | None) -> Objects:
    nothing = np.full(len(group), "", dtype=object)
    return nothing if stand_in is None else np.where(group, stand_in.words, nothing)


def _with_groups(own: Seen, group: Bools, stand_in: StandIn) -> Seen:
    score = np.where(group, stand_in.score, own.score)
    kinds = [*((kind, ~group) for kind in own.evidence), (stand_in.evidence, group)]
    return Seen(
        score=score,
        day=np.where(group, stand_in.day, own.day),
        longer=own.longer,
        first=score / 10,
        second=np.where(group, stand_in.base, own.second),
        evidence=tuple(
            Evidence(kind.table, kind.account[there[kind.account]], kind.row[there[kind.account]])
            for kind, there in kinds
        ),
    )
