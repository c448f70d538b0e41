"""Where every objective stands on a day: its terms in force and latest readings, judged; and how terms were changed."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, Bools, Floats, Ints, days_from, number, numbers
from lib.store.engine import Store
from lib.value import figures, queries

_TERMS = ["term_id", "baseline", "target", "due_on", "starts_on", "reason"]
_READING = ["reading_id", "read_on", "actual", "evidence"]
_CONFIRMED = {
    "reading_id": "confirmed_reading_id", "read_on": "confirmed_read_on", "actual": "confirmed_actual",
    "confirmed_on": "confirmed_on", "confirmed_by": "confirmed_by",
}  # fmt: skip


def standing(store: Store, as_of: date, account_id: int | None = None) -> pd.DataFrame:
    """Every objective begun by a day, of one account or (None) of all: three SELECTs, however many there are.

    Columns:
    - of the objective: objective_id, account_id, account, sector, name, kind, unit, better, reviewed, responsible
    - of the terms begun last: term_id, since, reason; baseline, target, due_on (empty where they are not in force);
      starts_on (of the first ones), changes (how often they were changed)
    - of the latest reading: reading_id, read_on, actual, evidence, confirmed (whether a client confirmed that one)
    - of the latest confirmed one: confirmed_read_on, confirmed_actual, confirmed_on, confirmed_by, delivered (whether
      it stands at the target or beyond)
    - judged: progress, elapsed, expected (where the line stands on the day), expected_then (where it stood on the day
      the reading is judged by), pace, state (of STATES), closed_on (the
      day it or its account was closed; NaT: open), review_on (the day the next reading is due; NaT: closed)

    Days are datetime64, missing numbers NaN.
    """
    known = queries.objectives(store, account_id)
    agreed = _agreed(queries.terms(store, as_of, account_id))
    read = queries.latest_readings(store, as_of, account_id)
    latest = read[read["newest"] == 1].set_index("objective_id")
    confirmed = read[read["newest_confirmed"] == 1].set_index("objective_id")[list(_CONFIRMED)]
    frame = known.set_index("objective_id").join([agreed, latest[_READING], confirmed.rename(columns=_CONFIRMED)])
    there = _there(frame, as_of)
    return _judged(frame[there].reset_index(), number(as_of))


def _agreed(terms: pd.DataFrame) -> pd.DataFrame:
    """Of each objective the terms begun last, unless they ended, and how often they were changed; by objective_id."""
    of_each = terms.groupby("objective_id", sort=False)
    last = terms[~terms.duplicated("objective_id", keep="last")].set_index("objective_id")
    agreed = last[_TERMS].rename(columns={"starts_on": "since"}).assign(ends_before=last["ends_before"])
    return agreed.assign(changes=of_each.size() - 1)


def _there(frame: pd.DataFrame, as_of: date) -> Bools:
    """Begun by the day; one without any terms is there from when Steward learned of it, or from its first reading."""
    day = np.datetime64(as_of, "D")
    undated = frame["starts_on"].isna() & ((frame["recorded_on"] <= day) | frame["read_on"].notna())
    return np.asarray((frame["starts_on"] <= day) | undated, dtype=np.bool_)


def _judged(frame: pd.DataFrame, today: int) -> pd.DataFrame:
    ended = numbers(frame["ends_before"], LAST) <= today
    agreed = frame.assign(**{name: frame[name].mask(ended) for name in ("baseline", "target", "due_on")})
    has_terms = agreed["due_on"].notna().to_numpy()
    closed_on = np.minimum(numbers(frame["closed_on"], LAST), numbers(frame["archived_on"], LAST))
    closed_on = np.where(closed_on <= today, closed_on, FIRST)
    starts_on = np.where(has_terms, numbers(frame["starts_on"]), FIRST)
    judged = _in_figures(agreed, starts_on, closed_on != FIRST, today)
    confirmed = frame["reading_id"].notna() & (frame["reading_id"] == frame["confirmed_reading_id"])
    rest = ["archived_on", "recorded_on", "ends_before", "confirmed_reading_id"]
    return agreed.drop(columns=rest).assign(
        **judged, confirmed=confirmed, closed_on=days_from(closed_on), changes=frame["changes"].fillna(0).astype(int)
    )


def _in_figures(frame: pd.DataFrame, starts_on: Ints, closed: Bools, today: int) -> dict[str, Any]:
    baseline, target = _floats(frame["baseline"]), _floats(frame["target"])
    due_on, read_on = numbers(frame["due_on"], LAST), numbers(frame["read_on"])
    months = np.array([figures.RHYTHM_MONTHS[rhythm] for rhythm in frame["reviewed"]], dtype=np.int64)
    # The clock of reading starts with the objective; one without terms and readings has none.
    last: Ints = np.maximum(read_on, starts_on)
    holds = np.where(last == FIRST, FIRST, figures.holds_until(last, months))
    gone = figures.elapsed(starts_on, due_on, today)
    then_gone = figures.elapsed(starts_on, due_on, figures.judged_on(read_on, due_on, today))
    then = figures.expected_by_now(baseline, target, then_gone)
    progress = figures.progress(baseline, target, _floats(frame["actual"]))
    pace = figures.pace(baseline, target, _floats(frame["actual"]), starts_on, due_on, read_on, today)
    state = figures.states(pace, progress, holds, starts_on, due_on, closed, today)
    reached = figures.progress(baseline, target, _floats(frame["confirmed_actual"])) >= 1
    return {
        "progress": progress,
        "elapsed": np.where(starts_on == FIRST, np.nan, gone),
        "expected": figures.expected_by_now(baseline, target, gone),
        "expected_then": np.where(np.isnan(progress), np.nan, then),
        "pace": pace,
        "state": np.array(figures.STATES, dtype=object)[state],
        "delivered": reached,
        "review_on": days_from(np.where(closed | (starts_on == FIRST), FIRST, _review(last, months, due_on))),
    }


def _review(last: Ints, months: Ints, due_on: Ints) -> Ints:
    """By its rhythm from the last reading or from its start; at the latest on the day it is due."""
    by_rhythm = figures.review_due(last, months)
    return np.where(last < due_on, np.minimum(by_rhythm, due_on), by_rhythm)


def _floats(column: "pd.Series[float]") -> Floats:
    values: Floats = np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
    return values


def changes(terms: pd.DataFrame) -> pd.DataFrame:
    """Each change of terms, newest first, from the rows of `queries.terms`.

    Columns: term_id, objective_id, changed_on, baseline, target, due_on (as changed), baseline_before,
    target_before, due_before, reason, easier (1: less has to be gained a day than before, -1: more, 0: the same).
    """
    of_each = terms.groupby("objective_id", sort=False)
    before = of_each[["baseline", "target", "due_on"]].shift()
    found = terms.assign(
        baseline_before=before["baseline"],
        target_before=before["target"],
        due_before=before["due_on"],
        first_on=of_each["starts_on"].transform("first"),
    )[before["baseline"].notna()].rename(columns={"starts_on": "changed_on"})
    asked = _speed(found, "baseline", "target", "due_on")
    asked_before = _speed(found, "baseline_before", "target_before", "due_before")
    easier = np.sign(np.round((asked_before - asked) * np.sign(asked_before), 12)).astype(int)
    shown = found.assign(easier=easier).drop(columns=["first_on", "ends_before"])
    return shown.sort_values(["changed_on", "term_id"], ascending=False).reset_index(drop=True)


def _speed(found: pd.DataFrame, baseline: str, target: str, due_on: str) -> Floats:
    """What has to be gained a day from the first start to the due date, in the objective's unit."""
    days = numbers(found[due_on]) - numbers(found["first_on"])
    speed: Floats = _floats(found[target] - found[baseline]) / np.maximum(days, 1)
    return speed


def course(terms: pd.DataFrame, until: date) -> pd.DataFrame:
    """Where a straight line stood under the terms of one objective: its corners, oldest first, for a chart.

    Takes the rows of one objective from `queries.terms`. Columns: day, expected, target, part (which terms, 0 first).
    The last terms reach to their due date, or flat to `until` where that is later.
    """
    first = number(terms["starts_on"].iloc[0].date())
    starts, due = numbers(terms["starts_on"]), numbers(terms["due_on"])
    ends = np.append(starts[1:], max(int(due[-1]), number(until)))
    corners = [
        (day, part)
        for part, (begin, end) in enumerate(zip(starts, ends, strict=True))
        for day in sorted({int(begin), int(np.clip(due[part], begin, end)), int(end)})
    ]
    days, parts = (np.array(one, dtype=np.int64) for one in zip(*corners, strict=True))
    baseline, target = _floats(terms["baseline"])[parts], _floats(terms["target"])[parts]
    gone = figures.elapsed(np.full(len(days), first), due[parts], days)
    expected = figures.expected_by_now(baseline, target, gone)
    return pd.DataFrame({"day": days_from(days), "expected": expected, "target": target, "part": parts})
