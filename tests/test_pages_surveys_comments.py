"""The tab of comments: tagged in place, proposed and turned down; anonymous ones bare, and only of enough people."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from lib.store.engine import Store
from lib.surveys.comment_queries import anonymous_tags, tags
from tests.page_cases import words_of
from tests.survey_answer_cases import DAY, put_anonymous, put_answers, put_firm

App = Callable[..., AppTest]


def opened(app: App) -> AppTest:
    at = app("surveys.py", {"surveys_tab": "Comments"}, as_of=DAY)
    assert not at.exception, at.exception[0].value
    return at


def run(at: AppTest) -> AppTest:
    at = at.run()
    assert not at.exception, at.exception[0].value
    return at


def pressed(at: AppTest, key: str) -> AppTest:
    return run(at.button(key=key).click())


def test_comments_are_read_with_their_score_and_tagged_in_place(app: App, store: Store) -> None:
    put_firm(store)
    put_answers(store)
    at = opened(app)
    words = words_of(at)
    assert "**3 of 7** people who answered wrote something: 3 comments, **3** of them without a tag." in words
    assert "Score 2 of 10 · Contact 20, Birch · 9 Jun 2026 · Why?" in words
    at = pressed(at, "propose_120_responsiveness_True")
    at = pressed(at, "propose_121_reliability_False")
    rows = tags(store, 1)[["answer_id", "tag", "rejected"]].values.tolist()
    assert sorted(rows) == [[120, "responsiveness", False], [121, "reliability", True]]
    assert not any(one.key == "propose_121_reliability_True" for one in at.button)
    at = run(at.multiselect(key="tags_120_False_responsiveness").set_value([]))
    assert tags(store, 1)["tag"].tolist() == ["reliability"]
    at = run(at.text_input(key="comments_search").set_value("deadline"))
    assert "1 of 3 comments match; 1 to 1 shown." in words_of(at)
    at.session_state["comments_keywords"] = True
    at = run(at)
    at.text_area(key="comment_keywords_text").set_value("speed slow")
    at = pressed(at, "FormSubmitter:comment_keywords-Save")
    assert "needs a tag, a colon and words parted by commas" in words_of(at)


def test_anonymous_comments_stand_bare_with_names_out_of_sight_and_keys_kept_in(app: App, store: Store) -> None:
    put_firm(store)
    put_anonymous(store, 12)
    at = opened(app)
    words = words_of(at)
    assert "1 to 10 of 12 comments" in words
    assert "Ann Berg is slow" not in words
    assert (
        "[name] is slow 0" in words + words_of(run(at.pagination[0].select(2))) if at.pagination else "[name]" in words
    )
    key = next(str(one.key) for one in at.button if str(one.key).endswith("_propose_responsiveness_True"))
    at = pressed(at, key)
    assert anonymous_tags(store, 2)["tag"].tolist() == ["responsiveness"]
    kinds = (at.button, at.multiselect, at.selectbox, at.text_input)
    assert not any("secret" in str(one.key) for kind in kinds for one in kind)
    assert "by **1** people" not in words_of(at)
    # One person stands behind the tag, and nine behind the search: both say the same (R11, R17).
    at = run(at.selectbox(key="anonymous_tag_2").set_value("responsiveness"))
    assert "Withheld: a figure is shown only where no small group can be told from it." in words_of(at)
    assert "slow" not in words_of(at)
    at = run(at.selectbox(key="anonymous_tag_2").set_value(None))
    at = run(at.text_input(key="anonymous_search").set_value("slow 3"))
    assert "slow 3" not in words_of(at)


def test_of_nine_people_no_comment_is_shown(app: App, store: Store) -> None:
    put_firm(store)
    put_anonymous(store, 9)
    words = words_of(opened(app))
    assert "Withheld" in words
    assert "slow" not in words
