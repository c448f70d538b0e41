"""A problem as a file and the answer as JSON: read whole, or refused in one sentence; the command's exit codes."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.team.allocation import NoAllocation
from lib.team.allocation_file import answer, read_problem
from lib.team.allocation_milp import solve

PLAIN: dict[str, Any] = {"mode": "assignment", "cost": [[1, 5], [4, 2]], "hours": [[3, 3], [3, 3]], "capacity": [4, 4]}
TODAY: dict[str, Any] = PLAIN | {"mode": "bands", "incumbent": [1, None], "locked": [True, False]}


def written(folder: Path, given: object) -> Path:
    path = folder / "problem.json"
    path.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
    return path


def test_the_answer_names_a_person_an_account(tmp_path: Path) -> None:
    problem, seconds = read_problem(written(tmp_path, PLAIN | {"seconds": 3}))
    found = answer(solve(problem, seconds)[0])
    assert found.pop("seconds") < 3
    assert found == {"assignment": [0, 1], "objective": 3.0, "bound": 3.0, "proved": True}


def test_null_is_a_pair_that_may_not_be(tmp_path: Path) -> None:
    problem, _ = read_problem(written(tmp_path, PLAIN | {"cost": [[None, 5], [4, 2]]}))
    assert problem.allowed.tolist() == [[False, True], [True, True]]
    assert solve(problem, 5)[0].person.tolist() == [1, 0]


def test_bands_take_incumbents_locks_and_fairness(tmp_path: Path) -> None:
    problem, seconds = read_problem(written(tmp_path, TODAY | {"fairness": {"over": 2}, "most_moves": 3}))
    assert (problem.bands, problem.most_moves, seconds) == (True, 3, 10.0)
    assert problem.incumbent.tolist() == [1, -1]
    assert problem.handover.tolist() == [1.0, 1.0]
    assert dict(problem.fairness) == {"over": 2.0, "high": 4.0, "beyond": 20.0, "under": 0.3}
    assert solve(problem, 5)[0].person.tolist() == [1, 0]
    assert np.isfinite(answer(solve(problem, 5)[0])["objective"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("{", "cannot be read as JSON"),
        ("[1]", "must hold one object"),
        ('{"mode": "assignment", "cost": [[NaN]]}', "NaN is not a number that JSON knows"),
        (PLAIN | {"mode": "best"}, "mode must be"),
        (PLAIN | {"costs": 1}, "'costs' is no part of a problem"),
        (PLAIN | {"cost": []}, "cost must be a list with a row for each person"),
        (PLAIN | {"cost": [[1, 2], [3]]}, "cost: row 1 has 1 entries, the first has 2"),
        (PLAIN | {"hours": [[1, "two"], [3, 4]]}, "hours: 'two' is not a number"),
        (PLAIN | {"hours": [[1, True], [3, 4]]}, "hours: True is not a number"),
        (PLAIN | {"capacity": [1, None]}, "capacity: null is not a number"),
        (PLAIN | {"capacity": 4}, "capacity must be a list"),
        (PLAIN | {"seconds": 0}, "seconds must lie between"),
        (PLAIN | {"seconds": None}, "seconds must lie between"),
        (TODAY | {"incumbent": [0.5, 1]}, "incumbent must be a list of rows"),
        (TODAY | {"locked": [1, 0]}, "locked must be a list of true and false"),
        (TODAY | {"most_moves": 1.5}, "most_moves must be a whole number"),
        (TODAY | {"fairness": {"equal": 1}}, "fairness may hold"),
        (TODAY | {"fairness": {"over": 5}}, "must rise"),
        (TODAY | {"fairness": {"over": -1}}, "0 or more"),
        ("[" * 100_000, "go too deep"),
        ('{"cost": [[1' + "0" * 5_000 + "]]}", "cannot be read as JSON"),
        (PLAIN | {"cost": [[10**400, 1], [1, 1]]}, "is too large"),
        (
            '{"mode": "bands", "cost": [[1]], "hours": [[1]], "capacity": [1], "incumbent": [0], "handover": [1e999]}',
            "inf is too",
        ),
        (PLAIN | {"hours": [[1e300, 1], [1, 1]]}, "hours: 1e+300 is too large"),
        (PLAIN | {"capacity": [1e-300, 1]}, "capacity: must be 0 or at least 0.001"),
        (TODAY | {"incumbent": [10**30, 1]}, "incumbent must be a list of rows"),
        ('{"mode": "bands", "mode": "assignment"}', "'mode' is there twice"),
        (r'{"\ud800": 1}', r"ud800' is no part"),
        (PLAIN | {"cost": [["x" * 9_000, 1], [1, 1]]}, "… is not a number"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(tmp_path: Path, given: object, words: str) -> None:
    with pytest.raises(NoAllocation, match=words.replace("[", r"\[").replace("+", r"\+")) as refused:
        read_problem(written(tmp_path, given))
    assert "\n" not in str(refused.value)
    assert len(str(refused.value).encode()) < 400, "one sentence that any screen can show"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoAllocation, match="There is no file"):
        read_problem(tmp_path / "none.json")
