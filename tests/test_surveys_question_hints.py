"""Hints on the words of a question."""

import pytest

from lib.surveys.question_hints import hints


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("How satisfied are you with our speed and our price?", 1), ("Do you like reports or calls?", 1),
        ("Was it fast? Was it good?", 1), ("Don't you agree that we are fast?", 1),
        ("It was not unclear what we did.", 1), ("How likely are you to recommend us to a friend or colleague?", 0),
        ("How is the sandwich brand?", 0), ("What did you not understand?", 0),
        ("word " * 26, 1), ("How clear are our reports?", 0),
    ],
)  # fmt: skip
def test_hints_tell_what_to_look_at_again(words: str, count: int) -> None:
    assert len(hints(words)) == count
