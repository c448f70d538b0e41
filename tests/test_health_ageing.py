"""Time alone: with no new facts no score may rise and no band improve, whatever was recorded."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, select, update

from lib.days import record_numbers
from lib.health.figures import AMBER, GREEN, RED, UNKNOWN
from lib.health.formula import FIRST_FORMULA
from lib.health.history import no_history
from lib.health.judging import Health, judge
from lib.health.reading import read_signals
from lib.health.tables import FACTORS
from lib.schema import METADATA
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.writing import Write, perform
from tests import databases
from tests.random_facts import LAST, put_random_facts

SEEDS = range(3)
RANK = {RED: 0, AMBER: 1, GREEN: 2}


def judged_on(store: Store, day: date) -> Health:
    signals = read_signals(store, day)
    return judge(signals, FIRST_FORMULA, no_history(len(signals.accounts)))


@pytest.mark.parametrize("seed", SEEDS)
def test_time_alone_never_raises_a_factor_a_score_or_a_band(store: Store, seed: int) -> None:
    """Twelve accounts a seed from the last fact on, over 200 days: every week against the one before."""
    put_random_facts(store, seed)
    before = judged_on(store, LAST)
    assert (~np.isnan(before.scores)).sum() > 30, "the facts are too thin to show anything"
    for days in (3, 8, 15, 29, 31, 36, 45, 61, 89, 92, 95, 121, 155, 200):
        now = judged_on(store, LAST + timedelta(days=days))
        # A contract that ends takes its account from the book: compare those that are still there.
        ids, earlier = (record_numbers(health.signals.accounts["id"]) for health in (now, before))
        there = np.flatnonzero(np.isin(earlier, ids))
        assert earlier[there].tolist() == ids.tolist()
        rose = np.nan_to_num(now.scores, nan=-1) > np.nan_to_num(before.scores[there], nan=-1) + 1e-9
        # Something overdue is known to be late, so a factor may become known by time: with no points at all.
        named = [(int(ids[a]), FACTORS[f], before.scores[there][a, f], now.scores[a, f]) for a, f in np.argwhere(rose)]
        assert all(np.isnan(was) and score == 0 for _, _, was, score in named), (days, named)
        assert (now.bounds.low <= before.bounds.low[there] + 1e-9).all()
        # What was Unknown may become Amber where a date was missed and the most it can be fell; never Green.
        fell = now.bounds.high < before.bounds.high[there]
        for was, band, lower in zip(before.band[there].tolist(), now.band.tolist(), fell.tolist(), strict=True):
            assert band in (UNKNOWN, RED) or (lower and band == AMBER) or (was != UNKNOWN and RANK[band] <= RANK[was])
        before = now


@pytest.mark.parametrize("seed", SEEDS)
def test_what_happens_later_changes_no_earlier_judgement(
    store: Store, empty_url: str, seed: int, tmp_path: Path
) -> None:
    """The facts up to a day, and all of them asked as of that day, give the same: nothing looks ahead."""
    put_random_facts(store, seed)
    day = date(2024, 12, 31)
    then = judged_on(store, day)
    cut = open_store(databases.copied(empty_url, tmp_path / "cut.db"))
    put_random_facts(cut, seed)
    forget_after(cut, day)
    alone = judged_on(cut, day)
    assert then.scores == pytest.approx(alone.scores, nan_ok=True)
    assert then.band.tolist() == alone.band.tolist()


def forget_after(store: Store, day: date) -> None:
    """Undo all that happened after a day: facts go, what was closed, paid or delivered later opens again."""
    facts = {
        "survey_answer": None, "survey_response": "answered_on", "objective_reading": "read_on", "revenue": "earned_on",
        "time_entry": "worked_on", "invoice": "issued_on", "scope_change": "decided_on",
        "escalation_update": "given_on", "interaction_contact": None, "interaction_person": None,
        "escalation": "opened_on", "interaction": "happened_on",
    }  # fmt: skip
    children = {
        "survey_answer": ("survey_response_id", "survey_response", "answered_on"),
        "interaction_contact": ("interaction_id", "interaction", "happened_on"),
        "interaction_person": ("interaction_id", "interaction", "happened_on"),
    }
    ends = {"invoice": "paid_on", "project": "delivered_on", "deliverable": "delivered_on", "escalation": "closed_on"}

    def work(write: Write) -> None:
        connection, tables = write.connection, METADATA.tables
        for name, (column, parent, when) in children.items():
            gone = select(tables[parent].c.id).where(tables[parent].c[when] > day)
            connection.execute(delete(tables[name]).where(tables[name].c[column].in_(gone)))
        for name, when in facts.items():
            if when is not None:
                connection.execute(delete(tables[name]).where(tables[name].c[when] > day))
        updates = tables["escalation_update"]
        opened = [row.id for row in connection.execute(tables["escalation"].select())]
        connection.execute(delete(updates).where(updates.c.escalation_id.not_in(opened)))
        for name, when in ends.items():
            connection.execute(update(tables[name]).where(tables[name].c[when] > day).values({when: None}))

    perform(store, "test", "forget", work)
