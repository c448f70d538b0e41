"""The demo firm as a whole: complete, repeatable, dated right, never half there, never over a firm's own records."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from sqlalchemy import DateTime, insert, select

from lib.accounts.tables import Account
from lib.demo import world
from lib.demo.building import DemoTooSmall, RealDataThere, build_demo
from lib.demo.clearing import is_demo
from lib.health.tables import HealthSnapshot
from lib.schema import content_tables
from lib.store.base import UtcDateTime, table_of
from lib.store.engine import Store
from lib.store.opening import damage, open_store
from lib.store.settings import settings as settings_of
from lib.store.tables import AppUser
from tests import databases
from tests.demo_firm import UNTIL, content, counts, demo, rows
from tests.facts import put

# Plans: the only dates that may lie after the last day with facts.
AHEAD = {
    "ends_before", "due_on", "original_due_on", "new_due_on", "expires_on", "not_before_on", "expected_close_on",
    "next_step_on", "check_on", "closes_on", "last_day_on", "from_week_on",
}  # fmt: skip
AHEAD_IN = {("booking", "starts_on"), ("absence", "starts_on"), ("project", "starts_on")}
ACCOUNT, SNAPSHOT = table_of(Account), table_of(HealthSnapshot)
LEAST: dict[str, Any] = {"accounts": 20, "months": 12, "until": UNTIL}
OF_ALL = "health_weeks = 26 "


def build(store: Store, weeks: int = 8, **given: Any) -> dict[str, int]:
    """A firm that keeps as few weeks of health as the largest do; the shared firm keeps the 26 of all others.

    In a firm of this size ten weeks take as long as everything else.
    """
    parameters = world.PARAMETERS.read_text("utf-8")
    assert parameters.count(OF_ALL) == 1
    fewer = SimpleNamespace(read_text=lambda encoding: parameters.replace(OF_ALL, f"health_weeks = {weeks} "))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "PARAMETERS", fewer)
        return build_demo(store, **given)


def test_every_table_has_rows() -> None:
    assert [name for name, count in counts(demo()).items() if count == 0] == []


@dataclass
class Made:
    """A firm of the least size, and what its making told."""

    content: dict[str, list[tuple[Any, ...]]]
    counts: dict[str, int]
    gave_back: dict[str, int]
    told: list[tuple[int, int, str]]


@pytest.fixture(scope="module")
def least(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Made once, to be looked at and to be compared with."""
    told: list[tuple[int, int, str]] = []
    store = open_store(databases.copied(empty_url, tmp_path_factory.mktemp("least") / "least.db"))
    gave_back = build(store, **LEAST, progress=lambda *step: told.append(step))
    return Made(content(store), counts(store), gave_back, told)


def test_what_building_gives_back_and_tells_on_the_way_counts_up(least: Made) -> None:
    assert least.gave_back == least.counts
    done = [step[0] for step in least.told]
    assert done == sorted(done)
    assert done[-1] == least.told[-1][1]
    assert {step[1] for step in least.told} == {least.told[0][1]}


def stopping(store: Store, stop: type[BaseException]) -> Callable[[int, int, str], None]:
    """Progress that stops the building in the midst of the past weeks, when some are kept."""

    def stopped(_done: int, _total: int, what: str) -> None:
        if what == "judging past weeks" and len(store.rows(select(SNAPSHOT.c.taken_on).distinct())) == 3:
            raise stop("stopped")

    return stopped


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt])
def test_what_fails_while_past_weeks_are_judged_leaves_no_half_firm_and_any_can_be_built_there(
    store: Store, stop: type[BaseException], least: Made
) -> None:
    with pytest.raises(stop, match="stopped"):
        build(store, **LEAST, progress=stopping(store, stop))
    assert sum(counts(store).values()) == 0
    assert not is_demo(store)
    if stop is RuntimeError:
        build(store, accounts=24, months=12, seed=1, until=date(2025, 3, 1))
        names = [name for (name,) in store.rows(select(ACCOUNT.c.name).order_by(ACCOUNT.c.id))]
        assert names[:12] == rows("account").name.tolist()[:12], "the stories are the same in every firm"
        assert not set(names[12:]) & set(rows("account").name[12:]), "another seed gives another firm"
        build(store, **LEAST)
        assert content(store) == least.content, "the same arguments give the same, whatever was there"


@settings(
    max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    accounts=some.integers(20, 45),
    months=some.integers(12, 20),
    seed=some.integers(0, 2**31),
    until=some.dates(date(2019, 1, 1), date(2031, 12, 31)),
    weeks=some.integers(8, 26),
)
def test_any_size_seed_and_day_make_a_sound_and_complete_store(
    store: Store, accounts: int, months: int, seed: int, until: date, weeks: int
) -> None:
    build(store, weeks, accounts=accounts, months=months, seed=seed, until=until)
    assert damage(store) == []
    assert [name for name, count in counts(store).items() if count == 0] == []


@pytest.mark.parametrize("table", [table.name for table in content_tables()])
def test_nothing_but_plans_lies_after_the_last_day(table: str) -> None:
    facts = rows(table)
    dated = [c for c in facts.select_dtypes("datetime64").columns if c not in AHEAD and (table, c) not in AHEAD_IN]
    moments = [
        column.name for column in content_table(table).columns if isinstance(column.type, UtcDateTime | DateTime)
    ]
    for name in set(dated) - set(moments):
        assert not (facts[name] > pd.Timestamp(UNTIL)).any(), name
    end_of_day = pd.Timestamp(datetime.combine(UNTIL + timedelta(days=1), datetime.min.time(), UTC))
    for name in moments:
        assert not (pd.to_datetime(facts[name], utc=True) >= end_of_day).any(), name


def content_table(name: str) -> object:
    return next(table for table in content_tables() if table.name == name)


def test_facts_are_recorded_on_their_day_or_a_few_days_late() -> None:
    contact = rows("interaction")
    recorded = pd.to_datetime(contact.recorded_at, utc=True).dt.tz_localize(None).dt.normalize()
    late = (recorded - contact.happened_on).dt.days
    assert late.min() == 0
    assert late.max() <= 11
    assert 0.03 < (late > 0).mean() < 0.12


def test_a_store_with_real_records_is_refused_and_left_alone(store: Store) -> None:
    put(store, Account(name="Our only client"))
    before = content(store)
    with pytest.raises(RealDataThere, match="the table account has rows"):
        build_demo(store, accounts=20, months=12, until=UNTIL)
    assert content(store) == before
    assert not is_demo(store)


def test_real_records_of_any_kind_are_refused(store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(
            insert(content_table("sector")).values(name="Steel", recorded_at=datetime.now(UTC), version=1)
        )
    with pytest.raises(RealDataThere, match="sector"):
        build_demo(store, accounts=20, months=12, until=UNTIL)


@pytest.mark.parametrize(
    "size", [{"accounts": 19}, {"accounts": 19_201}, {"months": 11}, {"months": 241}, {"seed": -1}]
)
def test_a_size_that_cannot_hold_the_stories_is_refused(store: Store, size: dict[str, int]) -> None:
    with pytest.raises(DemoTooSmall, match="20 to 19200 accounts"):
        build_demo(store, until=UNTIL, **size)
    assert sum(counts(store).values()) == 0


@pytest.fixture(scope="module")
def of_today(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A firm built without a day in a store that has a user; only looked at."""
    store = open_store(databases.copied(empty_url, tmp_path_factory.mktemp("today") / "today.db"))
    put(store, AppUser(name="Ann", role="admin"))
    build(store, accounts=20, months=12)
    return store


def test_users_that_were_there_stay_beside_those_of_the_demo(of_today: Store) -> None:
    names = [row.name for row in of_today.rows(table_of(AppUser).select())]
    assert names[0] == "Ann"
    assert len(names) > 5
    assert len(set(names)) == len(names)


def test_without_a_day_the_records_end_today(of_today: Store) -> None:
    newest = of_today.frame(table_of(Account).select()).recorded_at.max()
    assert newest <= pd.Timestamp.now(tz="UTC")


def test_the_firm_is_named_and_marked_as_demo() -> None:
    assert settings_of(demo()) == {"demo": "yes", "firm_name": "Harbour Lane", "currency": "EUR"}
