"""Next best conversations on the screen: those under the frame's filters, and what the head of the page tells."""

from dataclasses import replace
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.days import record_numbers
from lib.growth.open_figures import open_pipeline
from lib.growth.pipeline import RENEWAL
from lib.health.queries import formula_at
from lib.measure import Measure
from lib.ui import growth, growth_forecast, session
from lib.ui.figures import Card
from lib.ui.health_judged import judged_under
from lib.ui.page import View
from lib.ui.text import plain
from lib.upsell import figures
from lib.upsell.conversations import Known, conversations
from lib.upsell.reading import read_known

Figures = dict[str, Measure]
# The short names fit a card on a phone; the tooltip gives the whole one.
SHORT = {"conversations_ready": "Conversations", "right_earned": "Right earned", "forecast_quarter": "This quarter"}


def known(view: View) -> Known:
    """What is known of every active account on the page's day, whatever the filters."""
    health = judged_under(view, view.read(formula_at, view.as_of)).table
    bands = health.set_index("account_id")["band"]
    return read_known(view.store, view.as_of, bands, session.keep_of)


def found(view: View) -> pd.DataFrame:
    """Every conversation under the filters, ready or held back; columns as `upsell.conversations`."""
    return view.keep("conversations", lambda: growth.filtered(view, every_conversation(view)))


def every_conversation(view: View) -> pd.DataFrame:
    """The same, whatever the filters."""
    return session.keep("every conversation", (view.as_of,), lambda: conversations(known(view), view.as_of))


def suggestions(view: View) -> pd.DataFrame:
    """The conversations worth having now, best first, under the filters. Columns: account_id, service_id, chance."""
    return view.keep("suggestions", lambda: _ready(found(view))[["account_id", "service_id", "chance"]])


def _ready(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["ready"].to_numpy(dtype=bool)]


def rights(view: View) -> pd.DataFrame:
    """Whether the right to ask is earned, each active account under the filters. Columns: Account, Right, earned."""
    return view.keep("rights", lambda: _rights(view))


def _rights(view: View) -> pd.DataFrame:
    facts = known(view)
    cells = facts.cells.drop_duplicates("account_id")[["account_id", "account", "sector", "owner"]]
    mine = growth.filtered(view, cells)
    ids = record_numbers(mine["account_id"])
    words = facts.rights.words.reindex(ids).tolist()
    earned = pd.Series(facts.rights.earned, index=facts.rights.ids).reindex(ids).to_numpy(dtype=bool)
    return pd.DataFrame({"Account": mine["account"].astype(object), "earned": earned, "Why": words})


def headline(view: View) -> Figures:
    """The figures of the head of the page."""
    return view.keep("headline of growth", lambda: _headline(view))


def _headline(view: View) -> Figures:
    frame, deals = found(view), growth.open_deals(view)
    ready = frame["ready"].to_numpy(dtype=bool)
    amounts, prices = (record_numbers(deals[name]) for name in ("amount_cents", "list_price_cents"))
    return {
        "conversations_ready": figures.conversations_ready(ready),
        "expected_margin_ready": figures.expected_margin_ready(ready, frame["expected_cents"].to_numpy()),
        "right_earned": figures.right_earned(rights(view)["earned"].to_numpy(dtype=bool)),
        "open_pipeline": open_pipeline(amounts, prices, (deals["kind"] == RENEWAL).to_numpy(dtype=bool)),
        "forecast_quarter": growth_forecast.this_quarter(view),
    }


def cards(view: View, said: Figures) -> list[Card]:
    """The headline figures with the rows behind them."""
    day = fmt.day(view.as_of)
    rows: dict[str, Any] = {
        "conversations_ready": lambda: _conversation_rows(view, _ready(found(view))),
        "expected_margin_ready": lambda: _conversation_rows(view, _ready(found(view))),
        "right_earned": lambda: _right_rows(view),
        "open_pipeline": lambda: _deal_rows(view),
        "forecast_quarter": lambda: growth_forecast.rows(view),
    }
    return [
        Card(name, _remarked(view, name, one), rows[name], None, SHORT.get(name, ""), day) for name, one in said.items()
    ]


def _remarked(view: View, name: str, measure: Measure) -> Measure:
    """The measure with what a card says below it: of a rate its counts, of the forecast its range."""
    if name == "right_earned" and measure.base and not fmt.in_counts(measure):
        return replace(measure, note=f"{measure.hits or 0:,} of {fmt.counted(measure.base, 'client')}")
    if name == "forecast_quarter" and measure.low is not None and measure.high is not None:
        low, high = fmt.money(measure.low, view.currency), fmt.money(measure.high, view.currency)
        return replace(measure, note=f"{low} to {high} in 8 of 10 runs" if low != high else "")
    return measure


def _conversation_rows(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    sign = fmt.sign(view.currency).strip()
    return pd.DataFrame(
        {
            "Account": frame["account"].astype(object),
            "Service": frame["service"].astype(object),
            "P(win) (%)": (frame["chance"] * 100).round(),
            f"A year ({sign})": frame["amount_cents"] / 100,
            "Margin (%)": (frame["margin"] * 100).round(),
            f"Expected margin ({sign})": frame["expected_cents"] / 100,
            "Because": frame["reason"],
        }
    )


def _right_rows(view: View) -> pd.DataFrame:
    frame = rights(view)
    right = ["earned" if earned else "not earned" for earned in frame["earned"]]
    return frame.assign(Right=right)[["Account", "Right", "Why"]].sort_values("Right")


def _deal_rows(view: View) -> pd.DataFrame:
    deals = growth.open_deals(view)
    deals = deals[deals["kind"] != RENEWAL]
    return pd.DataFrame(
        {
            "Opportunity": deals["name"],
            "Account": deals["account"].astype(object),
            "Service": deals["service"].astype(object),
            "Stage": deals["stage"],
            f"Value ({fmt.sign(view.currency).strip()})": deals["value_cents"].astype("Float64") / 100,
            "Opened": deals["opened_on"],
        }
    )


def answer(view: View, said: Figures) -> str:
    """The page's question answered in one sentence, from the data."""
    ready, margin = said["conversations_ready"], said["expected_margin_ready"]
    count, held = int(ready.value or 0), (ready.base or 0) - int(ready.value or 0)
    worth = ""
    if margin.value is not None:
        worth = f", together worth **{plain(fmt.money(margin.value, view.currency))}** of expected margin a year"
    told = f"**{count:,} {'conversation' if count == 1 else 'conversations'}** can be had now{worth}"
    if not count:
        told = "**No conversation** can be had now: nothing speaks for a service that an account lacks"
        if held:
            told = "**No conversation** can be had now"
    back = f"; {held:,} more {'is' if held == 1 else 'are'} held back" if held else ""
    right = said["right_earned"]
    earned = ""
    if right.base:
        clients = "client" if right.base == 1 else "clients"
        earned = f" The right to ask is earned at **{fmt.of(right.hits or 0, right.base)}** {clients}."
    return f"{told}{back}.{earned}{_closes(view, said['forecast_quarter'])}"


def _closes(view: View, close: Measure) -> str:
    if close.value is None or close.low is None or close.high is None or close.low == close.high:
        return ""
    middle, low, high = (plain(fmt.money(cents, view.currency)) for cents in (close.value, close.low, close.high))
    return f" This quarter closes at about **{middle}** of new money ({low} to {high} in 8 of 10 runs)."
