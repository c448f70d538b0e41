"""The projected review: its slides in order, what stands on one, what the address and a slip may ask."""

import re
from collections.abc import Callable
from datetime import date

from streamlit.testing.v1 import AppTest

from lib.agenda.items import Agenda, Item, Part
from lib.review.actions import decide, open_review
from lib.review.closing_actions import close_review
from lib.store.engine import Store
from lib.store.users import introduce
from lib.ui.review_present_end import counted
from lib.ui.review_present_slides import first_of, in_counts, place, slides_of
from tests.agenda_cases import ANN, AS_OF, put_week
from tests.page_cases import words_of

App = Callable[..., AppTest]
RISKS = tuple(Item("at risk", None, None, f"Client {number} is Red.", 1) for number in (1, 2))
PARTS = (
    Part("movements", "Accounts that moved", (), 0, "Nobody moved."),
    Part("at risk", "At risk", RISKS, 5, ""),
)
SLIDES = slides_of(Agenda(date(2025, 3, 10), date(2025, 3, 3), True, "Since then.", PARTS))


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def test_every_part_and_every_item_is_a_slide_of_its_own() -> None:
    assert [slide.kind for slide in SLIDES] == ["opening", "part", "part", "item", "item", "end"]
    assert [first_of(SLIDES, number) for number in (1, 2)] == [1, 2]


def test_a_slide_says_how_far_the_meeting_is() -> None:
    assert [place(SLIDES, at) for at in (0, 1, 4)] == [
        "1 of 6", "2 of 6 · 1. Accounts that moved", "5 of 6 · 2. At risk · item 2 of 2",
    ]  # fmt: skip


def test_a_part_says_how_many_of_its_items_are_left_out() -> None:
    assert in_counts(PARTS[1]) == "The 2 that weigh most, of 7."
    assert in_counts(Part("wins", "Wins", RISKS[:1], 0, "")) == "1 item."


def test_the_end_says_where_nothing_was_decided() -> None:
    assert counted([]) == "Nothing was decided"


def test_a_slide_holds_one_item_and_nothing_else_of_the_page(app: App, store: Store) -> None:
    put_week(store)
    at = app("review.py", as_of=str(AS_OF), present="1", slide="3")
    assert not at.exception
    said = words_of(at)
    assert "1. What we said would happen · item 1 of 2" in said
    assert sum(f"we said “{what}”" in said for what in ("Call the sponsor", "Plan the year")) == 1
    assert not at.tabs
    assert not at.metric
    assert {"Previous", "Next", "Decide", "Leave", "Part 8"} <= set(labels(at))
    # Nothing is decided before the review is open; the way to open it stands there.
    at = next(button for button in at.button if button.label == "Decide").click().run()
    assert not at.exception
    assert "before the review is open" in words_of(at)
    # Back to the list: the address names the item and no longer asks to project.
    at = next(button for button in at.button if button.label == "Leave").click().run()
    assert not at.exception
    assert "present" not in at.query_params
    assert len("".join(at.query_params["item"])) == 10
    assert at.tabs


def test_an_address_that_names_no_slide_opens_the_first_or_the_last(app: App, store: Store) -> None:
    put_week(store)
    at = app("review.py", as_of=str(AS_OF), present="1", slide="two")
    assert "weekly review of 10 Mar 2025" in words_of(at)
    at.query_params["slide"] = "999"
    assert "The review was not opened" in words_of(at.run())


def decided_elsewhere(store: Store, review: int, part: str) -> None:
    """In another browser, on an item that this one's agenda does not have."""
    item = {"part": part, "account_id": None, "person_id": None, "words": "Two more weeks like this."}
    decide(
        store, "Bo", review, item, kind="decision", what="Plan anew", person_id=ANN, due_on=AS_OF,
        expected_effect=None, check_on=None, token="elsewhere",
    )  # fmt: skip


def test_the_form_stays_on_its_item_when_others_decide_meanwhile_and_its_words_outlive_the_review(
    app: App, store: Store
) -> None:
    put_week(store)
    review = open_review(store, "Bo", AS_OF, "open") or 0
    introduce(store, "Ann")
    at = app("review.py", as_of=str(AS_OF), present="1")
    at.session_state["_who"] = "Ann"
    at.run()
    number = next(n for n in range(4, 40) if "· 3." in slide(at, n) and "item 1" in words_of(at))
    at = next(button for button in at.button if button.label == "Decide").click().run()
    decided_elsewhere(store, review, "last decisions")
    at.run()
    assert re.search(rf"· {number + 1} of \d+ · 3\. At risk · item 1", words_of(at))
    next(one for one in at.text_input if one.label == "What is to be done").set_value("Call the sponsor")
    close_review(store, "Bo", review, [], [], "close")
    at = next(button for button in at.button if button.label == "Record it").click().run()
    assert "is closed and stays as it was" in words_of(at)
    assert "You had written: “Call the sponsor”" in words_of(at)


def slide(at: AppTest, number: int) -> str:
    at.query_params["slide"] = str(number)
    at.run()
    assert not at.exception
    return words_of(at)
