"""Minutes of a closed review: everything that was frozen, and the same bytes whatever is edited later."""

from datetime import date

import pytest

from lib.accounts.tables import Account
from lib.meeting.document import MeetingDoc, Section
from lib.meeting.making import as_page, as_pdf
from lib.meeting.minutes import NotClosed, minutes
from lib.money.tables import Revenue
from lib.people.tables import Person
from lib.relationship.tables import Interaction, Promise
from lib.review.actions import open_review
from lib.review.outcome_actions import done, judge
from lib.review.reading_queries import review_of
from lib.review.tables import PARTS
from lib.store.base import Base
from lib.store.engine import Store
from lib.store.settings import set_settings
from lib.store.writing import Write, perform
from tests.facts import put
from tests.meeting_cases import NASTY, closed
from tests.review_cases import ACME, ANN, DUE, HELD, NEXT, PROMISE, RISK, WON, call, put_firm
from tests.test_checkup_pages import words as words_of_pdf


def made(store: Store, review: int) -> tuple[bytes, bytes]:
    doc = minutes(review_of(store, review))
    return as_page(doc), as_pdf(doc)


def section(doc: MeetingDoc, title: str) -> Section:
    return next(one for one in doc.sections if one.title.endswith(title))


def rename(store: Store, model: type[Base], number: int, name: str) -> None:
    def work(write: Write) -> None:
        write.set(model, number, {"name": name}, write.read(model, number))

    perform(store, "Bo", "rename", work)


def test_minutes_are_the_same_bytes_after_later_edits_of_everything(store: Store) -> None:
    review = closed(store)
    put(store, Promise(id=1, account_id=ACME, what="Report", made_on=HELD, due_on=DUE))
    before = made(store, review)
    rename(store, Account, ACME, "Acme Holding")
    rename(store, Person, ANN, "Ann Berg-Dahl")
    set_settings(store, "Bo", {"firm_name": "Other Lane", "currency": "USD"}, date(2026, 1, 1))
    put(store, Revenue(account_id=ACME, earned_on=HELD, amount_cents=999_999, kind="project"))
    put(store, Interaction(account_id=ACME, happened_on=HELD, kind="call"))
    done(store, "Bo", 1, DUE, "done")
    judge(store, "Bo", 1, "happened", DUE, "judged", shown={"version": 2, "outcome": None, "done_on": DUE})
    call(store, open_review(store, "Bo", NEXT, "next") or 0, "next week", due_on=NEXT)
    perform(store, "Bo", "clear", lambda write: write.remove(Promise, 1))
    assert made(store, review) == before


def test_minutes_hold_what_was_decided_looked_at_and_measured(store: Store) -> None:
    doc = minutes(review_of(store, closed(store)))
    assert (doc.firm, doc.day, doc.title) == ("Harbour Lane", HELD, "Minutes of the weekly review of 14 Sep 2026")
    assert doc.words[0].startswith("Closed on ")
    assert doc.words[0].endswith(" UTC by Ann.")
    tables = {one.title: one.table.rows for one in doc.sections if one.table}
    assert tables["What we decided (2)"] == (
        ("Call the sponsor", RISK["words"], "Ann Berg", "18 Sep 2026", "Band back to Amber", "12 Oct 2026"),
        ("Tidy the list", "", "Ann Berg", "18 Sep 2026", "", ""),
    )
    assert tables["Risks we accepted (1)"] == (
        ("They are being sold", PROMISE["words"], "Ann Berg", "12 Oct 2026"),
    )  # fmt: skip
    assert tables["3. At risk"] == ((RISK["words"], "Score: 41 · Revenue: €12 k", "Call the sponsor"),)
    assert tables["4. Promises and cadence"] == ((PROMISE["words"], "Risk accepted: They are being sold"),)
    assert section(doc, "Promises and cadence").below == ("And 4 more.",)
    assert section(doc, "Surveys").words == ("No survey was ever sent.",)
    assert section(doc, "People").words == ("Nothing was on the agenda.",)
    assert tables["8. Wins and thanks"] == ((WON["words"],),)
    assert tables["The figures as they stood"] == (
        ("Revenue", "All clients", "12 months", "€12.4 k", "", "2"),
        ("Client retention", "All clients", "Q3 2026", "90 %", "55 % to 99 %", "12"),
    )
    titles = [one.title.partition(". ")[2] for one in doc.sections if one.title[0].isdigit()]
    told = {"promises": "Promises and cadence", "wins": "Wins and thanks"}  # by the agenda; others had no part in it
    assert titles == [told.get(part, part.capitalize()) for part in PARTS]


def test_nothing_that_was_typed_becomes_markup_or_a_request(store: Store) -> None:
    page, pdf = made(store, closed(store, words=NASTY, what=NASTY))
    text = page.decode()
    assert text.count("&lt;script&gt;alert(") == 4  # what, about, item, decided
    assert "{{ 7*7 }}" in text
    for mark in ("<script", "<img", "<link", "@import", "url(", "src=", "href=", "\x07", "\u202e"):
        assert mark not in text.replace("&lt;", "‹").replace("src=http://evil", ""), mark
    assert "default-src 'none'" in text
    assert "alert('x')" in words_of_pdf(pdf)


def test_the_pages_hold_what_the_page_holds_and_long_words_are_told_whole(store: Store) -> None:
    long = " ".join(f"word{number}" for number in range(120))
    page, pdf = made(store, closed(store, what=long))
    said = words_of_pdf(pdf)
    for text in ("Ann Berg", "12 Oct 2026", "€12.4 k", "And 4 more.", "No survey was ever sent.", "word119"):
        assert text in said, text
        assert text in page.decode(), text


@pytest.mark.parametrize(
    ("sentence", "title"), [("One sentence only.", ""), (" ".join(["long"] * 700), "T" * 300), ("", "株式会社")]
)
def test_a_paper_of_any_length_can_be_made_and_none_of_its_sentences_is_cut(sentence: str, title: str) -> None:
    doc = MeetingDoc(title, HELD, "", "Minutes", HELD, (), (Section(title, (sentence,)), Section("End", (sentence,))))
    pdf = as_pdf(doc)
    assert as_pdf(doc) == pdf
    assert " ".join(words_of_pdf(pdf).split()).count("long") == 2 * sentence.count("long")


def test_a_review_that_is_open_has_no_minutes(store: Store) -> None:
    with pytest.raises(NotClosed, match="close it"):
        minutes(review_of(store, put_firm(store)))


def test_reviews_of_the_demo_firm_have_minutes(demo_store: Store) -> None:
    page, pdf = made(demo_store, 1)
    assert pdf.startswith(b"%PDF")
    assert page.decode().count("<tr>") > 10
