"""Next best conversations on the screen."""

import pandas as pd

from lib.ui.page import View


def suggestions(view: View) -> pd.DataFrame:
    """The conversations worth having, best first, whatever the filters. Columns: account_id, service_id, chance."""
    return pd.DataFrame({"account_id": [], "service_id": [], "chance": []}).astype(
        {"account_id": "int64", "service_id": "int64", "chance": "float64"}
    )
