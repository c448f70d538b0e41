"""The pre-read: the agenda as it is made, what is still to be done, how many decisions are done by their day."""

from datetime import timedelta

from lib.measure import Measure, undefined
from lib.meeting.making import as_page, as_pdf
from lib.meeting.pre_read import pre_read
from lib.review.frozen import FrozenFigure
from lib.review.reading_queries import open_decisions
from lib.store.engine import Store
from tests.meeting_cases import NASTY, agenda
from tests.review_cases import DUE, PROMISE, RETENTION, RISK, WON, call, put_firm

KEPT = Measure(0.75, base=20, hits=15, low=0.53, high=0.89)


def test_the_pre_read_tells_parts_more_empty_words_and_figures(store: Store) -> None:
    put_firm(store)
    doc = pre_read(
        agenda(), firm="Harbour Lane", currency="EUR", open_decisions=[], completion=KEPT,
        figures=[FrozenFigure(**RETENTION)],
    )  # fmt: skip
    told = {one.title: (one.words, one.table.rows if one.table else None, one.below) for one in doc.sections}
    assert told == {
        "1. At risk": ((), ((RISK["words"], "Score: 41 · Revenue: €12 k"),), ()),
        "2. Promises and cadence": ((), ((PROMISE["words"],),), ("And 4 more.",)),
        "3. Surveys": (("No survey was ever sent.",), None, ()),
        "4. Wins and thanks": ((), ((WON["words"],),), ()),
        "Still to be done": (("No decision is waiting to be done.",), None, ()),
        "The figures": ((), (("Client retention", "All clients", "Q3 2026", "90 %", "55 % to 99 %", "12"),), ()),
    }
    assert doc.words == (
        "Since the review of 7 Sep 2026.",
        "Done by their day in the last 90 days: 75 % of 20 decisions (53 % to 89 %).",
    )


def test_what_is_still_to_be_done_stands_with_its_day_and_how_late_it_is(store: Store) -> None:
    review = put_firm(store)
    call(store, review)
    call(store, review, "later", item=None, what="Write", due_on=DUE + timedelta(9), check_on=None)
    told = agenda()
    day = DUE + timedelta(1)
    late = type(told)(day, told.since, True, "", told.parts)
    few = Measure(0.5, base=4, hits=2, low=0.15, high=0.85)
    doc = pre_read(late, firm="", currency="EUR", open_decisions=open_decisions(store, day), completion=few)
    assert doc.words[1] == "Done by their day in the last 90 days: 2 of 4 decisions (15 % to 85 %)."
    table = doc.sections[-1].table
    assert doc.sections[-1].title == "Still to be done (2, 1 past due)"
    assert table is not None
    assert [row[:5] for row in table.rows] == [
        ("Call the sponsor", "Acme", "Ann Berg", "18 Sep 2026", "overdue"),
        ("Write", "", "Ann Berg", "27 Sep 2026", "open"),
    ]  # fmt: skip


def test_without_any_decision_it_says_why_there_is_no_rate_and_its_files_are_escaped() -> None:
    nothing = undefined("no decision was due in the 90 days before 14 Sep 2026")
    doc = pre_read(agenda(NASTY), firm=NASTY, currency="EUR", open_decisions=[], completion=nothing)
    assert doc.words[1] == (
        "How many decisions are done by their day cannot be said: "
        "no decision was due in the 90 days before 14 Sep 2026."
    )
    page = as_page(doc).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert as_pdf(doc) == as_pdf(doc)
