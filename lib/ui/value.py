"""What the page of value and goals is made of: its objectives under the filters, headline figures, answer in words."""

from datetime import date

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.accounts import queries as of_accounts
from lib.days import in_force, number, record_numbers, spells
from lib.measure import Measure
from lib.people.queries import people
from lib.periods import add_months
from lib.ui import value_words as said
from lib.ui.figures import Card
from lib.ui.page import View
from lib.value.measuring import by_care, measured, rows_of
from lib.value.standing import standing

# The short names fit a card on a laptop; the tooltip gives the whole one.
HEADLINE = {
    "objectives_open": "Open objectives", "objectives_on_track": "On track", "value_delivered": "Outcomes delivered",
    "objectives_confirmed": "Confirmed lately", "reviews_overdue": "Reviews overdue",
}  # fmt: skip
Figures = dict[str, tuple[Measure, Measure]]
# Good news first: the sentence reads as a balance, the table as a list of what to do.
_TOLD = ("on pace", "reached", "behind", "overdue", "not read", "no target", "new")


def accounts(view: View) -> pd.DataFrame:
    """The accounts under the frame's filters on the as-of day. Columns: account_id, owner, sector."""
    return view.keep("accounts of objectives", lambda: _accounts(view))


def _accounts(view: View) -> pd.DataFrame:
    known, names, sectors = of_accounts.accounts(view.store), people(view.store), of_accounts.sectors(view.store)
    ids = record_numbers(known["id"])
    today = np.full(len(ids), number(view.as_of), dtype=np.int64)
    leads = in_force(spells(of_accounts.lead_owners(view.store), "account_id", "person_id"), ids, today)
    owner = dict(zip(names["id"], names["name"], strict=True))
    sector = dict(zip(sectors["id"], sectors["name"], strict=True))
    named = {
        "owner": [owner.get(one) for one in leads],
        "sector": [sector.get(one) for one in record_numbers(known["sector_id"])],
    }
    found = pd.DataFrame(named, dtype=object).assign(account_id=ids)
    for column, wanted in view.scope:
        found = found[found[column] == wanted]
    return found.reset_index(drop=True)


def objectives(view: View, day: date | None = None) -> pd.DataFrame:
    """Every objective under the filters as it stood on a day (None: the as-of day), what needs care first.

    Columns: those of `lib.value.standing.standing`, and owner of the account on the as-of day.
    """
    return view.keep("objectives", lambda: _objectives(view, day or view.as_of), day)


def _objectives(view: View, day: date) -> pd.DataFrame:
    found = standing(view.store, day)
    return by_care(found.merge(accounts(view)[["account_id", "owner"]], on="account_id"))


def headline(view: View) -> Figures:
    """The headline figures on the as-of day, and a quarter earlier over the same accounts."""
    return view.keep("headline of objectives", lambda: _headline(view, add_months(view.as_of, -3)))


def _headline(view: View, earlier: date) -> Figures:
    now, before = measured(objectives(view), view.as_of), measured(objectives(view, earlier), earlier)
    return {name: (now[name], before[name]) for name in HEADLINE}


def cards_of(view: View, found: Figures) -> list[Card]:
    """The headline figures with the objectives behind them."""
    return [_card(view, name, found[name]) for name in HEADLINE]


def _card(view: View, name: str, pair: tuple[Measure, Measure]) -> Card:
    when = f"12 months to {fmt.day(view.as_of)}" if name == "value_delivered" else f"on {fmt.day(view.as_of)}"
    return Card(name, pair[0], lambda: _evidence(view, name), pair[1], HEADLINE[name], when)


def _evidence(view: View, name: str) -> pd.DataFrame:
    rows = rows_of(objectives(view), name, view.as_of)
    shown = said.shown(rows)
    if name == "value_delivered":
        shown.insert(0, "Delivered", ["yes" if one else "no" for one in rows["delivered"]])
    return shown


def is_without(view: View) -> bool:
    """Whether no objective under the filters had begun by the day."""
    return view.keep("without objectives", lambda: objectives(view).empty)


def answer(view: View, found: Figures) -> str:
    """The page's question answered in one sentence, from the data."""
    balance = view.keep("balance of objectives", lambda: _balance(objectives(view)))
    return f"{balance}; {_delivered(found['value_delivered'][0])}.{_against(view, found)}"


def _balance(found: pd.DataFrame) -> str:
    there = found[found["state"] != "closed"]
    clients = fmt.counted(there["account_id"].nunique(), "client")
    many = f"**{fmt.counted(len(there), 'objective')}** {'is' if len(there) == 1 else 'are'} open for **{clients}**"
    counts = there["state"].value_counts()
    told = [f"{counts[word]:,} {said.IN_A_SENTENCE[word]}" for word in _TOLD if word in counts]
    return f"{many}: {', '.join(told)}" if told else many


def _delivered(measure: Measure) -> str:
    if measure.value is None:
        return "no promised outcome fell due in the last 12 months"
    outcomes = "promised outcome" if measure.base == 1 else "promised outcomes"
    part = fmt.of(measure.hits or 0, measure.base or 0)
    return f"of the {outcomes} that fell due in the last 12 months the client confirmed **{part}** as reached"


def _against(view: View, found: Figures) -> str:
    compared = any(before.value for _, before in found.values())
    return f" Changes are against {fmt.day(add_months(view.as_of, -3))}." if compared else ""
