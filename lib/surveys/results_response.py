"""Who answered a wave against who was asked, and what those who are missing could change."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import Floats
from lib.measure import Measure
from lib.surveys import response_figures as response
from lib.surveys.change_figures import Change
from lib.surveys.promoter_figures import count
from lib.surveys.results import Question, Wave, promoter_question

SPONSOR = "sponsor"
THIRDS = ("largest third", "middle third", "smallest third")
NO_REVENUE = "no revenue"


@dataclass(frozen=True, eq=False)
class Response:
    """The response of a wave: rates with their intervals and the table of groups.

    `by`: columns of `response_figures.response_by` and `by` (the grouping in words). `sponsors`: accounts where a
    sponsor answered and no decision maker did. `bounds`: the worst and best NPS the missing could make, with the
    answers and the asked they are of.
    """

    outcomes: response.Outcomes
    complete: Measure
    answered: Measure
    accounts: Measure
    deciding: Measure
    sponsors: int
    by: pd.DataFrame
    bounds: tuple[float, float] | None
    of: tuple[int, int]
    late: Change | None


def response_of(wave: Wave, groupings: Mapping[str, str]) -> Response:
    """`groupings`: the columns of `wave.invited` to compare by, by their names in words."""
    found = response.outcomes(wave.invited)
    lead = promoter_question(wave.scaled)
    parts = [response.response_by(wave.invited, column).assign(by=name) for name, column in groupings.items()]
    bounds, of = _bounds(wave, lead)
    return Response(
        found, response.response_rate(found), response.response_rate(found, partial_too=True),
        response.account_coverage(wave.invited), response.decision_maker_coverage(wave.invited),
        _sponsors(wave.invited), pd.concat(parts, ignore_index=True), bounds, of,
        _late(wave, lead),
    )  # fmt: skip


def _sponsors(invited: pd.DataFrame) -> int:
    answered = invited[invited["state"] == "answered"]
    by_role = {role: {*answered.loc[answered["role"] == role, "account_id"]} for role in
               (SPONSOR, response.DECISION_MAKER)}  # fmt: skip
    return len(by_role[SPONSOR] - by_role[response.DECISION_MAKER])


def _bounds(wave: Wave, lead: Question | None) -> tuple[tuple[float, float] | None, tuple[int, int]]:
    """Of those asked alone: a sheet of somebody who was never asked fills nobody's place."""
    if lead is None:
        return None, (0, wave.asked)
    theirs = wave.scores.index.isin(wave.invited["response_id"].dropna())
    counts = count(_given(wave, lead)[theirs])
    return response.worst_and_best(counts, wave.asked), (counts.answers, wave.asked)


def _late(wave: Wave, lead: Question | None) -> Change | None:
    if lead is None:
        return None
    scores = _given(wave, lead)
    there = ~np.isnan(scores)
    days = wave.sheets["answered_on"].to_numpy(dtype="datetime64[D]").astype(np.int64).astype(float)
    return response.late_against_early(scores[there], days[there])


def _given(wave: Wave, question: Question) -> Floats:
    scores = wave.scores[question.id].to_numpy(dtype=float)
    return np.where(wave.outside[question.id].to_numpy(dtype=bool), np.nan, scores)


def revenue_bands(invited: pd.DataFrame, cents: "pd.Series[int]") -> list[str]:
    """The third of each row's account by revenue among the accounts invited; `cents` by account_id (none: nothing).

    Accounts with equal revenue share a third; under three accounts with revenue there are no thirds.
    """
    own = cents.reindex(invited["account_id"].unique()).fillna(0)
    earning = own[own > 0]
    place = (earning.rank(ascending=False, method="min") - 1) * 3 // max(len(earning), 1)
    names = place.astype(int).map(dict(enumerate(THIRDS))) if len(earning) >= 3 else earning.map(lambda _: THIRDS[0])
    return [str(name) for name in names.reindex(invited["account_id"]).astype(object).fillna(NO_REVENUE)]


def silent(asked: pd.DataFrame, least: int = 2) -> pd.DataFrame:
    """Who was reached in `least` closed waves or more and never answered any: most often asked first.

    `asked` as of `results_queries.never_answered`. Columns: contact_id, contact, account, role, times, last_asked_on.
    """
    about = ["contact_id", "contact", "account", "role"]
    people = asked.groupby(about, dropna=False, sort=False)
    found = people.agg(times=("wave_id", "nunique"), last_asked_on=("sent_on", "max")).reset_index()
    kept = found[found["times"] >= least]
    return kept.sort_values(["times", "account", "contact"], ascending=[False, True, True], ignore_index=True)
