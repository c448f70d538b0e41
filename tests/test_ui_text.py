"""Stored text is shown exactly as written, whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from lib.ui.text import JOINER, plain


@given(some.text(alphabet=some.characters(min_codepoint=32, max_codepoint=382), max_size=60))
def test_markdown_shows_it_word_for_word(written: str) -> None:
    tokens = MarkdownIt("commonmark").parseInline(plain(written))[0].children or []
    kinds = {token.type for token in tokens}
    assert kinds <= {"text", "text_special"}
    shown = "".join(token.content for token in tokens).replace(JOINER, "")
    assert " ".join(shown.split()) == " ".join(written.split())


@pytest.mark.parametrize("address", ["http://a.example", "HTTPS://a.example", "www.a.example", "ann@a.example"])
def test_an_address_is_taken_apart_so_that_no_link_is_made_of_it(address: str) -> None:
    assert JOINER in plain(f"see {address}")


def test_words_that_are_no_address_stay_as_they_are() -> None:
    assert plain("a: b, c") == "a\\: b, c"


def test_a_name_never_turns_the_direction_of_the_sentence_it_stands_in() -> None:
    assert plain("a\u202eb\u2066c") == "abc"


def test_an_image_in_a_name_stays_words() -> None:
    assert "![" not in plain("![x](http://stranger.example/pixel.png)")
