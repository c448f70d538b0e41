"""How long a survey takes to answer, reckoned from its questions before anybody was asked."""

from collections.abc import Iterable

# Pew Research Center budgets 85 ordinary questions for 15 minutes, about 10 seconds each ("How we keep our online
# surveys from running too long", 2022); one answered in words counts twice (a rule of thumb of the trade).
SECONDS_CHOSEN, SECONDS_WRITTEN = 10, 20
MOST_SECONDS = 120
HOW = (
    f"Time is reckoned, not measured: {SECONDS_CHOSEN} seconds a question that is answered with one click, "
    f"{SECONDS_WRITTEN} seconds one that is answered in words."
)


def seconds_for(scales: Iterable[str]) -> int:
    """Seconds to answer questions on these scales."""
    return sum(SECONDS_WRITTEN if scale == "text" else SECONDS_CHOSEN for scale in scales)


def in_words(seconds: int) -> str:
    """About 1 min 40 s; a survey without questions takes no time to speak of."""
    if not seconds:
        return "–"
    minutes, rest = divmod(seconds, 60)
    parts = ([f"{minutes} min"] if minutes else []) + ([f"{rest} s"] if rest else [])
    return f"about {' '.join(parts)}"


def too_long(seconds: int) -> bool:
    """Whether it takes more than the two minutes that clients are promised."""
    return seconds > MOST_SECONDS
