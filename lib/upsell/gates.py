"""Gates before a service is raised, each with words: appetite for risk, and what the client said to it before."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.accounts.tables import RISK_APPETITES
from lib.days import Bools

LEVEL = {word: at for at, word in enumerate(RISK_APPETITES)}


def risk_gate(risks: Sequence[object], appetites: Sequence[object]) -> tuple[Bools, list[str]]:
    """Whether each service asks no more risk than the client has an appetite for; both may be unknown.

    What is not known does not stop a conversation, it is told: the first question to ask.
    """
    told = [_risk(risk, appetite) for risk, appetite in zip(risks, appetites, strict=True)]
    return np.array([passes for passes, _ in told], dtype=bool), [words for _, words in told]


def _risk(risk: object, appetite: object) -> tuple[bool, str]:
    asked, wanted = LEVEL.get(str(risk)), LEVEL.get(str(appetite))
    if asked is None:
        return True, "the service's risk is not recorded"
    if asked == 0:
        return True, "low risk"
    if wanted is None:
        return True, f"{risk} risk, their appetite is not recorded: ask first"
    if asked > wanted:
        return False, f"{risk} risk, but their appetite for risk is {appetite}"
    return True, f"{risk} risk suits their {appetite} appetite"


def risk_in_short(risk: object, appetite: object) -> str:
    """The gate of risk in as few words as a table holds."""
    asked, wanted = LEVEL.get(str(risk)), LEVEL.get(str(appetite))
    if asked is None:
        return "risk not recorded"
    if asked == 0:
        return "low risk"
    if wanted is None:
        return f"{risk} risk: ask first"
    return f"{risk} risk {'suits them' if asked <= wanted else 'is too high'}"


def declined_words(until: "pd.Series[pd.Timestamp]", words: "pd.Series[str]") -> list[str]:
    """Until when a declined service is not raised, with what the client said; "" where it was not declined."""
    return [_declined(day, said) for day, said in zip(until, words, strict=True)]


def _declined(day: object, said: object) -> str:
    told = f": {said}" if isinstance(said, str) and said else ""
    if isinstance(day, pd.Timestamp):
        return f"declined, not before {fmt.day(day.date())}{told}"
    return f"declined, no date to ask again{told}"
