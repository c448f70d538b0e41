"""The release of an anonymous wave, rule by rule (R1 to R18 of the survey design).

Elsewhere: R2 to R6 and R8 on published tables in test_surveys_suppression_figures, R13 in test_surveys_release_attack,
R14 and R15 in test_surveys_anonymous_actions.
"""

from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest

from lib.errors import RefusedValue
from lib.surveys.interval_figures import score_interval
from lib.surveys.promoter_figures import OutOfScale, Promoters
from lib.surveys.release_figures import ANSWERED, WITHHELD, Closed, Earlier, Row, as_measure, release
from lib.surveys.released_comment_figures import comments
from lib.surveys.released_question_figures import released_question
from lib.surveys.tables import SurveyRelease
from tests.surveys_release_cases import (
    PLANS,
    RECOMMEND,
    SATISFIED,
    WHY,
    answers,
    invited,
    mixed,
    released,
    shown,
    wave,
)

SMALL, LARGE = ("small",), ("large",)


def test_figures_of_a_cell_have_base_and_interval() -> None:
    row = released(wave({SMALL: [10, 9, 9, 8, 7, 3]}))["whole", None]
    low, high = score_interval(Promoters(1, 2, 3)) or (0, 0)
    assert row == {
        "survey_question_id": RECOMMEND, "cut": "whole", "cut_key": None, "figure": "nps", "value": 2 / 6,
        "low": low, "high": high, "base": 6, "withheld": False,
    }  # fmt: skip
    assert as_measure(row).value == 2 / 6
    assert set(row) < set(SurveyRelease.model_fields)


@pytest.mark.parametrize(
    ("scale", "better", "scores", "figures"),
    [
        ("0-10", "higher", [0, 6, 7, 8, 9, 10], {"nps": 0, "points 0-6": 1 / 3, "points 9-10": 1 / 3}),
        ("1-5", "higher", [1, 2, 3, 4, 5, 5], {"top two": 1 / 2, "points 1-2": 1 / 3, "points 3": 1 / 6}),
        ("1-5", "lower", [1, 2, 3, 4, 5, 5], {"top two": 1 / 3, "points 4-5": 1 / 2, "points 3": 1 / 6}),
        ("1-7", "higher", [1, 4, 4, 5, 6, 7], {"top three": 1 / 2, "points 4": 1 / 3, "points 1-3": 1 / 6}),
    ],
)
def test_each_scale_has_its_score_and_boxes(
    scale: str, better: str, scores: list[float | None], figures: dict[str, float]
) -> None:
    plan = released_question(RECOMMEND, scale, better)
    found = {row["figure"]: row["value"] for row in release(wave({SMALL: scores}), [plan]) if row["cut"] == "whole"}
    assert {name: found[name] for name in figures} == figures


def test_a_choice_is_released_by_the_share_of_each() -> None:
    given = answers({SMALL: [1] * 8})
    given = given.assign(words=["Mail"] * 5 + ["Phone"] * 3, score=None)
    plan = released_question(RECOMMEND, "choice", choices=["Mail", "Phone", "Visit"])
    rows = release(Closed(given, invited({SMALL: 9})), [plan])
    assert {row["figure"]: row["value"] for row in rows if row["cut"] == "whole" and row["survey_question_id"]} == {
        "chose Mail": 5 / 8, "chose Phone": 3 / 8, "chose Visit": 0,
    }  # fmt: skip
    with pytest.raises(RefusedValue, match="“Mail” is none of the choices"):
        release(Closed(given, invited({SMALL: 9})), [replace(plan, boxes=plan.boxes[1:])])


def test_an_answer_off_its_scale_is_refused() -> None:
    with pytest.raises(OutOfScale, match="11"):
        released(wave({SMALL: [*mixed(9), 11]}))


def test_r1_a_person_counts_once_and_not_applicable_not_at_all() -> None:
    four = answers({SMALL: [10, 8, 8, 0, None]})
    twice = pd.concat([four, four[four["score"] == 10].assign(score=9)])
    assert not shown(Closed(twice, invited({SMALL: 9})))
    five = answers({SMALL: [10, 8, 8, 0, 0]})
    assert shown(Closed(five, invited({SMALL: 9}))) == {"whole", "small"}
    assert released(Closed(pd.concat([five, five]), invited({SMALL: 9})))["whole", None]["base"] == 5


def test_r1_the_least_is_told_of_each_question_by_itself() -> None:
    both = pd.concat([answers({SMALL: [10, 8, 8, 0, 0, 9]}), answers({SMALL: [5, 3, 1, 1, None, None]}, SATISFIED)])
    rows = release(Closed(both, invited({SMALL: 9})), PLANS)
    hidden = {row["figure"] for row in rows if row["cut"] == "whole" and row["withheld"]}
    assert hidden == {"top two", "points 1-2", "points 3", "points 4-5"}


@pytest.mark.parametrize(("sales", "technology", "seen"), [(4, 9, set()), (6, 9, {"Sales", "Technology"})])
def test_r2_a_group_is_shown_where_what_it_leaves_is_nobody_or_five(
    sales: int, technology: int, seen: set[str]
) -> None:
    assert shown(wave({("Sales",): mixed(sales), ("Technology",): mixed(technology)})) == {"whole", *seen}


def test_r2_people_of_no_group_are_a_remainder_too() -> None:
    assert shown(wave({SMALL: mixed(9), (None,): mixed(3)})) == {"whole"}
    assert shown(wave({SMALL: mixed(9), (None,): mixed(6)})) == {"whole", "small"}


def test_r3_cuts_along_different_axes_differ_by_nobody_or_by_five() -> None:
    """All of Anna's clients are in Germany but two: she beside Germany, and France beside Bob, differ by these two."""
    two = {("s", "Germany", "Anna"): mixed(12), ("s", "France", "Anna"): mixed(2),
           ("s", "Germany", "Bob"): mixed(15), ("s", "France", "Bob"): mixed(9)}  # fmt: skip
    assert shown(wave(two)) == {"whole", "s", "Germany", "Bob"}
    assert shown(wave(two | {("s", "France", "Anna"): mixed(5)})) == {"whole", "s", "Germany", "France", "Anna", "Bob"}


def test_r5_the_same_table_each_time_in_whatever_order_the_answers_lie() -> None:
    groups = {("a", "x"): mixed(7), ("b", "x"): mixed(7), ("c", "y"): mixed(4), ("d", "y"): mixed(30)}
    one = wave(groups)
    other = replace(one, answers=one.answers.sample(frac=1, random_state=3), invited=one.invited[::-1])
    assert release(one, PLANS[:1]) == release(other, PLANS[:1])


def test_r7_five_then_six_the_second_is_refused() -> None:
    first = wave({SMALL: mixed(5)})
    before = release(first, PLANS[:1])
    late = answers({SMALL: [*mixed(5), 9]})
    again = Closed(late, first.invited, earlier=(Earlier(first.answers, before),))
    assert shown(replace(again, earlier=())) == {"whole", "small"}
    assert not shown(again)


def test_r7_five_late_answers_are_enough_unless_they_answered_alike() -> None:
    first = wave({SMALL: mixed(6)})
    out = (Earlier(first.answers, release(first, PLANS[:1])),)
    five = answers({SMALL: [*mixed(6), *mixed(5)]})
    alike = answers({SMALL: [*mixed(6), 10, 10, 10, 10, 10]})
    assert shown(Closed(five, first.invited, earlier=out)) == {"whole", "small"}
    assert not shown(Closed(alike, first.invited, earlier=out))


def test_r7_whoever_leaves_or_changes_waits_for_others_too() -> None:
    first = wave({SMALL: mixed(12)})
    out = (Earlier(first.answers, release(first, PLANS[:1])),)
    same, gone = first.answers, first.answers[1:]
    changed = first.answers.assign(score=[9, *first.answers["score"][1:]])
    moved = first.answers.assign(segment=["large", *first.answers["segment"][1:]])
    assert shown(Closed(same, first.invited, earlier=out)) == {"whole", "small"}
    assert not shown(Closed(gone, first.invited, earlier=out))
    assert not shown(Closed(changed, first.invited, earlier=out))
    assert "small" not in shown(Closed(moved, first.invited, earlier=out))


@pytest.mark.parametrize("scores", [[10] * 20, [9] * 19 + [0], [3] * 8])
def test_r8_a_cell_of_one_mind_is_hidden_with_all_its_figures_at_any_size(scores: list[float | None]) -> None:
    rows = release(wave({SMALL: scores}), PLANS[:1])
    assert all(row["withheld"] for row in rows if row["survey_question_id"])


def test_r9_nothing_is_weighted_so_no_account_can_dominate() -> None:
    plain = wave({SMALL: mixed(9), LARGE: mixed(9)})
    paid = replace(plain, answers=plain.answers.assign(revenue=range(18), weight=9))
    assert release(plain, PLANS[:1]) == release(paid, PLANS[:1])
    assert {row["figure"] for row in release(plain, PLANS)} == {
        "nps", "top two", ANSWERED, "points 0-6", "points 7-8", "points 9-10", "points 1-2", "points 3", "points 4-5",
    }  # fmt: skip


def of_small(count: int) -> str:
    groups = {SMALL: mixed(count), LARGE: mixed(20), ("middle",): mixed(6)}
    asked = invited({SMALL: 8, LARGE: 30, ("middle",): 30})
    rows = release(Closed(answers(groups), asked), PLANS)
    return pd.DataFrame([row for row in rows if row["cut_key"] == "small"]).to_csv(index=False)


def test_r10_nobody_and_four_people_look_the_same() -> None:
    assert of_small(0) == of_small(4)
    assert of_small(0).count("True") == 9
    assert of_small(6) != of_small(4)


def test_r10_that_nobody_answered_is_not_told_by_subtraction() -> None:
    """With all others shown, what is left of the whole would be nobody: the next smallest is hidden too."""
    groups = {SMALL: mixed(0), LARGE: mixed(20), ("middle",): mixed(9)}
    assert shown(Closed(answers(groups), invited({SMALL: 8, LARGE: 30, ("middle",): 30}))) == {"whole", "large"}


def written(people: int, comments: int) -> pd.DataFrame:
    """People who answered; the first of them wrote, every other one about prices."""
    scored = answers({("small", "north", "Anna"): mixed(people)})
    words = [f"{'Price' if at % 2 else 'People'} {at}" for at in range(comments)]
    said = scored[:comments].assign(question_id=WHY, score=None, words=words)
    return pd.concat([scored, said])


def test_r11_comments_need_ten_people_who_answered_not_ten_comments() -> None:
    assert comments(written(9, 9), WHY, "results") is None
    assert sorted(comments(written(13, 4), WHY, "results") or []) == ["People 0", "People 2", "Price 1", "Price 3"]


def test_r11_a_search_or_topic_needs_ten_people_of_its_own() -> None:
    assert comments(written(13, 4), WHY, "results", holding=("price",)) is None
    assert len(comments(written(40, 30), WHY, "results", holding=("PRICE", "cost")) or []) == 15


def test_r11_neither_a_search_nor_the_order_spells_out_a_name_that_is_masked() -> None:
    """Forty comments, in half of which Price stands for a name: who looks for it finds none of them."""

    def shown(words: str) -> str:
        return words.replace("Price", "[name]")

    given = written(40, 30)
    assert comments(given, WHY, "results", holding=("price",), shown=shown) is None
    masked = [shown(words) for words in comments(given, WHY, "results", shown=shown) or []]
    other = given.assign(words=given["words"].str.replace("Price", "Zoe"))
    found = comments(other, WHY, "results", shown=lambda words: words.replace("Zoe", "[name]"))
    assert [words.replace("Zoe", "[name]") for words in found or []] == masked


def test_r11_the_order_of_comments_tells_nothing_and_is_the_same_at_each_look() -> None:
    given = written(30, 20)
    first = comments(given, WHY, "results")
    assert first == comments(given[::-1], WHY, "results")
    assert first != comments(given, WHY, "export")
    both = pd.concat([given, given[given["question_id"] == WHY].assign(question_id=9)])
    assert first != comments(both, 9, "results")
    assert first != sorted(first or [])


def test_r11_comments_are_of_the_whole_only_and_wait_for_ten_late_answers() -> None:
    asked = invited({("small", "north", "Anna"): 60})
    first = Closed(written(12, 5), asked)
    rows = release(first, PLANS[:1], [WHY])
    assert [
        (row["cut"], row["value"], row["base"], row["withheld"]) for row in rows if row["figure"] == "comments"
    ] == [("whole", None, None, False)]
    earlier = (Earlier(first.answers, rows),)
    for people, hidden in ((12, False), (17, True), (22, False)):
        again = release(Closed(written(people, 5), asked, earlier=earlier), PLANS[:1], [WHY])
        assert [row["withheld"] for row in again if row["figure"] == "comments"] == [hidden]


def test_r12_no_figure_is_finer_than_a_box_of_a_shown_cell_and_a_hidden_row_holds_nothing() -> None:
    rows = release(wave({SMALL: mixed(4), LARGE: mixed(20), ("middle",): mixed(6)}), PLANS[:1], [WHY])
    for row in rows:
        numbers = [row[name] for name in ("value", "low", "high", "base")]
        assert not row["withheld"] or numbers == [None] * 4
    assert not [row for row in rows if any(name in row["figure"] for name in ("mean", "median", "least", "most"))]


def test_r15_fewer_than_three_are_never_told_apart() -> None:
    with pytest.raises(RefusedValue, match="choose 3 or more"):
        released(wave({SMALL: mixed(9)}, k=2))


def rates(groups: dict[tuple[str | None, ...], int], asked: dict[tuple[str | None, ...], int]) -> dict[str, Row]:
    closed = Closed(answers({key: mixed(people) for key, people in groups.items()}), invited(asked))
    return {row["cut_key"] or row["cut"]: row for row in release(closed, []) if row["figure"] == ANSWERED}


def test_r16_the_share_that_answered_is_told_of_groups_only() -> None:
    found = rates({SMALL: 4, LARGE: 20, ("middle",): 6}, {SMALL: 10, LARGE: 40, ("middle",): 8})
    assert (found["large"]["value"], found["large"]["base"]) == (0.5, 40)
    assert (found["whole"]["value"], found["whole"]["base"]) == (30 / 58, 58)
    assert found["small"]["withheld"]
    assert found["middle"]["withheld"], "beside the whole it would tell of the four"


def test_r16_no_share_where_more_answered_than_were_invited() -> None:
    assert rates({SMALL: 9}, {SMALL: 0})["whole"]["withheld"]


def test_r17_a_refusal_is_the_same_sentence_whatever_the_reason() -> None:
    one, four = (wave({SMALL: mixed(count), LARGE: mixed(20)}) for count in (1, 4))
    alike, beside = wave({SMALL: [10] * 9, LARGE: mixed(20)}), wave({SMALL: mixed(4), LARGE: mixed(9)})
    told = [released(each)["segment", "small"] for each in (one, four, alike)] + [released(beside)["segment", "large"]]
    assert {as_measure(row).why for row in told} == {WITHHELD}
    assert {(as_measure(row).value, as_measure(row).base, as_measure(row).absent) for row in told} == {
        (None, None, "withheld")
    }


def test_r17_rows_and_their_order_depend_on_who_was_invited_only() -> None:
    asked = invited({("b", "x"): 9, ("a", "y"): 30, ("c", "x"): 2})
    some = ({("a", "y"): mixed(20)}, {("b", "x"): mixed(9), ("a", "y"): mixed(12), ("c", "x"): mixed(2)})
    listed = [
        [(row["survey_question_id"], row["cut"], row["cut_key"], row["figure"])
         for row in release(Closed(answers(groups), asked), PLANS)] for groups in some
    ]  # fmt: skip
    assert listed[0] == listed[1]


def test_r3_no_two_cells_of_a_release_differ_by_fewer_than_k() -> None:
    """Counted by sheets, not by the release's own arithmetic."""
    groups = {(f"s{at % 3}", f"r{at % 2}", f"m{at % 5}"): mixed(2 + 5 * at % 9) for at in range(30)}
    closed = wave(groups)
    whole = closed.answers.assign(whole="whole")
    inside = {key: {*whole[(whole[["segment", "region", "manager", "whole"]] == key).any(axis=1)]["sheet"]}
              for key in shown(closed)}  # fmt: skip
    assert len(inside) > 5
    for one, other in combinations(inside.values(), 2):
        assert all(len(left) == 0 or len(left) >= 5 for left in (one - other, other - one))
