"""The page of surveys tells of an anonymous wave what was released and nothing else (R10, R12, R16, R17)."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from lib.periods import today
from lib.respond.filled import Filled
from lib.respond.wave import Cuts
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.store.writing import bump
from lib.surveys.closing import close_wave
from lib.surveys.tables import AnonymousAnswer, SurveyRelease
from tests.survey_wave_cases import Asked, answered, answers, sent

App = Callable[..., AppTest]
ANSWER, RELEASE = table_of(AnonymousAnswer), table_of(SurveyRelease)
TABS = ("Results", "Accounts", "Comments", "Follow-ups", "Waves and invitations")
NORTH, SOUTH = Cuts("Retail", "North", "Mia Lund"), Cuts("Tourism", "South", "Jon Day")


@pytest.fixture
def asked(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Thirty people asked anonymously; Ann looks."""
    form = tmp_path / "respond.db"
    monkeypatch.setenv("STEWARD_RESPOND_FILE", str(form))
    wave = sent(store, form, "anonymous", [NORTH] * 15 + [SOUTH] * 15)
    monkeypatch.setattr(st, "download_button", opened)
    introduce(store, "Ann Berg")
    return wave


def opened(label: str, data: Any, *_: Any, **__: Any) -> bool:
    """In place of a button for a file: what stands in the file."""
    st.code(f"{label}: {data().decode('utf-8-sig')}")
    return False


def eighteen_answer(asked: Asked) -> None:
    for contact in (*range(1, 9), *range(16, 26)):
        given = answers((2, 8, 10)[contact % 3], f"Because of {contact}.", 1 + contact % 5)
        answered(asked, contact, Filled((), given))


def protos(block: Any) -> Iterator[bytes]:
    """Every element of a page as it is sent to the browser: text, tables, charts with their data."""
    for child in block.children.values():
        sent_out = b"" if child.proto is None else child.proto.SerializeToString(deterministic=True)
        yield sent_out
        if hasattr(child, "children"):
            yield from protos(child)


def pages(app: App, on: date | None = None) -> dict[str, list[bytes]]:
    """All that stands on each tab of the page of surveys."""
    at, found = app("surveys.py", as_of=(on or today()).isoformat()), {}
    for tab in TABS:
        at.session_state["surveys_tab"] = tab
        at.run()
        assert not at.exception, (tab, at.exception)
        found[tab] = list(protos(at._tree))
    return found


def test_r16_while_a_wave_is_open_the_page_is_the_same_whoever_answered(app: App, store: Store, asked: Asked) -> None:
    before = pages(app)
    eighteen_answer(asked)
    with store.writes.begin() as connection:
        bump(connection, "surveys")  # nothing is kept from before: every cache is asked anew
    assert pages(app) == before


def test_r12_the_page_is_made_of_the_release_alone(app: App, store: Store, asked: Asked) -> None:
    """Every answer but its words is changed behind the release; no text, table or chart of the page changes."""
    eighteen_answer(asked)
    close_wave(store, "Ann", 1, asked.form)
    before, draw = pages(app), random.Random(5)
    assert sum(map(len, before.values())) > 40
    with store.writes.begin() as connection:
        for (key,) in connection.execute(select(ANSWER.c.key)).all():
            cuts = {"segment": draw.choice("AB"), "region": draw.choice("CD"), "manager": draw.choice("EF")}
            other = {"score": draw.randrange(1, 6), "not_applicable": draw.random() < 0.2}
            connection.execute(update(ANSWER).where(ANSWER.c.key == key).values(cuts | other))
        bump(connection, "surveys")
    assert pages(app) == before
    with store.writes.begin() as connection:  # and the test sees a change where there is one
        connection.execute(update(RELEASE).where(RELEASE.c.value.is_not(None)).values(value=0.123456, base=7777))
        bump(connection, "surveys")
    assert pages(app)["Results"] != before["Results"]


def test_r10_r11_of_few_answers_the_page_says_what_it_says_of_none(app: App, store: Store, asked: Asked) -> None:
    """Four answered, two of them in words: the release is the same as if nobody had, so the page is."""
    for contact in (1, 2, 16, 17):
        answered(asked, contact, words="Secret reason." if contact < 3 else None)
    close_wave(store, "Ann", 1, asked.form)
    assert store.rows(select(RELEASE.c.id).where(RELEASE.c.withheld.is_(False))) == []
    before = pages(app)
    assert not any(b"Secret" in element for elements in before.values() for element in elements)
    with store.writes.begin() as connection:
        connection.execute(ANSWER.delete())
        bump(connection, "surveys")
    assert pages(app) == before
