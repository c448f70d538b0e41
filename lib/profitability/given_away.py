"""Work given away, summed: frames of write-offs in, one row a group or a month and reason out."""

from collections.abc import Sequence

import pandas as pd

from lib.periods import Period


def by_group(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """Write-offs by a column: cents, minutes (of those that say them), times, last (day); the largest first."""
    sums = found.groupby(found[column].astype(object).fillna("–")).agg(
        cents=("amount_cents", "sum"), minutes=("minutes", "sum"), times=("amount_cents", "size"), last=("day", "max")
    )  # fmt: skip
    ordered = sums.rename_axis("group").reset_index()
    return ordered.sort_values(["cents", "group"], ascending=[False, True], kind="stable").reset_index(drop=True)


def by_month(found: pd.DataFrame, months: Sequence[Period]) -> pd.DataFrame:
    """Write-offs by month and reason, every month in it. Columns: month (Jan 26), reason, cents; oldest first."""
    month = found["day"].dt.strftime("%Y-%m")
    sums = found["amount_cents"].groupby([month, found["reason"]]).sum()
    reasons = sorted(found["reason"].unique())
    rows = [
        (f"{piece.start:%b %y}", reason.capitalize(), int(sums.get((piece.key, reason), 0)))
        for piece in months
        for reason in reasons
    ]
    return pd.DataFrame(rows, columns=["month", "reason", "cents"])
