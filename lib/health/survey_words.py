"""What the survey factor says in words: asked, answered and score apart, and silence by name."""

from lib import format as fmt
from lib.days import day_of
from lib.health.seen_asked import silent
from lib.health.signals import Asked, Seen

NOT_ALONE = "not this client alone"


def answers_in_words(seen: Seen, at: int) -> str:
    """What is behind the score of the account at a position: "3 of 5 asked answered, mean 7.8 of 10"."""
    asked, sheets = seen.asked, int(seen.second[at])
    if asked is not None and asked.group[at]:
        return "; ".join([f"its {asked.group[at]}, n = {sheets}, {NOT_ALONE}", *_listed(silence(asked, at))])
    mean, of_sheets = f"mean {seen.first[at]:.1f} of 10", fmt.counted(sheets, "answer")
    if asked is None or not asked.asked[at]:
        return "; ".join([f"{mean} in {of_sheets}, nobody on record as asked", *_listed(again(asked, at))])
    answered = int(asked.answered[at])
    more = "" if sheets == answered else f" in {of_sheets}"
    parts = [f"{answered} of {asked.asked[at]} asked answered, {mean}{more}", *_listed(_unheard(asked, at))]
    return "; ".join([*parts, *_listed(again(asked, at))])


def silence(asked: Asked, at: int) -> str:
    """Who was asked in the days up to today and did not answer: "asked 4, nobody answered since 3 May 2025"."""
    if not asked.asked[at]:
        return ""
    if asked.answered[at]:
        return f"{asked.answered[at]} of {asked.asked[at]} asked answered, without a number"
    back = int(asked.unreached[at])
    reached = f" ({back} not reached)" if 0 < back < asked.asked[at] else ""
    if back == asked.asked[at]:
        return f"asked {back}, none of them was reached"
    ends = "nobody answered yet, the survey is still open" if asked.running[at] else _since(int(asked.first[at]))
    among = [name for name, there in _deciding(asked, at) if there]
    return f"asked {asked.asked[at]}{reached}, {ends}" + (f", {' and '.join(among)} among them" if among else "")


def is_silent(asked: Asked, at: int) -> bool:
    """Whether people were asked and reached, and nobody answered although the time to do so is over."""
    return bool(silent(asked)[at] or (asked.again[at] and not asked.again_running[at]))


def again(asked: Asked | None, at: int) -> str:
    """Who was asked since the last answer, where nobody answered: "asked 4 again on 3 May 2025 …"; "": nobody was."""
    if asked is None or not asked.again[at]:
        return ""
    still = ", the survey is still open" if asked.again_running[at] else ""
    return f"asked {asked.again[at]} again on {fmt.day(day_of(int(asked.again_first[at])))}, nobody answered{still}"


def _unheard(asked: Asked, at: int) -> str:
    names = [name for name, there in _deciding(asked, at) if there]
    if len(names) == 2:
        return "neither the sponsor nor a decision maker answered"
    if asked.sponsor_silent[at]:
        return "the sponsor did not answer"
    return "no decision maker answered" if names else ""


def _deciding(asked: Asked, at: int) -> tuple[tuple[str, bool], ...]:
    return ("the sponsor", bool(asked.sponsor_silent[at])), ("a decision maker", bool(asked.deciders_silent[at]))


def _since(day: int) -> str:
    return f"nobody answered since {fmt.day(day_of(day))}"


def _listed(words: str) -> list[str]:
    return [words] if words else []
