"""Stored text is shown exactly as written, whatever it holds."""

from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from lib.ui.text import plain


@given(some.text(alphabet=some.characters(min_codepoint=32, max_codepoint=382), max_size=60))
def test_markdown_shows_it_word_for_word(written: str) -> None:
    tokens = MarkdownIt("commonmark").parseInline(plain(written))[0].children or []
    kinds = {token.type for token in tokens}
    assert kinds <= {"text", "text_special"}
    assert " ".join("".join(token.content for token in tokens).split()) == " ".join(written.split())


def test_an_image_in_a_name_stays_words() -> None:
    assert "![" not in plain("![x](http://stranger.example/pixel.png)")
