"""What a column of answers means is told by its cells."""

import pytest

from lib.importing.answer_guessing import area_of, guess_question

MANY = [str(number) for number in (1, 2, 3, 4, 5, 6) for _ in range(5)]


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        (["1", "5", ""], "1-5"),
        (["1", "6"], "1-7"),
        (["0", "5"], "0-10"),
        (["10", "7"], "0-10"),
        (["11", "3"], "text"),  # too few to take 11 for a code
        (["3.5", "4"], "text"),
        (["yes", "no", "yes", "no"], "choice"),
        (["fine", "very good"], "text"),
        (["", ""], "text"),
        (["5 - Very satisfied", "4", "1 - Very dissatisfied"], "1-5"),
        (["3 people", "3 weeks", "4 days"], "text"),  # one number, other words: no point of a scale
        (["4"] * 9 + ["12"], "1-5"),  # nearly all: the odd one is refused, not the whole question made text
    ],
)
def test_the_scale_of_a_question_is_told_by_its_answers(cells: list[str], scale: str) -> None:
    assert guess_question("How?", cells).scale == scale


def test_codes_for_blank_and_not_applicable_are_told_from_points() -> None:
    asked = guess_question("Recommend?", ["0", "10", "11", "7", "-99", "N/A"])
    assert (asked.scale, asked.missing, asked.not_applicable) == ("0-10", ("-99", "11"), ("N/A",))
    # 6 may be the best but one of seven: only many answers without a 7, beside a question up to 5, tell.
    assert guess_question("Satisfied?", MANY).scale == "1-7"
    told = guess_question("Satisfied?", MANY, others_end_at_five=True)
    assert (told.scale, told.not_applicable) == ("1-5", ("6",))


def test_few_low_answers_to_whether_they_recommend_us_are_of_ten_all_the_same() -> None:
    assert guess_question("Would you recommend us?", ["1", "3"]).scale == "0-10"
    assert guess_question("Would you recommend us?", ["1", "3", "5"] * 10).scale == "1-5"


def test_words_of_a_known_list_have_their_points() -> None:
    asked = guess_question("Is it easy?", ["Easy", "Very difficult", "Easy"])
    assert (asked.scale, dict(asked.points)) == ("1-5", {"Easy": 4, "Very difficult": 1})


def test_words_that_two_lists_count_differently_are_left_to_a_person() -> None:
    assert guess_question("How is our work?", ["Good", "Very good", "Good", "Very good"]).scale == "choice"


def test_a_column_that_nobody_filled_is_left_out() -> None:
    assert not guess_question("Recommend?", ["", " "]).take


def test_the_area_is_told_by_the_words() -> None:
    assert area_of("How likely are you to RECOMMEND us?", "0-10") == "recommendation"
    assert area_of("How satisfied are you?", "0-10") is None
    assert area_of("How easy was it?", "1-7") == "ease"
