"""The comments of an anonymous wave as they may be read: the words alone, in an order that tells nothing."""

from collections.abc import Callable
from zlib import crc32

import numpy as np
import pandas as pd

from lib.surveys.release_figures import LEAST_FOR_COMMENTS


def comments(
    answers: pd.DataFrame, question_id: int, view: str, holding: tuple[str, ...] = (), least: int = LEAST_FOR_COMMENTS,
    shown: Callable[[str], str] = str,
) -> list[str] | None:  # fmt: skip
    """The comments on a question of a whole wave; None where fewer than `least` people stand behind the choice (R11).

    `answers` as for the release. `holding`: only comments with one of these words (a search, the words of a topic);
    then the people are those who wrote them, else all who answered the wave. The order is another in each `view` and
    question and always the same there. `shown` gives the words as they are read, names out of sight: a search and the
    order go by these alone, else they would spell out what is hidden. Nothing stands beside a comment: no score, cut,
    date or sign of who wrote it.
    """
    written = answers[(answers["question_id"] == question_id) & answers["words"].notna()]
    if holding:
        low = written["words"].map(shown).str.casefold()
        written = written[[any(word.casefold() in text for word in holding) for text in low]]
    behind = (written if holding else answers)["sheet"].nunique()
    if behind < least:
        return None
    words = sorted(written["words"], key=shown)
    order = np.random.default_rng(crc32(f"{view}/{question_id}".encode())).permutation(len(words))
    return [words[at] for at in order]
