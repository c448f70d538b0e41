"""Who answered of those asked: response rates, coverage of accounts and roles, and what the missing could change."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import Floats
from lib.errors import RefusedValue
from lib.format import counted
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.surveys.change_figures import Change, nps_change
from lib.surveys.promoter_figures import LEAST_ANSWERS, Promoters, count

DECISION_MAKER = "decision maker"
NOBODY_ASKED = "Nobody was asked."


@dataclass(frozen=True)
class Outcomes:
    """What became of the people asked (AAPOR Standard Definitions); bounced addresses are `unknown`, not dropped."""

    complete: int
    partial: int = 0
    refused: int = 0
    silent: int = 0  # reached, no answer: AAPOR's non-contact
    other: int = 0
    unknown: int = 0

    @property
    def asked(self) -> int:
        return self.complete + self.partial + self.refused + self.silent + self.other + self.unknown


def outcomes(invited: pd.DataFrame) -> Outcomes:
    """From one row an invitation with its `state` (INVITATION_STATES) and `complete` (bool: answered to the end).

    Those only listed have not been asked.
    """
    state, complete = invited["state"], invited["complete"].astype(bool)
    answered = state == "answered"
    return Outcomes(
        complete=int((answered & complete).sum()),
        partial=int((answered & ~complete).sum()),
        refused=int((state == "refused").sum()),
        silent=int((state == "sent").sum()),
        unknown=int((state == "bounced").sum()),
    )


def response_rate(found: Outcomes, partial_too: bool = False) -> Measure:
    """RR1, complete answers among all asked, or RR2, partial ones counted too (AAPOR); Wilson's interval."""
    return _share(found.complete + (found.partial if partial_too else 0), found.asked)


def response_by(invited: pd.DataFrame, by: str) -> pd.DataFrame:
    """Asked and answered in each group of a column (role, segment, health band …), RR2; blanks are their own group.

    `invited` as for `outcomes`. Columns: group (None: not known), asked, answered, share, low, high (Wilson).
    """
    asked = invited[invited["state"] != "listed"]
    counted_in = asked.assign(answered=asked["state"] == "answered").groupby(by, dropna=False, sort=True)
    frame = counted_in.agg(asked=("state", "size"), answered=("answered", "sum")).rename_axis("group").reset_index()
    bounds = [wilson(int(hits), int(base)) for hits, base in zip(frame["answered"], frame["asked"], strict=True)]
    low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
    frame["group"] = frame["group"].astype(object).where(frame["group"].notna(), None)
    return frame.assign(share=frame["answered"] / frame["asked"], low=low, high=high)


def account_coverage(invited: pd.DataFrame) -> Measure:
    """Accounts with an answer among accounts asked. `invited` as for `outcomes`, with account_id."""
    asked = invited[invited["state"] != "listed"]
    answered = asked[asked["state"] == "answered"]
    return _share(answered["account_id"].nunique(), asked["account_id"].nunique())


def decision_maker_coverage(invited: pd.DataFrame) -> Measure:
    """Accounts where a decision maker answered among all accounts asked. `invited` with account_id and role.

    An account where no decision maker was even asked is not covered; `note` says how many those are.
    """
    asked = invited[invited["state"] != "listed"]
    deciding = asked[asked["role"] == DECISION_MAKER]
    covered = deciding.loc[deciding["state"] == "answered", "account_id"].nunique()
    without = asked["account_id"].nunique() - deciding["account_id"].nunique()
    note = f"in {counted(without, 'account')} no decision maker was asked" if without else ""
    return _share(covered, asked["account_id"].nunique(), note)


def _share(hits: int, base: int, note: str = "") -> Measure:
    if not base:
        return undefined(NOBODY_ASKED)
    low, high = wilson(hits, base)
    return Measure(hits / base, base=base, hits=hits, low=low, high=high, note=note)


def worst_and_best(counts: Promoters, asked: int) -> tuple[float, float] | None:
    """The NPS, −1 to 1, if all who are missing were detractors, and if all were promoters; None: nobody asked.

    Source: (P − D ∓ (N − n)) / N. Raises RefusedValue where more answered than were asked.
    """
    missing = asked - counts.answers
    if missing < 0:
        raise RefusedValue("asked", f"{counts.answers} answered, so at least as many were asked, not {asked}.")
    apart = counts.promoters - counts.detractors
    return ((apart - missing) / asked, (apart + missing) / asked) if asked else None


def late_against_early(scores: Floats, days: Floats) -> Change | None:
    """How the later half of the answers scores against the earlier: who answers late is nearest to who does not.

    One entry an answer: 0 to 10 and the day it came (any count of days). None where a half has under 5 answers.
    """
    late = days > np.median(days) if len(days) else np.zeros(0, dtype=bool)
    early_counts, late_counts = count(scores[~late]), count(scores[late])
    enough = min(early_counts.answers, late_counts.answers) >= LEAST_ANSWERS
    return nps_change(early_counts, late_counts) if enough else None
