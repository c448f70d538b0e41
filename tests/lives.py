"""Lives of clients as a test writes them: the month each ended in, "+" behind the months of one still here."""

import numpy as np

from lib.money.survival_figures import Lives


def lives_of(text: str) -> Lives:
    """`"3 5+ 5"`: one ended in its third month, one is still here after five, one ended in its fifth."""
    words = text.split()
    months = np.array([int(word.rstrip("+")) for word in words], dtype=np.int64)
    ended = np.array([not word.endswith("+") for word in words], dtype=np.bool_)
    return Lives(np.zeros(len(words), dtype=np.int64), months, ended)
