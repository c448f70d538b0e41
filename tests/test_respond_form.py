"""The form as a reader without eyes meets it: names of fields, groups, problems beside them, escaping, contrast."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.applications import Starlette

from lib.respond.app import create_app
from lib.respond.exchange import offer
from lib.respond.filled import Filled, read
from lib.respond.form import STYLE, form_page, message_page
from lib.respond.links import new_token
from lib.respond.questions import Asked
from lib.respond.wave import Answer, Question, Wave
from tests.contrast import contrast
from tests.respond_cases import ANONYMOUS, ATTRIBUTED, FULL, QUESTIONS, ask, links_of, offered

ASKED = Asked(ANONYMOUS, QUESTIONS)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"


class Page(HTMLParser):
    """The tags of a page in order, each with the tags it stands in and the text inside it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), tuple(self._open)))
        if tag not in ("input", "meta"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes, _ in self.tags if tag in names]


def typed(**fields: str) -> Filled:
    return read(ASKED, fields)


@pytest.mark.parametrize("wave", [ANONYMOUS, ATTRIBUTED], ids=lambda wave: wave.mode)
def test_every_field_has_a_name_that_is_read_out(wave: Wave) -> None:
    page = Page(form_page(replace(ASKED, wave=wave)))
    labelled = {attributes.get("for") for attributes in page.all("label")}
    for tag, attributes, inside in page.tags:
        if tag in ("input", "textarea"):
            assert "label" in inside or attributes["id"] in labelled
        if attributes.get("type") in ("radio", "checkbox"):
            assert "fieldset" in inside
    legends = [inside for tag, _, inside in page.tags if tag == "legend"]
    assert len(legends) == len(page.all("fieldset")) == 5
    assert all(inside[-1] == "fieldset" for inside in legends)


def test_every_name_that_is_pointed_at_is_there_once() -> None:
    page = Page(form_page(ASKED, typed(q11="99", q12="a" * 2001, contact="yes")))
    ids = [attributes["id"] for _, attributes, _ in page.tags if "id" in attributes]
    pointed = [name for _, tag, _ in page.tags for name in (tag.get("aria-describedby") or "").split()]
    pointed += [(tag.get("href") or "")[1:] for tag in page.all("a")]
    assert len(ids) == len(set(ids))
    assert set(pointed) <= set(ids)
    assert {"q11-fault", "q12-fault", "name-fault", "q11-ends", "name-hint", "q11", "name"} <= set(pointed)
    assert all(int(tag.get("tabindex") or "0") <= 0 for _, tag, _ in page.tags)


def test_the_promise_stands_above_question_one() -> None:
    html = form_page(ASKED)
    assert 0 < html.index("Your answers are anonymous") < html.index(QUESTIONS[0].words)
    assert html.count("Please write no names") == 1


def test_a_form_with_problems_keeps_what_was_typed_and_says_what_is_wrong_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "respond.db"
    token, *_ = offered(path)
    app = create_app(path)
    fields = {"q11": "3", "q12": "  first\nsecond <b>", "q13": "na", "q15": "2", "contact": "yes", "name": ""}
    said = ask(app, f"/s/{token}", fields)
    assert said.status == 422
    page = Page(said.text)
    checked = {(tag["name"], tag["value"]) for tag in page.all("input") if "checked" in tag}
    assert checked == {("q11", "3"), ("q13", "na"), ("q15", "2"), ("contact", "yes")}
    assert "  first\nsecond <b>" in "".join(page.text)
    assert said.text.index('id="name-fault"') < said.text.index('id="name" name="name"')
    assert "Type your name" in said.text
    assert "<title>To put right: " in said.text
    assert ask(app, f"/s/{token}", fields | {"name": "Ada Byron"}).status == 303


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"q13": "na"}, (Answer(13, not_applicable=True),)),
        ({"q13": "", "q11": "0"}, (Answer(11, score=0),)),
        ({"q15": "0"}, (Answer(15, words="Decision maker"),)),
        (FULL, (Answer(11, score=9), Answer(12, words="Quick and kind."), Answer(13, not_applicable=True),
                Answer(14, score=6), Answer(15, words="Influencer"))),
    ],
)  # fmt: skip
def test_not_applicable_is_an_answer_and_blank_is_none(fields: dict[str, str], answers: tuple[Answer, ...]) -> None:
    filled = read(ASKED, fields)
    assert (filled.answers, filled.problems) == (answers, {})


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"q11": "5", "name": "Ada"}, "name"), ({"q11": "5", "contact": "yes"}, "name"), ({}, "q11"),
     ({"contact": "yes", "name": "a" * 201}, "name")],
)  # fmt: skip
def test_a_problem_names_its_field(fields: dict[str, str], where: str) -> None:
    assert list(read(ASKED, fields).problems) == [where]


def test_an_attributed_wave_asks_for_no_name() -> None:
    html = form_page(Asked(ATTRIBUTED, QUESTIONS))
    assert 'name="name"' not in html
    assert 'name="contact"' in html
    assert read(Asked(ATTRIBUTED, QUESTIONS), {"contact": "yes"}).problems == {}


def test_stored_and_typed_words_stay_words(tmp_path: Path) -> None:
    path, token = tmp_path / "respond.db", new_token()
    wave = replace(ATTRIBUTED, title=HOSTILE, firm=HOSTILE, promise=HOSTILE)
    questions = (Question(1, HOSTILE, "1-5", low=HOSTILE), Question(2, HOSTILE, "choice", (HOSTILE, "B")))
    offer(path, wave, (*questions, Question(3, HOSTILE, "text")), links_of([token], wave))
    app: Starlette = create_app(path)
    html = ask(app, f"/s/{token}", {"q3": HOSTILE * 60}).text
    page = Page(html)
    assert {tag for tag, _, _ in page.tags} & {"script", "img", "svg"} == set()
    assert [name for _, tag, _ in page.tags for name in tag if name.startswith("on")] == []
    assert "".join(page.text).count(HOSTILE) == 60 + 10
    assert Page(message_page(HOSTILE, HOSTILE)).all("script", "img") == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_and_edges_stand_out_from_what_they_stand_on(scheme: int) -> None:
    """WCAG 2.2 AA: 4.5 for words, 3 for edges of what can be used."""
    names = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", STYLE.split("@media (prefers")[scheme].split("* {")[0]))

    for back in ("paper", "sheet"):
        assert all(contrast(names[front], names[back]) >= 4.5 for front in ("ink", "quiet", "fault"))
        assert all(contrast(names[front], names[back]) >= 3 for front in ("edge", "accent"))
    assert contrast(names["on-accent"], names["accent"]) >= 4.5
    assert contrast(names["ink"], names["chosen"]) >= 4.5
