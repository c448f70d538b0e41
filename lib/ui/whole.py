"""Whole numbers for columns: Streamlit cuts decimals off where a column shows none, so they are rounded before."""

from typing import Any

import numpy as np
import pandas as pd


def whole(values: Any) -> "pd.Series[float]":
    """Numbers rounded as a person does it, a half up: 110.5 is 111 (missing ones stay)."""
    numbers = pd.Series(values).astype("Float64")
    return pd.Series(np.floor(numbers + 0.5), dtype="Float64")
