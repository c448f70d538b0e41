"""What a survey of each mode may promise (R18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.store.engine import Store
from lib.surveys.promise import promise_fault, promise_said
from tests.survey_building_cases import changed, made, refused


@pytest.mark.parametrize("words", [
    "Your answers are anonymous.", "Anonymized and safe.", "Alles bleibt ANONYM.", "Es anónimo.",
    "Nobody can see who answered.", "No one here will know who you are.", "Kept without your name.",
    "Your answers cannot be traced to you.", "We will never see your name.",
])  # fmt: skip
def test_an_attributed_survey_may_not_promise_that_nobody_knows(store: Store, words: str) -> None:
    """R18."""
    survey = made(store, mode="attributed")
    refused(lambda: changed(store, survey, promise=words), "promise", "carry a name")
    changed(store, survey, promise="Nobody outside your account team sees your name; we call you back.")
    anonymous = made(store, name="B")
    changed(store, anonymous, promise="Nobody can see who answered, anonymous as it is.")
    refused(lambda: changed(store, anonymous, mode="attributed"), "promise", "anonymous")


@pytest.mark.parametrize("words", [
    "Your answers carry your name.", "Your account team sees who answered.", "Kept with your name.",
    "Your name will be seen by your account manager.", "We read them and call you back.",
    "Anonymous to others, but we know what you wrote.",
])  # fmt: skip
def test_an_anonymous_survey_may_not_promise_that_names_are_seen(store: Store, words: str) -> None:
    """R18."""
    survey = made(store)
    refused(lambda: changed(store, survey, promise=words), "promise", "nobody sees them")
    changed(store, survey, promise="Nobody sees your name; we contact you only if you ask.")


def test_an_anonymous_survey_keeps_the_group_size_it_speaks_of(store: Store) -> None:
    survey = made(store, least_group=5)
    refused(lambda: changed(store, survey, promise="Shown for groups of ten or more."), "promise", "from 5 people on")
    changed(store, survey, promise="Shown for groups of five or more.")
    refused(lambda: changed(store, survey, least_group=4), "promise", "from 4 people on")
    changed(store, survey, least_group=8)


@given(st.sampled_from(["attributed", "anonymous"]), st.integers(3, 1000), st.sampled_from(["Acme", "Anna & Co"]))
def test_the_promise_of_each_mode_may_be_promised(mode: str, least_group: int, firm: str) -> None:
    said = promise_said(mode, None, least_group, firm)
    assert promise_fault(mode, said, least_group) is None
    other = "anonymous" if mode == "attributed" else "attributed"
    assert promise_fault(other, said, least_group) is not None
    assert promise_said(mode, "Own words.", least_group, firm) == "Own words."
