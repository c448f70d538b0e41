"""What a wave came to, from rows as the queries give them: one sheet a person, scores, changes, who is missing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.surveys import results_changes, results_released, results_response
from lib.surveys.change_figures import said
from lib.surveys.matched_change_figures import PARTLY_ADJUSTED, SAME, SAME_SHARES, matched_nps_change
from lib.surveys.release_figures import WITHHELD, release
from lib.surveys.results import Question, Wave, choices, gathered, promoter_question, results, worst_first
from lib.ui.surveys_results_words import certainty, headline, of_score
from tests.surveys_release_cases import PLANS, RECOMMEND
from tests.surveys_release_cases import wave as closed_wave

NPS = Question(1, "Would you recommend us?", "0-10", "recommendation")
QUICK = Question(2, "Are we quick?", "1-5", "responsiveness")
EFFORT = Question(3, "How hard was it?", "1-7", "effort", better="lower")
AGAIN = Question(4, "Again?", "choice", "again", choices=("yes", "no"))
Answer = tuple[int | None, int, float | None]  # contact, question, score (None: not applicable)


def wave(*answers: Answer, asked: int = 0, first: int = 1, words: dict[int, str] | None = None) -> Wave:
    """A sheet for each contact (None: nobody named); `asked` people were asked, the first of them answered."""
    people = list(dict.fromkeys(contact for contact, _, _ in answers))
    sheets = pd.DataFrame({"response_id": range(first, first + len(people)), "contact_id": people,
                           "answered_on": pd.date_range("2026-03-01", periods=len(people))})  # fmt: skip
    rows = [(first + people.index(who), which, score, None, score is None) for who, which, score in answers]
    rows += [(response, AGAIN.id, None, word, False) for response, word in (words or {}).items()]
    names = ["response_id", "question_id", "score", "words", "not_applicable"]
    state = ["answered" if at < len(people) else "sent" for at in range(asked)]
    invited = pd.DataFrame({"state": state, "complete": [one == "answered" for one in state], "account_id": 1,
                            "role": "sponsor", "response_id": [first + at if at < len(people) else None
                                                               for at in range(asked)]})  # fmt: skip
    return gathered([NPS, QUICK, EFFORT, AGAIN], invited, sheets, pd.DataFrame(rows, columns=names))


def nps_of(*scores: float) -> Wave:
    return wave(*((at, NPS.id, score) for at, score in enumerate(scores, start=1)))


def test_five_four_and_two_of_eleven_are_plus_27() -> None:
    """juantor16/ai-cli-workshop prints "NPS 42"; surveys.md 2.4."""
    found = results(nps_of(*[9] * 5, *[8] * 4, *[3] * 2))[0]
    assert headline(found) == "+27"
    assert certainty(found) == ["95 % interval -20 to +63", "One person can move it by 18 points"]


def test_under_five_answers_are_told_in_counts_and_everybody_is_said() -> None:
    found = results(nps_of(9, 10, 2))[0]
    assert (headline(found), of_score(found), found.score.value) == ("2 of 3 gave 9 or 10", "–", None)
    alone = wave(*((at, QUICK.id, score) for at, score in enumerate([5, 4, 2, 1], start=1)), asked=4)
    quick = results(alone)[1]
    assert headline(quick) == "2 of 4 gave 4 or 5"
    assert certainty(quick) == ["Too few answers for a score or an interval", "All 4 of 4 contacts"]
    assert headline(results(nps_of())[1]) == "–"


def test_not_applicable_and_blank_are_outside_of_the_base() -> None:
    of = wave((1, 2, 5), (2, 2, 4), (3, 2, None), (4, 1, 9), (5, 2, 1), (6, 2, 4), (7, 2, 2))
    quick = results(of)[1]
    assert (quick.spread.answers, quick.spread.not_applicable, quick.spread.blank) == (5, 1, 1)
    assert (quick.score.hits, quick.score.base, headline(quick)) == (3, 5, "3 of 5")


def test_of_two_questions_from_0_to_10_the_one_on_recommendation_is_the_score() -> None:
    price, bare = Question(8, "Fair price?", "0-10", "price"), Question(9, "Would you?", "0-10")
    assert promoter_question([price, bare, NPS]) == NPS
    assert promoter_question([price, bare]) == bare
    assert promoter_question([QUICK, price]) is None
    both = wave((1, 1, 9), (2, 1, 9), asked=4)
    scores = both.scores.assign(**{"8": 0.0}).rename(columns={"8": 8})
    asked = Wave([price, NPS], both.invited, both.sheets, scores, scores.isna(), both.chosen)
    assert results_response.response_of(asked, {"Role": "role"}).bounds == (0.0, 1.0)


def test_less_is_better_turns_the_good_answers_round_and_the_worst_area_stands_first() -> None:
    of = wave(*((at, EFFORT.id, score) for at, score in enumerate([1, 2, 3, 4, 7], start=1)),
              *((at, QUICK.id, score) for at, score in enumerate([5, 5, 4, 4, 1], start=1)))  # fmt: skip
    effort = results(of)[2]
    assert (effort.question.best, effort.score.hits) == ("1 to 3", 3)
    assert [one.question.name for one in worst_first(results(of))] == ["Effort", "Responsiveness"]


def test_choices_are_counted_in_the_order_offered() -> None:
    found = choices(wave((1, 1, 9), (2, 1, 9), words={1: "no", 2: "no"}))
    assert found[["choice", "count", "base"]].to_numpy().tolist() == [["yes", 0, 2], ["no", 2, 2]]
    assert found["low"].isna().all()


@given(some.lists(some.one_of(some.none(), some.integers(0, 10)), min_size=1, max_size=20), some.integers(0, 9))
def test_every_sheet_is_counted_once_and_the_bounds_hold_the_score(scores: list[int | None], more: int) -> None:
    of = wave(*((at, NPS.id, score) for at, score in enumerate(scores)), asked=len(scores) + more)
    found, response = results(of)[0], results_response.response_of(of, {"Role": "role"})
    spread, counts = found.spread, found.promoters
    assert spread.answers + spread.not_applicable + spread.blank == len(scores)
    assert counts is not None
    assert response.bounds is not None
    worst, best = response.bounds
    apart = (counts.promoters - counts.detractors) / of.asked
    assert worst <= apart <= best
    assert best - worst == pytest.approx(2 * (of.asked - spread.answers) / of.asked)


def test_the_test_of_a_change_follows_from_who_answered_and_p_holds_for_all() -> None:
    before = [(at, 1, score) for at, score in enumerate([9, 9, 9, 8, 3, 9], start=1)]
    before += [(at, 2, score) for at, score in enumerate([5, 5, 5, 5, 4, 4], start=1)]
    after = [(at, 1, score) for at, score in enumerate([3, 5, 6, 7, 2, 8], start=1)]
    after += [(at, 2, score) for at, score in enumerate([1, 2, 2, 2, 4, 1], start=1)]
    found = dict(zip(("nps", "quick", "effort"), results_changes.changes(wave(*before), wave(*after)), strict=True))
    nps, quick, effort = (found[name][1] for name in found)
    direct = matched_nps_change(np.array([9, 9, 9, 8, 3, 9.0]), np.array([3, 5, 6, 7, 2, 8.0]))
    assert (nps.test, quick.test, nps.both) == (SAME, SAME_SHARES, 6)
    assert (nps.difference, nps.p) == (direct.difference, direct.p)
    assert nps.adjusted_p is not None
    assert quick.adjusted_p is not None
    assert quick.p is not None
    assert quick.adjusted_p == pytest.approx(max(quick.p, nps.adjusted_p))
    assert (said(nps), said(effort)) == ("down", "not tested")
    assert "Too few answers" in effort.why


def test_who_gave_no_name_is_somebody_else_in_each_wave() -> None:
    names: list[int | None] = [1, 2, 3, 4, 5]
    before = wave(*((who, 1, 9.0) for who in names), (None, 1, 2.0))
    after = wave(*((who, 1, 8.0) for who in names), (None, 1, 2.0), first=50)
    change = results_changes.changes(before, after)[0][1]
    assert (change.both, change.base, change.test) == (5, (6, 6), PARTLY_ADJUSTED)


def test_revenue_is_told_in_thirds_of_the_accounts_asked() -> None:
    invited = pd.DataFrame({"account_id": [1, 1, 2, 3, 4]})
    bands = results_response.revenue_bands(invited, pd.Series({1: 900, 2: 500, 3: 100, 9: 10**9}))
    assert bands == ["largest third", "largest third", "middle third", "smallest third", "no revenue"]


def test_silent_is_who_was_reached_twice_and_never_answered() -> None:
    asked = pd.DataFrame(
        [(1, "Ann", 1), (1, "Ann", 2), (3, "Cy", 2)], columns=["contact_id", "contact", "wave_id"]
    ).assign(account="Acme", role=None, sent_on=pd.Timestamp("2026-03-01"))
    found = results_response.silent(asked)
    assert found[["contact", "times"]].to_numpy().tolist() == [["Ann", 2]]


def rows_of(scores: list[float | None]) -> pd.DataFrame:
    """The release of a wave of one group with these recommendations, as it is read."""
    return pd.DataFrame(release(closed_wave({("small", None, None): scores}), PLANS[:1]))


def test_two_releases_are_compared_from_their_boxes_alone() -> None:
    """2, 3, 15 against 6, 6, 8: p .032541 (surveys.md 2.4)."""
    before, after = (results_released.whole(results_released.groups(rows_of(scores)))
                     for scores in ([0] * 6 + [8] * 6 + [9] * 8, [0] * 2 + [8] * 3 + [9] * 15))  # fmt: skip
    question = Question(RECOMMEND, "Would you recommend us?", "0-10", "recommendation")
    assert before is not None
    assert after is not None
    boxes = results_released.box_counts(after, question)
    assert boxes is not None
    assert boxes.tolist() == [2, 3, 15]
    ((_, change),) = results_released.changes(before, after, [question])
    assert change.difference == pytest.approx(0.55)
    assert change.p == pytest.approx(0.032541, abs=1e-6)
    assert "cannot be matched" in change.note


def test_what_is_withheld_is_the_same_whatever_came_in() -> None:
    question = Question(RECOMMEND, "Would you recommend us?", "0-10", "recommendation")
    told = [results_released.groups(rows_of(scores)) for scores in ([9.0], [9.0, 3.0, 8.0, 1.0])]
    assert told[0] == told[1]
    everybody = results_released.whole(told[0])
    assert everybody is not None
    assert (everybody.score(question).value, everybody.score(question).why) == (None, WITHHELD)
    assert everybody.score(question).base is None
    assert results_released.changes(everybody, everybody, [question])[0][1].why == WITHHELD
