"""A meeting to make papers of: a small agenda, and a review that was closed with it."""

from lib.agenda.items import Agenda, Item, Part
from lib.meeting.freezing import frozen_items, frozen_parts
from lib.review.closing_actions import close_review
from lib.store.engine import Store
from tests.review_cases import AGENDA, HELD, LOOK, PROMISE, RETENTION, REVENUE, RISK, TO_WAIT, call, put_firm

NASTY = "<script>alert('x')</script> & \"<img src=http://evil.example/x.png>\" {{ 7*7 }} \x07\u202e 🎉 株式会社"


def agenda(words: str = RISK["words"]) -> Agenda:
    """Four parts: at risk, promises with more than are shown, surveys without any, wins."""
    risk, promise, win = (Item(**({"weight": 1.0} | item)) for item in (RISK | {"words": words}, *AGENDA[1:]))
    return Agenda(
        HELD, HELD, True, "Since the review of 7 Sep 2026.",
        (
            Part("at risk", "At risk", (risk,), 0, ""), Part("promises", "Promises and cadence", (promise,), 4, ""),
            Part("surveys", "Surveys", (), 0, "No survey was ever sent."),
            Part("wins", "Wins and thanks", (win,), 0, ""),
        ),
    )  # fmt: skip


def closed(store: Store, words: str = RISK["words"], what: str = "Call the sponsor") -> int:
    """A review closed with that agenda, a decision about an item, one about nothing, and an accepted risk."""
    review, told = put_firm(store), agenda(words)
    items = frozen_items(told)
    call(store, review, "call", item=items[0], what=what)
    call(store, review, "free", item=None, what="Tidy the list", expected_effect=None, check_on=None)
    call(store, review, "risk", item=PROMISE, **(TO_WAIT | {"check_on": LOOK}))
    close_review(store, "Ann", review, items, [REVENUE, RETENTION, *frozen_parts(told)], "close")
    return review
