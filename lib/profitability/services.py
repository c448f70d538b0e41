"""Fees by service with the margin each usually leaves."""

from collections.abc import Sequence

import pandas as pd

from lib.days import record_numbers
from lib.money.book_queries import fees_of_book, usual_margins
from lib.periods import Period
from lib.store.engine import Store

NO_SERVICE = "No service"


def usual_by_service(store: Store, span: Period, accounts: Sequence[int] | None) -> pd.DataFrame:
    """Fees of a span by service, the largest first; `accounts`: only of these (None: all, also those of no account).

    Columns: service, fees (cents), share (of all these fees), margin_share (NaN: nobody said), left (cents: fees at
    that margin; NaN).
    """
    fees = fees_of_book(store, span)
    account, service = record_numbers(fees["account_id"]), record_numbers(fees["service_id"])
    kept = pd.Series(account).isin(accounts).to_numpy() if accounts is not None else account == account
    sums = fees["amount_cents"][kept].groupby(service[kept]).sum()
    usual = usual_margins(store).set_index("service_id").reindex(sums.index)
    total = sums.sum()
    frame = pd.DataFrame(
        {
            "service": usual["service"].astype(object).fillna(NO_SERVICE).to_numpy(dtype=object),
            "fees": sums.to_numpy(), "share": (sums / total).to_numpy() if total else float("nan"),
            "margin_share": usual["margin_share"].to_numpy(), "left": (sums * usual["margin_share"]).to_numpy(),
        }
    )  # fmt: skip
    return frame.sort_values("fees", ascending=False, kind="stable").reset_index(drop=True)
