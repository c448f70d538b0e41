"""Market signals as news: rows that were told together, and the client accounts they touch."""

import pandas as pd

TOLD_TOGETHER = ["seen_on", "headline", "effect", "expires_on", "published_by"]


def news(signals: pd.DataFrame) -> pd.DataFrame:
    """The signals (rows of `signal_queries.signals`) as news: one row for all pairs of one headline, newest first.

    Columns: headline, effect, seen_on, expires_on, published_by, sectors, services (lists of names), versions (signal
    number → version).
    """
    rows = []
    for key, group in signals.groupby(TOLD_TOGETHER, dropna=False, sort=False):
        names = {column: list(group[column].dropna().unique()) for column in ("sector", "service")}
        versions = dict(zip(group["id"].tolist(), group["version"].tolist(), strict=True))
        rows.append((*key, names["sector"], names["service"], versions))
    return pd.DataFrame(rows, columns=[*TOLD_TOGETHER, "sectors", "services", "versions"])


def touched(signals: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Which client accounts each signal touches, and whether they own its service: one row a signal and account.

    `cells`: rows of `whitespace.cells` (account_id, service_id, sector, state). A signal without a sector touches the
    clients of all; one without a service has owned False. Columns: id, account_id, owned.
    """
    clients = cells[["account_id", "sector"]].drop_duplicates("account_id").astype({"sector": object})
    told = signals[["id", "sector", "service_id"]].astype({"sector": object})
    of_sector = told[told["sector"].notna()].merge(clients.dropna(), on="sector")
    of_all = told[told["sector"].isna()].drop(columns="sector").merge(clients, how="cross")
    found = pd.concat([of_sector, of_all], ignore_index=True)[["id", "service_id", "account_id"]]
    owned = cells.loc[cells["state"] == "owned", ["account_id", "service_id"]].astype("int64").assign(owned=True)
    joined = found.astype({"service_id": "Int64", "account_id": "int64"}).merge(
        owned.astype({"service_id": "Int64"}), how="left", on=["account_id", "service_id"]
    )
    return joined.assign(owned=joined["owned"].notna())[["id", "account_id", "owned"]]
