"""The set of eight questions a survey may start from, and the areas that results know by name."""

from typing import Any

RATED = {"0-10": range(11), "1-5": range(1, 6), "1-7": range(1, 8)}
# What is asked under each known area is asked on one scale, so that waves and surveys can be compared.
AREAS = {
    "recommendation": "0-10", "reason": "text", "satisfaction": "1-5", "responsiveness": "1-5", "reliability": "1-5",
    "value for price": "1-5", "ease": "1-7", "change": "text", "role": "choice",
}  # fmt: skip
ROLES = ("decision maker", "influencer", "user")
EASE = "ease"
_SATISFIED = ("very dissatisfied", "very satisfied")


def questions_for(kind: str) -> list[dict[str, Any]]:
    """The template's questions in order, as columns of survey_question without survey and position.

    How easy it was is asked only after a piece of work (transactional); every question may be left blank, and those
    about one side of the work may not apply.
    """
    asked = [
        _rated("How likely are you to recommend us to a colleague?", "recommendation",
               ("not at all likely", "extremely likely")),
        _open("What is the main reason for your score?", "reason"),
        _rated("How satisfied are you with us overall?", "satisfaction", _SATISFIED),
        _rated("How satisfied are you with how fast we respond?", "responsiveness", _SATISFIED, may_not_apply=True),
        _rated("How satisfied are you with how reliable our work is?", "reliability", _SATISFIED, may_not_apply=True),
        _rated("How satisfied are you with the value for the price you pay?", "value for price", _SATISFIED,
               may_not_apply=True),
        _rated("It was easy to work with us on this.", EASE, ("strongly disagree", "strongly agree")),
        _open("What should we change first?", "change"),
        _question("What is your part in working with us?", "role", choices="; ".join(ROLES)),
    ]  # fmt: skip
    return [question for question in asked if kind == "transactional" or question["area"] != EASE]


def _rated(words: str, area: str, ends: tuple[str, str], may_not_apply: bool = False) -> dict[str, Any]:
    return _question(words, area, low_words=ends[0], high_words=ends[1], may_not_apply=may_not_apply)


def _open(words: str, area: str) -> dict[str, Any]:
    return _question(words, area)


def _question(words: str, area: str, **more: Any) -> dict[str, Any]:
    return {"words": words, "scale": AREAS[area], "area": area, "better": "higher", "may_not_apply": False} | more
