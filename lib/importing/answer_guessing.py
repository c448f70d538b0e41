"""What the column of a question probably means, by its title and cells: scale, codes, points of words, area."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lib.importing.answer_map import SCORED, QuestionMap
from lib.importing.answer_reading import number_in
from lib.required import folded

_NOT_APPLICABLE = frozenset(
    {"n/a", "na", "n.a.", "not applicable", "does not apply", "no opinion", "don't know", "don’t know",
     "nicht zutreffend", "trifft nicht zu", "keine angabe", "weiß nicht", "non applicable", "no aplica"}
)  # fmt: skip
# Numbers that survey tools write for "seen and left blank".
_BLANKS = frozenset({-99, 99, 999, -1, 98, 88})
_BLANK_ABOVE = {"0-10": 11}
# Answers in words, from the worst to the best, as the tools' own templates have them.
_LADDERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("1-5", ("very dissatisfied", "dissatisfied", "neither satisfied nor dissatisfied", "satisfied",
             "very satisfied")),
    ("1-5", ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied")),
    ("1-5", ("very unsatisfied", "unsatisfied", "neutral", "satisfied", "very satisfied")),
    ("1-5", ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree")),
    ("1-5", ("strongly disagree", "disagree", "neutral", "agree", "strongly agree")),
    ("1-5", ("very poor", "poor", "fair", "good", "very good")),
    ("1-5", ("poor", "fair", "good", "very good", "excellent")),
    ("1-5", ("very difficult", "difficult", "neutral", "easy", "very easy")),
    ("1-5", ("very difficult", "difficult", "neither easy nor difficult", "easy", "very easy")),
    ("1-5", ("sehr unzufrieden", "unzufrieden", "neutral", "zufrieden", "sehr zufrieden")),
    ("1-7", ("strongly disagree", "disagree", "somewhat disagree", "neither agree nor disagree", "somewhat agree",
             "agree", "strongly agree")),
    ("1-7", ("extremely dissatisfied", "moderately dissatisfied", "slightly dissatisfied",
             "neither satisfied nor dissatisfied", "slightly satisfied", "moderately satisfied",
             "extremely satisfied")),
)  # fmt: skip
_RECOMMEND = ("recommend", "empfehl", "recommand", "recomend", "raccomand", "consigli", "aanbevel")
_AREAS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("responsiveness", ("responsive",), ("1-5", "1-7")),
    ("reliability", ("reliab",), ("1-5", "1-7")),
    ("value for price", ("value for", "for the price", "worth the"), ("1-5", "1-7")),
    ("satisfaction", ("satisf", "zufrieden"), ("1-5",)),
    ("ease", ("easy", "ease", "effort"), ("1-7",)),
    ("reason", ("reason", "why did you"), ("text",)),
    ("change", ("change", "improve", "do better"), ("text",)),
    ("role", ("your role",), ("choice",)),
)
_MOST_CHOICES = 12
_FEW = 5
_MOSTLY = 0.8
# 6 is the best but one of seven, or "not applicable" of five: only that many answers without a 7 tell.
_MANY = 30
_SHORTEST = 10


def guess_question(heading: str, cells: Sequence[str], others_end_at_five: bool = False) -> QuestionMap:
    """The map of one column. `others_end_at_five`: the file has a column that is plainly on a scale of 1 to 5."""
    counts = Counter(cell.strip() for cell in cells if cell.strip())
    spoken = {text: count for text, count in counts.items() if folded(text) not in _NOT_APPLICABLE}
    not_applicable = tuple(sorted({text for text in counts if text not in spoken}))
    plain = QuestionMap(heading, heading, "text", take=bool(counts), not_applicable=not_applicable)
    if (points := _ladder(spoken)) is not None:
        scale, words = points
        return _in_area(plain, scale, points=words)
    numbers = _numbers(spoken)
    fitting = _scale(numbers, sum(spoken.values()), _SHORTEST if _of_ten(heading, numbers) else 0)
    if fitting is None:
        return _in_area(plain, _words_scale(heading, spoken))
    scale, codes = fitting
    if scale == "1-7" and others_end_at_five and 7 not in numbers and sum(numbers.values()) >= _MANY:
        return _in_area(plain, "1-5", missing=codes, not_applicable=(*not_applicable, "6"))
    return _in_area(plain, scale, missing=codes)


def _in_area(plain: QuestionMap, scale: str, **more: object) -> QuestionMap:
    kept = {"take": plain.take, "not_applicable": plain.not_applicable} | more
    area = area_of(plain.words, scale)
    return QuestionMap(plain.heading, plain.words, scale, area=area, **kept)  # type: ignore[arg-type]


def area_of(words: str, scale: str) -> str | None:
    """What a question asks about, by its words; None where they do not tell."""
    text = folded(words)
    if scale == "0-10":
        return "recommendation" if any(stem in text for stem in _RECOMMEND) else None
    found = (area for area, stems, scales in _AREAS if scale in scales and any(stem in text for stem in stems))
    return next(found, None)


def _ladder(spoken: Mapping[str, int]) -> tuple[str, dict[str, int]] | None:
    """Words of a known list of answers: their scale and points; None where several lists count them differently."""
    found = [
        (scale, {text: ladder.index(folded(text)) + 1 for text in sorted(spoken)})
        for scale, ladder in _LADDERS
        if len(spoken) >= 2 and all(folded(text) in ladder for text in spoken)
    ]
    return found[0] if found and all(one == found[0] for one in found) else None


def _numbers(spoken: Mapping[str, int]) -> Counter[int]:
    """The numbers in the cells, by how often; words beside a number count only where each number has the same."""
    found: Counter[int] = Counter()
    beside: dict[int, set[str]] = {}
    for text, count in spoken.items():
        number = number_in(text)
        if number is not None:
            found[number] += count
            beside.setdefault(number, set()).add("".join(filter(str.isalpha, folded(text))))
    told = all(len(words - {""}) <= 1 for words in beside.values())
    return found if told else Counter()


def _of_ten(heading: str, numbers: Mapping[int, int]) -> bool:
    """Whether a question is whether they recommend us, and its answers may be of ten: many would pass 5, or be 0."""
    return area_of(heading, "0-10") is not None and (max(numbers, default=0) > 5 or sum(numbers.values()) < _MANY)


def _scale(numbers: Mapping[int, int], filled: int, shortest: int = 0) -> tuple[str, tuple[str, ...]] | None:
    """The shortest scale that holds all numbers but codes for blank, or nearly all; and these codes."""
    best: tuple[str, tuple[str, ...]] | None = None
    for scale, (low, high) in sorted(SCORED.items(), key=lambda one: one[1][1]):
        if high < shortest:
            continue
        inside = sum(count for number, count in numbers.items() if low <= number <= high)
        codes = [one for one in numbers if one in _BLANKS or one == _BLANK_ABOVE.get(scale)]
        rest = filled - inside - sum(numbers[code] for code in codes)
        if inside and not rest and (not codes or inside >= 3 or shortest):
            return scale, tuple(map(str, sorted(codes)))
        if (
            best is None
            and filled - rest >= (1 if shortest else _FEW)
            and inside >= (0.5 if shortest else _MOSTLY) * (inside + rest)
        ):
            best = scale, tuple(map(str, sorted(codes)))
    return best


def _words_scale(heading: str, spoken: Mapping[str, int]) -> str:
    if area_of(heading, "text") is not None:
        return "text"
    repeated = sum(spoken.values()) >= 2 * len(spoken)
    numeric = all(text.isdecimal() for text in spoken)
    return "choice" if len(spoken) <= _MOST_CHOICES and repeated and not numeric else "text"


def ends_at_five(cells: Iterable[str]) -> bool:
    """Whether a column is plainly on a scale of 1 to 5: it holds a 5 and nothing beyond."""
    numbers = {number_in(cell) for cell in cells if cell.strip()}
    return 5 in numbers and numbers <= {1, 2, 3, 4, 5}


def looks_like(cells: Iterable[str], form: "re.Pattern[str]") -> bool:
    """Whether most of the filled cells of a column have a form."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and sum(bool(form.fullmatch(cell)) for cell in filled) >= _MOSTLY * len(filled)
