"""The tab of accounts: each drawn to the mean of all the more, the fewer answered; of anonymous waves groups only."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.surveys.account_rule_figures import account_rules
from lib.surveys.promoter_figures import Promoters, counted_signs
from lib.surveys.ranking_figures import Ranking
from lib.surveys.ranking_figures import by_account as ranked
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_accounts_one import account_panel
from lib.ui.surveys_accounts_read import Asked, asked_of, by_account, by_role, revenue_of, scored_questions
from lib.ui.surveys_accounts_released import released_cuts
from lib.ui.surveys_accounts_words import bounds, points, scores_by_role
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain
from lib.ui.whole import whole

ROWS = 7
HOW = (
    "An account's estimate is its own mean drawn to the mean of all, the more the fewer of its people answered "
    "(empirical Bayes); its interval holds the true value of 95 in 100 accounts. “?” is who was asked and said nothing."
)
_column = st.column_config


def accounts_tab(view: View, chosen: Chosen | None) -> None:
    """How the accounts differ, as far as answers can tell."""
    if chosen is None:
        st.info(
            "No survey was opened by this day. Build one under “Build”, then open a wave under “Waves and invitations”."
        )
        return
    questions = scored_questions(view, chosen)
    if questions.empty:
        st.info("This survey asks for no score, so accounts cannot be compared; read its comments.")
        return
    question = questions.iloc[_question(questions, chosen)]
    if chosen.anonymous:
        released_cuts(view, chosen, question)
        return
    asked = asked_of(view, chosen, question)
    if asked.invited.empty and asked.sheets.empty:
        st.info("Nobody under these filters was asked in this wave by this day.")
        return
    _attributed(view, asked)


def _question(questions: pd.DataFrame, chosen: Chosen) -> int:
    names = [str(area or words).capitalize() for area, words in zip(questions["area"], questions["words"], strict=True)]
    picked = st.segmented_control(
        "By", range(len(names)), key=f"accounts_by_{chosen.survey_id}", default=0, required=True,
        format_func=lambda at: plain(names[at]),
    )  # fmt: skip
    return int(picked or 0)


def _attributed(view: View, asked: Asked) -> None:
    low, high = asked.ends
    ranking = ranked(asked.values, asked.sheets["account"].to_numpy(), low, high)
    rows = _rows(asked, ranking)
    st.markdown(_answer(asked, ranking, rows))
    money = revenue_of(view)
    chosen = chosen_row(
        _table(view, asked, ranking, rows, money),
        "Accounts: estimate with interval, counts, who answered, revenue", _looks(view, asked),
        key="survey_accounts", ids=rows["account"].tolist(), rows=ROWS, wrap=True,
    )  # fmt: skip
    st.caption(HOW if ranking.told_apart else f"{plain(ranking.why)} They stand in alphabetical order.")
    if chosen is not None:
        account_panel(view, asked, str(rows["account"].iloc[chosen]))
    _rules(asked, money)


def _rows(asked: Asked, ranking: Ranking) -> pd.DataFrame:
    """The accounts with their estimates: where told apart those that need care first, those without answers last."""
    found = by_account(asked).merge(ranking.rows, "left", "account")
    if not ranking.told_apart:
        return found.sort_values("account", ignore_index=True)
    return found.sort_values(["estimate", "account"], ascending=[not asked.less_is_better, True], ignore_index=True)


def _answer(asked: Asked, ranking: Ranking, rows: pd.DataFrame) -> str:
    came = int((rows["answered"] > 0).sum())
    covered = f"**{fmt.of(came, len(rows))}** accounts have an answer"
    if not ranking.told_apart:
        return f"{covered}. **{plain(ranking.why)}**"
    apart = rows[(rows["low"] > ranking.mean) | (rows["high"] < ranking.mean)]
    mean = plain(points(asked, ranking.mean))
    if apart.empty:
        return f"{covered}. Accounts differ, yet none clearly from the mean of all accounts, {mean}."
    verb, named = "lies" if len(apart) == 1 else "lie", _named(asked, apart, ranking.mean)
    return f"{covered}; **{len(apart)}** {verb} clearly off the mean of all, {mean}{named}."


def _named(asked: Asked, apart: pd.DataFrame, mean: float) -> str:
    """The lowest and the highest of those clearly off the mean, two of each; the worse side first."""
    above, below = apart[apart["estimate"] > mean], apart[apart["estimate"] < mean]
    sides = [("lowest", below.nsmallest(2, "estimate")), ("highest", above.nlargest(2, "estimate"))]
    sides = sides[::-1] if asked.less_is_better else sides
    told = [f"{word} {' and '.join(plain(name) for name in side['account'])}" for word, side in sides if len(side)]
    return f": {'; '.join(told)}"


def _table(view: View, asked: Asked, ranking: Ranking, rows: pd.DataFrame, money: dict[str, float]) -> pd.DataFrame:
    scale = 100 if asked.promoters else 1
    estimates = {"Estimate": rows["estimate"] * scale, "95 % interval": [bounds(asked, row) for row in _records(rows)]}
    return pd.DataFrame(
        {"Account": rows["account"], **(estimates if ranking.told_apart else {})}
        | {
            "Counts": _counts(asked, rows),
            "Answered": [f"{row['answered']} of {max(row['asked'], row['answered'])}" for row in _records(rows)],
            "Who": rows["account"].map(scores_by_role(by_role(asked))),
            "Revenue": whole(rows["account"].map(money).astype(float)),
            "Last answer": rows["last_on"],
        }
    )


def _records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    return rows.to_dict("records")


def _counts(asked: Asked, rows: pd.DataFrame) -> list[str]:
    values = pd.Series(asked.values, asked.sheets["account"].to_numpy()).dropna()
    own = {name: group.to_numpy(dtype=np.float64) for name, group in values.groupby(level=0)}
    return [_given(asked, own[name]) if name in own else "–" for name in rows["account"]]


def _given(asked: Asked, own: Any) -> str:
    if asked.promoters:
        return _three(counted_signs(own))
    return ", ".join(f"{value:g}" for value in sorted(own, reverse=True))


def _three(counts: Promoters) -> str:
    return f"{counts.promoters} · {counts.passives} · {counts.detractors}"


def _looks(view: View, asked: Asked) -> dict[str, ColumnConfig]:
    thirds = ("9–10 · 7–8 · 0–6", "How many gave which: promoters · passives · detractors")
    counts = thirds if asked.promoters else ("Answers", "Each as given")
    unit = "from −100 to 100" if asked.promoters else f"on a scale of {asked.scale}"
    return {
        "Account": _column.TextColumn(width=150, pinned=True),
        "Estimate": _column.NumberColumn(format="%+.0f" if asked.promoters else "%.1f", width=80, help=unit),
        "95 % interval": _column.TextColumn(width=105),
        "Counts": _column.TextColumn(counts[0], help=counts[1], width=115),
        "Answered": _column.TextColumn(help="People who answered, of those asked", width=80),
        "Who": _column.TextColumn("Who answered, by role", width=235, help="“?”: asked, no answer"),
        "Revenue": _column.NumberColumn(f"Revenue ({fmt.sign(view.currency).strip()})", format="localized", width=95,
                                        help="In the 12 months to the day"),
        "Last answer": _column.DateColumn(format="D MMM YYYY", width=95),
    }  # fmt: skip


def _rules(asked: Asked, money: dict[str, float]) -> None:
    there = ~np.isnan(asked.values)
    if not there.any():
        return
    owners = asked.sheets["account"].to_numpy()[there]
    worth = np.array([money.get(str(name), 0.0) for name in owners])
    found = account_rules(asked.values[there], owners, np.nan_to_num(worth), asked.ends)
    st.markdown("**Three ways to count an account**")
    shown = pd.DataFrame(
        {
            "Rule": [rule.name for rule in found],
            "Score": [points(asked, rule.measure.value) for rule in found],
            "95 % interval": [bounds(asked, {"low": rule.measure.low, "high": rule.measure.high}) for rule in found],
            "n": [f"{rule.measure.base} {rule.measure.note}".strip() for rule in found],
            "It answers": [rule.measure.why or rule.answers for rule in found],
        }
    )
    looks: dict[str, ColumnConfig] = {"It answers": _column.TextColumn(width=430)}
    table(shown, "One score by three rules of what an account counts, each with its interval and base", looks, wrap=3)
