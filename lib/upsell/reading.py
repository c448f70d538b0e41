"""Reading what conversations are made of; each part is read again only after a write to its own subjects."""

from datetime import date

import numpy as np
import pandas as pd

from lib.accounts import queries as of_accounts
from lib.days import Floats, Ints, in_force, number, record_numbers, spells
from lib.growth.affinity_figures import affinities, chance_lift
from lib.growth.pipeline import RATE_MONTHS, SUBJECTS, kept_decided, without_renewals
from lib.growth.signal_queries import signals
from lib.growth.whitespace import kept_cells
from lib.growth.win_figures import chances
from lib.keep import Keep, at_once
from lib.store.engine import Store
from lib.team.fit import service_fits
from lib.upsell import queries
from lib.upsell.approach import approach
from lib.upsell.conversations import Known
from lib.upsell.right import outcomes, rights
from lib.value.standing import standing

ASKED_DAYS = 180  # what a client asked for so long ago still speaks for a service
WORDS = ("people", "accounts", "relationship", "value")
WORK = ("people", "accounts", "team")


def read_known(store: Store, as_of: date, bands: "pd.Series[str]", keep: Keep = at_once) -> Known:
    """What is known at the end of a day of every active account; `bands` by account number, of the health score.

    `keep(name, subjects, about, work)` may give an earlier result where nothing in those subjects was written since.
    """
    about = (as_of,)
    every = kept_cells(store, as_of, keep)
    # Only who is judged can be asked: a day on which a client is none any more differs by how it is known.
    found = every[every["account_id"].isin(bands.index)].reset_index(drop=True)
    ids = np.unique(record_numbers(found["account_id"]))
    said: _Said = keep("said", WORDS, about, lambda: _said(store, as_of))
    profiles, outcomes_kept, escalations, objectives, requests, contacts, deciders = said
    won = without_renewals(kept_decided(store, as_of, RATE_MONTHS, keep))
    return Known(
        cells=found,
        catalogue=keep("catalogue", ("accounts",), (), lambda: queries.catalogue(store)),
        profiles=profiles,
        objectives=objectives,
        requests=requests,
        signals=keep("signals", ("accounts", "growth"), about, lambda: signals(store, as_of)),
        sectors=keep("sectors of accounts", ("accounts",), (), lambda: _sectors(store)),
        decided=won,
        prices=keep("prices by service", ("accounts",), about, lambda: _prices(store, as_of)),
        chances=keep("chances", SUBJECTS, about, lambda: chances(won)),
        lift=lifts(found),
        rights=rights(ids, bands, outcomes_kept, escalations),
        fits=keep("service fits", WORK, about, lambda: service_fits(store, as_of)),
        approach=approach(ids, profiles, contacts, deciders, as_of),
    )


_Said = tuple[pd.DataFrame, ...]


def _said(store: Store, as_of: date) -> _Said:
    return (
        queries.profiles(store, as_of),
        outcomes(standing(store, as_of), as_of),
        queries.open_escalations(store, as_of),
        queries.open_objectives(store, as_of),
        queries.requests(store, as_of, ASKED_DAYS),
        queries.last_contacts(store, as_of),
        queries.deciders(store, as_of),
    )


def _prices(store: Store, as_of: date) -> "pd.Series[int]":
    """List prices in force on a day, cents by service."""
    prices = of_accounts.list_prices(store)
    services: Ints = np.unique(record_numbers(prices["service_id"]))
    today = np.full(len(services), number(as_of), dtype=np.int64)
    cents = in_force(spells(prices, "service_id", "list_price_cents"), services, today)
    return pd.Series(cents, index=services)[cents >= 0]


def _sectors(store: Store) -> pd.DataFrame:
    known = of_accounts.accounts(store)
    return pd.DataFrame({"account_id": known["id"], "sector_id": record_numbers(known["sector_id"])})


def lifts(found: pd.DataFrame) -> Floats:
    """By which factor each cell's chance is raised by what the account owns already; 1 where nothing is clear."""
    accounts, row = np.unique(record_numbers(found["account_id"]), return_inverse=True)
    services, column = np.unique(record_numbers(found["service_id"]), return_inverse=True)
    owns = np.zeros((len(accounts), len(services)), dtype=bool)
    owns[row, column] = (found["state"] == "owned").to_numpy(dtype=bool)
    return np.asarray(chance_lift(owns, affinities(owns))[row, column])
