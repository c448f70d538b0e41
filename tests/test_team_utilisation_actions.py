"""Targets of roles are written once, refused in words, and tell of a colleague who was faster."""

import pytest

from lib.errors import RefusedValue, StaleEdit
from lib.people.tables import Role
from lib.store.engine import Store
from lib.team.utilisation_actions import set_role_target
from lib.team.utilisation_queries import roles
from tests.facts import put


@pytest.fixture
def designer(store: Store) -> int:
    return put(store, Role(name="Designer", utilisation_target=0.75))[0]


def target(store: Store) -> tuple[float, int]:
    row = roles(store).iloc[0]
    return float(row["target"]), int(row["version"])


def test_a_target_is_set_once_however_often_it_is_sent(store: Store, designer: int) -> None:
    for _ in range(2):
        shown = {"version": 1, "utilisation_target": 0.75}
        set_role_target(store, "Ann", designer, shown, {"utilisation_target": 0.8}, "once")
    assert target(store) == (0.8, 2)


def test_a_target_can_be_taken_away(store: Store, designer: int) -> None:
    shown = {"version": 1, "utilisation_target": 0.75}
    set_role_target(store, "Ann", designer, shown, {"utilisation_target": None}, "once")
    assert roles(store)["target"].isna().all()


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), float("inf")])
def test_what_is_no_share_is_refused(store: Store, designer: int, share: float) -> None:
    with pytest.raises(RefusedValue, match="between 0 and 100 %"):
        set_role_target(
            store, "Ann", designer, {"version": 1, "utilisation_target": 0.75}, {"utilisation_target": share}, "once"
        )
    assert target(store) == (0.75, 1)


def test_a_colleague_who_was_faster_is_told_of(store: Store, designer: int) -> None:
    shown = {"version": 1, "utilisation_target": 0.75}
    set_role_target(store, "Ann", designer, shown, {"utilisation_target": 0.8}, "first")
    with pytest.raises(StaleEdit) as clash:
        set_role_target(store, "Bo", designer, shown, {"utilisation_target": 0.7}, "second")
    assert (clash.value.who, clash.value.theirs) == ("Ann", {"utilisation_target": 0.8})
