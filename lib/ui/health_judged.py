"""The judgement of every account on the page's day, under the formula in force or one that is only tried."""

from collections.abc import Mapping

import numpy as np

from lib import format as fmt
from lib.days import number, record_numbers
from lib.health.formula import Formula
from lib.health.history import History, history_at, read_weeks
from lib.health.judging import Health, judge
from lib.health.queries import formula_at
from lib.health.reading import of_account, read_signals
from lib.health.signals import Signals
from lib.health.tables import BANDS
from lib.ui.page import View

SHAPES: Mapping[str, str] = {"Green": "●", "Amber": "▲", "Red": "■", "Unknown": "○"}


def band_word(band: object) -> str:
    """A band with its shape, for nobody should have to tell colours apart: `▲ Amber`."""
    return f"{SHAPES[band]} {band}" if isinstance(band, str) else "–"


def signals_now(view: View) -> Signals:
    """What is seen of every account on the page's day."""
    return view.read(read_signals, view.as_of)


def judged_under(view: View, formula: Formula) -> Health:
    """Every account, whatever the filters, judged under a formula."""
    signals = signals_now(view)
    return judge(signals, formula, view.keep("health history", lambda: _history(view, signals)))


def _history(view: View, signals: Signals) -> History:
    weeks = read_weeks(view.store, record_numbers(signals.accounts["id"]), view.as_of)
    return history_at(weeks, number(view.as_of), taking=False)


def range_words(low: float, high: float) -> str:
    """An interval in whole points, never rounded over a threshold: the low one down, the high one up."""
    least, most = int(np.floor(low + 1e-9)), int(np.ceil(high - 1e-9))
    return f"{least}" if high - low < 0.05 else f"{least}–{most}"


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
