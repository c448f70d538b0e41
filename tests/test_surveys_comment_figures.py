"""Comments counted, tags proposed, words compared, names put out of sight, two readers compared."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.surveys.comment_figures import agreement, category, near_duplicates, tag_counts, wrote_by_category
from lib.surveys.comment_privacy import known, masked, names_somebody
from lib.surveys.comment_terms import lift
from lib.surveys.tag_figures import KEYWORDS, by_words, keywords_as_text, learn, read_keywords, suggested


def test_an_answer_counts_as_what_its_scale_says() -> None:
    assert [category(s, "0-10") for s in (6, 7, 9)] == ["Detractors", "Passives", "Promoters"]
    assert [category(s, "1-5") for s in (2, 3, 4)] == ["Low", "Middle", "High"]
    assert [category(s, "1-5", "lower") for s in (2, 4)] == ["High", "Low"]
    assert category(float("nan"), "0-10") == "No score"


def test_who_wrote_is_told_per_category_with_an_interval() -> None:
    sheets = pd.DataFrame({"category": ["Promoters"] * 10 + ["Detractors"] * 2, "response_id": range(12),
                           "person": [*range(11), 9], "wrote": [*[True] * 3, *[False] * 8, True]})  # fmt: skip
    found = wrote_by_category(sheets).set_index("category").loc["Promoters"]
    assert (found["wrote"], found["answered"]) == (4, 10)  # the tenth wrote on the phone
    once = wrote_by_category(sheets[:11]).set_index("category").loc["Promoters"]
    assert (once["low"], once["high"]) == (pytest.approx(0.1077913), pytest.approx(0.6032219))  # R prop.test, 3 of 10


def test_a_tag_is_counted_over_comments_and_its_mean_score_over_sheets() -> None:
    comments = pd.DataFrame({"answer_id": range(12), "response_id": [n // 2 for n in range(12)], "scale": "0-10",
                             "person": [n // 2 for n in range(12)],
                             "score": [float(n // 2 + 4) for n in range(12)]})  # fmt: skip
    tags = pd.DataFrame({"answer_id": [*range(10), 11], "tag": ["price"] * 10 + ["people"]})
    price, people = tag_counts(comments, tags)
    assert (price.tag, price.share.hits, price.share.base, price.score.base) == ("price", 10, 12, 5)
    assert price.score.value == 6
    assert (people.tag, people.score.value, people.score.base) == ("people", None, 1)


def test_comments_that_share_four_of_five_words_are_one_group() -> None:
    texts = ["Reports always arrive late", "reports ALWAYS arrive late!", "Great team", "Great crew", "ok", ""]
    assert near_duplicates(texts) == [[0, 1]]
    assert near_duplicates(["", "a"]) == []


def test_words_are_told_apart_by_monroes_log_odds() -> None:
    slow, kind = ["answers slow again"] * 30 + ["fine work"] * 10, ["kind answers always"] * 40
    found = {each.word: each for each in lift(slow, kind)}
    assert (found["slow"].z > 2, found["kind"].z < -2) == (True, True)
    assert (found["slow"].first, found["slow"].second) == (30, 0)
    assert "answers" not in found or abs(found["answers"].z) < abs(found["slow"].z)
    assert lift(["slow"] * 4, ["kind"] * 4) == []


def test_two_readers_are_compared_on_what_both_tagged_by_cohens_kappa() -> None:
    # On ten comments with two tags: both give "a" to 1-5, Ann gives "b" to 6-10, Bo to 7-10 and "a" to 6.
    rows = [(n, "a", "Ann; Bo") for n in range(1, 6)] + [(6, "b", "Ann"), (6, "a", "Bo")]
    rows += [(n, "b", "Ann; Bo") for n in range(7, 11)] + [(11, "a", "Ann")]
    found = agreement(pd.DataFrame(rows, columns=["answer_id", "tag", "tagged_by"]))
    assert found is not None
    assert (found.people, found.comments) == (("Ann", "Bo"), 10)
    assert found.kappa.value == pytest.approx(0.8)  # 18 of 20 decisions alike, half expected by chance
    assert agreement(pd.DataFrame([(1, "a", "Ann")], columns=["answer_id", "tag", "tagged_by"])) is None


KNOWN = known(["Anna Berg", "Mark van Dijk", "Bo Li"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Thanks to Anna Berg!", "Thanks to [name]!"),
        ("anna berg never called", "[name] never called"),
        ("Ask Anna or Dr. Weiss", "Ask [name] or Dr. [name]"),
        ("mail me: a.b@acme.co.uk", "mail me: [mail]"),
        ("call +49 (0)30 123 456-78 today", "call [phone] today"),
        ("You mark every mistake; 2 of 10 in 2026", "You mark every mistake; 2 of 10 in 2026"),
        ("The iceberg was near", "The iceberg was near"),
    ],
)
def test_names_mails_and_phones_are_put_out_of_sight(text: str, shown: str) -> None:
    assert masked(text, KNOWN) == shown
    assert names_somebody(text, KNOWN) == (text != shown)


@given(st.text(max_size=60))
def test_what_is_masked_once_stays_as_it_is_and_holds_no_known_name(text: str) -> None:
    once = masked(f"{text} Anna Berg {text}", KNOWN)
    assert "Anna Berg" not in once
    assert masked(once, KNOWN) == once


def test_tags_are_proposed_by_keywords_that_begin_a_word() -> None:
    keywords = read_keywords("Speed: slow, wait\nprice: fee; ")
    assert keywords == {"speed": ("slow", "wait"), "price": ("fee",)}
    assert read_keywords(keywords_as_text(KEYWORDS)) == KEYWORDS == read_keywords(None)
    none = learn([])
    found = suggested("Waiting for weeks, coffee was good", keywords, none, [])
    assert [(one.tag, one.words) for one in found] == [("speed", ("wait",))]
    assert suggested("Waiting for weeks", keywords, none, ["speed"]) == []


def test_tags_are_proposed_by_the_words_of_comments_tagged_by_hand() -> None:
    tagged = [("numbers never match", ["quality"])] * 8 + [("invoice too high", ["price"])] * 12
    learnt = learn(tagged)
    assert [(one.tag, one.words[0]) for one in by_words("the numbers again", learnt)] == [("quality", "numbers")]
    assert by_words("something else entirely", learnt) == []
    assert learn(tagged[:10]).weights == {}
