"""What a factor says in words: what was seen, and what is missing."""

from collections.abc import Sequence

import numpy as np

from lib.health.formula import FACTOR_NAMES, Formula
from lib.health.signals import Signals
from lib.health.survey_words import again, answers_in_words, is_silent, silence
from lib.health.tables import FACTORS

# What has to be recorded for a factor to be known.
NEEDS = {
    "value": "a reading of every open objective",
    "delivery": "a delivery with its dates",
    "scope": "hours logged against a scope",
    "breadth": "who talked to whom",
    "cadence": "a formal update, and how often they are due",
    "survey": "an answer to a survey",
    "escalations": "a contact with the client",
    "commercial": "revenue or an invoice",
}
ENDS_SOON = 90  # days from which on the end of a contract takes points
SHORT_NEEDS = {
    "value": "objective readings", "delivery": "delivery dates", "scope": "hours and scope", "breadth": "who met whom",
    "cadence": "formal updates", "survey": "survey answer", "escalations": "a recent contact",
    "commercial": "revenue or invoices",
}  # fmt: skip


def said(signals: Signals, factor: str, at: int) -> str:
    """What was seen of a factor of the account at a position, as a sentence without a stop; "" where nothing was."""
    seen = signals.seen[factor]
    if np.isnan(seen.score[at]):
        return ""
    return _SAY[factor](signals, at, float(seen.first[at]), float(seen.second[at]))


def _many(number: float, noun: str, plural: str | None = None) -> str:
    return f"{number:.0f} {noun if number == 1 else plural or noun + 's'}"


def _value(_signals: Signals, _at: int, behind: float, count: float) -> str:
    if behind == 0:
        return f"{_many(count, 'objective')} on pace" if count > 1 else "the objective is on pace"
    return f"{behind:.0f} of {_many(count, 'objective')} behind"


def _delivery(_signals: Signals, _at: int, late: float, count: float) -> str:
    return f"{late:.0f} of {_many(count, 'delivery', 'deliveries')} late"


def _scope(_signals: Signals, _at: int, over: float, share: float) -> str:
    if np.isnan(over):
        # No number: fees and hours stand elsewhere, and with the margin they would tell what an hour costs.
        return "margin under 30 % in three months"
    return f"{_many(over, 'hour')} beyond what was agreed ({share * 100:.0f} %)" if over >= 0.5 else "within scope"


def _breadth(_signals: Signals, _at: int, contacts: float, colleagues: float) -> str:
    alone = "single-threaded: " if min(contacts, colleagues) == 1 else ""
    return f"{alone}{_many(contacts, 'contact')} and {_many(colleagues, 'colleague')} in touch"


def _cadence(_signals: Signals, _at: int, made: float, due: float) -> str:
    return f"{made:.0f} of {_many(due, 'update')} made"


def _survey(signals: Signals, at: int, _mean: float, _sheets: float) -> str:
    return answers_in_words(signals.seen["survey"], at)


def _escalations(_signals: Signals, _at: int, count: float, worst: float) -> str:
    return f"{_many(count, 'escalation')} open, worst severity {worst:.0f}" if count else "no escalation open"


def _commercial(signals: Signals, at: int, trend: float, overdue: float) -> str:
    parts = ["notice was given"] if not np.isnan(signals.standing.notice[at]) else []
    parts += _ending(signals, at) if not parts else []
    parts += [f"an invoice {overdue:.0f} days overdue"] if overdue > 0 else []
    parts += [f"revenue {trend * 100:+.0f} % in three months"] if abs(trend) >= 0.005 else []
    return ", ".join(parts) or "revenue steady, nothing overdue"


def _ending(signals: Signals, at: int) -> list[str]:
    days = np.nan if signals.standing.ending is None else float(signals.standing.ending[at])
    if days <= 0:
        return [f"the contract ended {_many(-days, 'day')} ago" if days else "the contract has ended"]
    return [f"the contract ends in {_many(days, 'day')}"] if days <= ENDS_SOON else []


_SAY = {
    "value": _value, "delivery": _delivery, "scope": _scope, "breadth": _breadth, "cadence": _cadence,
    "survey": _survey, "escalations": _escalations, "commercial": _commercial,
}  # fmt: skip


def why_unknown(signals: Signals, formula: Formula, factor: str, at: int) -> str:
    """Why a factor of an account is not known: never seen, or seen too long ago."""
    score, age = signals.scores[at, FACTORS.index(factor)], signals.age[at, FACTORS.index(factor)]
    silent = silent_words(signals, at) if factor == "survey" else ""
    if np.isnan(score):
        return f"{silent}: needs {NEEDS[factor]}" if silent else f"needs {NEEDS[factor]}"
    longest = formula.validity[factor] + int(signals.seen[factor].longer[at])
    also = f", {silent}" if silent else ""
    return f"last seen {age} days ago, holds for {longest}{also}: needs {NEEDS[factor]}"


def silent_words(signals: Signals, at: int) -> str:
    """Who at the account was asked in a survey and did not answer since anybody did; "" where nobody was."""
    seen = signals.seen["survey"]
    if seen.asked is None:
        return ""
    own = not np.isnan(seen.score[at]) and not seen.asked.group[at]
    return again(seen.asked, at) if own else silence(seen.asked, at)


def needs(signals: Signals, missing: Sequence[str], at: int) -> str:
    """The inputs that would settle a band, shortest first two by name, and that the client was asked and is silent."""
    asked = signals.seen["survey"].asked
    silent = " (asked, nobody answered)" if asked is not None and is_silent(asked, at) else ""
    named = [SHORT_NEEDS[factor] + (silent if factor == "survey" else "") for factor in missing]
    more = f" and {len(named) - 2} more" if len(named) > 2 else ""
    return f"Needs {', '.join(named[:2])}{more}"


def weighs(factor: str, sentence: str) -> str:
    """What weighs most: the factor and what was seen of it."""
    return f"{FACTOR_NAMES[factor]}: {sentence}"


def range_words(low: float, high: float) -> str:
    """An interval of scores in whole points, never rounded over a threshold: the low one down, the high one up."""
    least, most = int(np.floor(low + 1e-9)), int(np.ceil(high - 1e-9))
    return f"{least}" if high - low < 0.05 else f"{least}–{most}"
