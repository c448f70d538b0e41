"""What every write of opportunities needs: amounts a firm may be paid, words that say something."""

from typing import Any

import pytest
from sqlalchemy import func, select

from lib.errors import RefusedValue
from lib.growth import actions
from lib.growth.tables import Opportunity
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put
from tests.growth_cases import DEAL, TALK, deal, put_pipeline


def count(store: Store) -> int:
    return int(store.rows(select(func.count()).select_from(table_of(Opportunity)))[0][0])


@pytest.mark.parametrize("amount", [10**19, 10**17, float("nan"), float("inf")])
def test_an_amount_no_firm_is_paid_is_refused_beside_its_field(amount: Any, store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue, match="is too large to be true") as opened:
        actions.open_opportunity(store, "Ann", **(DEAL | {"amount_cents": amount}), token="one")
    shown = {"version": 1, "amount_cents": 500_000}
    with pytest.raises(RefusedValue, match="is too large to be true") as edited:
        actions.edit_opportunity(store, "Ann", 1, shown, {"amount_cents": amount}, "two")
    assert (opened.value.field, edited.value.field) == ("amount_cents", "amount_cents")
    assert (count(store), deal(store, 1)["amount_cents"]) == (4, 500_000)


def test_an_amount_an_import_brought_does_not_stop_another_edit_however_large(store: Store) -> None:
    put_pipeline(store)
    put(store, Opportunity(id=9, account_id=2, stage_id=TALK, amount_cents=10**17))
    actions.edit_opportunity(store, "Ann", 9, {"version": 1, "person_id": None}, {"person_id": 1}, "one")
    assert deal(store, 9)["person_id"] == 1


def test_spaces_are_no_words(store: Store) -> None:
    put_pipeline(store)
    with pytest.raises(RefusedValue) as refused:
        actions.open_opportunity(store, "Ann", **(DEAL | {"next_step": "  "}), token="one")
    assert refused.value.field == "next_step"
    made = actions.open_opportunity(
        store, "Ann", **(DEAL | {"reason_quoted": " \n", "next_step": " Call  Jo "}), token="two", name="  "
    )  # fmt: skip
    assert made is not None
    assert [deal(store, made)[name] for name in ("name", "reason_quoted", "next_step")] == [None, None, "Call Jo"]
    shown = {"version": 1, "next_step": "Send it"}
    with pytest.raises(RefusedValue, match="a day without a step"):
        actions.edit_opportunity(store, "Ann", 1, shown, {"next_step": "   "}, "three")
