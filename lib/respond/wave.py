"""What one wave asks and promises, frozen when it is offered, and what comes back from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lib.errors import StewardError

MODES = ("attributed", "anonymous")
RATED = {"0-10": range(11), "1-5": range(1, 6), "1-7": range(1, 8)}
SCALES = (*RATED, "choice", "text")
LEAST_GROUP = 3  # the floor of the Handbook on Statistical Disclosure Control; a wave may ask for more


class BadOffer(StewardError):
    """A wave that cannot be offered as it is; nothing was written."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is shown; `number` is the one that the asking side knows it by.

    `low` and `high` are the words for the ends of a scale; `choices` are for the scale "choice".
    """

    number: int
    words: str
    scale: str
    choices: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    may_not_apply: bool = True

    @property
    def options(self) -> tuple[str, ...]:
        """What a person chooses from, in order; empty for a question answered in words."""
        return self.choices or tuple(map(str, RATED.get(self.scale, ())))


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave; `closes_on` is the last day on which its links open, `code` the name it is collected by.

    `promise` is the sentence above question 1; left empty it is the one that fits the mode. `k` is the smallest
    group that an anonymous wave may tell apart.
    """

    code: str
    title: str
    firm: str
    mode: str
    closes_on: date
    promise: str = ""
    k: int = 5

    @property
    def anonymous(self) -> bool:
        """Whether answers are kept without the link they came by."""
        return self.mode == "anonymous"


@dataclass(frozen=True, slots=True)
class Cuts:
    """The groups that an answer counts for, frozen with the link; None: not told apart."""

    segment: str | None = None
    region: str | None = None
    manager: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is offered with; `handle`, the asking side's word for whom it asked, in attributed waves only.

    Links of one handle, such as that of a reminder, are spent together.
    """

    cuts: Cuts
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: a score, words, or that it does not apply. A blank one is no answer at all."""

    number: int
    score: int | None = None
    words: str | None = None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The answers of one person; in an anonymous wave `handle` and `answered_on` are None and `key` is random.

    `complete`: every question is answered or does not apply, but for those answered in words, which are left to taste.
    """

    key: str
    handle: str | None
    answered_on: date | None
    cuts: Cuts
    answers: tuple[Answer, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody asked to be contacted: by the name typed (anonymous) or by the handle of the link (attributed)."""

    name: str
    handle: str | None


@dataclass(frozen=True, slots=True)
class Collected:
    """All that a wave brought so far; sheets and wishes are in random order and, when anonymous, not linked."""

    sheets: tuple[Sheet, ...]
    wishes: tuple[Wish, ...]


def promise_of(wave: Wave) -> str:
    """The promise above question 1, in one sentence (R18: "anonymous" only where no answer leads to a person)."""
    if wave.promise:
        return wave.promise
    if wave.anonymous:
        return (
            "Your answers are anonymous: they are kept without your name or the time, and shown only for groups of "
            f"{wave.k} people or more."
        )
    return f"Your answers carry your name: the people at {wave.firm} who work for you read them, to act on them."


def check_offer(wave: Wave, questions: Sequence[Question]) -> None:
    """Raise BadOffer, naming the first thing to put right, for a wave that cannot be asked."""
    for sentence in _faults(wave, questions):
        raise BadOffer(sentence)


def check_links(wave: Wave, links: Iterable[Link]) -> None:
    """Raise BadOffer where a link of an anonymous wave names whom it asks, or one of an attributed wave does not."""
    for link in links:
        if wave.anonymous and link.handle is not None:
            raise BadOffer("A link of an anonymous wave may not name whom it asks: leave its handle out.")
        if not wave.anonymous and not link.handle:
            raise BadOffer("A link of an attributed wave names whom it asks: give it a handle.")


def check_groups(wave: Wave, links: Iterable[Cuts]) -> None:
    """Raise BadOffer where an anonymous wave would tell apart fewer than `k` invited people by all cuts together."""
    counted: dict[Cuts, int] = {}
    for cuts in links if wave.anonymous else ():
        counted[cuts] = counted.get(cuts, 0) + 1
    for cuts, count in counted.items():
        if count < wave.k:
            raise BadOffer(
                f"{_named(cuts)}: only {count} of the invited, an anonymous wave needs {wave.k} in every group that "
                "its cuts tell apart together: leave out a cut for them."
            )


def _named(cuts: Cuts) -> str:
    told = {"segment": cuts.segment, "region": cuts.region, "manager": cuts.manager}
    return ", ".join(f"{name} {value}" for name, value in told.items() if value) or "No cut"


def _faults(wave: Wave, questions: Sequence[Question]) -> Iterable[str]:
    if wave.mode not in MODES:
        yield f"Mode: '{wave.mode}' is neither attributed nor anonymous."
    if not (wave.code and wave.title and wave.firm):
        yield "A wave needs a code, a title and the name of the firm that asks."
    if wave.anonymous and wave.k < LEAST_GROUP:
        yield f"The smallest group of an anonymous wave is {LEAST_GROUP}, not {wave.k}."
    if not wave.anonymous and "anonym" in wave.promise.lower():
        yield "The promise says anonymous and the answers would carry a name: change the promise or the mode."
    if not questions:
        yield "A wave needs at least one question."
    if len({question.number for question in questions}) < len(questions):
        yield "Two questions have the same number."
    yield from (fault for question in questions for fault in _question_faults(question))


def _question_faults(question: Question) -> Iterable[str]:
    if question.scale not in SCALES:
        yield f"'{question.words}': {question.scale} is no scale; there are {', '.join(SCALES)}."
    if not question.words.strip():
        yield f"Question {question.number} has no words."
    if (question.scale == "choice") != (len(question.choices) > 1):
        yield f"'{question.words}': two choices or more belong to a question of choice, and to no other."
