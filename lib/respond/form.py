"""The pages as HTML: the form, and the short ones that say one thing; every word that was stored is escaped."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib.respond.filled import MOST_NAME, MOST_WORDS, NO_ANSWER, NOT_APPLICABLE, Filled, field_of
from lib.respond.questions import Asked
from lib.respond.wave import RATED, Question, promise_of

PAGES = Path(__file__).parent / "html"
STYLE = (PAGES / "style.css").read_text(encoding="utf-8")
# The one style sheet stands in the page; its hash is what the browser lets in.
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_templates = Environment(
    loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_templates.globals |= {
    "style": STYLE, "field_of": field_of, "promise_of": promise_of, "not_applicable": NOT_APPLICABLE,
    "no_answer": NO_ANSWER, "most_words": MOST_WORDS, "most_name": MOST_NAME,
}  # fmt: skip


def form_page(asked: Asked, filled: Filled | None = None, notice: str = "") -> str:
    """The form of a wave; with what was typed and its problems, or a `notice` above, where it came back."""
    filled = filled or Filled()
    parts = [(place, question, options(question)) for place, question in enumerate(asked.questions, 1)]
    template = _templates.get_template("form.html")
    return template.render(wave=asked.wave, parts=parts, filled=filled, problems=_listed(asked, filled), notice=notice)


def message_page(title: str, sentence: str) -> str:
    """A page that says one thing."""
    return _templates.get_template("message.html").render(title=title, sentence=sentence)


def options(question: Question) -> list[tuple[str, str, str]]:
    """What a person chooses from: (value sent, word shown, the end of the scale it is, in words)."""
    if question.scale not in RATED:
        return [(str(place), choice, "") for place, choice in enumerate(question.choices)]
    first, last = question.options[0], question.options[-1]
    ends = {first: question.low or "lowest", last: question.high or "highest"}
    return [(value, value, ends.get(value, "")) for value in question.options]


def _listed(asked: Asked, filled: Filled) -> list[tuple[str, str, str]]:
    """Problems in the order of the page: (field, what it belongs to, sentence)."""
    names = {field_of(question): f"Question {place}" for place, question in enumerate(asked.questions, 1)}
    names["name"] = "Your name"
    return [(name, where, filled.problems[name]) for name, where in names.items() if name in filled.problems]
