"""Every account on a day with the groups it belongs to: sector, owner, the owner's manager and place of work."""

from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.attribution import named, read_names, sector_of
from lib.days import NONE, in_force, number, positions, record_numbers
from lib.people.queries import places
from lib.store.engine import Store

COLUMNS = ("account_id", "account", "sector", "owner", "manager", "region")


def account_groups(store: Store, day: date) -> pd.DataFrame:
    """One row an account, by id. Columns: COLUMNS; None where it is not known.

    `manager` is who the owner reports to, or the owner where nobody is recorded above them; `region` the office, or
    else the region, that the owner works in.
    """
    names = read_names(store)
    ids = record_numbers(names.accounts["id"])
    on_day = np.full(len(ids), number(day))
    owner = in_force(names.leads, ids, on_day)
    above = in_force(names.lines, owner, on_day)
    at = places(store)
    where = np.append(at["place"].to_numpy(dtype=object), [None])
    frame = pd.DataFrame(
        {
            "account_id": ids,
            "account": names.accounts["name"],
            "sector": named(names.sectors, sector_of(names, ids)),
            "owner": named(names.people, owner),
            "manager": named(names.people, np.where(above == NONE, owner, above)),
            "region": where[positions(record_numbers(at["id"]), owner)],
        }
    )
    texts = frame[list(COLUMNS[1:])].astype(object)
    frame[list(COLUMNS[1:])] = texts.where(texts.notna(), None)
    return frame
