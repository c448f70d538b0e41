"""The judgement of every account on the page's day, under the formula in force or one that is only tried."""

from collections.abc import Mapping

import numpy as np

from lib import format as fmt
from lib.days import Ints, number, record_numbers
from lib.health.formula import Formula
from lib.health.history import Weeks, history_at, read_weeks
from lib.health.judging import Health, judge
from lib.health.queries import formula_at
from lib.health.reading import of_account, read_signals
from lib.health.signals import Signals
from lib.health.tables import BANDS
from lib.health.words import range_words
from lib.ui import session
from lib.ui.page import View

TREND_FROM = 0.5
SHAPES: Mapping[str, str] = {"Green": "●", "Amber": "▲", "Red": "■", "Unknown": "○"}


def band_word(band: object) -> str:
    """A band with its shape, for nobody should have to tell colours apart: `▲ Amber`."""
    return f"{SHAPES[band]} {band}" if isinstance(band, str) else "–"


def signals_now(view: View, formula: Formula) -> Signals:
    """What is seen of every account on the page's day, as far back as a formula lets its factors hold.

    Each kind of facts is read again only after a write to its own subjects.
    """
    return read_signals(view.store, view.as_of, formula.validity, session.keep_of)


def judged_under(view: View, formula: Formula) -> Health:
    """Every account, whatever the filters, judged under a formula."""
    signals = signals_now(view, formula)
    weeks = weeks_of(view, record_numbers(signals.accounts["id"]))
    return judge(signals, formula, history_at(weeks, number(view.as_of), taking=False))


def weeks_of(view: View, ids: Ints) -> Weeks:
    """The snapshots of a quarter up to the page's day, for some accounts."""
    about = (view.as_of, ids.tobytes())
    return session.keep_of("weeks", ("health",), about, lambda: read_weeks(view.store, ids, view.as_of))


def trend_mark(slope: float) -> str:
    """An arrow for a trend of half a point a week or more: less than three points in six weeks is noise."""
    if np.isnan(slope) or abs(slope) < TREND_FROM:
        return ""
    return " ↗" if slope > 0 else " ↘"


def judged_account(view: View, account_id: int) -> tuple[str | None, str]:
    """The computed band of one account, and its score in words; None where it is no active client on that day."""
    return view.keep("judged account", lambda: _judged_account(view, account_id), account_id)


def _judged_account(view: View, account_id: int) -> tuple[str | None, str]:
    health = judged_under(view, view.read(formula_at, view.as_of))
    at = of_account(health.signals, account_id)
    if at is None:
        return None, "No active client on this day"
    known = fmt.percent(float(health.bounds.coverage[at]))
    words = f"{range_words(health.bounds.low[at], health.bounds.high[at])}, {known} known"
    return BANDS[health.band[at]], f"{words}; {health.capped[at]}" if health.capped[at] else words
