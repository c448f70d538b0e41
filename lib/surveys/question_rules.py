"""What a question of a survey must be before it is stored, refused in words that name the field."""

from collections.abc import Mapping, Set
from typing import Any

from lib.errors import RefusedValue
from lib.required import tidy, written
from lib.surveys.tables import SCALES
from lib.surveys.template import AREAS, EASE, RATED

MOST_WORDS, MOST_END, MOST_CHOICE, MOST_CHOICES, MOST_AREA = 300, 60, 100, 20, 60  # letters, but of choices how many
TEXTS = ("words", "low_words", "high_words")
SHAPE = {"scale", "choices", "low_words", "high_words"}
Row = Mapping[str, Any]


def typed(values: Row) -> dict[str, Any]:
    """What was typed, as it is to be stored; `new_area`, an own word, stands instead of the area chosen."""
    kept = {name: tidy(value) if name in TEXTS else value for name, value in values.items() if name != "new_area"}
    if "choices" in kept:
        kept["choices"] = "; ".join(choices_of(kept["choices"])) or None
    own = tidy(values.get("new_area"))
    return kept | ({"area": _known(own)} if own else {})


def choices_of(choices: str | None) -> list[str]:
    """The choices that were typed parted by semicolons, without empty ones."""
    return [choice for part in (choices or "").split(";") if (choice := tidy(part)) is not None]


def refuse_nonsense(values: Row, changed: Set[str], kind: str) -> None:
    """Raise RefusedValue for the first field in `changed` that may not be so in a survey of the kind."""
    if "words" in changed:
        words = written("words", values["words"], "write what is asked.")
        _not_longer("words", words, MOST_WORDS)
    if values["scale"] not in SCALES:
        raise RefusedValue("scale", "choose how it is answered.")
    if changed & SHAPE:
        _refuse_ends(values)
        _refuse_choices(values)
    if changed & {"better", "scale", "area"}:
        _refuse_area(values, kind)


def _known(area: str) -> str:
    """The template's spelling of an area, so that one thing has one name."""
    return next((known for known in AREAS if known.casefold() == area.casefold()), area)


def _not_longer(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise RefusedValue(field, f"is longer than {most} letters.")


def _refuse_ends(values: Row) -> None:
    scale, ends = values["scale"], {field: values[field] for field in ("low_words", "high_words")}
    for field, text in ends.items():
        if scale not in RATED and text is not None:
            raise RefusedValue(field, "only numbers have ends: leave it empty.")
        if scale in RATED and text is None:
            number = RATED[scale][0] if field == "low_words" else RATED[scale][-1]
            raise RefusedValue(field, f"say what {number} means, so that everybody reads the scale the same way.")
        _not_longer(field, text or "", MOST_END)
    if scale in RATED and ends["low_words"].casefold() == ends["high_words"].casefold():
        raise RefusedValue("high_words", "both ends say the same.")


def _refuse_choices(values: Row) -> None:
    choices = choices_of(values["choices"])
    if values["scale"] != "choice":
        if choices:
            raise RefusedValue("choices", "belong to a question answered by choice: leave it empty.")
        return
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise RefusedValue("choices", f"give 2 to {MOST_CHOICES} of them, parted by semicolons: yes; maybe; no.")
    seen: set[str] = set()
    for choice in choices:
        if choice.casefold() in seen:
            raise RefusedValue("choices", f"“{choice}” is there twice.")
        _not_longer("choices", choice, MOST_CHOICE)
        seen.add(choice.casefold())


def _refuse_area(values: Row, kind: str) -> None:
    area, scale, better = values["area"], values["scale"], values["better"]
    if better not in ("higher", "lower"):
        raise RefusedValue("better", "say which answers are the better ones.")
    if better == "lower" and scale not in RATED:
        raise RefusedValue("better", "only numbers have a direction: leave it at higher.")
    if area is None:
        return
    _not_longer("area", area, MOST_AREA)
    if area == EASE and kind != "transactional":
        raise RefusedValue("area", f"{EASE} is asked after one piece of work only, in a transactional survey.")
    if area in AREAS and AREAS[area] != scale:
        raise RefusedValue("area", f"{area} is {_asked_on(AREAS[area])} everywhere: choose that, or an own word.")
    if area in AREAS and better != "higher":
        raise RefusedValue("better", f"for {area} a higher answer is the better one everywhere.")


def _asked_on(scale: str) -> str:
    if scale in RATED:
        return f"asked from {RATED[scale][0]} to {RATED[scale][-1]}"
    return "answered by choice" if scale == "choice" else "answered in words"
