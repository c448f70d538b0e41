"""What conversations owed say of themselves: who, which score."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

WISH = (
    "A name without an account was typed in an anonymous survey by who asked to be contacted: no answer belongs to it."
)
TOPS = {"0-10": 10, "1-5": 5, "1-7": 7}


def who_of(row: "Mapping[Any, Any] | pd.Series[Any]") -> str:
    """The contact, else the name that was typed."""
    named = row["contact"] if not pd.isna(row["contact"]) else row.get("name")
    return "nobody named" if named is None or pd.isna(named) else str(named)


def score_of(row: "Mapping[Any, Any] | pd.Series[Any]") -> str:
    """The score behind a conversation with its scale: 4 of 10."""
    return "–" if pd.isna(row["score"]) else f"{row['score']:g} of {TOPS[row['scale']]}"
