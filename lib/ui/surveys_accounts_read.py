"""What the tab of accounts reads: who was asked and answered one question of a wave, by account."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.book import revenue_by_account
from lib.days import Floats
from lib.periods import trailing_year
from lib.surveys import wave_queries
from lib.surveys.promoter_figures import on_scale, signs
from lib.surveys.score_figures import ENDS
from lib.ui.page import View
from lib.ui.surveys import Chosen, narrowed

ROLES = ("decision maker", "sponsor", "champion", "influencer", "user")
AREAS_FIRST = ("recommendation", "satisfaction")


@dataclass(frozen=True)
class Asked:
    """One question of a wave under the filters. `promoters`: its score is promoters less detractors.

    `sheets`: one row an answer sheet that gave a score; `invited`: one row an invitation that was sent.
    """

    question: str
    scale: str
    better: str
    sheets: pd.DataFrame
    invited: pd.DataFrame

    @property
    def promoters(self) -> bool:
        return self.scale == "0-10"

    @property
    def less_is_better(self) -> bool:
        """Whether a low estimate is the good one."""
        return self.better == "lower" and not self.promoters

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and highest value an answer counts for."""
        low, high = ENDS[self.scale]
        return (-1.0, 1.0) if self.promoters else (float(low), float(high))

    @property
    def values(self) -> Floats:
        """What each sheet counts for: +1, 0, −1, or its rating."""
        return signs(self.sheets["score"]) if self.promoters else on_scale(self.sheets["score"], *ENDS[self.scale])


def scored_questions(view: View, chosen: Chosen) -> pd.DataFrame:
    """The questions with a score, those on recommendation and satisfaction first."""
    found = view.read(wave_queries.questions, chosen.survey_id)
    scored = found[found["scale"].isin(list(ENDS))]
    rank = scored["area"].map({area: at for at, area in enumerate(AREAS_FIRST)}).fillna(len(AREAS_FIRST))
    return scored.assign(rank=rank).sort_values(["rank", "position"], ignore_index=True)


def asked_of(view: View, chosen: Chosen, question: "pd.Series[Any]") -> Asked:
    """Who was asked and what they gave, under the frame's filters."""
    invited = narrowed(view, view.read(wave_queries.invited, chosen.wave_id, view.as_of))
    given = view.read(wave_queries.answers, chosen.wave_id, view.as_of)
    own = given[(given["question_id"] == question["id"]) & ~given["not_applicable"].astype(bool)]
    sheets = narrowed(view, view.read(wave_queries.answered, chosen.wave_id, view.as_of))
    sheets = sheets.merge(own[["response_id", "score"]], "left", "response_id").dropna(subset=["account_id"])
    return Asked(str(question["words"]), str(question["scale"]), str(question["better"]),
                 sheets.astype({"account_id": int, "score": float}), invited[invited["state"] != "listed"])  # fmt: skip


def revenue_of(view: View) -> "dict[str, float]":
    """What each account brought in the twelve months to the day, in currency units, by its name."""

    def work() -> dict[str, float]:
        found = revenue_by_account(view.book(13), [trailing_year(view.as_of)])
        return {str(name): float(amount) for name, amount in found.iloc[:, 0].items()}

    return view.keep("survey accounts revenue", work)


def by_account(asked: Asked) -> pd.DataFrame:
    """One row an account asked or answering, by name.

    Columns: account, asked, answered (sheets), last_on (NaT: nobody answered).
    """
    sent = asked.invited.groupby("account").agg(asked=("contact_id", "nunique"))
    came = asked.sheets.groupby("account").agg(answered=("response_id", "size"), last_on=("answered_on", "max"))
    found = sent.join(came, how="outer").rename_axis("account").reset_index()
    return found.fillna({"asked": 0, "answered": 0}).astype({"asked": int, "answered": int})


def by_role(asked: Asked) -> pd.DataFrame:
    """The people of every account by role, deciders first: who gave which score, and who said nothing.

    Columns: account, role ("–": not known), contact ("nobody named"), score (NaN: no score), answered (bool).
    """
    sheets, silent = asked.sheets, asked.invited[asked.invited["state"] != "answered"]
    both = pd.concat(
        [sheets[["account", "role", "contact", "score"]].assign(answered=True),
         silent[["account", "role", "contact"]].assign(score=np.nan, answered=False)], ignore_index=True,
    )  # fmt: skip
    both = both.assign(role=both["role"].fillna("–"), contact=both["contact"].fillna("nobody named"))
    rank = both["role"].map({role: at for at, role in enumerate(ROLES)}).fillna(len(ROLES))
    ordered = both.assign(rank=rank).sort_values(["rank", "answered", "contact"], ascending=[True, False, True])
    return ordered.drop(columns="rank").reset_index(drop=True)
