"""The list of conversations: ready ones or those held back, by expected margin, one a client or all."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.ui import upsell
from lib.ui.page import View
from lib.ui.tables import chosen_row

READY, HELD = "To have now", "Held back"
PAGE = 50  # rows sent at once: more than a team talks about in a week
ROWS = 5


def conversation_list(view: View) -> pd.Series | None:
    """Draw the list; the chosen conversation, a row of `upsell.conversations`, or None."""
    every = upsell.found(view)
    with st.container(horizontal=True, vertical_alignment="center"):
        which = st.segmented_control(
            "Which", [READY, HELD], default=READY, key="conversations", bind="query-params", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        one_each = st.toggle(
            "One a client", value=True, key="one_a_client", bind="query-params",
            help="Only the most valuable one of each client: nobody wants to be asked for five things at once.",
        )  # fmt: skip
    shown = view.keep("conversation list", lambda: _listed(every, which == READY, one_each), which, one_each)
    if shown.empty:
        st.info(_empty(every, which == READY))
        return None
    frame = view.keep("conversation table", lambda: _shown(view, shown), which, one_each)
    chosen = chosen_row(
        frame, f"{len(frame)} conversations by expected margin: client, service, chance, reason, when, delivery",
        columns(view, which == READY), key="conversation", ids=_ids(shown), rows=ROWS, wrap=True,
    )  # fmt: skip
    if chosen is None:
        st.caption(_below(every, shown, which == READY, one_each))
        return None
    return shown.iloc[chosen]


def _ids(shown: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(shown["account_id"].tolist(), shown["service_id"].tolist(), strict=True))


def _listed(every: pd.DataFrame, ready: bool, one_each: bool) -> pd.DataFrame:
    some = every[every["ready"].to_numpy(dtype=bool) == ready]
    first: pd.DataFrame = some.drop_duplicates("account_id") if one_each else some
    return first.head(PAGE).reset_index(drop=True)


def _empty(every: pd.DataFrame, ready: bool) -> str:
    if not ready:
        return "Nothing is held back: whatever speaks for a service may be raised now."
    if len(every):
        return "No conversation can be had now. “Held back” says what stands in the way of each."
    return (
        "Here will stand which service to raise with which client, and why. A conversation needs something that speaks "
        "for it: an objective, a need in the client's profile, a request or a market signal, and a service with "
        "keywords that match it. Begin with the needs on the Account page, or the keywords in the tab “Price list”."
    )


def _below(every: pd.DataFrame, shown: pd.DataFrame, ready: bool, one_each: bool) -> str:
    total = int((every["ready"].to_numpy(dtype=bool) == ready).sum())
    why = "the best of each client" if one_each and len(shown) < PAGE else "the best"
    more = f" Shown {'is' if len(shown) == 1 else 'are'} {why}: {len(shown):,} of {total:,}." * (total > len(shown))
    return f"Choose a row to see what speaks for it, every gate in words, and to act on it.{more}"


def _shown(view: View, found: pd.DataFrame) -> pd.DataFrame:
    ready = bool(found["ready"].iloc[0])
    frame = pd.DataFrame(
        {
            "Account": found["account"].astype(object),
            "Service": found["service"].astype(object),
            "Margin": found["expected_cents"] / 100,
            "A year": found["amount_cents"] / 100,
            "P(win)": [chance_words(row) for row in found[["chance", "chance_low", "chance_high"]].to_numpy()],
            "Because": [_first_up(words) for words in found["reason"]],
        }
    )
    if ready:
        frame["Gates"] = [_first_up(words) for words in found["gates"]]
    if not ready:
        return frame.assign(**{"Held back by": [_first_up(words) for words in found["held_by"]]})
    when = [fmt.day(day.date()) for day in found["raise_on"]]
    who = found["raised_by"].astype(object).where(found["raised_by"].notna(), "nobody leads it")
    return frame.assign(
        **{
            "Who and when": [f"{name}, {day}" for name, day in zip(who, when, strict=True)],
            "Delivery": [_first_up(word) if isinstance(word, str) else "Cannot be told" for word in found["verdict"]],
        }
    )


def chance_words(chance: "np.typing.NDArray[np.float64]") -> str:
    """A chance with its interval: 44 % (35–53)."""
    if np.isnan(chance[0]):
        return "–"
    point, low, high = (round(100 * value) for value in chance)
    return f"{point} % ({low}–{high})"


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def columns(view: View, ready: bool) -> dict[str, ColumnConfig]:
    """How the columns look; the widths fit a laptop."""
    column, unit = st.column_config, fmt.sign(view.currency).strip()
    looks: dict[str, ColumnConfig] = {
        "Account": column.TextColumn(width=104),
        "Service": column.TextColumn(width=100),
        "Margin": column.NumberColumn(
            f"Margin ({unit})", format="localized", step=1, width=74,
            help="Expected margin a year: P(win) × what it brings a year × the service's margin.",
        ),
        "A year": column.NumberColumn(
            f"A year ({unit})", format="localized", step=1, width=70,
            help="What a client pays for it: the median of those who have it, of won deals, or the list price.",
        ),
        "P(win)": column.TextColumn(
            width=96,
            help="How often we win this service in this sector, drawn to the firm's own rate where there are few deals "
            "(beta-binomial), with its 95 % interval; raised by what the client owns already only where that is clear.",
        ),
        "Because": column.TextColumn(width=160 if ready else 168),
    }  # fmt: skip
    if not ready:
        return looks | {"Held back by": column.TextColumn(width=296)}
    return looks | {
        "Gates": column.TextColumn(width=160, help="The right to ask, and their appetite for risk; more when chosen."),
        "Who and when": column.TextColumn(width=104),
        "Delivery": column.TextColumn(width=76, help="From bookings and skills over the next months."),
    }
