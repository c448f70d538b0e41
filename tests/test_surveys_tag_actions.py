"""Tags of comments: given and taken away in place, turned down for good, keys of anonymous comments kept in."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lib.accounts.tables import Account, Contact
from lib.errors import RefusedValue
from lib.store.actors import NotAllowed
from lib.store.base import now, table_of
from lib.store.confining import acting_as
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.users import add_user, confine, user_for
from lib.store.writing import perform
from lib.surveys import tag_actions as actions
from lib.surveys.comment_queries import anonymous_tags, tags
from lib.surveys.tables import (
    AnonymousAnswer,
    CommentTag,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    SurveyResponse,
    SurveyWave,
)
from tests.facts import put

KEY = "9f" * 16


@pytest.fixture
def firm(store: Store) -> Store:
    """A comment of an attributed survey (answer 1) and one of an anonymous one."""
    for number, mode in ((1, "attributed"), (2, "anonymous")):
        put(
            store, Survey(id=number, name=mode, kind="relationship", mode=mode),
            SurveyQuestion(id=number, survey_id=number, position=1, words="Why?", scale="text"),
            SurveyWave(id=number, survey_id=number, name="2026", opens_on=date(2026, 5, 1),
                       closed_at=datetime(2026, 6, 1, tzinfo=UTC)),
        )  # fmt: skip
    put(store, SurveyResponse(id=1, survey_wave_id=1, answered_on=date(2026, 5, 2)),
        SurveyAnswer(id=1, survey_response_id=1, survey_question_id=1, words="Too slow"))  # fmt: skip
    row = AnonymousAnswer(key=KEY, survey_wave_id=2, survey_question_id=2, sheet="s", words="Too dear").model_dump()
    perform(store, "test", "answers", lambda write: write.add_many(AnonymousAnswer, [row]))
    return store


def given(store: Store) -> dict[str, tuple[str, bool]]:
    return {row.tag: (row.tagged_by, row.rejected) for row in tags(store, 1).itertuples()}


def test_tags_become_what_is_wanted_once_however_often_it_is_sent(firm: Store) -> None:
    actions.retag(firm, "Ann", 1, [], ["Speed", " speed ", "people"], "a")
    actions.retag(firm, "Ann", 1, [], ["other"], "a")
    assert given(firm) == {"people": ("Ann", False), "speed": ("Ann", False)}
    actions.retag(firm, "Bo", 1, ["people", "speed"], ["speed"], "b")
    assert given(firm) == {"speed": ("Ann", False)}
    actions.retag(firm, "Cy", 1, [], ["price"], "stale")  # Cy saw none: what others gave stays
    assert list(given(firm)) == ["price", "speed"]
    with pytest.raises(RefusedValue, match="1 to 40 letters"):
        actions.retag(firm, "Bo", 1, [], ["x" * 41], "c")


def test_who_sees_one_account_tags_its_comments_and_takes_the_tag_away(firm: Store) -> None:
    put(firm, Account(id=1, name="Acme"), Contact(id=1, account_id=1, name="Cy"))
    put(firm, SurveyResponse(id=2, survey_wave_id=1, account_id=1, answered_on=date(2026, 5, 2)),
        SurveyAnswer(id=2, survey_response_id=2, survey_question_id=1, words="Too late"))  # fmt: skip
    confine(firm, "setup", add_user(firm, "setup", "Ann", "ann@firm.example", "editor"), [1])
    ann = acting_as(firm, user_for(firm, "ann@firm.example", now()))
    actions.retag(ann, "Ann", 2, [], ["speed"], "a")
    actions.retag(ann, "Ann", 2, ["speed"], [], "b")
    assert tags(firm, 2).empty
    actions.retag(firm, "Bo", 1, [], ["price"], "c")
    with pytest.raises(NotAllowed, match="of no account that you look after"):
        actions.retag(ann, "Ann", 1, ["price"], [], "d")  # a comment of nobody's account is not theirs
    assert list(given(firm)) == ["price"]


def test_a_tag_turned_down_is_remembered_until_somebody_gives_it(firm: Store) -> None:
    actions.reject(firm, "Ann", 1, "price", "a")
    actions.retag(firm, "Ann", 1, [], ["speed"], "b")
    assert given(firm)["price"] == ("Ann", True)
    with pytest.raises(RefusedValue, match="has the tag"):
        actions.reject(firm, "Ann", 1, "speed", "c")
    actions.retag(firm, "Bo", 1, ["speed"], ["speed", "price"], "d")
    assert given(firm)["price"] == ("Bo", False)


def test_a_second_reader_adds_their_name_and_takes_only_their_own_away(firm: Store) -> None:
    actions.retag(firm, "Ann", 1, [], ["speed", "price"], "a")
    actions.retag_mine(firm, "Bo", 1, ["speed", "people"], "b")
    assert given(firm) == {"people": ("Bo", False), "price": ("Ann", False), "speed": ("Ann; Bo", False)}
    actions.retag_mine(firm, "Bo", 1, [], "c")
    assert given(firm) == {"price": ("Ann", False), "speed": ("Ann", False)}


def test_the_key_of_an_anonymous_comment_reaches_no_change_log(firm: Store) -> None:
    actions.retag_anonymous(firm, "Ann", 2, 2, "Too dear", [], ["price"], "a")
    assert anonymous_tags(firm, 2)["tag"].tolist() == ["price"]
    actions.retag_anonymous(firm, "Ann", 2, 2, "Too dear", ["price"], [], "b")
    actions.reject_anonymous(firm, "Ann", 2, 2, "Too dear", "people", "c")
    assert anonymous_tags(firm, 2)[["tag", "rejected"]].values.tolist() == [["people", True]]
    log = table_of(ChangeLog)
    lines = firm.rows(select(log).where(log.c.table_name == table_of(CommentTag).name))
    assert len(lines) == 3
    assert not any(KEY in str(value) for line in lines for value in line)
    with pytest.raises(RefusedValue, match="no longer there"):
        actions.retag_anonymous(firm, "Ann", 2, 2, "Other words", [], ["price"], "d")
