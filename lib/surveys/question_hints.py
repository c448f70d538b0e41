"""What may be wrong with the words of a question: hints for who writes it, never a refusal."""

import re

MOST_WORDS = 25
# Pairs that name one thing: nobody answers them twice.
_ONE_THING = re.compile(
    r"\b(?:friends? or (?:a )?colleagues?|terms and conditions|research and development|pros and cons|and/or|"
    r"more or less|sooner or later|up and running|whether or not)\b"
)
_JOINED = re.compile(r"\b(?:and|or|as well as)\b|[&/]")
_LEADING = re.compile(
    r"\b(?:don't|doesn't|isn't|aren't|wouldn't|won't) (?:you|it|we|our)\b|\bhow (?:great|excellent|much do you love)\b"
)
_DOUBLE_NO = re.compile(
    r"\b(?:not|never|no)\b.*\b(?:not|never|no|without|un(?!der|til|it|i|less)\w{3,}|dis(?:agree|satisf|lik)\w+)\b"
)


def hints(words: str) -> list[str]:
    """Sentences on what to look at again in the words of a question; empty where nothing strikes."""
    text = " ".join(words.casefold().replace("’", "'").split())
    asked = _ONE_THING.sub("", text)
    found = {
        "It seems to ask two things at once: who thinks differently of each cannot answer.":
            bool(_JOINED.search(asked)) or text.count("?") > 1,
        "It suggests the answer: ask so that both ends are as easy to say.": bool(_LEADING.search(text)),
        "It denies twice: say it the other way round.": bool(_DOUBLE_NO.search(text)),
        f"It is longer than {MOST_WORDS} words: short questions are read to the end.": len(text.split()) > MOST_WORDS,
    }  # fmt: skip
    return [hint for hint, struck in found.items() if struck]
