"""Every write to a renewal: what is aimed at and expected when a contract falls due, and what became of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lib import format as fmt
from lib.accounts.tables import Contract, Renewal
from lib.errors import RefusedValue
from lib.periods import today
from lib.store.engine import Store
from lib.store.writing import Write, perform


def edit_renewal(
    store: Store, who: str, renewal_id: int, shown: Mapping[str, Any], wanted: Mapping[str, Any], token: str
) -> None:
    """Change amounts or outcome of a renewal from what a form showed; StaleEdit where somebody was faster.

    Amounts in cents. Raises RefusedValue where amount, outcome and day of the decision do not go together.
    """

    def work(write: Write) -> int:
        current = write.read(Renewal, renewal_id)
        if current["version"] == shown["version"]:  # else edit tells of the colleague who was faster
            _check(current | dict(wanted))
        write.edit(Renewal, renewal_id, shown, wanted)
        return renewal_id

    perform(store, who, "edit renewal", work, token)


def add_renewal(
    store: Store, who: str, contract_id: int, due_on: date | None, target_cents: int | None,
    forecast_cents: int | None, token: str,
) -> None:  # fmt: skip
    """Write down that a contract falls due on a day, the amount aimed at and (if known) expected, in cents."""
    if due_on is None:
        raise RefusedValue("due_on", "choose the day the contract falls due.")

    def work(write: Write) -> int:
        began = write.read(Contract, contract_id)["starts_on"]
        if due_on <= began:
            raise RefusedValue("due_on", f"must lie after {fmt.day(began)}, when the contract began.")
        row = {"target_cents": target_cents, "forecast_cents": forecast_cents, "final_cents": None, "outcome": None}
        _check(row | {"decided_on": None})
        return write.add(
            Renewal(
                contract_id=contract_id, due_on=due_on, target_cents=target_cents or 0, forecast_cents=forecast_cents
            )
        )

    perform(store, who, "add renewal", work, token)


def _check(row: Mapping[str, Any]) -> None:
    if row["target_cents"] is None:
        raise RefusedValue("target_cents", "say what is aimed at: the renewal rate is measured against it.")
    for field in ("target_cents", "forecast_cents", "final_cents"):
        if (row[field] or 0) < 0:
            raise RefusedValue(field, "cannot be below zero.")
    if row["outcome"] is None:
        _check_undecided(row)
    else:
        _check_decided(row)


def _check_undecided(row: Mapping[str, Any]) -> None:
    if row["final_cents"] is not None:
        raise RefusedValue("outcome", "a final amount needs one: renewed, reduced or lost.")
    if row["decided_on"] is not None:
        raise RefusedValue("outcome", "a day of decision needs one: renewed, reduced or lost.")


def _check_decided(row: Mapping[str, Any]) -> None:
    lost = row["outcome"] == "lost"
    if lost and row["final_cents"]:
        raise RefusedValue("final_cents", "must be 0 or empty for what was lost.")
    if not lost and not row["final_cents"]:
        raise RefusedValue("final_cents", f"say for how much it was {row['outcome']}.")
    if row["decided_on"] is None:
        raise RefusedValue("decided_on", "say when it was decided: before that day the outcome is not known.")
    if row["decided_on"] > today():
        raise RefusedValue("decided_on", "lies in the future: an outcome is entered when it is known.")
