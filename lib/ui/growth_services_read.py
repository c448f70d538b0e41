"""What the price list is made of: services with price, skills and use, and whether the team could deliver them."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.accounts.queries import list_prices
from lib.accounts.service_queries import catalogue, skills_needed
from lib.days import NONE, in_force, number, record_numbers, spells
from lib.team.fit import fit_people, service_fits
from lib.ui import session
from lib.ui.growth import filtered
from lib.ui.growth_whitespace_cells import all_cells
from lib.ui.page import View

FIT_SUBJECTS = ("people", "accounts", "team")
USE_SUBJECTS = ("people", "accounts", "relationship", "money", "growth")


@dataclass(frozen=True, eq=False)
class PriceList:
    """The services as `catalogue` with price_cents (NA: none in force), skills (words), clients, year_cents.

    `fits`: as `service_fits`, indexed by service_id; `needs`: as `skills_needed`.
    """

    on_sale: pd.DataFrame
    retired: pd.DataFrame
    fits: pd.DataFrame
    needs: pd.DataFrame


def service_verdicts(view: View) -> pd.DataFrame:
    """Whether each service on sale could be delivered; columns as `service_fits`. The filters do not touch it."""
    return session.keep_of(
        "service fits", FIT_SUBJECTS, (view.as_of,), lambda: service_fits(view.store, view.as_of)
    )  # fmt: skip


def people_for(view: View, service_id: int) -> pd.DataFrame:
    """The people behind a verdict; columns as `fit_people`."""
    about = (view.as_of, service_id)
    return session.keep_of(
        "service fit people", FIT_SUBJECTS, about, lambda: fit_people(view.store, view.as_of, service_id)
    )  # fmt: skip


def client_cells(view: View) -> pd.DataFrame:
    """The whitespace of the clients under the page's filters; columns as `whitespace.cells`."""
    return filtered(view, all_cells(view))


def price_list(view: View) -> PriceList:
    """The price list on the page's day."""
    return view.keep("price list", lambda: _price_list(view), of=(*USE_SUBJECTS, "team"))


def _price_list(view: View) -> PriceList:
    needs, use = skills_needed(view.store), _use(client_cells(view))
    found = catalogue(view.store)
    ids = record_numbers(found["id"])
    prices = spells(list_prices(view.store), "service_id", "list_price_cents")
    price = in_force(prices, ids, record_numbers([number(view.as_of)] * len(ids)))
    told = found.assign(
        price_cents=pd.arrays.IntegerArray(price, price == NONE),
        skills=pd.Series([skill_words(needs[needs["service_id"] == one]) for one in ids], found.index, dtype="str"),
        clients=use["clients"].reindex(ids).fillna(0).to_numpy(dtype="int64"),
        year_cents=use["year_cents"].reindex(ids).fillna(0).to_numpy(dtype="int64"),
    )
    gone = (told["retired_on"] <= pd.Timestamp(view.as_of)).to_numpy(dtype=bool)
    return PriceList(
        told[~gone].reset_index(drop=True),
        told[gone].reset_index(drop=True),
        service_verdicts(view).set_index("service_id"),
        needs,
    )


def _use(there: pd.DataFrame) -> pd.DataFrame:
    """By service: how many clients own it, and its revenue of the trailing twelve months."""
    owned = there[there["state"] == "owned"]
    of_each = owned.groupby("service_id")
    return pd.DataFrame({"clients": of_each.size(), "year_cents": of_each["amount_cents"].sum()})


def skill_words(needs: pd.DataFrame) -> str | None:
    """The skills of one service in a few words: Copywriting 14 h, level 3; +2 (None: no skill is listed)."""
    if needs.empty:
        return None
    first = next(needs.itertuples())
    name, more = str(first.skill), f"; +{len(needs) - 1}" if len(needs) > 1 else ""
    return f"{name[:1].upper()}{name[1:]} {hours(first)} h, level {first.least_level}{more}"


def hours(need: Any) -> str:
    """The hours a month of one needed skill."""
    return f"{need.minutes_per_month / 60:g}"
