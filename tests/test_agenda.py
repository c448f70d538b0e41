"""The whole agenda: order and limits, of the demo firm, of the real CRM export, of nothing, and of a past day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import format as fmt
from lib.agenda.agenda import MOST_SAID, TITLES, agenda
from lib.agenda.fill import empty_words, fill_list
from lib.agenda.ground import ground_of, since_of
from lib.agenda.items import MOST, Agenda, Item, listed, part_of
from lib.growth.tables import Opportunity
from lib.keep import at_once
from lib.people.tables import Person
from lib.relationship.tables import Interaction, Promise
from lib.review.tables import PARTS, Decision, Review, Win
from lib.store.base import now
from lib.store.engine import Store
from tests.agenda_cases import ACME, ANN, AS_OF, BOLT, day, put_week
from tests.facts import put, put_real, real_frames

DEMO_DAY = date(2026, 10, 31)


def sentences(found: Agenda) -> dict[str, str]:
    """The words of each part as one text."""
    return {part.name: "\n".join(item.words for item in part.items) for part in found.parts}


@given(st.lists(st.tuples(st.floats(-1e16, 1e16), st.text(max_size=3)), max_size=30))
def test_a_part_shows_its_heaviest_items_and_counts_the_rest(told: list[tuple[float, str]]) -> None:
    found = part_of("wins", "Wins", [Item("wins", None, None, words, weight) for weight, words in told], "Nothing.")
    assert len(found.items) + found.more == len(told)
    assert len(found.items) <= MOST
    weights = [item.weight for item in found.items]
    assert weights == sorted((weight for weight, _ in told), reverse=True)[:MOST]
    assert found.empty_words == ("" if told else "Nothing.")
    again = [Item("wins", None, None, words, weight) for weight, words in reversed(told)]
    assert part_of("wins", "Wins", again, "Nothing.") == found


def test_names_in_a_sentence() -> None:
    assert [listed(list(names)) for names in ("", "A", "AB", "ABC", "ABCDE")] == [
        "", "A", "A and B", "A, B and C", "A, B, C and 2 more"]  # fmt: skip


def test_the_demo_firm_fills_every_part_with_its_stories(demo_store: Store) -> None:
    found = agenda(demo_store, DEMO_DAY)
    assert [part.name for part in found.parts] == list(PARTS) == list(TITLES)
    assert all(1 <= len(part.items) <= MOST and not part.empty_words for part in found.parts[1:])
    opening = [item.words for item in found.parts[0].items]
    assert 1 <= len(opening) <= MOST_SAID
    last = f"on {fmt.day(since_of(demo_store, DEMO_DAY)[0])} we "
    assert last in opening[0], "what the last review said is told first, all of it"
    told = sentences(found)
    assert all(sentence.endswith(".") for text in told.values() for sentence in text.splitlines())
    assert "Ines Falkenrath" in told["people"]
    assert "Tom Verbrugge" in told["people"]
    assert "Marrowfeld Schools" in told["opportunities"]
    assert "has no next step" in told["opportunities"]
    assert "of Selkamoor Clinics gave 3 of 10" in told["surveys"]
    assert all("the least its score can be" in item.words for item in found.parts[1].items)
    entries = fill_list(ground_of(demo_store, DEMO_DAY, None, at_once))
    assert entries
    assert all(item.words.endswith("seconds.") and "input" in item.query for item in entries)


def test_the_real_crm_export_gives_a_short_and_honest_agenda(store: Store, real_input: Path) -> None:
    put_real(store, real_frames(real_input))
    found = agenda(store, date(2017, 12, 31))
    counts = {part.name: len(part.items) for part in found.parts}
    assert {name for name, count in counts.items() if count} == {"at risk", "opportunities", "wins"}
    assert sum(counts.values()) <= 10
    told = sentences(found)
    assert told["at risk"].startswith("Whether any of 85 accounts is at risk cannot be told: too little is recorded")
    assert told["opportunities"].startswith("None of 2,089 open deals, together worth ")
    empty = {part.name: part.empty_words for part in found.parts}
    assert empty["surveys"] == "No survey was ever sent, so what clients think is not known from one."
    assert empty["people"].startswith("People's weekly hours are not recorded, so load cannot be told")
    assert empty["movements"].startswith("No snapshot of account health was kept before")


def test_an_empty_store_says_of_every_part_why_it_is_empty(store: Store) -> None:
    found = agenda(store, AS_OF)
    assert not any(part.items or part.more for part in found.parts)
    assert all(part.empty_words.endswith(".") for part in found.parts)
    assert found.words == "No review was closed before, so the last seven days are told: since 3 Mar 2025."
    ground = ground_of(store, AS_OF, None, at_once)
    assert fill_list(ground) == []
    assert empty_words(ground).startswith("No account is an active client")


def test_a_past_day_is_told_as_it_was_known_then(store: Store) -> None:
    put_week(store)
    then = day("02-25")
    before = agenda(store, then)
    assert before.reviewed is False
    assert before.since == then - timedelta(days=7)
    assert "Mar 2025" not in "".join(sentences(before).values())
    assert "Told before" in sentences(before)["wins"]
    assert "notice was given" not in sentences(before)["at risk"]
    put(store, Review(id=9, held_on=day("03-20"), closed_at=now(), closed_by="Ann"), Person(id=9, name="Cy"))
    put(store, Decision(review_id=9, account_id=ACME, what="Later", due_on=day("03-21")))
    put(store, Promise(account_id=ACME, person_id=ANN, what="Later", made_on=day("03-21"), due_on=day("03-22")))
    put(store, Win(happened_on=day("03-21"), words="Later."), Interaction(happened_on=day("03-21"), kind="call",
        account_id=BOLT))  # fmt: skip
    put(store, Opportunity(account_id=BOLT, stage_id=1, opened_on=day("03-21"), amount_cents=9_999_999, name="Later"))
    assert agenda(store, then) == before


def test_what_is_kept_gives_the_same_agenda(store: Store) -> None:
    put_week(store)
    kept: dict[object, object] = {}

    def keep(name: str, subjects: tuple[str, ...], about: tuple[object, ...], work: object) -> object:
        if (name, about) not in kept:
            kept[name, about] = work()  # type: ignore[operator]
        return kept[name, about]

    first = agenda(store, AS_OF, keep=keep)
    known = len(kept)
    assert agenda(store, AS_OF, keep=keep) == first == agenda(store, AS_OF)
    assert len(kept) == known


@pytest.mark.parametrize("scope", [(("owner", "Nobody"),), (("sector", "None such"),)])
def test_under_filters_that_nothing_meets_no_client_is_told(store: Store, scope: tuple[tuple[str, str], ...]) -> None:
    put_week(store)
    found = agenda(store, AS_OF, scope=scope)
    told = "".join(sentences(found).values())
    assert not [name for name in ("Acme", "Bolt") if name in told]
    filters = f"{scope[0][0]} {scope[0][1]}"
    assert found.parts[2].empty_words == f"No active client stands under the filters ({filters})."
    assert found.parts[5].empty_words.startswith(f"Under the filters ({filters}): no deal is open, and no new")
    assert ("Ann is over-extended" in told) == (scope[0][0] == "sector")  # sectors are of clients, not of people
