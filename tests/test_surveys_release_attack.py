"""R13: whoever holds every release and export and knows all but the answers isolates nobody."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.surveys import release_figures
from lib.surveys.release_figures import Closed, Earlier, Row, release
from tests.surveys_attacker import Attack, Cell, Found
from tests.surveys_release_cases import GROUPS, PLANS, RECOMMEND, SATISFIED

SCORES = {RECOMMEND: (-1, 0, 1), SATISFIED: (0, 0, 1)}


def random_answers(rng: np.random.Generator, people: int) -> pd.DataFrame:
    """People in uneven groups that hang together, who answer by the mood of their group; some skip a question."""
    managers = int(rng.integers(2, 6))
    manager = rng.choice(managers, people, p=rng.dirichlet(np.full(managers, 2.0)))
    region = np.where(rng.random(people) < 0.8, manager % 2, rng.integers(0, 2, people))
    segment = rng.choice(3, people, p=[0.15, 0.3, 0.55])
    mood = rng.normal(0.65, 0.25, (3, managers))[segment, manager] + rng.normal(0, 0.15, people)
    named = {"segment": segment, "region": region, "manager": manager}
    sheets = pd.DataFrame({name: [f"{name} {one}" for one in each] for name, each in named.items()})
    sheets["sheet"] = [f"{number:032x}" for number in rng.permutation(people)]
    parts = []
    for question, (low, high) in ((RECOMMEND, (0, 10)), (SATISFIED, (1, 5))):
        score = np.clip(np.round(low + (high - low) * mood), low, high)
        skipped = rng.random(people) < 0.08
        parts.append(sheets.assign(question_id=question, words=None, not_applicable=skipped,
                                   score=np.where(skipped, np.nan, score)))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def later(rng: np.random.Generator, answers: pd.DataFrame, late: int) -> pd.DataFrame:
    """The same wave some weeks on: late answers came, one person is gone, another took back an answer."""
    sheets = answers["sheet"].unique()
    gone, changed = rng.choice(sheets, 2, replace=False)
    more = random_answers(rng, late)
    more["sheet"] = "late " + more["sheet"]
    kept = answers[answers["sheet"] != gone]
    other = (kept["sheet"] == changed) & (kept["question_id"] == SATISFIED) & kept["score"].notna()
    kept = kept.assign(score=kept["score"].where(~other, 6 - kept["score"]))
    now: pd.DataFrame = kept if rng.random() < 0.7 else answers
    return pd.concat([now, more], ignore_index=True)


def invited(rng: np.random.Generator, answers: pd.DataFrame) -> pd.DataFrame:
    """Some more than answered, and groups in which nobody did."""
    there = answers.drop_duplicates("sheet").value_counts(list(GROUPS), sort=False).reset_index(name="people")
    there["people"] += rng.integers(0, 3, len(there))
    silent = {"segment": "segment 1", "region": "region 0", "manager": "a silent one", "people": 7}
    return pd.concat([there, pd.DataFrame([silent])], ignore_index=True)


def exported(rows: list[Row]) -> str:
    return pd.DataFrame(rows).to_csv(index=False)


def members(snapshots: list[pd.DataFrame], question: int) -> list[dict[str, Any]]:
    """Who gave a valid answer, with the exports they are in; an answer that changed is another member."""
    seen: dict[tuple[Any, ...], list[int]] = {}
    for number, answers in enumerate(snapshots):
        own = answers[(answers["question_id"] == question) & answers["score"].notna()]
        for row in own[["sheet", *GROUPS, "score"]].itertuples(index=False):
            seen.setdefault(tuple(row), []).append(number)
    return [dict(zip(GROUPS, who[1:4], strict=True)) | {"seen": numbers} for who, numbers in seen.items()]


def attacked(snapshots: list[pd.DataFrame], releases: list[list[Row]], k: int) -> list[Found]:
    found = []
    for question, score in SCORES.items():
        attack = Attack(members(snapshots, question), [exported(rows) for rows in releases], question)
        hidden: list[Cell] = [
            (number, row["cut"], row["cut_key"] or "") for number, rows in enumerate(releases) for row in rows
            if row["survey_question_id"] == question and row["figure"] in ("nps", "top two") and row["withheld"]
        ]  # fmt: skip
        found.append(attack.run(hidden, k, score))
    return found


def two_releases(seed: int, k: int) -> tuple[list[pd.DataFrame], list[list[Row]]]:
    rng = np.random.default_rng([seed, k])
    first = random_answers(rng, int(rng.integers(4 * k, 9 * k)))
    second = later(rng, first, int(rng.integers(1, 2 * k)))
    before = release(Closed(first, invited(rng, first), k), PLANS)
    after = release(Closed(second, invited(rng, second), k, (Earlier(first, before),)), PLANS)
    return [first, second], [before, after]


@pytest.mark.parametrize("k", [3, 5, 10])
def test_r13_the_attacker_isolates_nobody(k: int) -> None:
    read = 0
    for seed in range(4):
        snapshots, releases = two_releases(seed, k)
        for found in attacked(snapshots, releases, k):
            assert (found.people, found.groups) == (0, []), f"seed {seed}"
            read += found.told
    assert read > 15, "nothing released, nothing tested"


def only_the_minimum(crowd: Any, cells: Any, k: int, given: Any) -> Any:
    return cells @ crowd.people >= k


def test_the_attacker_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a table that only leaves out groups under k he isolates people and solves small groups."""
    monkeypatch.setattr(release_figures, "publishable", only_the_minimum)
    found = [one for seed in range(3) for one in attacked(*two_releases(seed, 5), 5)]
    assert sum(one.people for one in found) > 0
    assert sum(len(one.groups) for one in found) > 20
