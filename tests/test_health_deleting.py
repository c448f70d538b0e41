"""Deleting what was recorded: without the rows of one kind no account scores higher, or stands in a better band."""

from datetime import date

import numpy as np
import pytest
from sqlalchemy import delete, update

from lib.health.figures import AMBER, GREEN, RED, UNKNOWN
from lib.health.judging import Health
from lib.schema import METADATA
from lib.store.engine import Store
from lib.store.writing import Write, perform
from tests.random_facts import put_random_facts
from tests.test_health_ageing import judged_on

DAY = date(2025, 6, 30)
RANK = {RED: 0, AMBER: 1, GREEN: 2}
# What is one input each: all of it, or one row of it. Bad rows alone may raise a mean, so these stay out.
WHOLE = {
    "readings": ["objective_reading"],
    # A group's released score stands in where nobody answered by name: both are the one voice of the client.
    "answers": ["survey_answer", "survey_response", "survey_release"],
    "hours": ["time_entry"],
    "who took part": ["interaction_contact", "interaction_person"],
}


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("seed", range(40, 42))
def test_an_input_that_is_deleted_whole_raises_nothing(store: Store, seed: int, kind: str) -> None:
    put_random_facts(store, seed)
    before = judged_on(store, DAY)
    wipe(store, WHOLE[kind])
    assert_no_better(judged_on(store, DAY), before)


@pytest.mark.parametrize("seed", range(40, 42))
def test_without_revenue_and_invoices_the_commercial_side_is_unknown(store: Store, seed: int) -> None:
    """Scope is left out: it is also judged by the margin, and without fees by the hours alone, as its words say."""
    put_random_facts(store, seed)
    wipe(store, ["revenue", "invoice"])
    assert np.isnan(judged_on(store, DAY).scores[:, 7]).all()


@pytest.mark.parametrize("seed", range(50, 53))
def test_a_talk_that_was_never_logged_raises_no_breadth_and_no_cadence(store: Store, seed: int) -> None:
    """Each two-way contact in turn loses its two sides' names; each formal update in turn is none."""
    put_random_facts(store, seed)
    talks, columns = METADATA.tables["interaction"], slice(3, 5)  # breadth and cadence
    last = judged_on(store, DAY)
    ids = [row[0] for row in store.rows(talks.select().with_only_columns(talks.c.id))]
    for number in ids[:: max(1, len(ids) // 8)]:
        forget(store, number)
        now = judged_on(store, DAY)
        ours, theirs = (np.nan_to_num(health.scores[:, columns], nan=-1.0) for health in (now, last))
        assert (ours <= theirs + 1e-9).all(), number
        last = now


@pytest.mark.parametrize("seed", range(60, 62))
def test_a_payment_that_is_taken_back_raises_nothing(store: Store, seed: int) -> None:
    put_random_facts(store, seed)
    before = judged_on(store, DAY)
    invoices = METADATA.tables["invoice"]
    run(store, lambda write: write.connection.execute(update(invoices).values(paid_on=None)))
    assert_no_better(judged_on(store, DAY), before)


def assert_no_better(now: Health, before: Health) -> None:
    ids = before.signals.accounts["id"].tolist()
    there = [ids.index(number) for number in now.signals.accounts["id"]]
    assert (now.bounds.low <= before.bounds.low[there] + 1e-9).all()
    fell = now.bounds.high < before.bounds.high[there] - 1e-9
    for was, band, lower in zip(before.band[there].tolist(), now.band.tolist(), fell.tolist(), strict=True):
        assert band in (UNKNOWN, RED) or (lower and band == AMBER) or (was != UNKNOWN and RANK[band] <= RANK[was])


def wipe(store: Store, names: list[str]) -> None:
    run(store, lambda write: [write.connection.execute(delete(METADATA.tables[name])) for name in names])


def forget(store: Store, number: int) -> None:
    def work(write: Write) -> None:
        for name in ("interaction_contact", "interaction_person"):
            table = METADATA.tables[name]
            write.connection.execute(delete(table).where(table.c.interaction_id == number))
        talks = METADATA.tables["interaction"]
        write.connection.execute(delete(talks).where(talks.c.id == number))

    run(store, work)


def run(store: Store, work: object) -> None:
    perform(store, "test", "forget", lambda write: (work(write), None)[1])  # type: ignore[operator]
