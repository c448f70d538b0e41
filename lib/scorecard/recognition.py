"""Recognition of a person: wins and thanks that name them, or the accounts they led that day."""

from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.queries import lead_owners
from lib.days import in_force, numbers, record_numbers, spells
from lib.periods import Period
from lib.review.person_queries import wins
from lib.store.engine import Store

NAMED, LED = "names them", "their account"


def recognition(store: Store, person_id: int, span: Period, as_of: date) -> pd.DataFrame:
    """Wins and thanks of a span, known on a day, that name the person or an account they led then; newest first.

    Columns: day, account (None: of none), words, thanks_from (None: our own words), named (None, or who), because
    (NAMED, LED).
    """
    found = wins(store, span.start, min(span.last_day, as_of))
    leads = spells(lead_owners(store), "account_id", "person_id")
    led = in_force(leads, record_numbers(found["account_id"]), numbers(found["day"])) == person_id
    named = record_numbers(found["person_id"]) == person_id
    told = found.assign(because=np.where(named, NAMED, LED), named=found["person"])[led | named]
    shown: pd.DataFrame = told[["day", "account", "words", "thanks_from", "named", "because"]].reset_index(drop=True)
    return shown
