"""The revenue of one account by month and kind: frames of `account_queries.account_revenue` in, frames out."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from lib.format import day
from lib.money.tables import REVENUE_KINDS
from lib.periods import Period


def in_span(lines: pd.DataFrame, span: Period, kind: str | None = None) -> int:
    """Cents of a span, of one kind or of all."""
    part = _part(lines, span)
    return int((part if kind is None else part[part["kind"] == kind])["amount_cents"].sum())


def _part(lines: pd.DataFrame, span: Period) -> pd.DataFrame:
    inside = (lines["day"] >= pd.Timestamp(span.start)) & (lines["day"] < pd.Timestamp(span.end))
    return lines[inside]


def by_month(
    lines: pd.DataFrame, periods: Sequence[Period], as_of: date, records_from: date | None
) -> pd.DataFrame:  # fmt: skip
    """Revenue a month. Columns: month (date), amount (currency units; NA before the records), partial, note."""
    told = [records_from is not None and piece.end > records_from for piece in periods]
    amounts = [in_span(lines, piece) / 100 if known else None for piece, known in zip(periods, told, strict=True)]
    return pd.DataFrame(
        {
            "month": [piece.start for piece in periods],
            "amount": pd.Series(amounts, dtype="Float64"),
            "partial": [piece.partial(as_of, records_from) for piece in periods],
            "note": [_note(piece, as_of, records_from) for piece in periods],
        }
    )


def _note(piece: Period, as_of: date, records_from: date | None) -> str:
    if records_from is None or piece.end <= records_from:
        return "no records"
    notes = [f"so far, to {day(as_of)}"] if piece.partial(as_of) else []
    notes += [f"records begin on {day(records_from)}"] if piece.start < records_from else []
    return "; ".join(notes)


def by_kind(lines: pd.DataFrame, span: Period, earlier: Period) -> pd.DataFrame:
    """Recurring and project revenue of a span and of an earlier one. Columns: kind, cents, earlier_cents, share."""
    rows = [(kind, in_span(lines, span, kind), in_span(lines, earlier, kind)) for kind in REVENUE_KINDS]
    frame = pd.DataFrame(rows, columns=["kind", "cents", "earlier_cents"])
    total = frame["cents"].sum()
    return frame.assign(share=(frame["cents"] / total if total else pd.Series([None] * len(frame), dtype="Float64")))


def by_service(lines: pd.DataFrame, span: Period) -> pd.DataFrame:
    """Revenue of a span by service. Columns: service, margin_share (NaN: not known), cents."""
    groups = _part(lines, span).groupby(["service", "margin_share"], dropna=False, sort=False)["amount_cents"]
    return groups.sum().rename("cents").reset_index()
