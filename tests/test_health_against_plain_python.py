"""Account health as the report tells it, against the same told again in plain loops over the raw tables."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lib.health.keeping import keep_weeks
from lib.health.reading import read_signals
from lib.health.tables import HealthSnapshot
from lib.report import report
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put_real, real_frames
from tests.plain_health import FACTORS, Plain, raw
from tests.random_facts import put_random_facts


def compare(store: Store, day: date) -> int:
    """How many factors are known; fails where a number differs."""
    rows = {(r["key"], r["figure"]): r for r in report(store, day, scopes=["account"], figures=["health"]).rows}
    plain, wrong, known = Plain(raw(store), day), [], 0
    accounts = plain.accounts()
    assert sorted(row["name"] for row in accounts) == sorted({key for key, _ in rows})
    for account in accounts:
        told = plain.judged(account["id"])
        whole = rows[account["name"], "health"]
        wrong += [(day, account["id"], name, whole[name], told[name]) for name in ("low", "high", "base")
                  if whole[name] != pytest.approx(told[name], abs=1e-6)]  # fmt: skip
        if whole["value"] != told["band"]:
            wrong.append((day, account["id"], "band", whole["value"], told["band"]))
        for factor in FACTORS:
            row, score = rows[account["name"], f"health.{factor}"], told[factor]
            known += isinstance(score, float)
            if row["value"] != (pytest.approx(score, abs=1e-6) if isinstance(score, float) else None):
                wrong.append((day, account["id"], factor, row["value"], score))
            if score == "n/a" and row["base"] != 0:
                wrong.append((day, account["id"], factor, row["base"], "n/a"))
    assert not wrong, "\n".join(map(str, wrong[:40]))
    return known


@pytest.mark.parametrize("seed", range(20, 26))
def test_random_facts_are_judged_as_plain_loops_judge_them(store: Store, seed: int) -> None:
    put_random_facts(store, seed)
    keep_weeks(store, "Ann", date(2025, 5, 26), 3)
    days = [(2025, 3, 31), (2025, 5, 31), (2025, 6, 30), (2025, 8, 1), (2025, 12, 31), (2026, 1, 2)]
    assert sum(compare(store, date(*day)) for day in days) > 60


@pytest.mark.parametrize("seed", range(20, 24))
def test_who_was_asked_and_who_answered_are_counted_as_plain_loops_count_them(store: Store, seed: int) -> None:
    put_random_facts(store, seed)
    people = 0
    for day in (date(2025, 3, 31), date(2025, 6, 30), date(2025, 8, 1)):
        signals, plain = read_signals(store, day), Plain(raw(store), day)
        found = signals.seen["survey"].asked
        assert found is not None
        told = list(zip(found.asked.tolist(), found.answered.tolist(), strict=True))
        assert told == [plain.asked(number) for number in signals.accounts["id"].tolist()]
        people += sum(asked for asked, _ in told)
    assert people > 5


def test_the_demo_firm_is_judged_as_plain_loops_judge_it(demo_store: Store) -> None:
    days = [date(2026, 10, 31), date(2026, 9, 14), date(2026, 3, 31), date(2025, 12, 31), date(2024, 2, 29)]
    assert sum(compare(demo_store, day) for day in days) > 300
    taken = table_of(HealthSnapshot)
    assert demo_store.rows(select(func.count()).select_from(taken))[0][0] > 0


def test_the_real_export_is_judged_as_plain_loops_judge_it(store: Store, real_input: object) -> None:
    put_real(store, real_frames(real_input))  # type: ignore[arg-type]
    days = ("2017-12-31", "2017-07-31", "2018-02-01", "2018-06-30")
    known = [compare(store, date.fromisoformat(day)) for day in days]
    assert known[0] > 50
