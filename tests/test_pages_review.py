"""The weekly review in list mode: opened, decided item by item, closed, redrawn exactly, and opened a week later."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.people.queries import current_people
from lib.relationship.tables import Interaction
from lib.review.reading_queries import decisions, review_of
from lib.review.tables import Decision, Review, Win
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.users import introduce
from lib.store.writing import perform
from tests.agenda_cases import ACME, ANN, AS_OF, put_week
from tests.facts import put, put_real, real_frames
from tests.page_cases import words_of

App = Callable[..., AppTest]
PRESSED = "Record it"


def run(at: AppTest) -> AppTest:
    at = at.run()
    assert not at.exception, at.exception[0].stack_trace
    return at


def opened(app: App, day: object, tab: str = "Agenda") -> AppTest:
    introduce(open_store(), "Ann")
    at = app("review.py", {"_who": "Ann", "review_tab": tab}, as_of=str(day))
    assert not at.exception, at.exception[0].stack_trace
    return at


def show(at: AppTest, tab: str) -> AppTest:
    at.session_state["review_tab"] = tab
    return run(at)


def press(at: AppTest, label: str, nth: int = 0) -> AppTest:
    return run([button for button in at.button if button.label == label][nth].click())


def typed(at: AppTest, name: str) -> Any:
    """The widget of a field of the form that is open."""
    found = (*at.text_input, *at.date_input, *at.selectbox)
    return next(
        one for one in found if str(one.key).startswith(("decide_", "outcome_")) and one.key.endswith(f"_{name}")
    )


def write(at: AppTest, name: str, value: object) -> None:
    typed(at, name).set_value(value)


def drawn(at: AppTest) -> list[str]:
    """What is drawn of a past review: its words and its figures."""
    words = [re.sub(r"\\(.)", r"\1", str(one.value)) for one in at.markdown]
    begins = next(at for at, line in enumerate(words) if re.match(r"\*\*\d+ decisions?\*\* and", line))
    return [*words[begins:], at.dataframe[1].value.to_csv()]


def test_a_review_is_opened_decided_closed_redrawn_and_opens_the_next(app: App, store: Store) -> None:
    put_week(store)
    at = opened(app, AS_OF)
    assert not [button for button in at.button if button.label == "Decide"]
    at = press(press(at, "Open the review"), "Decide")
    assert typed(at, "due_on").value == date(2025, 3, 17)
    assert typed(at, "check_on").value == date(2025, 4, 7)
    # Wrong input is refused beside its field, and what was typed stays.
    write(at, "expected_effect", "They renew")
    write(at, "due_on", date(2025, 3, 1))
    at = press(at, PRESSED)
    assert "say what is to be done" in words_of(at)
    write(at, "what", "Call the <b>sponsor</b>")
    at = press(at, PRESSED)
    assert "the day of the review" in words_of(at)
    assert typed(at, "expected_effect").value == "They renew"
    write(at, "due_on", date(2025, 3, 17))
    at = press(at, PRESSED)
    assert "Decided] **Call the <b>sponsor</b>**" in words_of(at)
    # A risk is accepted with its reason, on the next item; then the last is taken back and made again.
    for again in (True, False):
        at = press(at, "Decide", 2)
        segmented = next(one for one in at.get("button_group") if str(one.key).startswith("kind_"))
        at = run(segmented.set_value("accepted risk"))
        write(at, "what", "They are being sold")
        at = press(at, PRESSED)
        assert "Accepted risk] **They are being sold**" in words_of(at)
        at = press(at, "Undo my last") if again else at
        assert ("They are being sold" in words_of(at)) is not again
    assert [one.kind for one in decisions(store, AS_OF)[2:]] == ["decision", "accepted risk"]
    # What is recorded meanwhile is told when the agenda is made anew.
    put(store, Win(happened_on=AS_OF, person_id=ANN, words="A fair saved."), Account(id=9, name="Cole"))
    at = run(at)
    assert "Something was recorded since this agenda was made" in words_of(at)
    assert "A fair saved." not in words_of(at)
    at = press(at, "Make it anew")
    assert "A fair saved." in words_of(at)
    # Closed, it is drawn from what was frozen, whatever is changed afterwards.
    at = show(press(at, "Close the review and freeze its figures"), "Past reviews")
    before, frozen = drawn(at), review_of(store, 2)
    assert any("Decided] **Call the <b>sponsor</b>**" in line for line in before)
    assert {"revenue", "health red", "decision_completion"} <= {one.figure for one in frozen.figures}
    perform(store, "Bo", "rename", lambda write: write.set(Account, ACME, {"name": "New"}, write.read(Account, ACME)))
    late = datetime(2099, 1, 1, tzinfo=UTC)
    put(store, Interaction(account_id=ACME, happened_on=AS_OF, kind="call", recorded_at=late))
    at = opened(app, AS_OF, "Past reviews")
    assert "- 1 interaction: New" in words_of(at)
    assert drawn(at) == before
    assert review_of(store, 2) == frozen
    # The meeting a week later opens with it.
    at = opened(app, "2025-03-17")
    assert "On 10 Mar 2025 we said" in words_of(at) or "on 10 Mar 2025 we said “Call the <b>sponsor</b>”" in words_of(
        at
    )
    assert "(“They are being sold”)" in words_of(at)


def test_the_filled_demo_tells_eight_parts_and_says_what_came_of_a_decision(app: App, demo_store: Store) -> None:
    at = opened(app, date.today())
    assert [str(head.value)[:2] for head in at.subheader][:8] == [f"{number}." for number in range(1, 9)]
    assert "decisions were done by their day; the goal is 90 %" in words_of(at)
    waiting = [one for one in decisions(demo_store, date.today()) if one.kind == "decision" and one.outcome is None]
    at = press(at, "What came of it?")
    write(at, "outcome", "partly")
    at = press(at, "Say what came of it")
    still = [one for one in decisions(demo_store, date.today()) if one.kind == "decision" and one.outcome is None]
    assert len(still) == len(waiting) - 1
    at = show(at, "Decisions")
    assert "By who does it" in words_of(at)


def test_on_a_past_day_nothing_can_be_written(app: App, demo_store: Store) -> None:
    at = opened(app, "2026-10-14")
    assert "a past day: nothing can be written here" in words_of(at)
    labels = {button.label for button in at.button}
    assert not labels & {"Open the review", "Decide", "What came of it?"}


def test_a_firm_with_little_recorded_has_a_short_honest_agenda(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    at = opened(app, date.today())
    assert "Whether decisions are kept cannot be said" in words_of(at)
    assert "No review held before has decided anything" in words_of(at)
    assert "No survey was ever sent" in words_of(at)
    at = show(show(at, "Decisions"), "Past reviews")
    assert "No review was closed yet." in words_of(at)


def test_a_review_left_open_is_closed_before_the_next_opens(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Review(id=1, held_on=date(2025, 3, 3)))
    put(store, Decision(review_id=1, what="Call them", due_on=date(2025, 3, 5)))
    at = opened(app, date.today())
    assert "The review of 3 Mar 2025 was never closed" in words_of(at)
    at = press(at, "Close the review and freeze its figures")
    assert review_of(store, 1).closed_by == "Ann"
    assert "Open the review" in {button.label for button in at.button}


def test_the_real_crm_export_is_reviewed_on_its_newest_day(app: App, store: Store, real_input: Path) -> None:
    put_real(store, real_frames(real_input))
    at = press(opened(app, "2017-12-31"), "Open the review")
    assert "Whether any of 85 accounts is at risk cannot be told" in words_of(at)
    at = press(at, "Decide")
    write(at, "what", "Enter the next calls")
    at = press(at, PRESSED)
    assert "say who does it" in words_of(at)  # nobody leads an account, so nobody is proposed
    write(at, "person_id", next(iter(current_people(store))))
    at = press(press(at, PRESSED), "Close the review and freeze its figures")
    assert "Drawn from what was frozen" in words_of(show(at, "Past reviews"))
    assert [one.value for one in review_of(store, 1).figures if one.figure == "active_clients"] == ["85"]
    assert "on 31 Dec 2017 we said “Enter the next calls”" in words_of(opened(app, "2018-01-07")).replace(
        "On 31", "on 31"
    )
