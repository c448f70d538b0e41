"""What a pack says: findings as titles, absence in words, no word that is for us alone."""

from dataclasses import replace

import pytest

from lib.checkup.pack import Pack
from lib.checkup.story import story
from lib.store.engine import Store
from tests.client_facts import on
from tests.pack_cases import acme_pack, crowded_pack, empty_pack, outcome, texts

INTERNAL = ("margin", "cost", "write-off", "written off", "health", "band", "churn", "forecast", "red", "amber")


@pytest.fixture
def pack(store: Store) -> Pack:
    return acme_pack(store)


def titles(pack: Pack) -> dict[str, str]:
    return {slide.key: slide.title for slide in story(pack)}


def test_every_title_says_what_was_found(pack: Pack) -> None:
    assert titles(pack) == {
        "cover": "Acme",
        "relationship": "We spoke 3 times in Q3 2024",
        "outcomes": "1 of 1 open objectives keep pace or are reached",
        "work": "1 of 2 projects due came on time",
        "fees": "Fees of €7 k in Q3 2024",
        "said": "1 of 3 people asked have answered",
        "ahead": "What comes next",
        "appendix": "Appendix: the records",
    }


def test_an_empty_pack_says_in_words_what_is_missing() -> None:
    said = texts(story(empty_pack()))
    for sentence in (
        "No contact on record in Q3 2024", "No sponsor has been named yet.", "No objective has been agreed yet",
        "No project was due in Q3 2024", "No fees on record for Q3 2024", "Nobody was asked in Q3 2024",
        "No change of scope was asked for or decided in Q3 2024, and none is waiting.",
        "Nothing on record under: promises we owe you, objectives to look at next, projects under way, "
        "waiting for your decision, terms that end next.", "No dated record lies in Q3 2024.", "Your account team",
    ):  # fmt: skip
        assert sentence in said, sentence
    assert "None" not in said
    assert "nan" not in said.lower()


def test_the_standing_of_work_is_told_against_the_agreed_date(pack: Pack) -> None:
    said = texts(story(pack))
    assert "Site | 25 Aug 2024 (first 31 Jul 2024) | 20 Aug 2024 | on time | More leads | yes | – of 110 h" in said
    assert "Film | 15 Sep 2024 | – | open, 66 days past due | none agreed | – | 26 of 20 h" in said


def test_objectives_show_baseline_target_actual_expected_and_the_clients_word(pack: Pack) -> None:
    said = texts(story(pack))
    assert "1. Leads a month (promised outcome) | 100 → 200 leads | 190 leads on 30 Sep 2024" in said
    assert "| 189 leads | 31 Dec 2024 | on pace | Cleo, 5 Oct 2024" in said
    unread = replace(pack.outcomes[0], confirmed=False, confirmed_on=None, actual=None, read_on=None, state="new")
    assert "– | 189 leads | 31 Dec 2024 | new | not yet" in texts(story(replace(pack, outcomes=(unread,))))


def test_few_scores_are_told_one_by_one_and_more_by_their_mean(pack: Pack) -> None:
    assert "9 of 10" in texts(story(pack))
    area = replace(pack.said.areas[0], scores=(10, 9, 8, 7, 6))
    assert "8.0 of 10 on average (5 answers)" in texts(story(replace(pack, said=replace(pack.said, areas=(area,)))))


def test_a_closed_objective_says_whether_its_target_was_reached(pack: Pack) -> None:
    closed = [replace(pack.outcomes[0], state="closed", progress=share) for share in (0.9, 1.0, None)]
    said = texts(story(replace(pack, outcomes=tuple(closed))))
    assert said.count("| – | 31 Dec 2024 | closed, target not reached |") == 2
    assert said.count("| closed, target reached |") == 1


def test_a_running_period_says_so_far(pack: Pack) -> None:
    assert "so far (to 15 Aug 2024)" in texts(story(replace(pack, as_of=on("08-15"))))
    assert "so far" not in texts(story(pack))


def test_no_word_is_for_us_alone(pack: Pack) -> None:
    words = set(texts(story(pack)).lower().replace(",", " ").replace(".", " ").split())
    assert not words & set(INTERNAL)


def test_thirty_objectives_are_drawn_in_pictures_of_eight() -> None:
    slide = next(slide for slide in story(crowded_pack()) if slide.key == "outcomes")
    assert len(slide.blocks) == 5
    assert slide.counts == "30 objectives"


def test_closed_objectives_alone_have_nothing_to_be_judged() -> None:
    pack = replace(empty_pack(), outcomes=(outcome("A", "closed"), outcome("B", "closed")))
    assert titles(pack)["outcomes"] == "2 objectives closed, none open"
    pack = replace(empty_pack(), outcomes=(outcome("A", "new", None),))
    assert titles(pack)["outcomes"] == "1 objective agreed, none can be judged yet"
